/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page Hills as a picture for a file: each ground with its balls.
 *
 * As in the window, each ball has a ground of its own, or all share that of the first.  Balls move
 * while a picture is drawn, so their trajectories are copied; grounds and heights are constants.
 */
#include "ui/plot/export/export-hills.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/catalog/catalog.h"
#include "ui/plot/sheets/ground-sheet.h"

#define PANEL_WIDTH  900
#define PANEL_HEIGHT 560

/* One ground. */
typedef struct
{
  DhGround *ground; /* lends the names of the axes */
  DhTerrain *terrain;
  DhSceneBall balls[DH_RACE_MAX_RUNNERS];
  guint n_balls;
  char *settings;
  GString *states; /* a line for each ball */
} Panel;

struct _DhExportHills
{
  Panel panels[DH_RACE_MAX_RUNNERS];
  guint n_panels;
};

typedef struct
{
  const DhExportHills *hills;
  guint n_across;
  DhScheme scheme;
} Page;

/* ---- copying ---- */

static gboolean
has_ball (DhRace *race, guint runner)
{
  return !dh_race_get_runner (race, runner)->hidden && dh_race_get_ball (race, runner) != NULL;
}

static gboolean
has_ground (DhRace *race, guint runner)
{
  return dh_race_get_terrain (race, runner) != NULL
         && dh_race_get_runner_ground (race, runner) != NULL;
}

static guint
count_steps (DhRace *race, guint runner)
{
  guint n_points;

  dh_race_get_trajectory (race, runner, &n_points);
  return n_points - 1;
}

static char *
describe_settings (DhRace *race, guint runner)
{
  const DhRunner *request = dh_race_get_runner (race, runner);
  g_autofree char *mix = dh_mix_dup_name (&request->mix);
  g_autofree char *rate = dh_rate_format (dh_race_get_rate (race, runner));
  g_autofree char *optimizer = dh_optimizer_config_dup_name (&request->optimizer_config,
                                                             DH_OPTIMIZER_USER_BALL);
  const guint n_steps = count_steps (race, runner);

  if (dh_ground_kind_uses_mix (dh_race_get_ground_kind (race)))
    return g_strdup_printf (_ ("%s · %s, rate %s, %u steps"), mix, optimizer, rate, n_steps);
  return g_strdup_printf (_ ("%s, rate %s, %u steps"), optimizer, rate, n_steps);
}

static void
add_ball (Panel *self, DhRace *race, guint runner)
{
  const DhRunner *request = dh_race_get_runner (race, runner);
  guint n_points;
  const DhTrajectoryPoint *points = dh_race_get_trajectory (race, runner, &n_points);

  self->balls[self->n_balls++] = (DhSceneBall) {
    .number = request->number,
    .points = g_memdup2 (points, n_points * sizeof *points),
    .n_points = n_points,
    .hops = request->optimizer_config.optimizer->memoryless,
  };
}

/* settings: (nullable): of the ball, if they aren't those of all */
static void
add_state (Panel *self, DhRace *race, guint runner, const char *settings)
{
  g_autofree char *text = NULL;

  dh_race_judge (race, runner, &text);
  if (self->states->len > 0)
    g_string_append_c (self->states, '\n');
  if (settings != NULL)
    g_string_append_printf (self->states, "%u: %s · ", dh_race_get_runner (race, runner)->number,
                            settings);
  g_string_append (self->states, text != NULL ? text : "");
}

static Panel *
add_panel (DhExportHills *self, DhRace *race, guint runner)
{
  Panel *panel = &self->panels[self->n_panels++];

  panel->ground = dh_ground_ref (dh_race_get_runner_ground (race, runner));
  panel->terrain = dh_terrain_ref ((DhTerrain *) dh_race_get_terrain (race, runner));
  panel->states = g_string_new (NULL);
  return panel;
}

static void
add_own (DhExportHills *self, DhRace *race)
{
  const guint n_runners = dh_race_get_n_runners (race);

  for (guint i = 0; i < n_runners; i++)
    {
      Panel *panel;

      if (!has_ball (race, i) || !has_ground (race, i))
        continue;
      panel = add_panel (self, race, i);
      panel->settings = describe_settings (race, i);
      add_ball (panel, race, i);
      add_state (panel, race, i, NULL);
    }
}

static void
add_shared (DhExportHills *self, DhRace *race)
{
  const guint n_runners = dh_race_get_n_runners (race);
  Panel *panel = add_panel (self, race, 0);

  panel->settings = g_strdup ("");
  for (guint i = 0; i < n_runners; i++)
    {
      g_autofree char *settings = NULL;

      if (!has_ball (race, i))
        continue;
      settings = describe_settings (race, i);
      add_ball (panel, race, i);
      add_state (panel, race, i, settings);
    }
}

gboolean
dh_export_hills_are_known (DhRace *race)
{
  const guint n_runners = dh_race_get_n_runners (race);

  for (guint i = 0; i < n_runners; i++)
    if (has_ball (race, i) && has_ground (race, dh_race_get_shared (race) ? 0 : i))
      return TRUE;
  return FALSE;
}

DhExportHills *
dh_export_hills_new (DhRace *race)
{
  DhExportHills *self = g_new0 (DhExportHills, 1);

  if (!dh_export_hills_are_known (race))
    return self;
  if (dh_race_get_shared (race))
    add_shared (self, race);
  else
    add_own (self, race);
  return self;
}

void
dh_export_hills_free (DhExportHills *self)
{
  for (guint i = 0; i < self->n_panels; i++)
    {
      Panel *panel = &self->panels[i];

      for (guint ball = 0; ball < panel->n_balls; ball++)
        g_free ((DhTrajectoryPoint *) panel->balls[ball].points);
      dh_ground_unref (panel->ground);
      dh_terrain_unref (panel->terrain);
      g_free (panel->settings);
      g_string_free (panel->states, TRUE);
    }
  g_free (self);
}

/* ---- drawing ---- */

static void
draw_panel (const Panel *panel, DhScheme scheme, cairo_t *cr, int resolution)
{
  const DhGroundSheet sheet = { .terrain = panel->terrain,
                                .axes = dh_ground_axes_of_ground (panel->ground),
                                .balls = panel->balls,
                                .n_balls = panel->n_balls,
                                .view = DH_GROUND_BOTH,
                                .width = PANEL_WIDTH,
                                .height = PANEL_HEIGHT,
                                .title = dh_ground_get_title (panel->ground),
                                .settings = panel->settings,
                                .ball_state = panel->states->str,
                                .scheme = scheme };

  cairo_rectangle (cr, 0, 0, PANEL_WIDTH, PANEL_HEIGHT);
  cairo_clip (cr);
  dh_ground_sheet_draw_fine (&sheet, cr, resolution);
}

static void
draw_page_cb (cairo_t *cr, int resolution, gpointer data)
{
  const Page *page = data;

  dh_color_set_source (cr, dh_palette_get (page->scheme)->window, 1);
  cairo_paint (cr);
  for (guint i = 0; i < page->hills->n_panels; i++)
    {
      cairo_save (cr);
      cairo_translate (cr, PANEL_WIDTH * (double) (i % page->n_across),
                       PANEL_HEIGHT * (double) (i / page->n_across));
      draw_panel (&page->hills->panels[i], page->scheme, cr, resolution);
      cairo_restore (cr);
    }
}

GByteArray *
dh_export_hills (const DhExportHills *self, const DhExportLook *look, GError **error)
{
  const guint n = MAX (self->n_panels, 1), n_across = (guint) ceil (sqrt (n));
  Page page = { self, n_across, look->scheme };
  DhDrawing drawing = { .width = PANEL_WIDTH * n_across,
                        .height = PANEL_HEIGHT * ceil (n / (double) n_across),
                        .scheme = look->scheme,
                        .title = _ ("Hills"),
                        .draw = draw_page_cb,
                        .data = &page };

  return dh_drawing_encode (&drawing, &look->size, error);
}
