/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/loss/gaussian-window.h"

G_BEGIN_DECLS

/* The constants of Wang et al. 2004 for pictures in [0, 1]: (.01)² and (.03)². */
#define DH_SSIM_C1 1e-4f
#define DH_SSIM_C2 9e-4f

/* SSIM of one channel of one picture as its two factors, both as *losses* at each place of the
 * window: luminance = 1 - l, structure = 1 - cs, so that SSIM = (1 - luminance)(1 - structure). The
 * maps (map_height, map_width) live in the scratch that init was given. */
typedef struct
{
  int width, height;
  int map_width, map_height;
  gsize n_windows;
  DhWindow window;

  float target_mean, error_mean;            /* of the plane, subtracted below */
  float *target, *error, *product, *square; /* planes */
  float *local_target, *local_error, *variance;

  float *luminance, *structure;       /* results of compare */
  float *by_luminance, *by_structure; /* the caller's slopes, for differentiate */
  float *scratch;
} DhSsimPlane;

gsize dh_ssim_plane_get_scratch_size (int width, int height);
/* Window: Gaussian, wanted_size (odd, <= 11) or the largest odd size that fits. */
void dh_ssim_plane_init (DhSsimPlane *self, int width, int height, int wanted_size, double sigma,
                         float *scratch);
/* σ of the window as published, 1.5 px at 11 px, and in proportion for other sizes. */
double dh_ssim_plane_get_sigma (int window_size);
/* target, prediction (H, W) in [0, 1] */
void dh_ssim_plane_compare (DhSsimPlane *self, const float *target, const float *prediction);
/* The same for a target and the error p - t. */
void dh_ssim_plane_compare_error (DhSsimPlane *self, const float *target, const float *error);
/* After compare: the caller has filled by_luminance and by_structure, the slopes of its loss
 * by both maps; gradient (H, W), overwritten.  Uses up the maps. */
void dh_ssim_plane_differentiate (DhSsimPlane *self, float *gradient);

G_END_DECLS
