/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The entry for a typed function.  While it is being typed, a formula is invalid at nearly every
 * keystroke, so it is checked when the typing pauses.  An unfinished one is often valid by chance
 * ("1/10" on the way to "1/10 x^2"), so a valid one is only applied with Enter or when the focus
 * leaves; Escape restores the last one.  Until then the ground stays as it is.
 */
#include "ui/hills/function-entry.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Milliseconds between the last key press and the check. */
#define REST 400

struct _DhFunctionEntry
{
  GtkWidget parent_instance;
  GtkWidget *entry;
  guint source;        /* pending check */
  gboolean updating;   /* text is being set by code */
  gboolean unfinished; /* the edited text hasn't been accepted yet */
  gboolean wrong;
  DhTextSpan fault;
};

enum
{
  TYPED,
  FINISHED,
  ENTERED,
  GIVEN_UP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhFunctionEntry, dh_function_entry, GTK_TYPE_WIDGET)

static void
judge (DhFunctionEntry *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_signal_emit (self, signals[TYPED], 0, dh_function_entry_get_text (self));
}

static void
finish (DhFunctionEntry *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  self->unfinished = FALSE;
  g_signal_emit (self, signals[FINISHED], 0, dh_function_entry_get_text (self));
}

static gboolean
rest_cb (gpointer data)
{
  DhFunctionEntry *self = data;

  self->source = 0;
  judge (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (DhFunctionEntry *self)
{
  if (self->updating)
    return;
  self->unfinished = TRUE;
  g_clear_handle_id (&self->source, g_source_remove);
  self->source = g_timeout_add (REST, rest_cb, self);
}

static void
activate_cb (DhFunctionEntry *self)
{
  finish (self);
  if (!self->wrong)
    g_signal_emit (self, signals[ENTERED], 0);
}

static void
focus_left_cb (DhFunctionEntry *self)
{
  if (self->unfinished)
    finish (self);
}

static gboolean
key_pressed_cb (DhFunctionEntry *self, guint keyval)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  g_clear_handle_id (&self->source, g_source_remove);
  self->unfinished = FALSE;
  g_signal_emit (self, signals[GIVEN_UP], 0);
  return GDK_EVENT_STOP;
}

static void
underline (DhFunctionEntry *self)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *line = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);
  PangoAttribute *color = pango_attr_underline_color_new (0xe0e0, 0x1b1b, 0x2424);
  gsize length = strlen (dh_function_entry_get_text (self));
  gboolean all = self->fault.length == 0 || self->fault.start >= length;

  line->start_index = color->start_index = all ? 0 : (guint) self->fault.start;
  line->end_index = color->end_index =
    all ? (guint) length : (guint) MIN (self->fault.start + self->fault.length, length);
  pango_attr_list_insert (attributes, line);
  pango_attr_list_insert (attributes, color);
  gtk_entry_set_attributes (GTK_ENTRY (self->entry), attributes);
}

static gboolean
dh_function_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (DH_FUNCTION_ENTRY (widget)->entry);
}

static void
dh_function_entry_dispose (GObject *object)
{
  DhFunctionEntry *self = DH_FUNCTION_ENTRY (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  G_OBJECT_CLASS (dh_function_entry_parent_class)->dispose (object);
}

static void
dh_function_entry_class_init (DhFunctionEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_function_entry_dispose;
  widget_class->grab_focus = dh_function_entry_grab_focus;
  signals[TYPED] = g_signal_new ("typed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ENTERED] = g_signal_new ("entered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[GIVEN_UP] = g_signal_new ("given-up", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "function");
}

static void
dh_function_entry_init (DhFunctionEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_autofree char *functions = dh_expression_list_functions ();
  /* Translators: %s is a list of functions, "abs, cos, exp" */
  g_autofree char *tip =
    g_strdup_printf (_ ("A function of x and y, with + − * / ^, brackets and %s"), functions);

  self->entry = gtk_entry_new ();
  gtk_widget_set_tooltip_text (self->entry, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Function of x and y"), -1);
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (activate_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (self->entry, focus);
}

GtkWidget *
dh_function_entry_new (void)
{
  return g_object_new (DH_TYPE_FUNCTION_ENTRY, NULL);
}

const char *
dh_function_entry_get_text (DhFunctionEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
dh_function_entry_set_text (DhFunctionEntry *self, const char *text)
{
  g_clear_handle_id (&self->source, g_source_remove);
  self->updating = TRUE;
  if (g_strcmp0 (dh_function_entry_get_text (self), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->updating = FALSE;
  self->unfinished = FALSE;
  dh_function_entry_set_fault (self, NULL, NULL);
}

void
dh_function_entry_set_fault (DhFunctionEntry *self, const DhTextSpan *span, const char *message)
{
  self->wrong = span != NULL;
  self->fault = span != NULL ? *span : (DhTextSpan) { 0 };
  if (self->wrong)
    underline (self);
  else
    gtk_entry_set_attributes (GTK_ENTRY (self->entry), NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               self->wrong ? GTK_ACCESSIBLE_INVALID_TRUE
                                           : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  message != NULL ? message : "", -1);
}

gboolean
dh_function_entry_get_fault (DhFunctionEntry *self, DhTextSpan *span)
{
  *span = self->fault;
  return self->wrong;
}
