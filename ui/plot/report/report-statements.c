/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the run says about twelve statements on losses and learning rates: a row for each, with the
 * verdict in words as well as in colour.
 */
#include <glib/gi18n-lib.h>

#include "core/statements/statements.h"
#include "ui/plot/report/report-private.h"

#define NUMBER  20.0
#define VERDICT 112.0
#define GUTTER  12.0

static const DhColor *
get_colour (DhVerdict verdict)
{
  /* Okabe and Ito's green and vermilion, dark enough for text. */
  static const DhColor holds = { 0, .45, .33, 1 }, fails = { .71, .28, 0, 1 };

  if (verdict == DH_VERDICT_UNKNOWN)
    return NULL;
  return verdict == DH_VERDICT_HOLDS ? &holds : &fails;
}

static void
add_finding (DhRunReport *self, guint number, const DhFinding *finding)
{
  const double width = dh_page_flow_get_width (self->flow) - NUMBER - VERDICT - GUTTER;
  const gboolean known = finding->verdict != DH_VERDICT_UNKNOWN;
  g_autofree char *figure = g_strdup_printf ("%u", number);
  const DhReportCell cells[] = {
    { .width = NUMBER, .style = DH_REPORT_STRONG, .text = figure },
    { .x = NUMBER, .width = width, .style = DH_REPORT_STRONG, .text = finding->statement },
    { .x = NUMBER,
      .y = dh_report_measure (self, DH_REPORT_STRONG, width, finding->statement) + 1,
      .width = width,
      .style = known ? DH_REPORT_BODY : DH_REPORT_SMALL,
      .text = finding->reason },
    { .x = NUMBER + width + GUTTER,
      .width = VERDICT,
      .style = known ? DH_REPORT_STRONG : DH_REPORT_SMALL,
      .text = dh_verdict_get_name (finding->verdict),
      .color = get_colour (finding->verdict) },
  };

  dh_report_add_row (self, &(DhReportRow) { .cells = cells,
                                            .n_cells = G_N_ELEMENTS (cells),
                                            .space = 5,
                                            .ruled = TRUE });
}

void
dh_report_add_statements (DhRunReport *self)
{
  DhStatementLane lanes[DH_MAX_LANES];
  DhFinding findings[DH_N_STATEMENTS];

  for (guint i = 0; i < self->n_lanes; i++)
    lanes[i] = (DhStatementLane) { self->lanes[i].number, self->lanes[i].snapshot };
  dh_statements_judge (lanes, self->n_lanes, findings);
  dh_report_add_heading (self, _ ("Twelve statements"), FALSE);
  dh_report_add_paragraph (self, DH_REPORT_BODY, 4,
                           _ ("What is often said about losses and learning rates, and what this "
                              "run says about it. One run is one run: it shows what can happen, "
                              "not what always does."));
  for (guint i = 0; i < DH_N_STATEMENTS; i++)
    add_finding (self, i + 1, &findings[i]);
  dh_findings_clear (findings);
}
