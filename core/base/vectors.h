/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The vector widths that our own loops are compiled for. */
typedef enum
{
  DH_VECTORS_PLAIN = 1, /* what every processor of the kind has */
  DH_VECTORS_AVX2,
  DH_VECTORS_AVX512,
} DhVectors;

/* The widest that this processor supports and ONEDNN_MAX_CPU_ISA allows.  Any thread. */
static inline DhVectors dh_vectors_get (void);
/* For tests: nothing wider than `most` from here on, while no other thread computes. Returns what
 * is used now: less than `most` where the processor has less. */
DhVectors dh_vectors_limit (DhVectors most);
/* What ONEDNN_MAX_CPU_ISA's value leaves of them; NULL: all. */
DhVectors dh_vectors_parse (const char *limit);

/* Before the body of a function with a loop over pixels: the function is compiled once for each
 * width and each call takes the widest there is.
 *
 *   DH_VECTOR_CLONES (void, add, (int n, const float *restrict a, float *restrict sum),
 *                     (n, a, sum))
 *   {
 *     for (int i = 0; i < n; i++)
 *       sum[i] += a[i];
 *   }
 *
 * defines static void add (int n, …).
 *
 * Not under AddressSanitizer: gcc's puts local arrays where 32 bytes are aligned, and AVX-512 reads
 * them as if 64 were. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__)
#define DH_VECTOR_CLONES(type, name, parameters, arguments) \
  static inline __attribute__ ((always_inline)) type name##_loop parameters; \
  static __attribute__ ((target ("avx512f"))) type name##_avx512 parameters \
  { \
    return name##_loop arguments; \
  } \
  static __attribute__ ((target ("avx2"))) type name##_avx2 parameters \
  { \
    return name##_loop arguments; \
  } \
  static __attribute__ ((noinline)) type name##_plain parameters \
  { \
    return name##_loop arguments; \
  } \
  static inline type name parameters \
  { \
    DhVectors vectors = dh_vectors_get (); \
\
    return vectors == DH_VECTORS_AVX512 ? name##_avx512 arguments \
           : vectors == DH_VECTORS_AVX2 ? name##_avx2 arguments \
                                        : name##_plain arguments; \
  } \
  static inline __attribute__ ((always_inline)) type name##_loop parameters
#else
#define DH_VECTOR_CLONES(type, name, parameters, arguments) static type name parameters
#endif

/* Private: 0 until somebody asked. */
extern int dh_vectors_width;

static inline DhVectors
dh_vectors_get (void)
{
  int width = g_atomic_int_get (&dh_vectors_width);

  return width != 0 ? (DhVectors) width : dh_vectors_limit (DH_VECTORS_AVX512);
}

G_END_DECLS
