/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Describes a model of a person's own: its layout, and the options that the layout has.
 *
 * The rows are made from the table of options in core/nn/model-text.c, so an option that is added
 * there is here, too.  The text below them is the same model: each follows the other.  What the model
 * would cost is reckoned by a thread once nothing has changed for a moment, because each change makes
 * another model.
 */
#include "ui/window/model-dialog.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/catalog/catalog.h"
#include "core/nn/model-text.h"
#include "core/session/costs.h"
#include "ui/widgets/dialog-parts.h"
#include "ui/widgets/number-spin.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/whole-text.h"

/* A small one, which most machines train within minutes. */
#define FIRST "df{size=96,encoder=16,decoder=8,dense=128}"

#define RECKON_MS 250
#define MAX_WIDTH 720 /* so that the text has room */
#define OPTION    "downhill-option" /* the data of a control: the option's index */

struct _DhModelDialog
{
  AdwWindow parent_instance;
  GtkWidget *layout_row, *text_row, *text_problem, *cost, *warning, *start;
  GtkWidget *rows[DH_MODEL_MAX_OPTIONS];
  GtkWidget *controls[DH_MODEL_MAX_OPTIONS]; /* in them, or they themselves */
  DhSession *session;
  DhCosts *costs;
  DhModelDraft draft;
  gboolean bad_text, bad_number;
  gboolean updating;
  guint source; /* pending: reckon */
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhModelDialog, dh_model_dialog, ADW_TYPE_WINDOW)

/* ---- what it costs ---- */

static void
set_line (GtkWidget *label, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
}

/* (transfer full) (nullable) */
static char *
dup_warning (DhModelDialog *self, const char *preset, const DhCost *cost, DhRoom room)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  g_autofree char *all = g_format_size (dh_room_get ()), *advice = NULL;

  if (room == DH_ROOM_ENOUGH)
    return NULL;
  advice = room == DH_ROOM_NONE
             ? dh_costs_dup_fit (self->costs, preset, lanes, g_list_model_get_n_items (lanes))
             : g_strdup (_ ("Other programs may slow down or be closed by the system."));
  /* Translators: a size; a sentence of advice */
  return g_strdup_printf (_ ("This computer has %s available. %s"), all, advice);
}

/* What is typed isn't the draft. */
static gboolean
has_mistake (DhModelDialog *self)
{
  return self->bad_text || self->bad_number;
}

static void
show_mistake (DhModelDialog *self)
{
  set_line (self->cost, NULL);
  set_line (self->warning, NULL);
  gtk_widget_set_sensitive (self->start, FALSE);
}

static void
show_cost (DhModelDialog *self)
{
  g_autofree char *text = dh_model_draft_dup_text (&self->draft);
  const char *preset = dh_catalog_read_preset (text, NULL);
  GListModel *lanes = dh_session_get_lanes (self->session);
  g_autofree char *words = NULL, *costs = NULL, *warning = NULL;
  DhRoom room = DH_ROOM_ENOUGH;
  gulong n_parameters;
  DhCost cost;

  if (has_mistake (self))
    {
      show_mistake (self);
      return;
    }
  if (preset == NULL)
    return;
  n_parameters = (gulong) dh_cost_count_parameters (preset);
  if (dh_costs_get (self->costs, preset, lanes, 0, &cost))
    {
      room = dh_room_judge (cost.bytes, dh_room_get ());
      costs = dh_cost_dup_text (&cost, g_list_model_get_n_items (lanes));
      words = g_strdup_printf (_ ("%'lu parameters, %s"), n_parameters, costs);
      warning = dup_warning (self, preset, &cost, room);
    }
  else
    words = g_strdup_printf (_ ("%'lu parameters; reckoning memory and time…"), n_parameters);
  set_line (self->cost, words);
  set_line (self->warning, warning);
  gtk_widget_set_sensitive (self->start, room != DH_ROOM_NONE);
}

static gboolean
reckon_cb (gpointer data)
{
  DhModelDialog *self = data;

  self->source = 0;
  show_cost (self);
  return G_SOURCE_REMOVE;
}

static void
reckon_soon (DhModelDialog *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (has_mistake (self))
    show_mistake (self);
  else
    {
      gtk_widget_set_sensitive (self->start, TRUE);
      self->source = g_timeout_add (RECKON_MS, reckon_cb, self);
    }
}

/* ---- showing the draft ---- */

static const DhModelOption *
get_option (guint index)
{
  guint n;

  return &dh_model_list_options (&n)[index];
}

static const char *
get_name (const DhModelOption *option)
{
  return option->name != NULL ? _ (option->name) : option->id;
}

static void
set_problem (GtkWidget *entry, GtkWidget *label, const char *problem)
{
  if (problem != NULL)
    gtk_widget_add_css_class (entry, "error");
  else
    gtk_widget_remove_css_class (entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (label != NULL)
    set_line (label, problem);
}

/* NULL: what stands there is the draft's. */
static void
set_number_problem (DhModelDialog *self, guint index, const char *problem)
{
  self->bad_number = problem != NULL;
  set_problem (self->controls[index], NULL, problem);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->rows[index]),
                               problem != NULL ? problem : _ (get_option (index)->summary));
}

static void
show_option (DhModelDialog *self, guint index)
{
  GtkWidget *control = self->controls[index];
  const double value = self->draft.values[index];

  gtk_widget_set_visible (self->rows[index], dh_model_layout_has (self->draft.layout, index));
  if (ADW_IS_COMBO_ROW (control))
    adw_combo_row_set_selected (ADW_COMBO_ROW (control), (guint) value);
  else if (GTK_IS_SWITCH (control))
    gtk_switch_set_active (GTK_SWITCH (control), value > 0);
  else if (GTK_IS_SPIN_BUTTON (control))
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (control), value);
  else
    {
      g_autofree char *text = dh_rate_format (value);

      gtk_editable_set_text (GTK_EDITABLE (control), text);
      set_number_problem (self, index, NULL);
    }
}

static void
show_controls (DhModelDialog *self)
{
  guint n_layouts, n_options;
  const DhModelLayout *layouts = dh_model_list_layouts (&n_layouts);

  dh_model_list_options (&n_options);
  self->updating = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->layout_row), self->draft.layout);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->layout_row),
                               _ (layouts[self->draft.layout].summary));
  for (guint i = 0; i < n_options; i++)
    show_option (self, i);
  self->updating = FALSE;
}

static void
show_text (DhModelDialog *self)
{
  g_autofree char *text = dh_model_draft_dup_text (&self->draft);

  self->updating = TRUE;
  self->bad_text = FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->text_row), text);
  set_problem (self->text_row, self->text_problem, NULL);
  self->updating = FALSE;
}

/* ---- following the person ---- */

static void
layout_cb (DhModelDialog *self)
{
  if (self->updating)
    return;
  dh_model_draft_change_layout (&self->draft,
                                adw_combo_row_get_selected (ADW_COMBO_ROW (self->layout_row)));
  show_controls (self);
  show_text (self);
  reckon_soon (self);
}

static void
set_value (DhModelDialog *self, GtkWidget *control, double value)
{
  const guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (control), OPTION));

  if (self->updating)
    return;
  self->draft.values[index] = value;
  show_text (self);
  reckon_soon (self);
}

static void
word_cb (DhModelDialog *self, GParamSpec *pspec, AdwComboRow *row)
{
  set_value (self, GTK_WIDGET (row), adw_combo_row_get_selected (row));
}

static void
switch_cb (DhModelDialog *self, GParamSpec *pspec, GtkSwitch *control)
{
  set_value (self, GTK_WIDGET (control), gtk_switch_get_active (control));
}

/* Only what is typed snaps to the steps by itself. */
static void
spin_cb (DhModelDialog *self, GtkSpinButton *control)
{
  const guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (control), OPTION));
  const DhModelOption *option = get_option (index);
  const double value = gtk_spin_button_get_value (control);
  const double snapped = option->minimum
                         + option->step * round ((value - option->minimum) / option->step);

  if (fabs (snapped - value) > 0)
    gtk_spin_button_set_value (control, snapped); /* comes back here */
  else
    set_value (self, GTK_WIDGET (control), value);
}

/* What isn't a number, or none that is allowed, leaves the model as it was, and it can't be chosen. */
static void
number_cb (DhModelDialog *self, GtkEntry *entry)
{
  const guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (entry), OPTION));
  const DhModelOption *option = get_option (index);
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;
  double value = 0;

  if (self->updating)
    return;
  if (!dh_rate_parse (gtk_editable_get_text (GTK_EDITABLE (entry)), &value, &error))
    problem = g_strdup (error->message);
  else if (value < option->minimum || value > option->maximum)
    problem = g_strdup_printf (_ ("Type a number from %g to %g."), option->minimum,
                               option->maximum);
  set_number_problem (self, index, problem);
  if (problem == NULL)
    set_value (self, GTK_WIDGET (entry), value);
  else
    reckon_soon (self);
}

static void
text_cb (DhModelDialog *self)
{
  g_autoptr (GError) error = NULL;

  if (self->updating)
    return;
  self->bad_text = !dh_model_draft_read (&self->draft,
                                         gtk_editable_get_text (GTK_EDITABLE (self->text_row)),
                                         &error);
  set_problem (self->text_row, self->text_problem, error != NULL ? error->message : NULL);
  if (!self->bad_text)
    show_controls (self);
  reckon_soon (self);
}

/* Typed text becomes its shortest form. */
static void
text_done_cb (DhModelDialog *self)
{
  if (!self->bad_text)
    show_text (self);
}

static void
start_cb (DhModelDialog *self)
{
  g_autofree char *text = dh_model_draft_dup_text (&self->draft);

  g_signal_emit (self, signals[CHOSEN], 0, dh_catalog_read_preset (text, NULL));
  gtk_window_close (GTK_WINDOW (self));
}

/* ---- rows ---- */

static GtkWidget *
make_words (DhModelDialog *self, const DhModelOption *option)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *row = dh_dialog_choice_new (get_name (option), _ (option->summary), NULL);

  for (guint i = 0; option->words[i] != NULL; i++)
    gtk_string_list_append (names, _ (option->word_names[i]));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (word_cb), self);
  return row;
}

static GtkWidget *
make_spin (DhModelDialog *self, const DhModelOption *option)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (option->minimum, option->maximum,
                                                    option->step);

  gtk_spin_button_set_snap_to_ticks (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  dh_number_spin_handle_escape (GTK_SPIN_BUTTON (spin));
  dh_number_keep_right (GTK_EDITABLE (spin));
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (spin_cb), self);
  return spin;
}

static GtkWidget *
make_number (DhModelDialog *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 8);
  dh_number_keep_right (GTK_EDITABLE (entry));
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (number_cb), self);
  return entry;
}

static GtkWidget *
make_control (DhModelDialog *self, const DhModelOption *option)
{
  GtkWidget *control;

  if (option->step <= 0)
    return make_number (self);
  if (option->minimum < 0 || option->minimum > 0 || option->maximum > 1)
    return make_spin (self, option);
  control = gtk_switch_new ();
  g_signal_connect_swapped (control, "notify::active", G_CALLBACK (switch_cb), self);
  return control;
}

static void
add_option (DhModelDialog *self, AdwPreferencesGroup *group, guint index)
{
  const DhModelOption *option = get_option (index);

  if (option->words != NULL)
    self->rows[index] = self->controls[index] = make_words (self, option);
  else
    {
      self->controls[index] = make_control (self, option);
      self->rows[index] = dh_dialog_row_new (get_name (option),
                                             option->summary != NULL ? _ (option->summary) : "",
                                             self->controls[index]);
    }
  g_object_set_data (G_OBJECT (self->controls[index]), OPTION, GUINT_TO_POINTER (index));
  adw_preferences_group_add (group, self->rows[index]);
}

static GtkWidget *
make_options (DhModelDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *group = adw_preferences_group_new ();
  guint n_layouts, n_options;
  const DhModelLayout *layouts = dh_model_list_layouts (&n_layouts);

  self->updating = TRUE;
  self->layout_row = dh_dialog_choice_new (_ ("Layout"), "", NULL);
  for (guint i = 0; i < n_layouts; i++)
    gtk_string_list_append (names, layouts[i].id);
  adw_combo_row_set_model (ADW_COMBO_ROW (self->layout_row), G_LIST_MODEL (names));
  g_signal_connect_swapped (self->layout_row, "notify::selected", G_CALLBACK (layout_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->layout_row);
  dh_model_list_options (&n_options);
  for (guint i = 0; i < n_options; i++)
    add_option (self, ADW_PREFERENCES_GROUP (group), i);
  return group;
}

static GtkWidget *
make_line (const char *css_class)
{
  GtkWidget *line = dh_dialog_words_new (css_class);

  gtk_widget_set_visible (line, FALSE);
  return line;
}

static GtkWidget *
make_text (DhModelDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *group = adw_preferences_group_new ();

  self->text_row = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->text_row), _ ("The model as text"));
  gtk_widget_set_tooltip_text (self->text_row,
                               _ ("As the command line takes it, to copy or to type: "
                                  "df{size=96,encoder=16}"));
  g_signal_connect_swapped (self->text_row, "changed", G_CALLBACK (text_cb), self);
  g_signal_connect_swapped (self->text_row, "entry-activated", G_CALLBACK (text_done_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->text_row);
  self->text_problem = make_line ("error");
  gtk_box_append (GTK_BOX (box), group);
  gtk_box_append (GTK_BOX (box), self->text_problem);
  return box;
}

/* ---- set-up ---- */

/* Always in sight: what was chosen, and what it costs. */
static GtkWidget *
make_result (DhModelDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->cost = make_line (NULL);
  self->warning = make_line ("warning");
  gtk_box_append (GTK_BOX (box), make_text (self));
  gtk_box_append (GTK_BOX (box), self->cost);
  gtk_box_append (GTK_BOX (box), self->warning);
  return dh_dialog_foot_new (box, MAX_WIDTH);
}

static GtkWidget *
make_header (DhModelDialog *self)
{
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), self);
  self->start = gtk_button_new_with_mnemonic (_ ("_Start"));
  gtk_widget_set_tooltip_text (self->start, _ ("Train this model from its start; undo brings the "
                                               "former training back"));
  g_signal_connect_swapped (self->start, "clicked", G_CALLBACK (start_cb), self);
  return dh_dialog_header_new (cancel, self->start);
}

static void
dh_model_dialog_dispose (GObject *object)
{
  DhModelDialog *self = DH_MODEL_DIALOG (object);

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->costs != NULL)
    g_signal_handlers_disconnect_by_data (self->costs, self);
  g_clear_object (&self->costs);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (dh_model_dialog_parent_class)->dispose (object);
}

static void
dh_model_dialog_class_init (DhModelDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_model_dialog_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
dh_model_dialog_init (DhModelDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWindow *window = GTK_WINDOW (self);

  gtk_window_set_title (window, _ ("Own Model"));
  gtk_window_set_modal (window, TRUE);
  gtk_window_set_destroy_with_parent (window, TRUE);
  gtk_window_set_default_size (window, 600, 720);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, -1);
  gtk_box_append (GTK_BOX (box), make_header (self));
  gtk_box_append (GTK_BOX (box), dh_dialog_form_new (make_options (self), MAX_WIDTH));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), make_result (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  dh_whole_text_watch (GTK_WIDGET (self));
}

GtkWidget *
dh_model_dialog_new (GtkWindow *above, DhSession *session)
{
  DhModelDialog *self = g_object_new (DH_TYPE_MODEL_DIALOG, "transient-for", above, NULL);
  const char *present = dh_session_get_preset (session);

  dh_dialog_scale (GTK_WINDOW (self));
  self->session = g_object_ref (session);
  self->costs = dh_costs_new_for_own ();
  g_signal_connect_swapped (self->costs, "changed", G_CALLBACK (show_cost), self);
  if (!dh_catalog_is_own_preset (present) || !dh_model_draft_read (&self->draft, present, NULL))
    dh_model_draft_read (&self->draft, FIRST, NULL);
  show_controls (self);
  show_text (self);
  show_cost (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->layout_row);
  return GTK_WIDGET (self);
}
