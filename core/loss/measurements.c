/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The figures in the descriptions of the losses.
 *
 * A measured figure becomes wrong when a loss, a model or the faces change.  So the sentences
 * contain names of figures, and all figures come from one file that a program writes: after such a
 * change, run it again; the translations need no change.
 */
#include "core/loss/measurements.h"

#include <string.h>

static const DhMeasurement measurements[] = {
#define MEASURED(name, value, digits) { name, value, digits },
#include "core/loss/measurements.inc"
#undef MEASURED
};

const DhMeasurement *
dh_measurements_get (guint *n_measurements)
{
  *n_measurements = G_N_ELEMENTS (measurements);
  return measurements;
}

static const DhMeasurement *
find (const char *name, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (measurements); i++)
    if (strlen (measurements[i].name) == length
        && strncmp (measurements[i].name, name, length) == 0)
      return &measurements[i];
  return NULL;
}

/* GLib's interned strings would do as well, but their table is for names: a program with more than
 * two thousand of them leaves the smaller table behind. */
static const char *
keep (char *text)
{
  static GMutex lock;
  static GHashTable *kept;
  const char *known;

  g_mutex_lock (&lock);
  if (kept == NULL)
    kept = g_hash_table_new (g_str_hash, g_str_equal);
  known = g_hash_table_lookup (kept, text);
  if (known == NULL)
    {
      g_hash_table_add (kept, text);
      known = text;
    }
  else
    g_free (text);
  g_mutex_unlock (&lock);
  return known;
}

const char *
dh_measurements_fill (const char *sentence)
{
  GString *filled = g_string_new (NULL);
  const char *open, *close;

  while ((open = strchr (sentence, '{')) != NULL && (close = strchr (open, '}')) != NULL)
    {
      const DhMeasurement *measurement = find (open + 1, close - open - 1);

      g_string_append_len (filled, sentence, open - sentence);
      if (measurement != NULL)
        g_string_append_printf (filled, "%.*f", measurement->digits, measurement->value);
      else
        g_string_append_len (filled, open, close + 1 - open);
      sentence = close + 1;
    }
  g_string_append (filled, sentence);
  return keep (g_string_free (filled, FALSE));
}
