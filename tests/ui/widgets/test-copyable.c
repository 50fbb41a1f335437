/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is copied, read back from the clipboard and from files, in a real window.
 */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "tests/ui/leaks.h"
#include "tests/ui/ui-helpers.h"
#include "ui/ground/ground-pair.h"
#include "ui/lanes/chart-view.h"
#include "ui/lanes/metric-table.h"
#include "ui/losses/curve-plot.h"
#include "ui/losses/curve-table.h"
#include "ui/losses/formula-view.h"
#include "ui/widgets/copyable.h"
#include "ui/widgets/scheme.h"

#define MOST_TEXT 4096

/* ---- reading the clipboard ---- */

typedef struct
{
  gboolean done;
  char *text;
  GdkTexture *texture;
} Reading;

static gboolean
is_read (gpointer reading)
{
  return ((Reading *) reading)->done;
}

static void
text_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;

  reading->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
  reading->done = TRUE;
}

static char *
read_text (GtkWidget *widget)
{
  Reading reading = { 0 };

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, text_cb, &reading);
  wait_until (is_read, &reading);
  return reading.text;
}

static void
texture_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;

  reading->texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (clipboard), result, NULL);
  reading->done = TRUE;
}

static GdkTexture *
read_texture (GtkWidget *widget)
{
  Reading reading = { 0 };

  gdk_clipboard_read_texture_async (gtk_widget_get_clipboard (widget), NULL, texture_cb, &reading);
  wait_until (is_read, &reading);
  return reading.texture;
}

static void
all_cb (GObject *stream, GAsyncResult *result, gpointer data)
{
  g_assert_true (g_input_stream_read_all_finish (G_INPUT_STREAM (stream), result, NULL, NULL));
  ((Reading *) data)->done = TRUE;
}

static void
stream_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  const char *type;
  g_autoptr (GInputStream) stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (clipboard), result,
                                                               &type, NULL);

  g_assert_nonnull (stream);
  reading->text = g_new0 (char, MOST_TEXT);
  g_input_stream_read_all_async (stream, reading->text, MOST_TEXT - 1, 0, NULL, all_cb, reading);
}

static char *
read_html (GtkWidget *widget)
{
  Reading reading = { 0 };

  gdk_clipboard_read_async (gtk_widget_get_clipboard (widget),
                            (const char *[]) { "text/html", NULL }, 0, NULL, stream_cb, &reading);
  wait_until (is_read, &reading);
  return reading.text;
}

/* ---- pixels ---- */

static guint32
get_pixel (cairo_surface_t *surface, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);

  return ((const guint32 *) (const void *) (data
                                            + y * cairo_image_surface_get_stride (surface)))[x];
}

static guint32
get_ground (void)
{
  DhColor card = dh_palette_get (dh_scheme_get_current ())->card;

  return 0xffu << 24 | (guint32) (card.red * 255 + .5) << 16 | (guint32) (card.green * 255 + .5) << 8
         | (guint32) (card.blue * 255 + .5);
}

/* Pixels that differ from their left neighbour. */
static guint
count_edges (cairo_surface_t *surface)
{
  guint n = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 1; x < cairo_image_surface_get_width (surface); x++)
      n += get_pixel (surface, x, y) != get_pixel (surface, x - 1, y);
  return n;
}

/* Squares of 2 × 2 pixels that aren't the same pixel enlarged. */
static guint
count_mixed (cairo_surface_t *surface)
{
  guint n = 0;

  for (int y = 0; y + 1 < cairo_image_surface_get_height (surface); y += 2)
    for (int x = 0; x + 1 < cairo_image_surface_get_width (surface); x += 2)
      n += get_pixel (surface, x, y) != get_pixel (surface, x + 1, y)
           || get_pixel (surface, x, y) != get_pixel (surface, x, y + 1);
  return n;
}

/* ---- widgets ---- */

static DhTerrain *
new_bowl (void)
{
  const double minimum[2] = { -1, -2 }, maximum[2] = { 1, 2 };
  float heights[9 * 9];

  for (int i = 0; i < 81; i++)
    heights[i] = (float) ((i % 9 - 4) * (i % 9 - 4) + (i / 9 - 4) * (i / 9 - 4));
  return dh_terrain_new_from_heights (9, 9, minimum, maximum, heights);
}

static double
evaluate_square (gconstpointer data, double error, double *slope)
{
  *slope = 2 * error;
  return error * error;
}

/* ---- tests ---- */

static void
test_table (void)
{
  const DhMetrics metrics = { .iteration = 1,
                              .mae = .0625,
                              .psnr = 21.123456,
                              .ssim = .5,
                              .swap_mae = NAN,
                              .swap_psnr = 12,
                              .swap_ssim = .25,
                              .side_psnr = { NAN, NAN } };
  GtkWidget *table = dh_metric_table_new (), *window = show_alone (table, 400, 120);
  g_autofree char *text = NULL, *html = NULL, *empty = NULL;

  dh_metric_table_set (DH_METRIC_TABLE (table), &metrics, 0);
  gtk_widget_activate_action (table, "copy.table", NULL);
  text = read_text (table);
  g_assert_cmpstr (text, ==, "\tPSNR\tSSIM\tMAE\nself\t21.12346\t0.5\t0.0625\nswap\t12\t0.25\t\n");
  html = read_html (table);
  g_assert_nonnull (strstr (html, "<td sdval=\"21.12346\" x:num=\"21.12346\">"));
  dh_metric_table_set (DH_METRIC_TABLE (table), NULL, 0);
  gtk_widget_activate_action (table, "copy.table", NULL);
  empty = read_text (table);
  g_assert_cmpstr (empty, ==, "\tPSNR\tSSIM\tMAE\nself\t\t\t\nswap\t\t\t\n");
  close_and_watch (window, table);
}

static void
test_picture (void)
{
  GtkWidget *plot = dh_curve_plot_new (), *window;
  const DhCurve curve = { .label = "Square", .evaluate = evaluate_square, .number = 1 };
  cairo_surface_t *once, *twice;
  GdkTexture *texture;

  dh_curve_plot_set_curves (DH_CURVE_PLOT (plot), &curve, 1);
  window = show_alone (plot, 500, 220);
  gtk_widget_activate_action (plot, "copy.picture", NULL);
  texture = read_texture (plot);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 2 * (gtk_widget_get_width (plot) + 16));
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 2 * (gtk_widget_get_height (plot) + 16));
  g_object_unref (texture);
  once = dh_copyable_make_picture (plot, 1);
  twice = dh_copyable_make_picture (plot, 2);
  g_assert_cmphex (get_pixel (twice, 0, 0), ==, get_ground ());
  g_assert_cmpuint (count_edges (once), >, 1000);
  g_assert_cmpuint (count_mixed (twice), >, 2000);
  cairo_surface_destroy (once);
  cairo_surface_destroy (twice);
  close_and_watch (window, plot);
}

/* After a copy, the widget shows on the screen what it did before. */
static void
test_same_after (void)
{
  GtkWidget *plot = dh_curve_plot_new (), *window;
  const DhCurve curve = { .label = "Square", .evaluate = evaluate_square, .number = 1 };
  cairo_surface_t *before, *after;

  dh_curve_plot_set_curves (DH_CURVE_PLOT (plot), &curve, 1);
  window = show_alone (plot, 500, 220);
  before = dh_copyable_make_picture (plot, 1);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  after = dh_copyable_make_picture (plot, 1);
  g_assert_cmpmem (cairo_image_surface_get_data (before),
                   cairo_image_surface_get_stride (before)
                     * cairo_image_surface_get_height (before),
                   cairo_image_surface_get_data (after),
                   cairo_image_surface_get_stride (after) * cairo_image_surface_get_height (after));
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
  close_and_watch (window, plot);
}

static void
test_curves (void)
{
  GtkWidget *plot = dh_curve_plot_new (), *window;
  const DhCurve curve = { .label = "Square", .evaluate = evaluate_square, .number = 1 };
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  dh_curve_plot_set_curves (DH_CURVE_PLOT (plot), &curve, 1);
  window = show_alone (plot, 500, 220);
  gtk_widget_activate_action (plot, "copy.table", NULL);
  text = read_text (plot);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 203);
  g_assert_cmpstr (lines[0], ==, "Error\tSquare\tSlope of Square");
  g_assert_cmpstr (lines[1], ==, "-0.2\t0.04\t-0.4");
  g_assert_cmpstr (lines[101], ==, "0\t0\t0");
  g_assert_cmpstr (lines[201], ==, "0.2\t0.04\t0.4");
  close_and_watch (window, plot);
}

static gboolean
is_painted (gpointer pair)
{
  GtkWidget *map = find_nth (pair, "DhGroundPicture", 1);
  cairo_surface_t *surface = dh_copyable_make_picture (map, 1);
  gboolean painted = count_edges (surface) > 2000;

  cairo_surface_destroy (surface);
  return painted;
}

/* Both pictures of a ground, and its heights. */
static void
test_ground (void)
{
  GtkWidget *pair = dh_ground_pair_new (), *window = show_alone (pair, 300, 600);
  DhTerrain *bowl = new_bowl ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GtkWidget *map;

  dh_ground_pair_set_terrain (DH_GROUND_PAIR (pair), bowl, NULL);
  wait_until (is_painted, pair);
  map = find_nth (pair, "DhGroundPicture", 1);
  gtk_widget_activate_action (map, "copy.table", NULL);
  text = read_text (map);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "\t-1\t-0.75\t-0.5\t-0.25\t0\t0.25\t0.5\t0.75\t1");
  g_assert_cmpstr (lines[1], ==, "-2\t32\t25\t20\t17\t16\t17\t20\t25\t32");
  g_assert_cmpstr (lines[5], ==, "0\t16\t9\t4\t1\t0\t1\t4\t9\t16");
  g_assert_cmpuint (g_strv_length (lines), ==, 11);
  dh_terrain_unref (bowl);
  close_and_watch (window, pair);
}

static char *
save (GtkWidget *widget, const char *folder, const char *name, gsize *size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *data;

  ignore_leaks (); /* cairo 1.16 forgets an object of its own for each group in an SVG */
  dh_copyable_save (widget, path, &error);
  notice_leaks ();
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &data, size, NULL));
  g_unlink (path);
  return data;
}

/* The end of a path decides.  Text and lines stay such in an SVG file. */
static void
test_save (void)
{
  GtkWidget *formula = dh_formula_view_new (), *window;
  g_autofree char *folder = g_dir_make_tmp ("downhill-XXXXXX", NULL), *png = NULL, *svg = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  dh_formula_view_set (DH_FORMULA_VIEW (formula), "x^2 + \\frac{1}{2}", "x squared and a half");
  window = show_alone (formula, 300, 100);
  png = save (formula, folder, "a.png", &size);
  g_assert_cmpmem (png, 8, "\211PNG\r\n\032\n", 8);
  svg = save (formula, folder, "a.SVG", &size);
  g_assert_nonnull (g_strstr_len (svg, (gssize) size, "<svg"));
  g_assert_nonnull (g_strstr_len (svg, (gssize) size, "<path"));
  g_assert_null (g_strstr_len (svg, (gssize) size, "<image"));
  g_assert_false (dh_copyable_save (formula, "/nonexistent/folder/a.png", &error));
  g_assert_nonnull (error);
  g_rmdir (folder);
  close_and_watch (window, formula);
}

static gboolean
has_menu (gpointer widget)
{
  GtkWidget *menu = find_widget (widget, "GtkPopoverMenu");

  return menu != NULL && gtk_widget_get_mapped (menu);
}

static gboolean
has_no_menu (gpointer widget)
{
  return !has_menu (widget);
}

/* The menu comes and goes, and the widget with it. */
static void
test_menu (void)
{
  GtkWidget *chart = dh_chart_view_new (), *window = show_alone (chart, 300, 150);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (chart);

      for (guint k = 0; k < g_list_model_get_n_items (controllers); k++)
        {
          g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, k);

          if (GTK_IS_GESTURE_CLICK (controller)
              && gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller))
                   == GDK_BUTTON_SECONDARY)
            g_signal_emit_by_name (controller, "pressed", 1, 20.0, 20.0);
        }
      wait_until (has_menu, chart);
      if (i == 1) /* the widget goes with its menu open */
        break;
      gtk_popover_popdown (GTK_POPOVER (find_widget (chart, "GtkPopoverMenu")));
      wait_until (has_no_menu, chart);
    }
  close_and_watch (window, chart);
}

/* The shortcuts of the widget that these keys trigger. */
static void
press (GtkWidget *widget, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint k = 0; k < g_list_model_get_n_items (controllers); k++)
    {
      g_autoptr (GListModel) shortcuts = g_list_model_get_item (controllers, k);

      for (guint i = 0;
           GTK_IS_SHORTCUT_CONTROLLER (shortcuts) && i < g_list_model_get_n_items (shortcuts); i++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);
          g_autofree char *keys = gtk_shortcut_trigger_to_string (
            gtk_shortcut_get_trigger (shortcut));

          if (strstr (keys, gdk_keyval_name (key)) != NULL)
            gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget, NULL);
        }
    }
}

/* A drawing that was scrolled out of sight keeps the focus: its menu opens where it can be seen. */
static void
test_menu_of_hidden (void)
{
  GtkWidget *chart = dh_chart_view_new (), *place = gtk_fixed_new ();
  GtkWidget *scroller = gtk_scrolled_window_new (), *window;
  GdkRectangle at;
  graphene_point_t shown;

  gtk_widget_set_size_request (chart, 300, 150);
  gtk_fixed_put (GTK_FIXED (place), chart, 5000, 0);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), place);
  window = show_alone (scroller, 300, 200);
  press (chart, GDK_KEY_Menu);
  wait_until (has_menu, chart);
  g_assert_true (
    gtk_popover_get_pointing_to (GTK_POPOVER (find_widget (chart, "GtkPopoverMenu")), &at));
  g_assert_true (
    gtk_widget_compute_point (chart, window, &GRAPHENE_POINT_INIT (at.x, at.y), &shown));
  g_assert_cmpfloat (shown.x, >=, 0);
  g_assert_cmpfloat (shown.x, <=, gtk_widget_get_width (window));
  g_assert_cmpfloat (shown.y, >=, 0);
  g_assert_cmpfloat (shown.y, <=, gtk_widget_get_height (window));
  close_and_watch (window, chart);
}

int
main (int argc, char *argv[])
{
  adw_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/copyable/table", test_table);
  g_test_add_func ("/copyable/picture", test_picture);
  g_test_add_func ("/copyable/same-after", test_same_after);
  g_test_add_func ("/copyable/curves", test_curves);
  g_test_add_func ("/copyable/ground", test_ground);
  g_test_add_func ("/copyable/save", test_save);
  g_test_add_func ("/copyable/menu", test_menu);
  g_test_add_func ("/copyable/menu-of-hidden", test_menu_of_hidden);
  return g_test_run ();
}
