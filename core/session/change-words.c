/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What changes of trainings are called: in the notice beside “Undo”, and in the menu.
 */
#include "core/session/change-words.h"

#include <glib/gi18n-lib.h>

char *
dh_change_dup_notice (DhChange change, guint number, guint64 n)
{
  static const char *const whole[] = {
    [DH_CHANGE_RESET] = N_ ("Training restarted"),
    [DH_CHANGE_PEOPLE] = N_ ("Training restarted with other people"),
    [DH_CHANGE_PRESET] = N_ ("Training restarted with another model"),
    [DH_CHANGE_SEED] = N_ ("Training restarted with another seed"),
    [DH_CHANGE_START] = N_ ("Training restarted from other weights"),
    [DH_CHANGE_OPENING] = N_ ("Document opened"),
  };
  gulong count = (gulong) n;
  /* Translators: after what was done: "Lane 2 restarted: 1,240 iterations set aside" */
  g_autofree char *aside = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                         "%'lu iteration set aside",
                                                         "%'lu iterations set aside", count),
                                            count);
  g_autofree char *what = NULL;

  if (change == DH_CHANGE_REMOVAL)
    /* Translators: a notice beside a button "Undo"; %u is the lane's number */
    return g_strdup_printf (_ ("Lane %u removed"), number);
  if (change == DH_CHANGE_RESTART)
    what = g_strdup_printf (_ ("Lane %u restarted"), number);
  else
    what = g_strdup (_ (whole[change]));
  return g_strconcat (what, ": ", aside, NULL);
}

char *
dh_change_dup_name (DhChange change, guint number)
{
  static const char *const whole[] = {
    [DH_CHANGE_RESET] = N_ ("Restarting All Lanes"),
    [DH_CHANGE_PEOPLE] = N_ ("Changing People"),
    [DH_CHANGE_PRESET] = N_ ("Changing the Model"),
    [DH_CHANGE_SEED] = N_ ("Changing the Seed"),
    [DH_CHANGE_START] = N_ ("Changing the Start"),
    [DH_CHANGE_OPENING] = N_ ("Opening the Document"),
  };

  /* Translators: like all of the following, what "Undo" and "Redo" in the menu name */
  if (change == DH_CHANGE_REMOVAL)
    return g_strdup_printf (_ ("Removing Lane %u"), number);
  if (change == DH_CHANGE_RESTART)
    return g_strdup_printf (_ ("Restarting Lane %u"), number);
  if (change == DH_CHANGE_ADDITION)
    return g_strdup_printf (_ ("Adding Lane %u"), number);
  return g_strdup (_ (whole[change]));
}
