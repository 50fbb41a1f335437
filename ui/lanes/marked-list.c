/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The marked moments, in the popover of the timeline: a note for a new one above, the others
 * below, each with a button that goes there, its note and a button that takes the mark away.
 */
#include "ui/lanes/marked-list.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/scheme.h"

#define MAX_HEIGHT 260
#define NOTE_CHARS 22

struct _DhMarkedList
{
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkWidget *entry, *button;
  GtkWidget *scroller, *list;
  DhPast *past;
};

G_DEFINE_FINAL_TYPE (DhMarkedList, dh_marked_list, GTK_TYPE_WIDGET)

static guint64
get_iteration (GtkWidget *widget)
{
  return *(guint64 *) g_object_get_data (G_OBJECT (widget), "dh-iteration");
}

static void
set_iteration (GtkWidget *widget, guint64 iteration)
{
  g_object_set_data_full (G_OBJECT (widget), "dh-iteration",
                          g_memdup2 (&iteration, sizeof iteration), g_free);
}

/* ---- rows ---- */

static void
go_cb (DhMarkedList *self, GtkWidget *button)
{
  dh_past_go (self->past, get_iteration (button));
}

static void
remove_cb (DhMarkedList *self, GtkWidget *button)
{
  dh_past_unmark (self->past, get_iteration (button));
}

/* Return, or leaving the entry, keeps what was typed. */
static void
note_cb (DhMarkedList *self, GtkWidget *entry)
{
  dh_past_set_note (self->past, get_iteration (entry),
                    gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
note_left_cb (GtkEventController *focus, DhMarkedList *self)
{
  note_cb (self, gtk_event_controller_get_widget (focus));
}

static GtkWidget *
create_note (DhMarkedList *self, const DhMarkedMoment *moment)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), moment->note);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), NOTE_CHARS);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_widget_set_tooltip_text (entry, _ ("What is to be seen there, in a few words"));
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("No note"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Note"), -1);
  set_iteration (entry, moment->iteration);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (note_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (note_left_cb), self);
  gtk_widget_add_controller (entry, focus);
  return entry;
}

static GtkWidget *
create_row (DhMarkedList *self, const DhMarkedMoment *moment)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *go, *away;
  g_autofree char *place = g_strdup_printf ("%'lu", (gulong) moment->iteration);
  /* Translators: a button's name, read aloud; an iteration */
  g_autofree char *words = g_strdup_printf (_ ("Go to iteration %s"), place);

  go = gtk_button_new_with_label (place);
  gtk_widget_add_css_class (go, "flat");
  gtk_widget_add_css_class (go, "numeric");
  gtk_widget_set_tooltip_text (go, _ ("Go There"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (go), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  set_iteration (go, moment->iteration);
  g_signal_connect_swapped (go, "clicked", G_CALLBACK (go_cb), self);
  away = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_add_css_class (away, "flat");
  gtk_widget_set_tooltip_text (away, _ ("Remove the Mark"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (away), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Remove the mark"), -1);
  set_iteration (away, moment->iteration);
  g_signal_connect_swapped (away, "clicked", G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (row), go);
  gtk_box_append (GTK_BOX (row), create_note (self, moment));
  gtk_box_append (GTK_BOX (row), away);
  return row;
}

static void
update_rows (DhMarkedList *self)
{
  const GArray *marked = dh_past_get_marked (self->past);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);
  for (guint i = 0; i < marked->len; i++)
    gtk_box_append (GTK_BOX (self->list),
                    create_row (self, &g_array_index (marked, DhMarkedMoment, i)));
  gtk_widget_set_visible (self->scroller, marked->len > 0);
}

/* ---- a new one ---- */

static void
update_button (DhMarkedList *self)
{
  const gboolean can = dh_past_can_mark (self->past);

  gtk_widget_set_sensitive (self->button, can);
  gtk_widget_set_sensitive (self->entry, can);
  gtk_widget_set_tooltip_text (self->button,
                               can ? _ ("What all lanes show now is kept for good")
                                   : _ ("There is nothing to mark yet: press Play first"));
}

static void
mark_cb (DhMarkedList *self)
{
  if (!dh_past_can_mark (self->past))
    return;
  dh_past_mark (self->past, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
add_new (DhMarkedList *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Note"));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), NOTE_CHARS);
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_widget_set_tooltip_text (self->entry, _ ("What is to be seen there, in a few words"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Note for this moment"), -1);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (mark_cb), self);
  self->button = gtk_button_new_with_mnemonic (_ ("_Mark This Moment"));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (mark_cb), self);
  gtk_box_append (GTK_BOX (line), self->entry);
  gtk_box_append (GTK_BOX (line), self->button);
  gtk_box_append (GTK_BOX (self->box), line);
}

/* ---- the widget ---- */

static void
dh_marked_list_dispose (GObject *object)
{
  DhMarkedList *self = DH_MARKED_LIST (object);

  if (self->past != NULL)
    g_signal_handlers_disconnect_by_data (self->past, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->past);
  G_OBJECT_CLASS (dh_marked_list_parent_class)->dispose (object);
}

static void
dh_marked_list_class_init (DhMarkedListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_marked_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "markedlist");
}

static void
dh_marked_list_init (DhMarkedList *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  add_new (self);
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), MAX_HEIGHT);
  gtk_box_append (GTK_BOX (self->box), self->scroller);
}

GtkWidget *
dh_marked_list_new (DhPast *past)
{
  DhMarkedList *self = g_object_new (DH_TYPE_MARKED_LIST, NULL);

  self->past = g_object_ref (past);
  g_signal_connect_swapped (past, "marked-changed", G_CALLBACK (update_rows), self);
  g_signal_connect_swapped (past, "notify::iteration", G_CALLBACK (update_button), self);
  g_signal_connect_swapped (past, "notify::live", G_CALLBACK (update_button), self);
  update_rows (self);
  update_button (self);
  return GTK_WIDGET (self);
}
