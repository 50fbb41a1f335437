/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parts of dialogs that are made in code.
 */
#include "ui/widgets/dialog-parts.h"

#include "ui/widgets/whole-choice.h"

#define SIDES 18 /* margins */
#define ENDS  12

/* ---- rows ---- */

static void
set_row (GtkWidget *row, const char *title, const char *summary)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), summary);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
}

GtkWidget *
dh_dialog_row_new (const char *title, const char *summary, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();

  set_row (row, title, summary);
  if (!GTK_IS_BUTTON (control))
    gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                    -1);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  return row;
}

GtkWidget *
dh_dialog_choice_new (const char *title, const char *summary, const char *const *choices)
{
  GtkWidget *row = adw_combo_row_new ();

  set_row (row, title, summary);
  dh_whole_choice_show (ADW_COMBO_ROW (row));
  if (choices != NULL)
    {
      g_autoptr (GtkStringList) names = gtk_string_list_new (choices);

      adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
    }
  return row;
}

GtkWidget *
dh_dialog_words_new (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* ---- around them ---- */

static GtkWidget *
make_clamp (GtkWidget *child, int max_width, int bottom)
{
  GtkWidget *clamp = adw_clamp_new ();

  gtk_widget_set_margin_start (child, SIDES);
  gtk_widget_set_margin_end (child, SIDES);
  gtk_widget_set_margin_top (child, ENDS);
  gtk_widget_set_margin_bottom (child, bottom);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), max_width);
  adw_clamp_set_child (ADW_CLAMP (clamp), child);
  return clamp;
}

GtkWidget *
dh_dialog_form_new (GtkWidget *form, int max_width)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled),
                                 make_clamp (form, max_width, SIDES));
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

GtkWidget *
dh_dialog_foot_new (GtkWidget *foot, int max_width)
{
  return make_clamp (foot, max_width, ENDS);
}

GtkWidget *
dh_dialog_header_new (GtkWidget *leave, GtkWidget *accept)
{
  GtkWidget *header = adw_header_bar_new ();

  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  gtk_widget_add_css_class (accept, "suggested-action");
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), leave);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), accept);
  return header;
}
