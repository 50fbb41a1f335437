/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What DeepFaceLab writes into the JPEG of a face: a pickled dict, in the segment APP15.  Older
 * versions wrote the same dict into PNGs, in a chunk of their own after the pixels.
 *
 * Of its keys, `landmarks` counts: 68 points in the picture's own pixels, whatever the kind of crop
 * (`face_type`), so neither `source_landmarks`, which belong to the frame, nor `image_to_face_mat`
 * between them is needed.  Pixels' centres are at whole numbers there.  Masks (`xseg_mask`,
 * `seg_ie_polys`) are left alone: with 68 points, the mask is drawn from them.
 *
 * Source: the form as public forks of DeepFaceLab read and write it (DFLIMG/DFLJPG.py,
 * DFLIMG/DFLPNG.py); ITU T.81, annex B, for the segments.
 */
#include "core/data/dfl-header.h"

#include "core/data/pickle.h"
#include "core/data/png-chunks.h"

#include <math.h>

#define MARKER        0xff
#define START_OF_SCAN 0xda
#define APP15         0xef
/* The first instruction of a pickle since protocol 2. */
#define PICKLE 0x80
/* No picture is that wide. */
#define MAX_COORDINATE 1e6

const guint8 *
dh_dfl_header_find (const guint8 *data, gsize size, gsize *length)
{
  gsize at = 2;

  while (at + 4 <= size && data[at] == MARKER && data[at + 1] != START_OF_SCAN)
    {
      const guint8 marker = data[at + 1];
      const gsize n = (gsize) data[at + 2] << 8 | data[at + 3];

      /* Any number of bytes 0xff may stand before a segment. */
      if (marker == MARKER)
        {
          at++;
          continue;
        }
      if (n < 2 || n > size - at - 2)
        return NULL;
      if (marker == APP15 && n > 2 && data[at + 4] == PICKLE)
        {
          *length = n - 2;
          return data + at + 4;
        }
      at += 2 + n;
    }
  return NULL;
}

const guint8 *
dh_dfl_header_find_in_png (const guint8 *data, gsize size, gsize *length)
{
  const guint8 *pickle = dh_png_find_chunk (data, size, "fcWp", length);

  return pickle != NULL && *length > 0 && pickle[0] == PICKLE ? pickle : NULL;
}

static gboolean
set_landmarks (DhFaceMeta *meta, const double numbers[2 * DH_N_LANDMARKS])
{
  for (int i = 0; i < 2 * DH_N_LANDMARKS; i++)
    if (fabs (numbers[i]) > MAX_COORDINATE)
      return FALSE;
  for (int i = 0; i < DH_N_LANDMARKS; i++)
    meta->landmarks.points[i] = (DhPoint) { (float) (numbers[2 * i] + 0.5),
                                            (float) (numbers[2 * i + 1] + 0.5) };
  meta->has_landmarks = TRUE;
  return TRUE;
}

gboolean
dh_dfl_header_read (const guint8 *pickle, gsize size, DhFaceMeta *meta, char **reason)
{
  double numbers[2 * DH_N_LANDMARKS];
  const DhPythonValue *landmarks;
  const char *why;
  gsize at;
  g_autoptr (DhPythonTree) tree = dh_pickle_parse (pickle, size, &at, &why);

  if (tree == NULL)
    {
      *reason = g_strdup_printf ("byte %" G_GSIZE_FORMAT ": %s", at, why);
      return FALSE;
    }
  landmarks = dh_python_value_find (dh_python_tree_get_root (tree), "landmarks");
  if (!dh_python_value_get_matrix (landmarks, DH_N_LANDMARKS, 2, numbers))
    *reason = g_strdup_printf ("not %d landmarks", DH_N_LANDMARKS);
  else if (!set_landmarks (meta, numbers))
    *reason = g_strdup ("landmarks far outside");
  else
    return TRUE;
  return FALSE;
}
