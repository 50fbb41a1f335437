/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/database.h"

G_BEGIN_DECLS

/* Something that a person changed: a mark on the timeline.  What kind and text mean is the
 * caller's. */
typedef struct
{
  guint64 run;
  guint64 iteration; /* the first step that the change affects */
  gint64 time;       /* microseconds since 1970 */
  guint kind;
  char *text;
} DhChange;

DhChange *dh_change_new (guint64 run, guint64 iteration, gint64 time, guint kind, const char *text);
void dh_change_free (DhChange *self);

gboolean dh_changes_put (DhDatabase *database, const DhChange *change, GError **error);
/* All, in the order in which they were made.  (transfer full) (element-type DhChange) */
GPtrArray *dh_changes_list (DhDatabase *database, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhChange, dh_change_free)

G_END_DECLS
