/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loops over pixels, compiled once for each vector width.
 *
 * All widths give the same bits, because nothing is contracted or reordered (-ffp-contract=off), so
 * a training continues identically on another machine.  The choice is an ordinary variable that
 * each call checks, which costs a nanosecond per row.  So a test can run all widths in one process,
 * and ONEDNN_MAX_CPU_ISA, which limits oneDNN, limits these loops too: everything then runs as on
 * that older processor.
 *
 * Rejected: GCC's target_clones (the loader chooses and can't be overruled; unsupported by clang 14
 * and under sanitizers, whose runtime isn't loaded yet), -march=native (the program would crash on
 * older machines) and intrinsics (a second and third version of each loop).
 */
#include "core/base/vectors.h"

int dh_vectors_width;

static DhVectors
ask_processor (void)
{
#if defined(__x86_64__) && defined(__GNUC__)
  __builtin_cpu_init ();
  if (__builtin_cpu_supports ("avx512f"))
    return DH_VECTORS_AVX512;
  if (__builtin_cpu_supports ("avx2"))
    return DH_VECTORS_AVX2;
#endif
  return DH_VECTORS_PLAIN;
}

/* "AVX2_VNNI" and the like are AVX2 for loops of floats. */
DhVectors
dh_vectors_parse (const char *limit)
{
  if (limit == NULL)
    return DH_VECTORS_AVX512;
  if (g_ascii_strcasecmp (limit, "SSE41") == 0 || g_ascii_strcasecmp (limit, "AVX") == 0)
    return DH_VECTORS_PLAIN;
  return g_ascii_strncasecmp (limit, "AVX2", 4) == 0 ? DH_VECTORS_AVX2 : DH_VECTORS_AVX512;
}

DhVectors
dh_vectors_limit (DhVectors most)
{
  DhVectors allowed = MIN (ask_processor (), dh_vectors_parse (g_getenv ("ONEDNN_MAX_CPU_ISA")));
  DhVectors width = MIN (most, allowed);

  g_atomic_int_set (&dh_vectors_width, (int) width);
  return width;
}
