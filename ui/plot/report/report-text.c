/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text of a report: rows of cells, of which headings, paragraphs and tables consist.
 *
 * Layouts are made once, in points and without fitting letters to pixels, so that lines break alike
 * in the file, on paper and in the height that was measured before.
 */
#include <math.h>
#include <pango/pangocairo.h>

#include "ui/plot/report/report-private.h"

#define BADGE 6.0 /* radius */
#define RULE  4.0 /* between a line and the text below it */

static const struct
{
  double size; /* points */
  gboolean bold, dim, mono;
  double spacing; /* between lines */
} styles[DH_N_REPORT_STYLES] = {
  [DH_REPORT_TITLE] = { 25, TRUE, FALSE, FALSE, 0 },
  [DH_REPORT_LEAD] = { 11, FALSE, TRUE, FALSE, 1.5 },
  [DH_REPORT_HEADING] = { 15, TRUE, FALSE, FALSE, 0 },
  [DH_REPORT_SUBHEADING] = { 10, TRUE, FALSE, FALSE, 1 },
  [DH_REPORT_BODY] = { 8.5, FALSE, FALSE, FALSE, 2 },
  [DH_REPORT_STRONG] = { 8.5, TRUE, FALSE, FALSE, 2 },
  [DH_REPORT_SMALL] = { 7.5, FALSE, TRUE, FALSE, 1.5 },
  [DH_REPORT_CODE] = { 7, FALSE, FALSE, TRUE, 1.5 },
};

PangoContext *
dh_report_context_new (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);
  return context;
}

static PangoLayout *
make_layout (DhRunReport *self, DhReportStyle style, double width, const char *text)
{
  PangoLayout *layout = pango_layout_new (self->context);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family (font, styles[style].mono ? "Monospace" : "Sans");
  pango_font_description_set_size (font, (int) (styles[style].size * PANGO_SCALE));
  pango_font_description_set_weight (font,
                                     styles[style].bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_spacing (layout, (int) (styles[style].spacing * PANGO_SCALE));
  pango_layout_set_wrap (layout, styles[style].mono ? PANGO_WRAP_CHAR : PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
get_height (PangoLayout *layout)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return ceil (pango_units_to_double (logical.height));
}

double
dh_report_measure (DhRunReport *self, DhReportStyle style, double width, const char *text)
{
  g_autoptr (PangoLayout) layout = make_layout (self, style, width, text);

  return get_height (layout);
}

/* ---- rows ---- */

typedef struct
{
  double x, y;
  PangoLayout *layout;
  DhColor color;
  char *uri;
} Cell;

typedef struct
{
  guint n_cells, lane;
  gboolean ruled;
  const char *tag;
  Cell *cells;
  DhBlockDraw draw;
  gpointer data;
  GDestroyNotify free_data;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  for (guint i = 0; i < row->n_cells; i++)
    {
      g_object_unref (row->cells[i].layout);
      g_free (row->cells[i].uri);
    }
  g_free (row->cells);
  if (row->free_data != NULL)
    row->free_data (row->data);
  g_free (row);
}

static void
draw_cell (const Cell *cell, cairo_t *cr, double y)
{
  g_autofree char *link = cell->uri != NULL ? g_strdup_printf ("uri='%s'", cell->uri) : NULL;

  if (link != NULL)
    cairo_tag_begin (cr, CAIRO_TAG_LINK, link);
  dh_color_set_source (cr, cell->color, 1);
  cairo_move_to (cr, cell->x, cell->y + y);
  pango_cairo_show_layout (cr, cell->layout);
  cairo_new_path (cr);
  if (link != NULL)
    cairo_tag_end (cr, CAIRO_TAG_LINK);
}

static void
draw_row (gpointer data, cairo_t *cr, double width, double height)
{
  const Row *row = data;
  double y = row->ruled ? RULE : 0;
  double line = row->n_cells > 0
                  ? pango_units_to_double (pango_layout_get_baseline (row->cells[0].layout))
                  : height;

  if (row->ruled)
    {
      cairo_rectangle (cr, 0, 0, width, .5);
      dh_color_set_source (cr, dh_palette_get (DH_SCHEME_LIGHT)->text, .25);
      cairo_fill (cr);
    }
  if (row->lane > 0)
    dh_palette_draw_badge (cr, DH_SCHEME_LIGHT, row->lane, BADGE, y + .64 * line, BADGE);
  if (row->tag != NULL)
    cairo_tag_begin (cr, row->tag, NULL);
  for (guint i = 0; i < row->n_cells; i++)
    draw_cell (&row->cells[i], cr, y);
  if (row->tag != NULL)
    cairo_tag_end (cr, row->tag);
  if (row->draw != NULL)
    row->draw (row->data, cr, width, height);
}

static Cell
make_cell (DhRunReport *self, const DhReportCell *source)
{
  const DhPalette *palette = dh_palette_get (DH_SCHEME_LIGHT);
  Cell cell = { .x = source->x, .y = source->y, .uri = g_strdup (source->uri) };

  cell.layout = make_layout (self, source->style, source->width, source->text);
  if (source->align > 0)
    pango_layout_set_alignment (cell.layout,
                                source->align < 1 ? PANGO_ALIGN_CENTER : PANGO_ALIGN_RIGHT);
  if (source->color != NULL)
    cell.color = *source->color;
  else
    cell.color = styles[source->style].dim ? palette->dim_text : palette->text;
  return cell;
}

void
dh_report_add_row (DhRunReport *self, const DhReportRow *source)
{
  Row *row = g_new0 (Row, 1);
  double height = source->least;

  row->n_cells = source->n_cells;
  row->lane = source->lane;
  row->ruled = source->ruled;
  row->tag = source->outline != NULL ? "H1" : NULL;
  row->draw = source->draw;
  row->data = source->data;
  row->free_data = source->free_data;
  row->cells = g_new (Cell, MAX (row->n_cells, 1));
  for (guint i = 0; i < row->n_cells; i++)
    {
      row->cells[i] = make_cell (self, &source->cells[i]);
      height = MAX (height, row->cells[i].y + get_height (row->cells[i].layout));
    }
  dh_page_flow_add (self->flow, &(DhBlock) { .height = height + (row->ruled ? RULE : 0),
                                             .space = source->space,
                                             .with_next = source->with_next,
                                             .on_new_page = source->on_new_page,
                                             .outline = source->outline,
                                             .draw = draw_row,
                                             .data = row,
                                             .free_data = row_free });
}

void
dh_report_add_heading (DhRunReport *self, const char *text, gboolean on_new_page)
{
  const DhReportCell cell = { .width = dh_page_flow_get_width (self->flow),
                              .style = DH_REPORT_HEADING,
                              .text = text };

  dh_report_add_row (self, &(DhReportRow) { .cells = &cell,
                                            .n_cells = 1,
                                            .space = 22,
                                            .with_next = TRUE,
                                            .on_new_page = on_new_page,
                                            .outline = text });
}

void
dh_report_add_subheading (DhRunReport *self, guint lane, const char *text)
{
  double left = lane > 0 ? 18 : 0;
  const DhReportCell cell = { .x = left,
                              .width = dh_page_flow_get_width (self->flow) - left,
                              .style = DH_REPORT_SUBHEADING,
                              .text = text };

  dh_report_add_row (self, &(DhReportRow) { .cells = &cell,
                                            .n_cells = 1,
                                            .space = 14,
                                            .lane = lane,
                                            .with_next = TRUE });
}

void
dh_report_add_paragraph (DhRunReport *self, DhReportStyle style, double space, const char *text)
{
  const DhReportCell cell = { .width = dh_page_flow_get_width (self->flow),
                              .style = style,
                              .text = text };

  dh_report_add_row (self, &(DhReportRow) { .cells = &cell, .n_cells = 1, .space = space });
}

void
dh_report_add_drawing (DhRunReport *self, double height, double space, gboolean with_next,
                       DhBlockDraw draw, gpointer data, GDestroyNotify free_data)
{
  dh_page_flow_add (self->flow, &(DhBlock) { .height = height,
                                             .space = space,
                                             .with_next = with_next,
                                             .draw = draw,
                                             .data = data,
                                             .free_data = free_data });
}
