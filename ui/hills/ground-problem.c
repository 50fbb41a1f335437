/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Explains why a ball has no ground, and offers what can be done about it.
 *
 * A loss for whole pictures has no curve over one error.  An explanation alone would leave an empty
 * card, so it comes with two remedies: a loss that has a curve, or a ground with pictures.
 */
#include "ui/hills/ground-problem.h"

#include <glib/gi18n-lib.h>

#include "core/catalog/catalog.h"
#include "ui/widgets/scheme.h"

/* A compromise between squared and absolute errors, so a fair substitute. */
#define STAND_IN "huber"
#define PICTURES "face:shift"

struct _DhGroundProblem
{
  GtkWidget parent_instance;
  GtkWidget *scroller;
  GtkWidget *label;
  GtkWidget *buttons;
  DhRace *race;
  guint runner;
};

G_DEFINE_FINAL_TYPE (DhGroundProblem, dh_ground_problem, GTK_TYPE_WIDGET)

static void
stand_in_cb (DhGroundProblem *self)
{
  DhLane *lane = self->race != NULL ? dh_race_get_lane (self->race, self->runner) : NULL;

  if (lane != NULL)
    dh_lane_set_ball_loss (lane, STAND_IN);
}

static void
pictures_cb (DhGroundProblem *self)
{
  if (self->race != NULL)
    dh_race_set_ground (self->race, PICTURES, NULL);
}

static void
add_button (DhGroundProblem *self, const char *label, const char *tip, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_tooltip_text (button, tip);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (self->buttons), button);
}

static void
dh_ground_problem_dispose (GObject *object)
{
  DhGroundProblem *self = DH_GROUND_PROBLEM (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->race);
  G_OBJECT_CLASS (dh_ground_problem_parent_class)->dispose (object);
}

static void
dh_ground_problem_class_init (DhGroundProblemClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_ground_problem_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "groundproblem");
}

/* A low card has no room for all lines of a long sentence. */
static GtkWidget *
create_scroller (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  return scroller;
}

static void
dh_ground_problem_init (DhGroundProblem *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (box, "problem");
  self->scroller = create_scroller (box);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (self->label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->label), 28);
  gtk_label_set_justify (GTK_LABEL (self->label), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (box), self->label);
  self->buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (box), self->buttons);
  add_button (self, _ ("Use Huber Here"),
              _ ("Only for This Ball; the Lane’s Training Is Unchanged"), G_CALLBACK (stand_in_cb));
  add_button (self, _ ("Switch to Face"), _ ("A Ground Made of Pictures, for All Balls"),
              G_CALLBACK (pictures_cb));
}

GtkWidget *
dh_ground_problem_new (void)
{
  return g_object_new (DH_TYPE_GROUND_PROBLEM, NULL);
}

void
dh_ground_problem_set (DhGroundProblem *self, DhRace *race, guint runner)
{
  const char *problem = dh_race_get_problem (race, runner);

  g_set_object (&self->race, race);
  self->runner = runner;
  gtk_label_set_text (GTK_LABEL (self->label), problem != NULL ? problem : "");
  /* On a face, the pictures are missing rather than the loss being unsuitable. */
  gtk_widget_set_visible (self->buttons, dh_race_get_ground_kind (race) != DH_GROUND_KIND_FACE);
}

const char *
dh_ground_problem_get_text (DhGroundProblem *self)
{
  return gtk_label_get_text (GTK_LABEL (self->label));
}
