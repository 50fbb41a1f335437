/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_APNG_MAX_MS 65535

/* An animation in the making.  Any one thread. */
typedef struct _DhApng DhApng;

/* text: NULL or pairs of keyword and value (UTF-8), ended by NULL; lent until the first picture.
 * The animation repeats for ever. */
DhApng *dh_apng_new (int width, int height, const char *const *text);
void dh_apng_free (DhApng *self);
/* Adds an opaque picture, to be shown for so many milliseconds (1 … DH_APNG_MAX_MS).  words:
 * 0x??RRGGBB, stride words from one row to the next.  FALSE with DH_ERROR_PICTURE. */
gboolean dh_apng_add (DhApng *self, const guint32 *words, gsize stride, guint milliseconds,
                      GError **error);
guint dh_apng_get_n_pictures (const DhApng *self);
/* The file; at least one picture was added.  (transfer full) */
GBytes *dh_apng_finish (const DhApng *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhApng, dh_apng_free)

G_END_DECLS
