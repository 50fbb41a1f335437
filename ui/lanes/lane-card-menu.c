/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The actions of a lane, and its menu.  The optimizer has a button of its own; its action remains
 * for scripts.
 *
 * Entries of a menu have no tooltips, so one that is not available says why in its label, or in the
 * heading if that holds for the whole section.
 */
#include "ui/lanes/lane-card-private.h"

#include <glib/gi18n-lib.h>

#include "core/catalog/catalog.h"
#include "ui/lanes/lr-finder-panel.h"

static void
duplicate_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhLaneCard *self = data;

  /* The window asks first if memory is scarce. */
  if (!gtk_widget_activate_action (GTK_WIDGET (self), "win.duplicate-number", "u",
                                   dh_lane_get_number (self->lane)))
    dh_session_duplicate_lane (self->session, self->lane);
}

/* The same settings, but from other weights. */
static void
duplicate_from (DhLaneCard *self, DhStartKind kind)
{
  const DhStart start = dh_start_make (kind, NULL);

  if (!gtk_widget_activate_action (GTK_WIDGET (self), "win.duplicate-from", "(us)",
                                   dh_lane_get_number (self->lane), dh_start_to_text (&start)))
    dh_session_duplicate_lane_from (self->session, self->lane, start);
}

static void
duplicate_scratch_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  duplicate_from (data, DH_START_SCRATCH);
}

static void
duplicate_warm_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  duplicate_from (data, DH_START_WARM);
}

/* The window asks from which step and with which settings. */
static void
branch_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhLaneCard *self = data;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.branch-off", "u",
                              dh_lane_get_number (self->lane));
}

static void
restart_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhLaneCard *self = data;

  /* The window asks first if the training can't be kept. */
  if (!gtk_widget_activate_action (GTK_WIDGET (self), "win.restart-lane", "u",
                                   dh_lane_get_number (self->lane)))
    dh_session_restart_lane (self->session, self->lane);
}

static void
remove_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhLaneCard *self = data;

  dh_session_remove_lane (self->session, self->lane);
}

static void
find_rate_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhLaneCard *self = data;

  dh_lr_finder_panel_present (self->lane, GTK_WIDGET (self));
}

static void
compare_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhLaneCard *self = data;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.compare", "(uuiii)",
                              dh_lane_get_number (self->lane), 0, -1, 0, 0);
}

static void
swap_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhLaneCard *self = data;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.swap-folder", "u",
                              dh_lane_get_number (self->lane));
}

static void
change_clip_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  DhLaneCard *self = data;

  const DhClipKind kind = dh_catalog_find_clip (g_variant_get_string (state, NULL));

  /* The same kind again keeps its bound. */
  if (kind != dh_lane_get_clip (self->lane).kind)
    dh_lane_set_clip (self->lane, dh_clip_make_usual (kind));
}

static GSimpleAction *
get_action (DhLaneCard *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

static void
lane_clip_cb (DhLaneCard *self)
{
  guint n;
  const char *id = dh_catalog_get_clips (&n)[dh_lane_get_clip (self->lane).kind].id;

  g_simple_action_set_state (get_action (self, "clip"), g_variant_new_string (id));
}

/* ---- the menu ---- */

#define DUPLICATES 1 /* the section's place */

static void
fill_duplicates (DhLaneCard *self, gboolean full, gboolean can_warm)
{
  g_menu_remove_all (self->duplicates);
  g_menu_append (self->duplicates, _ ("Duplicate"), "lane.duplicate");
  g_menu_append (self->duplicates, _ ("Duplicate from Scratch"), "lane.duplicate-scratch");
  g_menu_append (self->duplicates,
                 can_warm || full ? _ ("Duplicate Warmed Up")
                                  /* Translators: a menu's entry that is not available, and why */
                                  : _ ("Duplicate Warmed Up (Only Quick with Alder and Birch)"),
                 "lane.duplicate-warm");
  g_menu_append (self->duplicates, _ ("Continue from an Earlier Step…"), "lane.branch");
}

static void
fill_verbs (DhLaneCard *self, gboolean single)
{
  g_menu_remove_all (self->verbs);
  g_menu_append (self->verbs, _ ("Restart"), "lane.restart");
  g_menu_append (self->verbs,
                 /* Translators: a menu's entry that is not available, and why */
                 single ? _ ("Remove (There Is No Other Lane)") : _ ("Remove"), "lane.remove");
}

static void
head_duplicates (DhLaneCard *self, gboolean full)
{
  /* Translators: the heading of a menu's entries that are not available, which says why */
  g_autofree char *heading = full ? g_strdup_printf (_ ("No More than %u Lanes"), DH_MAX_LANES)
                                  : NULL;

  g_menu_remove (self->menu, DUPLICATES);
  g_menu_insert_section (self->menu, DUPLICATES, heading, G_MENU_MODEL (self->duplicates));
}

/* The last lane can't be removed, there can't be more than six, and there may be no pretrained
 * weights. */
static void
update_menu (DhLaneCard *self)
{
  guint n_lanes = g_list_model_get_n_items (dh_session_get_lanes (self->session));
  gboolean full = n_lanes >= DH_MAX_LANES, single = n_lanes == 1;
  gboolean can_warm = dh_session_get_can_warm (self->session);

  g_simple_action_set_enabled (get_action (self, "duplicate"), !full);
  g_simple_action_set_enabled (get_action (self, "duplicate-scratch"), !full);
  g_simple_action_set_enabled (get_action (self, "duplicate-warm"), !full && can_warm);
  g_simple_action_set_enabled (get_action (self, "branch"), !full);
  g_simple_action_set_enabled (get_action (self, "remove"), !single);
  fill_duplicates (self, full, can_warm);
  fill_verbs (self, single);
  head_duplicates (self, full);
}

void
dh_lane_card_setup_actions (DhLaneCard *self)
{
  static const GActionEntry entries[] = {
    { .name = "duplicate", .activate = duplicate_cb },
    { .name = "duplicate-scratch", .activate = duplicate_scratch_cb },
    { .name = "duplicate-warm", .activate = duplicate_warm_cb },
    { .name = "branch", .activate = branch_cb },
    { .name = "restart", .activate = restart_cb },
    { .name = "remove", .activate = remove_cb },
    { .name = "find-rate", .activate = find_rate_cb },
    { .name = "compare", .activate = compare_cb },
    { .name = "swap", .activate = swap_cb },
    { .name = "clip", .parameter_type = "s", .state = "'none'", .change_state = change_clip_cb },
  };
  g_autoptr (GPropertyAction) optimizer = g_property_action_new ("optimizer", self->lane,
                                                                 "optimizer");

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (optimizer));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "lane", G_ACTION_GROUP (self->actions));
  g_signal_connect_swapped (self->lane, "notify::clip", G_CALLBACK (lane_clip_cb), self);
  g_signal_connect_swapped (dh_session_get_lanes (self->session), "items-changed",
                            G_CALLBACK (update_menu), self);
  g_signal_connect_object (self->session, "notify::can-warm", G_CALLBACK (update_menu), self,
                           G_CONNECT_SWAPPED);
  lane_clip_cb (self);
  update_menu (self);
}

/* (transfer none) */
static GMenuModel *
create_clips (void)
{
  static GMenu *clips;
  guint n;
  const DhCatalogEntry *entries = dh_catalog_get_clips (&n);

  if (clips != NULL)
    return G_MENU_MODEL (clips);
  clips = g_menu_new ();
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (entries[i].name, NULL);

      g_menu_item_set_action_and_target (item, "lane.clip", "s", entries[i].id);
      g_menu_append_item (clips, item);
    }
  return G_MENU_MODEL (clips);
}

GMenuModel *
dh_lane_card_create_menu (DhLaneCard *self)
{
  g_autoptr (GMenu) options = g_menu_new ();

  self->menu = g_menu_new ();
  self->duplicates = g_menu_new ();
  self->verbs = g_menu_new ();
  g_menu_append (options, _ ("Find a Learning Rate…"), "lane.find-rate");
  g_menu_append (options, _ ("Compare Faces…"), "lane.compare");
  g_menu_append (options, _ ("Swap a Folder…"), "lane.swap");
  g_menu_append_submenu (options, _ ("Clip Gradients"), create_clips ());
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (options));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (self->duplicates));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (self->verbs));
  return G_MENU_MODEL (self->menu);
}
