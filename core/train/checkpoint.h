/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/model.h"

G_BEGIN_DECLS

/* parameters: the flat vector of dh_parameter_table_new(); about: a line for people that says where
 * they come from; half: as float16, half as large.  FALSE with DH_ERROR_FILE, or with
 * DH_ERROR_WEIGHTS if half precision can't hold a number; the old file is replaced only when all is
 * written.  Any thread. */
gboolean dh_checkpoint_write (const char *path, const DhModel *model, const float *parameters,
                              const char *about, gboolean half, GError **error);
/* FALSE with DH_ERROR_WEIGHTS if the file isn't exactly this model's weights, or those of one with
 * the same tensors; `parameters` are worthless then.  Any thread. */
gboolean dh_checkpoint_read (const char *path, const DhModel *model, float *parameters,
                             GError **error);
/* The model that the file says it is for; NULL with DH_ERROR_WEIGHTS.  Any thread. */
const DhModel *dh_checkpoint_find_model (const char *path, GError **error);
/* What a file says beside its weights. */
typedef struct
{
  char *about;           /* where they come from: one line; NULL: it doesn't say */
  guint n_full, n_half;  /* arrays of float32, of float16 */
} DhCheckpointNotes;

/* FALSE with DH_ERROR_WEIGHTS.  The texts may be anybody's; any thread. */
gboolean dh_checkpoint_read_notes (const char *path, DhCheckpointNotes *notes, GError **error);
void dh_checkpoint_notes_clear (DhCheckpointNotes *notes);
/* Of an `about` that a training has written; FALSE: it doesn't say. */
gboolean dh_checkpoint_find_iteration (const char *about, guint64 *iteration);
/* Of a tensor in such a file: ones at the end are left out. */
guint dh_checkpoint_count_dimensions (const DhParameter *item);
/* Reads the file and drops the weights. */
gboolean dh_checkpoint_check (const char *path, const DhModel *model, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DhCheckpointNotes, dh_checkpoint_notes_clear)

G_END_DECLS
