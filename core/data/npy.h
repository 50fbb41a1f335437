/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_NPY_MAX_DIMENSIONS 8
/* Magic, version and the length of what follows: 2 bytes of it in version 1, 4 in later ones. */
#define DH_NPY_PREAMBLE     10
#define DH_NPY_MAX_PREAMBLE 12

/* What stands before the numbers of an array. */
typedef struct
{
  char type[16]; /* "<f4"; longer ones are cut off */
  gboolean fortran_order;
  guint n_dimensions; /* 0: one number */
  gsize dimensions[DH_NPY_MAX_DIMENSIONS];
} DhNpyHeader;

/* Writes dense float32 numbers of the given shape in NumPy's format (version 1.0, C order,
 * little endian).  FALSE with DH_ERROR_FILE; the file is replaced only when all is written.
 * Any thread. */
gboolean dh_npy_write (const char *path, const float *numbers, const int *dimensions,
                       guint n_dimensions, GError **error);

/* The preamble and the header of an array in C order, as dh_npy_write() begins a file with.
 * (transfer full) */
GByteArray *dh_npy_make_header (const char *type, const int *dimensions, guint n_dimensions);
/* preamble: DH_NPY_PREAMBLE bytes.  The length of the preamble, and that of the header after it if
 * the preamble is that of version 1; 0: this is no array. */
gsize dh_npy_measure_preamble (const guint8 *preamble);
gsize dh_npy_measure_header (const guint8 *preamble);
/* FALSE: not the header of an array of plain numbers. */
gboolean dh_npy_parse_header (const char *text, DhNpyHeader *header);

G_END_DECLS
