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

/* One copy of each text, for as long as the program runs.  Not among GLib's interned strings: their
 * table is for names, and beyond two thousand of them GLib leaves the smaller table behind. */
static const char *
keep (const char *text)
{
  static GMutex lock;
  static GStringChunk *texts;
  const char *kept;

  g_mutex_lock (&lock);
  if (texts == NULL)
    texts = g_string_chunk_new (4096);
  kept = g_string_chunk_insert_const (texts, text);
  g_mutex_unlock (&lock);
  return kept;
}

const char *
dh_measurements_fill (const char *sentence)
{
  g_autoptr (GString) filled = g_string_new (NULL);
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
  return keep (filled->str);
}
