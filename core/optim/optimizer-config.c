/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An optimizer with its settings and schedule as a value, as a text and as a name.
 *
 *     config   = optimizer [ settings ] { "/" part }
 *     part     = schedule [ settings ] | "warm_up" "=" number
 *     settings = "{" setting "=" number { "," setting "=" number } "}"
 *
 * Like a mix, a configuration is passed around as a text with one canonical form, which is
 * interned, so that two can be compared by pointer.  Each kind of part may occur once, in any
 * order.  There is no colon in it: on the command line, a colon separates the parts of a lane.
 *
 * Rejected: the learning rate as a part of the optimizer.  It has a slider of its own, lanes differ
 * in it most often, and it may be a ground's default.
 */
#include "core/optim/optimizer-config.h"

#include "core/base/error.h"
#include "core/base/number.h"
#include "core/base/reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define WARM_UP         "warm_up"
#define LONGEST_WARM_UP 1e9

DhOptimizerConfig
dh_optimizer_config_make (const DhOptimizer *optimizer, DhOptimizerUser who)
{
  DhOptimizerConfig optimizer_config = { .optimizer = optimizer,
                                         .schedule = dh_schedule_get_constant () };

  dh_optimizer_get_defaults (optimizer, who, optimizer_config.settings);
  dh_schedule_get_defaults (optimizer_config.schedule, optimizer_config.schedule_settings);
  return optimizer_config;
}

gboolean
dh_optimizer_config_equal (const DhOptimizerConfig *a, const DhOptimizerConfig *b)
{
  return a->optimizer == b->optimizer && a->schedule == b->schedule && a->warm_up == b->warm_up
         && memcmp (a->settings, b->settings, sizeof a->settings) == 0
         && memcmp (a->schedule_settings, b->schedule_settings, sizeof a->schedule_settings) == 0;
}

double
dh_optimizer_config_get_rate (const DhOptimizerConfig *optimizer_config, double learning_rate,
                              guint64 t)
{
  return learning_rate
         * dh_schedule_get_factor (optimizer_config->schedule, optimizer_config->schedule_settings,
                                   optimizer_config->warm_up, t);
}

/* ---- reading ---- */

static gboolean
refuse_optimizer (DhReader *reader, const char *id)
{
  guint n;
  const DhOptimizer *const *optimizers = dh_optimizers_get (&n);
  g_autofree const char **ids = g_new0 (const char *, n + 1);
  g_autofree char *problem = g_strdup_printf (_ ("There is no optimizer “%s”"), id);

  for (guint i = 0; i < n; i++)
    ids[i] = optimizers[i]->id;
  return dh_reader_refuse_word (reader, problem, id, ids);
}

static gboolean
read_optimizer (DhReader *reader, DhOptimizerUser who, DhOptimizerConfig *optimizer_config)
{
  g_autofree char *id = dh_reader_take_until (reader, "{}/");
  const DhOptimizer *found = dh_optimizer_find (id);

  if (id[0] == '\0')
    return dh_reader_refuse (reader);
  if (found == NULL)
    return refuse_optimizer (reader, id);
  *optimizer_config = dh_optimizer_config_make (found, who);
  return dh_reader_take_settings (reader, found->id, found->settings,
                                  dh_optimizer_count_settings (found), optimizer_config->settings);
}

/* What may follow a "/" is a schedule or the warm-up: both are proposed. */
static gboolean
refuse_schedule (DhReader *reader, const char *id)
{
  guint n;
  const DhSchedule *const *schedules = dh_schedules_get (&n);
  g_autofree const char **ids = g_new0 (const char *, n + 2);
  g_autofree char *problem = g_strdup_printf (_ ("There is no schedule “%s”"), id);

  for (guint i = 0; i < n; i++)
    ids[i] = schedules[i]->id;
  ids[n] = WARM_UP "=50";
  return dh_reader_refuse_word (reader, problem, id, ids);
}

static gboolean
read_schedule (DhReader *reader, const char *id, DhOptimizerConfig *optimizer_config)
{
  const DhSchedule *found = dh_schedule_find (id);

  if (found == NULL)
    return refuse_schedule (reader, id);
  optimizer_config->schedule = found;
  dh_schedule_get_defaults (found, optimizer_config->schedule_settings);
  return dh_reader_take_settings (reader, found->id, found->settings,
                                  dh_schedule_count_settings (found),
                                  optimizer_config->schedule_settings);
}

static gboolean
read_warm_up (DhReader *reader, DhOptimizerConfig *optimizer_config)
{
  const DhSetting setting = { WARM_UP, .maximum = LONGEST_WARM_UP, .step = 1 };
  g_autofree char *number = dh_reader_take_until (reader, "/");
  double updates;

  if (!dh_setting_read (optimizer_config->optimizer->id, &setting, 1, WARM_UP, number, &updates,
                        reader->error))
    return FALSE;
  optimizer_config->warm_up = (guint) updates;
  return TRUE;
}

gboolean
dh_optimizer_config_parse (const char *text, DhOptimizerUser who,
                           DhOptimizerConfig *optimizer_config, GError **error)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *form = g_strdup_printf (_ (
                                             "“%s” is not an optimizer: write adam, "
                                             "adam{beta1=0.9} or sgd/cosine{over=500}/warm_up=50."),
                                           valid);
  DhReader reader = { valid, form, error };
  gboolean scheduled = FALSE, warmed = FALSE;
  DhOptimizerConfig read;

  if (!read_optimizer (&reader, who, &read))
    return FALSE;
  while (dh_reader_take_sign (&reader, '/'))
    {
      g_autofree char *id = dh_reader_take_until (&reader, "{}/=");
      gboolean warms = g_str_equal (id, WARM_UP) && dh_reader_take_sign (&reader, '=');
      gboolean *seen = warms ? &warmed : &scheduled;

      if (*seen)
        return dh_reader_refuse (&reader);
      *seen = TRUE;
      if (!(warms ? read_warm_up (&reader, &read) : read_schedule (&reader, id, &read)))
        return FALSE;
    }
  if (*reader.rest != '\0')
    return dh_reader_refuse (&reader);
  *optimizer_config = read;
  return TRUE;
}

/* ---- writing ---- */

static gboolean
is_constant (const DhOptimizerConfig *optimizer_config)
{
  return optimizer_config->schedule == dh_schedule_get_constant ();
}

/* Appends what differs from the defaults, as text or as name. */
typedef void (*Append) (GString *text, const DhSetting *settings, guint n_settings,
                        const double *plain, const double *values);

static void
append_settings (GString *text, const DhOptimizerConfig *optimizer_config, DhOptimizerUser who,
                 Append append)
{
  const DhOptimizer *optimizer = optimizer_config->optimizer;
  double plain[DH_OPTIMIZER_MAX_SETTINGS];

  dh_optimizer_get_defaults (optimizer, who, plain);
  append (text, optimizer->settings, dh_optimizer_count_settings (optimizer), plain,
          optimizer_config->settings);
}

static void
append_schedule_settings (GString *text, const DhOptimizerConfig *optimizer_config, Append append)
{
  const DhSchedule *schedule = optimizer_config->schedule;
  double plain[DH_SCHEDULE_MAX_SETTINGS];

  dh_schedule_get_defaults (schedule, plain);
  append (text, schedule->settings, dh_schedule_count_settings (schedule), plain,
          optimizer_config->schedule_settings);
}

const char *
dh_optimizer_config_to_text (const DhOptimizerConfig *optimizer_config, DhOptimizerUser who)
{
  g_autoptr (GString) text = g_string_new (optimizer_config->optimizer->id);

  append_settings (text, optimizer_config, who, dh_settings_append_text);
  if (!is_constant (optimizer_config))
    {
      g_string_append_printf (text, "/%s", optimizer_config->schedule->id);
      append_schedule_settings (text, optimizer_config, dh_settings_append_text);
    }
  if (optimizer_config->warm_up > 0)
    g_string_append_printf (text, "/" WARM_UP "=%u", optimizer_config->warm_up);
  return g_intern_string (text->str);
}

char *
dh_optimizer_config_dup_name (const DhOptimizerConfig *optimizer_config, DhOptimizerUser who)
{
  GString *name = g_string_new (_ (optimizer_config->optimizer->name));

  append_settings (name, optimizer_config, who, dh_settings_append_name);
  if (!is_constant (optimizer_config))
    {
      g_string_append_printf (name, ", %s", _ (optimizer_config->schedule->name));
      append_schedule_settings (name, optimizer_config, dh_settings_append_name);
    }
  if (optimizer_config->warm_up > 0)
    /* Translators: after an optimizer's name: "Adam, Cosine, warm-up 50" */
    g_string_append_printf (name, _ (", warm-up %u"), optimizer_config->warm_up);
  return g_string_free (name, FALSE);
}
