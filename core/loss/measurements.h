/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A measured figure. */
typedef struct
{
  const char *name; /* "long.mse.psnr"; the makers say what is meant */
  double value;
  int digits; /* behind the point, as it is shown */
} DhMeasurement;

const DhMeasurement *dh_measurements_get (guint *n_measurements);

/* A sentence with its figures: {long.mse.psnr} becomes 24.8, with the comma of the user's
 * language.  A name that does not exist stays.  Interned. */
const char *dh_measurements_fill (const char *sentence);

G_END_DECLS
