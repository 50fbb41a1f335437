/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was changed in a lane's settings, as marks on the timeline.
 *
 * A log has an entry for each iteration at which the worker saw other settings: dragging a rate's
 * slider through ten values while the training goes on makes ten.  A person made one change.
 */
#include "core/keep/change-marks.h"

#include <glib/gi18n-lib.h>

#include "core/catalog/catalog.h"
#include "core/session/lane-change.h"

static void
change_mark_free (gpointer data)
{
  DhChangeMark *mark = data;

  g_free (mark->text);
  g_free (mark);
}

/* ---- words ---- */

static char *
describe_rate (const DhLaneSettings *before, const DhLaneSettings *after, guint number)
{
  g_autofree char *old_rate = dh_rate_format (before->learning_rate);
  g_autofree char *new_rate = dh_rate_format (after->learning_rate);

  return g_strdup_printf (_ ("Rate of lane %u changed from %s to %s"), number, old_rate, new_rate);
}

static char *
describe_clip (const DhLaneSettings *before, const DhLaneSettings *after, guint number)
{
  g_autofree char *old_clip = dh_clip_dup_name (&before->clip);
  g_autofree char *new_clip = dh_clip_dup_name (&after->clip);

  return g_strdup_printf (_ ("Clipping of lane %u changed from %s to %s"), number, old_clip,
                          new_clip);
}

static char *
describe_multipliers (const DhLaneSettings *after, guint number)
{
  /* Translators: how many times the loss over the eyes and the mouth is added */
  return g_strdup_printf (_ ("Lane %u: eyes ×%g, mouth ×%g"), number,
                          MAX (after->eye_multiplier, 1), MAX (after->mouth_multiplier, 1));
}

static char *
describe_settings (DhChangeMarkKind kind, const DhLaneSettings *after, guint number)
{
  g_autofree char *name = kind == DH_CHANGE_MARK_LOSS
                            ? dh_mix_dup_name (&after->mix)
                            : dh_optimizer_config_dup_name (&after->optimizer_config,
                                                            DH_OPTIMIZER_USER_NETWORK);

  /* Translators: after a change of its settings: "Lane 2: Huber (δ = 0.1)" */
  return g_strdup_printf (_ ("Lane %u: %s"), number, name);
}

static const DhChangeMarkKind kinds[DH_LANE_N_CHANGES] = {
  [DH_LANE_CHANGE_LOSS] = DH_CHANGE_MARK_LOSS,
  [DH_LANE_CHANGE_MASK] = DH_CHANGE_MARK_MASK,
  [DH_LANE_CHANGE_OPTIMIZER] = DH_CHANGE_MARK_OPTIMIZER,
  [DH_LANE_CHANGE_SCHEDULE] = DH_CHANGE_MARK_SCHEDULE,
  [DH_LANE_CHANGE_WARM_UP] = DH_CHANGE_MARK_SCHEDULE,
  [DH_LANE_CHANGE_RATE] = DH_CHANGE_MARK_RATE,
  [DH_LANE_CHANGE_LOSS_SETTINGS] = DH_CHANGE_MARK_LOSS,
  [DH_LANE_CHANGE_EYES] = DH_CHANGE_MARK_MULTIPLIERS,
  [DH_LANE_CHANGE_MOUTH] = DH_CHANGE_MARK_MULTIPLIERS,
  [DH_LANE_CHANGE_OPTIMIZER_SETTINGS] = DH_CHANGE_MARK_OPTIMIZER,
  [DH_LANE_CHANGE_CLIP] = DH_CHANGE_MARK_CLIP,
};

/* Those that have no words in lane-change.c. */
static char *
describe_small (DhChangeMarkKind kind, const DhLaneSettings *before, const DhLaneSettings *after,
                guint number)
{
  switch (kind)
    {
    case DH_CHANGE_MARK_RATE:
      return describe_rate (before, after, number);
    case DH_CHANGE_MARK_MULTIPLIERS:
      return describe_multipliers (after, number);
    case DH_CHANGE_MARK_CLIP:
      return describe_clip (before, after, number);
    default:
      return describe_settings (kind, after, number);
    }
}

gboolean
dh_change_mark_describe (const DhLaneSettings *before, const DhLaneSettings *after, guint number,
                         DhChangeMarkKind *kind, char **text)
{
  const DhLaneChange change = dh_lane_change_find (before, after);

  if (change == DH_LANE_CHANGE_NONE)
    return FALSE;
  *kind = kinds[change];
  *text = dh_lane_change_is_lasting (change)
            ? dh_lane_change_dup_words (change, number, before, after)
            : describe_small (*kind, before, after, number);
  return TRUE;
}

/* ---- the list ---- */

/* Whether nothing but the rate differs. */
static gboolean
is_rate (const DhSettingsLog *log, guint position)
{
  DhLaneSettings before = dh_settings_log_get (log, position - 1)->settings;
  const DhLaneSettings *after = &dh_settings_log_get (log, position)->settings;

  if (before.learning_rate == after->learning_rate)
    return FALSE;
  before.learning_rate = after->learning_rate;
  return dh_lane_settings_equal (&before, after);
}

/* The last of the changes that are one with that at this position. */
static guint
find_last (const DhSettingsLog *log, guint position)
{
  const guint n = dh_settings_log_get_length (log);

  while (is_rate (log, position) && position + 1 < n && is_rate (log, position + 1))
    position++;
  return position;
}

GPtrArray *
dh_change_marks_list (const DhSettingsLog *log, guint position, guint number)
{
  GPtrArray *marks = g_ptr_array_new_with_free_func (change_mark_free);
  guint last;

  for (guint i = MAX (position, 1); i < dh_settings_log_get_length (log); i = last + 1)
    {
      const DhLaneSettings *before = &dh_settings_log_get (log, i - 1)->settings;
      const DhSettingsChange *change;
      DhChangeMark mark = { 0 };

      last = find_last (log, i);
      change = dh_settings_log_get (log, last);
      mark.iteration = change->iteration;
      if (dh_change_mark_describe (before, &change->settings, number, &mark.kind, &mark.text))
        g_ptr_array_add (marks, g_memdup2 (&mark, sizeof mark));
    }
  return marks;
}
