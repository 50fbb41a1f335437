/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Processor and library versions, queried at run time.  The compiler only knows the versions of the
 * headers, and a distribution's update may replace a library without rebuilding the program.
 */
#include "core/session/machine.h"

#include "core/base/processor.h"
#include "core/data/npz.h"
#include "core/data/pixbuf.h"
#include "core/data/png.h"
#include "core/loss/dft.h"
#include "core/nn/dnn.h"
#include "core/nn/network.h"

#include <string.h>

#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

#define MAX_LIBRARIES 8

const DhLibrary *
dh_machine_get_libraries (void)
{
  static DhLibrary libraries[MAX_LIBRARIES];
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      const DhLibrary found[] = {
        { "oneDNN", dh_dnn_get_version () },
        { "FFTW", dh_dft_get_version () },
        { "libpng", dh_png_get_version () },
        { "libarchive", dh_npz_get_version () },
        { "gdk-pixbuf", dh_pixbuf_get_version () },
        { "GLib", g_strdup_printf ("%u.%u.%u", glib_major_version, glib_minor_version,
                                   glib_micro_version) },
#ifdef __GLIBC__
        { "glibc", gnu_get_libc_version () }, /* exp, log and others */
#endif
      };

      G_STATIC_ASSERT (G_N_ELEMENTS (found) < MAX_LIBRARIES);
      memcpy (libraries, found, sizeof found);
      g_once_init_leave (&ready, 1);
    }
  return libraries;
}

char *
dh_machine_dup_processor (void)
{
  return dh_processor_dup_name ();
}

char *
dh_machine_dup_convolutions (void)
{
  return dh_compute_describe_convolutions ();
}

const char *
dh_machine_get_instructions (void)
{
  return dh_dnn_get_instructions ();
}

const char *
dh_machine_get_features (void)
{
#if defined(__x86_64__) || defined(__i386__)
  static char *words;

  if (g_once_init_enter (&words))
    {
      GString *text = g_string_new (NULL);

#define ADD(name) \
  if (__builtin_cpu_supports (name)) \
  g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", name)
      __builtin_cpu_init ();
      ADD ("sse4.1");
      ADD ("avx");
      ADD ("avx2");
      ADD ("fma");
      ADD ("avx512f");
      ADD ("avx512bw");
      ADD ("avx512vl");
      ADD ("avx512vnni");
#undef ADD
      g_once_init_leave (&words, g_string_free (text, FALSE));
    }
  return words;
#else
  return "";
#endif
}
