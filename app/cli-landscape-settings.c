/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * --set of `landscape`: a setting of whatever there is, WHAT.SETTING=VALUE.  WHAT is the optimizer,
 * the schedule, the hill or a loss by its name; all of them read numbers alike.
 */
#include "app/cli-landscape.h"

#include "app/cli.h"
#include "app/cli-words.h"
#include "core/catalog.h"
#include "core/number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* "optimizer.beta1=0.9" in three; FALSE with a sentence. */
static gboolean
cut_setting (const char *text, char **what, char **id, const char **number, GError **error)
{
  const char *equals = strchr (text, '=');
  const char *dot = equals != NULL ? memchr (text, '.', equals - text) : NULL;

  if (dot != NULL && dot > text && dot + 1 < equals)
    {
      *what = g_strndup (text, dot - text);
      *id = g_strndup (dot + 1, equals - dot - 1);
      *number = equals + 1;
      return TRUE;
    }
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _("--set “%s” is not possible: it takes WHAT.SETTING=VALUE, as "
                 "optimizer.beta1=0.9."), text);
  return FALSE;
}

/* A setting of any table, as far as reading one needs it. */
typedef struct
{
  const char *id;
  double      minimum, maximum;
} Range;

static gboolean
set_number (const char *text, const char *id, const char *number, const Range *ranges,
            guint n_ranges, double *values, GError **error)
{
  const char *ids[8] = { NULL };
  g_autofree char *problem = NULL;

  for (guint i = 0; i < n_ranges && i < G_N_ELEMENTS (ids) - 1; i++)
    {
      double value;

      ids[i] = ranges[i].id;
      if (!g_str_equal (id, ranges[i].id))
        continue;
      if (dh_number_read (number, &value) && value >= ranges[i].minimum
          && value <= ranges[i].maximum)
        {
          values[i] = value;
          return TRUE;
        }
      g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                   _("--set “%s” is not possible: it takes a number from %g to %g."), text,
                   ranges[i].minimum, ranges[i].maximum);
      return FALSE;
    }
  problem = g_strdup_printf (_("--set “%s”: there is no setting “%s” here"), text, id);
  if (ids[0] != NULL)
    dh_cli_set_unknown_error (error, problem, id, ids);
  else
    g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE, _("%s, nor any other."), problem);
  return FALSE;
}

static gboolean
set_optimizer (DhCliLandscape *self, const char *text, const char *id, const char *number,
               GError **error)
{
  const DhOptimizer *optimizer = self->descent.optimizer;
  Range ranges[DH_OPTIMIZER_MAX_SETTINGS];
  guint n = 0;

  for (; n < DH_OPTIMIZER_MAX_SETTINGS && optimizer->settings[n].id != NULL; n++)
    ranges[n] = (Range) { optimizer->settings[n].id, optimizer->settings[n].minimum,
                          optimizer->settings[n].maximum };
  return set_number (text, id, number, ranges, n, self->descent.settings, error);
}

static gboolean
set_schedule (DhCliLandscape *self, const char *text, const char *id, const char *number,
              GError **error)
{
  const DhSchedule *schedule = self->descent.schedule;
  Range ranges[DH_SCHEDULE_MAX_SETTINGS];
  guint n = 0;

  for (; n < DH_SCHEDULE_MAX_SETTINGS && schedule->settings[n].id != NULL; n++)
    ranges[n] = (Range) { schedule->settings[n].id, schedule->settings[n].minimum,
                          schedule->settings[n].maximum };
  return set_number (text, id, number, ranges, n, self->descent.schedule_settings, error);
}

static gboolean
set_hill (const DhHill *hill, const char *text, const char *id, const char *number,
          double *parameters, GError **error)
{
  Range ranges[DH_HILL_MAX_PARAMETERS];
  guint n = 0;

  for (; hill != NULL && n < DH_HILL_MAX_PARAMETERS && hill->parameters[n].id != NULL; n++)
    ranges[n] = (Range) { hill->parameters[n].id, hill->parameters[n].minimum,
                          hill->parameters[n].maximum };
  return set_number (text, id, number, ranges, n, parameters, error);
}

static gboolean
set_loss (DhCliLandscape *self, const char *text, const char *loss, const char *id,
          const char *number, GError **error)
{
  gboolean used = FALSE;

  for (guint i = 0; self->uses_mix && i < self->mix.n_parts; i++)
    if (g_str_equal (self->mix.parts[i].loss, loss))
      {
        if (!dh_catalog_parse_setting (dh_catalog_find_loss (loss), id, number,
                                       self->mix.parts[i].settings, error))
          return FALSE;
        used = TRUE;
      }
  if (used)
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _("--set “%s” has no use: “%s” is neither “optimizer”, “schedule” or “hill” nor a "
                 "loss of this ground."), text, loss);
  return FALSE;
}

gboolean
dh_cli_landscape_apply (DhCliLandscape *self, const char * const *settings, const DhHill *hill,
                        double *parameters, GError **error)
{
  for (guint i = 0; settings != NULL && settings[i] != NULL; i++)
    {
      const char *text = settings[i], *number;
      g_autofree char *what = NULL, *id = NULL;
      gboolean done;

      if (!cut_setting (text, &what, &id, &number, error))
        return FALSE;
      if (g_str_equal (what, "optimizer"))
        done = set_optimizer (self, text, id, number, error);
      else if (g_str_equal (what, "schedule"))
        done = set_schedule (self, text, id, number, error);
      else if (g_str_equal (what, "hill"))
        done = set_hill (hill, text, id, number, parameters, error);
      else
        done = set_loss (self, text, what, id, number, error);
      if (!done)
        return FALSE;
    }
  return TRUE;
}
