/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The session: everything that the user chose, as properties that compare, set and notify.  The
 * connection to the worker is in session-link.c, the list of lanes in session-lanes.c.
 */
#include "core/session/session-private.h"

#define DEFAULT_PREVIEW_FACES 3
#define MAX_PREVIEW_FACES     8

enum
{
  PROP_STATUS = 1,
  PROP_MESSAGE,
  PROP_PROGRESS,
  PROP_PLAYING,
  PROP_LIVE,
  PROP_PERSON_A,
  PROP_PERSON_B,
  PROP_PRESET,
  PROP_SEED,
  PROP_START,
  PROP_CAN_WARM,
  PROP_SAME_RATE,
  PROP_PREVIEW_FACES,
  PROP_ITERATION_LIMIT,
  PROP_ITERATION,
  PROP_ITERATIONS_PER_SECOND,
  PROP_EXAMPLES_PER_SECOND,
  PROP_ELAPSED,
  PROP_UNDO,
  PROP_REDO,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DhSession, dh_session, G_TYPE_OBJECT)

static void
notify (DhSession *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

void
dh_session_step (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));
  dh_session_set_playing (self, FALSE);
  self->n_steps++;
  dh_session_queue_request (self);
}

void
dh_session_reset (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));
  dh_session_keep_training (self, DH_CHANGE_RESET, self->model);
  dh_session_begin_generation (self);
  dh_session_release_undo (self);
}

DhSessionStatus
dh_session_get_status (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), DH_SESSION_FAILED);
  return self->status;
}

const char *
dh_session_get_message (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), NULL);
  return self->message;
}

gboolean
dh_session_is_stalled (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  return self->stalled;
}

const DhProgress *
dh_session_get_progress (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), NULL);
  return &self->progress;
}

const DhWorkAccount *
dh_session_get_work (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), NULL);
  return &self->work;
}

gboolean
dh_session_get_playing (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  return self->playing;
}

void
dh_session_set_playing (DhSession *self, gboolean playing)
{
  g_return_if_fail (DH_IS_SESSION (self));
  if (self->playing == !!playing)
    return;
  self->playing = !!playing;
  notify (self, PROP_PLAYING);
  dh_session_queue_request (self);
}

void
dh_session_set_live (DhSession *self, gboolean live)
{
  g_return_if_fail (DH_IS_SESSION (self));
  if (self->live == !!live)
    return;
  self->live = !!live;
  notify (self, PROP_LIVE);
  dh_session_queue_request (self);
}

/* g_set_str() came with GLib 2.76. */
static gboolean
replace_string (char **place, const char *value)
{
  if (g_strcmp0 (*place, value) == 0)
    return FALSE;
  g_free (*place);
  *place = g_strdup (value);
  return TRUE;
}

const char *
dh_session_get_person (DhSession *self, guint side)
{
  g_return_val_if_fail (DH_IS_SESSION (self) && side < 2, NULL);
  return self->people[side];
}

void
dh_session_set_people (DhSession *self, const char *person_a, const char *person_b)
{
  gboolean changed_a, changed_b;

  g_return_if_fail (DH_IS_SESSION (self));
  g_return_if_fail (person_a != NULL && person_b != NULL);
  if (g_str_equal (self->people[0], person_a) && g_str_equal (self->people[1], person_b))
    return;
  dh_session_keep_training (self, DH_CHANGE_PEOPLE, self->model);
  changed_a = replace_string (&self->people[0], person_a);
  changed_b = replace_string (&self->people[1], person_b);
  if (changed_a)
    notify (self, PROP_PERSON_A);
  if (changed_b)
    notify (self, PROP_PERSON_B);
  dh_session_follow_starts (self, FALSE);
  dh_session_begin_loading (self);
  dh_session_release_undo (self);
}

void
dh_session_reload_faces (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));
  dh_session_forget_undo (self);
  self->faces_serial++;
  dh_session_begin_loading (self);
}

const char *
dh_session_get_preset (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), NULL);
  return self->model->id;
}

void
dh_session_set_preset (DhSession *self, const char *preset)
{
  const DhModel *model = dh_model_find (preset);

  g_return_if_fail (DH_IS_SESSION (self));
  g_return_if_fail (model != NULL);
  if (self->model == model)
    return;
  dh_session_keep_training (self, DH_CHANGE_PRESET, model);
  self->model = model;
  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    dh_lane_set_learning_rate (dh_session_peek_lane (self, i), model->learning_rate);
  notify (self, PROP_PRESET);
  dh_session_follow_starts (self, TRUE);
  dh_session_begin_loading (self);
  dh_session_release_undo (self);
}

guint64
dh_session_get_seed (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), 0);
  return self->seed;
}

void
dh_session_set_seed (DhSession *self, guint64 seed)
{
  g_return_if_fail (DH_IS_SESSION (self));
  if (self->seed == seed)
    return;
  dh_session_keep_training (self, DH_CHANGE_SEED, self->model);
  self->seed = seed;
  notify (self, PROP_SEED);
  dh_session_begin_generation (self);
  dh_session_release_undo (self);
}

gboolean
dh_session_get_same_rate (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  return self->same_rate;
}

void
dh_session_set_same_rate (DhSession *self, gboolean same_rate)
{
  g_return_if_fail (DH_IS_SESSION (self));
  if (self->same_rate == !!same_rate)
    return;
  self->same_rate = !!same_rate;
  notify (self, PROP_SAME_RATE);
  if (dh_session_get_n_lanes (self) > 0)
    dh_session_spread_rate (self, dh_session_peek_lane (self, 0));
  dh_session_note_changes (self, NULL);
}

void
dh_session_set_preview_faces (DhSession *self, guint n_faces)
{
  g_return_if_fail (DH_IS_SESSION (self));
  n_faces = CLAMP (n_faces, 1, MAX_PREVIEW_FACES);
  if (self->preview_faces == n_faces)
    return;
  self->preview_faces = n_faces;
  notify (self, PROP_PREVIEW_FACES);
  dh_session_queue_request (self);
}

void
dh_session_set_iteration_limit (DhSession *self, guint64 limit)
{
  g_return_if_fail (DH_IS_SESSION (self));
  if (self->iteration_limit == limit)
    return;
  self->iteration_limit = limit;
  notify (self, PROP_ITERATION_LIMIT);
  dh_session_queue_request (self);
}

guint64
dh_session_get_iteration (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), 0);
  return self->iteration;
}

double
dh_session_get_iterations_per_second (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), 0);
  return self->iterations_per_second;
}

double
dh_session_get_examples_per_second (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), 0);
  return 2 * self->model->batch * self->iterations_per_second;
}

double
dh_session_get_elapsed (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), 0);
  return self->elapsed;
}

guint64
dh_session_get_n_parameters (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), 0);
  return self->n_parameters;
}

guint
dh_session_get_n_pictures (DhSession *self, guint side, gboolean held_out)
{
  g_return_val_if_fail (DH_IS_SESSION (self) && side < 2, 0);
  if (self->sets[side] == NULL)
    return 0;
  return dh_face_set_get_count (self->sets[side], held_out ? DH_FACES_HELD_OUT : DH_FACES_TRAINING);
}

char *
dh_session_dup_fingerprint (DhSession *self, guint side)
{
  g_return_val_if_fail (DH_IS_SESSION (self) && side < 2, NULL);
  return self->sets[side] != NULL ? dh_face_set_dup_fingerprint (self->sets[side]) : NULL;
}

static void
dh_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhSession *self = DH_SESSION (object);

  switch (id)
    {
    case PROP_STATUS:
      g_value_set_int (value, self->status);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress.fraction);
      break;
    case PROP_PLAYING:
      g_value_set_boolean (value, self->playing);
      break;
    case PROP_LIVE:
      g_value_set_boolean (value, self->live);
      break;
    case PROP_PERSON_A:
    case PROP_PERSON_B:
      g_value_set_string (value, self->people[id - PROP_PERSON_A]);
      break;
    case PROP_PRESET:
      g_value_set_string (value, self->model->id);
      break;
    case PROP_SEED:
      g_value_set_uint64 (value, self->seed);
      break;
    case PROP_START:
      g_value_set_string (value, dh_start_to_text (&self->start));
      break;
    case PROP_CAN_WARM:
      g_value_set_boolean (value, dh_session_get_can_warm (self));
      break;
    case PROP_SAME_RATE:
      g_value_set_boolean (value, self->same_rate);
      break;
    case PROP_PREVIEW_FACES:
      g_value_set_uint (value, self->preview_faces);
      break;
    case PROP_ITERATION_LIMIT:
      g_value_set_uint64 (value, self->iteration_limit);
      break;
    case PROP_ITERATION:
      g_value_set_uint64 (value, self->iteration);
      break;
    case PROP_ITERATIONS_PER_SECOND:
      g_value_set_double (value, self->iterations_per_second);
      break;
    case PROP_EXAMPLES_PER_SECOND:
      g_value_set_double (value, dh_session_get_examples_per_second (self));
      break;
    case PROP_ELAPSED:
      g_value_set_double (value, self->elapsed);
      break;
    case PROP_UNDO:
      g_value_set_string (value, dh_session_get_undo (self));
      break;
    case PROP_REDO:
      g_value_set_string (value, dh_session_get_redo (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_start_text (DhSession *self, const char *text)
{
  DhStart start;

  if (text == NULL || !dh_start_parse (text, &start, NULL))
    g_return_if_reached ();
  dh_session_set_start (self, start);
}

static void
dh_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhSession *self = DH_SESSION (object);

  switch (id)
    {
    case PROP_PLAYING:
      dh_session_set_playing (self, g_value_get_boolean (value));
      break;
    case PROP_LIVE:
      dh_session_set_live (self, g_value_get_boolean (value));
      break;
    case PROP_PERSON_A:
      dh_session_set_people (self, g_value_get_string (value), self->people[1]);
      break;
    case PROP_PERSON_B:
      dh_session_set_people (self, self->people[0], g_value_get_string (value));
      break;
    case PROP_PRESET:
      dh_session_set_preset (self, g_value_get_string (value));
      break;
    case PROP_SEED:
      dh_session_set_seed (self, g_value_get_uint64 (value));
      break;
    case PROP_START:
      set_start_text (self, g_value_get_string (value));
      break;
    case PROP_SAME_RATE:
      dh_session_set_same_rate (self, g_value_get_boolean (value));
      break;
    case PROP_PREVIEW_FACES:
      dh_session_set_preview_faces (self, g_value_get_uint (value));
      break;
    case PROP_ITERATION_LIMIT:
      dh_session_set_iteration_limit (self, g_value_get_uint64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_session_dispose (GObject *object)
{
  DhSession *self = DH_SESSION (object);

  dh_session_end_replays (self);
  dh_session_close_link (self);
  dh_undo_stack_clear (self->undo_stack);
  g_clear_object (&self->lanes);
  G_OBJECT_CLASS (dh_session_parent_class)->dispose (object);
}

static void
dh_session_finalize (GObject *object)
{
  DhSession *self = DH_SESSION (object);

  dh_undo_stack_free (self->undo_stack);
  g_ptr_array_unref (self->replays);
  g_free (self->faces_folder);
  g_free (self->people[0]);
  g_free (self->people[1]);
  for (guint side = 0; side < 2; side++)
    g_clear_pointer (&self->sets[side], dh_face_set_unref);
  g_free (self->message);
  g_free (self->save_folder);
  G_OBJECT_CLASS (dh_session_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  props[PROP_STATUS] = g_param_spec_int ("status", NULL, NULL, 0, DH_SESSION_FAILED, 0, read_only);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, read_only);
  props[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, read_only);
  props[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, flags);
  props[PROP_LIVE] = g_param_spec_boolean ("live", NULL, NULL, TRUE, flags);
  props[PROP_PERSON_A] = g_param_spec_string ("person-a", NULL, NULL, NULL, flags);
  props[PROP_PERSON_B] = g_param_spec_string ("person-b", NULL, NULL, NULL, flags);
  props[PROP_PRESET] = g_param_spec_string ("preset", NULL, NULL, NULL, flags);
  props[PROP_SEED] = g_param_spec_uint64 ("seed", NULL, NULL, 0, G_MAXUINT64, 1, flags);
  props[PROP_START] = g_param_spec_string ("start", NULL, NULL, NULL, flags);
  props[PROP_CAN_WARM] = g_param_spec_boolean ("can-warm", NULL, NULL, FALSE, read_only);
  props[PROP_SAME_RATE] = g_param_spec_boolean ("same-rate", NULL, NULL, FALSE, flags);
  props[PROP_PREVIEW_FACES] = g_param_spec_uint ("preview-faces", NULL, NULL, 1, MAX_PREVIEW_FACES,
                                                 DEFAULT_PREVIEW_FACES, flags);
  props[PROP_ITERATION_LIMIT] = g_param_spec_uint64 ("iteration-limit", NULL, NULL, 0, G_MAXUINT64,
                                                     0, flags);
  props[PROP_ITERATION] = g_param_spec_uint64 ("iteration", NULL, NULL, 0, G_MAXUINT64, 0,
                                               read_only);
  props[PROP_ITERATIONS_PER_SECOND] = g_param_spec_double ("iterations-per-second", NULL, NULL, 0,
                                                           G_MAXDOUBLE, 0, read_only);
  props[PROP_EXAMPLES_PER_SECOND] = g_param_spec_double ("examples-per-second", NULL, NULL, 0,
                                                         G_MAXDOUBLE, 0, read_only);
  props[PROP_ELAPSED] = g_param_spec_double ("elapsed", NULL, NULL, 0, G_MAXDOUBLE, 0, read_only);
  props[PROP_UNDO] = g_param_spec_string ("undo", NULL, NULL, NULL, read_only);
  props[PROP_REDO] = g_param_spec_string ("redo", NULL, NULL, NULL, read_only);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

/* Nobody else has an image of it. */
static gboolean
lost_cb (DhSession *self, DhLane *lane)
{
  dh_session_bring_back_lane (self, lane, NULL);
  return TRUE;
}

static void
dh_session_class_init (DhSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dh_session_dispose;
  object_class->finalize = dh_session_finalize;
  object_class->get_property = dh_session_get_property;
  object_class->set_property = dh_session_set_property;
  install_properties (object_class);
  g_signal_new_class_handler ("lost", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                              G_CALLBACK (lost_cb), g_signal_accumulator_true_handled, NULL, NULL,
                              G_TYPE_BOOLEAN, 1, DH_TYPE_LANE);
  g_signal_new ("unkept", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);
  g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_STRING);
  g_signal_new ("idle", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
dh_session_init (DhSession *self)
{
  guint n_models;

  self->people[0] = g_strdup ("alder");
  self->people[1] = g_strdup ("birch");
  self->model = dh_models_get (&n_models)[0];
  self->seed = 1;
  self->live = TRUE;
  self->preview_faces = DEFAULT_PREVIEW_FACES;
  self->lanes = g_list_store_new (DH_TYPE_LANE);
  self->undo_stack = dh_undo_stack_new ();
  self->replays = g_ptr_array_new_with_free_func (g_object_unref);
  self->status = DH_SESSION_LOADING;
}

DhSession *
dh_session_new (const char *faces_folder)
{
  DhSession *self = g_object_new (DH_TYPE_SESSION, NULL);

  self->faces_folder = g_strdup (faces_folder);
  dh_session_open_link (self);
  return self;
}
