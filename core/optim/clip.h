/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a gradient is limited before an optimizer sees it. */
typedef enum
{
  DH_CLIP_NONE,
  DH_CLIP_NORM,      /* bound: the largest norm of each tensor's gradient */
  DH_CLIP_VALUE,     /* bound: the largest magnitude of each entry */
  DH_CLIP_AUTOMATIC, /* bound: a percentile of the whole gradient's recent norms, 0 … 100 */
  DH_N_CLIPS
} DhClipKind;

/* A value.  As a text: "none", "norm=1", "value=0.01", "auto", which is "auto=10". */
typedef struct
{
  DhClipKind kind;
  double bound; /* above 0; 0 for NONE */
} DhClip;

/* Bound 0 is none at all. */
DhClip dh_clip_make (DhClipKind kind, double bound);
/* With the usual bound: norm 1, faceswap's; value 0.01; the 10th percentile, the paper's. */
DhClip dh_clip_make_usual (DhClipKind kind);
gboolean dh_clip_equal (const DhClip *a, const DhClip *b);
/* A finite bound above 0, at most 100 for a percentile. */
gboolean dh_clip_is_valid (const DhClip *clip);

/* FALSE with DH_ERROR_VALUE and a sentence that names what is allowed. */
gboolean dh_clip_parse (const char *text, DhClip *clip, GError **error);
/* Which dh_clip_parse() reads; (transfer full) */
char *dh_clip_dup_text (const DhClip *clip);
/* "off", "norm 1", "automatic, percentile 10"; translated, (transfer full) */
char *dh_clip_dup_name (const DhClip *clip);

/* The form that files had when norms were all there was: the norm, 0 for none.  What came later is
 * −1, which a program that doesn't know it refuses, and stands beside as a text. */
double dh_clip_to_number (const DhClip *clip);
/* FALSE: it is neither. */
gboolean dh_clip_from_number (double number, DhClip *clip);

G_END_DECLS
