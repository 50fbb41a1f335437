/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A slice of a network's landscape is a slice, and looks like all of it.  So beside the picture
 * always stands how much of the way lies in the plane, and the ball's true loss beside the slice's
 * where the two differ in what is written: a tolerance would be one more number to explain.
 */
#include "ui/plot/plane-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/value-axis.h"

/* Letters of a loss. */
#define LOSS_SIZE 32

static void
format_loss (double loss, char *text)
{
  /* Three figures: a fourth flickers and says nothing. */
  char figures[LOSS_SIZE];

  g_ascii_formatd (figures, sizeof figures, "%.3g", loss);
  dh_value_format (isfinite (loss) ? g_ascii_strtod (figures, NULL) : loss, text, LOSS_SIZE);
}

static double
get_share (const DhPlane *self)
{
  return self->explained[0] + self->explained[1];
}

static char *
dup_loss (const DhPlane *self, const char *separator)
{
  char loss[LOSS_SIZE], slice[LOSS_SIZE];
  g_autofree char *first = NULL, *second = NULL;

  format_loss (self->ball_loss, loss);
  format_loss (self->slice_loss, slice);
  /* Translators: a short label over a picture: the loss at the ball */
  first = g_strdup_printf (_("loss %s"), loss);
  if (!isfinite (self->slice_loss) || g_str_equal (loss, slice))
    return g_steal_pointer (&first);
  /* Translators: a short label over a picture: the loss of the drawn surface under the ball */
  second = g_strdup_printf (_("slice %s"), slice);
  return g_strconcat (first, separator, second, NULL);
}

char *
dh_plane_dup_loss (const DhPlane *self)
{
  return dup_loss (self, "\n");
}

char *
dh_plane_dup_share (const DhPlane *self)
{
  double share = get_share (self);

  if (isnan (share))
    return g_strdup (self->kind == DH_PLANE_RANDOM ? _("random plane") : "");
  if (self->kind == DH_PLANE_RANDOM)
    /* Translators: how much of the training's way shows in this plane */
    return g_strdup_printf (_("random plane · %.0f %% of the way"), 100.0 * share);
  return g_strdup_printf (_("plane shows %.0f %% of the way"), 100.0 * share);
}

char *
dh_plane_dup_axis (const DhPlane *self, guint axis)
{
  gboolean random = self->kind == DH_PLANE_RANDOM;
  double share = self->explained[axis];

  if (isnan (share))
    return g_strdup_printf (random ? _("random direction %u") : _("direction %u"), axis + 1);
  return g_strdup_printf (random ? _("random direction %u · %.0f %% of the way")
                                 : _("direction %u · %.0f %% of the way"),
                          axis + 1, 100.0 * share);
}

/* The points lie on no grid of that size while they are refined where it is rough, but there are as
 * many. */
char *
dh_plane_dup_progress (const DhPlane *self)
{
  guint side = (guint) sqrt ((double) self->n_done);

  if (self->terrain == NULL || self->n_done >= self->n_points)
    return NULL;
  return g_strdup_printf ("%u×%u", side, side);
}

char *
dh_plane_dup_placeholder (const DhPlane *self)
{
  const guint n_coarse = DH_PLANE_COARSE_SIDE * DH_PLANE_COARSE_SIDE;

  if (self == NULL)
    return g_strdup (_("The network’s landscape appears here when the training begins."));
  if (self->terrain != NULL)
    return NULL;
  return g_strdup_printf (_("Measuring the landscape:\n%u of %u points"),
                          MIN (self->n_done, n_coarse), n_coarse);
}

char *
dh_plane_dup_here (const DhPlane *self, const double at[2])
{
  double loss = self->terrain != NULL ? dh_terrain_get_height (self->terrain, at) : NAN;
  char text[LOSS_SIZE];

  if (!isfinite (loss))
    return NULL;
  format_loss (loss, text);
  /* Translators: a short label over a picture: the loss at the place under the pointer */
  return g_strdup_printf (_("here %s"), text);
}

static char *
dup_shape (const DhPlane *self)
{
  char lowest[LOSS_SIZE], highest[LOSS_SIZE];

  format_loss (self->terrain->lowest, lowest);
  format_loss (self->terrain->highest, highest);
  /* Translators: read aloud; losses of a landscape */
  return g_strdup_printf (_("It is lowest at %s and highest at %s."), lowest, highest);
}

char *
dh_plane_dup_description (const DhPlane *self)
{
  g_autofree char *shape = NULL, *loss = NULL, *share = NULL;

  if (self == NULL || self->terrain == NULL)
    return dh_plane_dup_placeholder (self);
  shape = dup_shape (self);
  loss = dup_loss (self, ", ");
  share = dh_plane_dup_share (self);
  /* Translators: read aloud; first a sentence, then "loss 0.0118", "plane shows 83 % of the way" */
  return g_strdup_printf (_("%s The ball: %s; %s. A click shows the face that the weights at that "
                            "place make."),
                          shape, loss, share);
}
