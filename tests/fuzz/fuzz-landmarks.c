/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables of landmarks and places.  Whatever is accepted consists of numbers; everything else gives
 * an error message.
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
  gpointer landmarks, name, value;

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
  g_hash_table_iter_init (&iter, dh_face_table_peek_rows (table));
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const DhFaceRow *row = value;
      const gboolean for_all = g_str_equal (name, DH_FACE_TABLE_ALL);
      DhAffine to_crop;

      g_assert_true (row->start < row->end && row->end <= size);
      g_assert_null (dh_face_place_find_fault (&row->place, for_all));
      if (dh_face_place_get_crop (&row->place, for_all, 640, 480, &to_crop))
        g_assert_true (isfinite (dh_crop_get_side (to_crop)));
    }
  return 0;
}
