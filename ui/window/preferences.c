/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The preferences: how much of the disk kept sessions may take.
 */
#include "ui/window/preferences.h"

#include <glib/gi18n-lib.h>

#include "core/keep/session-index.h"
#include "ui/widgets/dialog-parts.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/whole-text.h"
#include "ui/window/window-private.h"

static const guint64 limits[] = { G_GUINT64_CONSTANT (1) << 28, G_GUINT64_CONSTANT (1) << 30,
                                  G_GUINT64_CONSTANT (1) << 32, G_GUINT64_CONSTANT (1) << 34,
                                  G_GUINT64_CONSTANT (1) << 36 };

typedef struct
{
  DhWindow *window;
  GtkWidget *dialog, *limit_row, *use_row; /* the dialog's */
} Preferences;

static char *
dup_size (guint64 bytes)
{
  return g_format_size_full (bytes, G_FORMAT_SIZE_IEC_UNITS);
}

/* ---- the limit ---- */

static guint
find_limit (guint64 limit)
{
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (limits) && limits[i] < limit)
    i++;
  return i;
}

/* A new checkpoint is there before the one that it replaces goes. */
static void
show_room (Preferences *self)
{
  const guint64 limit = g_settings_get_uint64 (self->window->settings, "keep-limit");
  const guint64 needed = dh_window_estimate_checkpoint (self->window);
  g_autofree char *size = dup_size (needed), *text = NULL;

  if (2 * needed > limit)
    text = g_strdup_printf (_ ("Too small for this model: a checkpoint of one lane takes %s, and "
                               "two must fit. Without checkpoints, continuing this session means "
                               "training it again from the start."),
                            size);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->limit_row),
                               text != NULL ? text
                                            : _ ("When it isn’t enough, previews and checkpoints "
                                                 "are thinned out, and the oldest sessions are "
                                                 "deleted"));
}

static void
selected_cb (Preferences *self)
{
  const guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->limit_row));

  if (selected < G_N_ELEMENTS (limits))
    g_settings_set_uint64 (self->window->settings, "keep-limit", limits[selected]);
  show_room (self);
}

static GtkWidget *
make_limit_row (Preferences *self)
{
  const guint64 limit = g_settings_get_uint64 (self->window->settings, "keep-limit");
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *row = dh_dialog_choice_new (_ ("Room for sessions"), "", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    gtk_string_list_take (names, dup_size (limits[i]));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), find_limit (limit));
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (selected_cb), self);
  return row;
}

/* ---- what is in use ---- */

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) row = data;
  g_autoptr (GPtrArray) entries = dh_session_index_list_finish (result, NULL);
  g_autofree char *size = NULL, *text = NULL;
  guint64 total = 0;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    total += ((const DhSessionEntry *) g_ptr_array_index (entries, i))->size;
  size = dup_size (total);
  if (entries != NULL)
    /* Translators: %s is a number of bytes: "312.4 MiB in 4 sessions" */
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s in %u session", "%s in %u sessions",
                                         entries->len),
                            size, entries->len);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text != NULL ? text : _ ("Unknown"));
}

static void
show_use (Preferences *self)
{
  dh_session_index_list (dh_session_keeper_get_folder (self->window->keeper), listed_cb,
                         g_object_ref (self->use_row));
}

static GtkWidget *
make_use_row (void)
{
  GtkWidget *row = adw_action_row_new (), *button;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("In use"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("Counting…"));
  button = gtk_button_new_with_mnemonic (_ ("Earl_ier Sessions…"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("List the kept sessions, to continue or delete one"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.earlier-sessions");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

/* ---- the dialog ---- */

static void
preferences_free (gpointer data)
{
  Preferences *self = data;

  g_object_unref (self->window);
  g_free (self);
}

static GtkWidget *
make_group (Preferences *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->limit_row = make_limit_row (self);
  self->use_row = make_use_row ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Kept Sessions"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _ ("Everything is kept while you work, so that you can "
                                            "continue at the next start"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->limit_row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->use_row);
  return group;
}

GtkWidget *
dh_preferences_new (DhWindow *window)
{
  Preferences *self = g_new0 (Preferences, 1);
  GtkWidget *page = adw_preferences_page_new ();

  self->window = g_object_ref (window);
  self->dialog = g_object_new (ADW_TYPE_PREFERENCES_WINDOW, "transient-for", window, "modal", TRUE,
                               "title", _ ("Preferences"), "search-enabled", FALSE, "default-height", 360,
                               NULL);
  g_object_set_data_full (G_OBJECT (self->dialog), "downhill-preferences", self, preferences_free);
  dh_whole_text_watch (self->dialog);
  dh_dialog_scale (GTK_WINDOW (self->dialog));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (make_group (self)));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self->dialog), ADW_PREFERENCES_PAGE (page));
  gtk_widget_insert_action_group (self->dialog, "win", G_ACTION_GROUP (window));
  show_room (self);
  show_use (self);
  return self->dialog;
}
