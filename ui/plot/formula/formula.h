/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* A formula that is set as TeX would set it, from a small part of TeX's language:
 *
 *   a_{i}^{2}  \frac{a}{b}  \sqrt{a}  \hat{a} \bar{a}  \sum_{i}^{n} \prod \max \min
 *   \left( … \right)   with ( ) [ ] | . \{ \} \lvert \rvert, growing with what they hold
 *   \begin{cases} a & b \\ c & d \end{cases}
 *   Greek letters, \cdot \times \le \ge \approx \pm \odot \ne \infty …
 *   \log \cosh \exp …  \operatorname{name}  \mathrm{name}  \text{words}  \, \; \quad
 *
 * Letters are set slanted, numbers and names of functions upright. */
typedef struct _DhFormula DhFormula;

/* Everything that is drawn lies in (0 … width) × (-ascent … descent) around the left end of the
 * base line. */
typedef struct
{
  double width, ascent, descent;
} DhFormulaSize;

#define DH_FORMULA_ERROR (dh_formula_error_quark ())
GQuark dh_formula_error_quark (void);

typedef enum
{
  DH_FORMULA_ERROR_SYNTAX
} DhFormulaError;

/* The error message says where in the source the error is. (transfer full) */
DhFormula *dh_formula_new (const char *tex, GError **error);
void dh_formula_free (DhFormula *self);
/* font_size: pixels. */
DhFormulaSize dh_formula_measure (DhFormula *self, double font_size);
/* In the context's current colour; x, y: the left end of the base line. */
void dh_formula_draw (DhFormula *self, cairo_t *cr, double x, double y, double font_size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhFormula, dh_formula_free)

G_END_DECLS
