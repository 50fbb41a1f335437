/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The last part of a report: where its numbers come from, and how to make them again.
 */
#include <cairo.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "config.h"
#include "core/session/machine.h"
#include "ui/plot/pictures/qr-code.h"
#include "ui/plot/report/report-private.h"

#define NAME      104.0
#define CODE      150.0
#define GUTTER    14.0
#define MOST_LINK 2000 /* characters that are printed */

static void
add_fact (DhRunReport *self, const char *name, const char *value)
{
  const DhReportCell cells[] = {
    { .width = NAME, .style = DH_REPORT_BODY, .text = name },
    { .x = NAME,
      .width = dh_page_flow_get_width (self->flow) - NAME,
      .style = DH_REPORT_BODY,
      .text = value },
  };

  dh_report_add_row (self, &(DhReportRow) { .cells = cells, .n_cells = 2, .space = 2 });
}

static void
add_person (DhRunReport *self, guint side)
{
  g_autofree char *name = g_strdup_printf (_ ("Faces of %c"), 'A' + (int) side);
  g_autofree char *value =
    g_strdup_printf (_ ("%s: %u pictures to train on, %u held out; SHA-256 %s"),
                     self->persons[side], self->n_pictures[side][0], self->n_pictures[side][1],
                     self->fingerprints[side] != NULL ? self->fingerprints[side] : "–");

  add_fact (self, name, value);
}

static char *
dup_libraries (void)
{
  GString *text = g_string_new (NULL);

  for (const DhLibrary *library = dh_machine_get_libraries (); library->name != NULL; library++)
    g_string_append_printf (text, "%s %s, ", library->name, library->version);
  g_string_append_printf (text, "cairo %s, Pango %s", cairo_version_string (),
                          pango_version_string ());
  return g_string_free (text, FALSE);
}

static void
add_machine (DhRunReport *self)
{
  g_autofree char *processor = dh_machine_dup_processor (), *libraries = dup_libraries ();
  g_autofree char *convolutions = dh_machine_dup_convolutions (), *seed = NULL;

  seed = g_strdup_printf ("%" PRIu64, self->seed);
  add_fact (self, _ ("Program"), "Downhill " DH_VERSION);
  add_fact (self, _ ("Model"), self->model);
  add_fact (self, _ ("Seed"), seed);
  add_person (self, 0);
  add_person (self, 1);
  add_fact (self, _ ("Processor"), processor);
  add_fact (self, _ ("Instruction set"), dh_machine_get_instructions ());
  add_fact (self, _ ("Convolutions"), convolutions);
  add_fact (self, _ ("Libraries"), libraries);
}

/* ---- the link ---- */

static void
draw_code (gpointer data, cairo_t *cr, double width, double height)
{
  /* Its dark part stands at the margin, as everything else does. */
  const double quiet = CODE * DH_QR_CODE_QUIET
                       / (dh_qr_code_get_side (data) + 2 * DH_QR_CODE_QUIET);

  cairo_translate (cr, -quiet, 0);
  dh_qr_code_draw (data, cr, CODE);
}

static char *
dup_shown_link (const char *link)
{
  if (strlen (link) <= MOST_LINK)
    return g_strdup (link);
  return g_strdup_printf ("%.*s…", MOST_LINK, link);
}

static void
add_link (DhRunReport *self)
{
  DhQrCode *code = dh_qr_code_new (self->link, NULL);
  const double left = code != NULL ? CODE + GUTTER : 0;
  const double width = dh_page_flow_get_width (self->flow) - left;
  g_autofree char *command =
    g_strdup_printf (_ ("Scan the code, click the link below, or paste it in Downhill’s menu. "
                        "Without a window: downhill-cli run LINK --iterations %" PRIu64),
                     self->iteration);
  g_autofree char *shown = dup_shown_link (self->link);
  double below = dh_report_measure (self, DH_REPORT_BODY, width, command) + 6;
  const DhReportCell cells[] = {
    { .x = left, .y = 8, .width = width, .style = DH_REPORT_BODY, .text = command },
    { .x = left,
      .y = 8 + below,
      .width = width,
      .style = DH_REPORT_CODE,
      .text = shown,
      .color = &(DhColor) { 0, .28, .6, 1 },
      .uri = self->link },
  };

  dh_report_add_row (self, &(DhReportRow) { .cells = cells,
                                            .n_cells = 2,
                                            .space = 8,
                                            .least = code != NULL ? CODE : 0,
                                            .draw = code != NULL ? draw_code : NULL,
                                            .data = code,
                                            .free_data = (GDestroyNotify) dh_qr_code_free });
}

void
dh_report_add_origin (DhRunReport *self)
{
  dh_report_add_heading (self, _ ("To make it again"), FALSE);
  dh_report_add_paragraph (self, DH_REPORT_BODY, 4,
                           _ ("The same people, model, seed and settings give the same numbers and "
                              "pictures, to the last bit, on the same kind of processor with the "
                              "same libraries and convolutions; elsewhere, the last digits "
                              "differ."));
  if (self->link != NULL)
    add_link (self);
  if (self->gap != NULL)
    dh_report_add_paragraph (self, DH_REPORT_BODY, 6, self->gap);
  dh_report_add_subheading (self, 0, _ ("Made with"));
  add_machine (self);
}
