/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two compared pictures, from files to the values that the losses compare and to the pictures
 * that are drawn.  Both are rounded to the same grid (distort.c).
 */
#include "core/compare/comparison-context.h"

#include "core/base/error.h"
#include "core/data/comparison-picture.h"
#include "core/data/image.h"

#include <glib/gi18n-lib.h>

struct _DhComparisonContext
{
  int max_side;
  DhComparisonPicture *target, *prediction; /* prediction NULL: same as the target */
  DhLossAnalysis *analysis;
  DhDistorter *distorter;
  DhComparisonImages *images;
};

DhComparisonContext *
dh_comparison_context_new (int max_side)
{
  DhComparisonContext *self = g_new0 (DhComparisonContext, 1);

  self->max_side = max_side;
  return self;
}

void
dh_comparison_context_free (DhComparisonContext *self)
{
  dh_comparison_picture_free (self->target);
  dh_comparison_picture_free (self->prediction);
  dh_loss_analysis_free (self->analysis);
  g_clear_pointer (&self->distorter, dh_distorter_free);
  g_clear_pointer (&self->images, dh_comparison_images_unref);
  g_free (self);
}

/* ---- reading ---- */

static gboolean
check_shapes (const DhComparisonPicture *target, const DhComparisonPicture *prediction,
              GError **error)
{
  g_autofree char *target_name = NULL, *prediction_name = NULL;

  if (prediction == NULL
      || (target->width == prediction->width && target->height == prediction->height))
    return TRUE;
  target_name = g_filename_display_basename (target->path);
  prediction_name = g_filename_display_basename (prediction->path);
  g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
               _ ("“%s” is %d × %d pixels here and “%s” is %d × %d: choose two pictures of the "
                  "same shape."),
               target_name, target->width, target->height, prediction_name, prediction->width,
               prediction->height);
  return FALSE;
}

/* Reads one side if the request names it; FALSE: it can't be used. */
static gboolean
read_side (DhComparisonContext *self, gboolean wanted, const char *path,
           DhComparisonPicture **picture, DhNotices *notices, GError **error)
{
  if (!wanted || path == NULL)
    return TRUE;
  *picture = dh_comparison_picture_read (path, self->max_side, notices, error);
  return *picture != NULL;
}

gboolean
dh_comparison_context_meet (DhComparisonContext *self, const DhComparisonExchange *exchange,
                            DhNotices *notices, GError **error)
{
  g_autoptr (DhComparisonPicture) target = NULL;
  g_autoptr (DhComparisonPicture) prediction = NULL;

  if (!exchange->has_target && self->target == NULL)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_PICTURE,
                           _ ("There is no target yet: choose one first."));
      return FALSE;
    }
  if (!read_side (self, exchange->has_target, exchange->target, &target, notices, error)
      || !read_side (self, exchange->has_prediction, exchange->prediction, &prediction, notices,
                     error)
      || !check_shapes (exchange->has_target ? target : self->target,
                        exchange->has_prediction ? prediction : self->prediction, error))
    return FALSE;
  if (exchange->has_target)
    {
      dh_comparison_picture_free (self->target);
      self->target = g_steal_pointer (&target);
    }
  if (exchange->has_prediction)
    {
      dh_comparison_picture_free (self->prediction);
      self->prediction = g_steal_pointer (&prediction);
    }
  return TRUE;
}

/* ---- distorting ---- */

static gboolean
resize (DhComparisonContext *self, int width, int height)
{
  DhShape shape = { 0 };

  if (self->analysis != NULL)
    shape = dh_loss_analysis_get_shape (self->analysis);
  if (shape.w == width && shape.h == height)
    return FALSE;
  g_clear_pointer (&self->analysis, dh_loss_analysis_free);
  g_clear_pointer (&self->distorter, dh_distorter_free);
  self->analysis = dh_loss_analysis_try_new (width, height, NULL);
  if (self->analysis == NULL)
    g_error ("out of memory for two pictures of %d × %d", width, height);
  self->distorter = dh_distorter_new (width, height);
  return TRUE;
}

gboolean
dh_comparison_context_spoil (DhComparisonContext *self, const DhDistortion *distortion)
{
  const DhDistortion nothing = { 0 };
  const DhComparisonPicture *source = self->prediction != NULL ? self->prediction : self->target;
  gboolean resized;
  float *target, *prediction;

  if (self->target == NULL)
    return FALSE;
  resized = resize (self, source->width, source->height);
  target = dh_loss_analysis_get_target (self->analysis);
  prediction = dh_loss_analysis_get_prediction (self->analysis);
  dh_distorter_apply (self->distorter, &nothing, self->target->planes, target);
  dh_distorter_apply (self->distorter, distortion, source->planes, prediction);
  dh_loss_analysis_update (self->analysis);
  g_clear_pointer (&self->images, dh_comparison_images_unref);
  self->images =
    dh_comparison_images_new (source->width, source->height,
                              dh_planes_to_bytes (target, source->width, source->height),
                              dh_planes_to_bytes (prediction, source->width, source->height),
                              dh_loss_analysis_get_psnr (self->analysis),
                              dh_loss_analysis_get_ssim (self->analysis));
  return resized;
}

DhLossAnalysis *
dh_comparison_context_get_analysis (DhComparisonContext *self)
{
  return self->analysis;
}

DhComparisonImages *
dh_comparison_context_get_images (DhComparisonContext *self)
{
  return self->images;
}
