/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/finding.h"

G_BEGIN_DECLS

/* How a sweep goes. */
typedef struct
{
  double first_rate, last_rate; /* first < last */
  guint n_iterations;           /* more than DH_FINDER_N_IDLE */
  double smoothing;             /* share of the old average that is kept, 0 ≤ … < 1 */
  double stop_factor;           /* ends where the average is so many times the lowest; > 1 */
} DhFinderSettings;

/* Fewest iterations at the first rates that show how much the loss wanders by itself; nothing is
 * judged before. */
#define DH_FINDER_N_IDLE 10

extern const DhFinderSettings dh_finder_default;

/* A sweep of the learning rate, as far as it is: what rate comes next, and what the losses so far
 * say. Any one thread. */
typedef struct _DhFinder DhFinder;

DhFinder *dh_finder_new (const DhFinderSettings *settings, guint serial);
void dh_finder_free (DhFinder *self);
guint dh_finder_get_serial (const DhFinder *self);
gboolean dh_finder_is_over (const DhFinder *self);
/* Of the next iteration. Not when it is over. */
double dh_finder_get_rate (const DhFinder *self);
/* The loss that this iteration found, before its update. One that isn't finite ends the sweep. */
void dh_finder_add (DhFinder *self, double loss);
/* A person has seen enough. Nothing where it is over. */
void dh_finder_stop (DhFinder *self);
/* What is known now; (transfer full) */
DhFinding *dh_finder_publish (const DhFinder *self);

/* A sweep that couldn't begin, and the sentence why. (transfer full) */
DhFinding *dh_finding_new_refused (guint serial, const char *problem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhFinder, dh_finder_free)

G_END_DECLS
