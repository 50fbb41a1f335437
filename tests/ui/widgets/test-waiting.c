/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long something takes, in words.
 */
#include <glib.h>
#include <math.h>

#include "ui/widgets/waiting.h"

static void
assert_words (double seconds, double fraction, const char *words)
{
  g_autofree char *text = dh_waiting_dup_words ("Writing…", seconds, fraction);

  g_assert_cmpstr (text, ==, words);
}

static void
test_unknown (void)
{
  assert_words (0, NAN, "Writing…");
  assert_words (1.9, 0, "Writing…");
  assert_words (NAN, .5, "Writing…");
  assert_words (2, NAN, "Writing… · 2 s so far");
  assert_words (75.8, 0, "Writing… · 75 s so far");
  /* too little is done to tell the rest */
  assert_words (3, .01, "Writing… · 3 s so far");
  assert_words (9, 1, "Writing… · 9 s so far");
}

static void
test_rest (void)
{
  assert_words (1, .5, "Writing…");
  assert_words (4, .5, "Writing… · about 4 s left");
  assert_words (30, .999, "Writing… · about 1 s left");
  assert_words (2, .1, "Writing… · about 18 s left");
  assert_words (21.1, .5, "Writing… · about 25 s left");
  assert_words (86, .5, "Writing… · about 2 min left"); /* rounded to 90 s */
  assert_words (600, .5, "Writing… · about 10 min left");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/waiting/unknown", test_unknown);
  g_test_add_func ("/waiting/rest", test_rest);
  return g_test_run ();
}
