/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Half precision: IEEE 754's binary16.  Any thread. */

/* The nearest half, ties to even; beyond 65504: infinity. */
guint16 dh_half_from_float (float value);
/* Exact. */
float dh_half_to_float (guint16 half);

G_END_DECLS
