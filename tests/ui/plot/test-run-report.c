/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reports of sessions: whatever the number of lanes, changes and moments, nothing leaves the page;
 * the same report has the same bytes; and an independent reader (poppler) finds its text, links and
 * pages.  With the scripted trainer.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "core/base/error.h"
#include "core/document/link.h"
#include "core/session/session-document.h"
#include "tests/ui/session-helpers.h"
#include "ui/plot/report/page-flow.h"
#include "ui/plot/report/run-report.h"

#define LINK "downhill:AapRZKwboNg2MSQprnHHDLJBiaQZZIzLIGiCIMUsE5xmoUY2Dp-NikTMwPMciVXga8_FU98"

/* ---- a session ---- */

static DhSession *
make_session (guint n_lanes, guint n_steps)
{
  static const char *const losses[] = {
    "mse", "mae", "ssim_block+50%mse", "huber", "broken", "gmsd"
  };
  const char *faces = g_getenv ("DH_FACES");
  DhSession *session = dh_session_new (faces != NULL ? faces : ".");

  for (guint i = 0; i < n_lanes; i++)
    {
      DhLane *lane = dh_session_add_lane (session, losses[i], i == 4 ? 2 : 1e-3, "adam");

      dh_lane_set_plane_kind (lane, i % 2 == 0 ? DH_PLANE_TRAJECTORY : DH_PLANE_RANDOM);
    }
  settle ();
  for (guint i = 0; i < n_steps; i++)
    take_step (session);
  return session;
}

static DhReportOptions
make_options (gboolean letter)
{
  static GDateTime *made;
  DhReportOptions options;

  if (made == NULL)
    made = g_date_time_new_utc (2026, 11, 29, 12, 30, 5);
  dh_report_options_init (&options, made);
  options.width = letter ? 612 : 595.28;
  options.height = letter ? 792 : 841.89;
  options.link = LINK;
  return options;
}

static void
change (DhSession *session, guint position, double rate)
{
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (session), position);

  dh_lane_set_learning_rate (lane, rate);
  take_step (session);
}

/* ---- the pages ---- */

static void
check_ink (const DhRunReport *report, const DhReportOptions *options, guint page)
{
  cairo_surface_t *paper = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (paper);
  double x, y, width, height;

  dh_run_report_draw_page (report, cr, page);
  cairo_destroy (cr);
  cairo_recording_surface_ink_extents (paper, &x, &y, &width, &height);
  /* The white around a QR code reaches beyond the margin, so that its dark part ends there. */
  g_assert_cmpfloat (x, >=, options->margins[0] - 16);
  g_assert_cmpfloat (y, >=, options->margins[2] - 2);
  g_assert_cmpfloat (x + width, <=, options->width - options->margins[1] + 2);
  g_assert_cmpfloat (y + height, <=, options->height - options->margins[3] / 2);
  g_assert_cmpfloat (height, >, 20); /* not empty */
  cairo_surface_destroy (paper);
}

static void
check_pages (DhSession *session, const DhReportOptions *options, guint least, guint most)
{
  g_autoptr (DhRunReport) report = dh_run_report_new (session, options);
  const guint n = dh_run_report_get_n_pages (report);

  g_assert_cmpuint (n, >=, least);
  g_assert_cmpuint (n, <=, most);
  for (guint page = 0; page < n; page++)
    check_ink (report, options, page);
}

static void
test_pages (void)
{
  static const guint sizes[][3] = { { 1, 3, 4 }, { 4, 5, 7 }, { 6, 6, 9 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (DhSession) session = make_session (sizes[i][0], 40);

      for (guint letter = 0; letter < 2; letter++)
        {
          const DhReportOptions options = make_options (letter);

          check_pages (session, &options, sizes[i][1], sizes[i][2]);
        }
    }
}

/* Before the first step, there is still something to say. */
static void
test_untrained (void)
{
  g_autoptr (DhSession) session = make_session (2, 0);
  DhReportOptions options = make_options (FALSE);

  options.link = NULL;
  options.gap = "A lane starts from a file.";
  check_pages (session, &options, 1, 4);
}

/* More changes than a page holds, notes without an end, and a link that no code can show. */
static void
test_much (void)
{
  g_autoptr (DhSession) session = make_session (2, 5);
  g_autofree char *note = g_strnfill (5000, 'n'), *letters = g_strnfill (20000, 'L');
  g_autofree char *link = g_strconcat (DH_LINK_PREFIX, letters, NULL);
  DhReportMoment moments[12] = { { 0 } };
  DhReportOptions options = make_options (FALSE);

  for (guint i = 0; i < 230; i++)
    change (session, 0, i % 2 == 0 ? 2e-3 : 1e-3);
  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (session), 1);

      moments[i].iteration = 10 * i;
      moments[i].note = i % 3 == 0 ? note : i % 3 == 1 ? "Short." : NULL;
      if (i % 4 == 3)
        continue; /* no picture was kept */
      moments[i].previews[1] = dh_lane_snapshot_get_preview (dh_lane_get_snapshot (lane));
    }
  options.link = link;
  options.moments = moments;
  options.n_moments = G_N_ELEMENTS (moments);
  check_pages (session, &options, 9, 14);
}

/* ---- the file ---- */

static char *
write_report (DhSession *session, const DhReportOptions *options, gsize *size)
{
  g_autoptr (DhRunReport) report = dh_run_report_new (session, options);
  g_autofree char *folder = g_dir_make_tmp ("report-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "report.pdf", NULL);
  g_autoptr (GError) error = NULL;
  char *data;

  g_assert_true (dh_run_report_write (report, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &data, size, NULL));
  g_unlink (path);
  g_rmdir (folder);
  return data;
}

static void
test_same_bytes (void)
{
  g_autoptr (DhSession) session = make_session (3, 30);
  DhReportOptions options = make_options (FALSE), later = options;
  g_autoptr (GDateTime) made = g_date_time_add_seconds (options.made, 1);
  gsize sizes[3];
  g_autofree char *first = write_report (session, &options, &sizes[0]);
  g_autofree char *second = write_report (session, &options, &sizes[1]), *third = NULL;

  g_assert_true (g_str_has_prefix (first, "%PDF-"));
  g_assert_cmpmem (first, sizes[0], second, sizes[1]);
  later.made = made;
  third = write_report (session, &later, &sizes[2]);
  /* Newer versions of Cairo compress the date, so the size may differ, too. */
  g_assert_true (sizes[2] != sizes[0] || memcmp (first, third, sizes[0]) != 0);
}

static void
test_unwritable (void)
{
  g_autoptr (DhSession) session = make_session (1, 5);
  const DhReportOptions options = make_options (FALSE);
  g_autoptr (DhRunReport) report = dh_run_report_new (session, &options);
  g_autoptr (GError) error = NULL;

  g_assert_false (dh_run_report_write (report, "/no/such/folder/report.pdf", &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_FILE);
}

/* What an independent program says about the file; NULL: it isn't here. */
static char *
ask (const char *program, const char *option, const char *path)
{
  g_autofree char *found = g_find_program_in_path (program);
  const char *arguments[] = { program, option, path,
                              g_str_equal (program, "pdftotext") ? "-" : NULL, NULL };
  char *output = NULL;
  int status;

  if (found == NULL)
    return NULL;
  g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL,
                               G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                               &output, NULL, &status, NULL));
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return output;
}

static void
assert_says (const char *text, const char *words)
{
  if (strstr (text, words) == NULL)
    g_error ("“%s” isn’t in “%s”", words, text);
}

static void
test_text (void)
{
  g_autoptr (DhSession) session = make_session (4, 30);
  const DhReportMoment moment = { .iteration = 17, .note = "The eyes open." };
  DhReportOptions options = make_options (FALSE);
  g_autoptr (DhRunReport) report = NULL;
  g_autofree char *folder = g_dir_make_tmp ("report-XXXXXX", NULL), *pages = NULL;
  g_autofree char *path = g_build_filename (folder, "report.pdf", NULL), *fingerprint = NULL;
  g_autofree char *text = NULL, *facts = NULL, *links = NULL;

  change (session, 1, 2e-4);
  options.moments = &moment;
  options.n_moments = 1;
  report = dh_run_report_new (session, &options);
  g_assert_true (dh_run_report_write (report, path, NULL));
  text = ask ("pdftotext", "-layout", path);
  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  facts = ask ("pdfinfo", "-isodates", path);
  links = ask ("pdfinfo", "-url", path);
  assert_says (text, "Alder");
  assert_says (text, "SSIM (faceswap 2020) + 50 % MSE");
  assert_says (text, "Learning rate: 1.0e-3 → 2.0e-4");
  assert_says (text, "Iteration 30");
  assert_says (text, "Iteration 17");
  assert_says (text, "The eyes open.");
  assert_says (text, "Twelve statements");
  assert_says (text, "holds here");
  assert_says (text, "29 November 2026");
  assert_says (links, LINK);
  pages = g_strdup_printf ("of %u", dh_run_report_get_n_pages (report));
  assert_says (text, pages);
  assert_says (facts, "2026-11-29T12:30:05");
  assert_says (facts, "Alder ⇄ Birch – a report by Downhill");
  fingerprint = dh_session_dup_fingerprint (session, 0);
  if (fingerprint != NULL)
    assert_says (text, fingerprint);
  g_unlink (path);
  g_rmdir (folder);
}

/* ---- page flow ---- */

static void
draw_nothing (gpointer data, cairo_t *cr, double width, double height)
{
}

static void
add (DhPageFlow *flow, double height, double space, gboolean with_next, gboolean on_new_page)
{
  dh_page_flow_add (flow, &(DhBlock) { .height = height,
                                       .space = space,
                                       .with_next = with_next,
                                       .on_new_page = on_new_page,
                                       .draw = draw_nothing });
}

static void
assert_place (DhPageFlow *flow, guint page, guint n, double expected)
{
  const DhBlock *block;
  double y;

  g_assert_true (dh_page_flow_locate (flow, page, n, &y, &block));
  g_assert_cmpfloat (y, ==, expected);
}

/* No space at the top of a page, and headings go with what they are about. */
static void
test_flow (void)
{
  g_autoptr (DhPageFlow) flow = dh_page_flow_new (100, 100);
  const DhBlock *block;
  double y;

  add (flow, 40, 10, FALSE, FALSE);
  add (flow, 30, 10, FALSE, FALSE); /* 50 … 80 */
  add (flow, 10, 5, TRUE, FALSE);   /* would fit, but not with the next two */
  add (flow, 10, 5, TRUE, FALSE);
  add (flow, 40, 5, FALSE, FALSE);
  add (flow, 10, 5, FALSE, TRUE);
  add (flow, 100, 5, FALSE, FALSE);
  dh_page_flow_finish (flow);
  g_assert_cmpuint (dh_page_flow_get_n_pages (flow), ==, 4);
  assert_place (flow, 0, 0, 0);
  assert_place (flow, 0, 1, 50);
  g_assert_false (dh_page_flow_locate (flow, 0, 2, &y, &block));
  assert_place (flow, 1, 0, 0);
  assert_place (flow, 1, 1, 15);
  assert_place (flow, 1, 2, 30);
  assert_place (flow, 2, 0, 0);
  assert_place (flow, 3, 0, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-report/flow", test_flow);
  g_test_add_func ("/run-report/pages", test_pages);
  g_test_add_func ("/run-report/untrained", test_untrained);
  g_test_add_func ("/run-report/much", test_much);
  g_test_add_func ("/run-report/same-bytes", test_same_bytes);
  g_test_add_func ("/run-report/unwritable", test_unwritable);
  g_test_add_func ("/run-report/text", test_text);
  return g_test_run ();
}
