/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The result of a learning rate sweep, as a value and in words.
 */
#include "core/train/lr-finder-result.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/base/number.h"

const double dh_lr_finder_result_divisors[DH_LR_FINDER_RESULT_N_MARKS] = { 10, 5, 2.5 };

DhLrFinderResult *
dh_lr_finder_result_ref (DhLrFinderResult *self)
{
  atomic_fetch_add (&self->n_refs, 1);
  return self;
}

void
dh_lr_finder_result_unref (DhLrFinderResult *self)
{
  if (atomic_fetch_sub (&self->n_refs, 1) != 1)
    return;
  g_free (self->problem);
  g_free (self->points);
  g_free (self);
}

double
dh_lr_finder_result_round (double rate)
{
  char text[32];

  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.1e", rate), NULL);
}

void
dh_lr_finder_result_print_rate (double rate, char *text, gsize size)
{
  g_ascii_formatd (text, (int) size, "%.1e", rate);
  if (g_str_has_prefix (text + 1, ".0e"))
    memmove (text + 1, text + 3, strlen (text + 3) + 1);
  dh_number_shorten (text);
  dh_number_localise (text);
}

static char *
describe_running (const DhLrFinderResult *self)
{
  char rate[32];

  if (self->n_points == 0)
    return g_strdup (_ ("The sweep starts"));
  dh_lr_finder_result_print_rate (self->points[self->n_points - 1].learning_rate, rate,
                                  sizeof rate);
  return g_strdup_printf (_ ("Iteration %u: the rate is %s"), self->n_points, rate);
}

static char *
describe_done (const DhLrFinderResult *self)
{
  char rate[32];

  dh_lr_finder_result_print_rate (self->best_rate, rate, sizeof rate);
  return g_strdup_printf (_ ("The loss was lowest at the rate %s. The weights are restored."),
                          rate);
}

static const char *
describe_failure (const DhLrFinderResult *self)
{
  switch (self->end)
    {
    case DH_LR_FINDER_RESULT_END_STOPPED:
      return _ ("Stopped before the loss had clearly fallen and risen again: no rate is proposed. "
                "The weights are restored.");
    case DH_LR_FINDER_RESULT_END_BROKE:
      return _ ("The loss became infinite or NaN before any rate had lowered it: no rate is "
                "proposed. The weights are restored.");
    default:
      return _ ("No rate lowered the loss by more than noise does: no rate is proposed. The "
                "weights are restored.");
    }
}

char *
dh_lr_finder_result_dup_text (const DhLrFinderResult *self)
{
  if (self->state == DH_LR_FINDER_RESULT_RUNNING)
    return describe_running (self);
  if (self->state == DH_LR_FINDER_RESULT_DONE)
    return describe_done (self);
  if (self->end == DH_LR_FINDER_RESULT_END_REFUSED)
    return g_strdup_printf (_ ("The sweep trains a copy of the lane. %s"), self->problem);
  return g_strdup (describe_failure (self));
}
