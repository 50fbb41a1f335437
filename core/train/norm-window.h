/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/history.h"

G_BEGIN_DECLS

/* The number of norms, with the newest, that count; faceswap's. */
#define DH_NORM_WINDOW 10000

/* The newest norms of a history, in order of size.  It holds nothing that isn't in the history: it
 * can be thrown away and made anew at any time. */
typedef struct _DhNormWindow DhNormWindow;

DhNormWindow *dh_norm_window_new (void);
void dh_norm_window_free (DhNormWindow *self);

/* That percentile, 0 … 100, of this norm, which isn't recorded yet, and of those before it,
 * DH_NORM_WINDOW in all at most and none of iteration `since` or before; between two norms it is
 * interpolated.  Writer's thread of the history. */
double dh_norm_window_get_percentile (DhNormWindow *self, const DhHistory *history, guint64 since,
                                      float norm, double percentile);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhNormWindow, dh_norm_window_free)

G_END_DECLS
