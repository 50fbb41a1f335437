/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The layout of a formula: where every piece goes.  The rules are those of Knuth, "The TeXbook"
 * (1984), appendix G: eight kinds of atoms with a table of spaces between them, four sizes of
 * style, and shifts of scripts and fractions that are shares of the font size.  TeX takes those
 * fractions from its own fonts; here they are the ones of Computer Modern, scaled by the x-height
 * of the font in use, because the installed fonts differ and have no such tables.
 *
 * Glyphs are neither hinted nor rounded to whole pixels: a scaled formula keeps its shape, and is
 * drawn as it was measured.
 */
#include <math.h>

#include "ui/plot/formula/formula-private.h"

#define FAMILIES "STIX Two Text, XITS, Latin Modern Roman, TeX Gyre Termes, DejaVu Serif, serif"

double
dh_math_get_size (const DhMathLayout *self, DhMathStyle style)
{
  static const double scales[] = { 1.0, 1.0, .70, .55 };

  return self->size * scales[style];
}

DhMathStyle
dh_math_get_script_style (DhMathStyle style)
{
  return style <= DH_STYLE_TEXT ? DH_STYLE_SCRIPT : DH_STYLE_SCRIPT_SCRIPT;
}

/* Converts a share of the font size in Computer Modern to a length in this font. */
double
dh_math_get_share (const DhMathLayout *self, DhMathStyle style, double share)
{
  return share * self->x_height / DH_MATH_X_HEIGHT * dh_math_get_size (self, style);
}

double
dh_math_get_axis (const DhMathLayout *self, DhMathStyle style)
{
  return self->axis * dh_math_get_size (self, style);
}

double
dh_math_get_rule (const DhMathLayout *self, DhMathStyle style)
{
  return MAX (dh_math_get_size (self, style) * .045, .8);
}

/* ---- glyphs ---- */

static PangoLayout *
create_text (PangoContext *pango, const char *text, gboolean slanted, double size)
{
  PangoLayout *layout = pango_layout_new (pango);
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family_static (font, FAMILIES);
  pango_font_description_set_style (font, slanted ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  pango_font_description_free (font);
  return layout;
}

/* Operators often come from another font than the letters, with wider side bearings than the table
 * of spaces assumes. */
static void
trim_bearings (DhMathNode *node, double bearing)
{
  double shift = bearing - node->ink_left;

  node->shift = shift;
  node->ink_left += shift;
  node->ink_right += shift;
  node->width = node->ink_right + bearing;
}

static void
layout_glyphs (DhMathLayout *self, DhMathNode *node, DhMathStyle style)
{
  gboolean display = style == DH_STYLE_DISPLAY;
  double size = dh_math_get_size (self, style) * (node->large ? (display ? 1.5 : 1.1) : 1.0);
  PangoRectangle ink, logical;
  double baseline;

  g_clear_object (&node->layout);
  node->shift = 0.0;
  node->layout = create_text (self->pango, node->text, node->slanted, size);
  baseline = pango_layout_get_baseline (node->layout) / (double) PANGO_SCALE;
  pango_layout_get_extents (node->layout, &ink, &logical);
  node->width = logical.width / (double) PANGO_SCALE;
  node->ascent = baseline - ink.y / (double) PANGO_SCALE;
  node->descent = (ink.y + ink.height) / (double) PANGO_SCALE - baseline;
  node->ink_left = ink.x / (double) PANGO_SCALE;
  node->ink_right = (ink.x + ink.width) / (double) PANGO_SCALE;
  if (node->atom == DH_ATOM_BINARY || node->atom == DH_ATOM_RELATION)
    trim_bearings (node, .05 * size);
}

/* ---- rows ---- */

/* Spaces in eighteenths of an em between a left and a right neighbour; negative: not in scripts. */
static const gint8 spaces[DH_N_ATOMS][DH_N_ATOMS] = {
  /* right:            ord op  bin rel open close punct inner */
  [DH_ATOM_ORDINARY] = { 0, 3, -4, -5, 0, 0, 0, -3 },
  [DH_ATOM_OPERATOR] = { 3, 3, 0, -5, 0, 0, 0, -3 },
  [DH_ATOM_BINARY] = { -4, -4, 0, 0, -4, 0, 0, -4 },
  [DH_ATOM_RELATION] = { -5, -5, 0, 0, -5, 0, 0, -5 },
  [DH_ATOM_OPEN] = { 0, 0, 0, 0, 0, 0, 0, 0 },
  [DH_ATOM_CLOSE] = { 0, 3, -4, -5, 0, 0, 0, -3 },
  [DH_ATOM_PUNCTUATION] = { -3, -3, 0, -3, -3, -3, -3, -3 },
  [DH_ATOM_INNER] = { -3, 3, -4, -5, -3, 0, -3, -3 },
};

static double
get_space (DhAtom left, DhAtom right, DhMathStyle style)
{
  int space = spaces[left][right];

  return space < 0 && style >= DH_STYLE_SCRIPT ? 0.0 : ABS (space) / 18.0;
}

static DhMathNode *
find_neighbour (const DhMathNode *row, int from, int step)
{
  for (int i = from + step; i >= 0 && i < (int) row->children->len; i += step)
    {
      DhMathNode *node = row->children->pdata[i];

      if (node->kind != DH_MATH_SPACE)
        return node;
    }
  return NULL;
}

/* A minus with nothing to subtract from is a sign. */
static DhAtom
get_atom (const DhMathNode *row, int i)
{
  const DhMathNode *node = row->children->pdata[i];
  const DhMathNode *before = find_neighbour (row, i, -1), *after = find_neighbour (row, i, 1);
  DhAtom left;

  if (node->atom != DH_ATOM_BINARY)
    return node->atom;
  if (before == NULL || after == NULL || after->atom == DH_ATOM_RELATION
      || after->atom == DH_ATOM_CLOSE || after->atom == DH_ATOM_PUNCTUATION)
    return DH_ATOM_ORDINARY;
  left = before->atom;
  return left == DH_ATOM_OPERATOR || left == DH_ATOM_BINARY || left == DH_ATOM_RELATION
             || left == DH_ATOM_OPEN || left == DH_ATOM_PUNCTUATION
           ? DH_ATOM_ORDINARY
           : DH_ATOM_BINARY;
}

/* Extends the box and its ink to include a part that has been placed. */
static void
include (DhMathNode *node, const DhMathNode *part)
{
  node->ascent = MAX (node->ascent, part->ascent - part->y);
  node->descent = MAX (node->descent, part->descent + part->y);
  node->ink_left = MIN (node->ink_left, part->x + part->ink_left);
  node->ink_right = MAX (node->ink_right, part->x + part->ink_right);
}

void
dh_math_place (DhMathNode *node, DhMathNode *part, double x, double y)
{
  part->x = x;
  part->y = y;
  include (node, part);
}

void
dh_math_clear_box (DhMathNode *node)
{
  node->width = node->ink_left = node->ink_right = 0.0;
  node->ascent = node->descent = -1e6;
}

static void
layout_row (DhMathLayout *self, DhMathNode *node, DhMathStyle style)
{
  DhAtom last = DH_N_ATOMS;

  if (node->children->len == 0)
    return;
  dh_math_clear_box (node);
  for (guint i = 0; i < node->children->len; i++)
    {
      DhMathNode *child = node->children->pdata[i];

      dh_math_layout_node (self, child, style);
      if (child->kind != DH_MATH_SPACE)
        {
          DhAtom atom = get_atom (node, (int) i);

          if (last != DH_N_ATOMS)
            node->width += get_space (last, atom, style) * dh_math_get_size (self, style);
          last = atom;
        }
      dh_math_place (node, child, node->width, child->y);
      node->width += child->width;
    }
}

static void
layout_space (DhMathLayout *self, DhMathNode *node, DhMathStyle style)
{
  node->width = node->space * dh_math_get_size (self, style);
  node->ascent = node->descent = -1e5;
}

/* ---- scripts ---- */

/* A box without ink is on the base line. */
double
dh_math_get_ascent (const DhMathNode *node)
{
  return node->ascent < -1e4 ? 0.0 : node->ascent;
}

double
dh_math_get_descent (const DhMathNode *node)
{
  return node->descent < -1e4 ? 0.0 : node->descent;
}

static void
layout_limits (DhMathLayout *self, DhMathNode *node, DhMathStyle style)
{
  DhMathNode *base = node->parts[0], *under = node->parts[1], *over = node->parts[2];
  double size = dh_math_get_size (self, style), share = dh_math_get_share (self, style, 1.0);
  double width = base->width;

  width = MAX (width, under != NULL ? under->width : 0.0);
  width = MAX (width, over != NULL ? over->width : 0.0);
  dh_math_place (node, base, (width - base->width) / 2, base->y);
  if (under != NULL)
    dh_math_place (node, under, (width - under->width) / 2,
                   base->y + base->descent
                     + MAX (.167 * size + dh_math_get_ascent (under), .50 * share));
  if (over != NULL)
    dh_math_place (node, over, (width - over->width) / 2,
                   base->y - base->ascent
                     - MAX (.111 * size + dh_math_get_descent (over), .20 * share));
  node->width = width;
}

static gboolean
is_character (const DhMathNode *node)
{
  return node->kind == DH_MATH_GLYPHS && !node->large;
}

/* Shifts of the base lines, both positive away from the base. */
static void
get_script_shifts (DhMathLayout *self, const DhMathNode *node, DhMathStyle style, double *down,
                   double *up)
{
  const DhMathNode *base = node->parts[0], *below = node->parts[1], *above = node->parts[2];
  DhMathStyle small = dh_math_get_script_style (style);
  double drop_up = is_character (base) ? 0.0 : dh_math_get_ascent (base) - base->y;
  double drop_down = is_character (base) ? 0.0 : dh_math_get_descent (base) + base->y;
  double gap, x = dh_math_get_share (self, style, DH_MATH_X_HEIGHT);

  *up = *down = 0.0;
  if (above != NULL)
    {
      *up = drop_up > 0 ? drop_up - dh_math_get_share (self, small, .386) : 0.0;
      *up = MAX (*up, dh_math_get_share (self, style, style == DH_STYLE_DISPLAY ? .413 : .363));
      *up = MAX (*up, dh_math_get_descent (above) + x / 4);
    }
  if (below == NULL)
    return;
  *down = drop_down > 0 ? drop_down + dh_math_get_share (self, small, .05) : 0.0;
  *down = MAX (*down, dh_math_get_share (self, style, above != NULL ? .247 : .15));
  if (above == NULL)
    *down = MAX (*down, dh_math_get_ascent (below) - .8 * x);
  else
    {
      gap = *up - dh_math_get_descent (above) + *down - dh_math_get_ascent (below);
      *down += MAX (4 * dh_math_get_rule (self, style) - gap, 0.0);
    }
}

/* Slanted letters lean out of their boxes: a superscript is moved right to clear the letter, a
 * subscript isn't, and so tucks under it. */
static void
layout_scripts (DhMathLayout *self, DhMathNode *node, DhMathStyle style)
{
  DhMathNode *base = node->parts[0];
  double size = dh_math_get_size (self, style), down, up, width, lean;

  dh_math_clear_box (node);
  dh_math_layout_node (self, base, style);
  for (guint i = 1; i < 3; i++)
    if (node->parts[i] != NULL)
      dh_math_layout_node (self, node->parts[i], dh_math_get_script_style (style));
  if (base->limits && style == DH_STYLE_DISPLAY)
    {
      layout_limits (self, node, style);
      return;
    }
  dh_math_place (node, base, 0.0, base->y);
  get_script_shifts (self, node, style, &down, &up);
  width = base->width;
  lean = is_character (base) ? MAX (base->ink_right - width, 0.0) + .02 * size : 0.0;
  for (guint i = 1; i < 3; i++)
    if (node->parts[i] != NULL)
      {
        double x = base->width + (i == 2 ? lean : 0.0);

        dh_math_place (node, node->parts[i], x, i == 1 ? down : -up);
        width = MAX (width, x + node->parts[i]->width + .05 * size);
      }
  node->width = width;
}

void
dh_math_layout_node (DhMathLayout *self, DhMathNode *node, DhMathStyle style)
{
  static void (*const layouts[DH_N_MATHS]) (DhMathLayout *, DhMathNode *, DhMathStyle) = {
    [DH_MATH_GLYPHS] = layout_glyphs,
    [DH_MATH_ROW] = layout_row,
    [DH_MATH_SPACE] = layout_space,
    [DH_MATH_SCRIPTS] = layout_scripts,
    [DH_MATH_FRACTION] = dh_math_layout_fraction,
    [DH_MATH_ROOT] = dh_math_layout_root,
    [DH_MATH_HAT] = dh_math_layout_accent,
    [DH_MATH_BAR] = dh_math_layout_accent,
    [DH_MATH_FENCED] = dh_math_layout_fenced,
    [DH_MATH_CASES] = dh_math_layout_cases,
  };

  layouts[node->kind](self, node, style);
  /* A large operator is centred on the axis, whatever its position. */
  node->y = node->kind == DH_MATH_GLYPHS && node->large
              ? (node->ascent - node->descent) / 2 - dh_math_get_axis (self, style)
              : 0.0;
}

static void
measure_font (DhMathLayout *self)
{
  DhMathNode *letter = dh_math_node_new (DH_MATH_GLYPHS, DH_ATOM_ORDINARY);

  self->size = 100;
  letter->text = g_strdup ("x");
  layout_glyphs (self, letter, DH_STYLE_TEXT);
  self->x_height = CLAMP (letter->ascent / 100, .3, .8);
  letter->text[0] = '+';
  layout_glyphs (self, letter, DH_STYLE_TEXT);
  self->axis = CLAMP ((letter->ascent - letter->descent) / 200, .1, .5);
  dh_math_node_free (letter);
}

static PangoContext *
create_context (void)
{
  PangoContext *pango = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (pango, options);
  pango_context_set_round_glyph_positions (pango, FALSE);
  cairo_font_options_destroy (options);
  return pango;
}

void
dh_math_layout (DhMathNode *root, double font_size)
{
  DhMathLayout self = { .pango = create_context () };

  measure_font (&self);
  self.size = font_size;
  dh_math_layout_node (&self, root, DH_STYLE_DISPLAY);
  root->ascent = dh_math_get_ascent (root);
  root->descent = dh_math_get_descent (root);
  g_object_unref (self.pango);
}
