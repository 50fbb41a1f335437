/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Predicting, and what became of it.
 */
#include "ui/lesson/prediction-box.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/base/number.h"
#include "ui/lesson/curve-pad.h"
#include "ui/lesson/verdict.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/scheme.h"

/* Of a drawn curve, in decades from the start, where the lesson says nothing. */
#define ABOVE        1.0
#define BALL_DECADES 4.0
#define LANE_DECADES 2.0
#define RATE_DECADES 3.0 /* of the slider, to both sides of the ground's own rate */

static gboolean
has_balls (DhLessonPlayer *player)
{
  const DhLesson *lesson = dh_lesson_player_get_lesson (player);

  return dh_lesson_world_has_balls (&lesson->worlds[dh_lesson_player_peek_step (player)->world]);
}

/* (transfer full) */
static char *
dup_figure (double value)
{
  return dh_number_dress (g_strdup_printf ("%.3g", value));
}

/* “Ball 2”, “Lane 3”; (transfer full) */
static char *
dup_name (DhLessonPlayer *player, guint number)
{
  return g_strdup_printf (has_balls (player) ? _ ("Ball %u") : _ ("Lane %u"), number);
}

/* ---- a choice ---- */

static void
chosen_cb (GtkToggleButton *button, DhLessonPlayer *player)
{
  if (gtk_toggle_button_get_active (button))
    dh_lesson_player_choose (player, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button),
                                                                          "number")));
}

static GtkWidget *
new_choice_button (DhLessonPlayer *player, guint number)
{
  GtkWidget *button = gtk_toggle_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *badge = dh_badge_new ();
  g_autofree char *name = dup_name (player, number);

  dh_badge_set_number (DH_BADGE (badge), number);
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), badge);
  gtk_box_append (GTK_BOX (box), gtk_label_new (name));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_tooltip_text (button, _ ("Your prediction: you can change it until the run"));
  g_object_set_data (G_OBJECT (button), "number", GUINT_TO_POINTER (number));
  return button;
}

static GtkWidget *
new_choice (DhLessonPlayer *player)
{
  const DhLessonStep *step = dh_lesson_player_peek_step (player);
  const DhDocument *world = dh_lesson_player_get_lesson (player)->worlds[step->world].document;
  const DhLessonReply *reply = dh_lesson_player_get_reply (player,
                                                           dh_lesson_player_get_step (player));
  GtkWidget *box = gtk_flow_box_new (), *first = NULL;

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (box), 2);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), world->n_lanes > 4 ? 3 : 2);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (box), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (box), 6);
  for (guint i = 0; i < world->n_lanes; i++)
    {
      GtkWidget *button = new_choice_button (player, world->lanes[i].number);

      if (first != NULL)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
      else
        first = button;
      if (reply->given && reply->number == world->lanes[i].number)
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
      g_signal_connect (button, "toggled", G_CALLBACK (chosen_cb), player);
      gtk_flow_box_append (GTK_FLOW_BOX (box), button);
      gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
    }
  gtk_widget_set_sensitive (box, dh_lesson_player_may_predict (player));
  return box;
}

/* ---- a rate ---- */

static char *
format_rate (GtkScale *scale, double value, gpointer data)
{
  return dup_figure (pow (10, value));
}

static void
rate_cb (GtkRange *range, DhLessonPlayer *player)
{
  dh_lesson_player_mark_rate (player, pow (10, gtk_range_get_value (range)));
}

static GtkWidget *
new_rate (DhLessonPlayer *player, DhRace *race)
{
  const DhLessonStep *step = dh_lesson_player_peek_step (player);
  const DhLessonReply *reply = dh_lesson_player_get_reply (player,
                                                           dh_lesson_player_get_step (player));
  const DhGround *ground = dh_race_get_runner_ground (race, 0);
  const double usual = ground != NULL && ground->learning_rate > 0 ? log10 (ground->learning_rate)
                                                                   : -1;
  const double lowest = floor (usual) - RATE_DECADES + 1, highest = floor (usual) + RATE_DECADES;
  GtkWidget *scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, lowest, highest, .01);
  g_autofree char *name = g_strdup_printf (_ ("Learning rate of ball %u"),
                                           step->prediction.number);

  gtk_scale_set_draw_value (GTK_SCALE (scale), TRUE);
  gtk_scale_set_value_pos (GTK_SCALE (scale), GTK_POS_TOP);
  gtk_scale_set_format_value_func (GTK_SCALE (scale), format_rate, NULL, NULL);
  for (double decade = lowest; decade <= highest; decade++)
    {
      g_autofree char *text = dup_figure (pow (10, decade));

      gtk_scale_add_mark (GTK_SCALE (scale), decade, GTK_POS_BOTTOM, text);
    }
  gtk_range_set_value (GTK_RANGE (scale), reply->given ? log10 (reply->rate) : lowest);
  gtk_widget_set_size_request (scale, 320, -1);
  gtk_widget_set_sensitive (scale, dh_lesson_player_may_predict (player));
  gtk_widget_set_tooltip_text (scale, _ ("Learning rate; each mark is ten times the one before"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (scale, "value-changed", G_CALLBACK (rate_cb), player);
  return scale;
}

/* ---- a curve ---- */

static void
drawn_cb (DhCurvePad *pad, DhLessonPlayer *player)
{
  dh_lesson_player_draw (player, dh_curve_pad_get_curve (pad));
}

static GtkWidget *
new_pad (DhLessonPlayer *player, guint step)
{
  const DhLessonStep *asked = &dh_lesson_player_get_lesson (player)->steps[step];
  const DhLessonReply *reply = dh_lesson_player_get_reply (player, step);
  const double reach = asked->prediction.reach;
  GtkWidget *pad =
    reach > 0 ? dh_curve_pad_new (asked->prediction.number, log10 (reach), log10 (reach))
              : dh_curve_pad_new (asked->prediction.number, ABOVE,
                                  has_balls (player) ? BALL_DECADES : LANE_DECADES);

  if (reply->given)
    dh_curve_pad_set_curve (DH_CURVE_PAD (pad), reply->curve);
  return pad;
}

static GtkWidget *
new_curve (DhLessonPlayer *player)
{
  GtkWidget *pad = new_pad (player, dh_lesson_player_get_step (player));

  dh_curve_pad_set_editable (DH_CURVE_PAD (pad), dh_lesson_player_may_predict (player));
  g_signal_connect (pad, "drawn", G_CALLBACK (drawn_cb), player);
  return pad;
}

/* ---- a place ---- */

static GtkWidget *
new_place (DhLessonPlayer *player)
{
  const DhLessonStep *step = dh_lesson_player_peek_step (player);
  const DhLessonReply *reply = dh_lesson_player_get_reply (player,
                                                           dh_lesson_player_get_step (player));
  g_autofree char *text =
    reply->given ? g_strdup_printf (_ ("Your mark: x = %.2f, y = %.2f"), reply->place[0],
                                    reply->place[1])
                 : g_strdup_printf (_ ("Click on a ground where ball %u will be, or move the mark "
                                       "there with the arrow keys."),
                                    step->prediction.number);

  return dh_caption_text_new (text);
}

GtkWidget *
dh_prediction_box_new (DhLessonPlayer *player, DhRace *race)
{
  switch (dh_lesson_player_peek_step (player)->prediction.kind)
    {
    case DH_PREDICT_CHOICE:
      return new_choice (player);
    case DH_PREDICT_RATE:
      return new_rate (player, race);
    case DH_PREDICT_CURVE:
      return new_curve (player);
    default:
      return new_place (player);
    }
}

/* ---- what became of it ---- */

static char *
dup_choice_outcome (DhLessonPlayer *player, guint predicted, const DhLessonKey *key)
{
  const DhLessonReply *reply = dh_lesson_player_get_reply (player, predicted);
  g_autofree char *said = dup_name (player, reply->number);
  g_autofree char *first = dup_name (player, key->number);
  g_autofree char *second = key->runner_up > 0 ? dup_name (player, key->runner_up) : NULL;

  if (!reply->given)
    return g_strdup_printf (_ ("It was %s."), first);
  if (reply->number != key->number)
    /* Translators: “You said ball 1. It was ball 2.” */
    return g_strdup_printf (_ ("You said: %s. It was: %s."), said, first);
  if (second == NULL)
    return g_strdup_printf (_ ("You said: %s. So it was."), said);
  /* Translators: “You said: ball 2. So it was, before ball 3.” */
  return g_strdup_printf (_ ("You said: %s. So it was; next came: %s."), said, second);
}

static char *
dup_rate_outcome (DhLessonPlayer *player, guint predicted, const DhLessonKey *key)
{
  const DhLessonReply *reply = dh_lesson_player_get_reply (player, predicted);
  g_autofree char *said = dup_figure (reply->rate);
  g_autofree char *measured = dup_figure (key->rate);

  if (!reply->given)
    return g_strdup_printf (_ ("The largest such rate is %s."), measured);
  return g_strdup_printf (_ ("You marked %s. The largest such rate is %s."), said, measured);
}

static char *
dup_place_outcome (DhLessonPlayer *player, guint predicted, const DhLessonKey *key)
{
  const DhLessonReply *reply = dh_lesson_player_get_reply (player, predicted);

  if (!reply->given)
    return g_strdup_printf (_ ("It ended at x = %.2f, y = %.2f."), key->place[0], key->place[1]);
  return g_strdup_printf (_ ("You marked x = %.2f, y = %.2f. It ended at x = %.2f, y = %.2f."),
                          reply->place[0], reply->place[1], key->place[0], key->place[1]);
}

static char *
dup_curve_outcome (DhLessonPlayer *player, guint predicted)
{
  DhCurveScore score;

  if (!dh_lesson_player_score_curve (player, predicted, &score))
    return g_strdup (_ ("This is what was measured."));
  /* Translators: a word for the whole, such as “Close”, then how well three things of a drawn curve
   * agree with the measured one */
  return g_strdup_printf (_ ("%s: %.0f of 100. Height %.0f %%, shape %.0f %%, time of the turn %.0f %%. "
                             "Dashed: what you drew."),
                          dh_curve_score_get_word (&score), score.total, 100 * score.height,
                          100 * fmax (score.shape, 0), 100 * score.turn);
}

static GtkWidget *
new_overlay (DhLessonPlayer *player, guint predicted)
{
  const DhLessonStep *asked = &dh_lesson_player_get_lesson (player)->steps[predicted];
  const DhObservation *end = dh_lesson_player_get_end (player, predicted);
  const DhObserved *observed = end != NULL
                                 ? dh_observation_find (end, asked->prediction.number)
                                 : NULL;
  GtkWidget *pad = new_pad (player, predicted);

  dh_curve_pad_set_editable (DH_CURVE_PAD (pad), FALSE);
  if (observed != NULL && observed->curve != NULL)
    dh_curve_pad_set_measured (DH_CURVE_PAD (pad), (const double *) (gpointer) observed->curve->data,
                               observed->curve->len);
  return pad;
}

GtkWidget *
dh_reveal_box_new (DhLessonPlayer *player, guint predicted)
{
  const DhLessonStep *asked = &dh_lesson_player_get_lesson (player)->steps[predicted];
  const DhLessonKey *key = dh_lesson_player_get_key (player, predicted);
  const DhLessonReply *reply = dh_lesson_player_get_reply (player, predicted);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  g_autofree char *text = NULL;

  switch (asked->prediction.kind)
    {
    case DH_PREDICT_CHOICE:
      text = dup_choice_outcome (player, predicted, key);
      break;
    case DH_PREDICT_RATE:
      text = dup_rate_outcome (player, predicted, key);
      break;
    case DH_PREDICT_PLACE:
      text = dup_place_outcome (player, predicted, key);
      break;
    default:
      text = dup_curve_outcome (player, predicted);
      gtk_box_append (GTK_BOX (box), new_overlay (player, predicted));
    }
  gtk_box_append (GTK_BOX (box), dh_verdict_new (reply->given ? reply->score : NAN, text));
  return box;
}
