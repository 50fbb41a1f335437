/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <graphene.h>
#include <glib.h>

G_BEGIN_DECLS

/* Where a caption stands, and the arrow from it to what it speaks of. */
typedef struct
{
  float x, y;
  gboolean has_arrow;
  graphene_point_t from, to;
} DhCaptionPlace;

/* Finds a place for a caption of that size beside one of the targets and over none of them; if
 * there is none, where it covers least of them.  All in the page's pixels; the page is at least as
 * large as the caption. */
DhCaptionPlace dh_caption_place_find (const graphene_rect_t *targets, guint n_targets,
                                      const graphene_size_t *page, const graphene_size_t *caption);

G_END_DECLS
