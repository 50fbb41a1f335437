/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The core's facade without a core: invented curves, plain coloured tiles, no threads.  Tests of
 * the window link it instead of the real one, so that they are quick and give the same bytes on
 * every machine.  While it plays, a timer brings ten iterations a twentieth of a second; a rate of
 * 1 or more diverges.
 */
#include <math.h>
#include <string.h>

#include "core/catalog.h"
#include "core/error.h"
#include "core/run/snapshot-private.h"
#include "core/session.h"

#define SIZE 16
#define TICK_MS 50
#define STEPS_A_TICK 10

static const DhCatalogEntry losses[] = {
  { "mse", "MSE", "Pulls to the mean.", "mean d²" },
  { "mae", "MAE", "Pulls to the median.", "mean |d|" },
  { "smooth", "Smoothed MAE", "", "mean √(d² + b²) − b" },
  { "huber", "Huber", "", "d²/2 where |d| ≤ δ" },
  { "logcosh", "Log-Cosh", "", "mean s² log cosh(d/s)" },
  { "ssim", "SSIM", "", "mean (1 − SSIM)/2" },
  { "pixel_grad_diff_2020", "Pixel-Grad-Diff (2020)", "", "" },
};
static const DhCatalogEntry optimizers[] = { { "adam", "Adam", "", "" }, { "sgd", "SGD", "", "" } };
static const DhCatalogEntry presets[] = {
  { "quick", "Quick · 64 px", "For two cores.", "" },
  { "64", "64 px", "7.0 million parameters.", "" },
  { "128", "128 px", "130 million parameters.", "" },
};

const DhCatalogEntry *
dh_catalog_get_losses (guint *n)
{
  *n = G_N_ELEMENTS (losses);
  return losses;
}

const DhCatalogEntry *
dh_catalog_get_optimizers (guint *n)
{
  *n = G_N_ELEMENTS (optimizers);
  return optimizers;
}

const DhCatalogEntry *
dh_catalog_get_presets (guint *n)
{
  *n = G_N_ELEMENTS (presets);
  return presets;
}

const DhCatalogEntry *
dh_catalog_find (const DhCatalogEntry *entries, guint n, const char *id)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (entries[i].id, id) == 0)
      return &entries[i];
  return NULL;
}

double
dh_catalog_get_preset_rate (const char *preset)
{
  return 1e-3;
}

int
dh_catalog_get_preset_batch (const char *preset)
{
  return 8;
}

char **
dh_catalog_list_people (const char *faces_folder)
{
  return g_strsplit ("alder birch cedar dogwood", " ", -1);
}

char *
dh_catalog_dup_person_name (const char *person)
{
  char *name = g_path_get_basename (person);

  name[0] = g_ascii_toupper (name[0]);
  return name;
}

gboolean
dh_rate_parse (const char *text, double *rate, GError **error)
{
  char *end;
  double value = g_ascii_strtod (text, &end);

  if (*text == '\0' || *end != '\0' || !isfinite (value) || value <= 0)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
                   "“%s” is no learning rate: type a number above 0, such as 1e-3", text);
      return FALSE;
    }
  *rate = value;
  return TRUE;
}

char *
dh_rate_format (double rate)
{
  char *text = g_strdup_printf ("%.3g", rate);
  char *zero = strstr (text, "e-0");

  if (rate < .01)
    {
      g_free (text);
      text = g_strdup_printf ("%.1e", rate);
      zero = strstr (text, "e-0");
    }
  if (zero != NULL)
    memmove (zero + 2, zero + 3, strlen (zero + 3) + 1);
  return text;
}

/* ---- lane ---- */

struct _DhLane
{
  GObject         parent_instance;
  guint           number;
  char           *loss, *optimizer;
  double          rate, clip;
  DhLaneSnapshot *snapshot;
  DhHistory      *history;
};

enum
{
  LANE_0,
  LANE_NUMBER,
  LANE_LOSS,
  LANE_RATE,
  LANE_OPTIMIZER,
  LANE_CLIP,
  LANE_SNAPSHOT,
  N_LANE_PROPS
};

static GParamSpec *lane_props[N_LANE_PROPS];

G_DEFINE_FINAL_TYPE (DhLane, dh_lane, G_TYPE_OBJECT)

static void
dh_lane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhLane *self = DH_LANE (object);

  switch (id)
    {
    case LANE_NUMBER: g_value_set_uint (value, self->number); break;
    case LANE_LOSS: g_value_set_string (value, self->loss); break;
    case LANE_RATE: g_value_set_double (value, self->rate); break;
    case LANE_OPTIMIZER: g_value_set_string (value, self->optimizer); break;
    case LANE_CLIP: g_value_set_double (value, self->clip); break;
    default: g_value_set_boxed (value, self->snapshot);
    }
}

static void
dh_lane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhLane *self = DH_LANE (object);

  switch (id)
    {
    case LANE_LOSS: dh_lane_set_loss (self, g_value_get_string (value)); break;
    case LANE_RATE: dh_lane_set_learning_rate (self, g_value_get_double (value)); break;
    case LANE_OPTIMIZER: dh_lane_set_optimizer (self, g_value_get_string (value)); break;
    default: dh_lane_set_clip (self, g_value_get_double (value));
    }
}

static void
dh_lane_finalize (GObject *object)
{
  DhLane *self = DH_LANE (object);

  g_free (self->loss);
  g_free (self->optimizer);
  g_clear_pointer (&self->snapshot, dh_lane_snapshot_unref);
  dh_history_unref (self->history);
  G_OBJECT_CLASS (dh_lane_parent_class)->finalize (object);
}

static void
dh_lane_class_init (DhLaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = dh_lane_get_property;
  object_class->set_property = dh_lane_set_property;
  object_class->finalize = dh_lane_finalize;
  lane_props[LANE_NUMBER] = g_param_spec_uint ("number", NULL, NULL, 1, 6, 1, G_PARAM_READABLE);
  lane_props[LANE_LOSS] = g_param_spec_string ("loss", NULL, NULL, NULL, flags);
  lane_props[LANE_RATE]
      = g_param_spec_double ("learning-rate", NULL, NULL, 0, G_MAXDOUBLE, 1, flags);
  lane_props[LANE_OPTIMIZER] = g_param_spec_string ("optimizer", NULL, NULL, NULL, flags);
  lane_props[LANE_CLIP] = g_param_spec_double ("clip", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  lane_props[LANE_SNAPSHOT]
      = g_param_spec_boxed ("snapshot", NULL, NULL, DH_TYPE_LANE_SNAPSHOT, G_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_LANE_PROPS, lane_props);
}

static void
dh_lane_init (DhLane *self)
{
  self->history = dh_history_new ();
}

static void
lane_notify (DhLane *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), lane_props[property]);
}

guint
dh_lane_get_number (DhLane *self)
{
  return self->number;
}

const char *
dh_lane_get_loss (DhLane *self)
{
  return self->loss;
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

void
dh_lane_set_loss (DhLane *self, const char *loss)
{
  if (replace (&self->loss, loss))
    lane_notify (self, LANE_LOSS);
}

double
dh_lane_get_learning_rate (DhLane *self)
{
  return self->rate;
}

void
dh_lane_set_learning_rate (DhLane *self, double rate)
{
  if (self->rate == rate)
    return;
  self->rate = rate;
  lane_notify (self, LANE_RATE);
}

const char *
dh_lane_get_optimizer (DhLane *self)
{
  return self->optimizer;
}

void
dh_lane_set_optimizer (DhLane *self, const char *optimizer)
{
  if (replace (&self->optimizer, optimizer))
    lane_notify (self, LANE_OPTIMIZER);
}

double
dh_lane_get_clip (DhLane *self)
{
  return self->clip;
}

void
dh_lane_set_clip (DhLane *self, double norm)
{
  if (self->clip == norm)
    return;
  self->clip = norm;
  lane_notify (self, LANE_CLIP);
}

DhLaneSnapshot *
dh_lane_get_snapshot (DhLane *self)
{
  return self->snapshot;
}

char *
dh_lane_dup_label (DhLane *self)
{
  g_autofree char *rate = dh_rate_format (self->rate);

  return g_strdup_printf ("%s, rate %s",
                          dh_catalog_find (losses, G_N_ELEMENTS (losses), self->loss)->name, rate);
}

/* ---- session ---- */

struct _DhSession
{
  GObject     parent_instance;
  GListStore *lanes;
  char       *people[2], *preset, *message;
  guint64     seed, iteration;
  guint       timer, preview_faces;
  int         status;
  gboolean    playing, same_rate, spreading;
  DhPreviewFaces *faces;
};

enum
{
  PROP_0,
  PROP_STATUS,
  PROP_MESSAGE,
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
      }
  return faces;
}

static DhPreview *
make_preview (DhSession *self, guint64 iteration)
{
  DhPreview *preview = dh_preview_new (self->faces, iteration);
  float planes[3 * SIZE * SIZE];
  double blur = exp (-(double) iteration / 300);

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

static void
publish (DhSession *self, DhLane *lane, gboolean diverged)
{
  guint64 n = dh_history_get_n_records (lane->history);
  double done = 1 - exp (-(double) n / (200 + 20 * lane->number));
  g_autoptr (DhPreview) preview = n > 0 ? make_preview (self, n) : NULL;
  DhLaneSnapshotValues values = {
    .iteration = n,
    .state = diverged ? DH_STATE_DIVERGED
             : n == 0 ? DH_STATE_WAITING
                      : DH_STATE_IMPROVING,
    .state_text
    = diverged ? "Diverged at step 212: the loss became NaN; try a rate below 1e-3" : "Improving",
    .loss = n > 0 ? dh_history_get_record (lane->history, n - 1).loss : NAN,
    .preview = preview,
    .history = lane->history,
    .yardsticks = { n,
                    .2 - .15 * done,
                    8 + 12 * done,
                    .2 + .6 * done,
                    .25 - .15 * done,
                    7 + 11 * done,
                    .1 + .5 * done,
                    { 0, 0 } },
  };

  g_clear_pointer (&lane->snapshot, dh_lane_snapshot_unref);
  lane->snapshot = dh_lane_snapshot_new (&values);
  lane_notify (lane, LANE_SNAPSHOT);
}

static void
advance (DhSession *self, guint n_steps)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->lanes)); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (G_LIST_MODEL (self->lanes), i);

      for (guint k = 0; k < n_steps && lane->rate < 1.0; k++)
        {
          guint64 n = dh_history_get_n_records (lane->history);
          double noise = .5 + .5 * sin (n * 12.9898 * lane->number);
          float loss = (.02 + .3 * exp (-(double) n / 120)) * (.8 + .4 * noise) * lane->number;
          DhRecord record = { n + 1, n * .02, loss, loss / 2, loss / 2, lane->rate };

          dh_history_add_record (lane->history, &record);
        }
      publish (self, lane, lane->rate >= 1.0);
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
    case PROP_STATUS: g_value_set_int (value, self->status); break;
    case PROP_MESSAGE: g_value_set_string (value, self->message); break;
    case PROP_PLAYING: g_value_set_boolean (value, self->playing); break;
    case PROP_PERSON_A: g_value_set_string (value, self->people[0]); break;
    case PROP_PERSON_B: g_value_set_string (value, self->people[1]); break;
    case PROP_PRESET: g_value_set_string (value, self->preset); break;
    case PROP_SEED: g_value_set_uint64 (value, self->seed); break;
    case PROP_SAME_RATE: g_value_set_boolean (value, self->same_rate); break;
    case PROP_PREVIEW_FACES: g_value_set_uint (value, self->preview_faces); break;
    case PROP_ITERATION: g_value_set_uint64 (value, self->iteration); break;
    case PROP_PACE: g_value_set_double (value, dh_session_get_iterations_per_second (self)); break;
    case PROP_EXAMPLES:
      g_value_set_double (value, dh_session_get_examples_per_second (self));
      break;
    default: g_value_set_double (value, dh_session_get_elapsed (self));
    }
}

static void
dh_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhSession *self = DH_SESSION (object);

  switch (id)
    {
    case PROP_PLAYING: dh_session_set_playing (self, g_value_get_boolean (value)); break;
    case PROP_SAME_RATE: dh_session_set_same_rate (self, g_value_get_boolean (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_session_dispose (GObject *object)
{
  DhSession *self = DH_SESSION (object);

  g_clear_handle_id (&self->timer, g_source_remove);
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
  props[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, both);
  props[PROP_PERSON_A] = g_param_spec_string ("person-a", NULL, NULL, NULL, read);
  props[PROP_PERSON_B] = g_param_spec_string ("person-b", NULL, NULL, NULL, read);
  props[PROP_PRESET] = g_param_spec_string ("preset", NULL, NULL, NULL, read);
  props[PROP_SEED] = g_param_spec_uint64 ("seed", NULL, NULL, 0, G_MAXUINT64, 1, read);
  props[PROP_SAME_RATE] = g_param_spec_boolean ("same-rate", NULL, NULL, FALSE, both);
  props[PROP_PREVIEW_FACES] = g_param_spec_uint ("preview-faces", NULL, NULL, 1, 8, 1, read);
  props[PROP_ITERATION] = g_param_spec_uint64 ("iteration", NULL, NULL, 0, G_MAXUINT64, 0, read);
  props[PROP_PACE]
      = g_param_spec_double ("iterations-per-second", NULL, NULL, 0, G_MAXDOUBLE, 0, read);
  props[PROP_EXAMPLES]
      = g_param_spec_double ("examples-per-second", NULL, NULL, 0, G_MAXDOUBLE, 0, read);
  props[PROP_ELAPSED] = g_param_spec_double ("elapsed", NULL, NULL, 0, G_MAXDOUBLE, 0, read);
  g_object_class_install_properties (object_class, N_PROPS, props);
  idle_signal = g_signal_new ("idle", DH_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
}

static void
dh_session_init (DhSession *self)
{
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

void
dh_session_set_people (DhSession *self, const char *person_a, const char *person_b)
{
  gboolean changed_a = replace (&self->people[0], person_a),
           changed_b = replace (&self->people[1], person_b);

  if (!changed_a && !changed_b)
    return;
  self->status = DH_SESSION_LOADING;
  notify (self, PROP_STATUS);
  notify (self, PROP_PERSON_A);
  notify (self, PROP_PERSON_B);
  dh_session_reset (self);
}

const char *
dh_session_get_preset (DhSession *self)
{
  return self->preset;
}

void
dh_session_set_preset (DhSession *self, const char *preset)
{
  if (replace (&self->preset, preset))
    notify (self, PROP_PRESET);
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
  self->seed = seed;
  notify (self, PROP_SEED);
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
  dh_history_unref (lane->history);
  lane->history = dh_history_new ();
  publish (self, lane, FALSE);
}

void
dh_session_reset (DhSession *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->lanes)); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (G_LIST_MODEL (self->lanes), i);

      restart (self, lane);
    }
  self->iteration = 0;
  notify (self, PROP_ITERATION);
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

      dh_lane_set_learning_rate (lane, from->rate);
    }
  self->spreading = FALSE;
}

DhLane *
dh_session_add_lane (DhSession *self, const char *loss, double rate, const char *optimizer)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lanes));
  g_autoptr (DhLane) lane = NULL;

  if (n >= DH_SESSION_MAX_LANES)
    return NULL;
  lane = g_object_new (DH_TYPE_LANE, NULL);
  lane->number = n + 1;
  lane->loss = g_strdup (loss != NULL ? loss : losses[n].id);
  lane->optimizer = g_strdup (optimizer != NULL ? optimizer : "adam");
  lane->rate = rate > 0 ? rate : 1e-3;
  g_signal_connect_object (lane, "notify::learning-rate", G_CALLBACK (lane_rate_cb), self,
                           G_CONNECT_SWAPPED);
  g_list_store_append (self->lanes, lane);
  return lane;
}

DhLane *
dh_session_duplicate_lane (DhSession *self, DhLane *lane)
{
  return dh_session_add_lane (self, lane->loss, lane->rate, lane->optimizer);
}

void
dh_session_restart_lane (DhSession *self, DhLane *lane)
{
  restart (self, lane);
}

gboolean
dh_session_remove_lane (DhSession *self, DhLane *lane)
{
  guint position;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->lanes)) < 2
      || !g_list_store_find (self->lanes, lane, &position))
    return FALSE;
  g_list_store_remove (self->lanes, position);
  return TRUE;
}
