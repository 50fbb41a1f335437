/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The comparison of two previews in the window: what it shows while the lanes go on, and what the
 * lanes paint for it.
 */
#include <adwaita.h>

#include "config.h"
#include "tests/ui/session-helpers.h"
#include "ui/lanes/preview-comparison.h"
#include "ui/window/window.h"

typedef struct
{
  GSettings *settings;
  DhWindow *window;
  DhSession *session;
  DhPreviewComparison *comparison;
} Fixture;

static gboolean
have_previews (gpointer session)
{
  GListModel *lanes = dh_session_get_lanes (session);

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);

      if (snapshot == NULL || dh_lane_snapshot_get_preview (snapshot) == NULL
          || !dh_preview_is_painted (dh_lane_snapshot_get_preview (snapshot)))
        return FALSE;
    }
  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const char *faces = g_getenv ("DH_FACES");

  fixture->settings = g_settings_new (DH_APP_ID);
  fixture->window = DH_WINDOW (dh_window_new (NULL, faces != NULL ? faces : ".",
                                              fixture->settings));
  fixture->session = dh_window_get_session (fixture->window);
  fixture->comparison = DH_PREVIEW_COMPARISON (
    find_widget (GTK_WIDGET (fixture->window), "DhPreviewComparison"));
  gtk_window_present (GTK_WINDOW (fixture->window));
  take_step (fixture->session);
  wait_until (have_previews, fixture->session);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer watched = fixture->window, session = fixture->session;

  g_object_add_weak_pointer (G_OBJECT (fixture->window), &watched);
  g_object_add_weak_pointer (G_OBJECT (fixture->session), &session);
  gtk_window_close (GTK_WINDOW (fixture->window));
  wait_until (is_gone, &watched);
  wait_until (is_gone, &session);
  g_clear_object (&fixture->settings);
}

static void
compare (Fixture *fixture, guint left, guint right, int person, int tile, int face)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.compare",
                                             "(uuiii)", left, right, person, tile, face));
  wait_until (is_on_screen, fixture->comparison);
}

static guint
get_number (Fixture *fixture, guint side)
{
  return dh_lane_get_number (
    dh_preview_source_get_lane (dh_preview_comparison_get_source (fixture->comparison, side)));
}

static DhPreview *
get_preview (Fixture *fixture, guint side)
{
  return dh_preview_source_get_preview (
    dh_preview_comparison_get_source (fixture->comparison, side));
}

static DhLaneParts
get_hidden (Fixture *fixture, guint position)
{
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (fixture->session),
                                                   position);

  return dh_lane_get_hidden_parts (lane);
}

static gboolean
paints_two_and_four (gpointer data)
{
  return (get_hidden (data, 0) & DH_LANE_FACES) != 0 && (get_hidden (data, 1) & DH_LANE_FACES) == 0
         && (get_hidden (data, 2) & DH_LANE_FACES) != 0
         && (get_hidden (data, 3) & DH_LANE_FACES) == 0
         && (get_hidden (data, 1) & DH_LANE_LANDSCAPE) != 0;
}

static gboolean
paints_all (gpointer data)
{
  return get_hidden (data, 0) == DH_LANE_NO_PART && get_hidden (data, 2) == DH_LANE_NO_PART;
}

/* The lanes that aren't compared have nothing on the screen. */
static void
test_opens (Fixture *fixture, gconstpointer data)
{
  compare (fixture, 2, 4, -1, 0, 0);
  g_assert_cmpuint (get_number (fixture, 0), ==, 2);
  g_assert_cmpuint (get_number (fixture, 1), ==, 4);
  wait_until (paints_two_and_four, fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.end-comparison", NULL);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture->comparison)));
  wait_until (paints_all, fixture);
  compare (fixture, 4, 0, -1, 0, 0);
  g_assert_cmpuint (get_number (fixture, 1), ==, 1);
  /* Lanes that don't exist. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.compare", "(uuiii)", 9, 1, 0, 0, 0);
  g_assert_cmpuint (get_number (fixture, 0), ==, 4);
}

static gboolean
has_gone_on (gpointer data)
{
  return dh_preview_get_iteration (get_preview (data, 1)) > 1;
}

/* A held side keeps its moment: the lane is compared with itself. */
static void
test_holds (Fixture *fixture, gconstpointer data)
{
  DhPreview *moment;

  compare (fixture, 1, 1, 0, DH_TILE_SELF, 0);
  moment = get_preview (fixture, 0);
  g_assert_true (moment == get_preview (fixture, 1));
  dh_preview_comparison_set_held (fixture->comparison, 0, TRUE);
  while (!has_gone_on (fixture))
    take_step (fixture->session);
  g_assert_true (get_preview (fixture, 0) == moment);
  dh_preview_comparison_set_held (fixture->comparison, 0, FALSE);
  g_assert_true (get_preview (fixture, 0) == get_preview (fixture, 1));
}

/* Both sides follow the timeline; a held one stays. */
static void
test_past (Fixture *fixture, gconstpointer data)
{
  DhPast *past = dh_window_get_past (fixture->window);
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (fixture->session), 0);
  DhLaneSnapshot *then;
  DhPreview *now;

  compare (fixture, 1, 1, 0, DH_TILE_SELF, 0);
  while (!has_gone_on (fixture))
    take_step (fixture->session);
  now = get_preview (fixture, 0);
  dh_preview_comparison_set_held (fixture->comparison, 0, TRUE);
  dh_past_go (past, 1);
  g_assert_false (dh_past_get_live (past));
  then = dh_past_get_snapshot (past, lane);
  g_assert_true (get_preview (fixture, 0) == now);
  g_assert_true (get_preview (fixture, 1) != now);
  g_assert_true (get_preview (fixture, 1)
                 == (then != NULL ? dh_lane_snapshot_get_preview (then) : NULL));
  dh_past_go_live (past);
  dh_preview_comparison_set_held (fixture->comparison, 0, FALSE);
  g_assert_true (get_preview (fixture, 0) == get_preview (fixture, 1));
  g_assert_true (get_preview (fixture, 1)
                 == dh_lane_snapshot_get_preview (dh_lane_get_snapshot (lane)));
}

/* Two sides with the same tile change together; what differs is said in numbers. */
static void
test_tiles (Fixture *fixture, gconstpointer data)
{
  DhPairView *pair = dh_preview_comparison_get_pair (fixture->comparison);
  const guint8 *tile;
  double mae, psnr;

  compare (fixture, 1, 2, 1, DH_TILE_ORIGINAL, 0);
  tile = dh_preview_peek_tile (get_preview (fixture, 1), 1, 0, DH_TILE_ORIGINAL);
  g_assert_cmpuint (dh_pair_view_get_byte (pair, 1, 5, 6, 2), ==,
                    tile[4 * (6 * dh_preview_get_size (get_preview (fixture, 1)) + 5) + 2]);
  g_assert_true (dh_pair_view_compute_difference (pair, &mae, &psnr));
  g_assert_cmpfloat (mae, ==, 0);
  g_assert_cmpstr (dh_preview_comparison_get_reading (fixture->comparison), ==,
                   "The pictures are equal");
  dh_preview_comparison_set_tile (fixture->comparison, 0, 0, DH_TILE_SWAP);
  dh_preview_comparison_set_tile (fixture->comparison, 1, 0, DH_TILE_SWAP);
  dh_preview_comparison_set_tile (fixture->comparison, 1, 0, DH_TILE_TRUE_SWAP);
  g_assert_true (dh_pair_view_compute_difference (pair, &mae, &psnr));
  g_assert_true (g_str_has_prefix (dh_preview_comparison_get_reading (fixture->comparison),
                                   "Difference: MAE "));
  dh_preview_comparison_set_face (fixture->comparison, 1000);
  g_assert_cmpuint (dh_preview_comparison_get_face (fixture->comparison), <, 8);
}

/* A lane that is removed is no longer compared. */
static void
test_removed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (fixture->session), 1);

  compare (fixture, 2, 3, -1, 0, 0);
  dh_session_remove_lane (fixture->session, lane);
  g_assert_cmpuint (get_number (fixture, 0), ==, 1);
  g_assert_cmpuint (get_number (fixture, 1), ==, 3);
}

static GtkEventController *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return controller;
    }
  return NULL;
}

/* A lane's face is dropped on another's, and on its own. */
static void
test_drop (Fixture *fixture, gconstpointer data)
{
  GtkWidget *card = GTK_WIDGET (dh_lane_strip_get_card (dh_window_get_strip (fixture->window), 2));
  GtkWidget *preview = find_widget (card, "DhPreviewView");
  GValue value = G_VALUE_INIT;
  gboolean dropped = TRUE;

  g_value_init (&value, G_TYPE_UINT);
  g_value_set_uint (&value, 3);
  wait_until (is_on_screen, preview);
  g_signal_emit_by_name (find_drop_target (preview), "drop", &value, 30.0,
                         gtk_widget_get_height (preview) * .3, &dropped);
  g_assert_false (dropped);
  g_value_set_uint (&value, 1);
  g_signal_emit_by_name (find_drop_target (preview), "drop", &value, 30.0,
                         gtk_widget_get_height (preview) * .3, &dropped);
  g_assert_true (dropped);
  wait_until (is_on_screen, fixture->comparison);
  g_assert_cmpuint (get_number (fixture, 0), ==, 1);
  g_assert_cmpuint (get_number (fixture, 1), ==, 3);
}

int
main (int argc, char *argv[])
{
  adw_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/comparison/opens", Fixture, NULL, set_up, test_opens, tear_down);
  g_test_add ("/comparison/holds", Fixture, NULL, set_up, test_holds, tear_down);
  g_test_add ("/comparison/past", Fixture, NULL, set_up, test_past, tear_down);
  g_test_add ("/comparison/tiles", Fixture, NULL, set_up, test_tiles, tear_down);
  g_test_add ("/comparison/removed", Fixture, NULL, set_up, test_removed, tear_down);
  g_test_add ("/comparison/drop", Fixture, NULL, set_up, test_drop, tear_down);
  return g_test_run ();
}
