/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How much of the program's processor time the writing of checkpoints may take.  A value; zeros:
 * nothing has been written. */
typedef struct
{
  double due; /* processor time of the program at which there may be more, s */
} DhKeepShare;

/* now: the processor time of the program, s; spent: that of what has just been written, s */
void dh_keep_share_add (DhKeepShare *self, double now, double spent);
gboolean dh_keep_share_is_due (const DhKeepShare *self, double now);

G_END_DECLS
