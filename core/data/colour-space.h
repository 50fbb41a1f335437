/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/notices.h"
#include "core/data/image.h"

G_BEGIN_DECLS

/* The colour space of a picture, if it isn't sRGB. */
typedef struct
{
  double gamma;      /* number = light ^ gamma; 0: sRGB's own curve */
  gboolean is_exact; /* the gamma is measured: 1 / 2.2 doesn't stand for sRGB's curve */
  gboolean has_primaries;
  double white[2], red[2], green[2], blue[2]; /* CIE x, y */
} DhColourSpace;

/* Whether the values stand for sRGB: programs round them, and a gamma of .45455 has always meant
 * sRGB. */
gboolean dh_colour_space_is_srgb (const DhColourSpace *self);
/* FALSE for impossible values: a gamma of 0.00001, primaries on one line. */
gboolean dh_colour_space_is_possible (const DhColourSpace *self);
/* Converts from that space, which must be possible, to sRGB; alpha is unchanged; values outside
 * sRGB are clamped channel by channel.  Any thread. */
void dh_colour_space_to_srgb (const DhColourSpace *self, DhImage *image);

/* sRGB's curve, 0 … 1 to 0 … 1. */
double dh_srgb_encode (double light);
double dh_srgb_decode (double number);

/* Whether an ICC profile describes sRGB, judged by its numbers and not by its name: a matrix with
 * sRGB's primaries and curves that are sRGB's within 1/255, or a grey curve. */
gboolean dh_icc_is_srgb (const guint8 *profile, gsize size);
/* The space that an ICC profile describes by primaries and one curve, which is sRGB's or a power.
 * FALSE: it is another kind, such as a table of measured colours. */
gboolean dh_icc_get_space (const guint8 *profile, gsize size, DhColourSpace *space);
/* Converts a picture to sRGB from what a profile describes.  FALSE: it is of another kind, and the
 * picture stays as it is. */
gboolean dh_icc_to_srgb (const guint8 *profile, gsize size, DhImage *image);
/* What the profile calls itself, or "ICC"; (transfer full) */
char *dh_icc_dup_title (const guint8 *profile, gsize size);
/* The notice that a profile isn't applied. */
void dh_icc_tell (const char *title, const char *picture, DhNotices *notices);

G_END_DECLS
