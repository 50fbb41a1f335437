/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_PICTURE_PNG "PNG"

/* What kind of picture a file is, "PNG", "JPEG", "WebP"…, judged by its name's ending or by its
 * first bytes; NULL: unknown. Compare with g_str_equal(). */
const char *dh_picture_kind_of_name (const char *name);
const char *dh_picture_kind_of_data (const guint8 *data, gsize size);

/* All kinds that are recognised by name, in turn; NULL beyond the last. */
const char *dh_picture_kind_get (guint i);

G_END_DECLS
