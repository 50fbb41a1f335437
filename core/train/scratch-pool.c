/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory that a running step borrows: scratch memory, and gradients.
 *
 * Most memory of a training belongs to the threads, not to the lanes: the activations of a batch,
 * and oneDNN's scratch memory.  So there are as many blocks as tasks that run at the same time, not
 * one for each thread of a large machine; and the same block serves steps, previews and
 * metrics, which never run together.
 */
#include "core/train/scratch-pool.h"

#include <glib/gi18n-lib.h>

#include "core/base/error.h"

void
dh_scratch_pool_init (DhScratchPool *self, const DhNetwork *network, const DhEvaluator *evaluator,
                      const int *cancelled)
{
  *self = (DhScratchPool) { .network = network, .evaluator = evaluator, .cancelled = cancelled };
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->returned, NULL);
}

static void
drop_scratch (DhScratchPool *self, guint i)
{
  g_clear_pointer (&self->lane[i], dh_lane_scratch_free);
  g_clear_pointer (&self->painting[i], dh_evaluator_scratch_free);
  g_clear_pointer (&self->memory[i], dh_tensor_free);
}

void
dh_scratch_pool_clear (DhScratchPool *self)
{
  if (self->network == NULL)
    return;
  for (guint i = 0; i < self->n; i++)
    drop_scratch (self, i);
  for (guint i = 0; i < self->n_gradients; i++)
    g_clear_pointer (&self->gradients[i], dh_tensor_free);
  g_free (self->memory);
  g_free (self->lane);
  g_free (self->painting);
  g_free (self->lent);
  g_free (self->gradients);
  g_free (self->gradients_lent);
  pthread_cond_destroy (&self->returned);
  pthread_mutex_destroy (&self->mutex);
  *self = (DhScratchPool) { .network = NULL };
}

/* ---- how many ---- */

static gboolean
make_scratch (DhScratchPool *self, guint i, const DhDemand *demand)
{
  self->memory[i] = dh_tensor_try_new (demand->scratch / sizeof (float));
  if (self->memory[i] == NULL)
    return FALSE;
  self->lane[i] = dh_lane_scratch_new (self->network, self->memory[i]);
  self->painting[i] = dh_evaluator_scratch_new (self->evaluator, self->memory[i], self->cancelled);
  self->lent[i] = FALSE;
  if (self->lane[i] == NULL || self->painting[i] == NULL)
    return FALSE;
  dh_workspace_set_cancelled (self->lane[i]->workspace, self->cancelled);
  dh_workspace_follow (self->lane[i]->workspace, self->advance, self->advance_data);
  dh_evaluator_scratch_follow (self->painting[i], self->advance, self->advance_data);
  return TRUE;
}

static gboolean
make_gradients (DhScratchPool *self, guint i, const DhDemand *demand)
{
  self->gradients_lent[i] = FALSE;
  self->gradients[i] = dh_tensor_try_new (demand->gradients / sizeof (float));
  return self->gradients[i] != NULL;
}

/* Each decoder belongs to one side; the encoder is differentiated by both, in a liae network all. */
static DhGradient
get_gradient (const DhScratchPool *self, guint i, DhSide side)
{
  const DhParameterTable *table = dh_network_get_table (self->network);
  float *all = self->gradients[i];

  float *own = side == DH_SIDE_A ? all : all + table->size;

  return (DhGradient) { .encoder = own,
                        .decoders = table->part_size[DH_PART_ENCODER] < table->size ? all : own };
}

static gboolean
grow (DhScratchPool *self, const DhDemand *demand, guint n, guint n_gradients)
{
  guint i = self->n, k = self->n_gradients;
  gboolean done = TRUE;

  for (; done && i < n; i++)
    done = make_scratch (self, i, demand);
  for (; done && k < n_gradients; k++)
    done = make_gradients (self, k, demand);
  if (done)
    return TRUE;
  while (i-- > self->n)
    drop_scratch (self, i);
  while (k-- > self->n_gradients)
    g_clear_pointer (&self->gradients[k], dh_tensor_free);
  return FALSE;
}

static void
resize_lists (DhScratchPool *self, guint n, guint n_gradients)
{
  self->memory = g_renew (float *, self->memory, n);
  self->lane = g_renew (DhLaneScratch *, self->lane, n);
  self->painting = g_renew (DhEvaluatorScratch *, self->painting, n);
  self->lent = g_renew (gboolean, self->lent, n);
  self->gradients = g_renew (float *, self->gradients, n_gradients);
  self->gradients_lent = g_renew (gboolean, self->gradients_lent, n_gradients);
  for (guint i = self->n; i < n; i++)
    {
      self->memory[i] = NULL;
      self->lane[i] = NULL;
      self->painting[i] = NULL;
    }
  for (guint i = self->n_gradients; i < n_gradients; i++)
    self->gradients[i] = NULL;
}

gboolean
dh_scratch_pool_set_n_lanes (DhScratchPool *self, const DhDemand *demand, guint n_lanes,
                             GError **error)
{
  guint n = dh_demand_get_n_scratches (demand, n_lanes);
  guint n_gradients = dh_demand_get_n_gradients (demand, n_lanes);

  for (guint i = n; i < self->n; i++)
    drop_scratch (self, i);
  for (guint i = n_gradients; i < self->n_gradients; i++)
    g_clear_pointer (&self->gradients[i], dh_tensor_free);
  self->n = MIN (self->n, n);
  self->n_gradients = MIN (self->n_gradients, n_gradients);
  resize_lists (self, n, n_gradients);
  if (grow (self, demand, n, n_gradients))
    {
      self->n = n;
      self->n_gradients = n_gradients;
      return TRUE;
    }
  g_set_error (error, DH_ERROR, DH_ERROR_MEMORY,
               _ ("The model “%s” needs %zu MiB of memory for each of its threads, more than is "
                  "free: choose a smaller model"),
               dh_network_get_model (self->network)->id, (gsize) demand->scratch >> 20);
  return FALSE;
}

/* ---- lending ---- */

/* n if all are lent.  Called with the lock held. */
static guint
find_free (const DhScratchPool *self, guint worker)
{
  for (guint k = 0; k < self->n; k++)
    if (!self->lent[(worker + k) % self->n])
      return (worker + k) % self->n;
  return self->n;
}

guint
dh_scratch_pool_borrow (DhScratchPool *self, guint worker)
{
  guint scratch;

  pthread_mutex_lock (&self->mutex);
  while ((scratch = find_free (self, worker)) == self->n)
    pthread_cond_wait (&self->returned, &self->mutex);
  self->lent[scratch] = TRUE;
  pthread_mutex_unlock (&self->mutex);
  return scratch;
}

void
dh_scratch_pool_return (DhScratchPool *self, guint scratch)
{
  pthread_mutex_lock (&self->mutex);
  self->lent[scratch] = FALSE;
  pthread_cond_signal (&self->returned);
  pthread_mutex_unlock (&self->mutex);
}

void
dh_scratch_pool_lend_gradients (DhScratchPool *self, DhLaneRun *lane)
{
  guint i = 0;

  pthread_mutex_lock (&self->mutex);
  if (lane->gradient[DH_SIDE_A].encoder == NULL)
    {
      while (i < self->n_gradients && self->gradients_lent[i])
        i++;
      g_assert (i < self->n_gradients);
      self->gradients_lent[i] = TRUE;
      for (DhSide side = 0; side < DH_N_SIDES; side++)
        lane->gradient[side] = get_gradient (self, i, side);
    }
  pthread_mutex_unlock (&self->mutex);
}

void
dh_scratch_pool_take_gradients (DhScratchPool *self, DhLaneRun *lane)
{
  pthread_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->n_gradients; i++)
    if (lane->gradient[DH_SIDE_A].encoder == self->gradients[i])
      self->gradients_lent[i] = FALSE;
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    lane->gradient[side] = (DhGradient) { NULL, NULL };
  pthread_mutex_unlock (&self->mutex);
}
