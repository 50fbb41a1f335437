/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/tensor.h"

G_BEGIN_DECLS

/* The measures that are the same for every lane. */
typedef struct
{
  double mae;  /* 0 is perfect */
  double psnr; /* dB, peak 1; 99 if the pictures are equal */
  double ssim; /* 1 is perfect; Wang et al. 2004 */
} DhMeasure;

/* Sums over pictures, averaged at the end. */
typedef struct
{
  double mae, psnr, ssim;
  guint n;
} DhMeasureSum;

/* Adds the n pictures of a batch. target, prediction (N, C, H, W) in [0, 1];
 * mask (N, 1, H, W) in [0, 1] or NULL: MAE and the squared error of PSNR are means
 * weighted by the mask; SSIM is the mean, weighted by the mask at the window's centre,
 * of the SSIM map of the unmasked pictures.  PSNR is averaged over pictures in dB.
 * scratch: dh_measure_get_scratch_size() floats.  Any thread. */
gsize dh_measure_get_scratch_size (DhShape shape);
void dh_measure_add (DhMeasureSum *sum, DhShape shape, const float *target, const float *prediction,
                     const float *mask, float *scratch);
/* All NaN if nothing was added. */
DhMeasure dh_measure_mean (const DhMeasureSum *sum);

G_END_DECLS
