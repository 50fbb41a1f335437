/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures of other kinds than PNG.  The loaders are gdk-pixbuf's; what is tested is the survey
 * before them, and how their results are used.  Large pictures are left out: a run would do nothing
 * but zero pixels.
 */
#include "tests/core/data/picture-trial.h"

#include <stdint.h>

#define MOST 256

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (DhNotices) notices = dh_notices_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DhImage) image = NULL;

  if (is_large_picture (data, size, MOST))
    return 0;
  image = dh_picture_read_data ("picture", data, size, notices, &error);
  g_assert_true ((image != NULL) == (error == NULL));
  assert_said_as_text (error, notices);
  if (image == NULL)
    return 0;
  g_assert_cmpint (image->width, >=, 1);
  g_assert_cmpint (image->height, >=, 1);
  return 0;
}
