/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/conv.h"

G_BEGIN_DECLS

/* Which code a convolution runs with.  Within core/nn only.
 *
 * Results differ in their last digits between the two, so a choice, once made, stands: for the
 * process, and in the person's cache for later ones on the same processor with the same libraries.
 * The variable DOWNHILL_CONVOLUTIONS forces it for all: "own" or "onednn"; "measured" measures,
 * as without. */

/* TRUE for our own.  own: as that would run it; library: as oneDNN would.  Must be called by a
 * thread that has called dh_dnn_thread_init(); may take some tens of milliseconds, once for each
 * shape. */
gboolean dh_conv_choose_own (const DhConvShape *own, const DhConvShape *library, DhConvUse use);

/* "measured: 9 own, 2 onednn, fingerprint 5e3a0c11": all that were chosen so far in this process,
 * in words that are the same exactly if the choices are; (transfer full). Any thread. */
char *dh_conv_choices_describe (void);

/* For tests: forgets what this process chose, and where it is kept: NULL: nowhere. */
void dh_conv_choices_reset (const char *file);

G_END_DECLS
