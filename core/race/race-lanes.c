/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The race's runners follow a session's lanes.
 *
 * On grounds that a loss shapes, all lanes go at the ground's own rate, because the losses are what
 * is compared.  A hill is the same for all of them, so there the rates are: the lanes' places
 * decide, from one that creeps to one that leaps about, and a rate that a person sets holds for
 * that lane on that ground alone.  How far one may leap is tried out for each hill: a ball that is
 * gone at once teaches nothing.
 */
#include "core/race/race-lanes.h"

#include "core/landscape/rate.h"
#include "core/race/race-private.h"
#include "core/session/lane-private.h"

#include <math.h>

/* Of the hill's own rate: the slowest lane's. */
#define CREEPING 0.1

typedef struct _DhRaceFollowing DhRaceFollowing;

struct _DhRaceFollowing
{
  DhRace *race;
  DhSession *session; /* weak */
  GListModel *model;
  GPtrArray *lanes; /* of DhLane, as the runners are */
  guint edition;    /* of the race's ground that boldest is of */
  double usual, boldest;
  gboolean updating;
};

/* The rate of the i-th of n lanes on a hill.  The hill's own is among them: it is the one that
 * shows what the hill is known for.  Where nothing bolder would stay on the ground, all others are
 * slower. */
static double
spread_rate (const DhRaceFollowing *self, guint i, guint n)
{
  guint n_slow = self->boldest > self->usual ? n / 3 : n - 1, n_fast = n - 1 - n_slow;
  double factor;

  if (i == n_slow)
    return self->usual;
  if (i < n_slow)
    factor = pow (CREEPING, (double) (n_slow - i) / n_slow);
  else
    factor = pow (self->boldest / self->usual, (double) (i - n_slow) / n_fast);
  return dh_ground_round_rate (self->usual * factor);
}

static void
look_at_ground (DhRaceFollowing *self)
{
  const DhGround *ground = self->race->n_runners > 0 ? self->race->runners[0].ground : NULL;

  if (ground == NULL || self->edition == self->race->edition)
    return;
  self->edition = self->race->edition;
  self->usual = ground->learning_rate;
  self->boldest = dh_ground_find_boldest_rate (ground);
}

static DhRunner
make_runner (const DhRaceFollowing *self, guint i, gboolean spread)
{
  DhLane *lane = g_ptr_array_index (self->lanes, i);
  DhRunner runner = {
    .number = dh_lane_get_number (lane),
    .learning_rate = dh_lane_get_ball_rate (lane),
    .mix = dh_lane_get_ball_mix (lane),
    .optimizer_config = dh_lane_get_ball_optimizer_config (lane),
    .hidden = !dh_lane_get_ball_shown (lane),
  };

  if (spread && runner.learning_rate == 0)
    runner.learning_rate = spread_rate (self, i, self->lanes->len);
  return runner;
}

static void
send_runners (DhRaceFollowing *self, gboolean spread)
{
  DhRunner runners[DH_RACE_MAX_RUNNERS];

  for (guint i = 0; i < self->lanes->len; i++)
    runners[i] = make_runner (self, i, spread);
  dh_race_set_runners (self->race, runners, self->lanes->len);
}

/* The hill is looked at once it stands under a runner. */
static void
update (DhRaceFollowing *self)
{
  gboolean on_hill = !dh_ground_kind_uses_mix (self->race->ground_kind);

  if (self->updating)
    return;
  self->updating = TRUE;
  for (guint i = 0; i < self->lanes->len; i++)
    dh_lane_set_ball_ground (g_ptr_array_index (self->lanes, i), self->race->ground);
  self->updating = FALSE;
  if (on_hill && self->race->n_runners == 0)
    send_runners (self, FALSE);
  if (on_hill)
    look_at_ground (self);
  send_runners (self, on_hill && self->edition == self->race->edition);
}

static void
lane_changed_cb (DhLane *lane, GParamSpec *pspec, DhRaceFollowing *self)
{
  update (self);
}

static const char *const followed[] = {
  "notify::loss",           "notify::ball-loss",  "notify::ball-rate",
  "notify::ball-optimizer", "notify::ball-shown",
};

static void
release_lanes (DhRaceFollowing *self)
{
  for (guint i = 0; i < self->lanes->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->lanes, i), self);
  g_ptr_array_set_size (self->lanes, 0);
}

static void
take_lanes (DhRaceFollowing *self)
{
  guint n = MIN (g_list_model_get_n_items (self->model), DH_RACE_MAX_RUNNERS);

  release_lanes (self);
  for (guint i = 0; i < n; i++)
    {
      DhLane *lane = g_list_model_get_item (self->model, i);

      g_ptr_array_add (self->lanes, lane);
      for (guint k = 0; k < G_N_ELEMENTS (followed); k++)
        g_signal_connect (lane, followed[k], G_CALLBACK (lane_changed_cb), self);
    }
  update (self);
}

static void
lanes_changed_cb (GListModel *model, guint position, guint n_removed, guint n_added,
                  DhRaceFollowing *self)
{
  take_lanes (self);
}

static void
ground_changed_cb (DhRace *race, GParamSpec *pspec, DhRaceFollowing *self)
{
  update (self);
}

/* The lanes as they last were go on running. */
static void
session_gone_cb (gpointer data, GObject *session)
{
  DhRaceFollowing *self = data;

  self->session = NULL;
  dh_race_stop_following (self->race);
}

void
dh_race_stop_following (DhRace *self)
{
  DhRaceFollowing *following = g_steal_pointer (&self->following);

  if (following == NULL)
    return;
  release_lanes (following);
  g_ptr_array_unref (following->lanes);
  g_signal_handlers_disconnect_by_data (following->model, following);
  g_object_unref (following->model);
  g_signal_handlers_disconnect_by_data (self, following);
  if (following->session != NULL)
    g_object_weak_unref (G_OBJECT (following->session), session_gone_cb, following);
  g_free (following);
}

void
dh_race_follow_lanes (DhRace *self, DhSession *session)
{
  DhRaceFollowing *following;

  g_return_if_fail (DH_IS_RACE (self) && DH_IS_SESSION (session));
  dh_race_stop_following (self);
  self->following = following = g_new0 (DhRaceFollowing, 1);
  following->race = self;
  following->session = session;
  following->model = g_object_ref (dh_session_get_lanes (session));
  following->lanes = g_ptr_array_new_with_free_func (g_object_unref);
  g_object_weak_ref (G_OBJECT (session), session_gone_cb, following);
  g_signal_connect (following->model, "items-changed", G_CALLBACK (lanes_changed_cb), following);
  g_signal_connect (self, "notify::ground", G_CALLBACK (ground_changed_cb), following);
  take_lanes (following);
}

DhLane *
dh_race_get_lane (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self), NULL);
  if (self->following == NULL || runner >= self->following->lanes->len)
    return NULL;
  return g_ptr_array_index (self->following->lanes, runner);
}
