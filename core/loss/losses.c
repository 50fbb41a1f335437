/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of losses.  A loss is one file that defines `const DhLoss dh_loss_ID` and one line
 * here; they are ordered from the plain mean of squares to the structural losses.
 */
#include "core/loss/loss.h"

#include "core/loss/pixelwise.h"

#include <math.h>
#include <string.h>

#define LOSSES(LOSS) \
  LOSS (mse) \
  LOSS (mae) \
  LOSS (smooth) \
  LOSS (huber) \
  LOSS (logcosh) \
  LOSS (linf) \
  LOSS (ssim) \
  LOSS (ssim_block) \
  LOSS (ms_ssim) \
  LOSS (gmsd) \
  LOSS (pixel_grad_diff) \
  LOSS (pixel_grad_diff_2020) \
  LOSS (focal_frequency) \
  LOSS (laplacian_pyramid) \
  LOSS (flip) \
  LOSS (broken)

#define DECLARE(id) extern const DhLoss dh_loss_##id;
#define LIST(id)    &dh_loss_##id,

LOSSES (DECLARE)

static const DhLoss *const losses[] = { LOSSES (LIST) };

const DhLoss *const *
dh_losses_get (guint *n_losses)
{
  *n_losses = G_N_ELEMENTS (losses);
  return losses;
}

const DhLoss *
dh_loss_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (losses); i++)
    if (g_strcmp0 (losses[i]->id, id) == 0)
      return losses[i];
  return NULL;
}

void
dh_loss_get_defaults (const DhLoss *loss, double *values)
{
  dh_settings_get_defaults (loss->settings, DH_LOSS_MAX_SETTINGS, values);
}

guint
dh_loss_count_settings (const DhLoss *loss)
{
  return dh_settings_count (loss->settings, DH_LOSS_MAX_SETTINGS);
}

static gboolean
has_meaning (const DhLoss *loss, DhShape shape)
{
  return MIN (shape.h, shape.w) >= loss->smallest_side;
}

gsize
dh_loss_get_scratch_size (const DhLoss *loss, DhShape shape)
{
  return loss->get_scratch_size != NULL && has_meaning (loss, shape)
           ? loss->get_scratch_size (shape)
           : 0;
}

double
dh_loss_evaluate (const DhLoss *loss, const double *settings, DhShape shape, const float *target,
                  const float *prediction, float *gradient, float *scratch)
{
  g_assert (shape.n > 0 && shape.c > 0 && shape.h > 0 && shape.w > 0);
  if (!has_meaning (loss, shape))
    {
      if (gradient != NULL)
        memset (gradient, 0, dh_shape_get_size (shape) * sizeof (float));
      return NAN;
    }
  if (loss->kernel != NULL)
    return dh_pixelwise_evaluate (loss->kernel, settings, shape, target, prediction, gradient);
  return loss->evaluate (settings, shape, target, prediction, gradient, scratch);
}
