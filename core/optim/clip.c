/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How gradients are limited, as a value and as a text.
 */
#include "core/optim/clip.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/number.h"

#define MAX_PERCENTILE 100.0

static const struct
{
  const char *id;
  double usual;
} kinds[DH_N_CLIPS] = {
  [DH_CLIP_NONE] = { "none", 0 },
  [DH_CLIP_NORM] = { "norm", 1 },
  [DH_CLIP_VALUE] = { "value", 0.01 },
  [DH_CLIP_AUTOMATIC] = { "auto", 10 },
};

DhClip
dh_clip_make (DhClipKind kind, double bound)
{
  return bound > 0 ? (DhClip) { kind, bound } : (DhClip) { DH_CLIP_NONE, 0 };
}

DhClip
dh_clip_make_usual (DhClipKind kind)
{
  return (DhClip) { kind, kinds[kind].usual };
}

gboolean
dh_clip_equal (const DhClip *a, const DhClip *b)
{
  return a->kind == b->kind && a->bound == b->bound;
}

gboolean
dh_clip_is_valid (const DhClip *clip)
{
  if (clip->kind == DH_CLIP_NONE)
    return clip->bound == 0;
  return clip->kind < DH_N_CLIPS && isfinite (clip->bound) && clip->bound > 0
         && (clip->kind != DH_CLIP_AUTOMATIC || clip->bound <= MAX_PERCENTILE);
}

static gboolean
refuse (const char *text, GError **error)
{
  g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
               _ ("Clipping must be none, norm=NUMBER or value=NUMBER with a number above 0, or "
                  "auto or auto=PERCENTILE with a number above 0 up to 100, not “%s”."),
               text);
  return FALSE;
}

gboolean
dh_clip_parse (const char *text, DhClip *clip, GError **error)
{
  const char *equals = strchr (text, '=');
  const gsize length = equals != NULL ? (gsize) (equals - text) : strlen (text);
  DhClip read = { DH_N_CLIPS, 0 };

  for (DhClipKind kind = 0; kind < DH_N_CLIPS; kind++)
    if (strlen (kinds[kind].id) == length && strncmp (kinds[kind].id, text, length) == 0)
      read = dh_clip_make_usual (kind);
  if (equals != NULL && (read.kind == DH_CLIP_NONE || !dh_number_read (equals + 1, &read.bound)))
    return refuse (text, error);
  /* A bound that is left out is a choice only where the paper makes it. */
  if (equals == NULL && read.kind != DH_CLIP_NONE && read.kind != DH_CLIP_AUTOMATIC)
    return refuse (text, error);
  if (!dh_clip_is_valid (&read))
    return refuse (text, error);
  *clip = read;
  return TRUE;
}

char *
dh_clip_dup_text (const DhClip *clip)
{
  const DhClip usual = dh_clip_make_usual (clip->kind);
  g_autofree char *bound = NULL;

  if (clip->kind == DH_CLIP_NONE
      || (clip->kind == DH_CLIP_AUTOMATIC && dh_clip_equal (clip, &usual)))
    return g_strdup (kinds[clip->kind].id);
  bound = dh_number_print (clip->bound, 1);
  return g_strdup_printf ("%s=%s", kinds[clip->kind].id, bound);
}

char *
dh_clip_dup_name (const DhClip *clip)
{
  switch (clip->kind)
    {
    case DH_CLIP_NORM:
      /* Translators: gradient clipping, in a list of settings: the largest norm */
      return g_strdup_printf (_ ("norm %g"), clip->bound);
    case DH_CLIP_VALUE:
      /* Translators: gradient clipping, in a list of settings: the largest entry */
      return g_strdup_printf (_ ("value %g"), clip->bound);
    case DH_CLIP_AUTOMATIC:
      /* Translators: gradient clipping, in a list of settings: which percentile of the norms */
      return g_strdup_printf (_ ("automatic, percentile %g"), clip->bound);
    default:
      /* Translators: gradient clipping */
      return g_strdup (_ ("off"));
    }
}

double
dh_clip_to_number (const DhClip *clip)
{
  return clip->kind == DH_CLIP_NONE ? 0 : clip->kind == DH_CLIP_NORM ? clip->bound : -1;
}

gboolean
dh_clip_from_number (double number, DhClip *clip)
{
  if (!isfinite (number) || number < 0)
    return FALSE;
  *clip = dh_clip_make (DH_CLIP_NORM, number);
  return TRUE;
}
