/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a caption stands: beside what it speaks of.
 *
 * Words and picture are read together only where they stand together (Mayer's principle of spatial
 * contiguity), so a caption has no fixed place.  All places that touch a target on one side are tried,
 * then those along the edges of the page; the one that covers least of the targets wins, the
 * earlier one of equals.
 */
#include "ui/lesson/caption-place.h"

#include <math.h>

#define MARGIN 12.0f /* to the page's edges */
#define GAP    30.0f /* to the target: room for the arrow */
#define REACH  6.0f  /* the arrow's ends keep off by this */

typedef struct
{
  DhCaptionPlace best;
  float cost;
  const graphene_rect_t *targets;
  guint n_targets;
  const graphene_size_t *page, *caption;
} Search;

static float
get_overlap (const Search *self, float x, float y)
{
  const graphene_rect_t caption = GRAPHENE_RECT_INIT (x, y, self->caption->width,
                                                      self->caption->height);
  float overlap = 0;
  graphene_rect_t common;

  for (guint i = 0; i < self->n_targets; i++)
    if (graphene_rect_intersection (&caption, &self->targets[i], &common))
      overlap += graphene_rect_get_area (&common);
  return overlap;
}

static float
clamp (float value, float length, float available)
{
  return fminf (fmaxf (value, MARGIN), fmaxf (available - length - MARGIN, MARGIN));
}

/* At a place where the whole caption is on the page. */
static void
try_place (Search *self, float x, float y, const graphene_point_t *to, const graphene_point_t *from)
{
  const float cost = get_overlap (self, x, y);

  if (cost >= self->cost)
    return;
  self->cost = cost;
  self->best.x = x;
  self->best.y = y;
  self->best.has_arrow = to != NULL;
  if (to != NULL)
    {
      self->best.to = *to;
      self->best.from = *from;
    }
}

/* Below (side 0), above, to the right or to the left of a target. */
static void
try_side (Search *self, const graphene_rect_t *target, guint side)
{
  const float width = self->caption->width, height = self->caption->height;
  const float left = target->origin.x, top = target->origin.y;
  const float right = left + target->size.width, bottom = top + target->size.height;
  const float middle = (left + right) / 2, centre = (top + bottom) / 2;
  const float x = side == 2   ? right + GAP
                  : side == 3 ? left - GAP - width
                              : clamp (middle - width / 2, width, self->page->width);
  const float y = side == 0   ? bottom + GAP
                  : side == 1 ? top - GAP - height
                              : clamp (centre - height / 2, height, self->page->height);
  const float down = fminf (fmaxf (centre, y + MARGIN), y + height - MARGIN);
  const float across = fminf (fmaxf (middle, x + MARGIN), x + width - MARGIN);
  graphene_point_t to, from;

  if (x < MARGIN || y < MARGIN || x + width > self->page->width - MARGIN
      || y + height > self->page->height - MARGIN)
    return;
  if (side < 2)
    {
      to = GRAPHENE_POINT_INIT (fminf (fmaxf (across, left), right),
                                side == 0 ? bottom + REACH : top - REACH);
      from = GRAPHENE_POINT_INIT (across, side == 0 ? y : y + height);
    }
  else
    {
      to = GRAPHENE_POINT_INIT (side == 2 ? right + REACH : left - REACH,
                                fminf (fmaxf (down, top), bottom));
      from = GRAPHENE_POINT_INIT (side == 2 ? x : x + width, down);
    }
  try_place (self, x, y, &to, &from);
}

static void
try_edges (Search *self)
{
  const float right = clamp (G_MAXFLOAT, self->caption->width, self->page->width);
  const float middle = clamp ((self->page->width - self->caption->width) / 2, self->caption->width,
                              self->page->width);
  const float bottom = clamp (G_MAXFLOAT, self->caption->height, self->page->height);
  const float across[] = { middle, right, MARGIN };

  for (guint i = 0; i < G_N_ELEMENTS (across); i++)
    {
      try_place (self, across[i], bottom, NULL, NULL);
      try_place (self, across[i], MARGIN, NULL, NULL);
    }
}

DhCaptionPlace
dh_caption_place_find (const graphene_rect_t *targets, guint n_targets,
                       const graphene_size_t *page, const graphene_size_t *caption)
{
  Search search = { .cost = G_MAXFLOAT,
                    .targets = targets,
                    .n_targets = n_targets,
                    .page = page,
                    .caption = caption };

  for (guint side = 0; side < 4; side++)
    for (guint i = 0; i < n_targets; i++)
      try_side (&search, &targets[i], side);
  if (search.cost > 0)
    try_edges (&search);
  return search.best;
}
