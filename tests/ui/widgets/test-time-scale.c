/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The slider of the timeline: place, end, marks.
 */
#include <adwaita.h>
#include <math.h>

#include "tests/ui/ui-helpers.h"
#include "ui/widgets/time-scale.h"

static const DhTimeMark marks[] = {
  { 700, 2, "Lane 2: SSIM" },
  { 300, 1, "Rate of lane 1 changed" },
  { 300, 3, "Lane 3: Adam" },
  { 500, 0, "here" },
};

static DhTimeScale *
make (GtkWidget **window, guint64 length)
{
  GtkWidget *widget = dh_time_scale_new ();

  dh_time_scale_set_length (DH_TIME_SCALE (widget), length);
  *window = show_alone (widget, 600, 60);
  return DH_TIME_SCALE (widget);
}

static void
test_live (void)
{
  GtkWidget *window;
  DhTimeScale *self = make (&window, 1000);
  guint n_positions = 0, n_lives = 0, n_lengths = 0;

  g_signal_connect (self, "notify::position", G_CALLBACK (count_cb), &n_positions);
  g_signal_connect (self, "notify::live", G_CALLBACK (count_cb), &n_lives);
  g_signal_connect (self, "notify::length", G_CALLBACK (count_cb), &n_lengths);
  g_assert_true (dh_time_scale_get_live (self));
  g_assert_cmpuint (dh_time_scale_get_position (self), ==, 1000);
  dh_time_scale_set_length (self, 1010);
  g_assert_cmpuint (dh_time_scale_get_position (self), ==, 1010);
  dh_time_scale_set_position (self, 400);
  g_assert_false (dh_time_scale_get_live (self));
  dh_time_scale_set_length (self, 1020); /* the line grows, the place stays */
  g_assert_cmpuint (dh_time_scale_get_position (self), ==, 400);
  dh_time_scale_set_length (self, 1020);
  dh_time_scale_set_position (self, 400);
  g_assert_cmpuint (n_lengths, ==, 2);
  g_assert_cmpuint (n_positions, ==, 2);
  g_assert_cmpuint (n_lives, ==, 1);
  dh_time_scale_set_position (self, 5000);
  g_assert_true (dh_time_scale_get_live (self));
  g_assert_cmpuint (dh_time_scale_get_position (self), ==, 1020);
  dh_time_scale_set_position (self, 700);
  dh_time_scale_set_length (self, 600); /* it began anew */
  g_assert_true (dh_time_scale_get_live (self));
  g_assert_cmpuint (dh_time_scale_get_position (self), ==, 600);
  close_and_watch (window, GTK_WIDGET (self));
}

static gboolean
is_drawn (gpointer self)
{
  return isfinite (dh_time_scale_get_x (self, 1));
}

static void
test_marks (void)
{
  GtkWidget *window;
  DhTimeScale *self = make (&window, 1000);
  g_autofree char *two = NULL, *own = NULL, *none = NULL;

  wait_until (is_drawn, self);
  dh_time_scale_set_marks (self, marks, G_N_ELEMENTS (marks));
  two = dh_time_scale_dup_words_at (self, dh_time_scale_get_x (self, 300) + 2);
  g_assert_cmpstr (two, ==, "300: Rate of lane 1 changed\n300: Lane 3: Adam");
  own = dh_time_scale_dup_words_at (self, dh_time_scale_get_x (self, 500));
  g_assert_cmpstr (own, ==, "500: here");
  none = dh_time_scale_dup_words_at (self, dh_time_scale_get_x (self, 600));
  g_assert_null (none);
  dh_time_scale_go_to_mark (self, -1);
  g_assert_cmpuint (dh_time_scale_get_position (self), ==, 700);
  dh_time_scale_go_to_mark (self, -1);
  dh_time_scale_go_to_mark (self, -1);
  g_assert_cmpuint (dh_time_scale_get_position (self), ==, 300);
  dh_time_scale_go_to_mark (self, -1);
  g_assert_cmpuint (dh_time_scale_get_position (self), ==, 0);
  dh_time_scale_go_to_mark (self, 1);
  g_assert_cmpuint (dh_time_scale_get_position (self), ==, 300);
  dh_time_scale_set_position (self, 650);
  dh_time_scale_go_to_mark (self, 1);
  g_assert_cmpuint (dh_time_scale_get_position (self), ==, 700);
  dh_time_scale_go_to_mark (self, 1);
  g_assert_true (dh_time_scale_get_live (self));
  close_and_watch (window, GTK_WIDGET (self));
}

/* Of many marks at a place, only a few lines are shown. */
static void
test_many_marks (void)
{
  GtkWidget *window;
  DhTimeScale *self = make (&window, 100000);
  g_autoptr (GArray) many = g_array_new (FALSE, FALSE, sizeof (DhTimeMark));
  g_autofree char *words = NULL;

  for (guint64 i = 0; i < 40; i++)
    {
      const DhTimeMark mark = { 50000 + i, 1, "Rate" };

      g_array_append_val (many, mark);
    }
  wait_until (is_drawn, self);
  dh_time_scale_set_marks (self, (const DhTimeMark *) many->data, many->len);
  words = dh_time_scale_dup_words_at (self, dh_time_scale_get_x (self, 50020));
  g_assert_true (g_str_has_prefix (words, "50,000: Rate\n") || g_str_has_prefix (words, "50000: "));
  g_assert_true (g_str_has_suffix (words, "\nand 34 more"));
  close_and_watch (window, GTK_WIDGET (self));
}

static void
test_nothing_yet (void)
{
  GtkWidget *window;
  DhTimeScale *self = make (&window, 0);

  g_assert_true (dh_time_scale_get_live (self));
  g_assert_false (gtk_widget_get_sensitive (find_widget (GTK_WIDGET (self), "GtkScale")));
  dh_time_scale_go_to_mark (self, -1);
  g_assert_true (dh_time_scale_get_live (self));
  dh_time_scale_set_length (self, 1);
  g_assert_true (gtk_widget_get_sensitive (find_widget (GTK_WIDGET (self), "GtkScale")));
  close_and_watch (window, GTK_WIDGET (self));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/time-scale/live", test_live);
  g_test_add_func ("/time-scale/marks", test_marks);
  g_test_add_func ("/time-scale/many-marks", test_many_marks);
  g_test_add_func ("/time-scale/nothing-yet", test_nothing_yet);
  return g_test_run ();
}
