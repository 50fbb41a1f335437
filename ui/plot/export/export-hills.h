/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/race/race.h"
#include "ui/plot/export/export-picture.h"

G_BEGIN_DECLS

/* The page Hills at one moment: its grounds and balls.  A constant: made on the main context, and
 * then used by any one thread. */
typedef struct _DhExportHills DhExportHills;

/* Whether the heights of a ground are known that has a ball. */
gboolean dh_export_hills_are_known (DhRace *race);
/* Without such a ground, it is empty. */
DhExportHills *dh_export_hills_new (DhRace *race);
void dh_export_hills_free (DhExportHills *self);

/* All grounds with their balls and settings; the bytes of a file, or NULL with DH_ERROR_PICTURE.
 * Any thread. (transfer full) */
GByteArray *dh_export_hills (const DhExportHills *self, const DhExportLook *look, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhExportHills, dh_export_hills_free)

G_END_DECLS
