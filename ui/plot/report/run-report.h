/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "core/session/session.h"

G_BEGIN_DECLS

/* A moment of the past that somebody marked. */
typedef struct
{
  guint64 iteration;
  const char *note;                  /* NULL or "": none */
  DhPreview *previews[DH_MAX_LANES]; /* by the session's order of lanes; NULL: unknown */
} DhReportMoment;

typedef struct
{
  GDateTime *made;  /* written on the first page and into the file */
  const char *link; /* of the session's document, see dh_link_new(); NULL: there is none */
  const char *gap;  /* why there is none, or what it leaves out; NULL: nothing */
  const DhReportMoment *moments; /* in the order of time */
  guint n_moments;
  double width, height; /* of the paper, in points */
  double margins[4];    /* left, right, top, bottom */
} DhReportOptions;

/* Without moments and link, on the paper that is usual in the user's country: A4 or Letter.  made
 * is lent. */
void dh_report_options_init (DhReportOptions *self, GDateTime *made);

/* All that can be said about a session as it is now, as pages: settings with every change, faces,
 * charts, metrics, landscapes, what follows from it, and what it takes to make it again.  It goes
 * on as it is while the session trains on.  Main context. */
typedef struct _DhRunReport DhRunReport;

DhRunReport *dh_run_report_new (DhSession *session, const DhReportOptions *options);
void dh_run_report_free (DhRunReport *self);
guint dh_run_report_get_n_pages (const DhRunReport *self);
/* "Alder ⇄ Birch"; (transfer none) */
const char *dh_run_report_get_title (const DhRunReport *self);
/* Draws a page of the paper's size, in points; on a PDF with links, headings and an outline. */
void dh_run_report_draw_page (const DhRunReport *self, cairo_t *cr, guint page);
/* Writes all pages as one PDF, whole or not at all: FALSE with DH_ERROR_FILE.  The same report
 * gives the same bytes. */
gboolean dh_run_report_write (const DhRunReport *self, const char *path, GError **error);

/* All at once, for a session and its own document. */
gboolean dh_report_write (DhSession *session, const DhReportMoment *moments, guint n_moments,
                          const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhRunReport, dh_run_report_free)

G_END_DECLS
