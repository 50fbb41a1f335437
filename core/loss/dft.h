/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The two-dimensional discrete Fourier transform of one size. */
typedef struct _DhDft DhDft;

/* (transfer none): kept until the program ends.  Any thread. */
const DhDft *dh_dft_get (int height, int width);

/* In place: height rows of width complex numbers, real part first, on a 64-byte boundary.  Sums
 * without a factor: there and back multiplies by height × width.  Any thread, with its own
 * numbers. */
void dh_dft_forward (const DhDft *self, float *numbers);
void dh_dft_backward (const DhDft *self, float *numbers);

/* The version of FFTW in use: "fftw-3.3.10-sse2-avx" */
const char *dh_dft_get_version (void);

G_END_DECLS
