/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The comparison of two previews, as a page in place of the lanes.
 *
 * Any tile can be compared with any other: two lanes' swaps, but also a lane's swap with the true
 * picture.  As long as both sides show the same tile, choosing another on the left changes both.  A
 * held side keeps what it shows while the lane goes on or the time line moves, so that a lane can be
 * compared with itself.
 */
#include "ui/lanes/preview-comparison.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/pictures/tile-grid.h"
#include "ui/widgets/scheme.h"

#define N_SIDES 2
#define ZOOM    1.25
#define SPACING 6

typedef struct
{
  DhPreviewSource *source;
  GtkWidget *box, *lanes, *tiles, *hold;
  guint tile; /* person × DH_N_TILES + tile */
} Side;

struct _DhPreviewComparison
{
  GtkWidget parent_instance;
  GtkWidget *beside_button, *wipe_button, *difference_button;
  GtkWidget *sides_box;
  GtkWidget *pair;
  GtkWidget *reading;
  GtkWidget *last_face, *face_label, *next_face;
  DhSession *session;
  Side sides[N_SIDES];
  guint face;
  int hovered[2];    /* column and row; −1: none */
  gboolean updating; /* controls are being set by code */
};

G_DEFINE_FINAL_TYPE (DhPreviewComparison, dh_preview_comparison, GTK_TYPE_WIDGET)

/* ---- what is shown ---- */

static guint
get_n_faces (DhPreviewComparison *self)
{
  guint n_faces = G_MAXUINT;

  for (guint side = 0; side < N_SIDES; side++)
    {
      DhPreview *preview = dh_preview_source_get_preview (self->sides[side].source);

      n_faces = MIN (n_faces, preview != NULL ? (guint) dh_preview_get_n_faces (preview) : 1);
    }
  return MAX (n_faces, 1);
}

static const guint8 *
peek_tile (DhPreviewComparison *self, const Side *side)
{
  DhPreview *preview = dh_preview_source_get_preview (side->source);

  if (preview == NULL || (int) self->face >= dh_preview_get_n_faces (preview))
    return NULL;
  return dh_preview_peek_tile (preview, side->tile / DH_N_TILES, self->face,
                               side->tile % DH_N_TILES);
}

/* Over a side's picture; also read aloud. */
static char *
dup_label (const Side *side)
{
  DhPreview *preview = dh_preview_source_get_preview (side->source);
  const char *heading = dh_tile_get_heading (side->tile / DH_N_TILES, side->tile % DH_N_TILES);

  if (preview == NULL)
    return g_strdup (heading);
  /* Translators: what a compared picture shows, such as “A→B, iteration 500” */
  return g_strdup_printf (_ ("%s, iteration %lu"), heading,
                          (gulong) dh_preview_get_iteration (preview));
}

static char *
dup_difference (DhPreviewComparison *self)
{
  double mae, psnr;

  if (!dh_pair_view_compute_difference (DH_PAIR_VIEW (self->pair), &mae, &psnr))
    return g_strdup (_ ("Not painted yet"));
  if (isinf (psnr))
    return g_strdup (_ ("The pictures are equal"));
  if (dh_pair_view_get_mode (DH_PAIR_VIEW (self->pair)) == DH_PICTURE_PAIR_DIFFERENCE)
    return g_strdup_printf (_ ("Right − left, mean of red, green and blue · MAE %.3f · PSNR %.1f dB"),
                            mae, psnr);
  return g_strdup_printf (_ ("Difference: MAE %.3f · PSNR %.1f dB"), mae, psnr);
}

static char *
dup_pixel (DhPreviewComparison *self)
{
  DhPairView *pair = DH_PAIR_VIEW (self->pair);
  int column = self->hovered[0], row = self->hovered[1];
  guint8 bytes[N_SIDES][3];

  for (guint side = 0; side < N_SIDES; side++)
    for (guint channel = 0; channel < 3; channel++)
      bytes[side][channel] = dh_pair_view_get_byte (pair, side, column, row, channel);
  /* Translators: a pixel's column and row, and its red, green and blue in both pictures */
  return g_strdup_printf (_ ("Pixel %d, %d · left %u %u %u · right %u %u %u"), column, row,
                          bytes[0][0], bytes[0][1], bytes[0][2], bytes[1][0], bytes[1][1],
                          bytes[1][2]);
}

static void
show_reading (DhPreviewComparison *self)
{
  gboolean both = peek_tile (self, &self->sides[0]) != NULL
                  && peek_tile (self, &self->sides[1]) != NULL;
  g_autofree char *text = self->hovered[0] >= 0 && both ? dup_pixel (self) : dup_difference (self);

  gtk_inscription_set_text (GTK_INSCRIPTION (self->reading), text);
}

/* In words, for screen readers. */
static void
describe (DhPreviewComparison *self)
{
  g_autofree char *labels[N_SIDES] = { dup_label (&self->sides[0]), dup_label (&self->sides[1]) };
  guint numbers[N_SIDES];
  g_autofree char *name = NULL, *difference = dup_difference (self);

  for (guint side = 0; side < N_SIDES; side++)
    {
      DhLane *lane = dh_preview_source_get_lane (self->sides[side].source);

      numbers[side] = lane != NULL ? dh_lane_get_number (lane) : 0;
    }
  /* Translators: read aloud; numbers of lanes, and what they show */
  name = g_strdup_printf (_ ("Left: lane %u, %s. Right: lane %u, %s."), numbers[0], labels[0],
                          numbers[1], labels[1]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pair), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, difference, -1);
}

static void
show_face (DhPreviewComparison *self)
{
  guint n_faces = get_n_faces (self);
  /* Translators: the number of the compared face, and how many there are */
  g_autofree char *text = g_strdup_printf (_ ("Face %u of %u"), self->face + 1, n_faces);

  gtk_label_set_text (GTK_LABEL (self->face_label), text);
  gtk_widget_set_sensitive (self->last_face, self->face > 0);
  gtk_widget_set_sensitive (self->next_face, self->face + 1 < n_faces);
}

static void
show_pictures (DhPreviewComparison *self)
{
  self->face = MIN (self->face, get_n_faces (self) - 1);
  for (guint i = 0; i < N_SIDES; i++)
    {
      Side *side = &self->sides[i];
      DhPreview *preview = dh_preview_source_get_preview (side->source);
      DhLane *lane = dh_preview_source_get_lane (side->source);
      g_autofree char *label = dup_label (side);

      dh_pair_view_set_picture (DH_PAIR_VIEW (self->pair), i, peek_tile (self, side),
                                preview != NULL ? dh_preview_get_size (preview) : 0,
                                lane != NULL ? dh_lane_get_number (lane) : 1, label);
    }
  show_face (self);
  show_reading (self);
  describe (self);
}

/* ---- controls ---- */

static void
show_held (DhPreviewComparison *self)
{
  self->updating = TRUE;
  for (guint side = 0; side < N_SIDES; side++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->sides[side].hold),
                                  dh_preview_source_has_moment (self->sides[side].source));
  self->updating = FALSE;
}

static void
source_cb (DhPreviewComparison *self)
{
  show_held (self);
  show_pictures (self);
}

static void
show_tiles (DhPreviewComparison *self)
{
  self->updating = TRUE;
  for (guint side = 0; side < N_SIDES; side++)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->sides[side].tiles), self->sides[side].tile);
  self->updating = FALSE;
}

static Side *
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

static void
mode_toggled_cb (DhPreviewComparison *self, GtkToggleButton *button)
{
  GtkWidget *const buttons[] = { self->beside_button, self->wipe_button, self->difference_button };

  if (self->updating || !gtk_toggle_button_get_active (button))
    return;
  for (guint mode = 0; mode < DH_PICTURE_PAIR_N_MODES; mode++)
    if (buttons[mode] == GTK_WIDGET (button))
      dh_pair_view_set_mode (DH_PAIR_VIEW (self->pair), mode);
  show_reading (self);
}

static void
hovered_cb (DhPreviewComparison *self, int column, int row)
{
  self->hovered[0] = column;
  self->hovered[1] = row;
  show_reading (self);
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

/* 0 if it is gone. */
static guint
find_position (DhPreviewComparison *self, DhLane *lane)
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

static void
show_lanes (DhPreviewComparison *self)
{
  for (guint i = 0; i < N_SIDES; i++)
    {
      Side *side = &self->sides[i];
      guint position = find_position (self, dh_preview_source_get_lane (side->source));
      g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (self->session),
                                                       position);
      g_autoptr (GtkStringList) names = list_lanes (self);

      self->updating = TRUE;
      gtk_drop_down_set_model (GTK_DROP_DOWN (side->lanes), G_LIST_MODEL (names));
      gtk_drop_down_set_selected (GTK_DROP_DOWN (side->lanes), position);
      self->updating = FALSE;
      if (dh_preview_source_get_lane (side->source) != NULL)
        dh_preview_source_set_lane (side->source, lane);
    }
}

/* ---- making it ---- */

/* Where there is little room, the text is shortened. */
static void
setup_item_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), 4);
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

static void
add_side (DhPreviewComparison *self, Side *side, const char *lane_name, const char *tile_name)
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

static void
dh_preview_comparison_dispose (GObject *object)
{
  DhPreviewComparison *self = DH_PREVIEW_COMPARISON (object);

  for (guint side = 0; side < N_SIDES; side++)
    if (self->sides[side].source != NULL)
      g_signal_handlers_disconnect_by_data (self->sides[side].source, self);
  for (guint side = 0; side < N_SIDES; side++)
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
  add_side (self, &self->sides[0], _ ("Lane on the left"), _ ("Picture on the left"));
  add_side (self, &self->sides[1], _ ("Lane on the right"), _ ("Picture on the right"));
  self->updating = FALSE;
  show_tiles (self);
  show_pictures (self);
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
                            G_CALLBACK (show_lanes), self);
}

void
dh_preview_comparison_set_past (DhPreviewComparison *self, DhPast *past)
{
  for (guint side = 0; side < N_SIDES; side++)
    dh_preview_source_set_past (self->sides[side].source, past);
}

void
dh_preview_comparison_begin (DhPreviewComparison *self, DhLane *lane, DhLane *other)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  guint position = find_position (self, lane), n_lanes = g_list_model_get_n_items (lanes);
  g_autoptr (DhLane) beside = g_list_model_get_item (lanes, (position + 1) % n_lanes);

  dh_preview_source_set_lane (self->sides[0].source, lane);
  dh_preview_source_set_lane (self->sides[1].source, other != NULL ? other : beside);
  show_lanes (self);
  gtk_widget_grab_focus (self->pair);
}

void
dh_preview_comparison_set_tile (DhPreviewComparison *self, guint side, guint person, DhTile tile)
{
  gboolean along = side == 0 && self->sides[0].tile == self->sides[1].tile;

  g_return_if_fail (side < N_SIDES && person < 2 && tile < DH_N_TILES);
  for (guint i = 0; i < N_SIDES; i++)
    if (along || i == side)
      self->sides[i].tile = person * DH_N_TILES + tile;
  show_tiles (self);
  show_pictures (self);
}

void
dh_preview_comparison_set_face (DhPreviewComparison *self, guint face)
{
  self->face = face;
  show_pictures (self);
}

guint
dh_preview_comparison_get_face (DhPreviewComparison *self)
{
  return self->face;
}

DhPreviewSource *
dh_preview_comparison_get_source (DhPreviewComparison *self, guint side)
{
  g_return_val_if_fail (side < N_SIDES, NULL);
  return self->sides[side].source;
}

void
dh_preview_comparison_set_held (DhPreviewComparison *self, guint side, gboolean held)
{
  DhPreviewSource *source = dh_preview_comparison_get_source (self, side);

  dh_preview_source_set_moment (source, held ? dh_preview_source_get_preview (source) : NULL);
  show_held (self);
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
