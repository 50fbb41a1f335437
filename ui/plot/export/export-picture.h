/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plot/export/export-view.h"
#include "ui/plot/sheets/drawing.h"

G_BEGIN_DECLS

/* How pictures look. */
typedef struct
{
  DhDrawingSize size;
  DhScheme scheme;
} DhExportLook;

/* All return the bytes of a file, or NULL with DH_ERROR_PICTURE.  Any thread. (transfer full) */

/* All lanes: these parts of them, or those that there are, with the settings written in. */
GByteArray *dh_export_lanes (const DhExportView *view, DhSheetParts parts,
                             const DhExportLook *look, GError **error);
/* previews: (element-type DhPreview) of that lane, painted, ascending by iteration, one for each
 * column */
GByteArray *dh_export_strip (const DhExportView *view, guint lane, const GPtrArray *previews,
                             const DhExportLook *look, GError **error);
/* The landscape of a lane's network, which has one: dh_export_has_landscape(). */
GByteArray *dh_export_landscape (const DhExportView *view, guint lane, const DhExportLook *look,
                                 GError **error);
gboolean dh_export_has_landscape (const DhExportView *view, guint lane);

/* The number of cards in a row with which a sheet is largest in this size. */
void dh_export_arrange (DhLaneSheet *sheet, const DhDrawingSize *size);

/* n iterations up to `last`, ascending and all different; fewer if there aren't so many.  growing:
 * their distances grow, as training gets slower; otherwise they are even.  (element-type guint64)
 * (transfer full) */
GArray *dh_export_choose_iterations (guint64 first, guint64 last, guint n, gboolean growing);
/* Of what there is, the nearest to each iteration, each once.  (element-type DhPreview) (transfer
 * full) */
GPtrArray *dh_export_pick_previews (const GPtrArray *previews, const GArray *iterations);

G_END_DECLS
