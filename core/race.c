/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Balls on grounds, one a lane.  Each runner has a ground of its own, because its loss shapes it,
 * and a ball that goes down it with its optimizer and rate; all are dropped at one place.  Heights
 * come from a thread; steps are made here, because a step costs microseconds and a person expects
 * the ball where the clock says it is.
 */
#include "core/race.h"

#include "core/landscape/terrain-worker.h"

#include <glib-unix.h>
#include <math.h>
#include <string.h>

#define MAX_STEPS_A_TICK 200
#define FINE_GRID  96
#define FACE_STAGES { 13, 33, 65 }
#define CURVE_GRID 401

typedef struct
{
  DhRunner   wish;
  DhGround  *ground;    /* NULL: problem says why */
  guint64    serial;    /* of the ground */
  char      *problem;
  DhRoll    *roll;
  DhTerrain *terrain;
} Runner;

struct _DhRace
{
  GObject          parent_instance;

  char            *faces_folder;
  char            *ground;
  char            *message;
  gboolean         playing;
  double           speed, noise;
  double           parameters[DH_HILL_MAX_PARAMETERS];
  double           start[2];
  double           time_left;    /* s, not yet made into steps */
  Runner           runners[DH_RACE_MAX_RUNNERS];
  guint            n_runners;
  guint64          last_serial;
  DhTerrainWorker *worker;
  GSource         *source;
};

G_DEFINE_FINAL_TYPE (DhRace, dh_race, G_TYPE_OBJECT)

enum { PROP_GROUND = 1, PROP_MESSAGE, PROP_PLAYING, PROP_SPEED, PROP_NOISE, N_PROPS };
enum { TERRAIN_CHANGED, MOVED, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
notify (DhRace *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

/* ---- heights ---- */

static void
send_wishes (DhRace *self)
{
  DhTerrainWish wishes[DH_TERRAIN_MAX_WISHES] = { 0 };
  const guint face_stages[DH_TERRAIN_MAX_STAGES] = FACE_STAGES;

  for (guint i = 0; i < self->n_runners; i++)
    {
      const Runner *runner = &self->runners[i];

      wishes[i].serial = runner->serial;
      wishes[i].ground = runner->ground;
      if (runner->ground == NULL)
        continue;
      if (runner->ground->n_knobs == 1)
        wishes[i].stages[0] = CURVE_GRID;
      else if (runner->ground->scratch_size > 0)
        memcpy (wishes[i].stages, face_stages, sizeof face_stages);
      else
        wishes[i].stages[0] = FINE_GRID;
    }
  dh_terrain_worker_send (self->worker, wishes);
}

static gboolean
report_cb (int fd, GIOCondition condition, gpointer data)
{
  g_autoptr (DhRace) self = g_object_ref (data);
  DhTerrainReport *report = dh_terrain_worker_take (self->worker);

  for (guint i = 0; report != NULL && i < self->n_runners; i++)
    {
      Runner *runner = &self->runners[i];
      DhTerrainAnswer *answer = &report->answers[i];

      if (answer->serial != runner->serial || answer->terrain == runner->terrain
          || answer->terrain == NULL)
        continue;
      dh_terrain_unref (runner->terrain);
      runner->terrain = dh_terrain_ref (answer->terrain);
      g_signal_emit (self, signals[TERRAIN_CHANGED], 0, i);
    }
  dh_terrain_report_free (report);
  return G_SOURCE_CONTINUE;
}

/* ---- runners ---- */

static DhDescent
make_descent (const DhRace *self, const Runner *runner)
{
  DhDescent descent = dh_descent_make (runner->ground, dh_optimizer_find (runner->wish.optimizer));

  if (runner->wish.learning_rate > 0)
    descent.learning_rate = runner->wish.learning_rate;
  descent.noise = self->noise;
  descent.seed = 1; /* one chance for all: the race is fair */
  return descent;
}

static void
put_on_start (DhRace *self, Runner *runner)
{
  DhDescent descent;

  g_clear_pointer (&runner->roll, dh_roll_free);
  if (runner->ground == NULL)
    return;
  descent = make_descent (self, runner);
  runner->roll = dh_roll_new (runner->ground, &descent, self->start);
}

static DhGroundChoice
make_choice (const DhRace *self, const char *text, const DhMix *mix)
{
  gboolean named = g_str_has_prefix (text, "hill:")
                   && dh_hill_find (text + strlen ("hill:")) != NULL;

  return (DhGroundChoice) {
    .text = text,
    .mix = *mix,
    .parameters = named ? self->parameters : NULL,
    .faces_folder = self->faces_folder,
  };
}

/* The ball goes on where it is, on the new ground. */
static void
make_ground (DhRace *self, Runner *runner)
{
  DhGroundChoice choice = make_choice (self, self->ground, &runner->wish.mix);
  g_autoptr (GError) error = NULL;
  double at[2] = { self->start[0], self->start[1] };

  if (runner->roll != NULL)
    memcpy (at, dh_roll_get_last (runner->roll)->at, sizeof at);
  g_clear_pointer (&runner->roll, dh_roll_free);
  g_clear_pointer (&runner->problem, g_free);
  dh_ground_unref (g_steal_pointer (&runner->ground));
  dh_terrain_unref (g_steal_pointer (&runner->terrain));
  runner->serial = ++self->last_serial;
  runner->ground = dh_ground_choose (&choice, NULL, &error);
  if (runner->ground == NULL)
    runner->problem = g_strdup (error->message);
  else
    {
      DhDescent descent = make_descent (self, runner);

      runner->roll = dh_roll_new (runner->ground, &descent, at);
    }
}

static void
clear_runner (Runner *runner)
{
  g_clear_pointer (&runner->roll, dh_roll_free);
  g_clear_pointer (&runner->problem, g_free);
  dh_ground_unref (runner->ground);
  dh_terrain_unref (runner->terrain);
  memset (runner, 0, sizeof *runner);
}

static void
announce_all (DhRace *self)
{
  for (guint i = 0; i < self->n_runners; i++)
    g_signal_emit (self, signals[TERRAIN_CHANGED], 0, i);
  g_signal_emit (self, signals[MOVED], 0);
}

static gboolean
is_same_mix (const DhMix *a, const DhMix *b)
{
  return dh_mix_to_text (a) == dh_mix_to_text (b);
}

static void
adopt (DhRace *self, Runner *runner, const DhRunner *wish)
{
  gboolean other_ground = runner->ground == NULL
                          || (dh_ground_choice_uses_mix (self->ground)
                              && !is_same_mix (&runner->wish.mix, &wish->mix));
  DhDescent descent;

  runner->wish = *wish;
  if (other_ground)
    {
      make_ground (self, runner);
      return;
    }
  descent = make_descent (self, runner);
  dh_roll_set_descent (runner->roll, &descent);
}

static void
clear_unwanted (DhRace *self, const DhRunner *runners, guint n_runners)
{
  for (guint i = 0; i < DH_RACE_MAX_RUNNERS; i++)
    {
      gboolean wanted = FALSE;

      for (guint k = 0; k < n_runners; k++)
        wanted = wanted || runners[k].number == self->runners[i].wish.number;
      if (!wanted)
        clear_runner (&self->runners[i]);
    }
}

/* The runner of that lane moves to its new place, or else an empty one.  What stood there takes the
 * place that becomes free. */
static void
bring_to_place (DhRace *self, guint place, guint number)
{
  guint from = place;
  Runner other = self->runners[place];

  for (guint i = place; i < DH_RACE_MAX_RUNNERS; i++)
    if (self->runners[i].wish.number == number)
      {
        from = i;
        break;
      }
    else if (self->runners[from].wish.number != 0 && self->runners[i].wish.number == 0)
      from = i;
  self->runners[place] = self->runners[from];
  self->runners[from] = other;
}

void
dh_race_set_runners (DhRace *self, const DhRunner *runners, guint n_runners)
{
  g_return_if_fail (DH_IS_RACE (self) && n_runners <= DH_RACE_MAX_RUNNERS);
  clear_unwanted (self, runners, n_runners);
  for (guint i = 0; i < n_runners; i++)
    {
      bring_to_place (self, i, runners[i].number);
      adopt (self, &self->runners[i], &runners[i]);
    }
  self->n_runners = n_runners;
  send_wishes (self);
  announce_all (self);
}

guint
dh_race_get_n_runners (DhRace *self)
{
  return self->n_runners;
}

const DhRunner *
dh_race_get_runner (DhRace *self, guint runner)
{
  g_return_val_if_fail (runner < self->n_runners, NULL);
  return &self->runners[runner].wish;
}

const char *
dh_race_get_problem (DhRace *self, guint runner)
{
  g_return_val_if_fail (runner < self->n_runners, NULL);
  return self->runners[runner].problem;
}

const DhTerrain *
dh_race_get_terrain (DhRace *self, guint runner)
{
  g_return_val_if_fail (runner < self->n_runners, NULL);
  return self->runners[runner].terrain;
}

const DhRoll *
dh_race_get_roll (DhRace *self, guint runner)
{
  g_return_val_if_fail (runner < self->n_runners, NULL);
  return self->runners[runner].roll;
}

DhVerdict
dh_race_judge (DhRace *self, guint runner, char **text)
{
  const Runner *it = &self->runners[runner];

  g_return_val_if_fail (runner < self->n_runners, DH_VERDICT_START);
  if (it->roll != NULL && it->terrain != NULL)
    return dh_verdict_make (it->roll, it->terrain, text);
  *text = g_strdup (it->problem != NULL ? it->problem : "");
  return DH_VERDICT_START;
}

double
dh_race_get_stable_rate (DhRace *self, guint runner)
{
  const Runner *it = &self->runners[runner];
  DhJet jet;
  double lambda;

  if (runner >= self->n_runners || it->roll == NULL)
    return NAN;
  jet = dh_roll_get_jet (it->roll);
  lambda = it->ground->n_knobs > 1 ? dh_jet_get_largest_curvature (&jet) : jet.xx;
  return dh_jet_is_finite (&jet)
         ? dh_optimizer_get_stable_rate (dh_roll_get_descent (it->roll)->optimizer,
                                         dh_roll_get_descent (it->roll)->settings, lambda) : NAN;
}

gboolean
dh_race_make_picture (DhRace *self, guint runner, int *side, float **rgb)
{
  const Runner *it = &self->runners[runner];

  if (runner >= self->n_runners || it->roll == NULL || !dh_ground_is_face (it->ground))
    return FALSE;
  *side = dh_face_ground_get_size (it->ground);
  *rgb = g_new (float, 3 * (gsize) *side * *side);
  dh_face_ground_make_picture (it->ground, dh_roll_get_last (it->roll)->at, *rgb);
  return TRUE;
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

static void
remake_grounds (DhRace *self)
{
  for (guint i = 0; i < self->n_runners; i++)
    make_ground (self, &self->runners[i]);
  send_wishes (self);
  announce_all (self);
}

/* A hill's own parameters, and the start that shows what it is known for. */
static void
take_defaults (DhRace *self, const DhGround *ground, const char *text)
{
  const DhHill *hill = g_str_has_prefix (text, "hill:")
                       ? dh_hill_find (text + strlen ("hill:")) : NULL;

  for (guint i = 0; i < DH_HILL_MAX_PARAMETERS; i++)
    self->parameters[i] = hill != NULL ? hill->parameters[i].value : 0;
  memcpy (self->start, ground->start, sizeof self->start);
}

gboolean
dh_race_set_ground (DhRace *self, const char *text, DhTextSpan *fault)
{
  DhMix mix = { 1, { dh_mix_part_make ("mse") } };
  DhGroundChoice choice = { .text = text, .mix = mix, .faces_folder = self->faces_folder };
  g_autoptr (GError) error = NULL;
  g_autoptr (DhGround) trial = NULL;

  g_return_val_if_fail (DH_IS_RACE (self) && text != NULL, FALSE);
  if (g_strcmp0 (self->ground, text) == 0)
    {
      set_message (self, NULL);
      return TRUE;
    }
  trial = dh_ground_choose (&choice, fault, &error);
  set_message (self, error != NULL ? error->message : NULL);
  if (trial == NULL)
    return FALSE;
  g_free (self->ground);
  self->ground = g_strdup (text);
  take_defaults (self, trial, text);
  for (guint i = 0; i < self->n_runners; i++)
    g_clear_pointer (&self->runners[i].roll, dh_roll_free);
  remake_grounds (self);
  notify (self, PROP_GROUND);
  return TRUE;
}

const char *
dh_race_get_ground (DhRace *self)
{
  return self->ground;
}

const char *
dh_race_get_message (DhRace *self)
{
  return self->message;
}

const double *
dh_race_get_parameters (DhRace *self)
{
  return self->parameters;
}

void
dh_race_set_parameter (DhRace *self, guint index, double value)
{
  g_return_if_fail (DH_IS_RACE (self) && index < DH_HILL_MAX_PARAMETERS);
  if (self->parameters[index] == value)
    return;
  self->parameters[index] = value;
  remake_grounds (self);
}

/* ---- moving ---- */

void
dh_race_get_start (DhRace *self, double at[2])
{
  memcpy (at, self->start, sizeof self->start);
}

void
dh_race_drop (DhRace *self, const double at[2])
{
  g_return_if_fail (DH_IS_RACE (self));
  memcpy (self->start, at, sizeof self->start);
  dh_race_reset (self);
}

void
dh_race_reset (DhRace *self)
{
  g_return_if_fail (DH_IS_RACE (self));
  for (guint i = 0; i < self->n_runners; i++)
    put_on_start (self, &self->runners[i]);
  self->time_left = 0;
  g_signal_emit (self, signals[MOVED], 0);
}

static void
step_all (DhRace *self)
{
  for (guint i = 0; i < self->n_runners; i++)
    if (self->runners[i].roll != NULL)
      dh_roll_step (self->runners[i].roll);
}

void
dh_race_step (DhRace *self)
{
  g_return_if_fail (DH_IS_RACE (self));
  dh_race_set_playing (self, FALSE);
  step_all (self);
  g_signal_emit (self, signals[MOVED], 0);
}

void
dh_race_back (DhRace *self)
{
  g_return_if_fail (DH_IS_RACE (self));
  dh_race_set_playing (self, FALSE);
  for (guint i = 0; i < self->n_runners; i++)
    if (self->runners[i].roll != NULL)
      dh_roll_back (self->runners[i].roll);
  g_signal_emit (self, signals[MOVED], 0);
}

void
dh_race_tick (DhRace *self, double seconds)
{
  guint n_steps;

  g_return_if_fail (DH_IS_RACE (self));
  if (!self->playing)
    return;
  self->time_left += MAX (seconds, 0) * self->speed * DH_RACE_STEPS_PER_SECOND;
  n_steps = MIN (self->time_left, MAX_STEPS_A_TICK);
  if (n_steps == 0)
    return;
  self->time_left = MIN (self->time_left - n_steps, 1);
  for (guint i = 0; i < n_steps; i++)
    step_all (self);
  g_signal_emit (self, signals[MOVED], 0);
}

guint
dh_race_get_n_steps (DhRace *self)
{
  guint most = 0;

  for (guint i = 0; i < self->n_runners; i++)
    if (self->runners[i].roll != NULL)
      most = MAX (most, dh_roll_get_n_balls (self->runners[i].roll) - 1);
  return most;
}

gboolean
dh_race_get_playing (DhRace *self)
{
  return self->playing;
}

void
dh_race_set_playing (DhRace *self, gboolean playing)
{
  g_return_if_fail (DH_IS_RACE (self));
  if (self->playing == !!playing)
    return;
  self->playing = !!playing;
  notify (self, PROP_PLAYING);
}

double
dh_race_get_speed (DhRace *self)
{
  return self->speed;
}

void
dh_race_set_speed (DhRace *self, double speed)
{
  g_return_if_fail (DH_IS_RACE (self));
  speed = CLAMP (speed, DH_RACE_MIN_SPEED, DH_RACE_MAX_SPEED);
  if (self->speed == speed)
    return;
  self->speed = speed;
  notify (self, PROP_SPEED);
}

double
dh_race_get_noise (DhRace *self)
{
  return self->noise;
}

void
dh_race_set_noise (DhRace *self, double noise)
{
  g_return_if_fail (DH_IS_RACE (self));
  if (self->noise == noise)
    return;
  self->noise = noise;
  for (guint i = 0; i < self->n_runners; i++)
    if (self->runners[i].roll != NULL)
      {
        DhDescent descent = make_descent (self, &self->runners[i]);

        dh_roll_set_descent (self->runners[i].roll, &descent);
      }
  notify (self, PROP_NOISE);
}

/* ---- the object ---- */

static void
dh_race_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhRace *self = DH_RACE (object);

  switch (id)
    {
    case PROP_GROUND:
      g_value_set_string (value, self->ground);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    case PROP_PLAYING:
      g_value_set_boolean (value, self->playing);
      break;
    case PROP_SPEED:
      g_value_set_double (value, self->speed);
      break;
    case PROP_NOISE:
      g_value_set_double (value, self->noise);
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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_race_dispose (GObject *object)
{
  DhRace *self = DH_RACE (object);

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->worker, dh_terrain_worker_free);
  for (guint i = 0; i < DH_RACE_MAX_RUNNERS; i++)
    clear_runner (&self->runners[i]);
  self->n_runners = 0;
  G_OBJECT_CLASS (dh_race_parent_class)->dispose (object);
}

static void
dh_race_finalize (GObject *object)
{
  DhRace *self = DH_RACE (object);

  g_free (self->faces_folder);
  g_free (self->ground);
  g_free (self->message);
  G_OBJECT_CLASS (dh_race_parent_class)->finalize (object);
}

static void
dh_race_class_init (DhRaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags
    = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = dh_race_dispose;
  object_class->finalize = dh_race_finalize;
  object_class->get_property = dh_race_get_property;
  object_class->set_property = dh_race_set_property;
  props[PROP_GROUND] = g_param_spec_string ("ground", NULL, NULL, NULL, flags);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, flags);
  props[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, DH_RACE_MIN_SPEED,
                                           DH_RACE_MAX_SPEED, 1, flags);
  props[PROP_NOISE] = g_param_spec_double ("noise", NULL, NULL, 0, 100, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[TERRAIN_CHANGED]
    = g_signal_new ("terrain-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
dh_race_init (DhRace *self)
{
  self->speed = 1;
}

DhRace *
dh_race_new (const char *faces_folder)
{
  DhRace *self = g_object_new (DH_TYPE_RACE, NULL);

  self->faces_folder = g_strdup (faces_folder);
  self->worker = dh_terrain_worker_new ();
  self->source = g_unix_fd_source_new (dh_terrain_worker_get_fd (self->worker), G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (report_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  dh_race_set_ground (self, "hill:bumpy", NULL);
  return self;
}
