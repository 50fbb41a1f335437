/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests of dialogs that consist of rows: finding what people see, by its words.
 */
#pragma once

#include <adwaita.h>

#include "tests/ui/ui-helpers.h"

static inline gboolean
is_row_with_title (GtkWidget *widget, gpointer title)
{
  return ADW_IS_PREFERENCES_ROW (widget)
         && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title);
}

static inline GtkWidget *
find_row (gpointer parent, const char *title)
{
  GtkWidget *row = find_where (GTK_WIDGET (parent), is_row_with_title, (gpointer) title);

  g_assert_nonnull (row);
  return row;
}

static inline GtkWidget *
find_in_row (gpointer parent, const char *title, const char *type)
{
  GtkWidget *control = find_widget (find_row (parent, title), type);

  g_assert_nonnull (control);
  return control;
}

static inline void
choose_in_row (gpointer parent, const char *title, guint choice)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_row (parent, title)), choice);
}

static inline gboolean
is_label_with (GtkWidget *widget, gpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget)
         && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

/* A visible label that has these words; NULL: there is none. */
static inline GtkWidget *
find_words (gpointer parent, const char *text)
{
  return find_where (GTK_WIDGET (parent), is_label_with, (gpointer) text);
}
