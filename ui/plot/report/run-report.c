/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session as a report of several pages, for a PDF or a printer.
 *
 * What the report shows is gathered first, as values that no longer change, then the sections put
 * blocks into a page flow, and pages are drawn from that as often as somebody asks.  Nothing in it
 * depends on the clock, but the time that the caller gives.
 */
#include "ui/plot/report/run-report.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <langinfo.h>
#include <math.h>
#include <stdint.h>

#include "config.h"
#include "core/base/error.h"
#include "core/base/safe-file.h"
#include "core/catalog/catalog.h"
#include "core/document/link.h"
#include "core/session/session-document.h"
#include "ui/plot/common/text.h"
#include "ui/plot/report/report-private.h"

#define MM          (72 / 25.4)
#define SIDE_MARGIN (19 * MM)
#define TOP_MARGIN  (18 * MM)
#define FOOT_MARGIN (20 * MM)
#define FOOT        12.0 /* the line at the foot, above the edge of the text's area */
/* Share of the old average that the smoothed curve keeps. */
#define SMOOTHING .95

/* ---- options ---- */

/* In millimetres, as the C library knows it for a country; 0 elsewhere. */
static int
get_paper_height (void)
{
#ifdef _NL_PAPER_HEIGHT
  return (int) (intptr_t) nl_langinfo (_NL_PAPER_HEIGHT);
#else
  return 0;
#endif
}

void
dh_report_options_init (DhReportOptions *self, GDateTime *made)
{
  const gboolean letter = get_paper_height () == 279;

  *self = (DhReportOptions) {
    .made = made,
    .width = letter ? 612 : 210 * MM,
    .height = letter ? 792 : 297 * MM,
    .margins = { SIDE_MARGIN, SIDE_MARGIN, TOP_MARGIN, FOOT_MARGIN },
  };
}

/* ---- gathering ---- */

static void
gather_history (DhReportLane *self)
{
  guint64 n = self->snapshot != NULL ? dh_lane_snapshot_get_n_records (self->snapshot) : 0;
  guint n_turns = 0;

  self->losses = dh_series_new (SMOOTHING);
  self->turns = g_array_new (FALSE, FALSE, sizeof (guint64));
  for (guint64 i = 0; i < n; i++)
    {
      DhRecord record = dh_lane_snapshot_get_record (self->snapshot, i);

      if (i > 0 && record.n_turns != n_turns)
        {
          guint64 turn = record.iteration - 1;

          dh_series_turn (self->losses);
          g_array_append_val (self->turns, turn);
        }
      n_turns = record.n_turns;
      dh_series_append (self->losses, (float) record.loss);
    }
}

static void
gather_lane (DhReportLane *self, DhLane *lane)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);

  self->number = dh_lane_get_number (lane);
  self->label = dh_lane_dup_label (lane);
  self->snapshot = snapshot != NULL ? dh_lane_snapshot_ref (snapshot) : NULL;
  /* What the lane is yet to do as it follows a document isn't a part of what it did. */
  self->log = snapshot != NULL && dh_lane_snapshot_get_log (snapshot) != NULL
                ? dh_settings_log_ref (dh_lane_snapshot_get_log (snapshot))
                : dh_lane_dup_log (lane);
  gather_history (self);
}

static void
gather_people (DhRunReport *self, DhSession *session)
{
  for (guint side = 0; side < 2; side++)
    {
      self->persons[side] = dh_catalog_dup_person_name (dh_session_get_person (session, side));
      self->fingerprints[side] = dh_session_dup_fingerprint (session, side);
      for (guint i = 0; i < 2; i++)
        self->n_pictures[side][i] = dh_session_get_n_pictures (session, side, i == 1);
    }
  self->title = g_strdup_printf ("%s ⇄ %s", self->persons[0], self->persons[1]);
}

static void
gather_model (DhRunReport *self, DhSession *session)
{
  guint n_presets;
  const DhCatalogEntry *presets = dh_catalog_get_presets (&n_presets);
  const char *id = dh_session_get_preset (session);
  const DhCatalogEntry *preset = dh_catalog_find (presets, n_presets, id);

  self->model = g_strdup (preset != NULL ? preset->name : id);
  self->seed = dh_session_get_seed (session);
  self->iteration = dh_session_get_iteration (session);
  self->n_parameters = dh_session_get_n_parameters (session);
  self->seconds = dh_session_get_elapsed (session);
}

static void
gather_moments (DhRunReport *self)
{
  self->n_moments = self->options.n_moments;
  self->moments = g_new0 (DhReportMoment, MAX (self->n_moments, 1));
  for (guint i = 0; i < self->n_moments; i++)
    {
      self->moments[i] = self->options.moments[i];
      self->moments[i].note = g_strdup (self->moments[i].note);
      for (guint k = 0; k < DH_MAX_LANES; k++)
        if (self->moments[i].previews[k] != NULL)
          dh_preview_ref (self->moments[i].previews[k]);
    }
}

static void
gather (DhRunReport *self, DhSession *session)
{
  GListModel *lanes = dh_session_get_lanes (session);

  gather_people (self, session);
  gather_model (self, session);
  gather_moments (self);
  self->n_lanes = g_list_model_get_n_items (lanes);
  for (guint i = 0; i < self->n_lanes; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      gather_lane (&self->lanes[i], lane);
    }
  self->link = g_strdup (self->options.link);
  self->gap = g_strdup (self->options.gap);
  /* Translators: a date, as strftime() writes it: day, month in words, year */
  self->made = g_date_time_format (self->options.made, _ ("%-d %B %Y"));
  self->made_for_file = g_date_time_format (self->options.made, "%Y-%m-%dT%H:%M:%S%:z");
  self->options.made = NULL;
  self->options.moments = NULL;
  self->options.link = self->options.gap = NULL;
}

/* ---- making ---- */

DhRunReport *
dh_run_report_new (DhSession *session, const DhReportOptions *options)
{
  DhRunReport *self = g_new0 (DhRunReport, 1);
  const double *margins = options->margins;

  self->options = *options;
  gather (self, session);
  self->context = dh_report_context_new ();
  self->flow = dh_page_flow_new (options->width - margins[0] - margins[1],
                                 options->height - margins[2] - margins[3]);
  dh_report_add_overview (self);
  dh_report_add_faces (self);
  dh_report_add_charts (self);
  dh_report_add_landscapes (self);
  dh_report_add_settings (self);
  dh_report_add_statements (self);
  dh_report_add_origin (self);
  dh_page_flow_finish (self->flow);
  return self;
}

static void
lane_clear (DhReportLane *self)
{
  g_free (self->label);
  g_clear_pointer (&self->snapshot, dh_lane_snapshot_unref);
  dh_settings_log_unref (self->log);
  dh_series_unref (self->losses);
  g_array_unref (self->turns);
}

static void
moment_clear (DhReportMoment *self)
{
  g_free ((char *) self->note);
  for (guint i = 0; i < DH_MAX_LANES; i++)
    g_clear_pointer (&self->previews[i], dh_preview_unref);
}

void
dh_run_report_free (DhRunReport *self)
{
  dh_page_flow_free (self->flow);
  g_object_unref (self->context);
  for (guint i = 0; i < self->n_lanes; i++)
    lane_clear (&self->lanes[i]);
  for (guint i = 0; i < self->n_moments; i++)
    moment_clear (&self->moments[i]);
  g_free (self->moments);
  for (guint side = 0; side < 2; side++)
    {
      g_free (self->persons[side]);
      g_free (self->fingerprints[side]);
    }
  g_free (self->title);
  g_free (self->made);
  g_free (self->made_for_file);
  g_free (self->link);
  g_free (self->gap);
  g_free (self->model);
  g_free (self);
}

guint
dh_run_report_get_n_pages (const DhRunReport *self)
{
  return dh_page_flow_get_n_pages (self->flow);
}

const char *
dh_run_report_get_title (const DhRunReport *self)
{
  return self->title;
}

/* ---- drawing ---- */

static void
draw_foot (const DhRunReport *self, cairo_t *cr, guint page)
{
  const double *margins = self->options.margins;
  double y = self->options.height - margins[3] + FOOT, right = self->options.width - margins[1];
  DhText style = { .size = 7.5, .color = dh_palette_get (DH_SCHEME_LIGHT)->dim_text };
  g_autofree char *left = g_strdup_printf ("%s · Downhill %s · %s", self->title, DH_VERSION,
                                           self->made);
  /* Translators: at the foot of each page of a report: its number and how many there are */
  g_autofree char *number = g_strdup_printf (_ ("Page %u of %u"), page + 1,
                                             dh_run_report_get_n_pages (self));

  style.max_width = right - margins[0] - 90;
  dh_text_draw (cr, &style, margins[0], y, left);
  style.align_x = 1;
  dh_text_draw (cr, &style, right, y, number);
}

void
dh_run_report_draw_page (const DhRunReport *self, cairo_t *cr, guint page)
{
  cairo_save (cr);
  cairo_translate (cr, self->options.margins[0], self->options.margins[2]);
  dh_page_flow_draw (self->flow, cr, page);
  cairo_restore (cr);
  draw_foot (self, cr, page);
}

/* ---- the file ---- */

static cairo_status_t
append_cb (gpointer bytes, const guint8 *data, guint length)
{
  g_byte_array_append (bytes, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
describe (const DhRunReport *self, cairo_surface_t *pdf)
{
  g_autofree char *title = g_strdup_printf (_ ("%s – a report by Downhill"), self->title);

  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_CREATOR, "Downhill " DH_VERSION);
  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_SUBJECT,
                                  _ ("Face swaps trained side by side"));
  cairo_pdf_surface_set_metadata (pdf, CAIRO_PDF_METADATA_CREATE_DATE, self->made_for_file);
}

static void
add_outline (const DhRunReport *self, cairo_surface_t *pdf, guint page)
{
  const DhBlock *block;
  double y;

  for (guint i = 0; dh_page_flow_locate (self->flow, page, i, &y, &block); i++)
    {
      g_autofree char *place = NULL;
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      if (block->outline == NULL)
        continue;
      g_ascii_formatd (number, sizeof number, "%.1f", self->options.margins[2] + y);
      place = g_strdup_printf ("page=%u pos=[0 %s]", page + 1, number);
      cairo_pdf_surface_add_outline (pdf, CAIRO_PDF_OUTLINE_ROOT, block->outline, place,
                                     CAIRO_PDF_OUTLINE_FLAG_OPEN);
    }
}

static cairo_status_t
print_pages (const DhRunReport *self, GByteArray *bytes)
{
  cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream (append_cb, bytes, self->options.width,
                                                              self->options.height);
  cairo_t *cr = cairo_create (pdf);
  cairo_status_t status;

  describe (self, pdf);
  for (guint page = 0; page < dh_run_report_get_n_pages (self); page++)
    {
      add_outline (self, pdf, page);
      dh_run_report_draw_page (self, cr, page);
      cairo_show_page (cr);
    }
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (pdf);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (pdf);
  cairo_surface_destroy (pdf);
  return status;
}

gboolean
dh_run_report_write (const DhRunReport *self, const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_status_t status = print_pages (self, bytes);

  if (status == CAIRO_STATUS_SUCCESS)
    return dh_safe_file_write (path, (const char *) bytes->data, bytes->len, error);
  g_set_error (error, DH_ERROR, DH_ERROR_FILE, _ ("The report can’t be made: %s."),
               cairo_status_to_string (status));
  return FALSE;
}

gboolean
dh_report_write (DhSession *session, const DhReportMoment *moments, guint n_moments,
                 const char *path, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (DhDocument) document = dh_session_make_document (session);
  g_autoptr (GError) problem = NULL;
  g_autoptr (DhRunReport) report = NULL;
  g_autofree char *link = dh_link_new (document, &problem), *gap = NULL;
  DhReportOptions options;

  gap = link != NULL ? dh_link_dup_gap (document) : g_strdup (problem->message);
  dh_report_options_init (&options, now);
  options.link = link;
  options.gap = gap;
  options.moments = moments;
  options.n_moments = n_moments;
  report = dh_run_report_new (session, &options);
  return dh_run_report_write (report, path, error);
}
