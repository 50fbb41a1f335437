/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Around calls of a library that forgets memory of its own: the address sanitizer doesn't count what is
 * allocated between them.
 */
#pragma once

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#define ignore_leaks() __lsan_disable ()
#define notice_leaks() __lsan_enable ()
#else
#define ignore_leaks() ((void) 0)
#define notice_leaks() ((void) 0)
#endif
