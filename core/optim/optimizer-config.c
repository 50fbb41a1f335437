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
#include "core/base/words.h"

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

typedef struct
{
  DhReader words;
  const char *text; /* all of it, valid UTF-8 */
  GError **error;
} Reader;

/* Always FALSE. */
static gboolean
refuse_form (Reader *self)
{
  g_set_error (self->error, DH_ERROR, DH_ERROR_VALUE,
               _ ("“%s” is not an optimizer: write adam, adam{beta1=0.9} or "
                  "sgd/cosine{over=500}/warm_up=50."),
               self->text);
  return FALSE;
}

/* Always FALSE. */
static gboolean
refuse_word (Reader *self, const char *problem, const char *word, const char *const *words)
{
  g_autofree char *answer = dh_words_answer (problem, word, words);

  g_set_error_literal (self->error, DH_ERROR, DH_ERROR_VALUE, answer);
  return FALSE;
}

/* Where settings stand in braces. */
static gboolean
read_settings (Reader *self, const char *owner, const DhSetting *settings, guint n_settings,
               double *values)
{
  if (!dh_reader_take_sign (&self->words, '{'))
    return TRUE;
  do
    {
      g_autofree char *id = NULL, *number = NULL;

      if (!dh_reader_take_setting (&self->words, &id, &number))
        return refuse_form (self);
      if (!dh_setting_read (owner, settings, n_settings, id, number, values, self->error))
        return FALSE;
    }
  while (dh_reader_take_sign (&self->words, ','));
  return dh_reader_take_sign (&self->words, '}') || refuse_form (self);
}

static gboolean
refuse_optimizer (Reader *self, const char *id)
{
  guint n;
  const DhOptimizer *const *optimizers = dh_optimizers_get (&n);
  g_autofree const char **ids = g_new0 (const char *, n + 1);
  g_autofree char *problem = g_strdup_printf (_ ("There is no optimizer “%s”"), id);

  for (guint i = 0; i < n; i++)
    ids[i] = optimizers[i]->id;
  return refuse_word (self, problem, id, ids);
}

static gboolean
read_optimizer (Reader *self, DhOptimizerUser who, DhOptimizerConfig *optimizer_config)
{
  g_autofree char *id = dh_reader_take_until (&self->words, "{}/");
  const DhOptimizer *found = dh_optimizer_find (id);

  if (id[0] == '\0')
    return refuse_form (self);
  if (found == NULL)
    return refuse_optimizer (self, id);
  *optimizer_config = dh_optimizer_config_make (found, who);
  return read_settings (self, found->id, found->settings, dh_optimizer_count_settings (found),
                        optimizer_config->settings);
}

/* What may follow a "/" is a schedule or the warm-up: both are proposed. */
static gboolean
refuse_schedule (Reader *self, const char *id)
{
  guint n;
  const DhSchedule *const *schedules = dh_schedules_get (&n);
  g_autofree const char **ids = g_new0 (const char *, n + 2);
  g_autofree char *problem = g_strdup_printf (_ ("There is no schedule “%s”"), id);

  for (guint i = 0; i < n; i++)
    ids[i] = schedules[i]->id;
  ids[n] = WARM_UP "=50";
  return refuse_word (self, problem, id, ids);
}

static gboolean
read_schedule (Reader *self, const char *id, DhOptimizerConfig *optimizer_config)
{
  const DhSchedule *found = dh_schedule_find (id);

  if (found == NULL)
    return refuse_schedule (self, id);
  optimizer_config->schedule = found;
  dh_schedule_get_defaults (found, optimizer_config->schedule_settings);
  return read_settings (self, found->id, found->settings, dh_schedule_count_settings (found),
                        optimizer_config->schedule_settings);
}

static gboolean
read_warm_up (Reader *self, DhOptimizerConfig *optimizer_config)
{
  const DhSetting setting = { WARM_UP, .maximum = LONGEST_WARM_UP, .step = 1 };
  g_autofree char *number = dh_reader_take_until (&self->words, "/");
  double updates;

  if (!dh_setting_read (optimizer_config->optimizer->id, &setting, 1, WARM_UP, number, &updates,
                        self->error))
    return FALSE;
  optimizer_config->warm_up = (guint) updates;
  return TRUE;
}

gboolean
dh_optimizer_config_parse (const char *text, DhOptimizerUser who,
                           DhOptimizerConfig *optimizer_config, GError **error)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  Reader reader = { { valid }, valid, error };
  gboolean scheduled = FALSE, warmed = FALSE;
  DhOptimizerConfig read;

  if (!read_optimizer (&reader, who, &read))
    return FALSE;
  while (dh_reader_take_sign (&reader.words, '/'))
    {
      g_autofree char *id = dh_reader_take_until (&reader.words, "{}/=");
      gboolean warms = g_str_equal (id, WARM_UP) && dh_reader_take_sign (&reader.words, '=');
      gboolean *seen = warms ? &warmed : &scheduled;

      if (*seen)
        return refuse_form (&reader);
      *seen = TRUE;
      if (!(warms ? read_warm_up (&reader, &read) : read_schedule (&reader, id, &read)))
        return FALSE;
    }
  if (*reader.words.rest != '\0')
    return refuse_form (&reader);
  *optimizer_config = read;
  return TRUE;
}

/* ---- writing ---- */

/* A setting that is not what a plain optimizer has. */
typedef struct
{
  const char *id, *name;
  double value;
} Change;

/* plain: the values that aren't written. */
static guint
list_changes (const DhSetting *settings, guint n_settings, const double *plain,
              const double *values, Change *changes)
{
  guint n = 0;

  for (guint i = 0; i < n_settings; i++)
    if (values[i] != plain[i])
      changes[n++] = (Change) { settings[i].id, settings[i].name, values[i] };
  return n;
}

static guint
list_optimizer_changes (const DhOptimizerConfig *optimizer_config, DhOptimizerUser who,
                        Change *changes)
{
  const DhOptimizer *optimizer = optimizer_config->optimizer;
  double plain[DH_OPTIMIZER_MAX_SETTINGS];

  dh_optimizer_get_defaults (optimizer, who, plain);
  return list_changes (optimizer->settings, dh_optimizer_count_settings (optimizer), plain,
                       optimizer_config->settings, changes);
}

static guint
list_schedule_changes (const DhOptimizerConfig *optimizer_config, Change *changes)
{
  const DhSchedule *schedule = optimizer_config->schedule;
  double plain[DH_SCHEDULE_MAX_SETTINGS];

  dh_schedule_get_defaults (schedule, plain);
  return list_changes (schedule->settings, dh_schedule_count_settings (schedule), plain,
                       optimizer_config->schedule_settings, changes);
}

static gboolean
is_constant (const DhOptimizerConfig *optimizer_config)
{
  return optimizer_config->schedule == dh_schedule_get_constant ();
}

static void
write_changes (GString *text, const Change *changes, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = dh_number_print (changes[i].value, 1);

      g_string_append_printf (text, "%c%s=%s", i > 0 ? ',' : '{', changes[i].id, number);
    }
  if (n > 0)
    g_string_append_c (text, '}');
}

const char *
dh_optimizer_config_to_text (const DhOptimizerConfig *optimizer_config, DhOptimizerUser who)
{
  g_autoptr (GString) text = g_string_new (optimizer_config->optimizer->id);
  Change changes[MAX (DH_OPTIMIZER_MAX_SETTINGS, DH_SCHEDULE_MAX_SETTINGS)];

  write_changes (text, changes, list_optimizer_changes (optimizer_config, who, changes));
  if (!is_constant (optimizer_config))
    {
      g_string_append_printf (text, "/%s", optimizer_config->schedule->id);
      write_changes (text, changes, list_schedule_changes (optimizer_config, changes));
    }
  if (optimizer_config->warm_up > 0)
    g_string_append_printf (text, "/" WARM_UP "=%u", optimizer_config->warm_up);
  return g_intern_string (text->str);
}

/* " (β₁ = 0.9)": of "β₁, first-moment decay" the sign, which stands before the comma. */
static void
name_changes (GString *name, const Change *changes, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const char *sign = _ (changes[i].name);

      g_string_append (name, i > 0 ? ", " : " (");
      g_string_append_len (name, sign, strcspn (sign, ","));
      g_string_append_printf (name, " = %.6g", changes[i].value);
    }
  if (n > 0)
    g_string_append_c (name, ')');
}

char *
dh_optimizer_config_dup_name (const DhOptimizerConfig *optimizer_config, DhOptimizerUser who)
{
  GString *name = g_string_new (_ (optimizer_config->optimizer->name));
  Change changes[MAX (DH_OPTIMIZER_MAX_SETTINGS, DH_SCHEDULE_MAX_SETTINGS)];

  name_changes (name, changes, list_optimizer_changes (optimizer_config, who, changes));
  if (!is_constant (optimizer_config))
    {
      g_string_append_printf (name, ", %s", _ (optimizer_config->schedule->name));
      name_changes (name, changes, list_schedule_changes (optimizer_config, changes));
    }
  if (optimizer_config->warm_up > 0)
    /* Translators: after an optimizer's name: "Adam, Cosine, warm-up 50" */
    g_string_append_printf (name, _ (", warm-up %u"), optimizer_config->warm_up);
  return g_string_free (name, FALSE);
}
