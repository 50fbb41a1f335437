/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What faceswap writes into a picture.  Whatever is accepted is a face within reach, with numbers
 * that are numbers and a mask that is as large as it says.
 */
#include "core/data/faceswap-header.h"
#include "core/data/python-literal.h"

#include <math.h>
#include <stdint.h>

#define SIDE 256

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static gboolean
is_usable (DhAffine affine)
{
  return isfinite (affine.xx) && isfinite (affine.xy) && isfinite (affine.x0)
         && isfinite (affine.yx) && isfinite (affine.yy) && isfinite (affine.y0)
         && affine.xx * affine.yy - affine.xy * affine.yx != 0;
}

static guint
sum_up (const guint8 *mask, int side)
{
  guint sum = 0;

  for (int i = 0; i < side * side; i++)
    sum += mask[i];
  return sum;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (DhFaceMeta) meta = { 0 };
  g_autofree char *reason = NULL;
  const char *why;
  gsize at;
  DhPythonTree *tree = dh_python_literal_parse ((const char *) data, size, &at, &why);

  g_assert_true ((tree != NULL) == (why == NULL));
  g_assert_cmpuint (at, <=, size);
  g_clear_pointer (&tree, dh_python_tree_free);
  if (!dh_faceswap_header_read ((const char *) data, size, SIDE, SIDE, &meta, &reason))
    {
      g_assert_nonnull (reason);
      return 0;
    }
  g_assert_true (meta.has_landmarks != meta.has_crop);
  for (guint i = 0; meta.has_landmarks && i < DH_N_LANDMARKS; i++)
    g_assert_true (isfinite (meta.landmarks.points[i].x) && isfinite (meta.landmarks.points[i].y));
  if (meta.has_crop)
    g_assert_true (is_usable (meta.to_crop));
  if (meta.mask != NULL)
    {
      g_assert_true (is_usable (meta.to_mask));
      g_assert_cmpuint (sum_up (meta.mask, meta.mask_size), <=,
                        255u * (guint) (meta.mask_size * meta.mask_size));
    }
  return 0;
}
