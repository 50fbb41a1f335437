/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A file of weights that was read as a whole: complete, and all numbers finite. */
typedef struct _DhWeightsFile DhWeightsFile;

/* One of its tensors. */
typedef struct
{
  const char *name; /* "decoder_a.up1.res0.conv1.weight" */
  int shape[4];
  guint n_dimensions;
  gsize size; /* numbers */
} DhWeightsTensor;

/* NULL with DH_ERROR_WEIGHTS or DH_ERROR_MEMORY.  (transfer full); any thread. */
DhWeightsFile *dh_weights_file_new (const char *path, GError **error);
void dh_weights_file_free (DhWeightsFile *self);
const char *dh_weights_file_get_model (const DhWeightsFile *self);
gsize dh_weights_file_get_size (const DhWeightsFile *self); /* numbers */
guint dh_weights_file_get_n_tensors (const DhWeightsFile *self);
DhWeightsTensor dh_weights_file_get_tensor (const DhWeightsFile *self, guint tensor);
/* "float32", "float16" or "mixed" */
const char *dh_weights_file_get_precision (const DhWeightsFile *self);
/* One line on where they come from; NULL: the file doesn't say. */
const char *dh_weights_file_get_about (const DhWeightsFile *self);
/* FALSE: it doesn't say. */
gboolean dh_weights_file_find_iteration (const DhWeightsFile *self, guint64 *iteration);
/* The same weights once more, as float16 or float32.  FALSE with DH_ERROR_FILE, or with
 * DH_ERROR_WEIGHTS where a number is too large for float16. */
gboolean dh_weights_file_write (const DhWeightsFile *self, const char *path, gboolean half,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhWeightsFile, dh_weights_file_free)

G_END_DECLS
