/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/face-meta.h"

G_BEGIN_DECLS

/* Reads the text that faceswap puts into the PNG of a face, whose size is given.  Sets landmarks;
 * or a crop, if there are only four points, and a stored mask if there is one.  FALSE if the text
 * can't be used: *reason, (transfer full), is a few words, untranslated.  Any thread. */
gboolean dh_faceswap_header_read (const char *text, gsize size, guint32 width, guint32 height,
                                  DhFaceMeta *meta, char **reason);

G_END_DECLS
