/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the widgets: the current colours, text scale, disposal.
 */
#include "ui/widgets/scheme.h"

#include <adwaita.h>

DhScheme
dh_scheme_get_current (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (manager);

  if (adw_style_manager_get_high_contrast (manager))
    return dark ? DH_SCHEME_DARK_CONTRAST : DH_SCHEME_LIGHT_CONTRAST;
  return dark ? DH_SCHEME_DARK : DH_SCHEME_LIGHT;
}

void
dh_scheme_watch (GtkWidget *widget, GCallback changed)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager, "notify::dark", changed, widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", changed, widget, G_CONNECT_SWAPPED);
}

char *
dh_widget_dup_font_family (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);

  return g_strdup (
    pango_font_description_get_family (pango_context_get_font_description (context)));
}

double
dh_widget_get_text_scale (GtkWidget *widget)
{
  double dpi = pango_cairo_context_get_resolution (gtk_widget_get_pango_context (widget));

  return dpi > 0.0 ? dpi / 96.0 : 1.0;
}

static int
scale_length (int length, double scale, int most)
{
  const int scaled = (int) (length * scale);

  return length <= 0 || most <= 0 ? length : MAX (MIN (scaled, most), length);
}

void
dh_dialog_scale (GtkWindow *dialog)
{
  GtkWidget *above = (GtkWidget *) gtk_window_get_transient_for (dialog);
  double scale;
  int width, height;

  if (above == NULL)
    return;
  scale = dh_widget_get_text_scale (above);
  gtk_window_get_default_size (dialog, &width, &height);
  gtk_window_set_default_size (dialog, scale_length (width, scale, gtk_widget_get_width (above)),
                               scale_length (height, scale, gtk_widget_get_height (above)));
}

void
dh_widget_take_font (GtkWidget *widget, char **font_family, double *text_scale)
{
  double scale = dh_widget_get_text_scale (widget);

  g_free (*font_family);
  *font_family = dh_widget_dup_font_family (widget);
  if (text_scale == NULL || *text_scale == scale)
    return;
  *text_scale = scale;
  gtk_widget_queue_resize (widget);
}

void
dh_drop_down_set_name (GtkDropDown *drop_down, const char *title, const char *chosen)
{
  GtkAccessible *parts[] = { GTK_ACCESSIBLE (drop_down),
                             GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (drop_down))) };
  g_autofree char *name = g_strjoin (": ", title, chosen, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      /* Newer GTK versions label the drop-down with the chosen item only, and a labelled-by
       * relation takes precedence over a label. */
      gtk_accessible_reset_relation (parts[i], GTK_ACCESSIBLE_RELATION_LABELLED_BY);
      gtk_accessible_update_property (parts[i], GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
}

void
dh_scale_leave_wheel (GtkWidget *scale)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (scale);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

void
dh_widget_dispose_template (GtkWidget *widget, GType type)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
  gtk_widget_dispose_template (widget, type);
}
