/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The context of a run: faces, network and batches, which all lanes share.
 *
 * It is replaced when the people, the model or the seed change.  The faces come first, so that they
 * can be shown while the network is still being prepared.
 *
 * It holds the batches of the current and the next iteration: all lanes see the same ones, and the
 * next one is made as a task among the others, so that no lane waits for it.
 */
#include "core/train/run-context.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "core/base/error.h"
#include "core/data/augment.h"

static DhFaceSet *
load_person (const DhTrainingRequest *request, guint side, const DhRunContext *old,
             const int *cancelled, GError **error)
{
  if (old != NULL && request->faces_serial == old->faces_serial
      && g_strcmp0 (request->folders[side], old->folders[side]) == 0)
    return dh_face_set_ref (old->people[side]);
  return dh_face_set_load (request->folders[side], cancelled, error);
}

/* Both people may be the same folder.  Takes the sentence. */
static void
add_sentence (GPtrArray *sentences, char *sentence)
{
  if (g_ptr_array_find_with_equal_func (sentences, sentence, g_str_equal, NULL))
    g_free (sentence);
  else
    g_ptr_array_add (sentences, sentence);
}

static void
add_notices (GPtrArray *sentences, const DhFaceSet *set, int batch)
{
  g_autofree char **notices = dh_face_set_dup_notices (set);
  char *few = dh_batch_dup_notice (set, batch);

  for (guint i = 0; notices[i] != NULL; i++)
    add_sentence (sentences, notices[i]);
  if (few != NULL)
    add_sentence (sentences, few);
}

/* All that the user should know of the people. */
static void
make_notice (DhRunContext *self)
{
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);

  for (DhSide side = 0; side < DH_N_SIDES; side++)
    add_notices (sentences, self->people[side], self->model->batch);
  g_clear_pointer (&self->notice, g_free);
  if (sentences->len == 0)
    return;
  g_ptr_array_add (sentences, NULL);
  self->notice = g_strjoinv ("\n", (char **) sentences->pdata);
}

void
dh_run_context_renew_notice (DhRunContext *self)
{
  guint n_skipped = 0;

  for (DhSide side = 0; side < DH_N_SIDES; side++)
    n_skipped += dh_face_set_get_n_skipped (self->people[side]);
  if (n_skipped != self->n_skipped)
    make_notice (self);
  self->n_skipped = n_skipped;
}

static gboolean
load_people (DhRunContext *self, const DhTrainingRequest *request, const DhRunContext *old,
             const int *cancelled, GError **error)
{
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      self->people[side] = load_person (request, side, old, cancelled, error);
      if (self->people[side] == NULL
          || !dh_batch_check (self->people[side], error))
        return FALSE;
      self->folders[side] = g_strdup (request->folders[side]);
      self->use_mask[side] = dh_face_set_has_masks (self->people[side]);
    }
  dh_run_context_renew_notice (self);
  return TRUE;
}

static gboolean
check_going_on (const DhRunContext *self, GError **error)
{
  if (self->cancelled == NULL || g_atomic_int_get (self->cancelled) == 0)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Loading was cancelled"));
  return FALSE;
}

static void
make_batches (DhRunContext *self)
{
  for (guint place = 0; place < G_N_ELEMENTS (self->batches); place++)
    for (DhSide side = 0; side < DH_N_SIDES; side++)
      dh_batch_init (&self->batches[place].sides[side], self->model->batch, self->model->size);
}

static void
drop_network (DhRunContext *self)
{
  g_clear_pointer (&self->plane_evaluator, dh_plane_evaluator_free);
  for (DhSide side = 0; self->has_held_out && side < DH_N_SIDES; side++)
    dh_batch_clear (&self->held_out[side]);
  self->has_held_out = FALSE;
  dh_scratch_pool_clear (&self->scratch_pool);
  g_clear_pointer (&self->evaluator, dh_evaluator_free);
  for (guint place = 0; place < G_N_ELEMENTS (self->batches); place++)
    for (DhSide side = 0; side < DH_N_SIDES; side++)
      {
        dh_batch_clear (&self->batches[place].sides[side]);
        g_clear_error (&self->batches[place].errors[side]);
      }
  g_clear_pointer (&self->network, dh_network_free);
}

DhRunContext *
dh_run_context_read (const DhTrainingRequest *request, guint n_workers, DhRunContext *old,
                     const int *cancelled, GError **error)
{
  g_autoptr (DhRunContext) self = g_new0 (DhRunContext, 1);

  self->model = dh_model_find (request->preset);
  self->seed = request->seed;
  self->faces_serial = request->faces_serial;
  self->cancelled = cancelled;
  self->n_workers = n_workers;
  self->n_skipped = G_MAXUINT; /* no notice yet */
  self->areas = 1u << DH_AREA_EXTENDED;
  if (old != NULL)
    drop_network (old); /* many machines can't hold the largest model twice */
  return load_people (self, request, old, cancelled, error) ? g_steal_pointer (&self) : NULL;
}

/* Makes the evaluator and everything that depends on it. */
static gboolean
make_evaluator (DhRunContext *self, guint n_faces, GError **error)
{
  guint n_held_out = 0;

  self->evaluator = dh_evaluator_new (self->model, self->people[DH_SIDE_A], self->people[DH_SIDE_B],
                                      n_faces, error);
  if (self->evaluator == NULL)
    return FALSE;
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    n_held_out += dh_face_set_get_count (self->people[side], DH_FACES_HELD_OUT);
  dh_demand_init (&self->demand, self->network, dh_evaluator_get_network (self->evaluator),
                  n_held_out, self->n_workers);
  dh_scratch_pool_init (&self->scratch_pool, self->network, self->evaluator, self->cancelled);
  self->scratch_pool.advance = self->advance;
  self->scratch_pool.advance_data = self->advance_data;
  return TRUE;
}

gboolean
dh_run_context_compile (DhRunContext *self, guint n_preview_faces, GError **error)
{
  gboolean done;

  self->network = dh_network_new_described (self->model, self->model->batch, error);
  done = self->network != NULL && make_evaluator (self, n_preview_faces, error)
         && check_going_on (self, error);
  if (done)
    make_batches (self);
  else
    drop_network (self);
  return done;
}

gboolean
dh_run_context_set_n_lanes (DhRunContext *self, guint n_lanes, GError **error)
{
  return dh_scratch_pool_set_n_lanes (&self->scratch_pool, &self->demand, n_lanes, error);
}

DhRunContext *
dh_run_context_new (const DhTrainingRequest *request, guint n_workers, DhRunContext *old,
                    const int *cancelled, GError **error)
{
  g_autoptr (DhRunContext) self = dh_run_context_read (request, n_workers, old, cancelled, error);

  if (self == NULL || !dh_run_context_compile (self, request->n_preview_faces, error)
      || !dh_run_context_set_n_lanes (self, request->n_lanes, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
dh_run_context_free (DhRunContext *self)
{
  drop_network (self);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      g_clear_pointer (&self->people[side], dh_face_set_unref);
      g_free (self->folders[side]);
    }
  g_free (self->notice);
  g_free (self);
}

gboolean
dh_run_context_set_preview_faces (DhRunContext *self, guint n_faces, GError **error)
{
  dh_scratch_pool_clear (&self->scratch_pool);
  g_clear_pointer (&self->evaluator, dh_evaluator_free);
  return make_evaluator (self, n_faces, error);
}

static gboolean
has_batch (const DhRunContext *self, guint place, guint64 iteration)
{
  return self->batches[place].filled && self->batches[place].iteration == iteration;
}

guint
dh_run_context_find_batch (DhRunContext *self, guint64 iteration, guint64 keep)
{
  guint place;

  for (place = 0; place < G_N_ELEMENTS (self->batches); place++)
    if (has_batch (self, place, iteration)
        && (self->areas & ~self->batches[place].sides[DH_SIDE_A].areas) == 0)
      return place;
  place = has_batch (self, 0, keep) ? 1 : 0;
  /* The other place may hold the same batch with too few areas. */
  if (has_batch (self, !place, iteration))
    self->batches[!place].filled = FALSE;
  self->batches[place].filled = FALSE;
  self->batches[place].iteration = iteration;
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    self->batches[place].sides[side].areas = self->areas | 1u << DH_AREA_EXTENDED;
  return place;
}

void
dh_run_context_make_batch (DhRunContext *self, guint place, DhSide side)
{
  const DhAugmentStrength strength = dh_augment_share ((float) self->model->colour_share,
                                                       (float) self->model->pose_share);

  g_clear_error (&self->batches[place].errors[side]); /* of one that was broken off */
  dh_batch_make (&self->batches[place].sides[side], self->people[side], &strength,
                 self->model->batch, self->model->size, self->seed, side,
                 self->batches[place].iteration, &self->batches[place].errors[side]);
}

gboolean
dh_run_context_finish_batch (DhRunContext *self, guint place, GError **error)
{
  GError **errors = self->batches[place].errors;
  gboolean done = errors[DH_SIDE_A] == NULL && errors[DH_SIDE_B] == NULL;

  if (!done && error != NULL)
    *error = g_error_copy (errors[errors[DH_SIDE_A] != NULL ? DH_SIDE_A : DH_SIDE_B]);
  g_clear_error (&errors[DH_SIDE_A]);
  g_clear_error (&errors[DH_SIDE_B]);
  self->batches[place].filled = done;
  return done;
}

const DhBatch *
dh_run_context_get_held_out (DhRunContext *self, DhSide side)
{
  const int n = self->model->batch, size = self->model->size;

  for (DhSide i = 0; !self->has_held_out && i < DH_N_SIDES; i++)
    {
      dh_batch_init (&self->held_out[i], n, size);
      dh_held_out_fill (&self->held_out[i], self->people[i], n, size);
    }
  self->has_held_out = TRUE;
  return &self->held_out[side];
}

DhPlaneEvaluator *
dh_run_context_get_plane_evaluator (DhRunContext *self, const int *interrupted)
{
  const DhBatch *batches = dh_run_context_get_held_out (self, 0);

  if (self->plane_evaluator == NULL
      && dh_plane_evaluator_estimate (self->model, self->n_workers) < dh_memory_get_free ())
    self->plane_evaluator = dh_plane_evaluator_new (self->model, batches, self->use_mask,
                                                    self->n_workers, interrupted, NULL);
  return self->plane_evaluator;
}

gboolean
dh_run_context_may_explore (const DhRunContext *self)
{
  return self->demand.slot <= DH_DEMAND_EXPLORE_MAX;
}

/* The lane's optimizer isn't known here, so Adam's memory is assumed. */
static guint64
get_bytes (const DhRunContext *self, guint n_lanes)
{
  return dh_demand_get_bytes (&self->demand, n_lanes, 2 * n_lanes);
}

gboolean
dh_run_context_check_memory (const DhRunContext *self, guint n_lanes, guint n_new_lanes,
                             GError **error)
{
  guint64 needed = get_bytes (self, n_lanes + n_new_lanes)
                   - (n_lanes > 0 ? get_bytes (self, n_lanes) : self->demand.pictures);
  g_autofree char *needed_text = g_format_size (needed);
  g_autofree char *free_text = NULL;
  guint64 available = dh_memory_get_free ();

  if (needed <= available)
    return TRUE;
  free_text = g_format_size (available);
  g_set_error (error, DH_ERROR, DH_ERROR_MEMORY,
               g_dngettext (GETTEXT_PACKAGE,
                            "%u lane of this model takes %s, but only %s is free: choose a smaller "
                            "model or fewer lanes",
                            "%u lanes of this model take %s, but only %s is free: choose a smaller "
                            "model or fewer lanes",
                            n_new_lanes),
               n_new_lanes, needed_text, free_text);
  return FALSE;
}
