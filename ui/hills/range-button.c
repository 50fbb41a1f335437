/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The range of a typed function: a button with a popover of four entries.
 *
 * Four numbers are too many for a bar and are seldom changed, so they are in a popover.  They are
 * checked together when one of them has been entered: on the way from −4 … 4 to 10 … 20 the range
 * is temporarily reversed, which is no error while the other end is still being typed.
 */
#include "ui/hills/range-button.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/base/number.h"
#include "ui/widgets/popover-room.h"

#define N_ENDS      4
#define ENTRY_CHARS 8

struct _DhRangeButton
{
  GtkWidget parent_instance;
  GtkWidget *button;
  GtkWidget *entries[N_ENDS]; /* x from, x to, y from, y to */
  GtkWidget *error_label;
  DhGroundRange range;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhRangeButton, dh_range_button, GTK_TYPE_WIDGET)

static double *
get_end (DhGroundRange *range, guint end)
{
  return end % 2 == 0 ? &range->minimum[end / 2] : &range->maximum[end / 2];
}

/* With a true minus sign and the language's decimal mark. */
static char *
dup_number (double number)
{
  g_autofree char *plain = dh_number_print (fabs (number), 1);

  dh_number_localise (plain);
  return g_strconcat (number < 0 ? "−" : "", plain, NULL);
}

static char *
dup_words (DhGroundRange *range)
{
  char *ends[N_ENDS];
  gboolean alike = range->minimum[0] == range->minimum[1] && range->maximum[0] == range->maximum[1];
  char *words;

  for (guint i = 0; i < N_ENDS; i++)
    ends[i] = dup_number (*get_end (range, i));
  /* Translators: a range on a button, "−4 … 4"; and one for x and one for y */
  words = alike ? g_strdup_printf (_ ("%s … %s"), ends[0], ends[1])
                : g_strdup_printf (_ ("%s … %s, %s … %s"), ends[0], ends[1], ends[2], ends[3]);
  for (guint i = 0; i < N_ENDS; i++)
    g_free (ends[i]);
  return words;
}

static void
show_error (DhRangeButton *self, const char *problem)
{
  gtk_label_set_text (GTK_LABEL (self->error_label), problem != NULL ? problem : "");
  gtk_widget_set_visible (self->error_label, problem != NULL);
}

static void
show_range (DhRangeButton *self)
{
  g_autofree char *words = dup_words (&self->range);
  g_autofree char *name = g_strdup_printf (_ ("Range of x and y: %s"), words);

  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->button), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  for (guint i = 0; i < N_ENDS; i++)
    {
      g_autofree char *text = dup_number (*get_end (&self->range, i));

      gtk_editable_set_text (GTK_EDITABLE (self->entries[i]), text);
    }
  show_error (self, NULL);
}

/* Takes all four ends from the entries. */
static void
take_entries (DhRangeButton *self)
{
  DhGroundRange range;
  g_autofree char *problem = NULL;

  for (guint i = 0; i < N_ENDS; i++)
    if (!dh_number_read (gtk_editable_get_text (GTK_EDITABLE (self->entries[i])),
                         get_end (&range, i)))
      *get_end (&range, i) = NAN;
  problem = dh_ground_range_check (&range);
  show_error (self, problem);
  if (problem != NULL || dh_ground_range_equal (&range, &self->range))
    return;
  self->range = range;
  show_range (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
activated_cb (DhRangeButton *self)
{
  take_entries (self);
  if (dh_range_button_get_error (self) == NULL)
    gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
}

/* If the popover is closed with an error, nothing has changed, and the entries show the current
 * range again. */
static void
closed_cb (DhRangeButton *self)
{
  take_entries (self);
  show_range (self);
}

static void
usual_cb (DhRangeButton *self)
{
  DhGroundRange usual = dh_ground_range_default ();

  for (guint i = 0; i < N_ENDS; i++)
    {
      g_autofree char *text = dup_number (*get_end (&usual, i));

      gtk_editable_set_text (GTK_EDITABLE (self->entries[i]), text);
    }
  activated_cb (self);
}

/* ---- object ---- */

static GtkWidget *
create_entry (DhRangeButton *self, guint end)
{
  static const char *const names[N_ENDS] = { N_ ("x from"), N_ ("x to"), N_ ("y from"),
                                             N_ ("y to") };
  static const char *const tips[N_ENDS] = { N_ ("Lowest x that is shown"),
                                            N_ ("Highest x that is shown"),
                                            N_ ("Lowest y that is shown"),
                                            N_ ("Highest y that is shown") };
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), ENTRY_CHARS);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), ENTRY_CHARS);
  gtk_widget_set_tooltip_text (entry, _ (tips[end]));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (names[end]), -1);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (activated_cb), self);
  self->entries[end] = entry;
  return entry;
}

static GtkWidget *
create_word (const char *word)
{
  GtkWidget *label = gtk_label_new (word);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  return label;
}

static GtkWidget *
create_grid (DhRangeButton *self)
{
  GtkWidget *grid = gtk_grid_new (), *usual = gtk_button_new_with_label (_ ("Default Range"));
  const char *const words[] = { _ ("x from"), _ ("y from") };

  gtk_widget_set_tooltip_text (usual, _ ("The range in which a function is shown at first"));
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 6);
  for (int row = 0; row < 2; row++)
    {
      gtk_grid_attach (GTK_GRID (grid), create_word (words[row]), 0, row, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), create_entry (self, (guint) (2 * row)), 1, row, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), create_word (_ ("to")), 2, row, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), create_entry (self, (guint) (2 * row + 1)), 3, row, 1, 1);
    }
  self->error_label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->error_label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->error_label), 30);
  gtk_label_set_xalign (GTK_LABEL (self->error_label), 0);
  gtk_widget_add_css_class (self->error_label, "error");
  gtk_widget_set_visible (self->error_label, FALSE);
  gtk_grid_attach (GTK_GRID (grid), self->error_label, 0, 2, 4, 1);
  g_signal_connect_swapped (usual, "clicked", G_CALLBACK (usual_cb), self);
  gtk_grid_attach (GTK_GRID (grid), usual, 0, 3, 4, 1);
  return grid;
}

static void
dh_range_button_dispose (GObject *object)
{
  g_clear_pointer (&DH_RANGE_BUTTON (object)->button, gtk_widget_unparent);
  G_OBJECT_CLASS (dh_range_button_parent_class)->dispose (object);
}

static void
dh_range_button_class_init (DhRangeButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_range_button_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "rangebutton");
}

static void
dh_range_button_init (DhRangeButton *self)
{
  GtkWidget *popover = gtk_popover_new ();

  self->range = dh_ground_range_default ();
  self->button = gtk_menu_button_new ();
  gtk_widget_set_tooltip_text (self->button, _ ("Visible range of x and y: the part of the ground that is shown"));
  gtk_popover_set_child (GTK_POPOVER (popover), create_grid (self));
  dh_popover_make_room (GTK_POPOVER (popover));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  show_range (self);
  g_signal_connect_object (popover, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
dh_range_button_new (void)
{
  return g_object_new (DH_TYPE_RANGE_BUTTON, NULL);
}

DhGroundRange
dh_range_button_get_range (DhRangeButton *self)
{
  return self->range;
}

void
dh_range_button_set_range (DhRangeButton *self, const DhGroundRange *range)
{
  self->range = *range;
  show_range (self);
}

const char *
dh_range_button_get_error (DhRangeButton *self)
{
  return gtk_widget_get_visible (self->error_label)
           ? gtk_label_get_text (GTK_LABEL (self->error_label))
           : NULL;
}
