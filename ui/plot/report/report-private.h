/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pango.h>

#include "ui/plot/charts/series.h"
#include "ui/plot/common/palette.h"
#include "ui/plot/report/page-flow.h"
#include "ui/plot/report/run-report.h"

G_BEGIN_DECLS

/* A lane as it was when the report was made. */
typedef struct
{
  guint number;
  char *label;
  DhLaneSnapshot *snapshot; /* NULL: before the first step */
  DhSettingsLog *log;
  DhSeries *losses;
  GArray *turns; /* of guint64, see DhLineChart */
} DhReportLane;

struct _DhRunReport
{
  DhReportOptions options; /* without what is lent */
  char *title, *made, *made_for_file, *link, *gap;
  char *persons[2], *fingerprints[2];
  char *model;
  guint64 seed, iteration, n_parameters;
  guint n_pictures[2][2]; /* by side: trained on, held out */
  double seconds;
  guint n_lanes;
  DhReportLane lanes[DH_MAX_LANES];
  guint n_moments;
  DhReportMoment *moments;
  PangoContext *context;
  DhPageFlow *flow;
};

/* ---- report-text.c: text ---- */

typedef enum
{
  DH_REPORT_TITLE,
  DH_REPORT_LEAD,
  DH_REPORT_HEADING,
  DH_REPORT_SUBHEADING,
  DH_REPORT_BODY,
  DH_REPORT_STRONG,
  DH_REPORT_SMALL,
  DH_REPORT_CODE,
  DH_N_REPORT_STYLES
} DhReportStyle;

/* A context for layouts in points, which doesn't fit letters to pixels. */
PangoContext *dh_report_context_new (void);

/* A text in a row; a cell is as high as its text wraps. */
typedef struct
{
  double x, y, width;
  DhReportStyle style;
  double align; /* 0: left, .5: middle, 1: right */
  const char *text;
  const DhColor *color; /* NULL: the style's */
  const char *uri;      /* where a click leads; NULL: nowhere */
} DhReportCell;

typedef struct
{
  const DhReportCell *cells;
  guint n_cells;
  double space;       /* above */
  guint lane;         /* number, for a badge on the left; 0: none */
  gboolean ruled;     /* a line above */
  gboolean with_next; /* see DhBlock */
  gboolean on_new_page;
  const char *outline; /* lent; makes it a heading */
  double least;        /* height, for what is drawn beside the cells */
  DhBlockDraw draw;    /* NULL: nothing */
  gpointer data;
  GDestroyNotify free_data;
} DhReportRow;

void dh_report_add_row (DhRunReport *self, const DhReportRow *row);
void dh_report_add_heading (DhRunReport *self, const char *text, gboolean on_new_page);
void dh_report_add_subheading (DhRunReport *self, guint lane, const char *text);
void dh_report_add_paragraph (DhRunReport *self, DhReportStyle style, double space,
                              const char *text);
/* The height of a text of this width. */
double dh_report_measure (DhRunReport *self, DhReportStyle style, double width, const char *text);
/* Something drawn; the report owns data if free_data isn't NULL. */
void dh_report_add_drawing (DhRunReport *self, double height, double space, gboolean with_next,
                            DhBlockDraw draw, gpointer data, GDestroyNotify free_data);

/* ---- the sections, in the order of the report ---- */

void dh_report_add_overview (DhRunReport *self);
/* Faces in one line, A's on the left and B's on the right: as wide as eight tiles. */
#define DH_REPORT_TILE 37.0
double dh_report_measure_faces (const DhPreview *preview);
void dh_report_draw_faces (cairo_t *cr, const DhPreview *preview, double right);
void dh_report_add_settings (DhRunReport *self);
void dh_report_add_faces (DhRunReport *self);
void dh_report_add_charts (DhRunReport *self);
void dh_report_add_landscapes (DhRunReport *self);
void dh_report_add_statements (DhRunReport *self);
void dh_report_add_origin (DhRunReport *self);

G_END_DECLS
