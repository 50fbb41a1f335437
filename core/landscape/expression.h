/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/jet.h"

G_BEGIN_DECLS

#define DH_EXPRESSION_MAX_LENGTH 1000 /* bytes */
#define DH_EXPRESSION_MAX_DEPTH  64   /* brackets within brackets */

/* The position of an error in the text: bytes [start, start + length). */
typedef struct
{
  gsize start, length;
} DhTextSpan;

/* A function of x and y, typed by the user or from a table.  Immutable. */
typedef struct _DhExpression DhExpression;

/* Reads numbers, x, y, the given parameters, pi and e, + − * / ^ √ |…| with brackets, and the
 * functions of dh_expression_list_functions(); "2x", "xy" and "3(x + 1)" are products, "²" and "¹⁰"
 * powers.  A comma is a decimal sign, but between the two arguments of min and max it separates.
 * parameters: names, NULL-terminated; may be NULL.  DH_ERROR_VALUE with a sentence that names what
 * is wrong, and fault (may be NULL) says where.  Any thread, as all of these. */
DhExpression *dh_expression_new (const char *text, const char *const *parameters, DhTextSpan *fault,
                                 GError **error);
void dh_expression_free (DhExpression *self);

/* parameters: a value for each name, in that order. NaN or infinite where there is no value. */
double dh_expression_get_value (const DhExpression *self, double x, double y,
                                const double *parameters);
/* With exact derivatives.  At a corner, such as abs at 0, the slope is the mean of those on both
 * sides; where only one side has values, it is that side's.  Infinite or NaN where there is no
 * derivative. */
DhJet dh_expression_get_jet (const DhExpression *self, double x, double y,
                             const double *parameters);

/* "abs, cos, exp, …"; (transfer full) */
char *dh_expression_list_functions (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhExpression, dh_expression_free)

G_END_DECLS
