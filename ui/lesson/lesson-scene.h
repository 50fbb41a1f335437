/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/lesson/lesson.h"
#include "core/race/race.h"
#include "core/session/session.h"

G_BEGIN_DECLS

/* What a lesson shows: the page of balls or the lanes' cards, with a session and a race of its own, so
 * that what the person trains stays as it is.
 *
 * Signal ::picked (double x, double y): a place on a ground was clicked or moved to */
#define DH_TYPE_LESSON_SCENE (dh_lesson_scene_get_type ())
G_DECLARE_FINAL_TYPE (DhLessonScene, dh_lesson_scene, DH, LESSON_SCENE, GtkWidget)

GtkWidget *dh_lesson_scene_new (const char *faces_folder);
/* Lent. */
DhSession *dh_lesson_scene_get_session (DhLessonScene *self);
DhRace *dh_lesson_scene_get_race (DhLessonScene *self);
/* Shows a world of that view, which the session and the race already have. */
void dh_lesson_scene_show (DhLessonScene *self, const DhDocumentView *view);
/* Whether the controls of the cards can't be used; and whether the bars are there that a step speaks
 * of. */
void dh_lesson_scene_set_locked (DhLessonScene *self, gboolean locked, DhTargetKind at);
/* Whether nothing is shown of what balls will do, since the learner is asked. */
void dh_lesson_scene_set_quiet (DhLessonScene *self, gboolean quiet);
/* Only the card with that number, large; 0: all. */
void dh_lesson_scene_show_alone (DhLessonScene *self, guint number);
/* In low cards, which show one thing at a time: what the step speaks of. */
void dh_lesson_scene_turn_to (DhLessonScene *self, DhTargetKind at);
/* What is spoken of, in pixels of the layer; returns how many: with no number, of all cards. */
guint dh_lesson_scene_find (DhLessonScene *self, DhTarget at, GtkWidget *layer,
                            graphene_rect_t *targets, guint max);
/* A cross on all grounds; NULL: none. */
void dh_lesson_scene_mark (DhLessonScene *self, const double *at);

G_END_DECLS
