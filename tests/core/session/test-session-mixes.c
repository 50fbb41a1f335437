/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lanes with mixes, masks and multipliers, from the property to the worker and back.
 */
#include "core/catalog/catalog.h"

#include "tests/core/session/session-runner.h"

#include <math.h>
#include <string.h>

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_properties (void)
{
  const char *const losses[] = { "mse", NULL };
  DhSession *session = make_session (losses);
  DhLane *lane = peek_lane (session, 0);
  guint n_loss = 0, n_mask = 0, n_eyes = 0;
  DhMix mix;

  g_signal_connect_swapped (lane, "notify::loss", G_CALLBACK (count_cb), &n_loss);
  g_signal_connect_swapped (lane, "notify::mask", G_CALLBACK (count_cb), &n_mask);
  g_signal_connect_swapped (lane, "notify::eye-multiplier", G_CALLBACK (count_cb), &n_eyes);
  g_assert_cmpint (dh_lane_get_mask (lane), ==, DH_AREA_EXTENDED);
  g_assert_cmpfloat (dh_lane_get_eye_multiplier (lane), ==, 1);
  g_assert_cmpfloat (dh_lane_get_mouth_multiplier (lane), ==, 1);

  dh_lane_set_loss (lane, "100%mse");
  g_assert_cmpuint (n_loss, ==, 0);
  dh_lane_set_loss (lane, " ssim_block + 50%mse");
  g_assert_cmpuint (n_loss, ==, 1);
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "ssim_block+50%mse");
  mix = dh_lane_get_mix (lane);
  g_assert_cmpuint (mix.n_parts, ==, 2);
  g_assert_cmpfloat (mix.parts[1].weight, ==, 0.5);
  mix.parts[1].weight = 1;
  g_object_set (lane, "loss", dh_mix_to_text (&mix), "mask", DH_AREA_NONE, "eye-multiplier", 3.0,
                NULL);
  g_object_set (lane, "mask", DH_AREA_NONE, "eye-multiplier", 3.0, NULL);
  g_assert_cmpuint (n_loss, ==, 2);
  g_assert_cmpuint (n_mask, ==, 1);
  g_assert_cmpuint (n_eyes, ==, 1);
  g_assert_cmpstr (dh_lane_get_loss (lane), ==, "ssim_block+mse");
  g_object_unref (session);
}

static void
test_duplicate (void)
{
  const char *const losses[] = { "ssim+20%huber{delta=0.2}", NULL };
  DhSession *session = make_session (losses);
  DhLane *lane = peek_lane (session, 0), *copy;
  g_autofree char *label = dh_lane_dup_label (lane);

  g_assert_true (g_str_has_prefix (label, "SSIM + 20 % Huber (δ = 0.2), rate"));
  dh_lane_set_mask (lane, DH_AREA_COMPONENTS);
  dh_lane_set_eye_multiplier (lane, 2);
  dh_lane_set_mouth_multiplier (lane, 1.5);
  copy = dh_session_duplicate_lane (session, lane);
  g_assert_true (dh_lane_get_loss (copy) == dh_lane_get_loss (lane));
  g_assert_cmpint (dh_lane_get_mask (copy), ==, DH_AREA_COMPONENTS);
  g_assert_cmpfloat (dh_lane_get_eye_multiplier (copy), ==, 2);
  g_assert_cmpfloat (dh_lane_get_mouth_multiplier (copy), ==, 1.5);
  g_object_unref (session);
}

/* A new lane gets a loss that no other lane has, and never one that is made to fail. */
static void
test_proposed (void)
{
  const char *const losses[] = { NULL };
  DhSession *session = make_session (losses);

  for (guint i = 0; i < DH_MAX_LANES; i++)
    {
      DhLane *lane = dh_session_add_lane (session, NULL, 0, NULL);

      g_assert_cmpstr (dh_lane_get_loss (lane), !=, "broken");
      g_assert_false (g_str_has_suffix (dh_lane_get_loss (lane), "_2020"));
      for (guint k = 0; k < i; k++)
        g_assert_true (dh_lane_get_loss (lane) != dh_lane_get_loss (peek_lane (session, k)));
    }
  g_object_unref (session);
}

/* The reported results: the shares of the parts, and the areas of the faces that are shown. */
static void
test_snapshot (void)
{
  const char *const losses[] = { "ssim_block+mse+0%mae", NULL };
  DhSession *session = make_session (losses);
  DhLaneSnapshot *snapshot;
  DhPreview *preview;
  double loss = 0, pull = 0;
  gsize inside[DH_N_AREAS] = { 0 };

  run_until (session, 2);
  snapshot = peek_snapshot (session, 0);
  g_assert_cmpuint (dh_lane_snapshot_get_n_parts (snapshot), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      loss += dh_lane_snapshot_get_loss_share (snapshot, i);
      pull += dh_lane_snapshot_get_pull_share (snapshot, i);
    }
  g_assert_cmpfloat_with_epsilon (loss, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (pull, 1, 1e-9);
  g_assert_cmpfloat (dh_lane_snapshot_get_pull_share (snapshot, 2), ==, 0);
  g_assert_true (isnan (dh_lane_snapshot_get_pull_share (snapshot, 3)));

  preview = dh_lane_snapshot_get_preview (snapshot);
  for (DhArea area = 0; area < DH_N_AREAS; area++)
    {
      const guint8 *bytes = dh_preview_peek_area (preview, 1, 0, area);

      g_assert_nonnull (bytes);
      for (int i = 0; i < dh_preview_get_size (preview) * dh_preview_get_size (preview); i++)
        inside[area] += bytes[i] > 127;
    }
  g_assert_cmpuint (inside[DH_AREA_EXTENDED], >, inside[DH_AREA_COMPONENTS]);
  g_assert_cmpuint (inside[DH_AREA_COMPONENTS], >, inside[DH_AREA_MOUTH]);
  g_assert_cmpuint (inside[DH_AREA_EYES], >, 20);
  g_assert_null (dh_preview_peek_area (preview, 2, 0, DH_AREA_EYES));
  g_assert_null (dh_preview_peek_area (preview, 0, 99, DH_AREA_EYES));
  g_assert_null (dh_preview_peek_area (preview, 0, 0, DH_AREA_NONE));
  g_object_unref (session);
}

/* A lane that wants areas missing from the running batches gets them, and trains exactly like one
 * that had them from the start; the other lanes are unaffected. */
static void
test_areas_asked_for_later (void)
{
  const char *const both[] = { "mae", "mae", NULL }, *const one[] = { "mae", NULL };
  DhSession *expected = make_session (both), *session = make_session (one);
  DhLane *added;

  dh_lane_set_mask (peek_lane (expected, 1), DH_AREA_COMPONENTS);
  dh_lane_set_eye_multiplier (peek_lane (expected, 1), 3);
  run_until (expected, 5);

  run_until (session, 3);
  added = dh_session_add_lane (session, "mae", 0, NULL);
  dh_lane_set_mask (added, DH_AREA_COMPONENTS);
  dh_lane_set_eye_multiplier (added, 3);
  run_until (session, 5);
  for (guint i = 0; i < 2; i++)
    assert_same_records (peek_snapshot (session, i), peek_snapshot (expected, i));
  g_assert_cmpfloat (dh_lane_snapshot_get_loss (peek_snapshot (session, 0)), !=,
                     dh_lane_snapshot_get_loss (peek_snapshot (session, 1)));
  g_object_unref (session);
  g_object_unref (expected);
}

/* In the middle of a run: from the next step on the loss means something else. */
static void
test_mask_changed (void)
{
  const char *const losses[] = { "mse", NULL };
  DhSession *session = make_session (losses);
  DhLaneSnapshot *snapshot;

  run_until (session, 12);
  g_assert_cmpint (dh_lane_snapshot_get_state (peek_snapshot (session, 0)), !=, DH_STATE_WAITING);
  dh_lane_set_mask (peek_lane (session, 0), DH_AREA_NONE);
  run_until (session, 13);
  snapshot = peek_snapshot (session, 0);
  g_assert_cmpint (dh_lane_snapshot_get_state (snapshot), ==, DH_STATE_WAITING);
  g_assert_cmpfloat (dh_lane_snapshot_get_record (snapshot, 12).loss, >,
                     1.2 * dh_lane_snapshot_get_record (snapshot, 11).loss);
  dh_lane_set_mouth_multiplier (peek_lane (session, 0), 10);
  run_until (session, 14);
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (peek_snapshot (session, 0)), ==, 14);
  g_object_unref (session);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/mixes/properties", test_properties);
  g_test_add_func ("/session/mixes/duplicate", test_duplicate);
  g_test_add_func ("/session/mixes/proposed", test_proposed);
  g_test_add_func ("/session/mixes/snapshot", test_snapshot);
  g_test_add_func ("/session/mixes/areas-later", test_areas_asked_for_later);
  g_test_add_func ("/session/mixes/mask-changed", test_mask_changed);
  return g_test_run ();
}
