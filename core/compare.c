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
#include "core/run/pair-study.h"

#include <glib/gi18n-lib.h>

#define N_CHANNELS 3

struct _DhComparison
{
  DhPairStudy *study;
  float       *map;
  DhPairResult result;
  double     (*settings)[DH_LOSS_MAX_SETTINGS];
};

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
take_memory (DhComparison *self, const char *target_path, const DhImage *target, GError **error)
{
  g_autofree char *name = NULL;

  self->map = dh_tensor_try_new ((gsize) target->width * target->height);
  self->study = dh_pair_study_try_new (target->width, target->height);
  if (self->map != NULL && self->study != NULL)
    return TRUE;
  name = g_filename_display_name (target_path);
  g_set_error (error, DH_ERROR, DH_ERROR_MEMORY,
               _("“%s” is too large to be compared on this machine (%d × %d pixels): "
                 "reduce both pictures."),
               name, target->width, target->height);
  return FALSE;
}

static void
take_default_settings (DhComparison *self)
{
  guint n_losses;
  const DhLoss * const *losses = dh_losses_get (&n_losses);

  self->settings = g_malloc_n (n_losses, sizeof *self->settings);
  for (guint i = 0; i < n_losses; i++)
    dh_loss_get_defaults (losses[i], self->settings[i]);
}

DhComparison *
dh_comparison_new (const char *target_path, const char *prediction_path, GError **error)
{
  g_autoptr (DhComparison) self = g_new0 (DhComparison, 1);
  g_autoptr (DhImage) target = NULL;
  g_autoptr (DhImage) prediction = NULL;

  target = dh_png_read (target_path, NULL, error);
  if (target == NULL)
    return NULL;
  prediction = dh_png_read (prediction_path, NULL, error);
  if (prediction == NULL ||
      !check_sizes (target_path, target, prediction_path, prediction, error) ||
      !take_memory (self, target_path, target, error))
    return NULL;
  take_default_settings (self);
  dh_image_to_planes (target, dh_pair_study_get_target (self->study));
  dh_image_to_planes (prediction, dh_pair_study_get_prediction (self->study));
  dh_pair_study_update (self->study);
  return g_steal_pointer (&self);
}

void
dh_comparison_free (DhComparison *self)
{
  if (self == NULL)
    return;
  dh_pair_study_free (self->study);
  dh_tensor_free (self->map);
  g_free (self->settings);
  g_free (self);
}

int
dh_comparison_get_width (const DhComparison *self)
{
  return dh_pair_study_get_shape (self->study).w;
}

int
dh_comparison_get_height (const DhComparison *self)
{
  return dh_pair_study_get_shape (self->study).h;
}

static const DhLoss *
get_loss (guint index)
{
  guint n_losses;
  const DhLoss * const *losses = dh_losses_get (&n_losses);

  g_assert (index < n_losses);
  return losses[index];
}

void
dh_comparison_set_settings (DhComparison *self, guint loss_index, const double *settings)
{
  const DhLoss *loss = get_loss (loss_index);

  for (int i = 0; i < DH_LOSS_MAX_SETTINGS && loss->settings[i].id != NULL; i++)
    self->settings[loss_index][i] = dh_loss_setting_clamp (&loss->settings[i], settings[i]);
}

double
dh_comparison_get_value (DhComparison *self, guint loss_index)
{
  return dh_pair_study_evaluate (self->study, get_loss (loss_index), self->settings[loss_index],
                                 NULL);
}

const DhPairResult *
dh_comparison_get_result (DhComparison *self, guint loss_index)
{
  self->result = dh_pair_study_examine (self->study, get_loss (loss_index),
                                        self->settings[loss_index], self->map);
  return &self->result;
}

const float *
dh_comparison_get_gradient (DhComparison *self, guint loss_index)
{
  const float *gradient;

  dh_pair_study_evaluate (self->study, get_loss (loss_index), self->settings[loss_index],
                          &gradient);
  return gradient;
}

gboolean
dh_comparison_write_gradient (DhComparison *self,
                              guint         loss_index,
                              const char   *path,
                              GError      **error)
{
  const DhShape shape = dh_pair_study_get_shape (self->study);
  const int dimensions[] = { N_CHANNELS, shape.h, shape.w };

  return dh_npy_write (path, dh_comparison_get_gradient (self, loss_index), dimensions,
                       G_N_ELEMENTS (dimensions), error);
}
