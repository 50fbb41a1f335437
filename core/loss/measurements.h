/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A measured figure. */
typedef struct
{
  const char *name; /* "long.mse.psnr"; explained by the program that measures it */
  double value;
  int digits; /* shown after the decimal point */
} DhMeasurement;

const DhMeasurement *dh_measurements_get (guint *n_measurements);

/* A sentence with its figures: {long.mse.psnr} becomes 24.8, with the comma of the user's language.
 * Unknown names are left as they are.  Interned. */
const char *dh_measurements_fill (const char *sentence);

G_END_DECLS
