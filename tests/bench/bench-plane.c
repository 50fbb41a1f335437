/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Times the network's landscape:
 *
 *   DOWNHILL_FACES_DIR=data/faces bench-plane [PRESET [LOSS [WORKERS]]]
 *
 * It prints how long the coarse grid and the whole plane take on all workers with nothing else to
 * do, and how fast points are evaluated compared with the pure forward speed: both people's
 * held-out pictures through the network with constant weights, packed once, and without a loss.
 * Both are measured on one thread, in turn, and the ratio is that of their medians, so that other
 * programs on the machine disturb it least.
 *
 *   bench-plane --beside [PRESET [LANES [SECONDS [WORKERS]]]]
 *
 * Trains the window's default lanes with landscapes, and prints when each had its first rows, 7×7,
 * 13×13 and its next plane, and how fast the training was meanwhile and later.
 */
#include "core/plane/plane-make.h"
#include "core/train/run-context.h"
#include "core/train/trainer.h"
#include "tests/bench/timing.h"

#include <poll.h>
#include <stdlib.h>

#define N_TURNS   20
#define N_EACH    12 /* the number of points in a piece of a row */
#define MAX_CHUNK 13

typedef struct
{
  DhTrainingRequest request;
  DhRunContext *context;
  DhThreadPool *pool;
  DhLaneRun *lane;
  DhPlaneScan *plane;
} Bench;

static double
now (void)
{
  return g_get_monotonic_time () * 1e-6;
}

static void
start_worker (gpointer data)
{
  dh_compute_thread_init ();
}

static DhLaneSettings
make_settings (const char *loss, double rate)
{
  const DhOptimizerConfig adam = dh_optimizer_config_make (dh_optimizer_find ("adam"),
                                                           DH_OPTIMIZER_USER_NETWORK);
  const DhMix mix = { 1, { dh_mix_part_make (loss) } };

  return dh_lane_settings_make (&mix, &adam, rate);
}

static void
bench_init (Bench *self, const DhModel *model, const char *loss, guint n_workers)
{
  g_autoptr (GError) error = NULL;
  const char *faces = g_getenv ("DOWNHILL_FACES_DIR");
  DhLaneRequest lane = {
    .id = 1,
    .settings = make_settings (loss, model->learning_rate),
  };
  DhTrail trail;

  self->request.folders[0] = g_build_filename (faces, "alder", NULL);
  self->request.folders[1] = g_build_filename (faces, "birch", NULL);
  self->request.preset = model->id;
  self->request.seed = 1;
  self->request.n_preview_faces = 1;
  self->pool = dh_thread_pool_new (n_workers, start_worker, NULL);
  self->context = dh_run_context_new (&self->request, n_workers, NULL, NULL, &error);
  if (self->context == NULL)
    g_error ("%s", error->message);
  self->lane = dh_lane_run_new (&lane, self->context->network, 1, NULL);
  self->plane = dh_plane_make (self->pool, dh_network_get_table (self->context->network),
                               self->lane->parameters, NULL, DH_PLANE_RANDOM, 1, 0, &trail);
  if (dh_run_context_get_plane_evaluator (self->context, NULL) == NULL)
    g_error ("not enough memory for a landscape");
  dh_plane_evaluator_aim (self->context->plane_evaluator, self->plane->origin, self->plane->axes,
                          1);
}

static void
bench_clear (Bench *self)
{
  dh_plane_scan_free (self->plane);
  dh_lane_run_free (self->lane);
  dh_run_context_free (self->context);
  dh_thread_pool_free (self->pool);
  g_free (self->request.folders[0]);
  g_free (self->request.folders[1]);
}

/* ---- one thread ---- */

static void
see_places (Bench *self, guint n, guint turn)
{
  double at[2];

  for (guint i = 0; i < n; i++)
    {
      dh_plane_scan_get_place (self->plane, turn * DH_PLANE_SIDE + i, at);
      dh_plane_evaluator_get_loss (self->context->plane_evaluator, 0, &self->lane->objective, at[0],
                                   at[1]);
    }
}

static void
compare_with_forward (Bench *self)
{
  DhNetwork *network = dh_network_new (self->context->model, self->context->model->batch, FALSE,
                                       NULL);
  DhWorkspace *workspace = dh_workspace_new (network, NULL);
  const float *weights = self->lane->parameters;
  double forward[N_TURNS], seen[N_TURNS], ratio;

  for (int turn = 0; turn < N_TURNS; turn++)
    {
      double begin = now (), middle;

      for (guint i = 0; i < 2 * N_EACH; i++)
        {
          DhSide side = i % 2;

          dh_network_encode (network, workspace, weights, self->context->held_out[side].input);
          dh_network_decode (network, workspace, weights, side);
        }
      middle = now ();
      see_places (self, N_EACH, turn);
      forward[turn] = (middle - begin) / N_EACH;
      seen[turn] = (now () - middle) / N_EACH;
    }
  ratio = get_median (forward, N_TURNS) / get_median (seen, N_TURNS);
  g_print ("one thread: forward %.2f ms, a place %.2f ms (a new row for every %d): %.0f %% of the "
           "pure forward speed\n",
           1e3 * get_median (forward, N_TURNS), 1e3 * get_median (seen, N_TURNS), N_EACH,
           100 * ratio);
  dh_workspace_free (workspace);
  dh_network_free (network);
}

/* ---- the whole plane ---- */

typedef struct
{
  Bench *bench;
  guint points[64 * MAX_CHUNK];
  double losses[64 * MAX_CHUNK];
  guint n;
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
      chunk->losses[i] = dh_plane_evaluator_get_loss (self->context->plane_evaluator, worker,
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
      guint n_tasks = dh_thread_pool_get_n_workers (self->pool);

      chunk.n = dh_plane_scan_list (self->plane, n_tasks * MAX_CHUNK, chunk.points);
      dh_thread_pool_run (self->pool, n_tasks, look_task, &chunk);
      for (guint i = 0; i < chunk.n; i++)
        dh_plane_scan_store (self->plane, chunk.points[i], chunk.losses[i]);
      if (!coarse && dh_plane_scan_is_coarse (self->plane))
        g_print ("13x13: %.2f s\n", now () - begin);
      coarse = dh_plane_scan_is_coarse (self->plane);
    }
  g_print ("51x51: %.2f s\n", now () - begin);
}

/* ---- beside training ---- */

enum
{
  ROWS,
  FIRST,
  COARSE,
  NEXT,
  N_EVENTS
};

typedef struct
{
  double begin;
  double times[DH_MAX_LANES][N_EVENTS]; /* s since the start; 0: not yet */
  guint serials[DH_MAX_LANES];
} Watch;

static void
note (Watch *self, guint lane, guint event)
{
  if (self->times[lane][event] == 0)
    self->times[lane][event] = now () - self->begin;
}

static void
watch_lane (Watch *self, guint lane, const DhPlane *plane)
{
  if (plane == NULL || plane->terrain == NULL)
    return;
  if (self->serials[lane] == 0)
    self->serials[lane] = plane->serial;
  note (self, lane, ROWS);
  if (plane->n_done >= 49)
    note (self, lane, FIRST);
  if (plane->n_done >= DH_PLANE_N_COARSE_POINTS)
    note (self, lane, COARSE);
  if (plane->serial != self->serials[lane])
    note (self, lane, NEXT);
}

static DhTrainingRequest *
make_window_request (const char *preset, guint n_lanes)
{
  static const char *const losses[DH_MAX_LANES] = { "mse",  "mae",   "smooth",
                                                    "ssim", "huber", "logcosh" };
  const char *faces = g_getenv ("DOWNHILL_FACES_DIR");
  DhTrainingRequest *request = g_new0 (DhTrainingRequest, 1);

  request->serial = request->generation = 1;
  request->folders[0] = g_build_filename (faces, "alder", NULL);
  request->folders[1] = g_build_filename (faces, "birch", NULL);
  request->preset = preset;
  request->seed = 1;
  request->playing = request->live = TRUE;
  request->n_preview_faces = 3;
  request->n_lanes = n_lanes;
  for (guint i = 0; i < n_lanes; i++)
    request->lanes[i] = (DhLaneRequest) {
      .id = i + 1,
      .settings = make_settings (losses[i], dh_model_find (preset)->learning_rate),
      .plane_kind = g_getenv ("BENCH_NO_PLANES") != NULL ? DH_PLANE_NONE : DH_PLANE_TRAJECTORY,
    };
  return request;
}

static void
print_watch (const Watch *self, guint n_lanes)
{
  static const char *const names[N_EVENTS] = { "rows", "7x7", "13x13", "next plane" };

  for (guint i = 0; i < n_lanes; i++)
    {
      g_print ("lane %u:", i + 1);
      for (guint event = 0; event < N_EVENTS; event++)
        if (self->times[i][event] > 0)
          g_print ("  %s %.1f s", names[event], self->times[i][event]);
        else
          g_print ("  %s -", names[event]);
      g_print ("\n");
    }
}

/* Times are counted from when the faces have been read. */
static void
watch_training (const char *preset, guint n_lanes, double seconds, guint n_workers)
{
  DhTrainer *trainer = dh_trainer_new (n_workers);
  struct pollfd fd = { .fd = dh_trainer_get_fd (trainer), .events = POLLIN };
  Watch watch = { 0 };
  double next = 0;

  dh_trainer_send (trainer, make_window_request (preset, n_lanes));
  while (watch.begin == 0 || now () - watch.begin < seconds)
    {
      DhReport *report;

      poll (&fd, 1, 1000);
      report = dh_trainer_take (trainer);
      if (report == NULL)
        continue;
      if (watch.begin == 0 && report->status == DH_REPORT_READY)
        watch.begin = now ();
      for (guint i = 0; i < report->n_lanes; i++)
        watch_lane (&watch, i, dh_lane_snapshot_get_plane (report->lanes[i].snapshot));
      if (watch.begin > 0 && now () - watch.begin >= next)
        {
          g_print ("%.0f s: iteration %u\n", now () - watch.begin, (guint) report->iteration);
          next += 10;
        }
      dh_report_free (report);
    }
  print_watch (&watch, n_lanes);
  dh_trainer_free (trainer);
}

static int
run_beside (int argc, char **argv)
{
  const DhModel *model = dh_model_find (argc > 2 ? argv[2] : "quick");
  guint n_lanes = argc > 3 ? (guint) atoi (argv[3]) : 4;
  double seconds = argc > 4 ? atof (argv[4]) : 60;
  guint n_workers = argc > 5 ? (guint) atoi (argv[5]) : 0;

  if (model == NULL || n_lanes < 1 || n_lanes > DH_MAX_LANES || !(seconds > 0) || n_workers > 64
      || g_getenv ("DOWNHILL_FACES_DIR") == NULL)
    {
      g_printerr ("usage: DOWNHILL_FACES_DIR=data/faces bench-plane --beside [PRESET [LANES "
                  "[SECONDS [WORKERS]]]]\n");
      return 2;
    }
  g_print ("%s, preset %s, %u lanes\n", dh_compute_describe (), model->id, n_lanes);
  watch_training (model->id, n_lanes, seconds, n_workers);
  return 0;
}

int
main (int argc, char **argv)
{
  const DhModel *model = dh_model_find (argc > 1 ? argv[1] : "quick");
  const char *loss = argc > 2 ? argv[2] : "mae";
  guint n_workers = argc > 3 ? (guint) atoi (argv[3]) : g_get_num_processors ();
  Bench bench = { 0 };

  if (argc > 1 && g_str_equal (argv[1], "--beside"))
    return run_beside (argc, argv);
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
