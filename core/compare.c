/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two pictures under every loss.  The buffers for the neediest loss are taken once and up
 * front: after that nothing can fail, and a window may ask for one gradient after the other
 * while somebody walks through the list.
 */
#include "core/compare.h"

#include "core/base/error.h"
#include "core/base/tensor.h"
#include "core/data/npy.h"
#include "core/data/png.h"
#include "core/loss/loss.h"

#include <glib/gi18n-lib.h>

#define N_CHANNELS 3

struct _DhComparison
{
  DhShape shape;
  float  *target, *prediction, *gradient, *scratch;
};

static gsize
get_largest_scratch (DhShape shape)
{
  guint n_losses;
  const DhLoss * const *losses = dh_losses_get (&n_losses);
  gsize largest = 0;

  for (guint i = 0; i < n_losses; i++)
    largest = MAX (largest, dh_loss_get_scratch_size (losses[i], shape));
  return largest;
}

static gboolean
check_sizes (const char    *target_path,
             const DhImage *target,
             const char    *prediction_path,
             const DhImage *prediction,
             GError       **error)
{
  g_autofree char *target_name = NULL, *prediction_name = NULL;

  if (target->width == prediction->width && target->height == prediction->height)
    return TRUE;
  target_name = g_filename_display_name (target_path);
  prediction_name = g_filename_display_name (prediction_path);
  g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
               _("“%s” has %d × %d pixels and “%s” has %d × %d: bring both to the same size."),
               target_name, target->width, target->height,
               prediction_name, prediction->width, prediction->height);
  return FALSE;
}

static gboolean
take_memory (DhComparison *self, const char *target_path, GError **error)
{
  gsize size = dh_shape_get_size (self->shape);
  g_autofree char *name = NULL;

  self->target = dh_tensor_try_new (size);
  self->prediction = dh_tensor_try_new (size);
  self->gradient = dh_tensor_try_new (size);
  self->scratch = dh_tensor_try_new (get_largest_scratch (self->shape));
  if (self->target != NULL && self->prediction != NULL &&
      self->gradient != NULL && self->scratch != NULL)
    return TRUE;
  name = g_filename_display_name (target_path);
  g_set_error (error, DH_ERROR, DH_ERROR_MEMORY,
               _("“%s” is too large to be compared on this machine (%d × %d pixels): "
                 "reduce both pictures."),
               name, self->shape.w, self->shape.h);
  return FALSE;
}

DhComparison *
dh_comparison_new (const char *target_path, const char *prediction_path, GError **error)
{
  g_autoptr (DhComparison) self = g_new0 (DhComparison, 1);
  g_autoptr (DhImage) target = NULL;
  g_autoptr (DhImage) prediction = NULL;

  target = dh_png_read (target_path, error);
  if (target == NULL)
    return NULL;
  prediction = dh_png_read (prediction_path, error);
  if (prediction == NULL || !check_sizes (target_path, target, prediction_path, prediction, error))
    return NULL;
  self->shape = (DhShape) { 1, N_CHANNELS, target->height, target->width };
  if (!take_memory (self, target_path, error))
    return NULL;
  dh_image_to_planes (target, self->target);
  dh_image_to_planes (prediction, self->prediction);
  return g_steal_pointer (&self);
}

void
dh_comparison_free (DhComparison *self)
{
  if (self == NULL)
    return;
  dh_tensor_free (self->target);
  dh_tensor_free (self->prediction);
  dh_tensor_free (self->gradient);
  dh_tensor_free (self->scratch);
  g_free (self);
}

int
dh_comparison_get_width (const DhComparison *self)
{
  return self->shape.w;
}

int
dh_comparison_get_height (const DhComparison *self)
{
  return self->shape.h;
}

static double
evaluate (DhComparison *self, guint loss_index, float *gradient)
{
  guint n_losses;
  const DhLoss * const *losses = dh_losses_get (&n_losses);
  double settings[DH_LOSS_MAX_SETTINGS];

  g_assert (loss_index < n_losses);
  dh_loss_get_defaults (losses[loss_index], settings);
  return dh_loss_evaluate (losses[loss_index], settings, self->shape,
                           self->target, self->prediction, gradient, self->scratch);
}

double
dh_comparison_get_value (DhComparison *self, guint loss_index)
{
  return evaluate (self, loss_index, NULL);
}

const float *
dh_comparison_get_gradient (DhComparison *self, guint loss_index)
{
  evaluate (self, loss_index, self->gradient);
  return self->gradient;
}

gboolean
dh_comparison_write_gradient (DhComparison *self,
                              guint         loss_index,
                              const char   *path,
                              GError      **error)
{
  const int dimensions[] = { N_CHANNELS, self->shape.h, self->shape.w };

  return dh_npy_write (path, dh_comparison_get_gradient (self, loss_index), dimensions,
                       G_N_ELEMENTS (dimensions), error);
}
