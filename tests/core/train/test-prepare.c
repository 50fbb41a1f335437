/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Preparations for the first step: faces before the network, the progress in words, a new request
 * meanwhile, memory as predicted, and pictures changed as much as the preset says.
 */
#include "core/base/tensor.h"
#include "core/train/demand.h"
#include "core/train/run-context.h"
#include "tests/core/train/trainer-runner.h"

static const char *const four[] = { "mae", "ssim", "mse", "mae", NULL };

static gboolean
shows_originals_only (DhLaneSnapshot *snapshot)
{
  DhPreview *preview = dh_lane_snapshot_get_preview (snapshot);

  return preview != NULL && !dh_preview_is_painted (preview)
         && dh_preview_peek_tile (preview, 0, 0, DH_TILE_ORIGINAL) != NULL
         && dh_preview_peek_tile (preview, 1, 0, DH_TILE_TRUE_SWAP) != NULL
         && dh_preview_peek_tile (preview, 0, 0, DH_TILE_SELF) == NULL;
}

typedef struct
{
  gboolean lane, faces; /* a lane being prepared was reported; and that with the faces loaded */
} Told;

static void
probe_at (const DhReport *report, Told *told)
{
  g_autofree char *text = dh_progress_dup_text (&report->progress);

  if (report->status == DH_REPORT_LOADING)
    g_assert_cmpint (report->progress.kind, !=, DH_PROGRESS_NONE);
  g_assert_true (report->progress.kind == DH_PROGRESS_NONE || text != NULL);
  g_assert_cmpfloat (report->progress.fraction, >=, 0);
  g_assert_cmpfloat (report->progress.fraction, <=, 1);
  if (report->progress.kind != DH_PROGRESS_LANE)
    return;
  told->lane = TRUE;
  g_assert_cmpuint (report->progress.n_lanes, ==, 4);
  g_assert_cmpuint (report->progress.lane, >=, 1);
  g_assert_cmpuint (report->n_lanes, ==, 4);
  told->faces |= shows_originals_only (report->lanes[3].snapshot)
                 && dh_lane_snapshot_get_state_text (report->lanes[3].snapshot) != NULL;
}

static void
prepare_once (Told *told)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhTrainingRequest *request = make_trainer_request (four, 1, 1, 1);
  gboolean ended = FALSE;

  request->preset = "64";
  dh_trainer_send (trainer, request);
  while (!ended)
    {
      DhReport *report = wait_for_report (trainer);

      probe_at (report, told);
      ended = report->idle;
      if (ended)
        g_assert_cmpint (report->progress.kind, ==, DH_PROGRESS_NONE);
      dh_report_free (report);
    }
  dh_trainer_free (trainer);
}

/* The mailbox keeps only the newest report: a stage may be missed once, but not every time. */
static void
test_told (void)
{
  Told told = { FALSE, FALSE };

  for (int times = 0; times < 30 && !(told.lane && told.faces); times++)
    prepare_once (&told);
  g_assert_true (told.lane);
  g_assert_true (told.faces);
}

/* The text of each of the reports above. */
static void
test_words (void)
{
  g_autofree char *million = dh_progress_dup_text (
    &(DhProgress) { DH_PROGRESS_LANE, .lane = 2, .n_lanes = 4, .n_parameters = 129994499 });
  g_autofree char *few = dh_progress_dup_text (
    &(DhProgress) { DH_PROGRESS_LANE, .lane = 1, .n_lanes = 1, .n_parameters = 400 });
  g_autofree char *step = dh_progress_dup_text (
    &(DhProgress) { DH_PROGRESS_STEP, .iteration = 3, .fraction = .4 });
  g_autofree char *paint = dh_progress_dup_text (
    &(DhProgress) { DH_PROGRESS_PAINT, .fraction = .25 });
  g_autofree char *measure = dh_progress_dup_text (
    &(DhProgress) { DH_PROGRESS_MEASURE, .fraction = 1 });

  g_assert_cmpstr (million, ==, "Preparing lane 2 of 4: 130 million weights");
  g_assert_cmpstr (few, ==, "Preparing lane 1 of 1: 400 weights");
  g_assert_cmpstr (step, ==, "Step 3: 40 %");
  g_assert_cmpstr (paint, ==, "Painting the faces: 25 %");
  g_assert_cmpstr (measure, ==, "Measuring on the held-out faces: 100 %");
  g_assert_null (dh_progress_dup_text (&(DhProgress) { DH_PROGRESS_NONE }));
  g_assert_cmpfloat (dh_progress_get_whole (
                       &(DhProgress) { DH_PROGRESS_LANE, .lane = 3, .n_lanes = 4, .fraction = .5 }),
                     ==, .625);
}

static DhReport *
run_quick (DhTrainer *trainer, guint serial, guint generation)
{
  DhTrainingRequest *request = make_trainer_request (four, serial, generation, 3);

  dh_trainer_send (trainer, request);
  return wait_for_rest (trainer, serial);
}

/* Waits until that stage or a later one is reported, and then requests something else. */
static DhReport *
change_during (DhProgressKind kind, guint seed)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhTrainingRequest *request = make_trainer_request (four, 1, 1, 1000);
  gboolean seen = FALSE;
  DhReport *report;

  request->preset = "64";
  request->seed = seed;
  dh_trainer_send (trainer, request);
  while (!seen)
    {
      report = wait_for_report (trainer);
      seen = report->progress.kind >= kind || report->status == DH_REPORT_READY;
      dh_report_free (report);
    }
  report = run_quick (trainer, 2, 2);
  g_assert_cmpint (report->status, ==, DH_REPORT_READY);
  g_assert_null (report->message);
  dh_trainer_free (trainer);
  return report;
}

/* Nothing of the first request is left in the result of the second. */
static void
test_other_request (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *wanted = run_quick (trainer, 1, 1);

  for (DhProgressKind kind = DH_PROGRESS_FACES; kind <= DH_PROGRESS_STEP; kind++)
    {
      DhReport *report = change_during (kind, 3 + kind);

      g_assert_cmpuint (report->n_lanes, ==, 4);
      for (guint i = 0; i < 4; i++)
        assert_same_lane (report->lanes[i].snapshot, wanted->lanes[i].snapshot);
      dh_report_free (report);
    }
  dh_report_free (wanted);
  dh_trainer_free (trainer);
}

/* A reset in the middle of a step: the lanes begin as they did at first. */
static void
test_reset_in_step (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *wanted = run_quick (trainer, 1, 1), *report;

  for (guint serial = 2; serial < 12; serial++)
    dh_trainer_send (trainer, make_trainer_request (four, serial, serial, 1000));
  report = run_quick (trainer, 12, 12);
  for (guint i = 0; i < 4; i++)
    assert_same_lane (report->lanes[i].snapshot, wanted->lanes[i].snapshot);
  dh_report_free (wanted);
  dh_report_free (report);
  dh_trainer_free (trainer);
}

/* Bytes that a training run uses after its steps. */
static gsize
train (const char *preset, guint n_lanes, guint n_workers)
{
  const gsize before = dh_tensor_get_total ();
  DhTrainer *trainer = dh_trainer_new (n_workers);
  DhTrainingRequest *request = make_trainer_request (four, 1, 1, 2);
  DhReport *report;
  gsize taken;

  request->preset = preset;
  request->n_lanes = n_lanes;
  dh_trainer_send (trainer, request);
  report = wait_for_rest (trainer, 1);
  taken = dh_tensor_get_total () - before;
  dh_report_free (report);
  dh_trainer_free (trainer);
  g_assert_cmpuint (dh_tensor_get_total (), ==, before);
  return taken;
}

/* The estimate shown before a model is chosen matches the memory that it takes. */
static void
test_demand (void)
{
  static const struct
  {
    const char *preset;
    guint n_lanes, n_workers;
  } runs[] = {
    { "quick", 1, 1 }, { "quick", 4, 2 }, { "quick", 3, 8 }, { "64", 1, 4 }, { "64", 2, 2 },
  };

  dh_compute_thread_init ();
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autoptr (GError) error = NULL;
      DhDemand demand;
      double taken, said;

      dh_demand_estimate (&demand, dh_model_find (runs[i].preset), 3, runs[i].n_workers, &error);
      g_assert_no_error (error);
      said = dh_demand_get_bytes (&demand, runs[i].n_lanes, 2 * runs[i].n_lanes);
      taken = train (runs[i].preset, runs[i].n_lanes, runs[i].n_workers);
      g_test_message ("%s, %u lanes, %u workers: %.1f MB said, %.1f taken", runs[i].preset,
                      runs[i].n_lanes, runs[i].n_workers, said / 1e6, taken / 1e6);
      g_assert_cmpfloat (said / taken, >, .9);
      g_assert_cmpfloat (said / taken, <, 1.1);
    }
}

/* A machine with many threads takes no more memory for few lanes than they can use. */
static void
test_many_threads (void)
{
  DhDemand demand = { .n_workers = 14, .scratch = 100, .gradients = 10, .weights = 2, .slot = 1 };

  g_assert_cmpuint (dh_demand_get_bytes (&demand, 1, 2), ==, 2 * 100 + 10 + 2 + 2);
  g_assert_cmpuint (dh_demand_get_bytes (&demand, 4, 8), ==, 8 * 100 + 40 + 8 + 8);
  demand.n_workers = 2;
  g_assert_cmpuint (dh_demand_get_bytes (&demand, 4, 8), ==, 2 * 100 + 20 + 8 + 8);
}

/* What a context makes of a side's first pictures, and the same made with a strength. */
static void
assert_strength (const char *preset, const DhAugmentStrength *strength)
{
  DhTrainingRequest *request = make_trainer_request (four, 1, 1, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhRunContext) context = NULL;
  const DhModel *model = dh_model_find (preset);
  const gsize bytes = (gsize) model->batch * 3 * model->size * model->size * sizeof (float);
  DhBatch expected;

  request->preset = preset;
  context = dh_run_context_read (request, 1, NULL, NULL, &error);
  g_assert_no_error (error);
  dh_batch_init (&expected, model->batch, model->size);
  dh_batch_init (&context->batches[0].sides[DH_SIDE_B], model->batch, model->size);
  dh_run_context_make_batch (context, 0, DH_SIDE_B);
  dh_batch_make (&expected, context->people[DH_SIDE_B], strength, model->batch, model->size,
                 request->seed, DH_SIDE_B, 0, NULL);
  g_assert_cmpmem (context->batches[0].sides[DH_SIDE_B].input, bytes, expected.input, bytes);
  g_assert_cmpmem (context->batches[0].sides[DH_SIDE_B].target, bytes, expected.target, bytes);
  dh_batch_clear (&expected);
  dh_training_request_free (request);
}

/* A preset's shares of the random changes reach its pictures. */
static void
test_strength (void)
{
  const DhAugmentStrength quick = {
    .contrast_limit = 2.0f,
    .rotation = 2.5f,
    .zoom = .0125f,
    .shift = .0125f,
    .flip_chance = .5f,
    .warp = 5.0f,
  };

  assert_strength ("quick", &quick);
  assert_strength ("64", &dh_augment_default);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prepare/told", test_told);
  g_test_add_func ("/prepare/words", test_words);
  g_test_add_func ("/prepare/other-request", test_other_request);
  g_test_add_func ("/prepare/reset-in-step", test_reset_in_step);
  g_test_add_func ("/prepare/demand", test_demand);
  g_test_add_func ("/prepare/many-threads", test_many_threads);
  g_test_add_func ("/prepare/strength", test_strength);
  return g_test_run ();
}
