/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The description of a loss: a line of the table in losses.c.
 */
#pragma once

#include "core/base/setting.h"
#include "core/base/tensor.h"

G_BEGIN_DECLS

#define DH_LOSS_MAX_SETTINGS 4

/* The arithmetic of a loss that is a mean over pixels. For n errors p - t, it computes the loss of
 * each, before the mean is taken, and its slope by the prediction, times share, the share of one
 * number in the mean. */
typedef void (*DhPixelKernel) (const double *settings, float share, int n, const float *error,
                               float *term, float *slope);

/* One line of the table. Strings but id and symbol are translatable msgids, in which measured
 * figures are written as names in braces (measurements.h).  A loss has a kernel or, if it depends
 * on more than single pixels, evaluate.
 *
 * evaluate: what dh_loss_evaluate() promises; scratch: get_scratch_size() floats, or NULL if that
 * is 0.
 * profile: loss at one error d = p - t and its slope; NULL if the loss is not a mean over pixels.
 * curvature: the derivative of the slope; set if profile is. */
typedef struct _DhLoss DhLoss;
struct _DhLoss
{
  const char *id;
  const char *name;
  const char *symbol;
  const char *formula; /* plain text, mathematical signs */
  const char *tex; /* the same for typesetting: the subset of TeX of ui/plot/formula/formula.h; not
                    * translatable */
  const char *summary;  /* one sentence: what you will see */
  const char *claim;    /* what the forum post says about it, paraphrased; NULL: nothing */
  const char *measured; /* what was measured here, with figures */
  const char *good_for;
  const char *bad_for;
  const char *source;
  int smallest_side;      /* of pictures for which it is defined; 0: any.  Below, its value is
                           * NaN and its gradient 0 */
  gboolean cautionary;    /* demonstrates a mistake: selectable, but never proposed */
  gboolean near_half_mse; /* its profile is close to ½ MSE for small errors, and shown beside it */
  gboolean measures_ssim; /* the metric SSIM is measured in its scratch */

  DhSetting settings[DH_LOSS_MAX_SETTINGS]; /* id NULL ends the list */

  DhPixelKernel kernel;
  gsize (*get_scratch_size) (DhShape shape); /* NULL: none */
  double (*evaluate) (const double *settings, DhShape shape, const float *target,
                      const float *prediction, float *gradient, float *scratch);
  double (*profile) (const double *settings, double error, double *slope);
  double (*curvature) (const double *settings, double error);
};

/* The table, in display order. */
const DhLoss *const *dh_losses_get (guint *n_losses);
/* NULL if no loss has that id. */
const DhLoss *dh_loss_find (const char *id);

/* Fills values (DH_LOSS_MAX_SETTINGS) with the defaults. */
void dh_loss_get_defaults (const DhLoss *loss, double *values);
guint dh_loss_count_settings (const DhLoss *loss);
/* In floats. */
gsize dh_loss_get_scratch_size (const DhLoss *loss, DhShape shape);
/* The mean loss of a batch and, if gradient is not NULL, its derivative by the prediction (same
 * shape, overwritten).  target, prediction (N, C, H, W) in [0, 1]; settings: DH_LOSS_MAX_SETTINGS
 * values; scratch may be NULL if none is needed.  Any thread, with its own buffers. */
double dh_loss_evaluate (const DhLoss *loss, const double *settings, DhShape shape,
                         const float *target, const float *prediction, float *gradient,
                         float *scratch);

G_END_DECLS
