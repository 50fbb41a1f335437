/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures of other kinds than PNG.  The loaders are gdk-pixbuf's; what is tested is the survey
 * before them, and how their results are used.  Large pictures are left out: a run would do nothing
 * but zero pixels.
 */
#include "core/data/picture-facts.h"
#include "core/data/picture-kind.h"
#include "core/data/picture.h"

#include <stdint.h>

#define MOST 256

static gboolean
is_large (const uint8_t *data, size_t size)
{
  const char *kind = dh_picture_kind_of_data (data, size), *reason;
  g_auto (DhPictureFacts) facts = { 0 };

  return kind != NULL && dh_picture_survey (kind, data, size, &facts, &reason)
         && (facts.width > MOST || facts.height > MOST);
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (DhNotices) notices = dh_notices_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DhImage) image = NULL;
  g_auto (GStrv) sentences = NULL;

  if (is_large (data, size))
    return 0;
  image = dh_picture_read_data ("picture", data, size, notices, &error);
  g_assert_true ((image != NULL) == (error == NULL));
  if (error != NULL)
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  sentences = dh_notices_dup_sentences (notices);
  for (guint i = 0; sentences != NULL && sentences[i] != NULL; i++)
    g_assert_true (g_utf8_validate (sentences[i], -1, NULL));
  if (image == NULL)
    return 0;
  g_assert_cmpint (image->width, >=, 1);
  g_assert_cmpint (image->height, >=, 1);
  return 0;
}
