/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The settings of a report: what each lane started with, and every change with its iteration.
 */
#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "core/catalog/catalog.h"
#include "ui/plot/report/report-private.h"

#define LEFT 18.0
#define WHEN 78.0
/* The document has them all. */
#define MOST_CHANGES 200

/* ---- words ---- */

static const char *
get_mask_name (DhArea mask)
{
  guint n;

  return dh_catalog_get_masks (&n)[dh_catalog_find_mask (mask)].name;
}

static char *
dup_multiplier (double multiplier)
{
  return g_strdup_printf ("×%g", MAX (multiplier, 1));
}

static char *
dup_optimizer (const DhLaneSettings *settings)
{
  return dh_optimizer_config_dup_name (&settings->optimizer_config, DH_OPTIMIZER_USER_NETWORK);
}

/* The settings as pairs of a name and a value, in the order in which they are listed. */
typedef struct
{
  const char *name;
  char *value;
} Setting;

enum
{
  LOSS,
  RATE,
  OPTIMIZER,
  MASK,
  EYES,
  MOUTH,
  CLIP,
  N_SETTINGS
};

static void
describe (const DhLaneSettings *settings, Setting *words)
{
  words[LOSS] = (Setting) { _ ("Loss"), dh_mix_dup_name (&settings->mix) };
  words[RATE] = (Setting) { _ ("Learning rate"), dh_rate_format (settings->learning_rate) };
  words[OPTIMIZER] = (Setting) { _ ("Optimizer"), dup_optimizer (settings) };
  words[MASK] = (Setting) { _ ("Mask"), g_strdup (get_mask_name (settings->mask)) };
  words[EYES] = (Setting) { _ ("Eyes"), dup_multiplier (settings->eye_multiplier) };
  words[MOUTH] = (Setting) { _ ("Mouth"), dup_multiplier (settings->mouth_multiplier) };
  words[CLIP] = (Setting) { _ ("Gradient clipping"), dh_clip_dup_name (&settings->clip) };
}

static void
clear (Setting *words)
{
  for (guint i = 0; i < N_SETTINGS; i++)
    g_free (words[i].value);
}

static char *
dup_start (const DhStart *start)
{
  g_autofree char *name = NULL;

  if (start->kind == DH_START_SCRATCH)
    return g_strdup (_ ("from scratch"));
  if (start->kind == DH_START_WARM)
    return g_strdup (_ ("warmed up"));
  name = start->path != NULL ? g_filename_display_basename (start->path) : g_strdup ("–");
  return g_strdup_printf (_ ("from %s"), name);
}

static char *
dup_all (const DhLaneSettings *settings)
{
  GString *text = g_string_new (NULL);
  g_autofree char *start = dup_start (&settings->start);
  Setting words[N_SETTINGS];

  describe (settings, words);
  for (guint i = 0; i < N_SETTINGS; i++)
    g_string_append_printf (text, "%s: %s · ", words[i].name, words[i].value);
  clear (words);
  g_string_append_printf (text, "%s: %s", C_ ("report", "Start"), start);
  return g_string_free (text, FALSE);
}

/* "Learning rate: 1.0e-3 → 3.0e-4; Mask: …" */
static char *
dup_change (const DhLaneSettings *before, const DhLaneSettings *after)
{
  GString *text = g_string_new (NULL);
  Setting old[N_SETTINGS], new[N_SETTINGS];

  describe (before, old);
  describe (after, new);
  for (guint i = 0; i < N_SETTINGS; i++)
    if (!g_str_equal (old[i].value, new[i].value))
      g_string_append_printf (text, "%s%s: %s → %s", text->len > 0 ? "; " : "", new[i].name,
                              old[i].value, new[i].value);
  clear (old);
  clear (new);
  return g_string_free (text, FALSE);
}

/* ---- rows ---- */

static void
add_row (DhRunReport *self, const char *when, const char *what, double space, gboolean with_next)
{
  const DhReportCell cells[] = {
    { .x = LEFT, .width = WHEN, .style = DH_REPORT_BODY, .text = when },
    { .x = LEFT + WHEN,
      .width = dh_page_flow_get_width (self->flow) - LEFT - WHEN,
      .style = DH_REPORT_BODY,
      .text = what },
  };

  dh_report_add_row (self,
                     &(DhReportRow) {
                       .cells = cells, .n_cells = 2, .space = space, .with_next = with_next });
}

static void
add_change (DhRunReport *self, const DhSettingsLog *log, guint position)
{
  const DhSettingsChange *change = dh_settings_log_get (log, position);
  g_autofree char *when = g_strdup_printf (_ ("Iteration %" PRIu64), change->iteration);
  g_autofree char *what = dup_change (&dh_settings_log_get (log, position - 1)->settings,
                                      &change->settings);

  add_row (self, when, what, 2, FALSE);
}

static void
add_lane (DhRunReport *self, const DhReportLane *lane)
{
  const guint n = dh_settings_log_get_length (lane->log);
  g_autofree char *first = dup_all (&dh_settings_log_get (lane->log, 0)->settings), *rest = NULL;

  dh_report_add_subheading (self, lane->number, lane->label);
  add_row (self, C_ ("report", "At the start"), first, 2, n > 1);
  for (guint i = 1; i < n && i <= MOST_CHANGES; i++)
    add_change (self, lane->log, i);
  if (n - 1 <= MOST_CHANGES)
    return;
  rest = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%u more change is in the document and in the link.",
                                       "%u more changes are in the document and in the link.",
                                       n - 1 - MOST_CHANGES),
                          n - 1 - MOST_CHANGES);
  add_row (self, "…", rest, 2, FALSE);
}

void
dh_report_add_settings (DhRunReport *self)
{
  dh_report_add_heading (self, _ ("Settings and their changes"), FALSE);
  for (guint i = 0; i < self->n_lanes; i++)
    add_lane (self, &self->lanes[i]);
}
