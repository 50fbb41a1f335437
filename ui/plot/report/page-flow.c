/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Distributing blocks over pages.
 *
 * A block says beforehand how high it is, and draws itself later: printers ask for pages one by
 * one, and the number of pages stands on the first.  A heading is a block that stays with the next,
 * so a chain of such blocks and the one that ends it move to the next page together.
 */
#include "ui/plot/report/page-flow.h"

typedef struct
{
  guint block, page;
  double y;
} Place;

struct _DhPageFlow
{
  double width, height;
  GArray *blocks; /* of DhBlock */
  GArray *places; /* of Place, one a block */
  guint n_pages;
};

static void
block_clear (gpointer data)
{
  DhBlock *block = data;

  if (block->free_data != NULL)
    block->free_data (block->data);
}

DhPageFlow *
dh_page_flow_new (double width, double height)
{
  DhPageFlow *self = g_new0 (DhPageFlow, 1);

  self->width = width;
  self->height = height;
  self->blocks = g_array_new (FALSE, FALSE, sizeof (DhBlock));
  g_array_set_clear_func (self->blocks, block_clear);
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  return self;
}

void
dh_page_flow_free (DhPageFlow *self)
{
  g_array_unref (self->blocks);
  g_array_unref (self->places);
  g_free (self);
}

double
dh_page_flow_get_width (const DhPageFlow *self)
{
  return self->width;
}

void
dh_page_flow_add (DhPageFlow *self, const DhBlock *block)
{
  g_return_if_fail (self->places->len == 0 && block->height <= self->height);
  g_array_append_val (self->blocks, *block);
}

static const DhBlock *
get_block (const DhPageFlow *self, guint index)
{
  return &g_array_index (self->blocks, DhBlock, index);
}

/* Of a block and those that have to be on its page. */
static double
measure_chain (const DhPageFlow *self, guint first)
{
  double height = get_block (self, first)->height;

  for (guint i = first; get_block (self, i)->with_next && i + 1 < self->blocks->len; i++)
    height += get_block (self, i + 1)->space + get_block (self, i + 1)->height;
  return height;
}

void
dh_page_flow_finish (DhPageFlow *self)
{
  double y = 0;
  gboolean fresh = TRUE; /* nothing is on the page yet */

  self->n_pages = 1;
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const DhBlock *block = get_block (self, i);
      double space = fresh ? 0 : block->space;

      if (!fresh
          && (block->on_new_page || y + space + block->height > self->height
              || y + space + MIN (measure_chain (self, i), self->height) > self->height))
        {
          self->n_pages++;
          y = space = 0;
        }
      y += space;
      g_array_append_val (self->places, ((Place) { i, self->n_pages - 1, y }));
      y += block->height;
      fresh = FALSE;
    }
}

guint
dh_page_flow_get_n_pages (const DhPageFlow *self)
{
  return self->n_pages;
}

static void
draw_block (const DhPageFlow *self, cairo_t *cr, const DhBlock *block, double y)
{
  cairo_save (cr);
  cairo_translate (cr, 0, y);
  block->draw (block->data, cr, self->width, block->height);
  cairo_restore (cr);
}

void
dh_page_flow_draw (const DhPageFlow *self, cairo_t *cr, guint page)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);

      if (place->page == page)
        draw_block (self, cr, get_block (self, place->block), place->y);
    }
}

gboolean
dh_page_flow_locate (const DhPageFlow *self, guint page, guint n, double *y, const DhBlock **block)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);

      if (place->page != page || n-- > 0)
        continue;
      *y = place->y;
      *block = get_block (self, place->block);
      return TRUE;
    }
  return FALSE;
}
