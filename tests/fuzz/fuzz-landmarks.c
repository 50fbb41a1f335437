/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables of landmarks.  Whatever is accepted consists of numbers; everything else gives an error
 * message.
 */
#include "core/data/face-table.h"

#include <math.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  /* fmemopen() refuses an empty buffer. */
  FILE *file = size > 0 ? fmemopen ((void *) data, size, "rb") : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DhFaceTable) table = NULL;
  GHashTableIter iter;
  gpointer landmarks;

  if (file == NULL)
    return 0;
  table = dh_face_table_read_stream (file, "landmarks.csv", &error);
  fclose (file);
  g_assert_true ((table != NULL) == (error == NULL));
  if (error != NULL)
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  if (table == NULL)
    return 0;
  g_hash_table_iter_init (&iter, dh_face_table_peek_landmarks (table));
  while (g_hash_table_iter_next (&iter, NULL, &landmarks))
    for (guint i = 0; i < DH_N_LANDMARKS; i++)
      {
        DhPoint point = ((const DhLandmarks *) landmarks)->points[i];

        g_assert_true (isfinite (point.x) && isfinite (point.y));
      }
  return 0;
}
