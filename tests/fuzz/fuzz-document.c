/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Documents and links.  If one can be read, its text can be read again and is then the same; else
 * there is one sentence.
 */
#include <stdint.h>
#include <string.h>

#include "core/document/link.h"

static void
check_sentence (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strchr (error->message, '\n'));
}

static void
check_document (const DhDocument *document)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = dh_document_to_text (document, &error), *again = NULL;
  g_autofree char *link = dh_link_new (document, NULL);
  g_autoptr (DhDocument) back = NULL, from_link = NULL;

  g_assert_no_error (error);
  back = dh_document_new_from_text (text, strlen (text), "fuzz", &error);
  g_assert_no_error (error);
  again = dh_document_to_text (back, NULL);
  g_assert_cmpstr (text, ==, again);
  if (link == NULL)
    return;
  from_link = dh_link_read (link, &error);
  g_assert_no_error (error);
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (DhDocument) document =
    dh_link_is (text) ? dh_link_read (text, &error)
                      : dh_document_new_from_text ((const char *) data, size, "fuzz", &error);

  if (document != NULL)
    check_document (document);
  else
    check_sentence (error);
  return 0;
}
