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

/* NULL: there is none, and that was said. */
static const DhLoss *
find_loss (DhReader *reader, const char *id)
{
  const DhLoss *found = dh_loss_find (id);
  g_autofree const char **ids = NULL;
  g_autofree char *problem = NULL;
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);

  if (found != NULL)
    return found;
  ids = g_new0 (const char *, n_losses + 1);
  for (guint i = 0; i < n_losses; i++)
    ids[i] = losses[i]->id;
  problem = g_strdup_printf (_ ("There is no loss “%s”"), id);
  dh_reader_refuse_word (reader, problem, id, ids);
  return NULL;
}

/* "50%" before the loss; nothing there is 100 %. */
static gboolean
read_weight (DhReader *reader, double *weight)
{
  gsize length = strcspn (reader->rest, "%+{");
  g_autofree char *number = NULL;
  double percent;

  *weight = 1.0;
  if (reader->rest[length] != '%')
    return TRUE;
  number = dh_reader_take_until (reader, "%");
  dh_reader_take_sign (reader, '%');
  if (dh_number_read (number, &percent) && percent >= 0 && percent <= 100 * DH_MIX_MAX_WEIGHT)
    {
      *weight = percent / 100;
      return TRUE;
    }
  g_set_error (reader->error, DH_ERROR, DH_ERROR_VALUE,
               _ ("A weight of “%s %%” can’t be used: it must be a number from 0 to %.0f."), number,
               100 * DH_MIX_MAX_WEIGHT);
  return FALSE;
}

static gboolean
read_part (DhReader *reader, DhMixPart *part)
{
  g_autofree char *id = NULL;
  const DhLoss *loss;
  double weight;

  dh_reader_skip_blanks (reader);
  if (!read_weight (reader, &weight))
    return FALSE;
  id = dh_reader_take_until (reader, "+{}");
  if (id[0] == '\0')
    return dh_reader_refuse (reader);
  loss = find_loss (reader, id);
  if (loss == NULL)
    return FALSE;
  *part = dh_mix_part_make (loss->id);
  part->weight = weight;
  return dh_reader_take_settings (reader, loss->id, loss->settings, dh_loss_count_settings (loss),
                                  part->settings);
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
  g_autofree char *form = g_strdup_printf (_ ("“%s” is not a mix of losses: write mse, "
                                              "ssim_block+50%%mse or huber{delta=0.1}."),
                                           valid);
  DhReader reader = { valid, form, error };
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
  while (dh_reader_take_sign (&reader, '+'));
  if (*reader.rest != '\0')
    return dh_reader_refuse (&reader);
  if (!check_weights (&read, error))
    return FALSE;
  *mix = read;
  return TRUE;
}

/* ---- writing ---- */

const char *
dh_mix_to_text (const DhMix *mix)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < mix->n_parts; i++)
    {
      const DhMixPart *part = &mix->parts[i], plain = dh_mix_part_make (part->loss);
      const DhLoss *loss = dh_loss_find (part->loss);
      g_autofree char *percent = dh_number_print (part->weight, 100);

      if (i > 0)
        g_string_append_c (text, '+');
      if (part->weight != 1.0)
        g_string_append_printf (text, "%s%%", percent);
      g_string_append (text, part->loss);
      dh_settings_append_text (text, loss->settings, dh_loss_count_settings (loss), plain.settings,
                               part->settings);
    }
  return g_intern_string (text->str);
}

static void
append_name (GString *name, const DhMixPart *part)
{
  const DhMixPart plain = dh_mix_part_make (part->loss);
  const DhLoss *loss = dh_loss_find (part->loss);

  if (part->weight != 1.0)
    /* Translators: a weight before a loss's name: "50 % MSE" */
    g_string_append_printf (name, _ ("%.4g %% "), 100 * part->weight);
  g_string_append (name, _ (loss->name));
  dh_settings_append_name (name, loss->settings, dh_loss_count_settings (loss), plain.settings,
                           part->settings);
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
