/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Balls on grounds, one per lane: the object.  Each runner has a ground, because its loss may shape
 * it, and a ball that its optimizer moves down the ground; all start at the same point.
 *
 * It consists of parts, none of which knows the race or the parts above it:
 *
 *     timeline  ──► runners ──► ground maker
 *                      ▲
 *                    feeds ──► terrain feed, basins feed
 *
 * When one of them changes, settle() carries out the consequences for the others: it drops what is
 * out of date, requests what is needed, and emits the signals.  Read access is in race-look.c.
 */
#include "core/race/race-private.h"

#include <math.h>

G_DEFINE_FINAL_TYPE (DhRace, dh_race, G_TYPE_OBJECT)

enum
{
  CHANGED,
  TERRAIN_CHANGED,
  BASINS_CHANGED,
  MOVED,
  N_SIGNALS
};

enum
{
  PROP_GROUND = 1,
  PROP_MESSAGE,
  PROP_PLAYING,
  PROP_SPEED,
  PROP_NOISE,
  PROP_POSITION,
  PROP_N_STEPS,
  PROP_INSIDE,
  PROP_SHARED,
  PROP_WITH_BASINS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
notify (DhRace *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

/* ---- the consequences of a change ---- */

/* What has changed. */
typedef enum
{
  CHANGED_RUNNERS = 1 << 0, /* which runners there are, their order, and whether they are drawn */
  CHANGED_CONFIG = 1 << 1,  /* how they continue: rate, optimizer, noise, loss */
  CHANGED_GROUND = 1 << 2,  /* what the ground is made of */
  CHANGED_START = 1 << 3,   /* all balls restart */
  CHANGED_BALLS = 1 << 4,   /* the position, or the shown parts of the breakdown */
  CHANGED_FEEDS = 1 << 5,   /* results from the threads, or requests to them */
} Change;

#define CHANGED_FUTURE  (CHANGED_CONFIG | CHANGED_GROUND)
#define CHANGED_DESCENT (CHANGED_RUNNERS | CHANGED_FUTURE | CHANGED_START)

/* Only for runners whose ground, terrain or basins have changed, so that dragging a rate doesn't
 * redraw the grounds. */
static void
announce_grounds (DhRace *self)
{
  for (guint i = 0; i < self->runners->n; i++)
    if (self->runners->each[i].terrain_is_news)
      {
        self->runners->each[i].terrain_is_news = FALSE;
        g_signal_emit (self, signals[TERRAIN_CHANGED], 0, i);
      }
  for (guint i = 0; i < self->runners->n; i++)
    if (self->runners->each[i].basins_are_news)
      {
        self->runners->each[i].basins_are_news = FALSE;
        g_signal_emit (self, signals[BASINS_CHANGED], 0, i);
      }
}

static void
announce_number (DhRace *self, guint property, guint number, guint *announced)
{
  if (*announced == number)
    return;
  *announced = number;
  notify (self, property);
}

/* Playing may have ended by itself, too. */
static void
announce_time (DhRace *self)
{
  announce_number (self, PROP_N_STEPS, dh_race_runners_get_n_steps (self->runners),
                   &self->announced_n_steps);
  announce_number (self, PROP_POSITION, dh_race_timeline_get_position (self->timeline),
                   &self->announced_position);
  announce_number (self, PROP_PLAYING, dh_race_timeline_get_playing (self->timeline),
                   &self->announced_playing);
}

static void
settle_descents (DhRace *self, Change change)
{
  if (change & CHANGED_START)
    {
      dh_race_timeline_rewind (self->timeline);
      dh_race_runners_drop_balls (self->runners);
    }
  dh_race_timeline_keep_within (self->timeline);
  if (change & CHANGED_FUTURE)
    dh_race_runners_forget_future (self->runners, dh_race_timeline_get_position (self->timeline));
  dh_race_runners_settle (self->runners, dh_race_timeline_get_position (self->timeline));
}

static void
settle (DhRace *self, Change change)
{
  if (change & CHANGED_DESCENT)
    settle_descents (self, change);
  if (change & (CHANGED_DESCENT | CHANGED_FEEDS))
    dh_race_feeds_settle (self->feeds);
  if (change & CHANGED_DESCENT)
    dh_race_timeline_refresh (self->timeline);
  announce_grounds (self);
  announce_time (self);
  if (change & (CHANGED_DESCENT | CHANGED_BALLS))
    g_signal_emit (self, signals[MOVED], 0);
}

static void
news_cb (gpointer data)
{
  g_autoptr (DhRace) self = g_object_ref (data);

  settle (self, CHANGED_FEEDS);
}

static void
announce_setting (DhRace *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- the ground ---- */

static void
set_message (DhRace *self, const char *message)
{
  if (g_strcmp0 (self->message, message) == 0)
    return;
  g_free (self->message);
  self->message = g_strdup (message);
  notify (self, PROP_MESSAGE);
}

gboolean
dh_race_set_ground (DhRace *self, const char *text, DhTextSpan *fault)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (DH_IS_RACE (self) && text != NULL, FALSE);
  if (g_strcmp0 (dh_ground_maker_get_text (self->maker), text) == 0)
    {
      set_message (self, NULL);
      return TRUE;
    }
  if (!dh_ground_maker_choose (self->maker, text, fault, &error))
    {
      set_message (self, error->message);
      return FALSE;
    }
  set_message (self, NULL);
  dh_race_runners_drop_terrains (self->runners);
  settle (self, CHANGED_GROUND | CHANGED_START);
  notify (self, PROP_GROUND);
  announce_setting (self);
  return TRUE;
}

/* After a change of the ground maker; the edition tells whether its grounds have changed. */
static void
ground_changed (DhRace *self, guint edition_before)
{
  if (dh_ground_maker_get_edition (self->maker) != edition_before)
    settle (self, CHANGED_GROUND);
}

void
dh_race_set_parameter (DhRace *self, guint index, double value)
{
  guint before;

  g_return_if_fail (DH_IS_RACE (self) && index < DH_HILL_MAX_PARAMETERS);
  before = dh_ground_maker_get_edition (self->maker);
  dh_ground_maker_set_parameter (self->maker, index, value);
  ground_changed (self, before);
  announce_setting (self);
}

gboolean
dh_race_set_points (DhRace *self, const DhFitPoint *points, guint n_points)
{
  gboolean taken;
  guint before;

  g_return_val_if_fail (DH_IS_RACE (self) && points != NULL, FALSE);
  before = dh_ground_maker_get_edition (self->maker);
  taken = dh_ground_maker_set_points (self->maker, points, n_points);
  ground_changed (self, before);
  announce_setting (self);
  return taken;
}

void
dh_race_set_shared (DhRace *self, gboolean shared)
{
  g_return_if_fail (DH_IS_RACE (self));
  if (self->runners->shared == !!shared)
    return;
  self->runners->shared = !!shared;
  if (dh_ground_kind_uses_mix (dh_ground_maker_get_kind (self->maker)))
    settle (self, CHANGED_GROUND);
  notify (self, PROP_SHARED);
  announce_setting (self);
}

void
dh_race_set_with_basins (DhRace *self, gboolean with_basins)
{
  g_return_if_fail (DH_IS_RACE (self));
  if (dh_race_feeds_get_with_basins (self->feeds) == !!with_basins)
    return;
  dh_race_feeds_set_with_basins (self->feeds, !!with_basins);
  settle (self, CHANGED_FEEDS);
  notify (self, PROP_WITH_BASINS);
}

void
dh_race_drop (DhRace *self, const double at[2])
{
  g_return_if_fail (DH_IS_RACE (self));
  if (!dh_ground_maker_set_start (self->maker, at))
    return;
  settle (self, CHANGED_START);
  announce_setting (self);
}

/* ---- the runners ---- */

void
dh_race_set_runners (DhRace *self, const DhRunner *runners, guint n_runners)
{
  Change change = CHANGED_RUNNERS;

  g_return_if_fail (DH_IS_RACE (self) && n_runners <= DH_RACE_MAX_RUNNERS);
  if (dh_race_runners_are (self->runners, runners, n_runners))
    return;
  if (!dh_race_runners_keep_future (self->runners, runners, n_runners))
    change |= CHANGED_CONFIG;
  dh_race_runners_take (self->runners, runners, n_runners);
  settle (self, change);
}

void
dh_race_set_noise (DhRace *self, double noise)
{
  g_return_if_fail (DH_IS_RACE (self) && noise >= 0 && isfinite (noise));
  if (self->runners->noise == noise)
    return;
  self->runners->noise = noise;
  settle (self, CHANGED_CONFIG);
  notify (self, PROP_NOISE);
  announce_setting (self);
}

/* ---- time ---- */

void
dh_race_set_playing (DhRace *self, gboolean playing)
{
  g_return_if_fail (DH_IS_RACE (self));
  settle (self, dh_race_timeline_set_playing (self->timeline, !!playing) ? CHANGED_BALLS : 0);
}

void
dh_race_set_speed (DhRace *self, double speed)
{
  double before;

  g_return_if_fail (DH_IS_RACE (self) && !isnan (speed));
  before = dh_race_timeline_get_speed (self->timeline);
  dh_race_timeline_set_speed (self->timeline, speed);
  if (dh_race_timeline_get_speed (self->timeline) != before)
    notify (self, PROP_SPEED);
}

void
dh_race_set_position (DhRace *self, guint position)
{
  g_return_if_fail (DH_IS_RACE (self));
  if (dh_race_timeline_set_position (self->timeline, position))
    settle (self, CHANGED_BALLS);
}

void
dh_race_set_inside (DhRace *self, gboolean inside)
{
  g_return_if_fail (DH_IS_RACE (self));
  if (!dh_race_timeline_set_inside (self->timeline, !!inside))
    return;
  notify (self, PROP_INSIDE);
  settle (self, CHANGED_BALLS);
}

void
dh_race_tick (DhRace *self, double seconds)
{
  g_return_if_fail (DH_IS_RACE (self));
  if (dh_race_timeline_tick (self->timeline, seconds))
    settle (self, CHANGED_BALLS);
}

void
dh_race_step (DhRace *self)
{
  g_return_if_fail (DH_IS_RACE (self));
  dh_race_timeline_step (self->timeline);
  settle (self, CHANGED_BALLS);
}

void
dh_race_back (DhRace *self)
{
  g_return_if_fail (DH_IS_RACE (self));
  dh_race_timeline_back (self->timeline);
  settle (self, CHANGED_BALLS);
}

void
dh_race_finish (DhRace *self)
{
  g_return_if_fail (DH_IS_RACE (self));
  dh_race_timeline_finish (self->timeline);
  settle (self, CHANGED_BALLS);
}

void
dh_race_reset (DhRace *self)
{
  g_return_if_fail (DH_IS_RACE (self));
  settle (self, CHANGED_START);
}

/* ---- the object ---- */

static void
dh_race_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhRace *self = DH_RACE (object);

  switch (id)
    {
    case PROP_GROUND:
      g_value_set_string (value, dh_ground_maker_get_text (self->maker));
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    case PROP_PLAYING:
      g_value_set_boolean (value, dh_race_timeline_get_playing (self->timeline));
      break;
    case PROP_SPEED:
      g_value_set_double (value, dh_race_timeline_get_speed (self->timeline));
      break;
    case PROP_NOISE:
      g_value_set_double (value, self->runners->noise);
      break;
    case PROP_POSITION:
      g_value_set_uint (value, dh_race_timeline_get_position (self->timeline));
      break;
    case PROP_N_STEPS:
      g_value_set_uint (value, dh_race_runners_get_n_steps (self->runners));
      break;
    case PROP_INSIDE:
      g_value_set_boolean (value, dh_race_timeline_get_inside (self->timeline));
      break;
    case PROP_SHARED:
      g_value_set_boolean (value, self->runners->shared);
      break;
    case PROP_WITH_BASINS:
      g_value_set_boolean (value, dh_race_feeds_get_with_basins (self->feeds));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_race_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhRace *self = DH_RACE (object);

  switch (id)
    {
    case PROP_GROUND:
      dh_race_set_ground (self, g_value_get_string (value), NULL);
      break;
    case PROP_PLAYING:
      dh_race_set_playing (self, g_value_get_boolean (value));
      break;
    case PROP_SPEED:
      dh_race_set_speed (self, g_value_get_double (value));
      break;
    case PROP_NOISE:
      dh_race_set_noise (self, g_value_get_double (value));
      break;
    case PROP_POSITION:
      dh_race_set_position (self, g_value_get_uint (value));
      break;
    case PROP_INSIDE:
      dh_race_set_inside (self, g_value_get_boolean (value));
      break;
    case PROP_SHARED:
      dh_race_set_shared (self, g_value_get_boolean (value));
      break;
    case PROP_WITH_BASINS:
      dh_race_set_with_basins (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_race_finalize (GObject *object)
{
  DhRace *self = DH_RACE (object);

  dh_race_feeds_free (self->feeds);
  dh_race_timeline_free (self->timeline);
  dh_race_runners_free (self->runners);
  dh_ground_maker_free (self->maker);
  g_free (self->message);
  G_OBJECT_CLASS (dh_race_parent_class)->finalize (object);
}

static GParamSpec *
make_switch (const char *name)
{
  return g_param_spec_boolean (name, NULL, NULL, FALSE,
                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                 | G_PARAM_EXPLICIT_NOTIFY);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  props[PROP_GROUND] = g_param_spec_string ("ground", NULL, NULL, NULL, flags);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, read_only);
  props[PROP_PLAYING] = make_switch ("playing");
  props[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, DH_RACE_MIN_SPEED,
                                           DH_RACE_MAX_SPEED, 1, flags);
  props[PROP_NOISE] = g_param_spec_double ("noise", NULL, NULL, 0, 100, 0, flags);
  props[PROP_POSITION] = g_param_spec_uint ("position", NULL, NULL, 0, DH_RACE_MAX_STEPS, 0, flags);
  props[PROP_N_STEPS] = g_param_spec_uint ("n-steps", NULL, NULL, 0, DH_RACE_MAX_STEPS, 0,
                                           read_only);
  props[PROP_INSIDE] = make_switch ("inside");
  props[PROP_SHARED] = make_switch ("shared");
  props[PROP_WITH_BASINS] = make_switch ("with-basins");
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
dh_race_class_init (DhRaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->finalize = dh_race_finalize;
  object_class->get_property = dh_race_get_property;
  object_class->set_property = dh_race_set_property;
  install_properties (object_class);
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[TERRAIN_CHANGED] = g_signal_new ("terrain-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[BASINS_CHANGED] = g_signal_new ("basins-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[MOVED] = g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 0);
}

static void
dh_race_init (DhRace *self)
{
}

DhRace *
dh_race_new (const char *faces_folder)
{
  DhRace *self = g_object_new (DH_TYPE_RACE, NULL);

  self->maker = dh_ground_maker_new (faces_folder);
  self->runners = dh_race_runners_new (self->maker);
  self->timeline = dh_race_timeline_new (self->runners);
  self->feeds = dh_race_feeds_new (self->runners, news_cb, self);
  dh_race_set_ground (self, "hill:bumpy", NULL);
  return self;
}
