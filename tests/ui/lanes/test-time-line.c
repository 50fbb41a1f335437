/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The timeline with its lanes: all of them show the same moment of the past, and it is live again.
 */
#include <adwaita.h>

#include "config.h"
#include "tests/core/store/store-helpers.h"
#include "tests/ui/session-helpers.h"
#include "ui/lanes/lane-strip.h"
#include "ui/lanes/metric-table.h"
#include "ui/lanes/time-line.h"
#include "ui/widgets/rate-scale.h"

typedef struct
{
  char *folder;
  DhSession *session;
  DhSessionKeeper *keeper;
  DhPast *past;
  GtkWidget *window, *strip, *line;
} Fixture;

static gboolean
has_path (gpointer keeper)
{
  return dh_session_keeper_get_path (keeper) != NULL;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->folder = make_folder ();
  self->session = dh_session_new (g_getenv ("DH_FACES"));
  dh_session_add_lane (self->session, "mse", 1e-3, NULL);
  dh_session_add_lane (self->session, "mae", 2e-3, NULL);
  self->keeper = dh_session_keeper_new (self->session, self->folder);
  dh_session_keeper_begin (self->keeper);
  self->past = dh_past_new (self->session);
  dh_past_set_keeper (self->past, self->keeper);
  self->strip = dh_lane_strip_new ();
  self->line = dh_time_line_new ();
  gtk_widget_set_vexpand (self->strip, TRUE);
  gtk_box_append (GTK_BOX (box), self->strip);
  gtk_box_append (GTK_BOX (box), self->line);
  dh_lane_strip_set_session (DH_LANE_STRIP (self->strip), self->session);
  dh_lane_strip_set_past (DH_LANE_STRIP (self->strip), self->past);
  dh_time_line_set_past (DH_TIME_LINE (self->line), self->session, self->past);
  self->window = show_alone (box, 900, 800);
  wait_until (has_path, self->keeper);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  assert_finalized (self->past, g_object_unref);
  dh_session_keeper_flush (self->keeper);
  g_object_unref (self->session);
  g_object_unref (self->keeper);
  remove_folder (self->folder);
}

static DhLaneCard *
get_card (Fixture *self, guint i)
{
  return dh_lane_strip_get_card (DH_LANE_STRIP (self->strip), i);
}

static DhLaneSnapshot *
get_shown (Fixture *self, guint i)
{
  return dh_lane_card_get_shown (get_card (self, i));
}

static DhTimeScale *
get_scale (Fixture *self)
{
  return dh_time_line_get_scale (DH_TIME_LINE (self->line));
}

/* Steps, whose pictures are on the disk afterwards. */
static void
train (Fixture *self, guint n)
{
  for (guint i = 0; i < n; i++)
    take_step (self->session);
  dh_session_keeper_flush (self->keeper);
}

static gboolean
is_settled (gpointer data)
{
  Fixture *self = data;

  return dh_past_is_settled (self->past);
}

static void
go (Fixture *self, guint64 iteration)
{
  dh_time_scale_set_position (get_scale (self), iteration);
  wait_until (is_settled, self);
}

/* Every part of both cards is of that iteration, byte by byte. */
static void
assert_shows (Fixture *self, guint64 iteration, DhLaneSnapshot **then)
{
  for (guint i = 0; i < 2; i++)
    {
      DhLaneSnapshot *shown = get_shown (self, i);
      DhPreview *a = dh_lane_snapshot_get_preview (shown);
      DhPreview *b = dh_lane_snapshot_get_preview (then[i]);
      const gsize bytes = (gsize) dh_preview_get_size (a) * dh_preview_get_size (a) * 4;

      g_assert_cmpuint (dh_lane_snapshot_get_iteration (shown), ==, iteration);
      g_assert_cmpuint (dh_preview_get_iteration (a), ==, iteration);
      for (guint tile = 0; tile < DH_N_TILES; tile++)
        g_assert_cmpmem (dh_preview_peek_tile (a, 1, 0, tile), bytes,
                         dh_preview_peek_tile (b, 1, 0, tile), bytes);
      g_assert_cmpfloat (dh_lane_snapshot_get_loss (shown), ==, dh_lane_snapshot_get_loss (then[i]));
      g_assert_cmpstr (dh_lane_snapshot_get_state_text (shown), ==,
                       dh_lane_snapshot_get_state_text (then[i]));
    }
}

static void
test_past_and_live (Fixture *self, gconstpointer data)
{
  DhLaneSnapshot *then[2], *latest;
  DhChartGroup *charts = dh_lane_strip_get_charts (DH_LANE_STRIP (self->strip));

  train (self, 3);
  for (guint i = 0; i < 2; i++)
    then[i] = dh_lane_snapshot_ref (get_shown (self, i));
  train (self, 4);
  latest = get_shown (self, 0);
  g_assert_cmpuint (dh_time_scale_get_length (get_scale (self)), ==, 7);
  g_assert_true (dh_time_scale_get_live (get_scale (self)));
  go (self, 3);
  g_assert_false (dh_past_get_live (self->past));
  assert_shows (self, 3, then);
  g_assert_cmpuint (dh_chart_group_get_cursor (charts), ==, 3);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (get_card (self, 0)), "past"));
  train (self, 2); /* the training goes on, the place stays */
  g_assert_cmpuint (dh_time_scale_get_length (get_scale (self)), ==, 9);
  g_assert_cmpuint (dh_time_scale_get_position (get_scale (self)), ==, 3);
  assert_shows (self, 3, then);
  dh_time_scale_set_live (get_scale (self), TRUE);
  g_assert_true (dh_past_get_live (self->past));
  g_assert_true (get_shown (self, 0) != latest);
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (get_shown (self, 0)), ==, 9);
  g_assert_cmpuint (dh_chart_group_get_cursor (charts), ==, 0);
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (get_card (self, 0)), "past"));
  for (guint i = 0; i < 2; i++)
    dh_lane_snapshot_unref (then[i]);
}

/* Before the first step, nothing was painted. */
static void
test_start (Fixture *self, gconstpointer data)
{
  train (self, 2);
  go (self, 0);
  g_assert_cmpuint (dh_lane_snapshot_get_n_records (get_shown (self, 1)), ==, 0);
  g_assert_false (dh_preview_is_painted (dh_lane_snapshot_get_preview (get_shown (self, 1))));
}

static DhLane *
get_lane (Fixture *self, guint i)
{
  return dh_lane_card_get_lane (get_card (self, i));
}

static double
get_rate (Fixture *self, guint i)
{
  GtkWidget *rate = find_widget (GTK_WIDGET (get_card (self, i)), "DhRateScale");

  return dh_rate_scale_get_rate (DH_RATE_SCALE (rate));
}

/* The card has the settings of then, and changes neither them nor those of now. */
static void
test_settings (Fixture *self, gconstpointer data)
{
  GtkWidget *rate = find_widget (GTK_WIDGET (get_card (self, 0)), "DhRateScale");
  GtkWidget *loss = find_widget (GTK_WIDGET (get_card (self, 0)), "GtkDropDown");

  train (self, 2);
  dh_lane_set_learning_rate (get_lane (self, 0), 5e-4);
  train (self, 2);
  go (self, 1);
  g_assert_cmpfloat (get_rate (self, 0), ==, 1e-3);
  g_assert_cmpfloat (dh_lane_get_learning_rate (get_lane (self, 0)), ==, 5e-4);
  g_assert_false (gtk_widget_is_sensitive (rate));
  g_assert_false (gtk_widget_is_sensitive (loss));
  dh_lane_card_step_rate (get_card (self, 0), 1);
  g_assert_cmpfloat (dh_lane_get_learning_rate (get_lane (self, 0)), ==, 5e-4);
  go (self, 3);
  g_assert_cmpfloat (get_rate (self, 0), ==, 5e-4);
  dh_past_go_live (self->past);
  g_assert_true (gtk_widget_is_sensitive (rate));
  g_assert_cmpfloat (get_rate (self, 0), ==, 5e-4);
  dh_lane_set_learning_rate (get_lane (self, 0), 1e-4); /* they are bound again */
  g_assert_cmpfloat (get_rate (self, 0), ==, 1e-4);
}

/* A change of settings is a mark that one can go to. */
static void
test_changes (Fixture *self, gconstpointer data)
{
  DhTimeScale *scale = get_scale (self);
  g_autofree char *words = NULL;

  train (self, 4);
  dh_lane_set_loss (get_lane (self, 1), "ssim");
  train (self, 4);
  words = dh_time_scale_dup_words_at (scale, dh_time_scale_get_x (scale, 4));
  g_assert_nonnull (words);
  g_assert_true (g_str_has_prefix (words, "4: "));
  g_assert_nonnull (strstr (words, "lane 2"));
  g_assert_nonnull (strstr (words, "SSIM"));
  dh_time_scale_go_to_mark (scale, -1);
  wait_until (is_settled, self);
  g_assert_cmpuint (dh_past_get_iteration (self->past), ==, 4);
}

/* ---- marked moments ---- */

static guint
count_marked (DhPast *past)
{
  return dh_past_get_marked (past)->len;
}

static const DhMarkedMoment *
get_marked (DhPast *past, guint i)
{
  return &g_array_index (dh_past_get_marked (past), DhMarkedMoment, i);
}

static gboolean
has_two (gpointer past)
{
  return count_marked (past) == 2;
}

static void
test_marking (Fixture *self, gconstpointer data)
{
  g_assert_false (dh_past_can_mark (self->past));
  train (self, 3);
  g_assert_true (dh_past_can_mark (self->past));
  dh_past_mark (self->past, "the eyes");
  train (self, 3);
  go (self, 5);
  dh_past_mark (self->past, "");
  g_assert_cmpuint (count_marked (self->past), ==, 2);
  g_assert_cmpuint (get_marked (self->past, 0)->iteration, ==, 3);
  g_assert_cmpstr (get_marked (self->past, 0)->note, ==, "the eyes");
  dh_past_set_note (self->past, 5, "later");
  dh_session_keeper_flush (self->keeper);
  {
    DhPast *again = dh_past_new (self->session);

    dh_past_set_keeper (again, self->keeper); /* as read from the disk */
    wait_until (has_two, again);
    g_assert_cmpstr (get_marked (again, 0)->note, ==, "the eyes");
    g_assert_cmpstr (get_marked (again, 1)->note, ==, "later");
    g_object_unref (again);
  }
  dh_past_unmark (self->past, 3);
  g_assert_cmpuint (count_marked (self->past), ==, 1);
  dh_session_keeper_flush (self->keeper);
}

/* ---- playing ---- */

static gboolean
has_stopped (gpointer line)
{
  return dh_time_line_get_playing (line) == 0;
}

static void
test_playing (Fixture *self, gconstpointer data)
{
  DhTimeLine *line = DH_TIME_LINE (self->line);

  train (self, 30);
  dh_time_line_set_speed (line, 4);
  dh_time_line_play (line, -1);
  wait_until (has_stopped, line);
  g_assert_cmpuint (dh_past_get_iteration (self->past), ==, 0);
  g_assert_false (dh_past_get_live (self->past));
  dh_time_line_play (line, 1);
  wait_until (has_stopped, line);
  g_assert_true (dh_past_get_live (self->past));
  dh_time_line_play (line, -1);
  go (self, 10); /* a hand ends it */
  g_assert_cmpint (dh_time_line_get_playing (line), ==, 0);
}

/* A reset begins anew: there is no past any more. */
static void
test_reset (Fixture *self, gconstpointer data)
{
  train (self, 5);
  go (self, 2);
  dh_session_reset (self->session);
  wait_for_iteration (self->session, 0);
  g_assert_true (dh_past_get_live (self->past));
  g_assert_true (dh_time_scale_get_live (get_scale (self)));
}

/* A copy has the past of its original; a new lane, which hasn't got so far, is shown live. */
static void
test_other_lanes (Fixture *self, gconstpointer data)
{
  DhLaneSnapshot *then[2];

  train (self, 3);
  for (guint i = 0; i < 2; i++)
    then[i] = dh_lane_snapshot_ref (get_shown (self, i));
  train (self, 3);
  dh_session_duplicate_lane (self->session, get_lane (self, 0));
  train (self, 1);
  go (self, 3);
  for (guint i = 0; i < 3; i++) /* the copy stands beside its original */
    g_assert_cmpfloat (dh_lane_snapshot_get_loss (get_shown (self, i)), ==,
                       dh_lane_snapshot_get_loss (then[i / 2]));
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (dh_preview_get_iteration (dh_lane_snapshot_get_preview (get_shown (self, i))),
                      ==, 3);
  for (guint i = 0; i < 2; i++)
    dh_lane_snapshot_unref (then[i]);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/time-line/past-and-live", test_past_and_live },
    { "/time-line/start", test_start },
    { "/time-line/settings", test_settings },
    { "/time-line/changes", test_changes },
    { "/time-line/marking", test_marking },
    { "/time-line/playing", test_playing },
    { "/time-line/reset", test_reset },
    { "/time-line/other-lanes", test_other_lanes },
  };

  use_memory ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
