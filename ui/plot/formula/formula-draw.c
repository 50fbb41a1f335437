/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A formula on a Cairo context.  Brackets, roots and rules are paths, not glyphs: a stretched glyph
 * gets bolder with its height, and fonts with brackets of all sizes are seldom installed.  Rules
 * are aligned to whole pixels, so that they are sharp however thin.
 */
#include <math.h>
#include <string.h>

#include "ui/plot/formula/formula-private.h"

static void draw_node (const DhMathNode *node, cairo_t *cr, double x, double y);

/* A horizontal rule, centred on y, moved to the nearest row of pixels. */
static void
draw_rule (cairo_t *cr, double x, double y, double width, double rule)
{
  double scale = 1.0, unused = 0.0, left = x, top = y - rule / 2, thickness;

  cairo_user_to_device_distance (cr, &unused, &scale);
  thickness = MAX (round (rule * scale), 1.0) / scale;
  cairo_user_to_device (cr, &left, &top);
  top = round (top);
  cairo_device_to_user (cr, &left, &top);
  cairo_rectangle (cr, x, top, width, thickness);
  cairo_fill (cr);
}

static void
draw_glyphs (const DhMathNode *node, cairo_t *cr, double x, double y)
{
  cairo_move_to (cr, x + node->shift,
                 y - pango_layout_get_baseline (node->layout) / (double) PANGO_SCALE);
  pango_cairo_show_layout (cr, node->layout);
  cairo_new_path (cr);
}

static void
draw_fraction (const DhMathNode *node, cairo_t *cr, double x, double y)
{
  double margin = node->rule * .06 / .045;

  draw_rule (cr, x + margin, y - node->fence, node->width - 2 * margin, node->rule);
}

/* A light stroke up to the hook, a heavy one down, a light one up to the rule. */
static void
draw_root (const DhMathNode *node, cairo_t *cr, double x, double y)
{
  double top = y - node->ascent, bottom = y + node->descent, rule = node->rule;
  double size = node->size, foot = x + .32 * size, right = x + node->fence;
  double knee = bottom - MIN (.40 * size, .55 * (bottom - top));

  cairo_move_to (cr, x + .04 * size, knee + .06 * size);
  cairo_line_to (cr, x + .19 * size, knee - .02 * size);
  cairo_line_to (cr, foot + .01 * size, bottom - .16 * size);
  cairo_line_to (cr, right - rule * .5, top);
  cairo_line_to (cr, right + rule * .5, top + rule);
  cairo_line_to (cr, foot + .03 * size, bottom);
  cairo_line_to (cr, foot - .03 * size, bottom);
  cairo_line_to (cr, x + .13 * size, knee + .055 * size);
  cairo_line_to (cr, x + .055 * size, knee + .095 * size);
  cairo_close_path (cr);
  cairo_fill (cr);
  draw_rule (cr, right - rule * .5, top + rule / 2, x + node->width - right, rule);
}

/* Centred over the letter; further to the right for slanted letters. */
static double
get_accent_middle (const DhMathNode *node)
{
  const DhMathNode *body = node->parts[0];

  return (body->ink_left + body->ink_right) / 2 + (body->slanted ? .05 * node->size : 0.0);
}

static void
draw_hat (const DhMathNode *node, cairo_t *cr, double x, double y)
{
  double middle = x + get_accent_middle (node), half = .17 * node->size;
  double top = y - node->ascent, low = top + .17 * node->size, rule = node->rule;

  cairo_move_to (cr, middle - half, low - rule * .4);
  cairo_line_to (cr, middle, top);
  cairo_line_to (cr, middle + half, low - rule * .4);
  cairo_line_to (cr, middle + half - rule * .4, low);
  cairo_line_to (cr, middle, top + rule * 1.5);
  cairo_line_to (cr, middle - half + rule * .4, low);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_bar (const DhMathNode *node, cairo_t *cr, double x, double y)
{
  double middle = x + get_accent_middle (node);
  double half = MAX (.20 * node->size, (node->parts[0]->ink_right - node->parts[0]->ink_left) / 2);

  half -= .02 * node->size;
  draw_rule (cr, middle - half, y - node->ascent + node->rule / 2, 2 * half, node->rule);
}

/* ---- brackets: drawn as left ones in (0 … w) × (0 … h); the right ones are mirrored ---- */

static void
add_parenthesis (cairo_t *cr, double w, double h, double thick)
{
  double tip = thick * .28, left = .10 * w, right = .90 * w, span = right - left;
  double outer = left - span / 3, inner = left + (8 * thick - 2 * span) / 6;

  cairo_move_to (cr, right, 0);
  cairo_curve_to (cr, outer, h * .26, outer, h * .74, right, h);
  cairo_line_to (cr, right + tip, h - tip);
  cairo_curve_to (cr, inner + tip, h * .73, inner + tip, h * .27, right + tip, tip);
  cairo_close_path (cr);
}

static void
add_bracket (cairo_t *cr, double w, double h, double thick)
{
  double line = thick * .8;

  cairo_rectangle (cr, .25 * w, 0, line, h);
  cairo_rectangle (cr, .25 * w, 0, .62 * w, line);
  cairo_rectangle (cr, .25 * w, h - line, .62 * w, line);
}

static void
add_bars (cairo_t *cr, double w, double h, double thick, gboolean two)
{
  double line = thick * .7;

  cairo_rectangle (cr, (two ? .28 : .5) * w - line / 2, 0, line, h);
  if (two)
    cairo_rectangle (cr, .72 * w - line / 2, 0, line, h);
}

/* Half of a brace, from its point in the middle up to its tip (direction -1) or down (1). */
static void
add_half_brace (cairo_t *cr, double w, double h, double thick, int direction)
{
  double middle = h / 2, bow = MIN (h * .25, w * .95), end = middle + direction * h / 2;
  double left = w * .5 - thick / 2, right = w * .5 + thick / 2, tip = thick * .3;

  cairo_move_to (cr, .04 * w, middle);
  cairo_curve_to (cr, left, middle + direction * bow * .08, left, middle + direction * bow * .5,
                  left, middle + direction * bow);
  cairo_line_to (cr, left, end - direction * bow);
  cairo_curve_to (cr, left, end - direction * bow * .35, w * .62, end, w * .92, end);
  cairo_line_to (cr, w * .92, end - direction * tip);
  cairo_curve_to (cr, w * .75, end - direction * tip, right, end - direction * bow * .45, right,
                  end - direction * bow);
  cairo_line_to (cr, right, middle + direction * bow);
  cairo_curve_to (cr, right, middle + direction * bow * .4, left, middle + direction * bow * .10,
                  .04 * w + tip, middle);
  cairo_close_path (cr);
}

static void
add_brace (cairo_t *cr, double w, double h, double thick)
{
  add_half_brace (cr, w, h, thick, -1);
  cairo_fill (cr);
  add_half_brace (cr, w, h, thick, 1);
}

static void
draw_fence (const char *text, cairo_t *cr, double x, double y, double w, double h, double size)
{
  gboolean right = strchr (")]}", text[0]) != NULL;
  double thick = size * (.060 + .010 * MIN (h / size, 4.0));

  cairo_save (cr);
  cairo_translate (cr, right ? x + w : x, y);
  cairo_scale (cr, right ? -1 : 1, 1);
  if (text[0] == '(' || text[0] == ')')
    add_parenthesis (cr, w, h, thick * 1.15);
  else if (text[0] == '[' || text[0] == ']')
    add_bracket (cr, w, h, thick);
  else if (text[0] == '{' || text[0] == '}')
    add_brace (cr, w, h, thick);
  else
    add_bars (cr, w, h, thick, text[0] != '|');
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
draw_fenced (const DhMathNode *node, cairo_t *cr, double x, double y)
{
  for (guint i = 1; i < 3; i++)
    {
      const DhMathNode *fence = node->parts[i];

      if (fence == NULL)
        continue;
      if (fence->fence > 0)
        draw_fence (fence->text, cr, x + fence->x, y - fence->ascent, fence->width,
                    fence->ascent + fence->descent, fence->size);
      else
        draw_glyphs (fence, cr, x + fence->x, y + fence->y);
    }
}

static void
draw_cases (const DhMathNode *node, cairo_t *cr, double x, double y)
{
  draw_fence ("{", cr, x, y - node->ascent, node->fence, node->ascent + node->descent, node->size);
}

static void
draw_parts (const DhMathNode *node, cairo_t *cr, double x, double y)
{
  /* The delimiters' own parts were drawn together with the brackets. */
  guint n_parts = node->kind == DH_MATH_FENCED ? 1 : G_N_ELEMENTS (node->parts);

  for (guint i = 0; i < n_parts; i++)
    if (node->parts[i] != NULL)
      draw_node (node->parts[i], cr, x, y);
  for (guint i = 0; node->children != NULL && i < node->children->len; i++)
    draw_node (node->children->pdata[i], cr, x, y);
}

static void
draw_node (const DhMathNode *node, cairo_t *cr, double x, double y)
{
  static void (*const draws[DH_N_MATHS]) (const DhMathNode *, cairo_t *, double, double) = {
    [DH_MATH_GLYPHS] = draw_glyphs, [DH_MATH_FRACTION] = draw_fraction,
    [DH_MATH_ROOT] = draw_root,     [DH_MATH_HAT] = draw_hat,
    [DH_MATH_BAR] = draw_bar,       [DH_MATH_FENCED] = draw_fenced,
    [DH_MATH_CASES] = draw_cases,
  };

  x += node->x;
  y += node->y;
  if (draws[node->kind] != NULL)
    draws[node->kind](node, cr, x, y);
  draw_parts (node, cr, x, y);
}

void
dh_math_draw (const DhMathNode *root, cairo_t *cr, double x, double y)
{
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_WINDING);
  draw_node (root, cr, x, y);
  cairo_restore (cr);
}
