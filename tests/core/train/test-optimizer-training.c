/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Optimizers in a lane: their settings and their schedule reach the update, and what a changed
 * optimizer leaves of the optimizer's memory.
 */
#include "core/nn/dnn.h"
#include "core/train/run-context.h"
#include "core/train/update.h"
#include "tests/core/train/trainer-runner.h"

#include <math.h>
#include <string.h>

static DhLaneRequest
request_lane (const char *optimizer_config, double rate)
{
  return (DhLaneRequest) { .id = 1,
                           .settings = make_lane_settings ("mse", optimizer_config, rate) };
}

static DhLaneRun *
make_lane (DhRunContext *context, const char *optimizer_config, double rate)
{
  const DhLaneRequest request = request_lane (optimizer_config, rate);

  return dh_lane_run_new (&request, context->network, 3, NULL);
}

static void
change_optimizer_config (DhLaneRun *lane, const char *optimizer_config)
{
  const DhLaneRequest request = request_lane (optimizer_config,
                                              lane->request.settings.learning_rate);

  dh_lane_run_adopt (lane, &request);
}

static double
get_last_rate (const DhLaneRun *lane)
{
  return dh_history_get_record (lane->history, dh_history_get_n_records (lane->history) - 1)
    .learning_rate;
}

/* One step of the lane compared with the optimizer called by hand. */
static void
test_settings_reach_the_update (void)
{
  static const double settings[DH_OPTIMIZER_MAX_SETTINGS] = { 0.8, 0.95, 1e-3 };
  g_autoptr (DhRunContext) context = make_run_context (FALSE);
  DhLaneRun *lane = make_lane (context, "adam{beta1=0.8,beta2=0.95,eps=1e-3}/warm_up=4", 4e-3);
  const DhParameterTable *table = dh_network_get_table (context->network);
  const gsize bytes = table->size * sizeof (float);
  float *parameters = dh_tensor_new (table->size);
  float *slots[DH_OPTIMIZER_MAX_SLOTS] = { dh_tensor_new (table->size),
                                           dh_tensor_new (table->size) };
  g_autofree double *norms = g_new (double, table->n_items);

  memcpy (parameters, lane->parameters, bytes);
  dh_scratch_pool_lend_gradients (&context->scratch_pool, lane);
  for (guint64 t = 1; t <= 2; t++)
    {
      DhUpdate update = {
        .table = table,
        .optimizer = dh_optimizer_find ("adam"),
        .settings = settings,
        .learning_rate = t * 1e-3,
        .scale = 1.0,
        .t = t,
        .parameters = parameters,
        .gradient = { lane->gradient[0], lane->gradient[1] },
        .slots = slots,
      };

      make_lane_gradient (context, lane);
      dh_update_measure (&update, norms);
      dh_update_apply (&update, norms);
      dh_lane_run_finish_step (lane, 0);
      g_assert_cmpmem (lane->parameters, bytes, parameters, bytes);
      g_assert_cmpfloat (get_last_rate (lane), ==, t * 1e-3);
    }
  g_assert_cmpfloat (fabs (lane->slots[0][0]), >, 0);
  dh_tensor_free (parameters);
  dh_tensor_free (slots[0]);
  dh_tensor_free (slots[1]);
  dh_lane_run_free (lane);
}

/* Momentum 0 is plain descent, to the byte. */
static void
test_no_momentum_is_descent (void)
{
  g_autoptr (DhRunContext) context = make_run_context (FALSE);
  DhLaneRun *plain = make_lane (context, "sgd", 1e-2);
  DhLaneRun *heavy = make_lane (context, "momentum{momentum=0}", 1e-2);
  const gsize bytes = dh_network_get_table (context->network)->size * sizeof (float);

  for (int i = 0; i < 2; i++)
    {
      make_lane_step (context, plain);
      make_lane_step (context, heavy);
      g_assert_cmpmem (plain->parameters, bytes, heavy->parameters, bytes);
    }
  change_optimizer_config (heavy, "momentum");
  make_lane_step (context, plain);
  make_lane_step (context, heavy);
  g_assert_cmpint (memcmp (plain->parameters, heavy->parameters, bytes), !=, 0);
  dh_lane_run_free (plain);
  dh_lane_run_free (heavy);
}

static void
test_memory (void)
{
  g_autoptr (DhRunContext) context = make_run_context (FALSE);
  DhLaneRun *lane = make_lane (context, "adam", 1e-3);
  const gsize n = dh_network_get_table (context->network)->size;
  g_autofree float *mean = g_new (float, n);

  for (int i = 0; i < 3; i++)
    make_lane_step (context, lane);
  memcpy (mean, lane->slots[0], n * sizeof (float));

  change_optimizer_config (lane, "adam{beta1=0.9}");
  g_assert_cmpmem (lane->slots[0], n * sizeof (float), mean, n * sizeof (float));
  g_assert_cmpuint (lane->n_updates, ==, 3);
  g_assert_cmpuint (lane->n_scheduled, ==, 3);
  g_assert_cmpfloat (lane->request.settings.optimizer_config.settings[0], ==, 0.9);

  change_optimizer_config (lane, "adam{beta1=0.9}/cosine{over=10}");
  g_assert_cmpmem (lane->slots[0], n * sizeof (float), mean, n * sizeof (float));
  g_assert_cmpuint (lane->n_updates, ==, 3);
  g_assert_cmpuint (lane->n_scheduled, ==, 0);

  make_lane_step (context, lane);
  change_optimizer_config (lane, "adam{beta1=0.9}/cosine{over=20}");
  g_assert_cmpuint (lane->n_scheduled, ==, 1);

  change_optimizer_config (lane, "adamw/cosine{over=20}");
  g_assert_cmpuint (lane->n_updates, ==, 0);
  g_assert_cmpuint (lane->n_scheduled, ==, 0);
  g_assert_cmpuint (lane->iteration, ==, 4);
  for (gsize i = 0; i < n; i++)
    g_assert_true (lane->slots[0][i] == 0 && lane->slots[1][i] == 0);
  dh_lane_run_free (lane);
}

/* The schedule begins when it is chosen, and a restart begins it anew. */
static void
test_schedule (void)
{
  static const double rates[] = { 1e-3, 1e-3, 5e-4, 5e-4, 2.5e-4 };
  g_autoptr (DhRunContext) context = make_run_context (FALSE);
  DhLaneRun *lane = make_lane (context, "sgd", 1e-3);

  make_lane_step (context, lane);
  g_assert_cmpfloat (get_last_rate (lane), ==, 1e-3);
  change_optimizer_config (lane, "sgd/step{gamma=0.5,every=2}/warm_up=1");
  for (guint round = 0; round < 2; round++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
        {
          make_lane_step (context, lane);
          g_assert_cmpfloat (get_last_rate (lane), ==, rates[i]);
        }
      dh_lane_run_restart (lane, 3);
    }
  dh_lane_run_free (lane);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dh_dnn_thread_init ();
  g_test_add_func ("/optimizer-training/settings-reach-the-update", test_settings_reach_the_update);
  g_test_add_func ("/optimizer-training/no-momentum-is-descent", test_no_momentum_is_descent);
  g_test_add_func ("/optimizer-training/memory", test_memory);
  g_test_add_func ("/optimizer-training/schedule", test_schedule);
  return g_test_run ();
}
