/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory for numbers.  The vector units want 64-byte boundaries, and weights
 * and activations of hundreds of megabytes want huge pages: with 4 KiB pages
 * a pass over them spends its time in the page tables.
 */
#include "core/base/tensor.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define ALIGNMENT 64
#define HUGE_PAGE ((gsize) 2 << 20)

float *
dh_tensor_try_new (gsize n_floats)
{
  gsize bytes, alignment;
  void *memory = NULL;

  if (n_floats > G_MAXSIZE / sizeof (float) - HUGE_PAGE)
    return NULL;
  bytes = MAX (n_floats, 1) * sizeof (float);
  alignment = bytes >= HUGE_PAGE ? HUGE_PAGE : ALIGNMENT;
  bytes = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  if (posix_memalign (&memory, alignment, bytes) != 0)
    return NULL;
  if (bytes >= HUGE_PAGE)
    madvise (memory, bytes, MADV_HUGEPAGE); /* a hint; failure costs speed only */
  memset (memory, 0, bytes);
  return memory;
}

float *
dh_tensor_new (gsize n_floats)
{
  float *tensor = dh_tensor_try_new (n_floats);

  if (tensor == NULL)
    g_error ("out of memory for %" G_GSIZE_FORMAT " numbers", n_floats);
  return tensor;
}

void
dh_tensor_free (float *tensor)
{
  free (tensor);
}
