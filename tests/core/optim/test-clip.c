/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How gradients are limited, as a text and as a number.
 */
#include "core/optim/clip.h"

#include <math.h>

#include "core/base/error.h"

static void
test_texts (void)
{
  static const struct
  {
    const char *typed;
    DhClip clip;
    const char *text;
  } cases[] = {
    { "none", { DH_CLIP_NONE, 0 }, "none" },
    { "norm=1", { DH_CLIP_NORM, 1 }, "norm=1" },
    { "norm=2.50", { DH_CLIP_NORM, 2.5 }, "norm=2.5" },
    { "value=0.01", { DH_CLIP_VALUE, 0.01 }, "value=0.01" },
    { "value=1e-300", { DH_CLIP_VALUE, 1e-300 }, "value=1e-300" },
    { "auto", { DH_CLIP_AUTOMATIC, 10 }, "auto" },
    { "auto=10", { DH_CLIP_AUTOMATIC, 10 }, "auto" },
    { "auto=100", { DH_CLIP_AUTOMATIC, 100 }, "auto=100" },
    { "auto=0.5", { DH_CLIP_AUTOMATIC, 0.5 }, "auto=0.5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      DhClip clip, again;

      g_assert_true (dh_clip_parse (cases[i].typed, &clip, &error));
      g_assert_no_error (error);
      g_assert_true (dh_clip_equal (&clip, &cases[i].clip));
      text = dh_clip_dup_text (&clip);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_true (dh_clip_parse (text, &again, NULL));
      g_assert_true (dh_clip_equal (&clip, &again));
    }
}

static void
test_refused (void)
{
  static const char *const bad[] = { "",        "norm",     "value",      "norm=",    "norm=0",
                                     "norm=-1", "norm=nan", "norm=1e999", "none=1",   "auto=",
                                     "auto=0",  "auto=101", "autos",      "norm=1=2", "Norm=1",
                                     "=1",      "value=x" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *quoted = g_strdup_printf ("not “%s”.", bad[i]);
      DhClip clip = { DH_CLIP_VALUE, 3 };

      g_assert_false (dh_clip_parse (bad[i], &clip, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
      g_assert_nonnull (g_strstr_len (error->message, -1, quoted));
      g_assert_nonnull (g_strstr_len (error->message, -1, "none, norm=NUMBER"));
      g_assert_cmpint (clip.kind, ==, DH_CLIP_VALUE); /* untouched */
    }
}

static void
test_numbers (void)
{
  const DhClip none = dh_clip_make_usual (DH_CLIP_NONE), norm = dh_clip_make (DH_CLIP_NORM, 0.7);
  const DhClip later[] = { dh_clip_make_usual (DH_CLIP_VALUE),
                           dh_clip_make_usual (DH_CLIP_AUTOMATIC) };
  DhClip read;

  g_assert_cmpfloat (dh_clip_to_number (&none), ==, 0);
  g_assert_cmpfloat (dh_clip_to_number (&norm), ==, 0.7);
  g_assert_true (dh_clip_from_number (0, &read) && dh_clip_equal (&read, &none));
  g_assert_true (dh_clip_from_number (0.7, &read) && dh_clip_equal (&read, &norm));
  for (guint i = 0; i < G_N_ELEMENTS (later); i++)
    g_assert_false (dh_clip_from_number (dh_clip_to_number (&later[i]), &read));
  g_assert_false (dh_clip_from_number (NAN, &read));
  g_assert_false (dh_clip_from_number (INFINITY, &read));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clip/texts", test_texts);
  g_test_add_func ("/clip/refused", test_refused);
  g_test_add_func ("/clip/numbers", test_numbers);
  return g_test_run ();
}
