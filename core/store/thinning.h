/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How far the kept iterations may lie apart around this one: a power of two, at most the age in
 * iterations over the density, but at least 1.  Any thread. */
guint64 dh_thinning_get_spacing (guint64 iteration, guint64 newest, guint density);
/* Whether an iteration goes, when `before` is the one before it that stays.  Going through all
 * iterations in ascending order leaves, for each that ever was there, one at or before it that is
 * at most age / density away. */
gboolean dh_thinning_is_superfluous (guint64 before, guint64 iteration, guint64 newest,
                                     guint density);

G_END_DECLS
