/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_NPY_MAX_DIMENSIONS 8

/* Writes dense float32 numbers of the given shape in NumPy's format (version 1.0, C order,
 * little endian).  FALSE with DH_ERROR_PICTURE; the file is replaced only when all is written.
 * Any thread. */
gboolean dh_npy_write (const char *path, const float *numbers, const int *dimensions,
                       guint n_dimensions, GError **error);

G_END_DECLS
