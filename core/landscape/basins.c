/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The basins of a ground, as a value and in a sentence.
 */
#include "core/landscape/basins-maker.h"

#include <glib/gi18n-lib.h>

#include <math.h>

DhBasins *
dh_basins_new (DhGround *ground, const DhDescentConfig *config, DhTerrain *terrain,
               const int *cancelled)
{
  DhBasinsMaker *maker = dh_basins_maker_new (ground, config, terrain);
  guint n = dh_basins_maker_get_n_starts (maker);
  DhBasins *basins;

  dh_basins_maker_go_on (maker, n, cancelled);
  basins = dh_basins_maker_get_n_done (maker) == n ? dh_basins_maker_publish (maker) : NULL;
  dh_basins_maker_free (maker);
  return basins;
}

DhBasins *
dh_basins_ref (DhBasins *self)
{
  atomic_fetch_add (&self->n_refs, 1);
  return self;
}

void
dh_basins_unref (DhBasins *self)
{
  if (self == NULL || atomic_fetch_sub (&self->n_refs, 1) != 1)
    return;
  g_free (self->ends);
  g_free (self->shares);
  g_free (self);
}

double
dh_basins_get_share (const DhBasins *self, int end)
{
  if (end >= 0)
    return (guint) end < self->n_valleys ? self->shares[end] : 0;
  if (end == DH_BASINS_UNKNOWN)
    return 0;
  return self->shares[self->n_valleys + (end == DH_BASINS_DIVERGED)];
}

/* A share is only shown as 0 % or 100 % if it is exactly that. */
static char *
dup_percent (double share)
{
  double percent = CLAMP (round (100 * share), share > 0 ? 1 : 0, share < 1 - 1e-9 ? 99 : 100);

  /* Translators: a percentage */
  return g_strdup_printf (_ ("%.0f %%"), percent);
}

/* part: (transfer full) */
static void
add (GString *text, char *part)
{
  /* Translators: between the parts of a list: "62 % of the starts …, 8 % diverge" */
  g_string_append_printf (text, "%s%s", text->len > 0 ? _ (", ") : "", part);
  g_free (part);
}

/* Returns how many of the valleys from first to end - 1 are the end of any start; *share: the
 * share of starts that end in them. */
static guint
count_valleys (const DhBasins *self, guint first, guint end, double *share)
{
  guint n = 0;

  *share = 0;
  for (guint i = first; i < end; i++)
    {
      n += self->shares[i] > 0;
      *share += self->shares[i];
    }
  return n;
}

static char *
dup_others (guint n, double share)
{
  g_autofree char *percent = dup_percent (share);

  /* Translators: the first is "31 %" */
  return g_strdup_printf (ngettext ("%s in %u other valley", "%s in %u other valleys", n), percent,
                          n);
}

static char *
dup_deepest (guint n, double share)
{
  g_autofree char *percent = dup_percent (share);

  if (n == 0)
    return g_strdup (_ ("No start ends in the deepest valley"));
  if (n == 1)
    /* Translators: %s is "62 %" */
    return g_strdup_printf (_ ("%s of the starts end in the deepest valley"), percent);
  /* Translators: %s is "62 %"; there are several of the same depth */
  return g_strdup_printf (ngettext ("%s of the starts end in %u of the deepest valleys",
                                    "%s of the starts end in the %u deepest valleys", n),
                          percent, n);
}

char *
dh_basins_describe (const DhBasins *self)
{
  GString *text = g_string_new (NULL);
  g_autofree char *nowhere = dup_percent (dh_basins_get_share (self, DH_BASINS_NOWHERE));
  g_autofree char *diverged = dup_percent (dh_basins_get_share (self, DH_BASINS_DIVERGED));
  double deepest, others;
  guint n_deepest = count_valleys (self, 0, self->n_deepest, &deepest);
  guint n_others = count_valleys (self, self->n_deepest, self->n_valleys, &others);

  if (self->n_done == 0)
    add (text, g_strdup (_ ("No start has been computed yet")));
  else
    add (text, dup_deepest (n_deepest, deepest));
  if (n_others > 0)
    add (text, dup_others (n_others, others));
  if (dh_basins_get_share (self, DH_BASINS_NOWHERE) > 0)
    /* Translators: %s is "5 %"; of the starts */
    add (text, g_strdup_printf (_ ("%s don’t settle"), nowhere));
  if (dh_basins_get_share (self, DH_BASINS_DIVERGED) > 0)
    /* Translators: %s is "8 %"; of the starts */
    add (text, g_strdup_printf (_ ("%s diverge"), diverged));
  return g_string_free (text, FALSE);
}
