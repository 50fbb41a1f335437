/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane whose gradients are clipped: how far it moves, what it notes of it, and that it goes on to
 * the same bytes wherever it is taken up again.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/train/gradient-norms.h"
#include "core/train/lane-image-private.h"
#include "tests/core/train/trainer-runner.h"

#define RATE 0.5

static DhLaneRun *
make_lane (DhRunContext *context, DhClip clip)
{
  DhLaneRequest request = { .id = 1, .settings = make_lane_settings ("mse", "sgd", RATE) };

  request.settings.clip = clip;
  return dh_lane_run_new (&request, context->network, 3, NULL);
}

static void
adopt (DhLaneRun *lane, const DhLaneSettings *settings)
{
  const DhLaneRequest request = { .id = lane->request.id, .settings = *settings };

  g_assert_true (dh_lane_run_adopt (lane, &request));
}

static DhRecord
get_last (const DhLaneRun *lane)
{
  return dh_history_get_record (lane->history, dh_history_get_n_records (lane->history) - 1);
}

/* How long the step's gradient was when plain descent got it. */
static double
step_and_measure (DhRunContext *context, DhLaneRun *lane, double *largest)
{
  const gsize n = lane->n_parameters;
  g_autofree float *before = g_memdup2 (lane->parameters, n * sizeof (float));
  double sum = 0;

  *largest = 0;
  make_lane_step (context, lane);
  for (gsize i = 0; i < n; i++)
    {
      const double entry = ((double) before[i] - lane->parameters[i]) / RATE;

      sum += entry * entry;
      *largest = MAX (*largest, fabs (entry));
    }
  return sqrt (sum);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : 1;
}

/* Of the norms that stand in the history, without what keeps them in order. */
static double
get_percentile (const DhLaneRun *lane, guint64 since, double percentile)
{
  double sorted[100];
  guint n = 0, rank;
  double place;

  for (guint64 i = since; i < lane->iteration; i++)
    sorted[n++] = dh_history_get_record (lane->history, i).gradient_norm;
  qsort (sorted, n, sizeof *sorted, compare);
  place = percentile / 100 * (n - 1);
  rank = (guint) place;
  return sorted[rank] + (place - rank) * (sorted[MIN (rank + 1, n - 1)] - sorted[rank]);
}

/* Each step is as long as the percentile of those so far allows; a new objective starts anew. */
static void
test_automatic (void)
{
  g_autoptr (DhRunContext) context = make_run_context (FALSE);
  DhLaneRun *lane = make_lane (context, dh_clip_make (DH_CLIP_AUTOMATIC, 30));
  DhLaneSettings settings = lane->request.settings;
  guint64 since = 0;
  guint n_clipped = 0;

  for (guint i = 0; i < 24; i++)
    {
      double largest, length, limit;

      if (i == 12)
        {
          settings.mix = make_lane_settings ("mae", "sgd", RATE).mix;
          adopt (lane, &settings);
          since = 12;
        }
      length = step_and_measure (context, lane, &largest);
      limit = get_percentile (lane, since, 30);
      g_assert_cmpfloat_with_epsilon (length, MIN (get_last (lane).gradient_norm, limit),
                                      1e-4 * length);
      g_assert_cmpint (get_last (lane).clipped, ==, get_last (lane).gradient_norm > limit);
      n_clipped += get_last (lane).clipped;
    }
  g_assert_cmpuint (n_clipped, >, 3);
  g_assert_cmpuint (n_clipped, <, 22);
  dh_lane_run_free (lane);
}

/* What isn't clipped is as long as it says, and a bound is kept. */
static void
test_bounds (void)
{
  g_autoptr (DhRunContext) context = make_run_context (FALSE);
  DhLaneRun *lane = make_lane (context, dh_clip_make (DH_CLIP_NONE, 0));
  DhLaneSettings settings = lane->request.settings;
  double largest, length, entry;

  length = step_and_measure (context, lane, &entry);
  g_assert_cmpfloat_with_epsilon (length, get_last (lane).gradient_norm, 1e-4 * length);
  g_assert_false (get_last (lane).clipped);
  settings.clip = dh_clip_make (DH_CLIP_VALUE, entry / 100);
  adopt (lane, &settings);
  step_and_measure (context, lane, &largest);
  g_assert_cmpfloat_with_epsilon (largest, entry / 100, 1e-3 * entry);
  g_assert_true (get_last (lane).clipped);
  settings.clip = dh_clip_make (DH_CLIP_VALUE, 1e6);
  adopt (lane, &settings);
  make_lane_step (context, lane);
  g_assert_false (get_last (lane).clipped);
  settings.clip = dh_clip_make (DH_CLIP_NORM, length / 1000);
  adopt (lane, &settings);
  length = step_and_measure (context, lane, &largest);
  g_assert_cmpfloat (length, <, get_last (lane).gradient_norm / 10);
  g_assert_true (get_last (lane).clipped);
  dh_lane_run_free (lane);
}

static void
assert_same_bytes (const DhLaneRun *a, const DhLaneRun *b)
{
  g_assert_cmpuint (a->iteration, ==, b->iteration);
  g_assert_cmpmem (a->parameters, a->n_parameters * sizeof (float), b->parameters,
                   b->n_parameters * sizeof (float));
  for (guint64 i = 0; i < a->iteration; i++)
    {
      const DhRecord of_a = dh_history_get_record (a->history, i);
      const DhRecord of_b = dh_history_get_record (b->history, i);

      g_assert_cmpfloat (of_a.gradient_norm, ==, of_b.gradient_norm);
      g_assert_cmpint (of_a.clipped, ==, of_b.clipped);
    }
}

/* Chosen on the way; a loss that is changed and changed back leaves no trace in the log, and so
 * must leave none in the norms. */
static DhLaneRun *
make_eventful (DhRunContext *context)
{
  DhLaneRun *lane = make_lane (context, dh_clip_make (DH_CLIP_NONE, 0));
  const DhLaneSettings first = lane->request.settings;
  DhLaneSettings settings = first;

  for (guint i = 0; i < 4; i++)
    make_lane_step (context, lane);
  settings.clip = dh_clip_make_usual (DH_CLIP_AUTOMATIC);
  adopt (lane, &settings);
  for (guint i = 0; i < 8; i++)
    make_lane_step (context, lane);
  settings.mix = make_lane_settings ("mae", "sgd", RATE).mix;
  adopt (lane, &settings);
  settings.mix = first.mix;
  adopt (lane, &settings);
  settings.clip.bound = 40;
  adopt (lane, &settings);
  for (guint i = 0; i < 6; i++)
    make_lane_step (context, lane);
  return lane;
}

static void
test_replayed (void)
{
  g_autoptr (DhRunContext) context = make_run_context (FALSE);
  DhLaneRun *lane = make_eventful (context), *again;
  const DhLaneRequest request = { .id = 2,
                                  .settings = dh_settings_log_get (lane->log, 0)->settings,
                                  .plan = lane->log };

  g_assert_cmpuint (dh_settings_log_get_length (lane->log), ==, 3);
  g_assert_cmpuint (lane->norms_since, ==, 4);
  again = dh_lane_run_new (&request, context->network, 3, NULL);
  for (guint i = 0; i < lane->iteration; i++)
    {
      g_assert_true (dh_lane_run_follow (again));
      make_lane_step (context, again);
    }
  assert_same_bytes (lane, again);
  dh_lane_run_free (lane);
  dh_lane_run_free (again);
}

static GBytes *
join (const DhLaneImage *image)
{
  GBytes *parts[DH_LANE_IMAGE_MAX_PARTS];
  const guint n = dh_lane_image_list_parts (image, parts);
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; i < n; i++)
    g_byte_array_append (bytes, g_bytes_get_data (parts[i], NULL), g_bytes_get_size (parts[i]));
  return g_byte_array_free_to_bytes (bytes);
}

/* From a file, and as a copy. */
static void
test_goes_on (void)
{
  g_autoptr (DhRunContext) context = make_run_context (FALSE);
  DhLaneRun *lane = make_eventful (context);
  DhLaneRun *copy = dh_lane_run_new_resting (lane, 7), *restored;
  const DhLaneRequest request = { .id = 9 };
  g_autoptr (DhLaneImage) image = dh_lane_image_new (lane), read = NULL;
  g_autoptr (GBytes) bytes = join (image);
  g_autoptr (GError) error = NULL;

  read = dh_lane_image_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  restored = dh_lane_image_restore (read, &request, lane->n_parameters, &error);
  g_assert_no_error (error);
  g_assert_true (dh_settings_log_equal (restored->log, lane->log));
  dh_lane_run_wake (restored, context->network);
  dh_lane_run_wake (copy, context->network);
  for (guint i = 0; i < 5; i++)
    {
      make_lane_step (context, lane);
      make_lane_step (context, restored);
      make_lane_step (context, copy);
    }
  assert_same_bytes (lane, restored);
  assert_same_bytes (lane, copy);
  dh_lane_run_free (lane);
  dh_lane_run_free (restored);
  dh_lane_run_free (copy);
}

/* What the window says of the last hundred steps. */
static void
test_summary (void)
{
  g_autoptr (DhRunContext) context = make_run_context (FALSE);
  DhLaneRun *lane = make_lane (context, dh_clip_make_usual (DH_CLIP_AUTOMATIC));
  g_autoptr (DhLaneSnapshot) none = dh_lane_run_snapshot (lane, 0), all = NULL;
  DhGradientNorms norms = dh_gradient_norms_read (none);
  guint n_clipped = 0;

  g_assert_cmpuint (norms.n, ==, 0);
  g_assert_true (isnan (norms.median) && isnan (norms.clipped));
  for (guint i = 0; i < 9; i++)
    {
      make_lane_step (context, lane);
      n_clipped += get_last (lane).clipped;
    }
  all = dh_lane_run_snapshot (lane, 0);
  norms = dh_gradient_norms_read (all);
  g_assert_cmpuint (norms.n, ==, 9);
  g_assert_cmpfloat (norms.median, ==, get_percentile (lane, 0, 50));
  g_assert_cmpfloat_with_epsilon (norms.clipped, n_clipped / 9.0, 1e-12);
  dh_lane_run_free (lane);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dh_compute_thread_init ();
  g_test_add_func ("/clipping/automatic", test_automatic);
  g_test_add_func ("/clipping/bounds", test_bounds);
  g_test_add_func ("/clipping/replayed", test_replayed);
  g_test_add_func ("/clipping/goes-on", test_goes_on);
  g_test_add_func ("/clipping/summary", test_summary);
  return g_test_run ();
}
