/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hidden runs of a lesson's worlds.
 *
 * No key is written in a lesson: what is right is measured, by the race and the session that the
 * window has, too.  Balls are stepped in slices from an idle source, once the heights are there
 * that their states are judged by.  A training pauses at fixed iterations, at which its metrics are
 * up to date, and its claim is judged only then: so the key doesn't depend on the machine's speed.
 */
#include "core/lesson/lesson-case.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "core/lesson/rate-search.h"
#include "core/race/race-document.h"
#include "core/session/session-document.h"

#define SLICE          (8 * G_TIME_SPAN_MILLISECOND)
#define PAUSE_EVERY    50 /* iterations */
#define RATES_BELOW    1e-3 /* of the ground's usual rate, where the search for a rate ends … */
#define RATES_ABOVE    1e3  /* … and begins */
#define N_RATES        25

struct _DhLessonCase
{
  const DhLessonWorld *world;
  DhLessonCaseEnded ended;
  gpointer data;
  DhRace *race;       /* of balls */
  DhSession *session; /* of lanes */
  guint source;
  DhObservation *end;
  char *problem;

  /* The search for a rate: */
  DhRateSearch search;
  guint number;
  double rate; /* that is being tried */
  const DhClaim *claim;
  DhLessonRateFound found;
  gpointer found_data;
};

/* ---- the end ---- */

static void
finish (DhLessonCase *self, DhObservation *end)
{
  self->end = end;
  self->ended (self, self->data);
}

static void
note_unreached (DhLessonCase *self, guint64 step)
{
  self->problem = g_strdup_printf (_ ("“%s” doesn’t hold within %" PRIu64 " steps."),
                                   dh_claim_get_text (self->world->until), step);
}

static gboolean
failed_cb (gpointer data)
{
  DhLessonCase *self = data;

  self->source = 0;
  finish (self, NULL);
  return G_SOURCE_REMOVE;
}

/* Not at once: the caller may not have the case yet. */
static void
fail (DhLessonCase *self, const char *problem)
{
  if (self->problem != NULL)
    return;
  self->problem = g_strdup (problem);
  self->source = g_idle_add (failed_cb, self);
}

/* ---- balls ---- */

static gboolean
is_every_terrain_final (DhRace *race)
{
  for (guint i = 0; i < dh_race_get_n_runners (race); i++)
    if (dh_race_get_problem (race, i) == NULL && !dh_race_is_terrain_finest (race, i))
      return FALSE;
  return TRUE;
}

/* Judging a ball costs more than a step: it is only done where the claim asks for it. */
static gboolean
is_reached (DhLessonCase *self)
{
  g_autoptr (DhObservation) now = NULL;
  const guint64 step = dh_claim_get_step (self->world->until);

  if (step > 0 && dh_race_get_position (self->race) < step && dh_claim_is_step (self->world->until))
    return FALSE;
  now = dh_observation_new_of_race (self->race, FALSE);
  return dh_claim_holds (self->world->until, now);
}

/* TRUE: it has ended, at the claim, at the limit, or where no ball moves any more. */
static gboolean
run_slice (DhLessonCase *self, gboolean *reached)
{
  const gint64 stop = g_get_monotonic_time () + SLICE;
  guint position;

  do
    {
      position = dh_race_get_position (self->race);
      *reached = is_reached (self);
      if (*reached || position >= DH_CASE_MAX_STEPS)
        return TRUE;
      dh_race_step (self->race);
      if (dh_race_get_position (self->race) == position)
        {
          /* All have run away: no later step would show anything else. */
          *reached = dh_claim_get_step (self->world->until) > 0;
          return TRUE;
        }
    }
  while (g_get_monotonic_time () < stop);
  return FALSE;
}

static gboolean
run_cb (gpointer data)
{
  DhLessonCase *self = data;
  gboolean reached;

  if (!run_slice (self, &reached))
    return G_SOURCE_CONTINUE;
  self->source = 0;
  if (!reached)
    note_unreached (self, dh_race_get_position (self->race));
  finish (self, dh_observation_new_of_race (self->race, TRUE));
  return G_SOURCE_REMOVE;
}

static void
terrain_changed_cb (DhRace *race, guint runner, DhLessonCase *self)
{
  if (self->source == 0 && self->end == NULL && is_every_terrain_final (race))
    self->source = g_idle_add (run_cb, self);
}

static void
start_balls (DhLessonCase *self, const char *faces_folder)
{
  const DhDocument *document = self->world->document;

  self->race = dh_race_new (faces_folder);
  g_signal_connect (self->race, "terrain-changed", G_CALLBACK (terrain_changed_cb), self);
  if (!dh_race_show_hills (self->race, &document->view.hills))
    {
      fail (self, _ ("The ground of this lesson can’t be made here."));
      return;
    }
  dh_race_set_with_basins (self->race, FALSE);
  dh_race_set_document_lanes (self->race, document);
  terrain_changed_cb (self->race, 0, self);
}

/* ---- lanes ---- */

guint64
dh_lesson_case_get_pause (const DhClaim *until, guint64 iteration)
{
  const guint64 step = dh_claim_get_step (until);
  const guint64 next = (iteration / PAUSE_EVERY + 1) * PAUSE_EVERY;

  if (step <= iteration)
    return next;
  return dh_claim_is_step (until) ? step : MIN (step, next);
}

static void
idle_cb (DhSession *session, DhLessonCase *self)
{
  g_autoptr (DhObservation) now = NULL;
  const guint64 iteration = dh_session_get_iteration (session);

  if (self->end != NULL || iteration == 0)
    return;
  now = dh_observation_new_of_session (session, TRUE);
  if (dh_claim_holds (self->world->until, now))
    finish (self, g_steal_pointer (&now));
  else if (iteration >= DH_CASE_MAX_ITERATIONS)
    {
      note_unreached (self, iteration);
      finish (self, g_steal_pointer (&now));
    }
  else
    {
      dh_session_set_iteration_limit (session, dh_lesson_case_get_pause (self->world->until, iteration));
      dh_session_set_playing (session, TRUE);
    }
}

static void
status_cb (DhSession *session, GParamSpec *pspec, DhLessonCase *self)
{
  if (dh_session_get_status (session) == DH_SESSION_READY)
    dh_session_set_playing (session, TRUE);
  else if (dh_session_get_status (session) == DH_SESSION_FAILED)
    fail (self, dh_session_get_message (session));
}

static void
start_lanes (DhLessonCase *self, const char *faces_folder)
{
  g_autoptr (GError) error = NULL;

  self->session = dh_session_new (faces_folder);
  dh_session_set_live (self->session, FALSE);
  dh_session_set_iteration_limit (self->session, dh_lesson_case_get_pause (self->world->until, 0));
  if (!dh_session_open_document (self->session, self->world->document, &error))
    {
      fail (self, error->message);
      return;
    }
  g_signal_connect (self->session, "idle", G_CALLBACK (idle_cb), self);
  g_signal_connect (self->session, "notify::status", G_CALLBACK (status_cb), self);
  status_cb (self->session, NULL, self);
}

/* ---- the search for a rate ---- */

/* One ball, which the others don't touch. */
static void
set_rate (DhLessonCase *self, double rate)
{
  DhRunner runner = { 0 };

  for (guint i = 0; i < dh_race_get_n_runners (self->race); i++)
    if (dh_race_get_runner (self->race, i)->number == self->number)
      runner = *dh_race_get_runner (self->race, i);
  runner.learning_rate = rate;
  dh_race_set_runners (self->race, &runner, 1);
  dh_race_reset (self->race);
}

static gboolean
search_cb (gpointer data)
{
  DhLessonCase *self = data;
  g_autoptr (DhObservation) now = NULL;
  gboolean reached;

  if (!is_every_terrain_final (self->race))
    return G_SOURCE_CONTINUE;
  if (self->rate > 0)
    {
      if (!run_slice (self, &reached))
        return G_SOURCE_CONTINUE;
      now = dh_observation_new_of_race (self->race, FALSE);
      dh_rate_search_answer (&self->search, self->rate, dh_claim_holds (self->claim, now));
    }
  self->rate = dh_rate_search_get_next (&self->search);
  if (self->rate > 0)
    {
      set_rate (self, self->rate);
      return G_SOURCE_CONTINUE;
    }
  self->source = 0;
  self->found (self, dh_rate_search_get_result (&self->search), self->found_data);
  return G_SOURCE_REMOVE;
}

void
dh_lesson_case_find_rate (DhLessonCase *self, guint number, const DhClaim *claim,
                          DhLessonRateFound found, gpointer data)
{
  const DhGround *ground;

  g_return_if_fail (self->race != NULL && self->end != NULL && self->source == 0);
  ground = dh_race_get_runner_ground (self->race, 0);
  self->number = number;
  self->claim = claim;
  self->found = found;
  self->found_data = data;
  self->rate = 0;
  self->search = dh_rate_search_make (RATES_BELOW * ground->learning_rate,
                                      RATES_ABOVE * ground->learning_rate, N_RATES);
  self->source = g_idle_add (search_cb, self);
}

/* ---- the case ---- */

DhLessonCase *
dh_lesson_case_new (const DhLessonWorld *world, const char *faces_folder, DhLessonCaseEnded ended,
                    gpointer data)
{
  DhLessonCase *self = g_new0 (DhLessonCase, 1);

  g_return_val_if_fail (world->until != NULL, NULL);
  self->world = world;
  self->ended = ended;
  self->data = data;
  if (dh_lesson_world_has_balls (world))
    start_balls (self, faces_folder);
  else
    start_lanes (self, faces_folder);
  return self;
}

void
dh_lesson_case_free (DhLessonCase *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->race != NULL)
    g_signal_handlers_disconnect_by_data (self->race, self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->race);
  g_clear_object (&self->session);
  g_clear_pointer (&self->end, dh_observation_free);
  g_free (self->problem);
  g_free (self);
}

double
dh_lesson_case_get_progress (const DhLessonCase *self)
{
  const guint64 goal = dh_claim_get_step (self->world->until);
  const double step = self->race != NULL ? dh_race_get_position (self->race)
                                         : (double) dh_session_get_iteration (self->session);

  if (self->end != NULL)
    return 1;
  return MIN (step / (goal > 0 ? (double) goal : 500), 1);
}

const DhObservation *
dh_lesson_case_get_end (const DhLessonCase *self)
{
  return self->end;
}

const char *
dh_lesson_case_get_problem (const DhLessonCase *self)
{
  return self->problem;
}
