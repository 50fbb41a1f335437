/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The comparison of two previews in place of the lanes: how it is opened and left.  The bar below
 * stays, since the lanes go on.
 */
#include "ui/window/window-private.h"

#include "ui/lanes/preview-comparison.h"

static DhPreviewComparison *
get_comparison (DhWindow *self)
{
  return DH_PREVIEW_COMPARISON (self->comparison);
}

/* The lanes go on painting what is compared, although their cards aren't on the screen. */
static void
update_sight (DhWindow *self)
{
  guint numbers = 0;

  for (guint side = 0; side < 2; side++)
    {
      DhPreviewSource *source = dh_preview_comparison_get_source (get_comparison (self), side);
      DhLane *lane = dh_preview_source_get_lane (source);

      if (lane != NULL && gtk_widget_get_mapped (self->comparison))
        numbers |= 1u << dh_lane_get_number (lane);
    }
  dh_lane_strip_want_faces (DH_LANE_STRIP (self->strip), numbers);
}

/* The numbers of both lanes, 0 on the right for a lane beside it; the face's person, tile and row, a
 * person of −1 for what was chosen before. */
static void
compare_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  guint numbers[2];
  int person, tile, face;
  g_autoptr (DhLane) lane = NULL, other = NULL;

  g_variant_get (parameter, "(uuiii)", &numbers[0], &numbers[1], &person, &tile, &face);
  lane = dh_session_find_lane (self->session, numbers[0]);
  other = dh_session_find_lane (self->session, numbers[1]);
  if (lane == NULL || person > 1 || tile < 0 || tile >= DH_N_TILES || face < 0)
    return;
  gtk_stack_set_visible_child (GTK_STACK (self->lane_views), self->comparison);
  dh_preview_comparison_begin (get_comparison (self), lane, other);
  if (person < 0)
    return;
  dh_preview_comparison_set_tile (get_comparison (self), 0, (guint) person, tile);
  dh_preview_comparison_set_tile (get_comparison (self), 1, (guint) person, tile);
  dh_preview_comparison_set_face (get_comparison (self), (guint) face);
}

static void
end_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;

  gtk_stack_set_visible_child (GTK_STACK (self->lane_views), self->strip);
  gtk_widget_child_focus (self->strip, GTK_DIR_TAB_FORWARD);
}

static void
view_cb (DhWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "end-comparison");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action),
                               gtk_stack_get_visible_child (GTK_STACK (self->lane_views))
                                 == self->comparison);
}

void
dh_window_setup_comparison (DhWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "compare", .activate = compare_cb, .parameter_type = "(uuiii)" },
    { .name = "end-comparison", .activate = end_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  dh_preview_comparison_set_session (get_comparison (self), self->session);
  for (guint side = 0; side < 2; side++)
    g_signal_connect_object (dh_preview_comparison_get_source (get_comparison (self), side),
                             "changed", G_CALLBACK (update_sight), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->comparison, "map", G_CALLBACK (update_sight), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->comparison, "unmap", G_CALLBACK (update_sight), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->lane_views, "notify::visible-child", G_CALLBACK (view_cb), self,
                           G_CONNECT_SWAPPED);
  view_cb (self);
}
