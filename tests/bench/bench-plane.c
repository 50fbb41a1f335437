/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Times the network's landscape:
 *
 *   DOWNHILL_FACES_DIR=data/faces bench-plane [PRESET [LOSS [WORKERS]]]
 *
 * How long the coarse grid and the whole take on all workers with nothing else to do, and how
 * fast places are seen against the pure forward speed: both people's held-out pictures through the
 * network with weights that stay, packed once, and no loss.  Both are counted on one thread, in
 * turns, and the ratio is that of their medians, so that other programs on the machine spoil it
 * least.
 */
#include "core/run/plane-make.h"
#include "core/run/stage.h"

#include <stdlib.h>

#define N_TURNS 20
#define N_EACH 12       /* as many as a piece of a row has */
#define MAX_CHUNK 13

typedef struct
{
  DhPlan       plan;
  DhStage     *stage;
  DhPool      *pool;
  DhLaneRun   *lane;
  DhPlaneScan *plane;
} Bench;

static double
now (void)
{
  return g_get_monotonic_time () * 1e-6;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values, int n)
{
  qsort (values, n, sizeof (double), compare_doubles);
  return values[n / 2];
}

static void
start_worker (gpointer data)
{
  dh_compute_thread_init ();
}

static void
bench_init (Bench *self, const DhModel *model, const char *loss, guint n_workers)
{
  g_autoptr (GError) error = NULL;
  const char *faces = g_getenv ("DOWNHILL_FACES_DIR");
  DhLanePlan lane = {
    .id = 1, .loss = g_intern_string (loss), .optimizer = g_intern_static_string ("adam"),
    .learning_rate = model->learning_rate, .mask = DH_AREA_EXTENDED, .eye_multiplier = 1,
    .mouth_multiplier = 1,
  };
  DhTrail trail;

  self->plan.folders[0] = g_build_filename (faces, "alder", NULL);
  self->plan.folders[1] = g_build_filename (faces, "birch", NULL);
  self->plan.preset = model->id;
  self->plan.seed = 1;
  self->plan.n_preview_faces = 1;
  self->pool = dh_pool_new (n_workers, start_worker, NULL);
  self->stage = dh_stage_new (&self->plan, n_workers, NULL, NULL, &error);
  if (self->stage == NULL)
    g_error ("%s", error->message);
  self->lane = dh_lane_run_new (&lane, self->stage->network,
                                self->stage->desks.lane[0]->workspace, 1, NULL);
  self->plane = dh_plane_make (self->pool, dh_network_get_table (self->stage->network),
                               self->lane->parameters, NULL, DH_PLANE_RANDOM, 1, 0, &trail);
  if (dh_stage_get_sight (self->stage, NULL) == NULL)
    g_error ("not enough memory for a landscape");
  dh_plane_sight_aim (self->stage->sight, self->plane->origin, self->plane->axes, 1);
}

static void
bench_clear (Bench *self)
{
  dh_plane_scan_free (self->plane);
  dh_lane_run_free (self->lane);
  dh_stage_free (self->stage);
  dh_pool_free (self->pool);
  g_free (self->plan.folders[0]);
  g_free (self->plan.folders[1]);
}

/* ---- one thread ---- */

static void
see_places (Bench *self, guint n, guint turn)
{
  double at[2];

  for (guint i = 0; i < n; i++)
    {
      dh_plane_scan_get_place (self->plane, turn * DH_PLANE_SIDE + i, at);
      dh_plane_sight_get_loss (self->stage->sight, 0, &self->lane->objective, at[0], at[1]);
    }
}

static void
compare_with_forward (Bench *self)
{
  DhNetwork *network = dh_network_new (self->stage->model, self->stage->model->batch, FALSE, NULL);
  DhWorkspace *workspace = dh_workspace_new (network, NULL);
  float *packed = dh_tensor_new (dh_network_get_packed_size (network));
  double forward[N_TURNS], seen[N_TURNS], ratio;

  for (DhPart part = 0; part < DH_N_PARTS; part++)
    dh_network_pack (network, workspace, part, self->lane->parameters, packed);
  for (int turn = 0; turn < N_TURNS; turn++)
    {
      double begin = now (), middle;

      for (guint i = 0; i < 2 * N_EACH; i++)
        {
          DhSide side = i % 2;

          dh_network_encode (network, workspace, packed, self->stage->held_out[side].input);
          dh_network_decode (network, workspace, packed, side);
        }
      middle = now ();
      see_places (self, N_EACH, turn);
      forward[turn] = (middle - begin) / N_EACH;
      seen[turn] = (now () - middle) / N_EACH;
    }
  ratio = median (forward, N_TURNS) / median (seen, N_TURNS);
  g_print ("one thread: forward %.2f ms, a place %.2f ms (a new row for every %d): %.0f %% of the "
           "pure forward speed\n", 1e3 * median (forward, N_TURNS), 1e3 * median (seen, N_TURNS),
           N_EACH, 100 * ratio);
  dh_tensor_free (packed);
  dh_workspace_free (workspace);
  dh_network_free (network);
}

/* ---- all of it ---- */

typedef struct
{
  Bench  *bench;
  guint   points[64 * MAX_CHUNK];
  double  losses[64 * MAX_CHUNK];
  guint   n;
} Chunk;

static void
look_task (guint task, guint worker, gpointer data)
{
  Chunk *chunk = data;
  Bench *self = chunk->bench;

  for (guint i = task * MAX_CHUNK; i < MIN ((task + 1) * MAX_CHUNK, chunk->n); i++)
    {
      double at[2];

      dh_plane_scan_get_place (self->plane, chunk->points[i], at);
      chunk->losses[i] = dh_plane_sight_get_loss (self->stage->sight, worker,
                                                  &self->lane->objective, at[0], at[1]);
    }
}

static void
see_all (Bench *self)
{
  Chunk chunk = { .bench = self };
  double begin = now ();
  gboolean coarse = FALSE;

  while (!dh_plane_scan_is_done (self->plane))
    {
      guint n_tasks = dh_pool_get_n_workers (self->pool);

      chunk.n = dh_plane_scan_list (self->plane, n_tasks * MAX_CHUNK, chunk.points);
      dh_pool_run (self->pool, n_tasks, look_task, &chunk);
      for (guint i = 0; i < chunk.n; i++)
        dh_plane_scan_store (self->plane, chunk.points[i], chunk.losses[i]);
      if (!coarse && dh_plane_scan_is_coarse (self->plane))
        g_print ("13x13: %.2f s\n", now () - begin);
      coarse = dh_plane_scan_is_coarse (self->plane);
    }
  g_print ("51x51: %.2f s\n", now () - begin);
}

int
main (int argc, char **argv)
{
  const DhModel *model = dh_model_find (argc > 1 ? argv[1] : "quick");
  const char *loss = argc > 2 ? argv[2] : "mae";
  guint n_workers = argc > 3 ? (guint) atoi (argv[3]) : g_get_num_processors ();
  Bench bench = { 0 };

  if (model == NULL || dh_loss_find (loss) == NULL || n_workers < 1 || n_workers > 64
      || g_getenv ("DOWNHILL_FACES_DIR") == NULL)
    {
      g_printerr ("usage: DOWNHILL_FACES_DIR=data/faces bench-plane [PRESET [LOSS [WORKERS]]]\n");
      return 2;
    }
  dh_compute_thread_init ();
  bench_init (&bench, model, loss, n_workers);
  g_print ("%s, preset %s, %s, %d + %d pictures, %u workers\n", dh_compute_describe (), model->id,
           loss, model->batch, model->batch, n_workers);
  compare_with_forward (&bench);
  see_all (&bench);
  bench_clear (&bench);
  return 0;
}
