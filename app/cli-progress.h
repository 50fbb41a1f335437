/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The progress of a run, on standard error: a bar on one line of a terminal, or an occasional
 * line if standard error is a file or a pipe. */
typedef struct _DhCliProgress DhCliProgress;

DhCliProgress *dh_cli_progress_new (void);
/* Also ends the bar's line. */
void dh_cli_progress_free (DhCliProgress *self);

/* fraction: 0 … 1; may be called as often as needed. */
void dh_cli_progress_update (DhCliProgress *self, double fraction, const char *text);
/* Prints a sentence on a line of its own, above the bar. */
void dh_cli_progress_say (DhCliProgress *self, const char *sentence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhCliProgress, dh_cli_progress_free)

G_END_DECLS
