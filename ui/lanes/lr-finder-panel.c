/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The learning rate finder in a window.
 *
 * It is neither modal nor a popover: a sweep takes half a minute or more, and meanwhile the user
 * wants to see the lanes.  The curve comes with the lane's snapshots; the panel only redraws when
 * their sweep changes.  A button sets the rate shown on it, with two digits, not the fifteen of the
 * mark; before there are marks, there are no buttons.
 */
#include "ui/lanes/lr-finder-panel.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "core/catalog/catalog.h"
#include "ui/plot/charts/lr-finder-chart.h"
#include "ui/widgets/copyable.h"
#include "ui/widgets/help-key.h"
#include "ui/widgets/scheme.h"

#define WIDTH            620
#define HEIGHT           540
#define MIN_CHART_WIDTH  320
#define MIN_CHART_HEIGHT 220
#define FONT_SIZE        11.0

static const char *const tips[DH_LR_FINDER_RESULT_N_MARKS] = {
  N_ ("A tenth of the rate with the lowest loss: cautious, the default"),
  N_ ("A fifth of the rate with the lowest loss: moderate"),
  N_ ("Two fifths of the rate with the lowest loss: bold"),
};

struct _DhLrFinderPanel
{
  GtkWidget parent_instance;
  GtkWidget *chart;
  GtkWidget *status;
  GtkWidget *start;
  GtkWidget *rate;
  GtkWidget *marks;
  GtkWidget *buttons[DH_LR_FINDER_RESULT_N_MARKS];
  char *font_family;
  DhLane *lane;
  DhLrFinderResult *result; /* the result that is shown, or NULL */
};

G_DEFINE_FINAL_TYPE (DhLrFinderPanel, dh_lr_finder_panel, GTK_TYPE_WIDGET)

/* The lane's result; NULL while a new sweep is waited for and the lane still has the old one. */
static DhLrFinderResult *
peek_result (DhLrFinderPanel *self)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (self->lane);
  DhLrFinderResult *result = snapshot != NULL ? dh_lane_snapshot_get_lr_finder_result (snapshot)
                                              : NULL;

  if (result != NULL && dh_lane_get_sweeping (self->lane)
      && result->state != DH_LR_FINDER_RESULT_RUNNING)
    return NULL;
  return result;
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  DhLrFinderPanel *self = data;
  DhLrFinderChart chart = {
    .result = self->result,
    .number = dh_lane_get_number (self->lane),
    .scheme = dh_scheme_get_current (),
    .font_size = FONT_SIZE * dh_widget_get_text_scale (GTK_WIDGET (self)),
    .font_family = self->font_family,
  };

  dh_lr_finder_chart_draw (&chart, cr, width, height);
}

/* ---- showing ---- */

static void
show_status (DhLrFinderPanel *self)
{
  gboolean wanted = dh_lane_get_sweeping (self->lane);
  g_autofree char *text = NULL;

  if (self->result != NULL)
    text = dh_lr_finder_result_dup_text (self->result);
  else
    text = g_strdup (wanted ? _ ("The sweep starts as soon as the network is free")
                            : _ ("No sweep yet"));
  gtk_label_set_text (GTK_LABEL (self->status), text);
  gtk_button_set_label (GTK_BUTTON (self->start), wanted ? _ ("Stop") : _ ("Start"));
  gtk_widget_set_tooltip_text (self->start, wanted ? _ ("Stop the Sweep and Restore the Weights")
                                                   : _ ("Raise the rate step by step on a copy of the lane (learning rate range test)"));
}

static gboolean
has_marks (DhLrFinderPanel *self)
{
  return self->result != NULL && self->result->state == DH_LR_FINDER_RESULT_DONE;
}

static void
show_mark (DhLrFinderPanel *self, guint mark)
{
  GtkWidget *button = self->buttons[mark];
  char rate[32];
  g_autofree char *label = NULL;

  dh_lr_finder_result_print_rate (self->result->marks[mark], rate, sizeof rate);
  /* Translators: on a button; a learning rate: “Use 3.1e-4” */
  label = g_strdup_printf (_ ("Use %s"), rate);
  gtk_button_set_label (GTK_BUTTON (button), label);
}

static void
show_rate (DhLrFinderPanel *self)
{
  g_autofree char *rate = dh_rate_format (dh_lane_get_learning_rate (self->lane));
  g_autofree char *text = g_strdup_printf (_ ("Now %s"), rate);

  gtk_label_set_text (GTK_LABEL (self->rate), text);
}

/* Describes the chart in words for screen readers. */
static void
describe_chart (DhLrFinderPanel *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Loss over learning rate"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_label_get_text (GTK_LABEL (self->status)), -1);
}

static void
show_all (DhLrFinderPanel *self)
{
  show_status (self);
  gtk_widget_set_visible (self->marks, has_marks (self));
  for (guint i = 0; i < DH_LR_FINDER_RESULT_N_MARKS && has_marks (self); i++)
    show_mark (self, i);
  describe_chart (self);
  gtk_widget_queue_draw (self->chart);
}

/* Snapshots arrive six times a second while the lanes train, mostly with the same result. */
static void
snapshot_cb (DhLrFinderPanel *self)
{
  DhLrFinderResult *result = peek_result (self);

  if (result == self->result)
    return;
  g_clear_pointer (&self->result, dh_lr_finder_result_unref);
  self->result = result != NULL ? dh_lr_finder_result_ref (result) : NULL;
  show_all (self);
}

static void
sweeping_cb (DhLrFinderPanel *self)
{
  snapshot_cb (self);
  show_all (self);
}

/* ---- doing ---- */

static void
start_cb (DhLrFinderPanel *self)
{
  dh_lane_set_sweeping (self->lane, !dh_lane_get_sweeping (self->lane));
}

static void
use_cb (GtkWidget *button, DhLrFinderPanel *self)
{
  for (guint i = 0; i < DH_LR_FINDER_RESULT_N_MARKS; i++)
    if (button == self->buttons[i] && has_marks (self))
      dh_lane_set_learning_rate (self->lane, dh_lr_finder_result_round (self->result->marks[i]));
}

/* ---- object ---- */

static void
redraw_cb (DhLrFinderPanel *self)
{
  gtk_widget_queue_draw (self->chart);
}

static void
dh_lr_finder_panel_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  DhLrFinderPanel *self = DH_LR_FINDER_PANEL (widget);

  GTK_WIDGET_CLASS (dh_lr_finder_panel_parent_class)->css_changed (widget, change);
  dh_widget_take_font (widget, &self->font_family, NULL);
  gtk_widget_queue_draw (self->chart);
}

static void
dh_lr_finder_panel_dispose (GObject *object)
{
  DhLrFinderPanel *self = DH_LR_FINDER_PANEL (object);

  if (self->lane != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->lane, self);
      dh_lane_set_sweeping (self->lane, FALSE);
    }
  g_clear_object (&self->lane);
  g_clear_pointer (&self->result, dh_lr_finder_result_unref);
  g_clear_pointer (&self->font_family, g_free);
  dh_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_LR_FINDER_PANEL);
  G_OBJECT_CLASS (dh_lr_finder_panel_parent_class)->dispose (object);
}

static void
dh_lr_finder_panel_class_init (DhLrFinderPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_lr_finder_panel_dispose;
  widget_class->css_changed = dh_lr_finder_panel_css_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/lanes/lr-finder-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, DhLrFinderPanel, chart);
  gtk_widget_class_bind_template_child (widget_class, DhLrFinderPanel, status);
  gtk_widget_class_bind_template_child (widget_class, DhLrFinderPanel, start);
  gtk_widget_class_bind_template_child (widget_class, DhLrFinderPanel, rate);
  gtk_widget_class_bind_template_child (widget_class, DhLrFinderPanel, marks);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "finder");
}

static DhTableText *
make_table (GtkWidget *chart)
{
  GtkWidget *panel = gtk_widget_get_ancestor (chart, DH_TYPE_LR_FINDER_PANEL);
  const DhLrFinderResult *result = DH_LR_FINDER_PANEL (panel)->result;
  DhTableText *table = dh_table_text_new ();

  dh_table_text_add_row (table, _ ("Rate"), _ ("Loss"), _ ("Average"), NULL);
  for (guint i = 0; result != NULL && i < result->n_points; i++)
    {
      dh_table_text_add_number (table, result->points[i].learning_rate);
      dh_table_text_add_number (table, result->points[i].loss);
      dh_table_text_add_number (table, result->points[i].smoothed);
      dh_table_text_end_row (table);
    }
  return table;
}

static void
dh_lr_finder_panel_init (DhLrFinderPanel *self)
{
  static const DhCopyable copyable = { .name = "learning-rates", .make_table = make_table };

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_size_request (self->chart, MIN_CHART_WIDTH, MIN_CHART_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->chart), draw_cb, self, NULL);
  dh_copyable_add (self->chart, &copyable);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (redraw_cb));
  for (guint i = 0; i < DH_LR_FINDER_RESULT_N_MARKS; i++)
    {
      self->buttons[i] = gtk_button_new ();
      gtk_widget_set_tooltip_text (self->buttons[i], _ (tips[i]));
      g_signal_connect (self->buttons[i], "clicked", G_CALLBACK (use_cb), self);
      gtk_box_append (GTK_BOX (self->marks), self->buttons[i]);
    }
}

GtkWidget *
dh_lr_finder_panel_new (DhLane *lane)
{
  DhLrFinderPanel *self = g_object_new (DH_TYPE_LR_FINDER_PANEL, NULL);

  self->lane = g_object_ref (lane);
  g_signal_connect_swapped (lane, "notify::snapshot", G_CALLBACK (snapshot_cb), self);
  g_signal_connect_swapped (lane, "notify::sweeping", G_CALLBACK (sweeping_cb), self);
  g_signal_connect_swapped (lane, "notify::learning-rate", G_CALLBACK (show_rate), self);
  sweeping_cb (self);
  show_rate (self);
  return GTK_WIDGET (self);
}

/* ---- its window ---- */

static GtkWindow *
find_window (DhLane *lane)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item != NULL; item = item->next)
    if (g_object_get_data (G_OBJECT (item->data), "dh-finder-lane") == lane)
      return item->data;
  return NULL;
}

static gboolean
escape_cb (GtkWidget *window, GVariant *arguments, gpointer data)
{
  gtk_window_close (GTK_WINDOW (window));
  return TRUE;
}

static GtkWidget *
new_content (DhLane *lane)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new (), *panel = dh_lr_finder_panel_new (lane);
  g_autofree char *label = dh_lane_dup_label (lane);

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header),
                                   adw_window_title_new (_ ("Learning Rate Finder"), label));
  gtk_widget_set_vexpand (panel, TRUE);
  gtk_widget_set_margin_top (panel, 6);
  gtk_widget_set_margin_bottom (panel, 18);
  gtk_widget_set_margin_start (panel, 18);
  gtk_widget_set_margin_end (panel, 18);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), panel);
  return box;
}

static GtkWindow *
new_window (DhLane *lane, GtkWidget *parent)
{
  GtkWidget *window = adw_window_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkRoot *root = gtk_widget_get_root (parent);

  /* Only compared, never dereferenced; the panel holds a reference to the lane. */
  g_object_set_data (G_OBJECT (window), "dh-finder-lane", lane);
  gtk_window_set_title (GTK_WINDOW (window), _ ("Learning Rate Finder"));
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (root));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape,
                                                                                  0),
                                                          gtk_callback_action_new (escape_cb, NULL,
                                                                                   NULL)));
  gtk_widget_add_controller (window, keys);
  dh_help_key_add (GTK_WINDOW (window), "find-rate");
  adw_window_set_content (ADW_WINDOW (window), new_content (lane));
  g_signal_connect_object (parent, "destroy", G_CALLBACK (gtk_window_destroy), window,
                           G_CONNECT_SWAPPED);
  return GTK_WINDOW (window);
}

void
dh_lr_finder_panel_present (DhLane *lane, GtkWidget *parent)
{
  GtkWindow *window = find_window (lane);

  gtk_window_present (window != NULL ? window : new_window (lane, parent));
}
