/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/wide.h"

G_BEGIN_DECLS

#define DH_SERIES_MAX_TERMS 14
/* How far a series goes beyond its first term, in powers of t. */
#define DH_SERIES_SHORT 2
#define DH_SERIES_LONG  4

/* c · tᵖ · Lᵏ, where L = −log t */
typedef struct
{
  double p, k;
  DhWide c;
} DhSeriesTerm;

/* A function for t > 0 as t goes to 0: a sum of terms, the largest first, and an unknown
 * rest of order tᵒʳᵈᵉʳ.  A value. */
typedef struct
{
  gboolean undefined; /* it has no value there, or none that can be determined */
  double order;       /* infinite: it is exactly these terms */
  guint span;         /* how far results computed from it go; 0: a constant, which has no effect */
  guint n;
  DhSeriesTerm terms[DH_SERIES_MAX_TERMS];
} DhSeries;

/* a + b t; span: DH_SERIES_SHORT or LONG */
DhSeries dh_series_make (double a, double b, guint span);
DhSeries dh_series_add (const DhSeries *a, const DhSeries *b);
DhSeries dh_series_negate (const DhSeries *a);
DhSeries dh_series_multiply (const DhSeries *a, const DhSeries *b);
DhSeries dh_series_divide (const DhSeries *a, const DhSeries *b);
DhSeries dh_series_power (const DhSeries *a, const DhSeries *b);
DhSeries dh_series_minimum (const DhSeries *a, const DhSeries *b);
DhSeries dh_series_maximum (const DhSeries *a, const DhSeries *b);

DhSeries dh_series_abs (const DhSeries *a);
DhSeries dh_series_atan (const DhSeries *a);
DhSeries dh_series_cos (const DhSeries *a);
DhSeries dh_series_cosh (const DhSeries *a);
DhSeries dh_series_exp (const DhSeries *a);
DhSeries dh_series_log (const DhSeries *a);
DhSeries dh_series_sin (const DhSeries *a);
DhSeries dh_series_sinh (const DhSeries *a);
DhSeries dh_series_sqrt (const DhSeries *a);
DhSeries dh_series_tan (const DhSeries *a);
DhSeries dh_series_tanh (const DhSeries *a);

/* Removes the first term, which must exist. */
void dh_series_drop_lead (DhSeries *self);
/* The coefficient of t^p without a logarithm; 0 where there is none. */
DhWide dh_series_get (const DhSeries *a, double p);

G_END_DECLS
