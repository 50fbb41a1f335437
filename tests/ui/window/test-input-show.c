/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A real mouse and real keys: comparing two previews, copying, presenting.
 */
#include "tests/ui/window/input-helpers.h"
#include "ui/lanes/preview-comparison.h"

/* ---- two previews compared ---- */

static DhPreviewComparison *
get_comparison (Fixture *fixture)
{
  return DH_PREVIEW_COMPARISON (
    find_widget (GTK_WIDGET (fixture->window), "DhPreviewComparison"));
}

static gboolean
compares (gpointer data)
{
  GtkWidget *comparison = GTK_WIDGET (get_comparison (data));

  return gtk_widget_get_mapped (comparison) && gtk_widget_get_width (comparison) > 0;
}

static gboolean
compares_two_and_three (gpointer data)
{
  DhPreviewComparison *comparison = get_comparison (data);
  DhLane *left = dh_preview_source_get_lane (dh_preview_comparison_get_source (comparison, 0));
  DhLane *right = dh_preview_source_get_lane (dh_preview_comparison_get_source (comparison, 1));

  return compares (data) && dh_lane_get_number (left) == 2 && dh_lane_get_number (right) == 3;
}

static gboolean
has_faces (gpointer session)
{
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (session), 1);
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);

  return snapshot != NULL && dh_lane_snapshot_get_preview (snapshot) != NULL;
}

static gboolean
divider_is_far (gpointer data)
{
  return dh_pair_view_get_divider (dh_preview_comparison_get_pair (get_comparison (data))) > .7;
}

static gboolean
is_zoomed (gpointer data)
{
  return dh_pair_view_get_zoom (dh_preview_comparison_get_pair (get_comparison (data))) > 1;
}

static gboolean
is_whole (gpointer data)
{
  return dh_pair_view_get_zoom (dh_preview_comparison_get_pair (get_comparison (data))) == 1;
}

static gboolean
has_picture (gpointer clipboard)
{
  return gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard),
                                            GDK_TYPE_TEXTURE);
}

static gboolean
has_table (gpointer clipboard)
{
  return gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard),
                                                "text/html");
}

/* A face is clicked; there, the divider is dragged, the wheel zooms, 0 ends
 * that, and Ctrl+C copies.  Escape leads back. */
static void
test_compare (Fixture *fixture, gconstpointer data)
{
  GtkWidget *from = find_widget (get_card (fixture, 1), "DhPreviewView");
  GtkWidget *pair;
  int x0, y0, x1, y1;

  wait_until (has_faces, dh_window_get_session (fixture->window));
  locate (fixture, from, .15, .3, &x0, &y0);
  drive ("mousemove --window %%1 %d %d click 1", x0, y0);
  wait_until (compares_two_and_three, fixture);
  pair = GTK_WIDGET (dh_preview_comparison_get_pair (get_comparison (fixture)));
  wait_until (is_on_screen, pair);
  locate (fixture, pair, .5, .8, &x0, &y0);
  locate (fixture, pair, .62, .8, &x1, &y1);
  drive ("mousemove --window %%1 %d %d mousedown 1 mousemove --window %%1 %d %d mousemove --window "
         "%%1 %d %d mouseup 1",
         x0, y0, (x0 + x1) / 2, y0, x1, y1);
  wait_until (divider_is_far, fixture);
  drive ("click 4");
  wait_until (is_zoomed, fixture);
  drive ("key 0");
  wait_until (is_whole, fixture);
  drive ("key ctrl+c");
  wait_until (has_picture, gtk_widget_get_clipboard (pair));
  drive ("key Escape"); /* closes the toast */
  drive ("key Escape");
  wait_until (is_laid_out, fixture);
  g_assert_false (gtk_widget_get_mapped (pair));
}

static GtkWidget *
find_menu (GtkWidget *widget)
{
  GtkWidget *menu = find_widget (widget, "GtkPopoverMenu");

  return menu != NULL && gtk_widget_get_mapped (menu) ? menu : NULL;
}

static gboolean
has_menu (gpointer widget)
{
  return find_menu (widget) != NULL;
}

static gboolean
has_no_menu (gpointer widget)
{
  return find_menu (widget) == NULL;
}

/* A click and Ctrl+C copy a table; the menu comes with the secondary button and with Shift+F10. */
static void
test_copy (Fixture *fixture, gconstpointer data)
{
  GtkWidget *table = find_widget (get_card (fixture, 0), "DhMetricTable");
  GtkWidget *chart = find_widget (get_card (fixture, 1), "DhChartView");
  GdkClipboard *clipboard = gtk_widget_get_clipboard (table);
  int x, y;

  locate (fixture, table, .5, .5, &x, &y);
  drive ("mousemove --window %%1 %d %d click 1 key ctrl+c", x, y);
  wait_until (has_table, clipboard);
  locate (fixture, chart, .5, .5, &x, &y);
  drive ("mousemove --window %%1 %d %d click 3", x, y);
  wait_until (has_menu, chart);
  drive ("key Escape");
  wait_until (has_no_menu, chart);
  drive ("mousemove --window %%1 %d %d click 1 key shift+F10", x, y);
  wait_until (has_menu, chart);
  drive ("key Down key Return"); /* from Copy Picture to Copy Table */
  wait_until (has_no_menu, chart);
  wait_until (has_table, clipboard);
}

/* ---- presenting ---- */

static gboolean
is_presenting (gpointer data)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (
    G_ACTION_GROUP (((Fixture *) data)->window), "present");

  return g_variant_get_boolean (state);
}

static gboolean
has_stopped_presenting (gpointer data)
{
  return !is_presenting (data);
}

static gboolean
has_header (gpointer data)
{
  return gtk_widget_get_mapped (find_widget (GTK_WIDGET (((Fixture *) data)->window),
                                             "AdwHeaderBar"));
}

static gboolean
has_no_header (gpointer data)
{
  return !has_header (data);
}

/* F11 and Escape; the header bar comes to the pointer at the top edge, and with F10. */
static void
test_present (Fixture *fixture, gconstpointer data)
{
  GtkWidget *flap = find_widget (GTK_WIDGET (fixture->window), "AdwFlap");
  int x0, y0, x1, y1;

  locate (fixture, flap, .5, 0, &x0, &y0);
  locate (fixture, flap, .5, .6, &x1, &y1);
  drive ("mousemove --window %%1 %d %d key F11", x1, y1);
  wait_until (is_presenting, fixture);
  wait_until (has_no_header, fixture);
  drive ("mousemove --window %%1 %d %d mousemove --window %%1 %d %d", x0 + 5, y0 + 20, x0, y0 + 1);
  wait_until (has_header, fixture);
  drive ("mousemove --window %%1 %d %d", x1 + 5, y1 + 5);
  wait_until (has_no_header, fixture);
  drive ("key F10");
  wait_until (has_header, fixture);
  drive ("mousemove --window %%1 %d %d", x1, y1 - 5);
  wait_until (has_no_header, fixture);
  drive ("key Escape");
  wait_until (has_stopped_presenting, fixture);
  wait_until (has_header, fixture);
  drive ("key F11");
  wait_until (is_presenting, fixture);
  drive ("key F11");
  wait_until (has_stopped_presenting, fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!can_drive ())
    return 0;
  g_test_add ("/input/compare", Fixture, NULL, set_up, test_compare, tear_down);
  g_test_add ("/input/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/input/present", Fixture, NULL, set_up, test_present, tear_down);
  return g_test_run ();
}
