/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether lanes fit into the memory, before anything is allocated.
 */
#include "app/cli-memory.h"

#include "core/base/error.h"
#include "core/catalog/catalog.h"
#include "core/session/costs.h"

#include <glib/gi18n-lib.h>

/* Includes the slots of the lanes' own optimizers. */
static guint
count_slots (const DhCliNeeds *needs, guint n_lanes)
{
  guint n_slots = 0;

  for (guint i = 0; i < n_lanes; i++)
    n_slots += needs->n_slots[i];
  return n_slots;
}

static gboolean
estimate (const DhCliNeeds *needs, guint n_lanes, DhCost *cost, GError **error)
{
  return dh_cost_estimate (needs->preset, n_lanes, count_slots (needs, n_lanes), cost, error);
}

/* What a model of the user's own takes, before it takes it. */
static void
describe (const DhCliNeeds *needs)
{
  g_autofree char *text = dh_cost_dup_model_text (needs->preset, needs->n_lanes,
                                                  count_slots (needs, needs->n_lanes));

  if (text != NULL)
    g_printerr ("%s: %s\n", needs->preset, text);
}

static void
refuse (const DhCliNeeds *needs, const char *needed, guint64 room, GError **error)
{
  guint n_lanes = needs->n_lanes;
  g_autofree char *available = g_format_size (room), *of_one = NULL;
  DhCost cost;

  while (--n_lanes > 0 && estimate (needs, n_lanes, &cost, NULL)
         && dh_room_judge (cost.bytes, room) == DH_ROOM_NONE)
    ;
  if (n_lanes == 0 && estimate (needs, 1, &cost, NULL))
    of_one = g_format_size (cost.bytes);
  if (n_lanes == 0)
    g_set_error (error, DH_ERROR, DH_ERROR_MEMORY,
                 _ ("One lane of the preset “%s” takes %s of memory, but only %s is free: choose a "
                    "smaller one with --preset."),
                 needs->preset, of_one != NULL ? of_one : needed, available);
  else
    g_set_error (error, DH_ERROR, DH_ERROR_MEMORY,
                 g_dngettext (GETTEXT_PACKAGE,
                              "These lanes take %s of memory, but only %s is free: %u lane of this "
                              "preset would fit; or choose a smaller one with --preset.",
                              "These lanes take %s of memory, but only %s is free: %u lanes of "
                              "this preset would fit; or choose a smaller one with --preset.",
                              n_lanes),
                 needed, available, n_lanes);
}

gboolean
dh_cli_check_memory (const DhCliNeeds *needs, GError **error)
{
  guint64 room = dh_room_get ();
  g_autofree char *needed = NULL, *available = g_format_size (room);
  DhRoom judged;
  DhCost cost;

  if (!estimate (needs, needs->n_lanes, &cost, error))
    return FALSE;
  needed = g_format_size (cost.bytes);
  judged = dh_room_judge (cost.bytes, room);
  if (judged == DH_ROOM_NONE)
    {
      refuse (needs, needed, room, error);
      return FALSE;
    }
  if (dh_catalog_is_own_preset (needs->preset))
    describe (needs);
  if (judged == DH_ROOM_SCARCE)
    {
      g_printerr (_ ("These lanes take %s of memory, more than half of the %s that is free; fewer "
                     "lanes or a smaller --preset would take less."),
                  needed, available);
      g_printerr ("\n");
    }
  return TRUE;
}
