/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a lane's settings was changed, and whether changing it back is enough.
 *
 * A different loss or mask moves the weights elsewhere.  A different optimizer drops the old one's
 * state (its moments), a different schedule or warm-up the position in the old one; choosing the
 * old one again starts from the beginning.  All other settings (rate, clipping, shares, an
 * optimizer's settings) only affect the next steps and are meant for trying out: undoing them keeps
 * the steps that were made meanwhile.
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

DhLaneGroups
dh_lane_groups_find (const DhLaneSettings *before, const DhLaneSettings *after)
{
  DhLaneGroups groups = 0;

  if (!dh_mix_equal (&before->mix, &after->mix))
    groups |= DH_LANE_GROUP_MIX;
  if (before->mask != after->mask)
    groups |= DH_LANE_GROUP_MASK;
  if (before->eye_multiplier != after->eye_multiplier)
    groups |= DH_LANE_GROUP_EYES;
  if (before->mouth_multiplier != after->mouth_multiplier)
    groups |= DH_LANE_GROUP_MOUTH;
  if (!dh_optimizer_config_equal (&before->optimizer_config, &after->optimizer_config))
    groups |= DH_LANE_GROUP_OPTIMIZER;
  if (before->learning_rate != after->learning_rate)
    groups |= DH_LANE_GROUP_RATE;
  if (!dh_clip_equal (&before->clip, &after->clip))
    groups |= DH_LANE_GROUP_CLIP;
  return groups;
}

void
dh_lane_groups_copy (DhLaneGroups groups, const DhLaneSettings *from, DhLaneSettings *to)
{
  if (groups & DH_LANE_GROUP_MIX)
    to->mix = from->mix;
  if (groups & DH_LANE_GROUP_MASK)
    to->mask = from->mask;
  if (groups & DH_LANE_GROUP_EYES)
    to->eye_multiplier = from->eye_multiplier;
  if (groups & DH_LANE_GROUP_MOUTH)
    to->mouth_multiplier = from->mouth_multiplier;
  if (groups & DH_LANE_GROUP_OPTIMIZER)
    to->optimizer_config = from->optimizer_config;
  if (groups & DH_LANE_GROUP_RATE)
    to->learning_rate = from->learning_rate;
  if (groups & DH_LANE_GROUP_CLIP)
    to->clip = from->clip;
}

static DhLaneChange
find_lasting (const DhLaneSettings *before, const DhLaneSettings *after)
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

DhLaneChange
dh_lane_change_find (const DhLaneSettings *before, const DhLaneSettings *after)
{
  static const struct
  {
    DhLaneGroups group;
    DhLaneChange change;
  } others[] = {
    { DH_LANE_GROUP_RATE, DH_LANE_CHANGE_RATE },
    { DH_LANE_GROUP_MIX, DH_LANE_CHANGE_LOSS_SETTINGS },
    { DH_LANE_GROUP_EYES, DH_LANE_CHANGE_EYES },
    { DH_LANE_GROUP_MOUTH, DH_LANE_CHANGE_MOUTH },
    { DH_LANE_GROUP_OPTIMIZER, DH_LANE_CHANGE_OPTIMIZER_SETTINGS },
    { DH_LANE_GROUP_CLIP, DH_LANE_CHANGE_CLIP },
  };
  const DhLaneGroups groups = dh_lane_groups_find (before, after);
  DhLaneChange change = find_lasting (before, after);

  for (guint i = 0; change == DH_LANE_CHANGE_NONE && i < G_N_ELEMENTS (others); i++)
    if (groups & others[i].group)
      change = others[i].change;
  return change;
}

gboolean
dh_lane_change_is_lasting (DhLaneChange change)
{
  return change != DH_LANE_CHANGE_NONE && change < DH_LANE_CHANGE_RATE;
}

char *
dh_lane_change_dup_name (DhLaneChange change, guint number)
{
  static const char *const names[DH_LANE_N_CHANGES] = {
    [DH_LANE_CHANGE_LOSS] = N_ ("Loss"),
    [DH_LANE_CHANGE_MASK] = N_ ("Mask"),
    [DH_LANE_CHANGE_OPTIMIZER] = N_ ("Optimizer"),
    [DH_LANE_CHANGE_SCHEDULE] = N_ ("Schedule"),
    [DH_LANE_CHANGE_WARM_UP] = N_ ("Warm-Up"),
    [DH_LANE_CHANGE_RATE] = N_ ("Learning Rate"),
    [DH_LANE_CHANGE_LOSS_SETTINGS] = N_ ("Loss Settings"),
    [DH_LANE_CHANGE_EYES] = N_ ("Eye Multiplier"),
    [DH_LANE_CHANGE_MOUTH] = N_ ("Mouth Multiplier"),
    [DH_LANE_CHANGE_OPTIMIZER_SETTINGS] = N_ ("Optimizer Settings"),
    [DH_LANE_CHANGE_CLIP] = N_ ("Gradient Clipping"),
  };

  g_return_val_if_fail (change > DH_LANE_CHANGE_NONE && change < DH_LANE_N_CHANGES, NULL);
  if (number == 0)
    /* Translators: what "Undo" and "Redo" in the menu name: "Learning Rate of All Lanes" */
    return g_strdup_printf (_ ("%s of All Lanes"), _ (names[change]));
  /* Translators: what "Undo" and "Redo" in the menu name: "Learning Rate of Lane 2" */
  return g_strdup_printf (_ ("%s of Lane %u"), _ (names[change]), number);
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
