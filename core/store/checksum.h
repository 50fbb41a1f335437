/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The checksum of all bytes so far, and these; 0 to begin with.  Any thread. */
guint64 dh_checksum_add (guint64 sum, const void *data, gsize size);

G_END_DECLS
