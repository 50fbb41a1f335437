/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Balls on grounds, one a lane: the object.  Each runner has a ground, because its loss may shape
 * it, and a ball that goes down it by its optimizer; all are dropped at one place.  Who runs is in
 * race-runners.c, what they run on in race-grounds.c, time and what happens in it in race-motion.c,
 * what is seen of a ball in race-look.c, basins in race-basins.c.
 *
 * A change of runners, optimizers or ground holds from the position on, and what it makes untrue is
 * forgotten: steps that lie after the position, and what was judged.
 */
#include "core/race/race-private.h"

G_DEFINE_FINAL_TYPE (DhRace, dh_race, G_TYPE_OBJECT)

enum
{
  TERRAIN_CHANGED,
  BASINS_CHANGED,
  MOVED,
  N_SIGNALS
};

static GParamSpec *props[DH_RACE_N_PROPS];
static guint signals[N_SIGNALS];

void
dh_race_notify (DhRace *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

void
dh_race_emit_terrain_changed (DhRace *self, guint runner)
{
  g_signal_emit (self, signals[TERRAIN_CHANGED], 0, runner);
}

void
dh_race_emit_basins_changed (DhRace *self, guint runner)
{
  g_signal_emit (self, signals[BASINS_CHANGED], 0, runner);
}

void
dh_race_emit_moved (DhRace *self)
{
  guint n_steps = dh_race_get_n_steps (self);

  if (self->notified_n_steps != n_steps)
    {
      self->notified_n_steps = n_steps;
      dh_race_notify (self, DH_RACE_PROP_N_STEPS);
    }
  if (self->notified_position != self->position)
    {
      self->notified_position = self->position;
      dh_race_notify (self, DH_RACE_PROP_POSITION);
    }
  g_signal_emit (self, signals[MOVED], 0);
}

/* ---- the object ---- */

static void
dh_race_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhRace *self = DH_RACE (object);

  switch (id)
    {
    case DH_RACE_PROP_GROUND:
      g_value_set_string (value, self->ground);
      break;
    case DH_RACE_PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    case DH_RACE_PROP_PLAYING:
      g_value_set_boolean (value, self->playing);
      break;
    case DH_RACE_PROP_SPEED:
      g_value_set_double (value, self->speed);
      break;
    case DH_RACE_PROP_NOISE:
      g_value_set_double (value, self->noise);
      break;
    case DH_RACE_PROP_POSITION:
      g_value_set_uint (value, self->position);
      break;
    case DH_RACE_PROP_N_STEPS:
      g_value_set_uint (value, dh_race_get_n_steps (self));
      break;
    case DH_RACE_PROP_INSIDE:
      g_value_set_boolean (value, self->inside);
      break;
    case DH_RACE_PROP_SHARED:
      g_value_set_boolean (value, self->shared);
      break;
    case DH_RACE_PROP_WITH_BASINS:
      g_value_set_boolean (value, self->with_basins);
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
    case DH_RACE_PROP_GROUND:
      dh_race_set_ground (self, g_value_get_string (value), NULL);
      break;
    case DH_RACE_PROP_PLAYING:
      dh_race_set_playing (self, g_value_get_boolean (value));
      break;
    case DH_RACE_PROP_SPEED:
      dh_race_set_speed (self, g_value_get_double (value));
      break;
    case DH_RACE_PROP_NOISE:
      dh_race_set_noise (self, g_value_get_double (value));
      break;
    case DH_RACE_PROP_POSITION:
      dh_race_set_position (self, g_value_get_uint (value));
      break;
    case DH_RACE_PROP_INSIDE:
      dh_race_set_inside (self, g_value_get_boolean (value));
      break;
    case DH_RACE_PROP_SHARED:
      dh_race_set_shared (self, g_value_get_boolean (value));
      break;
    case DH_RACE_PROP_WITH_BASINS:
      dh_race_set_with_basins (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_race_dispose (GObject *object)
{
  DhRace *self = DH_RACE (object);

  dh_race_stop_following (self);
  dh_race_basins_clear (self);
  dh_race_stop_worker (self);
  for (guint i = 0; i < DH_RACE_MAX_RUNNERS; i++)
    dh_race_clear_runner (&self->runners[i]);
  self->n_runners = 0;
  G_OBJECT_CLASS (dh_race_parent_class)->dispose (object);
}

static void
dh_race_finalize (GObject *object)
{
  DhRace *self = DH_RACE (object);

  dh_face_pictures_free (self->face);
  g_free (self->faces_folder);
  g_free (self->ground);
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

  props[DH_RACE_PROP_GROUND] = g_param_spec_string ("ground", NULL, NULL, NULL, flags);
  props[DH_RACE_PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, read_only);
  props[DH_RACE_PROP_PLAYING] = make_switch ("playing");
  props[DH_RACE_PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, DH_RACE_MIN_SPEED,
                                                   DH_RACE_MAX_SPEED, 1, flags);
  props[DH_RACE_PROP_NOISE] = g_param_spec_double ("noise", NULL, NULL, 0, 100, 0, flags);
  props[DH_RACE_PROP_POSITION] = g_param_spec_uint ("position", NULL, NULL, 0, DH_RACE_MAX_STEPS, 0,
                                                    flags);
  props[DH_RACE_PROP_N_STEPS] = g_param_spec_uint ("n-steps", NULL, NULL, 0, DH_RACE_MAX_STEPS, 0,
                                                   read_only);
  props[DH_RACE_PROP_INSIDE] = make_switch ("inside");
  props[DH_RACE_PROP_SHARED] = make_switch ("shared");
  props[DH_RACE_PROP_WITH_BASINS] = make_switch ("with-basins");
  g_object_class_install_properties (object_class, DH_RACE_N_PROPS, props);
}

static void
dh_race_class_init (DhRaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = dh_race_dispose;
  object_class->finalize = dh_race_finalize;
  object_class->get_property = dh_race_get_property;
  object_class->set_property = dh_race_set_property;
  install_properties (object_class);
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
  self->speed = 1;
  self->fraction = 1;
  self->n_points = dh_fit_get_usual_points (self->points);
}

DhRace *
dh_race_new (const char *faces_folder)
{
  DhRace *self = g_object_new (DH_TYPE_RACE, NULL);

  self->faces_folder = g_strdup (faces_folder);
  dh_race_start_worker (self);
  dh_race_set_ground (self, "hill:bumpy", NULL);
  return self;
}
