/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one truth.  Every change of a property ends in queue_plan(): before the main
 * loop does anything else, the whole of what is wanted is sent to the worker as
 * one value.  Reports come back through a descriptor in the main loop; those of an
 * older generation are dropped.
 */
#include "core/session.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "core/catalog.h"
#include "core/lane-private.h"
#include "core/nn/model.h"
#include "core/run/trainer.h"

#define DEFAULT_PREVIEW_FACES 3
#define MAX_PREVIEW_FACES     8
#define DEFAULT_OPTIMIZER     "adam"

struct _DhSession
{
  GObject          parent_instance;

  char            *faces_folder;
  char            *people[2];
  const DhModel   *model;
  guint64          seed;
  gboolean         playing, live, same_rate;
  guint            preview_faces;
  guint64          iteration_limit;
  GListStore      *lanes;
  guint            last_lane_id;
  gboolean         spreading_rate;   /* one lane's rate is being set on the others */

  DhTrainer       *trainer;
  GSource         *report_source, *plan_source;
  guint64          plan_serial;
  guint            generation;
  guint64          n_steps;
  guint64          idle_serial;      /* plan that ::idle was emitted for */

  DhSessionStatus  status;
  char            *message;
  guint64          iteration, n_parameters;
  double           iterations_per_second, elapsed;
};

enum
{
  PROP_STATUS = 1,
  PROP_MESSAGE,
  PROP_PLAYING,
  PROP_LIVE,
  PROP_PERSON_A,
  PROP_PERSON_B,
  PROP_PRESET,
  PROP_SEED,
  PROP_SAME_RATE,
  PROP_PREVIEW_FACES,
  PROP_ITERATION_LIMIT,
  PROP_ITERATION,
  PROP_ITERATIONS_PER_SECOND,
  PROP_EXAMPLES_PER_SECOND,
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

/* ---- down: the plan ---- */

static DhLane *
peek_lane (DhSession *self, guint position)
{
  g_autoptr (DhLane) lane = g_list_model_get_item (G_LIST_MODEL (self->lanes), position);

  return lane; /* the list keeps it */
}

static guint
get_n_lanes (DhSession *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->lanes));
}

static char *
dup_folder (DhSession *self, guint side)
{
  if (strchr (self->people[side], G_DIR_SEPARATOR) != NULL)
    return g_strdup (self->people[side]);
  return g_build_filename (self->faces_folder, self->people[side], NULL);
}

static DhLanePlan
plan_lane (DhLane *lane)
{
  return (DhLanePlan) {
    .id = dh_lane_get_id (lane),
    .source_id = dh_lane_get_source_id (lane),
    .n_restarts = dh_lane_get_n_restarts (lane),
    .loss = dh_lane_get_loss (lane),
    .optimizer = dh_lane_get_optimizer (lane),
    .learning_rate = dh_lane_get_learning_rate (lane),
    .clip = dh_lane_get_clip (lane),
  };
}

static DhPlan *
new_plan (DhSession *self)
{
  DhPlan *plan = g_new0 (DhPlan, 1);

  plan->serial = ++self->plan_serial;
  plan->generation = self->generation;
  for (guint side = 0; side < 2; side++)
    plan->folders[side] = dup_folder (self, side);
  plan->preset = self->model->id;
  plan->seed = self->seed;
  plan->playing = self->playing;
  plan->live = self->live;
  plan->n_steps = self->n_steps;
  plan->iteration_limit = self->iteration_limit;
  plan->n_preview_faces = self->preview_faces;
  plan->n_lanes = get_n_lanes (self);
  for (guint i = 0; i < plan->n_lanes; i++)
    plan->lanes[i] = plan_lane (peek_lane (self, i));
  return plan;
}

static gboolean
send_plan_cb (gpointer data)
{
  DhSession *self = data;

  g_clear_pointer (&self->plan_source, g_source_unref);
  dh_trainer_send (self->trainer, new_plan (self));
  return G_SOURCE_REMOVE;
}

static void
queue_plan (DhSession *self)
{
  if (self->plan_source != NULL)
    return;
  self->plan_source = g_idle_source_new ();
  g_source_set_priority (self->plan_source, G_PRIORITY_HIGH);
  g_source_set_callback (self->plan_source, send_plan_cb, self, NULL);
  g_source_attach (self->plan_source, g_main_context_get_thread_default ());
}

/* What has been computed is worth nothing from here on. */
static void
begin_generation (DhSession *self)
{
  self->generation++;
  self->n_steps = 0;
  queue_plan (self);
}

static void
set_status (DhSession *self, DhSessionStatus status)
{
  if (self->status == status)
    return;
  self->status = status;
  notify (self, PROP_STATUS);
}

/* Other people or another model: the old pictures would be wrong beside the new names. */
static void
begin_loading (DhSession *self)
{
  for (guint i = 0; i < get_n_lanes (self); i++)
    dh_lane_set_snapshot (peek_lane (self, i), NULL);
  set_status (self, DH_SESSION_LOADING);
  begin_generation (self);
}

/* ---- up: reports ---- */

static void
take_lanes (DhSession *self, const DhReport *report)
{
  for (guint i = 0; i < get_n_lanes (self); i++)
    {
      DhLane *lane = peek_lane (self, i);

      for (guint k = 0; k < report->n_lanes; k++)
        if (report->lanes[k].id == dh_lane_get_id (lane))
          dh_lane_set_snapshot (lane, report->lanes[k].snapshot);
    }
}

static void
take_figures (DhSession *self, const DhReport *report)
{
  if (self->iteration != report->iteration)
    {
      self->iteration = report->iteration;
      notify (self, PROP_ITERATION);
    }
  if (self->iterations_per_second != report->iterations_per_second)
    {
      self->iterations_per_second = report->iterations_per_second;
      notify (self, PROP_ITERATIONS_PER_SECOND);
      notify (self, PROP_EXAMPLES_PER_SECOND);
    }
  if (self->elapsed != report->elapsed)
    {
      self->elapsed = report->elapsed;
      notify (self, PROP_ELAPSED);
    }
  if (g_strcmp0 (self->message, report->message) != 0)
    {
      g_free (self->message);
      self->message = g_strdup (report->message);
      notify (self, PROP_MESSAGE);
    }
}

/* The worker rests and has seen the newest plan. */
static void
take_idle (DhSession *self)
{
  if (self->idle_serial == self->plan_serial)
    return;
  self->idle_serial = self->plan_serial;
  if (self->iteration_limit > 0 && self->iteration >= self->iteration_limit && self->playing)
    {
      self->playing = FALSE;
      notify (self, PROP_PLAYING);
    }
  g_signal_emit (self, idle_signal, 0);
}

static void
take_report (DhSession *self, const DhReport *report)
{
  static const DhSessionStatus statuses[] = {
    [DH_REPORT_LOADING] = DH_SESSION_LOADING,
    [DH_REPORT_READY] = DH_SESSION_READY,
    [DH_REPORT_FAILED] = DH_SESSION_FAILED,
  };

  if (report->generation != self->generation)
    return;
  if (report->n_parameters > 0)
    self->n_parameters = report->n_parameters;
  take_lanes (self, report);
  take_figures (self, report);
  set_status (self, statuses[report->status]);
  if (report->idle && report->plan_serial == self->plan_serial && self->plan_source == NULL)
    take_idle (self);
}

static gboolean
report_cb (int fd, GIOCondition condition, gpointer data)
{
  g_autoptr (DhSession) self = g_object_ref (data);
  DhReport *report = dh_trainer_take (self->trainer);

  if (report != NULL)
    {
      take_report (self, report);
      dh_report_free (report);
    }
  return G_SOURCE_CONTINUE;
}

/* ---- lanes ---- */

static void
spread_rate (DhSession *self, DhLane *from)
{
  if (!self->same_rate || self->spreading_rate)
    return;
  self->spreading_rate = TRUE;
  for (guint i = 0; i < get_n_lanes (self); i++)
    dh_lane_set_learning_rate (peek_lane (self, i), dh_lane_get_learning_rate (from));
  self->spreading_rate = FALSE;
}

static void
lane_notify_cb (DhSession *self, GParamSpec *pspec, DhLane *lane)
{
  if (g_str_equal (pspec->name, "snapshot"))
    return;
  if (g_str_equal (pspec->name, "learning-rate"))
    spread_rate (self, lane);
  queue_plan (self);
}

/* The smallest number that no lane has. */
static guint
find_free_number (DhSession *self)
{
  guint used = 0, number = 1;

  for (guint i = 0; i < get_n_lanes (self); i++)
    used |= 1u << dh_lane_get_number (peek_lane (self, i));
  while (used & (1u << number))
    number++;
  return number;
}

static const char *
find_unused_loss (DhSession *self)
{
  guint n_losses;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);

  for (guint k = 0; k < n_losses; k++)
    {
      gboolean used = FALSE;

      for (guint i = 0; i < get_n_lanes (self); i++)
        used |= g_str_equal (dh_lane_get_loss (peek_lane (self, i)), losses[k].id);
      if (!used)
        return losses[k].id;
    }
  return losses[0].id;
}

static DhLane *
insert_lane (DhSession *self, guint position, guint source_id, const char *loss, double rate,
             const char *optimizer)
{
  g_autoptr (DhLane) lane = dh_lane_new (find_free_number (self), ++self->last_lane_id, source_id,
                                         loss, rate, optimizer);

  g_signal_connect_object (lane, "notify", G_CALLBACK (lane_notify_cb), self, G_CONNECT_SWAPPED);
  g_list_store_insert (self->lanes, position, lane);
  queue_plan (self);
  return lane; /* the list keeps it */
}

DhLane *
dh_session_add_lane (DhSession *self, const char *loss, double learning_rate,
                     const char *optimizer)
{
  g_return_val_if_fail (DH_IS_SESSION (self), NULL);
  if (get_n_lanes (self) >= DH_SESSION_MAX_LANES)
    return NULL;
  if (learning_rate == 0 && self->same_rate && get_n_lanes (self) > 0)
    learning_rate = dh_lane_get_learning_rate (peek_lane (self, 0));
  return insert_lane (self, get_n_lanes (self), 0, loss != NULL ? loss : find_unused_loss (self),
                      learning_rate > 0 ? learning_rate : self->model->learning_rate,
                      optimizer != NULL ? optimizer : DEFAULT_OPTIMIZER);
}

DhLane *
dh_session_duplicate_lane (DhSession *self, DhLane *lane)
{
  DhLane *copy;
  guint position;

  g_return_val_if_fail (DH_IS_SESSION (self), NULL);
  if (get_n_lanes (self) >= DH_SESSION_MAX_LANES
      || !g_list_store_find (self->lanes, lane, &position))
    return NULL;
  copy = insert_lane (self, position + 1, dh_lane_get_id (lane), dh_lane_get_loss (lane),
                      dh_lane_get_learning_rate (lane), dh_lane_get_optimizer (lane));
  dh_lane_set_clip (copy, dh_lane_get_clip (lane));
  return copy;
}

void
dh_session_restart_lane (DhSession *self, DhLane *lane)
{
  g_return_if_fail (DH_IS_SESSION (self));
  dh_lane_restart (lane);
  queue_plan (self);
}

gboolean
dh_session_remove_lane (DhSession *self, DhLane *lane)
{
  guint position;

  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  if (get_n_lanes (self) < 2 || !g_list_store_find (self->lanes, lane, &position))
    return FALSE;
  g_signal_handlers_disconnect_by_func (lane, lane_notify_cb, self);
  g_list_store_remove (self->lanes, position);
  queue_plan (self);
  return TRUE;
}

GListModel *
dh_session_get_lanes (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), NULL);
  return G_LIST_MODEL (self->lanes);
}

void
dh_session_step (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));
  dh_session_set_playing (self, FALSE);
  self->n_steps++;
  queue_plan (self);
}

void
dh_session_reset (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));
  begin_generation (self);
}

/* ---- properties ---- */

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
  queue_plan (self);
}

void
dh_session_set_live (DhSession *self, gboolean live)
{
  g_return_if_fail (DH_IS_SESSION (self));
  if (self->live == !!live)
    return;
  self->live = !!live;
  notify (self, PROP_LIVE);
  queue_plan (self);
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
  changed_a = replace_string (&self->people[0], person_a);
  changed_b = replace_string (&self->people[1], person_b);
  if (changed_a)
    notify (self, PROP_PERSON_A);
  if (changed_b)
    notify (self, PROP_PERSON_B);
  if (changed_a || changed_b)
    begin_loading (self);
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
  self->model = model;
  for (guint i = 0; i < get_n_lanes (self); i++)
    dh_lane_set_learning_rate (peek_lane (self, i), model->learning_rate);
  notify (self, PROP_PRESET);
  begin_loading (self);
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
  self->seed = seed;
  notify (self, PROP_SEED);
  begin_generation (self);
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
  if (get_n_lanes (self) > 0)
    spread_rate (self, peek_lane (self, 0));
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
  queue_plan (self);
}

void
dh_session_set_iteration_limit (DhSession *self, guint64 limit)
{
  g_return_if_fail (DH_IS_SESSION (self));
  if (self->iteration_limit == limit)
    return;
  self->iteration_limit = limit;
  notify (self, PROP_ITERATION_LIMIT);
  queue_plan (self);
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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
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

  if (self->report_source != NULL)
    g_source_destroy (self->report_source);
  g_clear_pointer (&self->report_source, g_source_unref);
  if (self->plan_source != NULL)
    g_source_destroy (self->plan_source);
  g_clear_pointer (&self->plan_source, g_source_unref);
  g_clear_pointer (&self->trainer, dh_trainer_free);
  g_clear_object (&self->lanes);
  G_OBJECT_CLASS (dh_session_parent_class)->dispose (object);
}

static void
dh_session_finalize (GObject *object)
{
  DhSession *self = DH_SESSION (object);

  g_free (self->faces_folder);
  g_free (self->people[0]);
  g_free (self->people[1]);
  g_free (self->message);
  G_OBJECT_CLASS (dh_session_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags
    = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  props[PROP_STATUS] = g_param_spec_int ("status", NULL, NULL, 0, DH_SESSION_FAILED, 0, read_only);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, read_only);
  props[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, flags);
  props[PROP_LIVE] = g_param_spec_boolean ("live", NULL, NULL, TRUE, flags);
  props[PROP_PERSON_A] = g_param_spec_string ("person-a", NULL, NULL, NULL, flags);
  props[PROP_PERSON_B] = g_param_spec_string ("person-b", NULL, NULL, NULL, flags);
  props[PROP_PRESET] = g_param_spec_string ("preset", NULL, NULL, NULL, flags);
  props[PROP_SEED] = g_param_spec_uint64 ("seed", NULL, NULL, 0, G_MAXUINT64, 1, flags);
  props[PROP_SAME_RATE] = g_param_spec_boolean ("same-rate", NULL, NULL, FALSE, flags);
  props[PROP_PREVIEW_FACES]
    = g_param_spec_uint ("preview-faces", NULL, NULL, 1, MAX_PREVIEW_FACES, DEFAULT_PREVIEW_FACES,
                         flags);
  props[PROP_ITERATION_LIMIT]
    = g_param_spec_uint64 ("iteration-limit", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_ITERATION]
    = g_param_spec_uint64 ("iteration", NULL, NULL, 0, G_MAXUINT64, 0, read_only);
  props[PROP_ITERATIONS_PER_SECOND]
    = g_param_spec_double ("iterations-per-second", NULL, NULL, 0, G_MAXDOUBLE, 0, read_only);
  props[PROP_EXAMPLES_PER_SECOND]
    = g_param_spec_double ("examples-per-second", NULL, NULL, 0, G_MAXDOUBLE, 0, read_only);
  props[PROP_ELAPSED]
    = g_param_spec_double ("elapsed", NULL, NULL, 0, G_MAXDOUBLE, 0, read_only);
  g_object_class_install_properties (object_class, N_PROPS, props);
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
  idle_signal = g_signal_new ("idle", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 0);
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
  self->status = DH_SESSION_LOADING;
}

DhSession *
dh_session_new (const char *faces_folder)
{
  DhSession *self = g_object_new (DH_TYPE_SESSION, NULL);

  self->faces_folder = g_strdup (faces_folder);
  self->trainer = dh_trainer_new (0);
  self->report_source = g_unix_fd_source_new (dh_trainer_get_fd (self->trainer), G_IO_IN);
  g_source_set_callback (self->report_source, G_SOURCE_FUNC (report_cb), self, NULL);
  g_source_attach (self->report_source, g_main_context_get_thread_default ());
  queue_plan (self);
  return self;
}
