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

/* ---- describing a model step by step ---- */

/* A kind of network. */
typedef struct
{
  const char *id;      /* "df" */
  const char *summary; /* translatable */
} DhModelLayout;

/* What can be chosen of a model.  Words, a switch if minimum and maximum are 0 and 1, or a number. */
typedef struct
{
  const char *id;             /* "size" */
  const char *name, *summary; /* translatable */
  double minimum, maximum;    /* both allowed */
  double step;                /* from the minimum; 0: any number between */
  const char *const *words;   /* what the text has for the values 0, 1, …; NULL: numbers */
  const char *const *word_names; /* the same, translatable */
} DhModelOption;

#define DH_MODEL_MAX_OPTIONS 16

/* A model that is being described.  Those values that the layout doesn't have mean nothing. */
typedef struct
{
  guint layout;                        /* index, see dh_model_list_layouts() */
  double values[DH_MODEL_MAX_OPTIONS]; /* in the order of dh_model_list_options() */
} DhModelDraft;

/* Both live as long as the program.  Any thread. */
const DhModelLayout *dh_model_list_layouts (guint *n_layouts);
const DhModelOption *dh_model_list_options (guint *n_options);
gboolean dh_model_layout_has (guint layout, guint option);
/* As the layout has it without options. */
void dh_model_draft_init (DhModelDraft *self, guint layout);
/* FALSE with DH_ERROR_VALUE, as dh_model_parse(), and for presets; then nothing changes. */
gboolean dh_model_draft_read (DhModelDraft *self, const char *text, GError **error);
/* The shortest text, which dh_model_parse() reads if all values are allowed; (transfer full) */
char *dh_model_draft_dup_text (const DhModelDraft *self);
/* What was changed stays, where the other layout has it; all else becomes as that one has it. */
void dh_model_draft_change_layout (DhModelDraft *self, guint layout);

G_END_DECLS
