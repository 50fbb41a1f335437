/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/lr-finder-result.h"

G_BEGIN_DECLS

/* How a sweep goes. */
typedef struct
{
  double first_rate, last_rate; /* first < last */
  guint n_iterations;           /* more than DH_LR_FINDER_N_IDLE */
  double smoothing;             /* share of the old average that is kept, 0 ≤ … < 1 */
  double stop_factor;           /* ends where the average is so many times the lowest; > 1 */
} DhLrFinderSettings;

/* Fewest iterations at the first rates that show how much the loss wanders by itself; nothing is
 * judged before. */
#define DH_LR_FINDER_N_IDLE 10

extern const DhLrFinderSettings dh_lr_finder_default;

/* A sweep of the learning rate, as far as it is: what rate comes next, and what the losses so far
 * say. Any one thread. */
typedef struct _DhLrFinder DhLrFinder;

DhLrFinder *dh_lr_finder_new (const DhLrFinderSettings *settings, guint serial);
void dh_lr_finder_free (DhLrFinder *self);
guint dh_lr_finder_get_serial (const DhLrFinder *self);
gboolean dh_lr_finder_is_over (const DhLrFinder *self);
/* Of the next iteration. Not when it is over. */
double dh_lr_finder_get_rate (const DhLrFinder *self);
/* The loss that this iteration found, before its update. One that isn't finite ends the sweep. */
void dh_lr_finder_add (DhLrFinder *self, double loss);
/* The user has seen enough.  Nothing where it is over. */
void dh_lr_finder_stop (DhLrFinder *self);
/* What is known now; (transfer full) */
DhLrFinderResult *dh_lr_finder_publish (const DhLrFinder *self);

/* A sweep that couldn't begin, and the sentence why. (transfer full) */
DhLrFinderResult *dh_lr_finder_result_new_refused (guint serial, const char *problem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLrFinder, dh_lr_finder_free)

G_END_DECLS
