/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/model.h"

G_BEGIN_DECLS

/* A model by its text: "64", a preset; "df{size=96,encoder=16}", a layout with options.  What is read
 * lives as long as the program, and the same model always has the same address; its id is the text
 * in its shortest form, which reads back as it.  NULL with DH_ERROR_VALUE, whose sentence names the
 * place and what is allowed there.  Any thread. */
const DhModel *dh_model_parse (const char *text, GError **error);
/* Whether it was read from a text, and so is in no list. */
gboolean dh_model_is_own (const DhModel *model);
/* The words that a text may begin with: ids of presets, then layouts; NULL-terminated. */
const char *const *dh_model_list_words (void);

G_END_DECLS
