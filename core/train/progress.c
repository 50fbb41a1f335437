/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The progress of lengthy work, in words.
 */
#include "core/train/progress.h"

#include <glib/gi18n-lib.h>

#define MILLION 1000000

static char *
describe_lane (const DhProgress *self)
{
  gulong millions = (gulong) ((self->n_parameters + MILLION / 2) / MILLION);

  if (millions == 0)
    /* Translators: "Preparing lane 2 of 4: 300,000 weights" */
    return g_strdup_printf (_ ("Preparing lane %u of %u: %'lu weights"), self->lane, self->n_lanes,
                            (gulong) self->n_parameters);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "Preparing lane %u of %u: %'lu million weights",
                                       "Preparing lane %u of %u: %'lu million weights", millions),
                          self->lane, self->n_lanes, millions);
}

char *
dh_progress_dup_text (const DhProgress *self)
{
  switch (self->kind)
    {
    case DH_PROGRESS_FACES:
      return g_strdup (_ ("Reading the faces"));
    case DH_PROGRESS_CODE:
      return g_strdup (_ ("Choosing code for the network’s layers on this processor"));
    case DH_PROGRESS_LANE:
      return describe_lane (self);
    case DH_PROGRESS_STEP:
      /* Translators: training step 12, of which 40 % is done */
      return g_strdup_printf (_ ("Step %'lu: %.0f %%"), (gulong) self->iteration,
                              100 * self->fraction);
    case DH_PROGRESS_PAINT:
      return g_strdup_printf (_ ("Painting the faces: %.0f %%"), 100 * self->fraction);
    case DH_PROGRESS_MEASURE:
      return g_strdup_printf (_ ("Measuring on the held-out faces: %.0f %%"), 100 * self->fraction);
    default:
      return NULL;
    }
}

double
dh_progress_get_whole (const DhProgress *self)
{
  if (self->kind != DH_PROGRESS_LANE || self->n_lanes == 0)
    return self->fraction;
  return (self->lane - 1 + self->fraction) / self->n_lanes;
}

gboolean
dh_progress_is_of_training (const DhProgress *self)
{
  return self->kind >= DH_PROGRESS_STEP;
}
