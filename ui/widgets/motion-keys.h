/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a key is an arrow, also one of the number pad; right and down are 1, left and up −1. */
gboolean dh_motion_keys_find_arrow (guint keyval, int *across, int *down);
/* 1 for a plus, −1 for a minus, 0 for all other keys; a plus needs no Shift. */
int dh_motion_keys_find_zoom (guint keyval);

G_END_DECLS
