/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Losses as curves: the value of a mix for a single error, for the grounds Curve and Fit.
 */
#include "core/landscape/profile.h"

gboolean
dh_mix_has_profile (const DhMix *mix)
{
  for (guint i = 0; i < mix->n_parts; i++)
    if (dh_loss_find (mix->parts[i].loss)->profile == NULL)
      return FALSE;
  return TRUE;
}

DhJet
dh_mix_apply (const DhMix *mix, DhJet error)
{
  double value = 0, first = 0, second = 0;

  for (guint i = 0; i < mix->n_parts; i++)
    {
      const DhMixPart *part = &mix->parts[i];
      const DhLoss *loss = dh_loss_find (part->loss);
      double slope;

      value += part->weight * loss->profile (part->settings, error.value, &slope);
      first += part->weight * slope;
      second += part->weight * loss->curvature (part->settings, error.value);
    }
  return dh_jet_apply (error, value, first, second);
}
