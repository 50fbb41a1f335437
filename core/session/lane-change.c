/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which changes of a lane's settings can't be reverted by changing them back.
 *
 * A different loss or mask moves the weights elsewhere.  A different optimizer drops the old one's
 * state (its moments), a different schedule or warm-up the position in the old one; choosing the
 * old one again starts from the beginning.  All other settings (rate, clipping, shares, an
 * optimizer's settings) only affect the next steps and are meant for trying out: they have no undo
 * of their own.
 */
#include "core/session/lane-change.h"

#include <glib/gi18n-lib.h>

#include "core/catalog/catalog.h"

static gboolean
has_same_losses (const DhMix *a, const DhMix *b)
{
  if (a->n_parts != b->n_parts)
    return FALSE;
  for (guint i = 0; i < a->n_parts; i++)
    if (!g_str_equal (a->parts[i].loss, b->parts[i].loss))
      return FALSE;
  return TRUE;
}

static gboolean
is_constant (const DhSchedule *schedule)
{
  return schedule == dh_schedule_get_constant ();
}

DhLaneChange
dh_lane_change_find (const DhLaneSettings *before, const DhLaneSettings *after)
{
  const DhOptimizerConfig *old = &before->optimizer_config, *new = &after->optimizer_config;

  if (!has_same_losses (&before->mix, &after->mix))
    return DH_LANE_CHANGE_LOSS;
  if (before->mask != after->mask)
    return DH_LANE_CHANGE_MASK;
  if (old->optimizer != new->optimizer)
    return DH_LANE_CHANGE_OPTIMIZER;
  if (old->schedule != new->schedule)
    return DH_LANE_CHANGE_SCHEDULE;
  if (old->warm_up != new->warm_up && !is_constant (old->schedule))
    return DH_LANE_CHANGE_WARM_UP;
  return DH_LANE_CHANGE_NONE;
}

static const char *
get_mask_name (DhArea mask)
{
  guint n;

  return dh_catalog_get_masks (&n)[dh_catalog_find_mask (mask)].name;
}

static char *
dup_loss_words (guint number, const DhLaneSettings *before, const DhLaneSettings *after)
{
  g_autofree char *old_name = dh_mix_dup_name (&before->mix);
  g_autofree char *new_name = dh_mix_dup_name (&after->mix);

  /* Translators: a notice beside a button "Undo": a lane's number, losses before and after */
  return g_strdup_printf (_ ("Loss of lane %u changed from %s to %s"), number, old_name, new_name);
}

char *
dh_lane_change_dup_words (DhLaneChange change, guint number, const DhLaneSettings *before,
                          const DhLaneSettings *after)
{
  const DhOptimizerConfig *old = &before->optimizer_config, *new = &after->optimizer_config;

  switch (change)
    {
    case DH_LANE_CHANGE_LOSS:
      return dup_loss_words (number, before, after);
    case DH_LANE_CHANGE_MASK:
      /* Translators: "Mask of lane 2 changed from Whole picture to Face and forehead" */
      return g_strdup_printf (_ ("Mask of lane %u changed from %s to %s"), number,
                              get_mask_name (before->mask), get_mask_name (after->mask));
    case DH_LANE_CHANGE_OPTIMIZER:
      return g_strdup_printf (_ ("Optimizer of lane %u changed from %s to %s"), number,
                              _ (old->optimizer->name), _ (new->optimizer->name));
    case DH_LANE_CHANGE_SCHEDULE:
      /* Translators: the schedule of the learning rate, "Constant" or "Cosine" */
      return g_strdup_printf (_ ("Schedule of lane %u changed from %s to %s"), number,
                              _ (old->schedule->name), _ (new->schedule->name));
    case DH_LANE_CHANGE_WARM_UP:
      return g_strdup_printf (_ ("Warm-up of lane %u changed: its schedule restarts"), number);
    default:
      return NULL;
    }
}
