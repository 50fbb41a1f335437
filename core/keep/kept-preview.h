/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/snapshot.h"

G_BEGIN_DECLS

/* What the network painted in a preview, as bytes; without the originals and the true swaps, which
 * are the same in all previews of a run.  Lossless.  Any thread. */
GBytes *dh_kept_preview_to_bytes (const DhPreview *preview);
/* like: a preview with the same faces, from which the rest is taken; if it has more faces, those
 * aren't painted, and if it has fewer, the others are left out.  NULL with DH_ERROR_FILE if the
 * bytes are damaged, or of tiles of another size. */
DhPreview *dh_kept_preview_from_bytes (GBytes *bytes, const DhPreview *like, GError **error);

G_END_DECLS
