/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Aligned memory for numbers.  The vector units need 64-byte alignment, and weights and activations
 * of hundreds of megabytes need huge pages: with 4 KiB pages, a pass over them spends its time on
 * page tables.
 *
 * Large blocks aren't touched before they are written to: the kernel then hands out zeroed pages,
 * so allocating gigabytes takes no time.  The kernel counts memory that is allocated but untouched
 * as free; so all tensors are counted here, and the difference to the resident size is subtracted.
 */
#include "core/base/tensor.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ALIGNMENT 64
#define HUGE_PAGE ((gsize) 2 << 20)
/* Above this size, free memory is checked. */
#define LARGE ((gsize) 64 << 20)

/* Directly before the numbers. */
typedef struct
{
  void *block; /* the pointer to free */
  gsize n_bytes;
} Header;

G_STATIC_ASSERT (sizeof (Header) <= ALIGNMENT);

static atomic_size_t n_bytes_taken;

static Header *
get_header (float *tensor)
{
  return (Header *) (void *) ((char *) tensor - sizeof (Header));
}

gsize
dh_tensor_get_total (void)
{
  return atomic_load (&n_bytes_taken);
}

/* The bytes of tensors that were allocated but never touched; a lower bound. */
static guint64
get_untouched (void)
{
  g_autofree char *text = NULL;
  guint64 resident = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL) && strchr (text, ' ') != NULL)
    resident = g_ascii_strtoull (strchr (text, ' '), NULL, 10) * sysconf (_SC_PAGESIZE);
  return dh_tensor_get_total () > resident ? dh_tensor_get_total () - resident : 0;
}

guint64
dh_memory_get_free (void)
{
  g_autofree char *text = NULL;
  const char *line;
  guint64 available, untouched = get_untouched ();

  if (!g_file_get_contents ("/proc/meminfo", &text, NULL, NULL)
      || (line = strstr (text, "MemAvailable:")) == NULL)
    return G_MAXUINT64;
  /* A tenth is left for other programs. */
  available = g_ascii_strtoull (line + strlen ("MemAvailable:"), NULL, 10) * 1024 / 10 * 9;
  return available > untouched ? available - untouched : 0;
}

/* Zeroed memory. Large blocks come zeroed from the kernel, and aren't written to. */
static float *
take (gsize n_floats)
{
  gsize bytes, alignment;
  char *block, *numbers;

  if (n_floats > G_MAXSIZE / sizeof (float) - 2 * HUGE_PAGE)
    return NULL;
  bytes = MAX (n_floats, 1) * sizeof (float);
  bytes = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  alignment = bytes >= HUGE_PAGE ? HUGE_PAGE : ALIGNMENT;
  block = calloc (1, bytes + alignment + ALIGNMENT);
  if (block == NULL)
    return NULL;
  numbers = (char *) (((guintptr) block + ALIGNMENT + alignment - 1) / alignment * alignment);
  if (bytes >= HUGE_PAGE)
    madvise (numbers, bytes, MADV_HUGEPAGE); /* a hint; failure costs speed only */
  *get_header ((float *) (void *) numbers) = (Header) { block, bytes };
  atomic_fetch_add (&n_bytes_taken, bytes);
  return (float *) (void *) numbers;
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
  if (tensor == NULL)
    return;
  atomic_fetch_sub (&n_bytes_taken, get_header (tensor)->n_bytes);
  free (get_header (tensor)->block);
}

float *
dh_tensor_ensure (float **tensor, gsize *n_floats, gsize needed)
{
  if (needed > *n_floats)
    {
      dh_tensor_free (*tensor);
      *tensor = dh_tensor_new (needed);
      *n_floats = needed;
    }
  return *tensor;
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
