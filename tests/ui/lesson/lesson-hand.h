/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/lesson/lesson-course.h"
#include "ui/window/window.h"

/* A learner before the real window, who learns from the bundled lessons.  With DH_PICTURES=FOLDER, a
 * picture of each step is written there, to be looked at. */
typedef struct
{
  DhWindow *window;
  char *folder, *log;
  guint n_pictures;
  guint n_half_trained; /* trainings seen with the bar at half or more */
} LessonHand;

/* For g_test_add() */
void hand_set_up (LessonHand *self, gconstpointer data);
void hand_tear_down (LessonHand *self, gconstpointer data);
void hand_close_window (LessonHand *self);

/* The first widget of a type in the window */
GtkWidget *hand_find (LessonHand *self, const char *type);
DhLessonCourse *hand_get_course (LessonHand *self);
/* An action of the window's; parameter: a string, or NULL */
void hand_activate (LessonHand *self, const char *name, const char *parameter);
void hand_take_picture (LessonHand *self, const char *name);

/* For wait_until(): a step is shown, or the lesson has ended. */
gboolean hand_is_ready (gpointer data);
/* What the shown step asks for, whatever it is (the first answer is taken), and waits for it. */
void hand_do (LessonHand *self);
void hand_check_place (LessonHand *self, GtkWidget *caption);
/* Step by step to the result of the last question.  Each step must be shown whole, each prediction
 * and answer be marked. */
void hand_play (LessonHand *self);
