/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For the address sanitizer: what libraries allocate while they are loaded doesn't count as leaked.
 *
 * GLib's first table of quarks is among it.  After 2048 quarks, GLib replaces it by a larger one and, on
 * purpose, doesn't free it.  GLib has no frame pointers, so lsan.supp can't name it: the sanitizer's fast
 * unwinder sees g_malloc() and no more, and its slow one makes tests of windows five times slower.
 */
#include "tests/ui/leaks.h"

static void
begin_loading (int argc, char **argv, char **environment)
{
  ignore_leaks ();
}

/* Runs before the libraries' own constructors. */
__attribute__ ((section (".preinit_array"), used)) static void (*const before_libraries) (
  int, char **, char **) = begin_loading;

/* Runs after them. */
__attribute__ ((constructor)) static void
end_loading (void)
{
  notice_leaks ();
}
