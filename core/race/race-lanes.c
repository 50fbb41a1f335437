/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeps the runners of a race in step with the lanes of a session.
 *
 * On grounds that a loss shapes, all lanes use the ground's default rate, because the losses are
 * compared.  A hill is the same for all lanes, so there the rates are compared: by default they
 * range from one that creeps to one that jumps about, in lane order.  A rate that the user sets
 * only applies to that lane on that ground.  The largest default is tried out on each hill: a ball
 * that diverges at once teaches nothing.
 */
#include "core/race/race-lanes.h"

#include "core/landscape/rate.h"
#include "core/session/lane-private.h"

/* The link between a race and a session.  Attached to the race, which doesn't know it. */
typedef struct
{
  DhRace *race;       /* weak */
  DhSession *session; /* weak */
  GListModel *model;
  GPtrArray *lanes; /* of DhLane, in the order of the runners */
  DhGround *ground; /* the race's ground that the rates below belong to */
  double usual, boldest;
  gboolean updating;
} DhRaceLanes;

#define KEY "dh-race-lanes"

/* (nullable): of a hill, which all runners share */
static DhGround *
get_ground (const DhRaceLanes *self)
{
  return dh_race_get_n_runners (self->race) > 0 ? dh_race_get_runner_ground (self->race, 0) : NULL;
}

static void
look_at_ground (DhRaceLanes *self)
{
  DhGround *ground = get_ground (self);

  if (ground == NULL || self->ground == ground)
    return;
  dh_ground_unref (self->ground);
  self->ground = dh_ground_ref (ground);
  self->usual = ground->learning_rate;
  self->boldest = dh_ground_find_boldest_rate (ground);
}

static DhRunner
make_runner (const DhRaceLanes *self, guint i, gboolean spread)
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
    runner.learning_rate = dh_ground_spread_rate (self->usual, self->boldest, i, self->lanes->len);
  return runner;
}

static void
send_runners (DhRaceLanes *self, gboolean spread)
{
  DhRunner runners[DH_RACE_MAX_RUNNERS];

  for (guint i = 0; i < self->lanes->len; i++)
    runners[i] = make_runner (self, i, spread);
  dh_race_set_runners (self->race, runners, self->lanes->len);
}

/* The hill's rates can only be found once a runner has its ground. */
static void
update (DhRaceLanes *self)
{
  const char *ground = dh_race_get_ground (self->race);
  gboolean on_hill = !dh_ground_kind_uses_mix (dh_race_get_ground_kind (self->race));

  if (self->updating)
    return;
  self->updating = TRUE;
  for (guint i = 0; i < self->lanes->len; i++)
    dh_lane_set_ball_ground (g_ptr_array_index (self->lanes, i), ground);
  self->updating = FALSE;
  if (on_hill && dh_race_get_n_runners (self->race) == 0)
    send_runners (self, FALSE);
  if (on_hill)
    look_at_ground (self);
  send_runners (self, on_hill && self->ground != NULL && self->ground == get_ground (self));
}

static void
lane_changed_cb (DhLane *lane, GParamSpec *pspec, DhRaceLanes *self)
{
  update (self);
}

static const char *const followed[] = {
  "notify::loss",           "notify::ball-loss",  "notify::ball-rate",
  "notify::ball-optimizer", "notify::ball-shown",
};

static void
release_lanes (DhRaceLanes *self)
{
  for (guint i = 0; i < self->lanes->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->lanes, i), self);
  g_ptr_array_set_size (self->lanes, 0);
}

static void
take_lanes (DhRaceLanes *self)
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
                  DhRaceLanes *self)
{
  take_lanes (self);
}

static void
ground_changed_cb (DhRace *race, GParamSpec *pspec, DhRaceLanes *self)
{
  update (self);
}

static void session_gone_cb (gpointer data, GObject *session);
static void race_gone_cb (gpointer data, GObject *race);

static void
stop (DhRaceLanes *self)
{
  release_lanes (self);
  g_ptr_array_unref (self->lanes);
  g_signal_handlers_disconnect_by_data (self->model, self);
  g_object_unref (self->model);
  dh_ground_unref (self->ground);
  if (self->session != NULL)
    g_object_weak_unref (G_OBJECT (self->session), session_gone_cb, self);
  if (self->race != NULL)
    {
      g_object_weak_unref (G_OBJECT (self->race), race_gone_cb, self);
      g_signal_handlers_disconnect_by_data (self->race, self);
      g_object_set_data (G_OBJECT (self->race), KEY, NULL);
    }
  g_free (self);
}

/* The last known lanes keep running. */
static void
session_gone_cb (gpointer data, GObject *session)
{
  DhRaceLanes *self = data;

  self->session = NULL;
  stop (self);
}

static void
race_gone_cb (gpointer data, GObject *race)
{
  DhRaceLanes *self = data;

  g_object_set_data (race, KEY, NULL);
  self->race = NULL;
  stop (self);
}

static DhRaceLanes *
find (DhRace *race)
{
  return g_object_get_data (G_OBJECT (race), KEY);
}

void
dh_race_follow_lanes (DhRace *race, DhSession *session)
{
  DhRaceLanes *self;

  g_return_if_fail (DH_IS_RACE (race) && DH_IS_SESSION (session));
  if (find (race) != NULL)
    stop (find (race));
  self = g_new0 (DhRaceLanes, 1);
  self->race = race;
  self->session = session;
  self->model = g_object_ref (dh_session_get_lanes (session));
  self->lanes = g_ptr_array_new_with_free_func (g_object_unref);
  g_object_set_data (G_OBJECT (race), KEY, self);
  g_object_weak_ref (G_OBJECT (race), race_gone_cb, self);
  g_object_weak_ref (G_OBJECT (session), session_gone_cb, self);
  g_signal_connect (self->model, "items-changed", G_CALLBACK (lanes_changed_cb), self);
  g_signal_connect (race, "notify::ground", G_CALLBACK (ground_changed_cb), self);
  take_lanes (self);
}

DhLane *
dh_race_get_lane (DhRace *race, guint runner)
{
  DhRaceLanes *self;

  g_return_val_if_fail (DH_IS_RACE (race), NULL);
  self = find (race);
  return self != NULL && runner < self->lanes->len ? g_ptr_array_index (self->lanes, runner) : NULL;
}
