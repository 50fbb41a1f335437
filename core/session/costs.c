/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The costs of the presets on this machine: memory, and the time of a step.
 *
 * Memory is computed from the layouts that oneDNN would use here (train/demand.c), the same sum
 * that decides whether lanes are made.  The time of a step is estimated: one convolution from the
 * middle of each model's decoder is timed, and steps of all models reach about half of its speed.
 * A running training gives a better figure, which then replaces the estimate.
 *
 * A person's own models are in no list.  The one that was asked for last has a place behind the
 * presets.
 */
#include "core/session/costs.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "core/base/background-worker.h"
#include "core/base/tensor.h"
#include "core/nn/model-speed.h"
#include "core/session/lane.h"
#include "core/train/demand.h"
#include "core/train/trainer.h"

#define MAX_PRESETS     8
#define OWN             (MAX_PRESETS - 1) /* of a model that is no preset */
#define N_PREVIEW_FACES 3
/* A training step reaches this share of the timed convolution's speed, because it also has backward
 * passes, small maps and other layers. */
#define STEP_SHARE  .5
#define USUAL_SLOTS 2  /* as Adam has */
#define NICENESS    10 /* the same as for training, whose time is estimated */

typedef struct
{
  gboolean known;
  DhDemand demand;
  double speed; /* FLOP/s per thread; 0: not measured yet */
} Figures;

typedef struct
{
  guint n;
  Figures presets[MAX_PRESETS];
  const DhModel *own; /* NULL: none was asked for */
} Table;

struct _DhCosts
{
  GObject parent_instance;
  DhBackgroundWorker *worker;
  GSource *source;
  gboolean own_only; /* set before the first request */
  Table made;   /* used only by the thread */
  guint n_done; /* used only by the thread */
  guint n_own_done;     /* the same, of the two figures of that model */
  const DhModel *asked; /* for it figures were asked for, which may not be there yet */
  Table table;
  double paces[MAX_PRESETS]; /* seconds per step and lane in the newest training; 0: unknown */
};

G_DEFINE_FINAL_TYPE (DhCosts, dh_costs, G_TYPE_OBJECT)

static guint changed_signal;

/* ---- figures ---- */

static double
get_step (const Figures *figures, guint n_lanes)
{
  const DhDemand *demand = &figures->demand;

  if (figures->speed <= 0)
    return 0;
  return n_lanes * demand->work
         / (STEP_SHARE * figures->speed * dh_demand_get_n_scratches (demand, n_lanes));
}

static guint
find_preset (const char *preset)
{
  guint n, i = 0;
  const DhModel *const *models = dh_models_get (&n);

  while (i < n && !g_str_equal (models[i]->id, preset))
    i++;
  return i < n ? MIN (i, OWN - 1) : OWN;
}

static gboolean
estimate (const DhModel *model, Figures *figures, GError **error)
{
  figures->known = dh_demand_estimate (&figures->demand, model, N_PREVIEW_FACES,
                                       dh_trainer_count_workers (), error);
  return figures->known;
}

gboolean
dh_cost_estimate (const char *preset, guint n_lanes, guint n_slots, DhCost *cost, GError **error)
{
  Figures figures = { .known = FALSE };

  dh_compute_thread_init ();
  if (!estimate (dh_model_find (preset), &figures, error))
    return FALSE;
  *cost = (DhCost) { .bytes = dh_demand_get_bytes (&figures.demand, n_lanes, n_slots) };
  return TRUE;
}

/* ---- the thread ---- */

/* request: (transfer full) the address of a model that is no preset; NULL there: none */
static void
follow (gpointer state, gpointer request)
{
  g_autofree const DhModel **own = request;
  DhCosts *self = state;

  dh_compute_thread_init ();
  if (*own == self->made.own)
    return;
  self->made.own = *own;
  self->made.presets[OWN] = (Figures) { .known = FALSE };
  self->n_own_done = 0;
}

/* Estimates the memory for all presets first, which is quick.  FALSE: all is done. */
static gboolean
work_on_presets (DhCosts *self)
{
  const DhModel *const *models = dh_models_get (&self->made.n);
  guint n = self->made.n = MIN (self->made.n, OWN), i = self->n_done;

  if (i == 2 * n)
    return FALSE;
  if (i < n)
    estimate (models[i], &self->made.presets[i], NULL);
  else
    self->made.presets[i - n].speed = dh_model_measure_speed (models[i - n]);
  self->n_done++;
  return TRUE;
}

static gboolean
work_on_own (DhCosts *self)
{
  if (self->made.own == NULL || self->n_own_done == 2)
    return FALSE;
  if (self->n_own_done == 0)
    estimate (self->made.own, &self->made.presets[OWN], NULL);
  else
    self->made.presets[OWN].speed = dh_model_measure_speed (self->made.own);
  self->n_own_done++;
  return TRUE;
}

static gboolean
work (gpointer state, DhBackgroundWorker *worker, const int *cancelled)
{
  DhCosts *self = state;

  if (!work_on_own (self) && (self->own_only || !work_on_presets (self)))
    return FALSE;
  dh_background_worker_report (worker, g_memdup2 (&self->made, sizeof self->made));
  return TRUE;
}

static gboolean
report_cb (int fd, GIOCondition condition, gpointer data)
{
  g_autoptr (DhCosts) self = g_object_ref (data);
  g_autofree Table *table = dh_background_worker_take (self->worker);

  if (table == NULL)
    return G_SOURCE_CONTINUE;
  self->table = *table;
  g_signal_emit (self, changed_signal, 0);
  return G_SOURCE_CONTINUE;
}

static void
dh_costs_dispose (GObject *object)
{
  DhCosts *self = DH_COSTS (object);

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->worker, dh_background_worker_free);
  G_OBJECT_CLASS (dh_costs_parent_class)->dispose (object);
}

static void
dh_costs_class_init (DhCostsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_costs_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
dh_costs_init (DhCosts *self)
{
  static const DhBackgroundWork kind = {
    .follow = follow,
    .work = work,
    .free_request = g_free,
    .free_report = g_free,
  };

  self->worker = dh_background_worker_new (&kind, self, NICENESS, "see what the models cost");
  self->source = g_unix_fd_source_new (dh_background_worker_get_fd (self->worker), G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (report_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

DhCosts *
dh_costs_new (void)
{
  DhCosts *self = g_object_new (DH_TYPE_COSTS, NULL);

  dh_background_worker_send (self->worker, g_new0 (const DhModel *, 1));
  return self;
}

DhCosts *
dh_costs_new_for_own (void)
{
  DhCosts *self = g_object_new (DH_TYPE_COSTS, NULL);

  self->own_only = TRUE;
  return self;
}

/* ---- asking ---- */

/* n_more may be negative; it isn't known which lanes would be removed. */
static guint
count_slots (GListModel *lanes, int n_more)
{
  guint n_lanes = g_list_model_get_n_items (lanes), n_slots = 0;

  for (guint i = 0; i < n_lanes; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      n_slots += dh_lane_get_optimizer_config (lane).optimizer->n_slots;
    }
  return n_more >= 0 ? n_slots + USUAL_SLOTS * n_more : n_slots * (n_lanes + n_more) / n_lanes;
}

/* Whether the figures in the own model's place are this one's; asks for them otherwise. */
static gboolean
has_own (DhCosts *self, const char *preset)
{
  const DhModel *model = dh_model_find (preset);

  if (model != self->asked)
    {
      self->asked = model;
      self->paces[OWN] = 0;
      dh_background_worker_send (self->worker, g_memdup2 (&model, sizeof model));
    }
  return model != NULL && self->table.own == model;
}

gboolean
dh_costs_get_for (DhCosts *self, const char *preset, guint n_lanes, guint n_slots, DhCost *cost)
{
  guint index = find_preset (preset);
  const Figures *figures = &self->table.presets[index];

  g_return_val_if_fail (DH_IS_COSTS (self), FALSE);
  if ((index == OWN && !has_own (self, preset)) || !figures->known)
    return FALSE;
  *cost = (DhCost) {
    .bytes = dh_demand_get_bytes (&figures->demand, n_lanes, n_slots),
    .step = get_step (figures, n_lanes),
    .measured = self->paces[index] > 0,
  };
  if (cost->measured)
    cost->step = self->paces[index] * n_lanes;
  return TRUE;
}

gboolean
dh_costs_get (DhCosts *self, const char *preset, GListModel *lanes, int n_more, DhCost *cost)
{
  return dh_costs_get_for (self, preset, g_list_model_get_n_items (lanes) + n_more,
                           count_slots (lanes, n_more), cost);
}

void
dh_costs_note_pace (DhCosts *self, const char *preset, guint n_lanes, double pace)
{
  const guint index = find_preset (preset);

  g_return_if_fail (DH_IS_COSTS (self));
  if (pace > 0 && n_lanes > 0 && (index != OWN || has_own (self, preset)))
    self->paces[index] = 1 / (pace * n_lanes);
}

static char *
describe_step (const DhCost *cost)
{
  const char *format = cost->measured
                         /* Translators: "90 ms per step (measured)", of all lanes */
                         ? _ ("%s per step (measured)")
                         /* Translators: "about 90 s per step (estimated)", of all lanes */
                         : _ ("about %s per step (estimated)");
  g_autofree char *time = cost->step < .95   ? g_strdup_printf (_ ("%.0f ms"), MAX (1000 * cost->step, 1))
                          : cost->step < 9.5 ? g_strdup_printf (_ ("%.1f s"), cost->step)
                          : cost->step < 120 ? g_strdup_printf (_ ("%.0f s"), cost->step)
                                             : g_strdup_printf (_ ("%.0f min"), cost->step / 60);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (format, time);
#pragma GCC diagnostic pop
}

char *
dh_cost_dup_text (const DhCost *cost, guint n_lanes)
{
  g_autofree char *size = g_format_size (cost->bytes);
  g_autofree char *step = cost->step > 0 ? describe_step (cost) : NULL;
  g_autofree char *memory = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s for %u lane",
                                                          "%s for %u lanes", n_lanes),
                                             size, n_lanes);

  /* Translators: "1.2 GB for 4 lanes, 90 ms per step (measured)" */
  return step != NULL ? g_strdup_printf (_ ("%s, %s"), memory, step) : g_steal_pointer (&memory);
}

guint64
dh_cost_count_parameters (const char *preset)
{
  g_autoptr (DhParameterTable) table = dh_parameter_table_new (dh_model_find (preset));

  return table->size;
}

gboolean
dh_cost_may_explore (const char *preset)
{
  return dh_cost_count_parameters (preset) * sizeof (float) <= DH_DEMAND_EXPLORE_MAX;
}

char *
dh_cost_dup_model_text (const char *preset, guint n_lanes, guint n_slots)
{
  const DhModel *model = dh_model_find (preset);
  g_autofree char *costs = NULL;
  Figures figures = { .known = FALSE };
  DhCost cost = { 0 };

  dh_compute_thread_init ();
  if (!estimate (model, &figures, NULL))
    return NULL;
  figures.speed = dh_model_measure_speed (model);
  cost.bytes = dh_demand_get_bytes (&figures.demand, n_lanes, n_slots);
  cost.step = get_step (&figures, n_lanes);
  costs = dh_cost_dup_text (&cost, n_lanes);
  /* Translators: "3,412,587 parameters, 1.2 GB for 4 lanes, about 90 ms per step (estimated)" */
  return g_strdup_printf (_ ("%'lu parameters, %s"), (gulong) dh_cost_count_parameters (preset),
                          costs);
}

/* ---- room ---- */

DhRoom
dh_room_judge (guint64 needed, guint64 room)
{
  return needed > room ? DH_ROOM_NONE : needed > room / 2 ? DH_ROOM_SCARCE : DH_ROOM_ENOUGH;
}

guint64
dh_room_get (void)
{
  const char *given = g_getenv ("DOWNHILL_MEMORY");
  guint64 free = dh_memory_get_free (), present = dh_tensor_get_total (), room;

  if (given != NULL && g_ascii_string_to_unsigned (given, 10, 1, G_MAXUINT64, &room, NULL))
    return room;
  return free > G_MAXUINT64 - present ? G_MAXUINT64 : free + present;
}

/* The number of lanes that would fit; 0: none. */
static guint
count_fitting (DhCosts *self, const char *preset, GListModel *lanes, guint n_lanes)
{
  const int n_present = (int) g_list_model_get_n_items (lanes);
  DhCost cost;

  while (n_lanes > 0 && dh_costs_get (self, preset, lanes, (int) n_lanes - n_present, &cost)
         && dh_room_judge (cost.bytes, dh_room_get ()) == DH_ROOM_NONE)
    n_lanes--;
  return n_lanes;
}

char *
dh_costs_dup_fit (DhCosts *self, const char *preset, GListModel *lanes, guint n_lanes)
{
  guint fitting = count_fitting (self, preset, lanes, n_lanes);

  if (fitting == 0)
    return g_strdup (_ ("Not even one lane would fit: choose a smaller model."));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%u lane would fit: remove the others first, or choose a "
                                       "smaller model.",
                                       "%u lanes would fit: remove the others first, or choose a "
                                       "smaller model.",
                                       fitting),
                          fitting);
}
