/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog that describes a model of a person's own: by controls, as a text, with nonsense, with too
 * little memory; and the entry of the window's list that opens it.  With the scripted trainer, but the
 * costs are the machine's.
 */
#include "config.h"
#include "core/nn/model-text.h"
#include "tests/ui/rows.h"
#include "ui/window/model-dialog.h"
#include "ui/window/window.h"

#include <string.h>

#define TINY "df{size=64,encoder=2,decoder=2,dense=16,residual=0,batch=2}"

typedef struct
{
  DhWindow *window;
  GtkWidget *dialog; /* or NULL */
} Fixture;

static GtkWidget *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (DH_IS_MODEL_DIALOG (window) && gtk_widget_get_mapped (window))
        return window;
    }
  return NULL;
}

static gboolean
has_dialog (gpointer data)
{
  return find_dialog () != NULL;
}

/* By the last entry of the list. */
static void
open_dialog (Fixture *self)
{
  GtkDropDown *list = GTK_DROP_DOWN (dh_window_get_preset_drop_down (self->window));
  const guint n = g_list_model_get_n_items (gtk_drop_down_get_model (list));
  const guint before = gtk_drop_down_get_selected (list);

  gtk_drop_down_set_selected (list, n - 1);
  wait_until (has_dialog, NULL);
  g_assert_cmpuint (gtk_drop_down_get_selected (list), ==, before);
  self->dialog = find_dialog ();
  g_object_add_weak_pointer (G_OBJECT (self->dialog), (gpointer *) &self->dialog);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);

  g_unsetenv ("DOWNHILL_MEMORY");
  g_settings_reset (settings, "preset");
  self->window = DH_WINDOW (dh_window_new (NULL, ".", settings));
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (is_on_screen, self->window);
  open_dialog (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gpointer watched = self->window;

  if (self->dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (self->dialog));
  wait_until (is_gone, &self->dialog);
  g_object_add_weak_pointer (G_OBJECT (self->window), &watched);
  gtk_window_destroy (GTK_WINDOW (self->window));
  wait_until (is_gone, &watched);
}

static GtkEditable *
get_entry (Fixture *self)
{
  return GTK_EDITABLE (find_row (self->dialog, "The model as text"));
}

static const char *
get_text (Fixture *self)
{
  return gtk_editable_get_text (get_entry (self));
}

static void
type (Fixture *self, const char *text)
{
  gtk_editable_set_text (get_entry (self), text);
}

static double
get_number (Fixture *self, const char *title)
{
  return gtk_spin_button_get_value (
    GTK_SPIN_BUTTON (find_in_row (self->dialog, title, "GtkSpinButton")));
}

static void
set_number (Fixture *self, const char *title, double value)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_in_row (self->dialog, title, "GtkSpinButton")),
                             value);
}

static GtkWidget *
get_start (Fixture *self)
{
  GtkWidget *start = find_button (self->dialog, "_Start");

  g_assert_nonnull (start);
  return start;
}

static gboolean
can_start (Fixture *self)
{
  return gtk_widget_get_sensitive (get_start (self));
}

/* ---- */

static void
test_controls (Fixture *self, gconstpointer data)
{
  DhSession *session = dh_window_get_session (self->window);

  type (self, "df{size=64,encoder=8}");
  choose_in_row (self->dialog, "Layout", 1);
  g_assert_cmpstr (get_text (self), ==, "liae{size=64,encoder=8}");
  set_number (self, "Picture size", 85); /* the next that is allowed */
  set_number (self, "Batch", 4);
  choose_in_row (self->dialog, "Start values", 1);
  gtk_editable_set_text (GTK_EDITABLE (find_in_row (self->dialog, "Learning rate", "GtkEntry")),
                         "1e-3");
  g_assert_cmpstr (get_text (self), ==, "liae{size=80,encoder=8,batch=4,init=icnr,rate=0.001}");
  g_assert_true (can_start (self));
  g_signal_emit_by_name (get_start (self), "clicked");
  wait_until (is_gone, &self->dialog);
  g_assert_cmpstr (dh_session_get_preset (session), ==,
                   "liae{size=80,encoder=8,batch=4,init=icnr,rate=0.001}");
}

/* The dialog opens with the model that is trained, if it is one's own. */
static void
test_typed (Fixture *self, gconstpointer data)
{
  DhSession *session = dh_window_get_session (self->window);

  type (self, " df { size = 96 , encoder = 12, residual=1, output=3 } ");
  g_assert_cmpfloat (get_number (self, "Picture size"), ==, 96);
  g_assert_cmpfloat (get_number (self, "Encoder dimensions"), ==, 12);
  g_assert_cmpfloat (get_number (self, "Decoder dimensions"), ==, 21);
  g_assert_cmpfloat (get_number (self, "Residual blocks"), ==, 1);
  g_assert_cmpfloat (get_number (self, "Last convolution"), ==, 3);
  g_signal_emit_by_name (get_entry (self), "entry-activated");
  g_assert_cmpstr (get_text (self), ==, "df{size=96,encoder=12,residual=1,output=3}");
  g_signal_emit_by_name (get_start (self), "clicked");
  wait_until (is_gone, &self->dialog);
  g_assert_cmpstr (dh_session_get_preset (session), ==,
                   "df{size=96,encoder=12,residual=1,output=3}");
  open_dialog (self);
  g_assert_cmpstr (get_text (self), ==, "df{size=96,encoder=12,residual=1,output=3}");
  g_assert_cmpfloat (get_number (self, "Encoder dimensions"), ==, 12);
}

/* Only what the layout has is shown, and every option of the table has a row. */
static void
test_rows (Fixture *self, gconstpointer data)
{
  guint n_layouts, n_options;
  const DhModelLayout *layouts = dh_model_list_layouts (&n_layouts);
  const DhModelOption *options = dh_model_list_options (&n_options);

  for (guint i = 0; i < n_layouts; i++)
    {
      choose_in_row (self->dialog, "Layout", i);
      g_assert_true (g_str_has_prefix (get_text (self), layouts[i].id));
      for (guint k = 0; k < n_options; k++)
        {
          const char *name = options[k].name != NULL ? options[k].name : options[k].id;

          g_assert_cmpint (gtk_widget_get_visible (find_row (self->dialog, name)), ==,
                           dh_model_layout_has (i, k));
        }
    }
}

static gboolean
has_parameters (gpointer dialog)
{
  return find_words (dialog, "parameters") != NULL;
}

/* Sentences at the entry; the controls stay as they were, no cost is said, and nothing can be
 * started. */
static void
test_nonsense (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *text, *words;
  } cases[] = {
    { "", "no preset" },
    { "df{", "option is missing" },
    { "df{size=97}", "multiple of 16" },
    { "df{speed=9}", "has no option" },
    { "quick", "is a preset" },
    { "df{size=96}}", "may follow" },
    { "<b>&", "no preset" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      type (self, TINY);
      wait_until (has_parameters, self->dialog);
      type (self, cases[i].text);
      g_assert_false (has_parameters (self->dialog));
      g_test_message ("%s", cases[i].text);
      g_assert_nonnull (find_words (self->dialog, cases[i].words));
      g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (get_entry (self)), "error"));
      g_assert_false (can_start (self));
      g_assert_cmpfloat (get_number (self, "Encoder dimensions"), ==, 2);
    }
  set_number (self, "Encoder dimensions", 3);
  g_assert_true (g_str_has_prefix (get_text (self), "df{size=64,encoder=3"));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (get_entry (self)), "error"));
  g_assert_true (can_start (self));
}

static void
test_bad_rate (Fixture *self, gconstpointer data)
{
  GtkWidget *row = find_row (self->dialog, "Learning rate");
  GtkEditable *entry = GTK_EDITABLE (find_in_row (self->dialog, "Learning rate", "GtkEntry"));
  static const char *const texts[] = { "", "fast", "0", "-1", "2", "nan" };
  g_autofree char *before = g_strdup (get_text (self));

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gtk_editable_set_text (entry, "1e-4");
      g_assert_true (can_start (self));
      gtk_editable_set_text (entry, texts[i]);
      g_test_message ("%s: %s", texts[i], adw_action_row_get_subtitle (ADW_ACTION_ROW (row)));
      g_assert_false (can_start (self));
      g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"));
      g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), !=,
                       "At which its lanes start");
    }
  gtk_editable_set_text (entry, "5e-5");
  g_assert_true (can_start (self));
  g_assert_cmpstr (get_text (self), ==, before);
}

/* A bad rate goes with the model that it was typed for. */
static void
test_bad_rate_left (Fixture *self, gconstpointer data)
{
  GtkWidget *row = find_row (self->dialog, "Learning rate");
  GtkEditable *entry = GTK_EDITABLE (find_in_row (self->dialog, "Learning rate", "GtkEntry"));

  for (guint i = 0; i < 2; i++)
    {
      gtk_editable_set_text (entry, "fast");
      g_assert_false (can_start (self));
      if (i == 0)
        choose_in_row (self->dialog, "Layout", 1);
      else
        type (self, TINY);
      g_assert_cmpstr (gtk_editable_get_text (entry), !=, "fast");
      g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==,
                       "At which its lanes start");
      g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"));
      g_assert_true (can_start (self));
    }
}

/* ---- costs ---- */

static gboolean
knows_cost (gpointer dialog)
{
  return find_words (dialog, "for 4 lanes") != NULL && find_words (dialog, "per step") != NULL;
}

static void
test_cost (Fixture *self, gconstpointer data)
{
  type (self, TINY);
  wait_until (knows_cost, self->dialog);
  g_assert_nonnull (find_words (self->dialog, "parameters, "));
  g_assert_null (find_words (self->dialog, "would fit"));
  g_assert_true (can_start (self));
  g_setenv ("DOWNHILL_MEMORY", "1000000", TRUE);
  set_number (self, "Batch", 1);
  wait_until (knows_cost, self->dialog);
  while (find_words (self->dialog, "Not even one lane would fit") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (can_start (self));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("/model-dialog/controls", test_controls);
  ADD ("/model-dialog/typed", test_typed);
  ADD ("/model-dialog/rows", test_rows);
  ADD ("/model-dialog/nonsense", test_nonsense);
  ADD ("/model-dialog/bad-rate", test_bad_rate);
  ADD ("/model-dialog/bad-rate-left", test_bad_rate_left);
  ADD ("/model-dialog/cost", test_cost);
  return g_test_run ();
}
