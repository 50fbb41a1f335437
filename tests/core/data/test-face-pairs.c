/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pairs across two people, whose pictures may have different endings.
 */
#include "core/data/face-pairs.h"
#include "core/data/png.h"
#include "tests/core/data/bundled-faces.h"
#include "tests/core/data/temp-folder.h"

/* The content decides what kind of picture a file is, so all are PNGs.  names: between spaces */
static DhFaceSet *
make_set (const char *names)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (DhImage) image = dh_image_new (8, 8);
  g_auto (GStrv) list = g_strsplit (names, " ", -1);
  g_autoptr (GError) error = NULL;
  DhFaceSet *set;

  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folder, list[i], NULL);

      g_assert_true (dh_png_write (image, path, NULL, NULL));
    }
  set = dh_face_set_load (folder, NULL, &error);
  g_assert_no_error (error);
  return set;
}

/* "a.png=a.jpg b.png=b.png" */
static char *
describe (const DhFaceSet *first, const DhFaceSet *second)
{
  g_autoptr (GArray) pairs = dh_face_pairs_find (first, second);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pairs->len; i++)
    {
      const DhFacePair *pair = &g_array_index (pairs, DhFacePair, i);

      g_string_append_printf (text, "%s%s=%s", i > 0 ? " " : "",
                              dh_face_set_get (first, DH_FACES_HELD_OUT, pair->index[0])->file,
                              dh_face_set_get (second, DH_FACES_HELD_OUT, pair->index[1])->file);
    }
  return g_string_free (text, FALSE);
}

static void
test_endings (void)
{
  static const struct
  {
    const char *first, *second, *pairs, *swapped;
  } cases[] = {
    { "pair_1.png pair_2.png", "pair_1.png pair_2.png",
      "pair_1.png=pair_1.png pair_2.png=pair_2.png",
      "pair_1.png=pair_1.png pair_2.png=pair_2.png" },
    { "pair_1.png pair_2.jpg pair_3.png", "pair_2.PNG pair_3.tif pair_4.png",
      "pair_2.jpg=pair_2.PNG pair_3.png=pair_3.tif",
      "pair_2.PNG=pair_2.jpg pair_3.tif=pair_3.png" },
    /* The same ending goes first, and nothing is used twice. */
    { "pair_1.bmp pair_1.jpg", "pair_1.jpg pair_1.png pair_1.tif",
      "pair_1.bmp=pair_1.png pair_1.jpg=pair_1.jpg",
      "pair_1.png=pair_1.bmp pair_1.jpg=pair_1.jpg" },
    /* Names that begin alike: "-" comes before "." and "a" after it. */
    { "pair_1-a.jpg pair_1.jpg pair_1a.jpg", "pair_1-a.png pair_1.png pair_1a.png",
      "pair_1-a.jpg=pair_1-a.png pair_1.jpg=pair_1.png pair_1a.jpg=pair_1a.png",
      "pair_1-a.png=pair_1-a.jpg pair_1.png=pair_1.jpg pair_1a.png=pair_1a.jpg" },
    { "pair_1.a.png", "pair_1.png", "", "" },
    { "pair_1.png", "pair_10.png", "", "" },
    /* Without pairs on both sides, an ending counts. */
    { "a.png", "a.jpg", "", "" },
    { "pair_1.png", "a.png", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DhFaceSet) first = make_set (cases[i].first), second = make_set (cases[i].second);
      g_autofree char *pairs = describe (first, second), *swapped = describe (second, first);

      g_assert_cmpstr (pairs, ==, cases[i].pairs);
      g_assert_cmpstr (swapped, ==, cases[i].swapped);
    }
}

static void
test_bundled (void)
{
  g_autoptr (DhFaceSet) alder = load_bundled ("alder"), birch = load_bundled ("birch");
  g_autoptr (GArray) pairs = dh_face_pairs_find (alder, birch);

  g_assert_cmpuint (pairs->len, ==, 24);
  for (guint i = 0; i < pairs->len; i++)
    {
      g_assert_cmpuint (g_array_index (pairs, DhFacePair, i).index[0], ==, i);
      g_assert_cmpuint (g_array_index (pairs, DhFacePair, i).index[1], ==, i);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/face-pairs/endings", test_endings);
  g_test_add_func ("/face-pairs/bundled", test_bundled);
  return g_test_run ();
}
