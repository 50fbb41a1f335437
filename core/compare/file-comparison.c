/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Comparing two picture files by every loss.  The buffers for the most demanding loss are allocated
 * once and up front: after that nothing can fail, and one gradient after the other can be computed.
 *
 * Fifty million pixels need 9 GB for all losses and a quarter of that for MSE alone.  So the demand
 * is computed from the pictures' headers and the chosen losses, and reported before anything is
 * allocated; the pictures themselves are loaded one after the other.
 */
#include "core/compare/file-comparison.h"

#include "core/base/error.h"
#include "core/base/tensor.h"
#include "core/compare/loss-analysis.h"
#include "core/data/npy.h"
#include "core/data/picture.h"
#include "core/session/costs.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define N_CHANNELS 3

struct _DhFileComparison
{
  DhLossAnalysis *analysis;
  float *map;
  DhComparisonResult result;
  gboolean *wanted; /* for each loss; NULL: all */
  DhNotices *gathered;
  char **notices;
  double (*settings)[DH_LOSS_MAX_SETTINGS];
};

static gboolean
check_size (const DhFileComparison *self, const char *target_path, const char *prediction_path,
            const DhImage *prediction, GError **error)
{
  const DhShape shape = dh_loss_analysis_get_shape (self->analysis);
  g_autofree char *target_name = NULL, *prediction_name = NULL;

  if (shape.w == prediction->width && shape.h == prediction->height)
    return TRUE;
  target_name = g_filename_display_name (target_path);
  prediction_name = g_filename_display_name (prediction_path);
  g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
               _ ("“%s” has %d × %d pixels and “%s” has %d × %d: bring both to the same size."),
               target_name, shape.w, shape.h, prediction_name, prediction->width,
               prediction->height);
  return FALSE;
}

guint64
dh_file_comparison_estimate (const char *path, const gboolean *wanted, GError **error)
{
  int width, height;
  guint64 n_pixels;

  if (!dh_picture_measure (path, &width, &height, error))
    return 0;
  n_pixels = (guint64) width * height;
  /* The map, and a picture while it is read, twice if it is rotated. */
  return dh_loss_analysis_estimate (width, height, wanted)
         + n_pixels * (sizeof (float) + 2 * DH_IMAGE_PIXEL);
}

static void
set_memory_error (const char *path, guint64 needed, guint64 available, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *needed_text = g_format_size (needed), *free_text = g_format_size (available);

  g_set_error (error, DH_ERROR, DH_ERROR_MEMORY,
               _ ("“%s” is too large to compare on this machine: it takes %s of memory and %s is "
                  "free. Make both pictures smaller or choose fewer losses."),
               name, needed_text, free_text);
}

static gboolean
check_memory (const DhFileComparison *self, const char *path, GError **error)
{
  g_autoptr (GError) reason = NULL;
  guint64 needed = dh_file_comparison_estimate (path, self->wanted, &reason);
  guint64 available = dh_room_get ();

  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  else if (needed > available)
    set_memory_error (path, needed, available, error);
  else
    return TRUE;
  return FALSE;
}

static gboolean
take_memory (DhFileComparison *self, const char *path, const DhImage *target, GError **error)
{
  self->map = dh_tensor_try_new ((gsize) target->width * target->height);
  self->analysis = dh_loss_analysis_try_new (target->width, target->height, self->wanted);
  if (self->map != NULL && self->analysis != NULL)
    return TRUE;
  set_memory_error (path, dh_file_comparison_estimate (path, self->wanted, NULL), dh_room_get (),
                    error);
  return FALSE;
}

static gboolean
read_target (DhFileComparison *self, const char *path, GError **error)
{
  g_autoptr (DhImage) image = dh_picture_read (path, self->gathered, error);

  if (image == NULL || !take_memory (self, path, image, error))
    return FALSE;
  dh_image_to_planes (image, dh_loss_analysis_get_target (self->analysis));
  return TRUE;
}

static gboolean
read_prediction (DhFileComparison *self, const char *target_path, const char *path, GError **error)
{
  g_autoptr (DhImage) image = dh_picture_read (path, self->gathered, error);

  if (image == NULL || !check_size (self, target_path, path, image, error))
    return FALSE;
  dh_image_to_planes (image, dh_loss_analysis_get_prediction (self->analysis));
  return TRUE;
}

static void
take_default_settings (DhFileComparison *self)
{
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);

  self->settings = g_malloc_n (n_losses, sizeof *self->settings);
  for (guint i = 0; i < n_losses; i++)
    dh_loss_get_defaults (losses[i], self->settings[i]);
}

DhFileComparison *
dh_file_comparison_new_for (const char *target_path, const char *prediction_path,
                            const gboolean *wanted, GError **error)
{
  g_autoptr (DhFileComparison) self = g_new0 (DhFileComparison, 1);
  guint n_losses;

  dh_losses_get (&n_losses);
  self->wanted = g_memdup2 (wanted, n_losses * sizeof *wanted);
  self->gathered = dh_notices_new ();
  if (!check_memory (self, target_path, error) || !read_target (self, target_path, error)
      || !read_prediction (self, target_path, prediction_path, error))
    return NULL;
  self->notices = dh_notices_dup_sentences (self->gathered);
  take_default_settings (self);
  dh_loss_analysis_update (self->analysis);
  return g_steal_pointer (&self);
}

DhFileComparison *
dh_file_comparison_new (const char *target_path, const char *prediction_path, GError **error)
{
  return dh_file_comparison_new_for (target_path, prediction_path, NULL, error);
}

void
dh_file_comparison_free (DhFileComparison *self)
{
  if (self == NULL)
    return;
  dh_loss_analysis_free (self->analysis);
  dh_tensor_free (self->map);
  g_free (self->settings);
  g_free (self->wanted);
  dh_notices_free (self->gathered);
  g_strfreev (self->notices);
  g_free (self);
}

int
dh_file_comparison_get_width (const DhFileComparison *self)
{
  return dh_loss_analysis_get_shape (self->analysis).w;
}

int
dh_file_comparison_get_height (const DhFileComparison *self)
{
  return dh_loss_analysis_get_shape (self->analysis).h;
}

const char *const *
dh_file_comparison_get_notices (const DhFileComparison *self)
{
  return (const char *const *) self->notices;
}

gboolean
dh_file_comparison_is_wanted (const DhFileComparison *self, guint loss_index)
{
  return self->wanted == NULL || self->wanted[loss_index];
}

/* Whether the loss SSIM, whose scratch memory the metric uses, is wanted. */
static gboolean
has_ssim (const DhFileComparison *self)
{
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    if (losses[i]->measures_ssim)
      return dh_file_comparison_is_wanted (self, i);
  return FALSE;
}

double
dh_file_comparison_get_psnr (DhFileComparison *self)
{
  return dh_loss_analysis_get_psnr (self->analysis);
}

double
dh_file_comparison_get_ssim (DhFileComparison *self)
{
  return has_ssim (self) ? dh_loss_analysis_get_ssim (self->analysis) : NAN;
}

static const DhLoss *
get_loss (guint index)
{
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);

  g_assert (index < n_losses);
  return losses[index];
}

/* Only wanted losses have their memory. */
static const DhLoss *
get_wanted_loss (const DhFileComparison *self, guint index)
{
  g_assert (dh_file_comparison_is_wanted (self, index));
  return get_loss (index);
}

void
dh_file_comparison_set_settings (DhFileComparison *self, guint loss_index, const double *settings)
{
  const DhLoss *loss = get_loss (loss_index);

  for (int i = 0; i < DH_LOSS_MAX_SETTINGS && loss->settings[i].id != NULL; i++)
    self->settings[loss_index][i] = dh_setting_clamp (&loss->settings[i], settings[i]);
}

double
dh_file_comparison_get_value (DhFileComparison *self, guint loss_index)
{
  return dh_loss_analysis_evaluate (self->analysis, get_wanted_loss (self, loss_index),
                                    self->settings[loss_index], NULL);
}

const DhComparisonResult *
dh_file_comparison_get_result (DhFileComparison *self, guint loss_index)
{
  self->result = dh_loss_analysis_examine (self->analysis, get_wanted_loss (self, loss_index),
                                           self->settings[loss_index], self->map);
  return &self->result;
}

const float *
dh_file_comparison_get_gradient (DhFileComparison *self, guint loss_index)
{
  const float *gradient;

  dh_loss_analysis_evaluate (self->analysis, get_wanted_loss (self, loss_index),
                             self->settings[loss_index], &gradient);
  return gradient;
}

gboolean
dh_file_comparison_write_gradient (DhFileComparison *self, guint loss_index, const char *path,
                                   GError **error)
{
  const DhShape shape = dh_loss_analysis_get_shape (self->analysis);
  const int dimensions[] = { N_CHANNELS, shape.h, shape.w };

  return dh_npy_write (path, dh_file_comparison_get_gradient (self, loss_index), dimensions,
                       G_N_ELEMENTS (dimensions), error);
}
