/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The comparison of two previews, as a page in place of the lanes.
 *
 * Any tile can be compared with any other: two lanes' swaps, but also a lane's swap with the true
 * picture.  As long as both sides show the same tile, choosing another on the left changes both.  A
 * held side keeps what it shows while the lane goes on or the timeline moves, so that a lane can be
 * compared with itself.
 */
#include "ui/lanes/preview-comparison-private.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/scheme.h"

#define ZOOM 1.25

G_DEFINE_FINAL_TYPE (DhPreviewComparison, dh_preview_comparison, GTK_TYPE_WIDGET)

/* ---- controls ---- */

static void
mode_toggled_cb (DhPreviewComparison *self, GtkToggleButton *button)
{
  GtkWidget *const buttons[] = { self->beside_button, self->wipe_button, self->difference_button };

  if (self->updating || !gtk_toggle_button_get_active (button))
    return;
  for (guint mode = 0; mode < DH_PICTURE_PAIR_N_MODES; mode++)
    if (buttons[mode] == GTK_WIDGET (button))
      dh_pair_view_set_mode (DH_PAIR_VIEW (self->pair), mode);
  dh_preview_comparison_show_reading (self);
}

static void
hovered_cb (DhPreviewComparison *self, int column, int row)
{
  self->hovered[0] = column;
  self->hovered[1] = row;
  dh_preview_comparison_show_reading (self);
}

static void
last_face_cb (DhPreviewComparison *self)
{
  if (self->face > 0)
    dh_preview_comparison_set_face (self, self->face - 1);
}

static void
next_face_cb (DhPreviewComparison *self)
{
  dh_preview_comparison_set_face (self, self->face + 1);
}

static void
zoom_out_cb (DhPreviewComparison *self)
{
  dh_pair_view_set_zoom (DH_PAIR_VIEW (self->pair),
                         dh_pair_view_get_zoom (DH_PAIR_VIEW (self->pair)) / ZOOM);
}

static void
zoom_in_cb (DhPreviewComparison *self)
{
  dh_pair_view_set_zoom (DH_PAIR_VIEW (self->pair),
                         dh_pair_view_get_zoom (DH_PAIR_VIEW (self->pair)) * ZOOM);
}

static void
zoom_fit_cb (DhPreviewComparison *self)
{
  dh_pair_view_set_zoom (DH_PAIR_VIEW (self->pair), 1);
}

/* ---- the widget ---- */

static void
dh_preview_comparison_dispose (GObject *object)
{
  DhPreviewComparison *self = DH_PREVIEW_COMPARISON (object);

  for (guint side = 0; side < DH_COMPARISON_N_SIDES; side++)
    if (self->sides[side].source != NULL)
      g_signal_handlers_disconnect_by_data (self->sides[side].source, self);
  for (guint side = 0; side < DH_COMPARISON_N_SIDES; side++)
    g_clear_object (&self->sides[side].source);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (dh_session_get_lanes (self->session), self);
  g_clear_object (&self->session);
  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_PREVIEW_COMPARISON);
  G_OBJECT_CLASS (dh_preview_comparison_parent_class)->dispose (object);
}

static void
dh_preview_comparison_class_init (DhPreviewComparisonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_preview_comparison_dispose;
  g_type_ensure (DH_TYPE_PAIR_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/downhill/Downhill/lanes/preview-comparison.ui");
  gtk_widget_class_bind_template_child (widget_class, DhPreviewComparison, beside_button);
  gtk_widget_class_bind_template_child (widget_class, DhPreviewComparison, wipe_button);
  gtk_widget_class_bind_template_child (widget_class, DhPreviewComparison, difference_button);
  gtk_widget_class_bind_template_child_full (widget_class, "sides", FALSE,
                                             G_STRUCT_OFFSET (DhPreviewComparison, sides_box));
  gtk_widget_class_bind_template_child (widget_class, DhPreviewComparison, pair);
  gtk_widget_class_bind_template_child (widget_class, DhPreviewComparison, reading);
  gtk_widget_class_bind_template_child (widget_class, DhPreviewComparison, last_face);
  gtk_widget_class_bind_template_child (widget_class, DhPreviewComparison, face_label);
  gtk_widget_class_bind_template_child (widget_class, DhPreviewComparison, next_face);
  gtk_widget_class_bind_template_callback (widget_class, mode_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, hovered_cb);
  gtk_widget_class_bind_template_callback (widget_class, last_face_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_face_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_out_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_fit_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "previewcomparison");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_preview_comparison_init (DhPreviewComparison *self)
{
  self->hovered[0] = self->hovered[1] = -1;
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The choosers stand above their pictures, whose sides don't change with the direction of writing. */
  gtk_widget_set_direction (self->sides_box, GTK_TEXT_DIR_LTR);
  dh_preview_comparison_add_side (self, &self->sides[0], _ ("Lane on the left"),
                                  _ ("Picture on the left"));
  dh_preview_comparison_add_side (self, &self->sides[1], _ ("Lane on the right"),
                                  _ ("Picture on the right"));
  self->updating = FALSE;
  dh_preview_comparison_show_tiles (self);
  dh_preview_comparison_show_pictures (self);
}

GtkWidget *
dh_preview_comparison_new (void)
{
  return g_object_new (DH_TYPE_PREVIEW_COMPARISON, NULL);
}

void
dh_preview_comparison_set_session (DhPreviewComparison *self, DhSession *session)
{
  g_return_if_fail (self->session == NULL);
  self->session = g_object_ref (session);
  g_signal_connect_swapped (dh_session_get_lanes (session), "items-changed",
                            G_CALLBACK (dh_preview_comparison_show_lanes), self);
}

void
dh_preview_comparison_set_past (DhPreviewComparison *self, DhPast *past)
{
  for (guint side = 0; side < DH_COMPARISON_N_SIDES; side++)
    dh_preview_source_set_past (self->sides[side].source, past);
}

void
dh_preview_comparison_begin (DhPreviewComparison *self, DhLane *lane, DhLane *other)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  guint position = dh_preview_comparison_find_lane (self, lane);
  guint n_lanes = g_list_model_get_n_items (lanes);
  g_autoptr (DhLane) beside = g_list_model_get_item (lanes, (position + 1) % n_lanes);

  dh_preview_source_set_lane (self->sides[0].source, lane);
  dh_preview_source_set_lane (self->sides[1].source, other != NULL ? other : beside);
  dh_preview_comparison_show_lanes (self);
  gtk_widget_grab_focus (self->pair);
}

void
dh_preview_comparison_set_tile (DhPreviewComparison *self, guint side, guint person, DhTile tile)
{
  gboolean along = side == 0 && self->sides[0].tile == self->sides[1].tile;

  g_return_if_fail (side < DH_COMPARISON_N_SIDES && person < 2 && tile < DH_N_TILES);
  for (guint i = 0; i < DH_COMPARISON_N_SIDES; i++)
    if (along || i == side)
      self->sides[i].tile = person * DH_N_TILES + tile;
  dh_preview_comparison_show_tiles (self);
  dh_preview_comparison_show_pictures (self);
}

void
dh_preview_comparison_set_face (DhPreviewComparison *self, guint face)
{
  self->face = face;
  dh_preview_comparison_show_pictures (self);
}

guint
dh_preview_comparison_get_face (DhPreviewComparison *self)
{
  return self->face;
}

DhPreviewSource *
dh_preview_comparison_get_source (DhPreviewComparison *self, guint side)
{
  g_return_val_if_fail (side < DH_COMPARISON_N_SIDES, NULL);
  return self->sides[side].source;
}

void
dh_preview_comparison_set_held (DhPreviewComparison *self, guint side, gboolean held)
{
  DhPreviewSource *source = dh_preview_comparison_get_source (self, side);

  dh_preview_source_set_moment (source, held ? dh_preview_source_get_preview (source) : NULL);
  dh_preview_comparison_show_held (self);
}

DhPairView *
dh_preview_comparison_get_pair (DhPreviewComparison *self)
{
  return DH_PAIR_VIEW (self->pair);
}

const char *
dh_preview_comparison_get_reading (DhPreviewComparison *self)
{
  return gtk_inscription_get_text (GTK_INSCRIPTION (self->reading));
}
