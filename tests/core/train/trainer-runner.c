/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/train/trainer-runner.h"

#include <poll.h>

DhLaneSettings
make_lane_settings (const char *mix, const char *optimizer_config, double rate)
{
  DhOptimizerConfig config;
  DhMix read;

  g_assert_true (dh_mix_parse (mix, &read, NULL));
  g_assert_true (
    dh_optimizer_config_parse (optimizer_config, DH_OPTIMIZER_USER_NETWORK, &config, NULL));
  return dh_lane_settings_make (&read, &config, rate);
}

DhTrainingRequest *
make_trainer_request (const char *const *losses, guint64 serial, guint generation, guint64 limit)
{
  DhTrainingRequest *request = g_new0 (DhTrainingRequest, 1);

  request->serial = serial;
  request->generation = generation;
  request->folders[0] = g_build_filename (g_getenv ("DH_FACES"), "alder", NULL);
  request->folders[1] = g_build_filename (g_getenv ("DH_FACES"), "birch", NULL);
  request->preset = "quick";
  request->seed = 3;
  request->playing = TRUE;
  request->iteration_limit = limit;
  request->n_preview_faces = 2;
  for (guint i = 0; losses[i] != NULL; i++)
    request->lanes[request->n_lanes++] = (DhLaneRequest) {
      .id = i + 1,
      .settings = make_lane_settings (losses[i], "adam", 1e-3),
    };
  return request;
}

DhRunContext *
make_run_context (gboolean every_area)
{
  return make_run_context_of (NULL, every_area);
}

DhRunContext *
make_run_context_of (const char *preset, gboolean every_area)
{
  static const char *const losses[] = { "mse", NULL };
  DhTrainingRequest *request = make_trainer_request (losses, 1, 1, 0);
  g_autoptr (GError) error = NULL;
  DhRunContext *context;

  if (preset != NULL)
    request->preset = preset;
  context = dh_run_context_new (request, 1, NULL, NULL, &error);
  g_assert_no_error (error);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      context->batches[0].sides[side].areas = every_area ? (1u << DH_N_AREAS) - 1 : context->areas;
      dh_run_context_make_batch (context, 0, side);
    }
  dh_training_request_free (request);
  return context;
}

void
make_lane_gradient (DhRunContext *context, DhLaneRun *lane)
{
  dh_scratch_pool_lend_gradients (&context->scratch_pool, lane);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    dh_lane_run_half_step (lane, context->scratch_pool.lane[0], side,
                           &context->batches[0].sides[side], context->use_mask[side]);
}

void
make_lane_step (DhRunContext *context, DhLaneRun *lane)
{
  make_lane_gradient (context, lane);
  dh_lane_run_finish_step (lane, 0);
  dh_scratch_pool_take_gradients (&context->scratch_pool, lane);
}

DhReport *
wait_for_report (DhTrainer *trainer)
{
  struct pollfd poll_fd = { .fd = dh_trainer_get_fd (trainer), .events = POLLIN };
  DhReport *report;

  do
    poll (&poll_fd, 1, -1);
  while ((report = dh_trainer_take (trainer)) == NULL);
  return report;
}

DhReport *
wait_for_rest (DhTrainer *trainer, guint64 serial)
{
  for (;;)
    {
      DhReport *report = wait_for_report (trainer);

      if (report->idle && report->request_serial == serial)
        return report;
      dh_report_free (report);
    }
}

static void
assert_same_pictures (DhPreview *a, DhPreview *b)
{
  gsize bytes = (gsize) dh_preview_get_size (a) * dh_preview_get_size (a) * 4;

  for (guint side = 0; side < 2; side++)
    for (int face = 0; face < dh_preview_get_n_faces (a); face++)
      for (DhTile tile = DH_TILE_SELF; tile <= DH_TILE_SWAP; tile++)
        g_assert_cmpmem (dh_preview_peek_tile (a, side, face, tile), bytes,
                         dh_preview_peek_tile (b, side, face, tile), bytes);
}

void
assert_same_lane (DhLaneSnapshot *a, DhLaneSnapshot *b)
{
  guint64 n = dh_lane_snapshot_get_n_records (a);

  g_assert_cmpuint (n, ==, dh_lane_snapshot_get_n_records (b));
  g_assert_cmpuint (dh_lane_snapshot_get_n_measured (a), ==, dh_lane_snapshot_get_n_measured (b));
  for (guint64 i = 0; i < n; i++)
    {
      DhRecord ra = dh_lane_snapshot_get_record (a, i), rb = dh_lane_snapshot_get_record (b, i);

      g_assert_cmpuint (ra.iteration, ==, rb.iteration);
      g_assert_cmpmem (&ra.loss, sizeof ra.loss, &rb.loss, sizeof rb.loss);
    }
  assert_same_pictures (dh_lane_snapshot_get_preview (a), dh_lane_snapshot_get_preview (b));
}
