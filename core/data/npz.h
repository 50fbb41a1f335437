/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/npy.h"

G_BEGIN_DECLS

/* NumPy archives: named arrays of numbers, and texts, in one file.  Errors are DH_ERROR_FILE in
 * writing, DH_ERROR_WEIGHTS in reading.  Any thread. */

/* Of libarchive, as it is in use: "3.6.2"; (transfer none) */
const char *dh_npz_get_version (void);

/* ---- writing ---- */

typedef struct _DhNpzWriter DhNpzWriter;

/* The file is written beside the old one and replaces it in dh_npz_writer_finish(). */
DhNpzWriter *dh_npz_writer_new (const char *path, GError **error);
/* numbers: dense, in C order; half: as float16, otherwise float32 */
gboolean dh_npz_writer_add (DhNpzWriter *self, const char *name, const float *numbers,
                            const int *dimensions, guint n_dimensions, gboolean half,
                            GError **error);
/* An array of one text. */
gboolean dh_npz_writer_add_text (DhNpzWriter *self, const char *name, const char *text,
                                 GError **error);
gboolean dh_npz_writer_finish (DhNpzWriter *self, GError **error);
/* Without finish(), the old file stays. */
void dh_npz_writer_free (DhNpzWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhNpzWriter, dh_npz_writer_free)

/* ---- reading ---- */

typedef struct _DhNpzReader DhNpzReader;

DhNpzReader *dh_npz_reader_new (const char *path, GError **error);
/* The next array's name, without “.npy”, in valid UTF-8; NULL with no error after the last.
 * Belongs to the reader. */
const char *dh_npz_reader_next (DhNpzReader *self, GError **error);
/* What the array is; must come before its contents. */
const DhNpyHeader *dh_npz_reader_read_header (DhNpzReader *self, GError **error);
/* All numbers of the array, which must be as many, float32 or float16, little endian, in C order
 * and finite. */
gboolean dh_npz_reader_read (DhNpzReader *self, float *numbers, gsize n_numbers, GError **error);
/* The text of an array of one; (transfer full) */
char *dh_npz_reader_read_text (DhNpzReader *self, GError **error);
void dh_npz_reader_free (DhNpzReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhNpzReader, dh_npz_reader_free)

G_END_DECLS
