/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The grounds that can be chosen on the page Hills, in words.
 */
#include "ui/hills/ground-entries.h"

#include <glib/gi18n-lib.h>

#include "core/landscape/face-ground.h"
#include "core/landscape/hill.h"

static void
add_entry (GArray *entries, char *id, const char *name, const char *summary)
{
  DhCatalogEntry entry = { .id = id, .name = name, .summary = summary, .formula = "" };

  g_array_append_val (entries, entry);
}

const GArray *
dh_ground_entries_get_hills (void)
{
  static GArray *entries;
  guint n;
  const DhHill *const *hills = dh_hills_get (&n);

  if (entries != NULL)
    return entries;
  entries = g_array_new (FALSE, FALSE, sizeof (DhCatalogEntry));
  for (guint i = 0; i < n; i++)
    add_entry (entries, dh_ground_name_join (DH_GROUND_KIND_HILL, hills[i]->id), _ (hills[i]->name),
               _ (hills[i]->summary));
  add_entry (entries, g_strdup (DH_GROUND_ENTRIES_OWN), _ ("Your Own Function"),
             _ ("Type any function of x and y and watch a ball roll down it."));
  return entries;
}

const GArray *
dh_ground_entries_get_faces (void)
{
  static GArray *entries;
  guint n;
  const DhFaceDimensions *const *dimensions = dh_face_dimensions_get (&n);

  if (entries != NULL)
    return entries;
  entries = g_array_new (FALSE, FALSE, sizeof (DhCatalogEntry));
  for (guint i = 0; i < n; i++)
    add_entry (entries, dh_ground_name_join (DH_GROUND_KIND_FACE, dimensions[i]->id),
               _ (dimensions[i]->name), _ (dimensions[i]->summary));
  return entries;
}

static const char *
find_summary (const GArray *entries, const char *ground)
{
  const DhCatalogEntry *entry = dh_catalog_find ((const DhCatalogEntry *) (void *) entries->data,
                                                 entries->len, ground);

  return entry != NULL ? entry->summary : "";
}

const char *
dh_ground_entries_get_summary (DhGroundKind kind, const char *ground)
{
  switch (kind)
    {
    case DH_GROUND_KIND_CURVE:
      return _ ("One error and its loss: where the curve flattens towards the middle, the ball "
                "settles; where it stays steep, the ball bounces.");
    case DH_GROUND_KIND_FIT:
      return _ ("A line through points: every point of the ground is a line. Drag a point away and "
                "see which loss follows it.");
    case DH_GROUND_KIND_FACE:
      return find_summary (dh_ground_entries_get_faces (), ground);
    default:
      return find_summary (dh_ground_entries_get_hills (), ground);
    }
}
