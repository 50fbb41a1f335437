/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/document/link.h"

#include <string.h>

#include "core/base/error.h"
#include "tests/core/document/document-helpers.h"

/* The bar: a session of 6 lanes and 50 changes. */
#define FITS 900

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

static void
assert_back (const DhDocument *document, const char *link)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhDocument) back = dh_link_read (link, &error);

  g_assert_no_error (error);
  assert_same_document (document, back);
}

/* 10,000 sessions of 6 lanes and 50 changes come back as they were. */
static void
test_sessions (void)
{
  GRand *rand = g_rand_new_with_seed (16);
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < 10000; i++)
    {
      g_autoptr (DhDocument) document = make_session_document (rand, DH_MAX_LANES, 50);
      g_autoptr (GError) error = NULL;
      g_autofree char *link = dh_link_new (document, &error);
      int size;

      g_assert_no_error (error);
      g_assert_true (dh_link_is (link));
      g_assert_null (dh_link_dup_gap (document));
      g_assert_cmpuint (strspn (link + strlen (DH_LINK_PREFIX),
                                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"),
                        ==, strlen (link) - strlen (DH_LINK_PREFIX));
      assert_back (document, link);
      size = (int) strlen (link);
      g_array_append_val (sizes, size);
    }
  g_array_sort (sizes, compare_sizes);
  g_test_message ("bytes: median %d, largest %d", g_array_index (sizes, int, sizes->len / 2),
                  g_array_index (sizes, int, sizes->len - 1));
  g_assert_cmpint (g_array_index (sizes, int, sizes->len - 1), <=, FITS);
  g_rand_free (rand);
}

/* What can't travel: folders and what wrote the document are left out, files of weights refused. */
static void
test_what_cannot_travel (void)
{
  GRand *rand = g_rand_new_with_seed (17);
  guint n_refused = 0;

  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (DhDocument) document = make_wild_document (rand);
      g_autoptr (GError) error = NULL;
      g_autofree char *link = dh_link_new (document, &error);
      g_autofree char *gap = dh_link_dup_gap (document);
      gboolean folders = document->people[0].id == NULL || document->people[1].id == NULL;

      g_assert_true ((gap != NULL) == folders);
      if (link == NULL)
        {
          g_assert_error (error, DH_ERROR, DH_ERROR_DOCUMENT);
          g_assert_nonnull (strstr (error->message, "save a document"));
          n_refused++;
          continue;
        }
      for (guint side = 0; side < 2; side++)
        g_clear_pointer (&document->people[side].folder, g_free);
      g_clear_pointer (&document->program, g_free);
      g_clear_pointer (&document->processor, g_free);
      g_clear_pointer (&document->instructions, g_free);
      g_clear_pointer (&document->convolutions, g_free);
      assert_back (document, link);
    }
  g_assert_cmpuint (n_refused, >, 100);
  g_assert_cmpuint (n_refused, <, 1900);
  g_rand_free (rand);
}

static void
assert_refused (const char *link)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhDocument) document = dh_link_read (link, &error);

  g_assert_null (document);
  g_assert_error (error, DH_ERROR, DH_ERROR_DOCUMENT);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_null (strchr (error->message, '\n'));
}

/* Cut anywhere, or with any letter replaced: refused.  Broken into lines: the same. */
static void
test_damage (void)
{
  GRand *rand = g_rand_new_with_seed (18);
  g_autoptr (DhDocument) document = make_session_document (rand, 3, 12);
  g_autofree char *link = dh_link_new (document, NULL);
  g_autoptr (GString) wrapped = g_string_new (NULL);

  for (gsize i = 0; link[i] != '\0'; i++)
    {
      g_autofree char *cut = g_strndup (link, i), *changed = g_strdup (link);
      char wrong = link[i] == 'x' ? 'y' : 'x';

      assert_refused (cut);
      changed[i] = wrong;
      /* The last letter has bits that no byte uses. */
      if (i + 1 < strlen (link))
        assert_refused (changed);
      g_string_append_printf (wrapped, "%c%s", link[i], i > 20 && i % 60 == 0 ? "\r\n  " : "");
    }
  assert_back (document, wrapped->str);
  assert_refused ("downhill:");
  assert_refused ("downhill:%%%%");
  assert_refused ("https://example.org");
  g_rand_free (rand);
}

/* A few bytes that would unpack to gigabytes, and a link that is too long itself. */
static void
test_bomb (void)
{
  static const guint8 header[] = { 1, 0, 0, 0, 0, 0xed, 0xc1, 0x01, 0x0d, 0, 0, 0, 0xc2, 0xa0 };
  g_autofree char *letters = NULL, *bomb = NULL, *filling = NULL, *long_link = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const guint8 zero = 0;

  g_byte_array_append (bytes, header, sizeof header);
  for (guint i = 0; i < 40000; i++)
    g_byte_array_append (bytes, &zero, 1);
  letters = g_base64_encode (bytes->data, bytes->len);
  g_strdelimit (letters, "+", '-');
  g_strdelimit (letters, "/", '_');
  bomb = g_strconcat (DH_LINK_PREFIX, letters, NULL);
  assert_refused (bomb);
  filling = g_strnfill (1 << 20, 'A');
  long_link = g_strconcat (DH_LINK_PREFIX, filling, NULL);
  assert_refused (long_link);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/sessions", test_sessions);
  g_test_add_func ("/link/cannot-travel", test_what_cannot_travel);
  g_test_add_func ("/link/damage", test_damage);
  g_test_add_func ("/link/bomb", test_bomb);
  return g_test_run ();
}
