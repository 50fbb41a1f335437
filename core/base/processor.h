/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The name as the system reports it: "AMD EPYC 7763 64-Core Processor"; (transfer full). Any thread. */
char *dh_processor_dup_name (void);

G_END_DECLS
