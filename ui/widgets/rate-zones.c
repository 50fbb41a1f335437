/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which learning rates converge, bounce or diverge, in words and colours on the slider.
 *
 * There are zones for optimizers for which theory gives a rate s above which descent diverges: for
 * plain descent s = 2/λ with the largest curvature λ.
 *
 * A step of plain descent with rate r multiplies the distance along the steepest direction by 1 − 2
 * r/s.  Above s that is below −1: each step leads further away.  From s/2 to s it is negative: each
 * step overshoots but still comes closer.  Below s/2 nothing overshoots.  Below s/50 the ball needs
 * more than 55 steps to reduce the distance to a tenth, and still more along all flatter
 * directions: it creeps.  With momentum the limits below s are less sharp, but still in these
 * places.
 *
 * The zones replace the slider's trough.  A CSS gradient was rejected: it would need a style sheet
 * for each slider, rewritten with each training step.
 */
#include "ui/widgets/rate-zones.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/widgets/scale-track.h"

#define GAP 1.5 /* pixels between zones, which separate them even without colours */

/* Where the zones begin, as shares of the stable rate. */
static const double starts[DH_N_RATE_ZONES] = {
  [DH_RATE_CREEPS] = 0.0,
  [DH_RATE_GOOD] = 0.02,
  [DH_RATE_BOUNCES] = 0.5,
  [DH_RATE_FLIES_OFF] = 1.0,
};

#define RGB(hex) \
  { \
    ((hex) >> 16 & 255) / 255.0f, ((hex) >> 8 & 255) / 255.0f, ((hex) &255) / 255.0f, 1.0f \
  }

static const GdkRGBA colors[DH_N_SCHEMES][DH_N_RATE_ZONES] = {
  [DH_SCHEME_LIGHT] = {
    [DH_RATE_CREEPS] = RGB (0xb9c3d0), [DH_RATE_GOOD] = RGB (0x2ec27e),
    [DH_RATE_BOUNCES] = RGB (0xe5a50a), [DH_RATE_FLIES_OFF] = RGB (0xc01c28),
  },
  [DH_SCHEME_DARK] = {
    [DH_RATE_CREEPS] = RGB (0x667080), [DH_RATE_GOOD] = RGB (0x2eb878),
    [DH_RATE_BOUNCES] = RGB (0xe0a21a), [DH_RATE_FLIES_OFF] = RGB (0xd8383f),
  },
  [DH_SCHEME_LIGHT_CONTRAST] = {
    [DH_RATE_CREEPS] = RGB (0x6a7686), [DH_RATE_GOOD] = RGB (0x13794a),
    [DH_RATE_BOUNCES] = RGB (0x9a6a00), [DH_RATE_FLIES_OFF] = RGB (0x9a1420),
  },
  [DH_SCHEME_DARK_CONTRAST] = {
    [DH_RATE_CREEPS] = RGB (0xa5b0c0), [DH_RATE_GOOD] = RGB (0x4fe09c),
    [DH_RATE_BOUNCES] = RGB (0xffc94d), [DH_RATE_FLIES_OFF] = RGB (0xff7a72),
  },
};

DhRateZone
dh_rate_zone_find (double rate, double stable_rate)
{
  DhRateZone zone = DH_RATE_FLIES_OFF;

  if (!isfinite (stable_rate) || stable_rate <= 0.0)
    return DH_RATE_UNKNOWN;
  while (zone > DH_RATE_CREEPS && rate < starts[zone] * stable_rate)
    zone--;
  return zone;
}

const char *
dh_rate_zone_get_word (DhRateZone zone)
{
  switch (zone)
    {
    /* Translators: what the ball does at the learning rate on whose slider this stands */
    case DH_RATE_CREEPS:
      return _ ("slow");
    /* Translators: of a learning rate */
    case DH_RATE_GOOD:
      return _ ("good");
    /* Translators: what the ball does at the learning rate on whose slider this stands */
    case DH_RATE_BOUNCES:
      return _ ("bounces");
    /* Translators: what the ball does at the learning rate on whose slider this stands */
    case DH_RATE_FLIES_OFF:
      return _ ("diverges");
    default:
      return "";
    }
}

gboolean
dh_rate_track_find (DhRateTrack *self, GtkWidget *widget, GtkScale *scale)
{
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (scale));
  DhScaleTrack track;

  if (!dh_scale_track_find (&track, widget, scale))
    return FALSE;
  self->widget = widget;
  self->trough = track.trough;
  self->x[0] = track.x[0];
  self->x[1] = track.x[1];
  self->rates[0] = pow (10.0, gtk_adjustment_get_lower (adjustment));
  self->rates[1] = pow (10.0, gtk_adjustment_get_upper (adjustment));
  return TRUE;
}

double
dh_rate_track_get_x (const DhRateTrack *self, double rate)
{
  double share = log (rate / self->rates[0]) / log (self->rates[1] / self->rates[0]);

  return self->x[0] + share * (self->x[1] - self->x[0]);
}

/* Where a zone begins, clamped to the trough. */
static double
get_border (const DhRateTrack *self, DhRateZone zone, double stable_rate)
{
  const graphene_rect_t *trough = &self->trough;
  double left = trough->origin.x, right = left + trough->size.width;
  gboolean mirrored = self->x[1] < self->x[0];

  if (zone <= DH_RATE_CREEPS)
    return mirrored ? right : left;
  if (zone == DH_N_RATE_ZONES)
    return mirrored ? left : right;
  return CLAMP (dh_rate_track_get_x (self, starts[zone] * stable_rate), left, right);
}

void
dh_rate_track_draw (const DhRateTrack *self, GtkSnapshot *snapshot, DhScheme scheme,
                    double stable_rate)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &self->trough, self->trough.size.height / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  for (DhRateZone zone = DH_RATE_CREEPS; zone < DH_N_RATE_ZONES; zone++)
    {
      double a = get_border (self, zone, stable_rate);
      double b = get_border (self, zone + 1, stable_rate);
      double left = MIN (a, b), right = MAX (a, b);

      if (left > self->trough.origin.x)
        left += GAP;
      if (right > left)
        gtk_snapshot_append_color (snapshot, &colors[scheme][zone],
                                   &GRAPHENE_RECT_INIT (left, self->trough.origin.y, right - left,
                                                        self->trough.size.height));
    }
  gtk_snapshot_pop (snapshot);
}

/* Draws the tip at x, with the words to the left if there is no room on the right. */
void
dh_rate_track_draw_mark (const DhRateTrack *self, GtkSnapshot *snapshot, DhScheme scheme,
                         double rate, GtkWidget *line, const char *words)
{
  double x = dh_rate_track_get_x (self, rate);
  double left = self->trough.origin.x, right = left + self->trough.size.width;
  DhColor color = dh_palette_get (scheme)->dim_text;
  GdkRGBA ink = { color.red, color.green, color.blue, color.alpha };
  g_autoptr (PangoLayout) tip = gtk_widget_create_pango_layout (line, "▲");
  g_autoptr (PangoLayout) text = gtk_widget_create_pango_layout (line, words);
  graphene_rect_t bounds;
  int tip_width, text_width;

  if (x < left || x > right || !gtk_widget_compute_bounds (line, self->widget, &bounds))
    return;
  pango_layout_get_pixel_size (tip, &tip_width, NULL);
  pango_layout_get_pixel_size (text, &text_width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x - tip_width / 2.0, bounds.origin.y));
  gtk_snapshot_append_layout (snapshot, tip, &ink);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (x + tip_width / 2.0 + 2 + text_width <= right
                                                  ? tip_width + 2
                                                  : -text_width - 2,
                                                0));
  gtk_snapshot_append_layout (snapshot, text, &ink);
  gtk_snapshot_restore (snapshot);
}
