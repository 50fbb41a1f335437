/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the window shows, as a part of a document: the page, its switches, and the page Hills with
 * its ground and camera.
 *
 * A ground that this version can't make leaves the present one, as with saved settings.
 */
#include "ui/window/window-private.h"

#include <string.h>

static DhRace *
get_race (DhWindow *self)
{
  return dh_hills_page_get_race (DH_HILLS_PAGE (self->hills_page));
}

/* ---- describing ---- */

static void
describe_camera (DhWindow *self, DhDocumentHills *hills)
{
  const DhCamera *camera = dh_ground_group_get_camera (
    dh_hills_page_get_group (DH_HILLS_PAGE (self->hills_page)));

  if (dh_camera_is_equal (camera, &dh_camera_usual))
    return;
  hills->has_camera = TRUE;
  hills->azimuth = camera->azimuth;
  hills->elevation = camera->elevation;
  hills->zoom = camera->zoom;
}

/* The number of the ground's parameters: a typed function has none, nor has another ground. */
static guint
count_parameters (DhRace *race)
{
  const DhHill *hill = NULL;
  DhGroundName name;

  if (dh_ground_name_parse (dh_race_get_ground (race), &name) && name.kind == DH_GROUND_KIND_HILL)
    hill = dh_hill_find (name.which);
  return hill != NULL ? dh_settings_count (hill->parameters, DH_HILL_MAX_PARAMETERS) : 0;
}

static void
describe_shape (DhRace *race, DhDocumentHills *hills)
{
  DhFitPoint usual[DH_FIT_MAX_POINTS];
  guint n, n_usual = dh_fit_get_usual_points (usual);
  const DhFitPoint *points = dh_race_get_points (race, &n);

  hills->n_parameters = count_parameters (race);
  memcpy (hills->parameters, dh_race_get_parameters (race),
          hills->n_parameters * sizeof *hills->parameters);
  if (n == n_usual && memcmp (points, usual, n * sizeof *points) == 0)
    return;
  hills->n_points = n;
  memcpy (hills->points, points, n * sizeof *points);
}

static void
describe_hills (DhWindow *self, DhDocumentHills *hills)
{
  DhGroundBar *bar = dh_hills_page_get_ground_bar (DH_HILLS_PAGE (self->hills_page));
  const char *function = dh_ground_bar_get_function (bar);
  DhRace *race = get_race (self);

  g_free (hills->ground);
  hills->ground = g_strdup (dh_race_get_ground (race));
  g_free (hills->function);
  hills->function = *function != '\0' ? g_strdup (function) : NULL;
  describe_shape (race, hills);
  hills->has_start = TRUE;
  dh_race_get_start (race, hills->start);
  hills->noise = dh_race_get_noise (race);
  hills->speed = dh_race_get_speed (race);
  hills->shared = dh_race_get_shared (race);
  hills->basins = dh_race_get_with_basins (race);
  describe_camera (self, hills);
}

void
dh_window_describe_view (DhWindow *self, DhDocumentView *view)
{
  DhLaneStrip *strip = DH_LANE_STRIP (self->strip);
  DhChartGroup *charts = dh_lane_strip_get_charts (strip);

  view->page = dh_window_get_page (self);
  view->lane_view = dh_lane_strip_get_view_word (strip);
  view->log_axis = dh_chart_group_get_logarithmic (charts);
  view->gradient_norms = dh_chart_group_get_gradient_norms (charts);
  view->show_mask = dh_lane_strip_get_show_mask (strip);
  view->show_landscapes = dh_lane_strip_get_show_landscapes (strip);
  view->same_rate = dh_session_get_same_rate (self->session);
  describe_hills (self, &view->hills);
}

/* ---- showing ---- */

/* "same-rate" is the session's and comes with its lanes. */
void
dh_window_show_view (DhWindow *self, const DhDocumentView *view)
{
  dh_lane_strip_show (DH_LANE_STRIP (self->strip), view);
  dh_hills_page_show (DH_HILLS_PAGE (self->hills_page), &view->hills);
  dh_window_set_page (self, view->page);
}
