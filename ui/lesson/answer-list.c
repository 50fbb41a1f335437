/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A question with its answers.
 *
 * Each answer has its reason, and one may try them all: why an answer is wrong teaches as much as
 * which is right.  The first one counts.
 */
#include "ui/lesson/answer-list.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/lesson/verdict.h"
#include "ui/widgets/badge.h"

static void
clicked_cb (GtkButton *button, DhLessonPlayer *player)
{
  dh_lesson_player_answer (player, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button),
                                                                        "answer")));
}

/* Right, wrong, or NaN where that isn't to be said. */
static double
get_verdict (DhLessonPlayer *player, guint answer, gboolean resolved)
{
  const guint step = dh_lesson_player_get_step (player);
  const DhLessonKey *key = dh_lesson_player_get_key (player, step);
  g_autofree char *problem = dh_lesson_player_dup_problem (player, step);

  if (!resolved || key == NULL || problem != NULL)
    return NAN;
  return (key->right & 1u << answer) != 0;
}

static GtkWidget *
new_answer (DhLessonPlayer *player, guint index, gboolean resolved)
{
  const DhAnswer *answer = &dh_lesson_player_peek_step (player)->answers[index];
  const DhLessonReply *reply = dh_lesson_player_get_reply (player,
                                                           dh_lesson_player_get_step (player));
  const gboolean tried = (reply->tried & 1u << index) != 0;
  const double verdict = get_verdict (player, index, resolved);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *button = gtk_button_new ();

  gtk_button_set_child (GTK_BUTTON (button), dh_caption_text_new (answer->text));
  gtk_widget_add_css_class (button, "answer");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  answer->text, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  tried && resolved ? answer->reason : "", -1);
  g_object_set_data (G_OBJECT (button), "answer", GUINT_TO_POINTER (index));
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), player);
  gtk_box_append (GTK_BOX (box), button);
  if (!resolved && reply->given)
    {
      gtk_widget_set_sensitive (button, FALSE);
      if (reply->first == index)
        gtk_widget_add_css_class (button, "chosen");
    }
  if (!tried || !resolved)
    return box;
  if (!isnan (verdict))
    gtk_widget_add_css_class (button, verdict > 0 ? "right" : "wrong");
  gtk_box_append (GTK_BOX (box), dh_verdict_new (verdict, answer->reason));
  return box;
}

/* The two that are compared. */
static GtkWidget *
new_pair (const DhLessonStep *step)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *badge = dh_badge_new ();

      dh_badge_set_number (DH_BADGE (badge), step->between[i]);
      gtk_box_append (GTK_BOX (box), badge);
      if (i == 0)
        gtk_box_append (GTK_BOX (box), gtk_label_new ("+"));
    }
  return box;
}

GtkWidget *
dh_answer_list_new (DhLessonPlayer *player, gboolean resolved)
{
  const DhLessonStep *step = dh_lesson_player_peek_step (player);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *question = dh_caption_text_new (step->question);

  gtk_widget_add_css_class (question, "question");
  if (step->kind == DH_LESSON_SHARE)
    gtk_box_append (GTK_BOX (box), new_pair (step));
  gtk_box_append (GTK_BOX (box), question);
  for (guint i = 0; i < step->n_answers; i++)
    gtk_box_append (GTK_BOX (box), new_answer (player, i, resolved));
  return box;
}
