/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the weights of the parameter vector and those that a convolution runs with belong
 * together. Within core/nn only. */

typedef enum
{
  DH_FOLD_NONE,
  DH_FOLD_INPUT,  /* 5×5, stride 2 on (C, S, S) as 3×3, stride 1 on (4C, S/2, S/2) */
  DH_FOLD_PHASES, /* the same of a map that was padded before: 4 × so many channels */
  DH_FOLD_OUTPUT, /* k×k, k ≤ 5, on (C, S, S) as 3×3 on (4C, S/2, S/2), 4 × the outputs */
} DhFold;

typedef struct
{
  DhFold fold;
  int out, in, kernel; /* in the vector */
  int groups;          /* the output channels are padded in so many runs */
  /* what runs, filled in by dh_weights_init () */
  int run_out, run_in, run_kernel;
} DhWeights;

DhWeights dh_weights_init (DhFold fold, int out, int in, int kernel, int groups);
gsize dh_weights_size (const DhWeights *self); /* floats, of what runs */
/* How many channels of what it reads each of the four pixels of a square has, if it is a folded 5×5
 * convolution of stride 2; otherwise 0.  Then the kernels of the upper two pixels have no first row of
 * taps, and those of the left two no first column: they are zero, and their gradient is ignored. */
int dh_weights_get_phase_channels (const DhWeights *self);
/* The vector's numbers are what runs: no need to spread or gather. */
gboolean dh_weights_equal (const DhWeights *self);
void dh_weights_spread (const DhWeights *self, const float *weights, float *run_weights);
void dh_weights_spread_bias (const DhWeights *self, const float *bias, float *run_bias);
/* Of gradients: sums where several weights that run are the same one of the vector.  adds: to what
 * is there already. */
void dh_weights_gather (const DhWeights *self, gboolean adds, const float *run_weights,
                        float *weights);
void dh_weights_gather_bias (const DhWeights *self, gboolean adds, const float *run_bias,
                             float *bias);

G_END_DECLS
