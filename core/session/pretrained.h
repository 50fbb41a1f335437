/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/start.h"

G_BEGIN_DECLS

/* Fills in the file of a warm start; where there is none, the result is from scratch.  Other starts
 * are returned as they are.  model, people: their ids.  Any thread. */
DhStart dh_pretrained_find (DhStart start, const char *faces_folder, const char *model,
                            char *const people[2]);

G_END_DECLS
