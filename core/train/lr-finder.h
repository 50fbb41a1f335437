/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/lr-finder-result.h"

G_BEGIN_DECLS

/* The settings of a sweep. */
typedef struct
{
  double first_rate, last_rate; /* first < last */
  guint n_iterations;           /* more than DH_LR_FINDER_N_IDLE */
  double smoothing;             /* share of the old average that is kept: at least 0, less than 1 */
  double stop_factor;           /* ends when the average reaches this multiple of the lowest; > 1 */
} DhLrFinderSettings;

/* The minimum number of iterations at the first rates, which show how much the loss varies by
 * itself.  Nothing is judged before them. */
#define DH_LR_FINDER_N_IDLE 10

extern const DhLrFinderSettings dh_lr_finder_default;

/* A running learning rate sweep: chooses the next rate and judges the losses so far.  Any one
 * thread. */
typedef struct _DhLrFinder DhLrFinder;

DhLrFinder *dh_lr_finder_new (const DhLrFinderSettings *settings, guint serial);
void dh_lr_finder_free (DhLrFinder *self);
guint dh_lr_finder_get_serial (const DhLrFinder *self);
gboolean dh_lr_finder_is_over (const DhLrFinder *self);
/* The rate of the next iteration.  Must not be called after the end. */
double dh_lr_finder_get_rate (const DhLrFinder *self);
/* Adds the loss of this iteration, evaluated before its update.  A loss that isn't finite ends the
 * sweep. */
void dh_lr_finder_add (DhLrFinder *self, double loss);
/* The user has seen enough.  Does nothing after the end. */
void dh_lr_finder_stop (DhLrFinder *self);
/* The result so far; (transfer full) */
DhLrFinderResult *dh_lr_finder_publish (const DhLrFinder *self);

/* The result of a sweep that couldn't start; problem: why.  (transfer full) */
DhLrFinderResult *dh_lr_finder_result_new_refused (guint serial, const char *problem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLrFinder, dh_lr_finder_free)

G_END_DECLS
