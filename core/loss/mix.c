/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A mix of losses as a value, as a text and as a name.
 *
 *     mix  = part { "+" part }
 *     part = [ number "%" ] loss [ "{" setting "=" number { "," setting "=" number } "}" ]
 *
 * The text is used in properties, requests, files and on the command line.  It has one canonical
 * form for each mix and is interned, so that two mixes can be compared by pointer.  There is no
 * colon in it, because on the command line a colon ends a lane's loss.  Blanks between the words
 * are ignored.
 */
#include "core/loss/mix.h"

#include "core/base/error.h"
#include "core/base/number.h"
#include "core/base/reader.h"
#include "core/base/words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

DhMixPart
dh_mix_part_make (const char *loss)
{
  const DhLoss *line = dh_loss_find (loss);
  DhMixPart part = { .weight = 1.0 };

  g_assert (line != NULL);
  part.loss = line->id;
  dh_loss_get_defaults (line, part.settings);
  return part;
}

static gboolean
is_same_part (const DhMixPart *a, const DhMixPart *b)
{
  return a->loss == b->loss && a->weight == b->weight
         && memcmp (a->settings, b->settings, sizeof a->settings) == 0;
}

gboolean
dh_mix_equal (const DhMix *a, const DhMix *b)
{
  if (a->n_parts != b->n_parts)
    return FALSE;
  for (guint i = 0; i < a->n_parts; i++)
    if (!is_same_part (&a->parts[i], &b->parts[i]))
      return FALSE;
  return TRUE;
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
               _ ("“%s” is not a mix of losses: write mse, ssim_block+50%%mse or "
                  "huber{delta=0.1}."),
               self->text);
  return FALSE;
}

static const DhLoss *
find_loss (Reader *self, const char *id)
{
  const DhLoss *found = dh_loss_find (id);
  g_autofree const char **ids = NULL;
  g_autofree char *problem = NULL, *answer = NULL;
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);

  if (found != NULL)
    return found;
  ids = g_new0 (const char *, n_losses + 1);
  for (guint i = 0; i < n_losses; i++)
    ids[i] = losses[i]->id;
  problem = g_strdup_printf (_ ("There is no loss “%s”"), id);
  answer = dh_words_answer (problem, id, ids);
  g_set_error_literal (self->error, DH_ERROR, DH_ERROR_VALUE, answer);
  return NULL;
}

/* "50%" before the loss; nothing there is 100 %. */
static gboolean
read_weight (Reader *self, double *weight)
{
  gsize length = strcspn (self->words.rest, "%+{");
  g_autofree char *number = NULL;
  double percent;

  *weight = 1.0;
  if (self->words.rest[length] != '%')
    return TRUE;
  number = dh_reader_take_until (&self->words, "%");
  dh_reader_take_sign (&self->words, '%');
  if (dh_number_read (number, &percent) && percent >= 0 && percent <= 100 * DH_MIX_MAX_WEIGHT)
    {
      *weight = percent / 100;
      return TRUE;
    }
  g_set_error (self->error, DH_ERROR, DH_ERROR_VALUE,
               _ ("A weight of “%s %%” can’t be used: it must be a number from 0 to %.0f."), number,
               100 * DH_MIX_MAX_WEIGHT);
  return FALSE;
}

/* What stands in braces, the first of which is taken. */
static gboolean
read_settings (Reader *self, const DhLoss *loss, double *settings)
{
  do
    {
      g_autofree char *id = NULL, *number = NULL;

      if (!dh_reader_take_setting (&self->words, &id, &number))
        return refuse_form (self);
      if (!dh_setting_read (loss->id, loss->settings, dh_loss_count_settings (loss), id, number,
                            settings, self->error))
        return FALSE;
    }
  while (dh_reader_take_sign (&self->words, ','));
  return dh_reader_take_sign (&self->words, '}') || refuse_form (self);
}

static gboolean
read_part (Reader *self, DhMixPart *part)
{
  g_autofree char *id = NULL;
  const DhLoss *loss;
  double weight;

  dh_reader_skip_blanks (&self->words);
  if (!read_weight (self, &weight))
    return FALSE;
  id = dh_reader_take_until (&self->words, "+{}");
  if (id[0] == '\0')
    return refuse_form (self);
  loss = find_loss (self, id);
  if (loss == NULL)
    return FALSE;
  *part = dh_mix_part_make (loss->id);
  part->weight = weight;
  return !dh_reader_take_sign (&self->words, '{') || read_settings (self, loss, part->settings);
}

static gboolean
check_weights (const DhMix *mix, GError **error)
{
  for (guint i = 0; i < mix->n_parts; i++)
    if (mix->parts[i].weight > 0)
      return TRUE;
  g_set_error_literal (error, DH_ERROR, DH_ERROR_VALUE,
                       /* xgettext:no-c-format */
                       _ ("The weights of a mix can’t all be 0 %: give one of its losses more."));
  return FALSE;
}

gboolean
dh_mix_parse (const char *text, DhMix *mix, GError **error)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  Reader reader = { { valid }, valid, error };
  DhMix read = { 0 };

  do
    {
      if (read.n_parts == DH_MIX_MAX_PARTS)
        {
          g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
                       _ ("“%s” has too many parts: a mix has at most %d losses."), valid,
                       DH_MIX_MAX_PARTS);
          return FALSE;
        }
      if (!read_part (&reader, &read.parts[read.n_parts++]))
        return FALSE;
    }
  while (dh_reader_take_sign (&reader.words, '+'));
  if (*reader.words.rest != '\0')
    return refuse_form (&reader);
  if (!check_weights (&read, error))
    return FALSE;
  *mix = read;
  return TRUE;
}

/* ---- writing ---- */

static void
append_settings (GString *text, const DhMixPart *part)
{
  const DhLoss *loss = dh_loss_find (part->loss);
  char before = '{';

  for (guint i = 0; i < dh_loss_count_settings (loss); i++)
    if (part->settings[i] != loss->settings[i].value)
      {
        g_autofree char *number = dh_number_print (part->settings[i], 1);

        g_string_append_printf (text, "%c%s=%s", before, loss->settings[i].id, number);
        before = ',';
      }
  if (before == ',')
    g_string_append_c (text, '}');
}

const char *
dh_mix_to_text (const DhMix *mix)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < mix->n_parts; i++)
    {
      const DhMixPart *part = &mix->parts[i];
      g_autofree char *percent = dh_number_print (part->weight, 100);

      if (i > 0)
        g_string_append_c (text, '+');
      if (part->weight != 1.0)
        g_string_append_printf (text, "%s%%", percent);
      g_string_append (text, part->loss);
      append_settings (text, part);
    }
  return g_intern_string (text->str);
}

/* "δ" of "Threshold δ": the sign that stands in the formula, where the name ends with one. */
static const char *
get_sign (const char *name)
{
  const char *last = strrchr (name, ' ');

  return last != NULL && g_utf8_strlen (last + 1, -1) == 1 ? last + 1 : name;
}

static char *
dup_settings_name (const DhMixPart *part)
{
  const DhLoss *loss = dh_loss_find (part->loss);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < dh_loss_count_settings (loss); i++)
    if (part->settings[i] != loss->settings[i].value)
      {
        const DhSetting *setting = &loss->settings[i];
        const char *unit = setting->unit != NULL && setting->unit[0] != '\0' ? _ (setting->unit)
                                                                             : "";

        g_string_append_printf (list, "%s%s = %.4g%s%s", list->len > 0 ? ", " : "",
                                get_sign (_ (setting->name)), part->settings[i],
                                unit[0] != '\0' ? " " : "", unit);
      }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static void
append_name (GString *name, const DhMixPart *part)
{
  g_autofree char *settings = dup_settings_name (part);

  if (part->weight != 1.0)
    /* Translators: a weight before a loss's name: "50 % MSE" */
    g_string_append_printf (name, _ ("%.4g %% "), 100 * part->weight);
  g_string_append (name, _ (dh_loss_find (part->loss)->name));
  if (settings[0] != '\0')
    g_string_append_printf (name, " (%s)", settings);
}

char *
dh_mix_dup_name (const DhMix *mix)
{
  GString *name = g_string_new (NULL);

  for (guint i = 0; i < mix->n_parts; i++)
    {
      if (i > 0)
        g_string_append (name, " + ");
      append_name (name, &mix->parts[i]);
    }
  return g_string_free (name, FALSE);
}
