/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The controls above the comparison of two previews: the lane and the tile of each side, and whether
 * it is held.
 */
#include "ui/lanes/preview-comparison-private.h"

#include <glib/gi18n-lib.h>

#include "ui/plot/pictures/tile-grid.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/whole-text.h"

#define SPACING 6

/* ---- what they show ---- */

void
dh_preview_comparison_show_held (DhPreviewComparison *self)
{
  self->updating = TRUE;
  for (guint side = 0; side < DH_COMPARISON_N_SIDES; side++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->sides[side].hold),
                                  dh_preview_source_has_moment (self->sides[side].source));
  self->updating = FALSE;
}

static void
source_cb (DhPreviewComparison *self)
{
  dh_preview_comparison_show_held (self);
  dh_preview_comparison_show_pictures (self);
}

void
dh_preview_comparison_show_tiles (DhPreviewComparison *self)
{
  self->updating = TRUE;
  for (guint side = 0; side < DH_COMPARISON_N_SIDES; side++)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->sides[side].tiles), self->sides[side].tile);
  self->updating = FALSE;
}

/* ---- the lanes to choose from ---- */

static GtkStringList *
list_lanes (DhPreviewComparison *self)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      g_autofree char *label = dh_lane_dup_label (lane);
      g_autofree char *name = g_strdup_printf ("%u · %s", dh_lane_get_number (lane), label);

      gtk_string_list_append (names, name);
    }
  return names;
}

guint
dh_preview_comparison_find_lane (DhPreviewComparison *self, DhLane *lane)
{
  GListModel *lanes = dh_session_get_lanes (self->session);

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) other = g_list_model_get_item (lanes, i);

      if (other == lane)
        return i;
    }
  return 0;
}

void
dh_preview_comparison_show_lanes (DhPreviewComparison *self)
{
  for (guint i = 0; i < DH_COMPARISON_N_SIDES; i++)
    {
      DhComparisonSide *side = &self->sides[i];
      DhLane *chosen = dh_preview_source_get_lane (side->source);
      guint position = dh_preview_comparison_find_lane (self, chosen);
      g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (self->session),
                                                       position);
      g_autoptr (GtkStringList) names = list_lanes (self);

      self->updating = TRUE;
      gtk_drop_down_set_model (GTK_DROP_DOWN (side->lanes), G_LIST_MODEL (names));
      gtk_drop_down_set_selected (GTK_DROP_DOWN (side->lanes), position);
      self->updating = FALSE;
      if (chosen != NULL)
        dh_preview_source_set_lane (side->source, lane);
    }
}

/* ---- choosing ---- */

static DhComparisonSide *
find_side (DhPreviewComparison *self, GtkWidget *control)
{
  return gtk_widget_is_ancestor (control, self->sides[1].box) ? &self->sides[1] : &self->sides[0];
}

static void
tile_selected_cb (GtkWidget *tiles, GParamSpec *pspec, DhPreviewComparison *self)
{
  guint tile = gtk_drop_down_get_selected (GTK_DROP_DOWN (tiles));

  if (!self->updating && tile != GTK_INVALID_LIST_POSITION)
    dh_preview_comparison_set_tile (self, (guint) (find_side (self, tiles) - self->sides),
                                    tile / DH_N_TILES, tile % DH_N_TILES);
}

static void
lane_selected_cb (GtkWidget *lanes, GParamSpec *pspec, DhPreviewComparison *self)
{
  guint position = gtk_drop_down_get_selected (GTK_DROP_DOWN (lanes));
  g_autoptr (DhLane) lane = NULL;

  if (self->updating || position == GTK_INVALID_LIST_POSITION)
    return;
  lane = g_list_model_get_item (dh_session_get_lanes (self->session), position);
  dh_preview_source_set_lane (find_side (self, lanes)->source, lane);
}

static void
hold_toggled_cb (GtkWidget *hold, DhPreviewComparison *self)
{
  if (!self->updating)
    dh_preview_comparison_set_held (self, (guint) (find_side (self, hold) - self->sides),
                                    gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (hold)));
}

/* ---- making them ---- */

/* Where there is little room, the text is shortened. */
static void
setup_item_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), 4);
  dh_whole_text_watch (label);
  gtk_list_item_set_child (item, label);
}

static void
bind_item_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static GtkWidget *
create_drop_down (DhPreviewComparison *self, const char *name, GCallback selected)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkWidget *drop_down = gtk_drop_down_new (NULL, NULL);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_item_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_item_cb), NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (drop_down), factory);
  g_signal_connect (drop_down, "notify::selected", selected, self);
  gtk_widget_set_tooltip_text (drop_down, name);
  dh_drop_down_set_name (GTK_DROP_DOWN (drop_down), name, NULL);
  return drop_down;
}

static GtkStringList *
list_tiles (void)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < 2 * DH_N_TILES; i++)
    gtk_string_list_append (names, dh_tile_get_heading (i / DH_N_TILES, i % DH_N_TILES));
  return names;
}

static GtkWidget *
create_hold (DhPreviewComparison *self)
{
  GtkWidget *hold = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (hold), "dh-hold-symbolic");
  gtk_widget_set_tooltip_text (hold, _ ("Hold This Moment While the Lane Goes On"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (hold), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Hold this moment"), -1);
  g_signal_connect (hold, "toggled", G_CALLBACK (hold_toggled_cb), self);
  return hold;
}

void
dh_preview_comparison_add_side (DhPreviewComparison *self, DhComparisonSide *side,
                                const char *lane_name, const char *tile_name)
{
  g_autoptr (GtkStringList) tiles = list_tiles ();

  side->source = dh_preview_source_new ();
  side->tile = DH_TILE_SWAP;
  side->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  side->lanes = create_drop_down (self, lane_name, G_CALLBACK (lane_selected_cb));
  side->tiles = create_drop_down (self, tile_name, G_CALLBACK (tile_selected_cb));
  side->hold = create_hold (self);
  gtk_widget_set_hexpand (side->lanes, TRUE);
  gtk_drop_down_set_model (GTK_DROP_DOWN (side->tiles), G_LIST_MODEL (tiles));
  gtk_box_append (GTK_BOX (side->box), side->lanes);
  gtk_box_append (GTK_BOX (side->box), side->tiles);
  gtk_box_append (GTK_BOX (side->box), side->hold);
  gtk_box_append (GTK_BOX (self->sides_box), side->box);
  g_signal_connect_swapped (side->source, "changed", G_CALLBACK (source_cb), self);
}
