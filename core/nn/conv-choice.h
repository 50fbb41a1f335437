/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/conv.h"

G_BEGIN_DECLS

/* The choice between two implementations of a convolution.  Within core/nn only.
 *
 * The last digits of their results differ, so a choice is kept: for the life of the process, and in
 * the user's cache for later runs on the same processor with the same libraries.  The environment
 * variable DOWNHILL_CONVOLUTIONS forces it for all layers: "own" or "onednn"; anything else, such as
 * "measured", is as if it were unset. */

/* TRUE: our own.  own and library: the same layer in the shape in which our code and oneDNN would
 * run it.  Only in threads that have called dh_dnn_thread_init().  The first call for a shape may
 * take tens of milliseconds. */
gboolean dh_conv_choose_own (const DhConvShape *own, const DhConvShape *library, DhConvUse use);

/* Of the network whose convolutions are described: the choices of this thread from begin to end, in
 * place of those of the one before. */
void dh_conv_choices_begin (void);
void dh_conv_choices_end (void);
/* "measured: 9 own, 2 onednn, fingerprint 5e3a0c11".  Two texts are equal if and only if the choices
 * are; (transfer full).  Any thread. */
char *dh_conv_choices_describe (void);

/* For tests: forgets all choices and uses another cache file; NULL: none. */
void dh_conv_choices_reset (const char *file);

G_END_DECLS
