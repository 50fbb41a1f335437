/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pieces of a formula that are drawn with lines: fractions, roots, accents, brackets, cases.
 * This file makes their boxes; formula-draw.c draws the lines.
 */
#include "ui/plot/formula/formula-private.h"

static DhMathStyle
get_fraction_style (DhMathStyle style)
{
  return style == DH_STYLE_DISPLAY ? DH_STYLE_TEXT : dh_math_get_script_style (style);
}

void
dh_math_layout_fraction (DhMathLayout *self, DhMathNode *node, DhMathStyle style)
{
  DhMathNode *above = node->parts[0], *below = node->parts[1];
  gboolean display = style == DH_STYLE_DISPLAY;
  double axis = dh_math_get_axis (self, style), rule = dh_math_get_rule (self, style);
  double gap = display ? 3 * rule : 1.5 * rule, pad = .10 * dh_math_get_size (self, style);
  double width, up, down;

  dh_math_clear_box (node);
  dh_math_layout_node (self, above, get_fraction_style (style));
  dh_math_layout_node (self, below, get_fraction_style (style));
  up = dh_math_get_share (self, style, display ? .677 : .394);
  up = MAX (up, axis + rule / 2 + gap + dh_math_get_descent (above));
  down = dh_math_get_share (self, style, display ? .686 : .345);
  down = MAX (down, dh_math_get_ascent (below) + gap + rule / 2 - axis);
  width = MAX (above->width, below->width) + 2 * pad;
  dh_math_place (node, above, (width - above->width) / 2, -up);
  dh_math_place (node, below, (width - below->width) / 2, down);
  node->rule = rule;
  node->fence = axis;
  node->width = width + 2 * .06 * dh_math_get_size (self, style);
  above->x += .06 * dh_math_get_size (self, style);
  below->x += .06 * dh_math_get_size (self, style);
  node->ink_right = MAX (node->ink_right, node->width);
}

void
dh_math_layout_root (DhMathLayout *self, DhMathNode *node, DhMathStyle style)
{
  DhMathNode *body = node->parts[0];
  double rule = dh_math_get_rule (self, style), size = dh_math_get_size (self, style);
  double x_height = dh_math_get_share (self, style, DH_MATH_X_HEIGHT);
  double gap = rule + (style == DH_STYLE_DISPLAY ? x_height : rule) / 4, top;

  dh_math_clear_box (node);
  dh_math_layout_node (self, body, style);
  top = MAX (dh_math_get_ascent (body), x_height) + gap + rule;
  node->fence = .62 * size + .08 * (top + dh_math_get_descent (body));
  dh_math_place (node, body, node->fence + .05 * size, 0.0);
  node->rule = rule;
  node->size = size;
  node->width = body->x + MAX (body->width, body->ink_right) + .08 * size;
  node->ascent = top;
  node->descent = MAX (dh_math_get_descent (body), .08 * size);
  node->ink_right = MAX (node->ink_right, node->width);
}

void
dh_math_layout_accent (DhMathLayout *self, DhMathNode *node, DhMathStyle style)
{
  DhMathNode *body = node->parts[0];
  double size = dh_math_get_size (self, style);
  gboolean hat = node->kind == DH_MATH_HAT;

  dh_math_clear_box (node);
  dh_math_layout_node (self, body, style);
  dh_math_place (node, body, 0.0, 0.0);
  node->width = body->width;
  node->rule = dh_math_get_rule (self, style);
  node->size = size;
  node->ascent = MAX (dh_math_get_ascent (body), self->x_height * size) + (hat ? .25 : .12) * size
                 + node->rule;
  node->ink_right = MAX (node->ink_right, body->ink_right + .1 * size);
}

/* ---- brackets ---- */

/* Half the height, measured from the axis, that brackets around the body need. */
static double
get_fence_reach (DhMathLayout *self, const DhMathNode *body, DhMathStyle style)
{
  double axis = dh_math_get_axis (self, style);
  double reach = MAX (dh_math_get_ascent (body) - axis, dh_math_get_descent (body) + axis);

  return MAX (.901 * reach, reach - .25 * dh_math_get_size (self, style));
}

static double
get_fence_width (const DhMathNode *fence, double height, double size)
{
  if (fence == NULL)
    return 0.0;
  if (g_str_equal (fence->text, "|"))
    return .30 * size;
  return .30 * size + .045 * height;
}

void
dh_math_layout_fenced (DhMathLayout *self, DhMathNode *node, DhMathStyle style)
{
  DhMathNode *body = node->parts[0];
  double size = dh_math_get_size (self, style), axis = dh_math_get_axis (self, style);
  double reach, x = 0.0;

  dh_math_clear_box (node);
  dh_math_layout_node (self, body, style);
  reach = get_fence_reach (self, body, style);
  for (guint i = 1; i < 3; i++)
    {
      DhMathNode *fence = node->parts[i];
      gboolean grown;

      if (i == 2)
        {
          dh_math_place (node, body, x, 0.0);
          x += body->width;
        }
      if (fence == NULL)
        continue;
      dh_math_layout_node (self, fence, style);
      grown = reach > fence->ascent - axis + .10 * size;
      fence->fence = grown ? reach : 0.0;
      if (grown)
        {
          fence->width = fence->ink_right = get_fence_width (fence, 2 * reach, size);
          fence->ink_left = 0.0;
          fence->ascent = reach + axis;
          fence->descent = reach - axis;
          fence->size = size;
          fence->rule = axis;
        }
      dh_math_place (node, fence, x, 0.0);
      x += fence->width;
    }
  node->width = x;
}

static double
get_column_width (const DhMathNode *cases, guint column)
{
  double width = 0.0;

  for (guint i = column; i < cases->children->len; i += 2)
    width = MAX (width, ((DhMathNode *) cases->children->pdata[i])->width);
  return width;
}

/* Rows stacked vertically, centred on the axis. */
void
dh_math_layout_cases (DhMathLayout *self, DhMathNode *node, DhMathStyle style)
{
  double size = dh_math_get_size (self, style), axis = dh_math_get_axis (self, style);
  double y = 0.0, middle, left;
  guint n = node->children->len;

  dh_math_clear_box (node);
  for (guint i = 0; i < n; i++)
    dh_math_layout_node (self, node->children->pdata[i], MAX (style, DH_STYLE_TEXT));
  for (guint i = 0; i + 1 < n; i += 2)
    {
      DhMathNode *a = node->children->pdata[i], *b = node->children->pdata[i + 1];
      double ascent = MAX (MAX (dh_math_get_ascent (a), dh_math_get_ascent (b)), .84 * size);

      y += ascent + (i > 0 ? .22 * size : 0.0);
      a->y = b->y = y;
      y += MAX (MAX (dh_math_get_descent (a), dh_math_get_descent (b)), .30 * size);
    }
  middle = y / 2 + axis;
  node->fence = .40 * size + .03 * y;
  left = node->fence + .17 * size;
  for (guint i = 0; i < n; i++)
    {
      DhMathNode *cell = node->children->pdata[i];

      dh_math_place (node, cell, left + (i % 2 != 0 ? get_column_width (node, 0) + size : 0.0),
                     cell->y - middle);
    }
  node->ascent = MAX (node->ascent, y / 2 + axis);
  node->descent = MAX (node->descent, y / 2 - axis);
  node->size = size;
  node->rule = axis;
  node->width = left + get_column_width (node, 0) + get_column_width (node, 1)
                + (get_column_width (node, 1) > 0 ? size : 0.0);
}
