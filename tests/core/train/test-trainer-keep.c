/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When an image of a lane is made: after a while, if it doesn't cost too much, and in any case before
 * too much would have to be trained again.
 */
#include "core/train/trainer-private.h"

#include "core/train/lane-image-private.h"
#include "tests/core/train/trainer-runner.h"

#define N_WORKERS 2
#define SECOND    G_USEC_PER_SEC

/* Who keeps, and what it was asked for. */
typedef struct
{
  gboolean willing;
  guint n_asked, n_urgent, n_taken;
  guint64 iteration; /* of the newest image */
} Keeper;

static gboolean
wants (gsize size, gboolean urgent, gpointer data)
{
  Keeper *self = data;

  g_assert_cmpuint (size, >, 0);
  self->n_asked++;
  self->n_urgent += urgent;
  return self->willing;
}

static void
take (guint run, DhLaneImage *image, gpointer data)
{
  Keeper *self = data;

  g_assert_cmpuint (run, ==, 1);
  self->n_taken++;
  self->iteration = dh_lane_image_get_iteration (image);
}

typedef struct
{
  DhRunContext *context;
  Keeper keeper;
  DhTrainer trainer; /* without a thread: only what the rule looks at */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const DhLaneRequest request = { .id = 1, .settings = make_lane_settings ("mse", "sgd", 1e-3) };

  self->context = make_run_context (FALSE);
  self->keeper.willing = TRUE;
  self->trainer.keeper = (DhLaneKeeper) { wants, take, &self->keeper };
  self->trainer.pool = dh_thread_pool_new (N_WORKERS, NULL, NULL);
  self->trainer.n_workers = N_WORKERS;
  self->trainer.n_lanes = 1;
  self->trainer.lanes[0] = dh_lane_run_new (&request, self->context->network, 1, NULL);
  make_lane_step (self->context, self->trainer.lanes[0]);
  dh_trainer_keep_begin (&self->trainer);
  dh_trainer_keep_due (&self->trainer);
  g_assert_cmpuint (self->keeper.n_asked, ==, 0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  dh_lane_run_free (self->trainer.lanes[0]);
  dh_thread_pool_free (self->trainer.pool);
  dh_run_context_free (self->context);
}

/* As if so much time had passed on the clock, and on the workers' processors. */
static void
pass (Fixture *self, double wall, double work)
{
  self->trainer.lanes[0]->kept_time -= (gint64) (wall * SECOND);
  self->trainer.account.kinds[DH_WORK_TRAINING].seconds += work;
}

/* 28 s of each worker, however slowly they passed; until it is taken, it stays urgent. */
static void
test_urgent (Fixture *self, gconstpointer data)
{
  pass (self, 1, 28 * N_WORKERS - .01);
  dh_trainer_keep_due (&self->trainer);
  g_assert_cmpuint (self->keeper.n_asked, ==, 0);
  self->keeper.willing = FALSE;
  pass (self, 1, .02);
  dh_trainer_keep_due (&self->trainer);
  dh_trainer_keep_due (&self->trainer);
  g_assert_cmpuint (self->keeper.n_urgent, ==, 2);
  g_assert_cmpuint (self->keeper.n_taken, ==, 0);
  self->keeper.willing = TRUE;
  dh_trainer_keep_due (&self->trainer);
  g_assert_cmpuint (self->keeper.n_taken, ==, 1);
  g_assert_cmpuint (self->keeper.iteration, ==, 1);

  /* The next one is as far off as this one was, and is of another iteration. */
  pass (self, 1, 28 * N_WORKERS - .01);
  dh_trainer_keep_due (&self->trainer);
  g_assert_cmpuint (self->keeper.n_urgent, ==, 3);
  pass (self, 1, .02);
  dh_trainer_keep_due (&self->trainer);
  g_assert_cmpuint (self->keeper.n_urgent, ==, 3);
  make_lane_step (self->context, self->trainer.lanes[0]);
  dh_trainer_keep_due (&self->trainer);
  g_assert_cmpuint (self->keeper.n_taken, ==, 2);
  g_assert_cmpuint (self->keeper.iteration, ==, 2);
}

/* The first step counts, too, of a lane that joins a training as well; beginning again changes
 * nothing. */
static void
test_first (Fixture *self, gconstpointer data)
{
  self->trainer.lanes[0]->kept_time = 0;
  self->trainer.account.kinds[DH_WORK_TRAINING].seconds = 1000;
  dh_trainer_keep_begin (&self->trainer);
  dh_trainer_keep_due (&self->trainer);
  g_assert_cmpuint (self->keeper.n_asked, ==, 0);
  pass (self, 1, 28 * N_WORKERS);
  dh_trainer_keep_begin (&self->trainer);
  dh_trainer_keep_due (&self->trainer);
  g_assert_cmpuint (self->keeper.n_urgent, ==, 1);
  g_assert_cmpuint (self->keeper.n_taken, ==, 1);
}

/* After 25 s on the clock, if making images has taken no more than its share; that one isn't urgent. */
static void
test_due (Fixture *self, gconstpointer data)
{
  pass (self, 24.9, 10);
  dh_trainer_keep_due (&self->trainer);
  g_assert_cmpuint (self->keeper.n_asked, ==, 0);
  self->trainer.account.kinds[DH_WORK_KEEPING].due = 11;
  pass (self, .2, 0);
  dh_trainer_keep_due (&self->trainer);
  g_assert_cmpuint (self->keeper.n_asked, ==, 0);
  pass (self, 0, 1.1);
  dh_trainer_keep_due (&self->trainer);
  g_assert_cmpuint (self->keeper.n_asked, ==, 1);
  g_assert_cmpuint (self->keeper.n_urgent, ==, 0);
  g_assert_cmpuint (self->keeper.n_taken, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dh_compute_thread_init ();
  g_test_add ("/trainer-keep/urgent", Fixture, NULL, set_up, test_urgent, tear_down);
  g_test_add ("/trainer-keep/first", Fixture, NULL, set_up, test_first, tear_down);
  g_test_add ("/trainer-keep/due", Fixture, NULL, set_up, test_due, tear_down);
  return g_test_run ();
}
