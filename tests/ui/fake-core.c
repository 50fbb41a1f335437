/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The core's facade with an invented session: the real words and lanes, but curves made up, plain
 * coloured tiles and no training.  Tests of the window link it instead of the real one, so that
 * they are quick and give the same bytes on every machine.  While it plays, a timer brings ten
 * iterations a twentieth of a second; a rate of 1 or more diverges, and the broken loss goes
 * astray.
 */
#include <math.h>
#include <string.h>

#include "core/catalog/catalog.h"
#include "core/session/lane-private.h"
#include "core/session/session.h"
#include "core/train/snapshot-private.h"
#include "tests/ui/fake-plane.h"

#define SIZE         16
#define TICK_MS      50
#define STEPS_A_TICK 10
#define RATE         1e-3
#define HISTORY      "fake-history"

struct _DhSession
{
  GObject parent_instance;
  GListStore *lanes;
  char *people[2], *preset, *message;
  DhProgress progress;
  guint64 seed, iteration;
  guint timer, preview_faces;
  int status;
  gboolean playing, same_rate, spreading, undoable, no_room;
  GPtrArray *undos;
  DhPreviewFaces *faces;
};

enum
{
  PROP_0,
  PROP_STATUS,
  PROP_MESSAGE,
  PROP_PROGRESS,
  PROP_PLAYING,
  PROP_PERSON_A,
  PROP_PERSON_B,
  PROP_PRESET,
  PROP_SEED,
  PROP_SAME_RATE,
  PROP_PREVIEW_FACES,
  PROP_ITERATION,
  PROP_PACE,
  PROP_EXAMPLES,
  PROP_ELAPSED,
  PROP_UNDO,
  N_PROPS
};

static GParamSpec *props[N_PROPS];
static guint idle_signal;

G_DEFINE_FINAL_TYPE (DhSession, dh_session, G_TYPE_OBJECT)

static void
notify (DhSession *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

static gboolean
replace (char **place, const char *value)
{
  if (g_strcmp0 (*place, value) == 0)
    return FALSE;
  g_free (*place);
  *place = g_strdup (value);
  return TRUE;
}

static DhHistory *
get_history (DhLane *lane)
{
  return g_object_get_data (G_OBJECT (lane), HISTORY);
}

static void
begin_history (DhLane *lane)
{
  g_object_set_data_full (G_OBJECT (lane), HISTORY, dh_history_new (),
                          (GDestroyNotify) dh_history_unref);
}

static void
paint (float *planes, double red, double green, double blue, double blur)
{
  for (int i = 0; i < SIZE * SIZE; i++)
    {
      double r = hypot (i % SIZE - SIZE / 2.0 + .5, i / SIZE - SIZE / 2.0 + .5) / SIZE;
      double shade = 1 / (1 + exp ((r - .38) / (.02 + .2 * blur)));

      planes[i] = red * shade;
      planes[SIZE * SIZE + i] = green * shade;
      planes[2 * SIZE * SIZE + i] = blue * shade;
    }
}

/* Discs: the whole face, without a forehead, and a little one each for the eyes and the mouth. */
static void
add_areas (DhPreviewFaces *faces, guint side, guint face)
{
  static const struct
  {
    double x, y, radius;
  } discs[DH_N_AREAS] = {
    [DH_AREA_EXTENDED] = { 8, 8, 6.5 },
    [DH_AREA_COMPONENTS] = { 8, 9, 5 },
    [DH_AREA_EYES] = { 8, 6, 2 },
    [DH_AREA_MOUTH] = { 8, 11, 2 },
  };
  float plane[SIZE * SIZE];

  for (guint area = 0; area < DH_N_AREAS; area++)
    {
      for (int i = 0; i < SIZE * SIZE; i++)
        plane[i] = hypot (i % SIZE + .5 - discs[area].x, i / SIZE + .5 - discs[area].y)
                   < discs[area].radius;
      dh_preview_faces_set_area (faces, side, face, area, plane);
    }
}

static DhPreviewFaces *
make_faces (guint n_faces)
{
  DhPreviewFaces *faces = dh_preview_faces_new (SIZE, n_faces, TRUE);
  float planes[3 * SIZE * SIZE];

  for (guint side = 0; side < 2; side++)
    for (guint face = 0; face < n_faces; face++)
      {
        paint (planes, side ? .45 : .95, side ? .3 : .75, side ? .2 : .6, 0);
        dh_preview_faces_set_tile (faces, side, face, DH_TILE_ORIGINAL, planes);
        paint (planes, side ? .95 : .45, side ? .75 : .3, side ? .6 : .2, 0);
        dh_preview_faces_set_tile (faces, side, face, DH_TILE_TRUE_SWAP, planes);
        add_areas (faces, side, face);
      }
  return faces;
}

/* blur: 0 is sharp */
static DhPreview *
make_preview (DhSession *self, guint64 iteration, double blur)
{
  DhPreview *preview = dh_preview_new (self->faces, iteration);
  float planes[3 * SIZE * SIZE];

  for (guint side = 0; side < 2; side++)
    for (guint face = 0; face < self->preview_faces; face++)
      {
        paint (planes, side ? .45 : .95, side ? .3 : .75, side ? .2 : .6, blur);
        dh_preview_set_tile (preview, side, face, DH_TILE_SELF, planes);
        paint (planes, side ? .95 : .45, side ? .75 : .3, side ? .6 : .2, 1.5 * blur);
        dh_preview_set_tile (preview, side, face, DH_TILE_SWAP, planes);
      }
  return preview;
}

/* By the weights: of the loss as they are, of the pull as their squares. */
static DhShares
make_shares (DhLane *lane)
{
  DhMix mix = dh_lane_get_mix (lane);
  DhShares shares = { .n_parts = mix.n_parts };
  double loss = 0, pull = 0;

  for (guint i = 0; i < mix.n_parts; i++)
    {
      loss += shares.loss[i] = mix.parts[i].weight;
      pull += shares.pull[i] = mix.parts[i].weight * mix.parts[i].weight;
    }
  for (guint i = 0; i < mix.n_parts; i++)
    {
      shares.loss[i] /= loss;
      shares.pull[i] /= pull;
    }
  return shares;
}

static DhState
find_state (DhLane *lane, guint64 n, const char **text)
{
  if (dh_lane_get_learning_rate (lane) >= 1.0 && n > 0)
    {
      *text = "Diverged at step 212: the loss became NaN; try a rate below 1e-3";
      return DH_STATE_DIVERGED;
    }
  if (g_str_equal (dh_lane_get_loss (lane), "broken") && n > 0)
    {
      *text = "Going astray: the loss improves while the pictures go away from the target";
      return DH_STATE_ASTRAY;
    }
  *text = "Improving";
  return n == 0 ? DH_STATE_WAITING : DH_STATE_IMPROVING;
}

static void
publish (DhSession *self, DhLane *lane)
{
  DhHistory *history = get_history (lane);
  guint64 n = dh_history_get_n_records (history);
  double done = 1 - exp (-(double) n / (200 + 20 * dh_lane_get_number (lane)));
  double at[2], blur = exp (-(double) n / 300);
  gboolean probing = dh_lane_get_probe (lane, at) > 0;
  g_autoptr (DhPreview) preview = n > 0 ? make_preview (self, n, blur) : NULL;
  g_autoptr (DhPreview) look = probing ? make_preview (self, n, hypot (at[0], at[1]) / 4) : NULL;
  g_autoptr (DhPlane) plane = fake_plane_make (lane, n);
  g_autoptr (DhLaneSnapshot) snapshot = NULL;
  DhLaneSnapshotValues values = {
    .iteration = n,
    .loss = n > 0 ? dh_history_get_record (history, n - 1).loss : NAN,
    .preview = preview,
    .history = history,
    .shares = make_shares (lane),
    .plane = plane,
    .probe = look,
    .lambda = n > 0 ? 500 : NAN,
    .stable_rate = n > 0 ? 4e-3 : NAN,
    .metrics = { n,
                 .2 - .15 * done,
                 8 + 12 * done,
                 .2 + .6 * done,
                 .25 - .15 * done,
                 7 + 11 * done,
                 .1 + .5 * done,
                 { 0, 0 } },
  };

  values.state = find_state (lane, n, &values.state_text);
  values.advised_rate = values.state == DH_STATE_DIVERGED ? 3e-1 : 0;
  snapshot = dh_lane_snapshot_new (&values);
  dh_lane_set_snapshot (lane, snapshot);
}

static void
advance (DhSession *self, guint n_steps)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->lanes)); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (G_LIST_MODEL (self->lanes), i);
      DhHistory *history = get_history (lane);
      guint number = dh_lane_get_number (lane);
      double rate = dh_lane_get_learning_rate (lane);

      for (guint k = 0; k < n_steps && rate < 1.0; k++)
        {
          guint64 n = dh_history_get_n_records (history);
          double noise = .5 + .5 * sin (n * 12.9898 * number);
          float loss = (.02 + .3 * exp (-(double) n / 120)) * (.8 + .4 * noise) * number;
          DhRecord record = { n + 1, n * .02, loss, loss / 2, loss / 2, rate, 0 };

          dh_history_add_record (history, &record);
        }
      publish (self, lane);
    }
  self->iteration += n_steps;
  notify (self, PROP_ITERATION);
  notify (self, PROP_PACE);
  notify (self, PROP_EXAMPLES);
  notify (self, PROP_ELAPSED);
}

static gboolean
tick_cb (gpointer data)
{
  DhSession *self = data;

  if (self->status != DH_SESSION_READY)
    {
      self->status = strchr (self->people[0], '/') != NULL ? DH_SESSION_FAILED : DH_SESSION_READY;
      replace (&self->message, self->status == DH_SESSION_FAILED
                                 ? "There are no PNG pictures in this folder."
                                 : NULL);
      notify (self, PROP_MESSAGE);
      notify (self, PROP_STATUS);
    }
  else if (self->playing)
    advance (self, STEPS_A_TICK);
  return G_SOURCE_CONTINUE;
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
    case PROP_PERSON_A:
      g_value_set_string (value, self->people[0]);
      break;
    case PROP_PERSON_B:
      g_value_set_string (value, self->people[1]);
      break;
    case PROP_PRESET:
      g_value_set_string (value, self->preset);
      break;
    case PROP_SEED:
      g_value_set_uint64 (value, self->seed);
      break;
    case PROP_SAME_RATE:
      g_value_set_boolean (value, self->same_rate);
      break;
    case PROP_PREVIEW_FACES:
      g_value_set_uint (value, self->preview_faces);
      break;
    case PROP_ITERATION:
      g_value_set_uint64 (value, self->iteration);
      break;
    case PROP_PACE:
      g_value_set_double (value, dh_session_get_iterations_per_second (self));
      break;
    case PROP_UNDO:
      g_value_set_string (value, dh_session_get_undo (self));
      break;
    case PROP_EXAMPLES:
      g_value_set_double (value, dh_session_get_examples_per_second (self));
      break;
    default:
      g_value_set_double (value, dh_session_get_elapsed (self));
    }
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
    case PROP_SAME_RATE:
      dh_session_set_same_rate (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_session_dispose (GObject *object)
{
  DhSession *self = DH_SESSION (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->undos, g_ptr_array_unref);
  g_clear_object (&self->lanes);
  g_clear_pointer (&self->faces, dh_preview_faces_unref);
  g_clear_pointer (&self->people[0], g_free);
  g_clear_pointer (&self->people[1], g_free);
  g_clear_pointer (&self->preset, g_free);
  g_clear_pointer (&self->message, g_free);
  G_OBJECT_CLASS (dh_session_parent_class)->dispose (object);
}

static void
dh_session_class_init (DhSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags read = G_PARAM_READABLE, both = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = dh_session_get_property;
  object_class->set_property = dh_session_set_property;
  object_class->dispose = dh_session_dispose;
  props[PROP_STATUS] = g_param_spec_int ("status", NULL, NULL, 0, 2, 0, read);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, read);
  props[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, read);
  props[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, both);
  props[PROP_PERSON_A] = g_param_spec_string ("person-a", NULL, NULL, NULL, read);
  props[PROP_PERSON_B] = g_param_spec_string ("person-b", NULL, NULL, NULL, read);
  props[PROP_PRESET] = g_param_spec_string ("preset", NULL, NULL, NULL, read);
  props[PROP_SEED] = g_param_spec_uint64 ("seed", NULL, NULL, 0, G_MAXUINT64, 1, read);
  props[PROP_SAME_RATE] = g_param_spec_boolean ("same-rate", NULL, NULL, FALSE, both);
  props[PROP_PREVIEW_FACES] = g_param_spec_uint ("preview-faces", NULL, NULL, 1, 8, 1, read);
  props[PROP_ITERATION] = g_param_spec_uint64 ("iteration", NULL, NULL, 0, G_MAXUINT64, 0, read);
  props[PROP_PACE] = g_param_spec_double ("iterations-per-second", NULL, NULL, 0, G_MAXDOUBLE, 0,
                                          read);
  props[PROP_EXAMPLES] = g_param_spec_double ("examples-per-second", NULL, NULL, 0, G_MAXDOUBLE, 0,
                                              read);
  props[PROP_ELAPSED] = g_param_spec_double ("elapsed", NULL, NULL, 0, G_MAXDOUBLE, 0, read);
  props[PROP_UNDO] = g_param_spec_string ("undo", NULL, NULL, NULL, read);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_signal_new ("unkept", DH_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);
  idle_signal = g_signal_new ("idle", DH_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
}

/* ---- undo: histories, and what was set of all ---- */

typedef struct
{
  char *words, *people[2], *preset;
  guint64 seed, iteration;
  GPtrArray *lanes, *histories;
  guint position; /* of a removed lane */
} Undo;

static void
undo_free (gpointer data)
{
  Undo *undo = data;

  g_ptr_array_unref (undo->lanes);
  g_ptr_array_unref (undo->histories);
  g_free (undo->words);
  g_free (undo->people[0]);
  g_free (undo->people[1]);
  g_free (undo->preset);
  g_free (undo);
}

static void
note_lane (Undo *undo, DhLane *lane)
{
  g_ptr_array_add (undo->lanes, g_object_ref (lane));
  g_ptr_array_add (undo->histories, dh_history_ref (get_history (lane)));
}

/* lane: NULL for all of them; words: (transfer full) */
static void
note (DhSession *self, DhLane *lane, char *words)
{
  Undo *undo = g_new0 (Undo, 1);

  undo->words = words;
  undo->people[0] = g_strdup (self->people[0]);
  undo->people[1] = g_strdup (self->people[1]);
  undo->preset = g_strdup (self->preset);
  undo->seed = self->seed;
  undo->iteration = self->iteration;
  undo->lanes = g_ptr_array_new_with_free_func (g_object_unref);
  undo->histories = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_history_unref);
  if (lane != NULL)
    {
      g_list_store_find (self->lanes, lane, &undo->position);
      note_lane (undo, lane);
    }
  for (guint i = 0; lane == NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->lanes)); i++)
    {
      g_autoptr (DhLane) each = g_list_model_get_item (G_LIST_MODEL (self->lanes), i);

      note_lane (undo, each);
    }
  if (self->undoable && !self->no_room)
    g_ptr_array_add (self->undos, undo);
  else
    undo_free (undo);
}

void
dh_session_set_undoable (DhSession *self, gboolean undoable)
{
  self->undoable = undoable;
}

const char *
dh_session_get_undo (DhSession *self)
{
  if (self->undos->len == 0)
    return NULL;
  return ((Undo *) g_ptr_array_index (self->undos, self->undos->len - 1))->words;
}

void
dh_session_forget_undo (DhSession *self)
{
  g_ptr_array_set_size (self->undos, 0);
  notify (self, PROP_UNDO);
}

gboolean
dh_session_can_keep (DhSession *self, DhLane *lane, const char *preset)
{
  return !self->no_room;
}

/* Here it is all or nothing. */
void
dh_session_set_undo_limit (DhSession *self, guint64 bytes)
{
  self->no_room = bytes > 0;
}

static void
dh_session_init (DhSession *self)
{
  self->undos = g_ptr_array_new_with_free_func (undo_free);
  self->lanes = g_list_store_new (DH_TYPE_LANE);
  self->people[0] = g_strdup ("alder");
  self->people[1] = g_strdup ("birch");
  self->preset = g_strdup ("quick");
  self->seed = 1;
  self->preview_faces = 1;
  self->faces = make_faces (1);
  self->timer = g_timeout_add (TICK_MS, tick_cb, self);
}

DhSession *
dh_session_new (const char *faces_folder)
{
  return g_object_new (DH_TYPE_SESSION, NULL);
}

DhSessionStatus
dh_session_get_status (DhSession *self)
{
  return self->status;
}

const DhProgress *
dh_session_get_progress (DhSession *self)
{
  return &self->progress;
}

/* For tests: what the worker would tell. */
void dh_fake_session_set_progress (DhSession *self, const DhProgress *progress);

void
dh_fake_session_set_progress (DhSession *self, const DhProgress *progress)
{
  self->progress = *progress;
  notify (self, PROP_PROGRESS);
}

const char *
dh_session_get_message (DhSession *self)
{
  return self->message;
}

gboolean
dh_session_get_playing (DhSession *self)
{
  return self->playing;
}

void
dh_session_set_playing (DhSession *self, gboolean playing)
{
  if (self->playing == playing)
    return;
  self->playing = playing;
  notify (self, PROP_PLAYING);
  if (!playing)
    g_signal_emit (self, idle_signal, 0);
}

const char *
dh_session_get_person (DhSession *self, guint side)
{
  return self->people[side];
}

static void restart_all (DhSession *self);

void
dh_session_set_people (DhSession *self, const char *person_a, const char *person_b)
{
  if (g_str_equal (self->people[0], person_a) && g_str_equal (self->people[1], person_b))
    return;
  note (self, NULL,
        g_strdup_printf ("Training restarted with other people: %u set aside",
                         (guint) self->iteration));
  replace (&self->people[0], person_a);
  replace (&self->people[1], person_b);
  self->status = DH_SESSION_LOADING;
  notify (self, PROP_STATUS);
  notify (self, PROP_PERSON_A);
  notify (self, PROP_PERSON_B);
  restart_all (self);
  notify (self, PROP_UNDO);
}

const char *
dh_session_get_preset (DhSession *self)
{
  return self->preset;
}

void
dh_session_set_preset (DhSession *self, const char *preset)
{
  if (g_strcmp0 (self->preset, preset) == 0)
    return;
  note (self, NULL, g_strdup ("Training restarted with another model"));
  replace (&self->preset, preset);
  notify (self, PROP_PRESET);
  notify (self, PROP_UNDO);
}

guint64
dh_session_get_seed (DhSession *self)
{
  return self->seed;
}

void
dh_session_set_seed (DhSession *self, guint64 seed)
{
  if (self->seed == seed)
    return;
  note (self, NULL, g_strdup ("Training restarted with another seed"));
  self->seed = seed;
  notify (self, PROP_SEED);
  notify (self, PROP_UNDO);
}

gboolean
dh_session_get_same_rate (DhSession *self)
{
  return self->same_rate;
}

void
dh_session_set_same_rate (DhSession *self, gboolean same_rate)
{
  if (self->same_rate == same_rate)
    return;
  self->same_rate = same_rate;
  notify (self, PROP_SAME_RATE);
}

void
dh_session_set_preview_faces (DhSession *self, guint n_faces)
{
  if (self->preview_faces == n_faces)
    return;
  self->preview_faces = n_faces;
  dh_preview_faces_unref (self->faces);
  self->faces = make_faces (n_faces);
  notify (self, PROP_PREVIEW_FACES);
}

guint64
dh_session_get_iteration (DhSession *self)
{
  return self->iteration;
}

double
dh_session_get_iterations_per_second (DhSession *self)
{
  return 14.6;
}

double
dh_session_get_examples_per_second (DhSession *self)
{
  return 233.6;
}

double
dh_session_get_elapsed (DhSession *self)
{
  return self->iteration / 14.6;
}

void
dh_session_step (DhSession *self)
{
  dh_session_set_playing (self, FALSE);
  advance (self, 1);
}

static void
restart (DhSession *self, DhLane *lane)
{
  dh_lane_end_requests (lane);
  begin_history (lane);
  publish (self, lane);
}

static void
restart_all (DhSession *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->lanes)); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (G_LIST_MODEL (self->lanes), i);

      restart (self, lane);
    }
  self->iteration = 0;
  notify (self, PROP_ITERATION);
}

void
dh_session_reset (DhSession *self)
{
  note (self, NULL, g_strdup_printf ("Training restarted: %u set aside", (guint) self->iteration));
  restart_all (self);
  notify (self, PROP_UNDO);
}

gboolean
dh_session_undo (DhSession *self)
{
  Undo *undo;

  if (self->undos->len == 0)
    return FALSE;
  undo = g_ptr_array_steal_index (self->undos, self->undos->len - 1);
  for (guint i = 0; i < undo->lanes->len; i++)
    {
      DhLane *lane = g_ptr_array_index (undo->lanes, i);
      DhHistory *history = dh_history_ref (g_ptr_array_index (undo->histories, i));

      g_object_set_data_full (G_OBJECT (lane), HISTORY, history, (GDestroyNotify) dh_history_unref);
      if (!g_list_store_find (self->lanes, lane, NULL))
        g_list_store_insert (self->lanes, undo->position, lane);
      publish (self, lane);
    }
  replace (&self->people[0], undo->people[0]);
  replace (&self->people[1], undo->people[1]);
  replace (&self->preset, undo->preset);
  self->seed = undo->seed;
  self->iteration = undo->iteration;
  undo_free (undo);
  notify (self, PROP_PERSON_A);
  notify (self, PROP_PERSON_B);
  notify (self, PROP_PRESET);
  notify (self, PROP_SEED);
  notify (self, PROP_ITERATION);
  notify (self, PROP_UNDO);
  return TRUE;
}

GListModel *
dh_session_get_lanes (DhSession *self)
{
  return G_LIST_MODEL (self->lanes);
}

static void
lane_rate_cb (DhSession *self, GParamSpec *pspec, DhLane *from)
{
  if (!self->same_rate || self->spreading)
    return;
  self->spreading = TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->lanes)); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (G_LIST_MODEL (self->lanes), i);

      dh_lane_set_learning_rate (lane, dh_lane_get_learning_rate (from));
    }
  self->spreading = FALSE;
}

DhLane *
dh_session_add_lane_with (DhSession *self, const DhLaneSettings *settings)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lanes));
  DhLaneSettings own = *settings;
  g_autoptr (DhLane) lane = NULL;

  if (n >= DH_MAX_LANES)
    return NULL;
  if (own.learning_rate == 0)
    own.learning_rate = RATE;
  lane = dh_lane_new (n + 1, n + 1, 0, &own);
  begin_history (lane);
  g_signal_connect_object (lane, "notify::learning-rate", G_CALLBACK (lane_rate_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (lane, "asks", G_CALLBACK (publish), self, G_CONNECT_SWAPPED);
  g_list_store_append (self->lanes, lane);
  return lane;
}

DhLane *
dh_session_add_lane (DhSession *self, const char *loss, double rate, const char *optimizer)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lanes)), n_losses;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);
  DhOptimizerConfig optimizer_config;
  DhLaneSettings settings;
  DhMix mix;

  g_assert_true (dh_mix_parse (loss != NULL ? loss : losses[n].id, &mix, NULL));
  g_assert_true (dh_optimizer_config_parse (optimizer != NULL ? optimizer : "adam",
                                            DH_OPTIMIZER_USER_NETWORK, &optimizer_config, NULL));
  settings = dh_lane_settings_make (&mix, &optimizer_config, rate);
  return dh_session_add_lane_with (self, &settings);
}

DhLane *
dh_session_duplicate_lane (DhSession *self, DhLane *lane)
{
  const DhLaneSettings settings = dh_lane_get_settings (lane);

  return dh_session_add_lane_with (self, &settings);
}

void
dh_session_restart_lane (DhSession *self, DhLane *lane)
{
  note (self, lane, g_strdup_printf ("Lane %u restarted", dh_lane_get_number (lane)));
  restart (self, lane);
  notify (self, PROP_UNDO);
}

gboolean
dh_session_remove_lane (DhSession *self, DhLane *lane)
{
  guint position;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->lanes)) < 2
      || !g_list_store_find (self->lanes, lane, &position))
    return FALSE;
  note (self, lane, g_strdup_printf ("Lane %u removed", dh_lane_get_number (lane)));
  g_list_store_remove (self->lanes, position);
  notify (self, PROP_UNDO);
  return TRUE;
}
