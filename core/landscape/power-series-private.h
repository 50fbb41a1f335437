/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/power-series.h"

G_BEGIN_DECLS

extern const DhSeries dh_series_undefined;

DhSeries dh_series_make_constant (DhWide c);
DhSeries dh_series_make_number (double number);
/* The sign just beside 0; 0 also if it isn't known. */
int dh_series_get_sign (const DhSeries *self);
/* Whether it grows without bound. */
gboolean dh_series_is_infinite (const DhSeries *self);
/* Removes the constant and returns it. */
DhWide dh_series_take_constant (DhSeries *a);
/* Σ coefficients[i] uⁱ for a u that goes to 0 */
DhSeries dh_series_compose (const DhSeries *u, const double coefficients[DH_SERIES_LONG + 1]);
DhSeries dh_series_raise (const DhSeries *a, double exponent);

G_END_DECLS
