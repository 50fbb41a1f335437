/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The texts around a network's landscape.
 *
 * A slice of a network's landscape looks like the whole.  So the picture always says how much of
 * the trajectory lies in the slice, and shows the ball's true loss beside the slice's if the two
 * differ as written: a tolerance would be one more number to explain.
 */
#include "ui/plot/common/plane-format.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "ui/plot/common/value-axis.h"

/* Buffer size for a loss. */
#define LOSS_SIZE 32

static void
format_loss (double loss, char *text)
{
  /* Three digits: a fourth would only flicker. */
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
  first = g_strdup_printf (_ ("loss %s"), loss);
  if (!isfinite (self->slice_loss) || g_str_equal (loss, slice))
    return g_steal_pointer (&first);
  /* Translators: a short label over a picture: the loss of the drawn surface under the ball */
  second = g_strdup_printf (_ ("slice %s"), slice);
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
  if (self->kind == DH_PLANE_RANDOM)
    return g_strdup (_ ("random slice"));
  if (isnan (get_share (self)))
    return g_strdup (_ ("slice along the trajectory"));
  /* Translators: a short label over a picture: how much of the trajectory lies in the slice */
  return g_strdup_printf (_ ("slice along the trajectory: %.0f %%"), 100.0 * get_share (self));
}

char *
dh_plane_dup_loss_tooltip (void)
{
  return g_strdup (_ ("loss: the network’s present loss on held-out faces.\nslice: the height of "
                      "the drawn surface under the ball. The two differ where the trajectory has "
                      "left the slice."));
}

char *
dh_plane_dup_share_tooltip (const DhPlane *self)
{
  g_autofree char *slice = NULL, *share = NULL;

  slice = g_strdup_printf (self->kind == DH_PLANE_RANDOM
                             ? _ ("A flat slice through weight space in two random directions, "
                                  "through the weights of iteration %" PRIu64 ".")
                             : _ (
                               "A flat slice through weight space along the two main directions of "
                               "the trajectory, through the weights of iteration %" PRIu64 "."),
                           self->iteration);
  if (isnan (get_share (self)))
    return g_steal_pointer (&slice);
  share = g_strdup_printf (_ ("%.0f %% of the trajectory’s movement lies in the slice; the rest "
                              "leads out of it."),
                           100.0 * get_share (self));
  return g_strdup_printf ("%s\n%s", slice, share);
}

char *
dh_plane_dup_axis (const DhPlane *self, guint axis)
{
  double share = self->explained[axis];

  if (self->kind == DH_PLANE_RANDOM)
    return g_strdup_printf (_ ("random direction %u"), axis + 1);
  if (isnan (share))
    return g_strdup_printf (_ ("direction %u"), axis + 1);
  /* Translators: how much of the trajectory runs in this direction */
  return g_strdup_printf (_ ("direction %u: %.0f %%"), axis + 1, 100.0 * share);
}

double
dh_plane_get_first_part (const DhPlane *self)
{
  const guint n_first = DH_PLANE_FIRST_SIDE * DH_PLANE_FIRST_SIDE;

  return MIN (self->n_done, n_first) / (double) n_first;
}

/* While the plane is refined where it is rough, its points aren't on a regular grid, but this size
 * has the same number of points. */
char *
dh_plane_dup_progress (const DhPlane *self)
{
  guint side = (guint) sqrt ((double) self->n_done);

  if (dh_plane_get_first_part (self) < 1 || self->n_done >= self->n_points)
    return NULL;
  return g_strdup_printf ("%u×%u", side, side);
}

char *
dh_plane_dup_placeholder (const DhPlane *self, gboolean diverged)
{
  if (self != NULL)
    return NULL;
  return g_strdup (diverged ? _ ("No landscape: this lane diverged before one was computed")
                            : _ ("The landscape will appear shortly"));
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
  return g_strdup_printf (_ ("here %s"), text);
}

static char *
dup_shape (const DhPlane *self)
{
  char lowest[LOSS_SIZE], highest[LOSS_SIZE];

  format_loss (self->terrain->lowest, lowest);
  format_loss (self->terrain->highest, highest);
  /* Translators: read aloud; losses of a landscape */
  return g_strdup_printf (_ ("It is lowest at %s and highest at %s."), lowest, highest);
}

/* While rows are still missing. */
static char *
dup_beginning (const DhPlane *self)
{
  const guint n_first = DH_PLANE_FIRST_SIDE * DH_PLANE_FIRST_SIDE;

  return g_strdup_printf (_ ("Computing the landscape: %u of %u points."),
                          MIN (self->n_done, n_first), n_first);
}

char *
dh_plane_dup_description (const DhPlane *self, gboolean diverged)
{
  g_autofree char *shape = NULL, *loss = NULL, *share = NULL;

  if (self == NULL)
    return dh_plane_dup_placeholder (self, diverged);
  if (dh_plane_get_first_part (self) < 1)
    return dup_beginning (self);
  if (self->terrain == NULL || !isfinite (self->terrain->highest))
    return g_strdup (_ ("The loss isn’t finite anywhere in this slice."));
  shape = dup_shape (self);
  loss = dup_loss (self, ", ");
  share = dh_plane_dup_share (self);
  /* Translators: read aloud; first a sentence, then "loss 0.0118", "slice along the trajectory: 83
   * %" */
  return g_strdup_printf (_ ("%s Ball: %s; %s. Click a point to see the face that its weights "
                             "produce."),
                          shape, loss, share);
}
