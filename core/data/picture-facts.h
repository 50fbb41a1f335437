/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the bytes around a picture's pixels say. */
typedef struct
{
  guint width, height; /* as stored, before it is turned; of HEIF, of its largest part */
  guint depth;         /* bits of a number; 0: not known */
  gboolean is_cmyk;
  gboolean is_ambiguous; /* CMYK of which nobody knows whether 0 is no ink or all of it */
  gboolean is_animated;
  gboolean is_adobe_rgb; /* says a camera, without a profile */
  gboolean is_raw;       /* a camera's file, of which only a small copy would be read */
  int orientation;       /* of Exif, 1 … 8 */
  gboolean has_code_points;
  guint primaries, transfer; /* ITU-T H.273 */
  GBytes *profile;           /* NULL: none, or only the loader finds it */
} DhPictureFacts;

/* Surveys a whole file of that kind of dh_picture_kind_of_data().  FALSE if it isn't whole, or of a
 * kind that has no survey; reason: untranslated, a few words, lent.  Any thread. */
gboolean dh_picture_survey (const char *kind, const guint8 *data, gsize size, DhPictureFacts *facts,
                            const char **reason);
void dh_picture_facts_clear (DhPictureFacts *facts);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DhPictureFacts, dh_picture_facts_clear)

/* Its parts, for facts that are empty. */
gboolean dh_jpeg_survey (const guint8 *data, gsize size, DhPictureFacts *facts,
                         const char **reason);
gboolean dh_webp_survey (const guint8 *data, gsize size, DhPictureFacts *facts,
                         const char **reason);
/* The file with its last byte, if that was left out because it only fills up; (transfer full), lends
 * the data. */
GBytes *dh_webp_fill (const guint8 *data, gsize size);
/* The first picture of an animation as a file; (transfer full), NULL: there is none. */
GBytes *dh_webp_dup_first (const guint8 *data, gsize size);
/* HEIC and AVIF. */
gboolean dh_heif_survey (const guint8 *data, gsize size, DhPictureFacts *facts,
                         const char **reason);

G_END_DECLS
