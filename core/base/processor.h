/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The name as the system reports it: "AMD EPYC 7763 64-Core Processor"; (transfer full). Any thread. */
char *dh_processor_dup_name (void);
/* The number of processor cores that this program may use, at least 1: taskset and containers may allow it
 * fewer than the machine has.  Any thread. */
guint dh_processor_count_cores (void);

G_END_DECLS
