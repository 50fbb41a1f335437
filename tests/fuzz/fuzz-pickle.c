/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pickles, alone and as what DeepFaceLab puts into a JPEG.  Every value that comes out can be asked
 * for everything, and landmarks that are accepted are numbers.
 */
#include "core/data/dfl-header.h"
#include "core/data/pickle.h"

#include <math.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
ask (const DhPythonValue *value)
{
  double numbers[6];

  dh_python_value_get_n_rows (value);
  dh_python_value_get_number (value, numbers);
  dh_python_value_get_text (value);
  for (guint n = 0; n <= 3; n++)
    if (dh_python_value_get_matrix (value, 2, n, numbers))
      for (guint i = 0; i < 2 * n; i++)
        g_assert_true (isfinite (numbers[i]));
}

static void
read_pickle (const uint8_t *data, size_t size)
{
  const char *reason;
  gsize at;
  g_autoptr (DhPythonTree) tree = dh_pickle_parse (data, size, &at, &reason);
  const DhPythonValue *root;

  g_assert_true ((tree != NULL) == (reason == NULL));
  g_assert_cmpuint (at, <=, size);
  if (tree == NULL)
    return;
  root = dh_python_tree_get_root (tree);
  ask (root);
  for (guint i = 0; i < dh_python_value_get_length (root); i++)
    ask (dh_python_value_get_item (root, i));
  for (guint i = 0; root->kind == DH_PYTHON_DICT && i < root->items->len; i++)
    ask (root->items->pdata[i]);
  ask (dh_python_value_find (root, "landmarks"));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (DhFaceMeta) meta = { 0 };
  g_autofree char *reason = NULL;
  gsize length;

  read_pickle (data, size);
  if (dh_dfl_header_read (data, size, &meta, &reason))
    for (guint i = 0; i < DH_N_LANDMARKS; i++)
      g_assert_true (isfinite (meta.landmarks.points[i].x)
                     && isfinite (meta.landmarks.points[i].y));
  if (dh_dfl_header_find (data, size, &length) != NULL)
    g_assert_cmpuint (length, <, size);
  return 0;
}
