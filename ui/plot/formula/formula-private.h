/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "ui/plot/formula/formula.h"

G_BEGIN_DECLS

/* The class of a piece, which decides the space to its neighbours (Knuth, "The TeXbook", chapter
 * 18). */
typedef enum
{
  DH_ATOM_ORDINARY,
  DH_ATOM_OPERATOR,
  DH_ATOM_BINARY,
  DH_ATOM_RELATION,
  DH_ATOM_OPEN,
  DH_ATOM_CLOSE,
  DH_ATOM_PUNCTUATION,
  DH_ATOM_INNER,
  DH_N_ATOMS
} DhAtom;

typedef enum
{
  DH_MATH_GLYPHS,   /* text */
  DH_MATH_ROW,      /* children side by side */
  DH_MATH_SPACE,    /* space */
  DH_MATH_SCRIPTS,  /* parts: base, (nullable) below, (nullable) above */
  DH_MATH_FRACTION, /* parts: above, below */
  DH_MATH_ROOT,     /* parts: body */
  DH_MATH_HAT,      /* parts: body */
  DH_MATH_BAR,      /* parts: body */
  DH_MATH_FENCED,   /* parts: body, (nullable) left, (nullable) right: glyphs */
  DH_MATH_CASES,    /* children: cells, two a row */
  DH_N_MATHS
} DhMathKind;

typedef struct _DhMathNode DhMathNode;
struct _DhMathNode
{
  DhMathKind kind;
  DhAtom atom;
  char *text;
  gboolean slanted;
  gboolean large;  /* a sum sign: larger, and centred on the axis */
  gboolean limits; /* the scripts are above and below it */
  double space;    /* em */
  DhMathNode *parts[3];
  GPtrArray *children;

  /* Layout, in pixels: its position in its parent, y downwards, and its box.  Ink may extend out of
   * a box sideways, never upwards or downwards. */
  double x, y;
  double width, ascent, descent;
  double ink_left, ink_right;
  double size;         /* of the font */
  double rule;         /* thickness of lines */
  double shift;        /* of the glyphs in their box */
  double fence;        /* width of a drawn delimiter on each side; 0: a glyph is tall enough */
  PangoLayout *layout; /* of glyphs */
};

DhMathNode *dh_math_node_new (DhMathKind kind, DhAtom atom);
void dh_math_node_free (DhMathNode *self);
/* length: -1: all of the text */
DhMathNode *dh_math_glyphs_new (const char *text, gssize length, DhAtom atom, gboolean slanted);

/* ---- layout: formula-layout.c, formula-shapes.c ---- */

/* The x-height of Computer Modern, to which the classic shares apply. */
#define DH_MATH_X_HEIGHT .431

typedef enum
{
  DH_STYLE_DISPLAY,
  DH_STYLE_TEXT,
  DH_STYLE_SCRIPT,
  DH_STYLE_SCRIPT_SCRIPT
} DhMathStyle;

typedef struct
{
  PangoContext *pango;
  double size;     /* font size in text style */
  double x_height; /* as a share of the font size */
  double axis;     /* height of a fraction's rule and of a minus sign */
} DhMathLayout;

double dh_math_get_size (const DhMathLayout *self, DhMathStyle style);
/* Converts a share of the font size in Computer Modern to a length in this font. */
double dh_math_get_share (const DhMathLayout *self, DhMathStyle style, double share);
double dh_math_get_axis (const DhMathLayout *self, DhMathStyle style);
double dh_math_get_rule (const DhMathLayout *self, DhMathStyle style);
DhMathStyle dh_math_get_script_style (DhMathStyle style);
void dh_math_clear_box (DhMathNode *node);
/* Positions a part and extends the box to include it. */
void dh_math_place (DhMathNode *node, DhMathNode *part, double x, double y);
/* For a box that may have no ink. */
double dh_math_get_ascent (const DhMathNode *node);
double dh_math_get_descent (const DhMathNode *node);
void dh_math_layout_node (DhMathLayout *self, DhMathNode *node, DhMathStyle style);
void dh_math_layout_fraction (DhMathLayout *self, DhMathNode *node, DhMathStyle style);
void dh_math_layout_root (DhMathLayout *self, DhMathNode *node, DhMathStyle style);
void dh_math_layout_accent (DhMathLayout *self, DhMathNode *node, DhMathStyle style);
void dh_math_layout_fenced (DhMathLayout *self, DhMathNode *node, DhMathStyle style);
void dh_math_layout_cases (DhMathLayout *self, DhMathNode *node, DhMathStyle style);

/* ---- parsing: formula-parse.c, formula-symbols.c ---- */

/* A command ("alpha") or a single character of the source. */
typedef struct
{
  const char *name;
  const char *text;
  DhAtom atom;
  enum
  {
    DH_SYMBOL_UPRIGHT,
    DH_SYMBOL_SLANTED,
    DH_SYMBOL_LARGE,
    DH_SYMBOL_LIMITS
  } look;
} DhMathSymbol;

/* (nullable) */
const DhMathSymbol *dh_math_symbol_find (const char *name, gsize length);
DhMathNode *dh_math_symbol_new (const DhMathSymbol *symbol);

/* (transfer full); NULL: error */
DhMathNode *dh_math_parse (const char *tex, GError **error);
/* Lays out the whole formula for that font size. */
void dh_math_layout (DhMathNode *root, double font_size);
void dh_math_draw (const DhMathNode *root, cairo_t *cr, double x, double y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhMathNode, dh_math_node_free)

G_END_DECLS
