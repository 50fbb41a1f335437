/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Losses or slopes against the error of one pixel, with a marker.
 *
 * Curves often coincide, and that should be visible.  So they differ in colour and dash pattern, a
 * reference is drawn as thin dashes over all others, and the selected curve is drawn thick and last
 * of the losses.
 *
 * Losses differ in height by a factor of twenty, and small ones can't be seen beside large ones: so
 * every curve can be scaled to a maximum of 1.  The scale that this hides doesn't matter to an
 * optimizer like Adam either.
 *
 * Curves are sampled twice a pixel and at zero itself, where the slope of a loss may jump.  The
 * marker's error isn't written here: it would cover the numbers of the axis.
 */
#include "ui/plot/charts/curve-chart.h"

#include <math.h>

#include "ui/plot/charts/axis-grid.h"
#include "ui/plot/common/text.h"

static double
get_font_size (const DhCurveChart *self)
{
  return self->font_size > 0 ? self->font_size : 10.0;
}

static DhText
get_text (const DhCurveChart *self, DhColor color)
{
  return (DhText) { .family = self->font_family, .size = get_font_size (self), .color = color };
}

DhCurveArea
dh_curve_chart_get_area (const DhCurveChart *self, double width, double height)
{
  double font = get_font_size (self);
  double left = ceil (font * 3.6), right = ceil (font * .8);
  double top = ceil (font * (self->title != NULL ? 2.2 : .8)), bottom = ceil (font * 2.3);

  return (DhCurveArea) { left, top, MAX (width - left - right, 1.0),
                         MAX (height - top - bottom, 1.0) };
}

static double
evaluate (const DhCurveChart *self, const DhCurve *curve, double error)
{
  double slope = 0.0, loss = curve->evaluate (curve->data, error, &slope);

  return self->slopes ? slope : loss;
}

/* The range of a curve over the errors that are shown; never empty. */
static void
get_span (const DhCurveChart *self, const DhCurve *curve, double *lowest, double *highest)
{
  *lowest = *highest = 0.0;
  for (int i = -64; i <= 64; i++)
    {
      double value = evaluate (self, curve, self->range * i / 64.0);

      if (!isfinite (value))
        continue;
      *lowest = MIN (*lowest, value);
      *highest = MAX (*highest, value);
    }
}

static double
get_scale (const DhCurveChart *self, const DhCurve *curve)
{
  double lowest, highest, reach;

  if (!self->same_height)
    return 1.0;
  get_span (self, curve, &lowest, &highest);
  reach = MAX (-lowest, highest);
  return reach > 0.0 ? 1.0 / reach : 1.0;
}

DhValueAxis
dh_curve_chart_get_axis (const DhCurveChart *self)
{
  double lowest = 0.0, highest = 0.0;

  for (guint i = 0; i < self->n_curves; i++)
    {
      double scale = get_scale (self, &self->curves[i]), low, high;

      get_span (self, &self->curves[i], &low, &high);
      lowest = MIN (lowest, low * scale);
      highest = MAX (highest, high * scale);
    }
  if (lowest == highest)
    highest = 1.0;
  return dh_value_axis_fit (lowest, highest, FALSE);
}

static double
get_x (const DhCurveChart *self, DhCurveArea area, double error)
{
  return area.x + area.width * (error / self->range + 1.0) / 2.0;
}

static double
get_y (const DhValueAxis *axis, DhCurveArea area, double value)
{
  return area.y + (1.0 - CLAMP (dh_value_axis_position (axis, value), -1.0, 2.0)) * area.height;
}

double
dh_curve_chart_get_error (const DhCurveChart *self, double width, double height, double x)
{
  DhCurveArea area = dh_curve_chart_get_area (self, width, height);

  return CLAMP (2.0 * (x - area.x) / area.width - 1.0, -1.0, 1.0) * self->range;
}

/* ---- ground ---- */

/* A tick's label with a true minus. */
static void
draw_label (cairo_t *cr, const DhText *text, double x, double y, const char *label)
{
  char shown[24];

  if (label[0] == '-')
    g_snprintf (shown, sizeof shown, "−%s", label + 1);
  else
    g_strlcpy (shown, label, sizeof shown);
  dh_text_draw (cr, text, x, y, shown);
}

static void
draw_value_grid (const DhCurveChart *self, cairo_t *cr, DhCurveArea area, const DhValueAxis *axis)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  double font = get_font_size (self);
  DhText text = get_text (self, palette->dim_text);
  DhTick ticks[DH_AXIS_MAX_TICKS];
  guint n = dh_value_axis_get_ticks (axis, (guint) CLAMP (area.height / (font * 2.4), 2, 7), ticks);

  text.align_x = 1.0;
  text.align_y = .5;
  for (guint i = 0; i < n; i++)
    {
      double y = floor (get_y (axis, area, ticks[i].value)) + .5;

      dh_color_set_source (cr, palette->grid, ticks[i].value == 0.0 ? 2.2 : 1.0);
      cairo_move_to (cr, area.x, y);
      cairo_rel_line_to (cr, area.width, 0);
      cairo_stroke (cr);
      draw_label (cr, &text, area.x - 6, y, ticks[i].label);
    }
}

static void
draw_error_grid (const DhCurveChart *self, cairo_t *cr, DhCurveArea area)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  double font = get_font_size (self);
  DhText text = get_text (self, palette->dim_text);
  DhValueAxis axis = { -self->range, self->range, FALSE };
  DhTick ticks[DH_AXIS_MAX_TICKS];
  guint n = dh_value_axis_get_ticks (&axis, (guint) CLAMP (area.width / (font * 4.5), 3, 9), ticks);

  text.align_x = .5;
  for (guint i = 0; i < n; i++)
    {
      double x = floor (get_x (self, area, ticks[i].value)) + .5;

      dh_color_set_source (cr, palette->grid, ticks[i].value == 0.0 ? 2.2 : 1.0);
      cairo_move_to (cr, x, area.y);
      cairo_rel_line_to (cr, 0, area.height);
      cairo_stroke (cr);
      draw_label (cr, &text, x, area.y + area.height + font * .7, ticks[i].label);
    }
}

/* ---- curves ---- */

static void
set_dashes (const DhCurve *curve, cairo_t *cr, double width)
{
  static const struct
  {
    int n;
    double lengths[4];
  } dashes[DH_CURVE_N_DASHES] = { { 0, { 0 } },           { 2, { 9, 4 } },  { 2, { 2.5, 2.5 } },
                                  { 4, { 10, 3, 2, 3 } }, { 2, { 14, 7 } }, { 2, { 5, 3 } } };
  static const double reference[] = { 3, 5 };
  guint i = curve->number > 0 ? (curve->number - 1) % DH_CURVE_N_DASHES : 0;

  cairo_set_line_width (cr, width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (curve->number == 0)
    cairo_set_dash (cr, reference, G_N_ELEMENTS (reference), 0);
  else
    cairo_set_dash (cr, dashes[i].lengths, dashes[i].n, 0);
}

static void
set_line (const DhCurve *curve, DhScheme scheme, cairo_t *cr, double scale)
{
  set_dashes (curve, cr, scale * (curve->number == 0 ? 1.3 : curve->strong ? 3.4 : 1.9));
  if (curve->number == 0)
    dh_color_set_source (cr, dh_palette_get (scheme)->text, 1.0);
  else
    dh_color_set_source (cr, dh_palette_get_lane (scheme, curve->number), 1.0);
}

static void
draw_curve (const DhCurveChart *self, const DhCurve *curve, cairo_t *cr, DhCurveArea area,
            const DhValueAxis *axis)
{
  int n_half = (int) MAX (area.width, 16);
  double scale = get_scale (self, curve);

  for (int i = -n_half; i <= n_half; i++)
    {
      double error = self->range * i / n_half;
      double value = evaluate (self, curve, error);

      if (isfinite (value))
        cairo_line_to (cr, get_x (self, area, error), get_y (axis, area, value * scale));
      else
        cairo_new_sub_path (cr);
    }
  set_line (curve, self->scheme, cr, dh_axis_get_line_scale (get_font_size (self)));
  cairo_stroke (cr);
}

/* The losses, then the selected one, then the references, whose dashes stay visible on top. */
static guint
get_layer (const DhCurve *curve)
{
  return curve->number == 0 ? 2 : curve->strong ? 1 : 0;
}

void
dh_curve_chart_draw (const DhCurveChart *self, cairo_t *cr, double width, double height)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  DhCurveArea area = dh_curve_chart_get_area (self, width, height);
  DhValueAxis axis = dh_curve_chart_get_axis (self);
  DhText title = get_text (self, palette->text);

  cairo_save (cr);
  cairo_set_line_width (cr, 1.0);
  draw_value_grid (self, cr, area, &axis);
  draw_error_grid (self, cr, area);
  title.bold = TRUE;
  title.max_width = MAX (width - area.x, 1.0);
  if (self->title != NULL)
    dh_text_draw (cr, &title, area.x, get_font_size (self) * .2, self->title);
  cairo_rectangle (cr, area.x - 2, area.y - 2, area.width + 4, area.height + 4);
  cairo_clip (cr);
  for (guint layer = 0; layer < 3; layer++)
    for (guint i = 0; i < self->n_curves; i++)
      if (get_layer (&self->curves[i]) == layer)
        draw_curve (self, &self->curves[i], cr, area, &axis);
  cairo_restore (cr);
}

void
dh_curve_draw_sample (const DhCurve *curve, DhScheme scheme, cairo_t *cr, double x, double y,
                      double width)
{
  cairo_save (cr);
  set_line (curve, scheme, cr, 1);
  cairo_move_to (cr, x, y);
  cairo_rel_line_to (cr, width, 0);
  cairo_stroke (cr);
  cairo_restore (cr);
}

void
dh_curve_format_error (double error, double range, char *text, gsize size)
{
  int digits = range > .5 ? 2 : range > .1 ? 3 : 4;
  double unit = pow (10.0, -digits);

  g_snprintf (text, size, "%s%.*f",
              error >= unit / 2    ? "+"
              : error <= -unit / 2 ? "−"
                                   : "",
              digits, fabs (error));
}

/* ---- marker ---- */

static void
draw_dots (const DhCurveChart *self, cairo_t *cr, DhCurveArea area, double error)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  DhValueAxis axis = dh_curve_chart_get_axis (self);

  for (guint i = 0; i < self->n_curves; i++)
    {
      const DhCurve *curve = &self->curves[i];
      double value = evaluate (self, curve, error) * get_scale (self, curve);

      if (curve->number == 0 || !isfinite (value))
        continue;
      cairo_arc (cr, get_x (self, area, error), get_y (&axis, area, value), curve->strong ? 5 : 4,
                 0, 2 * G_PI);
      dh_color_set_source (cr, dh_palette_get_lane (self->scheme, curve->number), 1.0);
      cairo_fill_preserve (cr);
      dh_color_set_source (cr, palette->card, 1.0);
      cairo_set_line_width (cr, 1.25);
      cairo_stroke (cr);
    }
}

/* A handle on the axis, like a slider's, shows that it can be dragged. */
static void
draw_dimension (const DhCurveChart *self, cairo_t *cr, DhCurveArea area, double x, gboolean focused)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  double radius = get_font_size (self) * .55;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x, area.y + area.height, radius, 0, 2 * G_PI);
  dh_color_set_source (cr, palette->card, 1.0);
  cairo_fill_preserve (cr);
  dh_color_set_source (cr, palette->text, focused ? 1.0 : .75);
  cairo_set_line_width (cr, focused ? 3.0 : 2.0);
  cairo_stroke (cr);
}

void
dh_curve_chart_draw_marker (const DhCurveChart *self, cairo_t *cr, double width, double height,
                            double error, gboolean focused)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  DhCurveArea area = dh_curve_chart_get_area (self, width, height);
  double x;

  error = CLAMP (error, -self->range, self->range);
  x = get_x (self, area, error);
  cairo_save (cr);
  cairo_set_line_width (cr, focused ? 2.0 : 1.0);
  dh_color_set_source (cr, focused ? palette->text : palette->hover, 1.0);
  cairo_move_to (cr, focused ? round (x) : floor (x) + .5, area.y);
  cairo_rel_line_to (cr, 0, area.height);
  cairo_stroke (cr);
  draw_dots (self, cr, area, error);
  draw_dimension (self, cr, area, x, focused);
  cairo_restore (cr);
}
