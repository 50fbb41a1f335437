/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/face-meta.h"

G_BEGIN_DECLS

/* The pickle that DeepFaceLab puts into a JPEG, and older versions into a PNG, lent; NULL: none.
 * data: the file's beginning.  Any thread. */
const guint8 *dh_dfl_header_find (const guint8 *data, gsize size, gsize *length);
const guint8 *dh_dfl_header_find_in_png (const guint8 *data, gsize size, gsize *length);
/* Sets the landmarks.  FALSE if they aren't there: *reason, (transfer full), is a few words,
 * untranslated.  Any thread. */
gboolean dh_dfl_header_read (const guint8 *pickle, gsize size, DhFaceMeta *meta, char **reason);

G_END_DECLS
