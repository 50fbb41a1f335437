/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Shape of a dense batch of pictures, NCHW. */
typedef struct
{
  int n, c, h, w;
} DhShape;

static inline gsize
dh_shape_get_size (DhShape shape)
{
  return (gsize) shape.n * shape.c * shape.h * shape.w;
}

/* Zeroed floats on a 64-byte boundary; buffers of 2 MiB and more ask for huge pages, and aren't
 * resident until they are written to.  Aborts like g_malloc() if memory runs out.  Any thread. */
float *dh_tensor_new (gsize n_floats);
/* The same, but NULL if memory runs out: for sizes that the user chose.  Large ones are also
 * compared with dh_memory_get_free() first: the kernel promises more than it has and kills
 * later. */
float *dh_tensor_try_new (gsize n_floats);
void dh_tensor_free (float *tensor);
/* Replaces *tensor, which has room for *n_floats, if that is less than needed; its contents are
 * then lost. Returns it. */
float *dh_tensor_ensure (float **tensor, gsize *n_floats, gsize needed);

/* Any thread. */
double dh_float_sum_squares (const float *values, gsize n);

/* Bytes of all existing tensors.  Any thread. */
gsize dh_tensor_get_total (void);

/* Bytes that may still be allocated without affecting other programs: tensors that are not yet
 * resident are subtracted.  G_MAXUINT64 if unknown.  Any thread. */
guint64 dh_memory_get_free (void);

G_END_DECLS
