/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The front matter of a text: what stands between two lines of three dashes at its beginning.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lent from the text. */
typedef struct
{
  const char *text; /* of the front matter */
  gsize size;
  guint line;       /* its first, from 1 */
  const char *body; /* what follows it, to the text's end */
  guint body_line;
} DhFrontMatter;

/* FALSE with DH_ERROR_DOCUMENT: the text isn't UTF-8, or a line of dashes is missing.  name: of the
 * file, for the message. */
gboolean dh_front_matter_find (const char *text, gsize size, const char *name, DhFrontMatter *self,
                               GError **error);

G_END_DECLS
