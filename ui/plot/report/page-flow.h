/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* Draws a block into (0, 0, width, height), in points. */
typedef void (*DhBlockDraw) (gpointer data, cairo_t *cr, double width, double height);

/* Something that isn't torn apart between two pages. */
typedef struct
{
  double height;
  double space;       /* above it, but not at the top of a page */
  gboolean with_next; /* on the page of the block that follows */
  gboolean on_new_page;
  const char *outline; /* its entry in the document's outline; NULL: none; lent */
  DhBlockDraw draw;
  gpointer data;
  GDestroyNotify free_data;
} DhBlock;

/* Blocks one below the other, on as many pages as they take. */
typedef struct _DhPageFlow DhPageFlow;

/* Of the area on each page that is filled. */
DhPageFlow *dh_page_flow_new (double width, double height);
void dh_page_flow_free (DhPageFlow *self);
double dh_page_flow_get_width (const DhPageFlow *self);

/* A block no higher than a page. Takes what it owns. */
void dh_page_flow_add (DhPageFlow *self, const DhBlock *block);
/* Distributes the blocks; call once, after the last. */
void dh_page_flow_finish (DhPageFlow *self);
guint dh_page_flow_get_n_pages (const DhPageFlow *self);
/* Draws the blocks of a page, the area's top left at (0, 0). */
void dh_page_flow_draw (const DhPageFlow *self, cairo_t *cr, guint page);

/* Where the n-th block of a page is, for tests. FALSE: there are fewer. */
gboolean dh_page_flow_locate (const DhPageFlow *self, guint page, guint n, double *y,
                              const DhBlock **block);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhPageFlow, dh_page_flow_free)

G_END_DECLS
