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
/* From here on it is worth asking what is free. */
#define LARGE ((gsize) 64 << 20)

guint64
dh_memory_get_free (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/meminfo", &text, NULL, NULL)
      || (line = strstr (text, "MemAvailable:")) == NULL)
    return G_MAXUINT64;
  /* A tenth stays for the others. */
  return g_ascii_strtoull (line + strlen ("MemAvailable:"), NULL, 10) * 1024 / 10 * 9;
}

static float *
take (gsize n_floats)
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
dh_tensor_try_new (gsize n_floats)
{
  if (n_floats >= LARGE / sizeof (float) && n_floats > dh_memory_get_free () / sizeof (float))
    return NULL;
  return take (n_floats);
}

float *
dh_tensor_new (gsize n_floats)
{
  float *tensor = take (n_floats);

  if (tensor == NULL)
    g_error ("out of memory for %" G_GSIZE_FORMAT " numbers", n_floats);
  return tensor;
}

void
dh_tensor_free (float *tensor)
{
  free (tensor);
}

/* Sixteen partial sums: a fixed order that the vector units can follow. */
double
dh_float_sum_squares (const float *values, gsize n)
{
  float partial[16] = { 0 };
  double sum = 0;
  gsize i;

  for (i = 0; i + 16 <= n; i += 16)
    for (int lane = 0; lane < 16; lane++)
      partial[lane] += values[i + lane] * values[i + lane];
  for (; i < n; i++)
    sum += (double) values[i] * values[i];
  for (int lane = 0; lane < 16; lane++)
    sum += partial[lane];
  return sum;
}
