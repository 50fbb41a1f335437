/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/dnn.h"

G_BEGIN_DECLS

/* Channels first … end − 1 of a convolution's source.  Within core/nn only. */
typedef struct
{
  int first, end;
} DhWinogradRun;

#define DH_WINOGRAD_MAX_RUNS 2

/* The channels, of those given, whose transformed kernels are not all zero at a point, in runs;
 * returns their number.  turned: the kernels are turned round, as in a backward pass; the channels
 * are columns then, of which a product takes whole vectors. */
int dh_winograd_find_runs (const DhConvShape *shape, gboolean turned, int point,
                           DhWinogradRun channels, DhWinogradRun runs[DH_WINOGRAD_MAX_RUNS]);

G_END_DECLS
