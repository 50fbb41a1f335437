/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Aligned memory for numbers.  The vector units need 64-byte alignment, and weights and activations
 * of hundreds of megabytes need huge pages: with 4 KiB pages, a pass over them spends its time on
 * page tables.
 *
 * Large blocks aren't touched before they are written to: the kernel then hands out zeroed pages,
 * so allocating gigabytes takes no time.  The kernel counts memory that is allocated but untouched
 * as free; so all tensors are counted here, and the difference to the resident size is subtracted.
 *
 * They are mapped here rather than by malloc(), which soon takes blocks of this size from its heaps:
 * there they are zeroed by hand, with the unused room around the aligned numbers, and what is freed
 * between two of them stays with the program.
 */
#include "core/base/tensor.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ALIGNMENT 64
#define HUGE_PAGE ((gsize) 2 << 20)
/* The address sanitizer sees into what malloc() returns only. */
#ifdef __SANITIZE_ADDRESS__
#define MAPS_LARGE FALSE
#else
#define MAPS_LARGE TRUE
#endif
/* Above this size, free memory is checked. */
#define LARGE ((gsize) 64 << 20)

/* Directly before the numbers. */
typedef struct
{
  void *block; /* the pointer to free */
  gsize n_bytes;
  gsize n_mapped; /* bytes from block on; 0: it comes from malloc() */
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

static float *
place (char *block, gsize alignment, gsize n_bytes, gsize n_mapped)
{
  char *numbers = (char *) (((guintptr) block + ALIGNMENT + alignment - 1) / alignment * alignment);

  *get_header ((float *) (void *) numbers) = (Header) { block, n_bytes, n_mapped };
  atomic_fetch_add (&n_bytes_taken, n_bytes);
  return (float *) (void *) numbers;
}

static float *
map (gsize n_bytes)
{
  gsize n_mapped = n_bytes + HUGE_PAGE + ALIGNMENT;
  char *block = mmap (NULL, n_mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  float *numbers;

  if (block == MAP_FAILED)
    return NULL;
  numbers = place (block, HUGE_PAGE, n_bytes, n_mapped);
  madvise (numbers, n_bytes, MADV_HUGEPAGE); /* a hint; failure costs speed only */
  return numbers;
}

/* Zeroed memory. */
static float *
take (gsize n_floats)
{
  gsize bytes;
  char *block;

  if (n_floats > G_MAXSIZE / sizeof (float) - 2 * HUGE_PAGE)
    return NULL;
  bytes = MAX (n_floats, 1) * sizeof (float);
  bytes = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  if (MAPS_LARGE && bytes >= HUGE_PAGE)
    return map (bytes);
  block = calloc (1, bytes + 2 * ALIGNMENT);
  return block != NULL ? place (block, ALIGNMENT, bytes, 0) : NULL;
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
  Header header;

  if (tensor == NULL)
    return;
  header = *get_header (tensor);
  atomic_fetch_sub (&n_bytes_taken, header.n_bytes);
  if (header.n_mapped > 0)
    munmap (header.block, header.n_mapped);
  else
    free (header.block);
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
