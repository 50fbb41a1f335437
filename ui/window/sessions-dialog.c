/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kept sessions as a list, the newest first.
 *
 * Deleting one can't be undone, so it is asked for; continuing one loses nothing, since the present
 * session stays in the list.
 */
#include "ui/window/sessions-dialog.h"

#include <glib/gi18n-lib.h>

#include "core/keep/session-index.h"
#include "ui/widgets/question.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/whole-text.h"
#include "ui/window/window-private.h"

#define ENTRY "downhill-session"

typedef struct
{
  DhWindow *window;
  GtkWidget *dialog, *stack, *list; /* the dialog's */
} Sessions;

static void show_list (Sessions *self);

/* ---- deleting ---- */

typedef struct
{
  Sessions *sessions; /* of the dialog below */
  char *id;
} Deletion;

static void
deletion_free (gpointer data, GClosure *closure)
{
  Deletion *deletion = data;

  g_object_unref (deletion->sessions->dialog);
  g_free (deletion->id);
  g_free (deletion);
}

static void
delete_cb (AdwMessageDialog *question, const char *response, Deletion *deletion)
{
  Sessions *self = deletion->sessions;
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (response, "delete") || self->window->keeper == NULL)
    return;
  if (!dh_kept_sessions_delete (dh_session_keeper_get_folder (self->window->keeper), deletion->id,
                                &error))
    dh_window_explain (self->window, _ ("The Session Wasn’t Deleted"), error->message);
  show_list (self);
}

static void
ask_to_delete (Sessions *self, const DhSessionEntry *entry)
{
  g_autofree char *words = dh_session_entry_dup_words (entry);
  AdwMessageDialog *question = dh_question_new (GTK_WINDOW (self->dialog),
                                                _ ("Delete This Session?"), words, _ ("_Cancel"));
  Deletion *deletion = g_new0 (Deletion, 1);

  deletion->sessions = self;
  g_object_ref (self->dialog);
  deletion->id = g_strdup (entry->id);
  adw_message_dialog_add_response (question, "delete", _ ("_Delete"));
  adw_message_dialog_set_response_appearance (question, "delete", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (question, "response", G_CALLBACK (delete_cb), deletion, deletion_free, 0);
  gtk_window_present (GTK_WINDOW (question));
}

/* ---- rows ---- */

static void
row_delete_cb (GtkWidget *button, Sessions *self)
{
  ask_to_delete (self, g_object_get_data (G_OBJECT (button), ENTRY));
}

static void
row_open_cb (GtkWidget *button, Sessions *self)
{
  const DhSessionEntry *entry = g_object_get_data (G_OBJECT (button), ENTRY);

  dh_window_continue (self->window, entry->id);
  gtk_window_close (GTK_WINDOW (self->dialog));
}

static void
add_button (Sessions *self, GtkWidget *row, GtkWidget *button, const DhSessionEntry *entry,
            GCallback clicked)
{
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (button), ENTRY, (gpointer) entry);
  g_signal_connect (button, "clicked", clicked, self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_buttons (Sessions *self, GtkWidget *row, const DhSessionEntry *entry)
{
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic"), *open;

  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_tooltip_text (remove, _ ("Delete this session with its previews and checkpoints"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Delete"), -1);
  add_button (self, row, remove, entry, G_CALLBACK (row_delete_cb));
  if (entry->problem != NULL)
    return;
  open = gtk_button_new_with_label (_ ("Continue"));
  gtk_widget_set_tooltip_text (open, _ ("Take up this session where it ended"));
  add_button (self, row, open, entry, G_CALLBACK (row_open_cb));
}

static void
add_note (GtkWidget *row, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
}

/* entry: (transfer full), the row's */
static GtkWidget *
make_row (Sessions *self, DhSessionEntry *entry)
{
  const char *own = dh_session_keeper_get_id (self->window->keeper);
  g_autofree char *losses = dh_session_entry_dup_losses (entry);
  g_autofree char *words = dh_session_entry_dup_words (entry);
  g_autofree char *size = g_format_size_full (entry->size, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *subtitle = g_strdup_printf ("%s, %s", words, size);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 losses != NULL ? losses : _ ("Session"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               entry->problem != NULL ? entry->problem : subtitle);
  g_object_set_data_full (G_OBJECT (row), ENTRY, entry, (GDestroyNotify) dh_session_entry_free);
  if (g_strcmp0 (own, entry->id) == 0)
    add_note (row, _ ("This session"));
  else if (entry->status == DH_KEPT_OPEN)
    add_note (row, _ ("In another window"));
  else
    add_buttons (self, row, entry);
  return row;
}

/* ---- the list ---- */

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) dialog = data;
  Sessions *self = g_object_get_data (G_OBJECT (dialog), ENTRY);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = dh_session_index_list_finish (result, &error);
  GtkWidget *row;

  if (self == NULL || self->window->session == NULL)
    return;
  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  while (entries != NULL && entries->len > 0)
    gtk_list_box_append (GTK_LIST_BOX (self->list),
                         make_row (self, g_ptr_array_steal_index (entries, 0)));
  gtk_stack_set_visible_child_name (
    GTK_STACK (self->stack), gtk_widget_get_first_child (self->list) != NULL ? "list" : "none");
}

static void
show_list (Sessions *self)
{
  dh_session_index_list (dh_session_keeper_get_folder (self->window->keeper), listed_cb,
                         g_object_ref (self->dialog));
}

/* ---- the dialog ---- */

static void
sessions_free (gpointer data)
{
  Sessions *self = data;

  g_object_unref (self->window);
  g_free (self);
}

static GtkWidget *
make_scroller (Sessions *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *clamp = adw_clamp_new ();

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_widget_set_valign (self->list, GTK_ALIGN_START);
  gtk_widget_set_margin_top (self->list, 18);
  gtk_widget_set_margin_bottom (self->list, 18);
  gtk_widget_set_margin_start (self->list, 12);
  gtk_widget_set_margin_end (self->list, 12);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static GtkWidget *
make_content (Sessions *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *none = adw_status_page_new ();
  GtkWidget *waiting = adw_status_page_new ();

  self->stack = gtk_stack_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (none), "document-open-recent-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (none), _ ("No Earlier Sessions"));
  adw_status_page_set_title (ADW_STATUS_PAGE (waiting), _ ("Reading the Kept Sessions…"));
  adw_status_page_set_description (ADW_STATUS_PAGE (waiting),
                                   _ ("A moment for each that is kept"));
  gtk_stack_add_named (GTK_STACK (self->stack), waiting, "waiting");
  gtk_stack_add_named (GTK_STACK (self->stack), make_scroller (self), "list");
  gtk_stack_add_named (GTK_STACK (self->stack), none, "none");
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), self->stack);
  return box;
}

GtkWidget *
dh_sessions_dialog_new (DhWindow *window)
{
  Sessions *self = g_new0 (Sessions, 1);

  self->window = g_object_ref (window);
  self->dialog = g_object_new (ADW_TYPE_WINDOW, "transient-for", window, "modal", TRUE, "title",
                               _ ("Earlier Sessions"), "default-width", 600, "default-height", 480,
                               NULL);
  g_object_set_data_full (G_OBJECT (self->dialog), ENTRY, self, sessions_free);
  dh_whole_text_watch (self->dialog);
  dh_dialog_scale (GTK_WINDOW (self->dialog));
  adw_window_set_content (ADW_WINDOW (self->dialog), make_content (self));
  show_list (self);
  return self->dialog;
}
