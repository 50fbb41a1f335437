/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A formula, from its source to a layout that can be drawn.  Existing libraries are large, need
 * fonts of their own or are written for browsers; a picture of each formula would not follow the
 * text's size and colour.  The losses only need a parser, the classic layout rules, and some paths.
 *
 * The layout is cached, since a formula is drawn at the same size most of the time.
 */
#include "ui/plot/formula/formula.h"

#include <math.h>

#include "ui/plot/formula/formula-private.h"

/* Around the ink, for antialiased edges. */
#define MARGIN 1.0

struct _DhFormula
{
  DhMathNode *root;
  double font_size; /* that it is currently laid out for; 0: none */
};

DhFormula *
dh_formula_new (const char *tex, GError **error)
{
  DhMathNode *root = dh_math_parse (tex, error);
  DhFormula *self;

  if (root == NULL)
    return NULL;
  self = g_new0 (DhFormula, 1);
  self->root = root;
  return self;
}

void
dh_formula_free (DhFormula *self)
{
  if (self == NULL)
    return;
  dh_math_node_free (self->root);
  g_free (self);
}

static void
ensure_layout (DhFormula *self, double font_size)
{
  if (self->font_size == font_size)
    return;
  dh_math_layout (self->root, font_size);
  self->font_size = font_size;
}

/* From the left edge of the box to the origin of the first piece. */
static double
get_left (const DhFormula *self)
{
  return MARGIN + MAX (-self->root->ink_left, 0.0);
}

DhFormulaSize
dh_formula_measure (DhFormula *self, double font_size)
{
  const DhMathNode *root = self->root;

  g_return_val_if_fail (font_size > 0, (DhFormulaSize) { 0 });
  ensure_layout (self, font_size);
  return (DhFormulaSize) { get_left (self) + MAX (root->width, root->ink_right) + MARGIN,
                           root->ascent + MARGIN, root->descent + MARGIN };
}

void
dh_formula_draw (DhFormula *self, cairo_t *cr, double x, double y, double font_size)
{
  g_return_if_fail (font_size > 0);
  ensure_layout (self, font_size);
  dh_math_draw (self->root, cr, x + get_left (self), y);
}
