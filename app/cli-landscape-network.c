/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli landscape --ground network`: trains one lane and computes the landscape around its
 * final weights.
 *
 * The landscape is requested from the first iteration on, because the trajectory is only recorded
 * then.  After the training, one more plane is put through the final weights.  A signal ends both
 * at once; the newest plane is then written as far as it was computed.
 */
#include "app/cli-landscape.h"

#include "core/document/json.h"
#include "app/cli-memory.h"
#include "app/cli-picture.h"
#include "app/cli-progress.h"
#include "app/cli.h"
#include "app/installation.h"
#include "core/base/error.h"
#include "core/catalog/catalog.h"
#include "core/landscape/export.h"
#include "core/session/costs.h"
#include "core/session/session.h"
#include "ui/plot/common/plane-format.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#define TICK_MS  200
#define PATIENCE (300 * G_USEC_PER_SEC) /* the longest wait for a new point */

typedef struct
{
  const DhCliLandscape *request;
  DhSession *session;
  DhLane *lane;
  DhCliProgress *progress;
  GMainLoop *loop;
  gboolean resting; /* the training is over, the last plane was requested */
  guint n_done;
  gint64 last_news;
  int signal; /* the one that stopped the run, or 0 */
  GError *error;
} Run;

/* ---- training ---- */

static DhPlane *
peek_plane (const Run *self)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (self->lane);

  return snapshot != NULL ? dh_lane_snapshot_get_plane (snapshot) : NULL;
}

static void
fail (Run *self, int code, const char *message)
{
  if (self->error == NULL)
    g_set_error_literal (&self->error, DH_ERROR, code, message);
  g_main_loop_quit (self->loop);
}

static void
status_cb (DhSession *session, GParamSpec *pspec, Run *self)
{
  const char *message = dh_session_get_message (session);

  if (dh_session_get_status (session) == DH_SESSION_FAILED)
    fail (self, DH_ERROR_FACES, message != NULL ? message : _ ("The training can’t continue."));
  else if (dh_session_get_status (session) == DH_SESSION_READY && !self->resting)
    dh_session_set_playing (session, self->request->n_steps > 0);
}

static gboolean
is_over (const Run *self)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (self->lane);

  return snapshot != NULL
         && (dh_lane_snapshot_get_iteration (snapshot) >= self->request->n_steps
             || dh_lane_snapshot_get_state (snapshot) == DH_STATE_DIVERGED);
}

static void
idle_cb (DhSession *session, Run *self)
{
  if (self->resting || !is_over (self))
    return;
  self->resting = TRUE;
  self->last_news = g_get_monotonic_time ();
  dh_session_set_playing (session, FALSE);
  dh_lane_redraw_plane (self->lane);
}

static void
snapshot_cb (DhLane *lane, GParamSpec *pspec, Run *self)
{
  DhPlane *plane = peek_plane (self);

  if (!self->resting || plane == NULL)
    return;
  if (plane->n_done != self->n_done)
    self->last_news = g_get_monotonic_time ();
  self->n_done = plane->n_done;
  if (plane->terrain != NULL && plane->n_done == plane->n_points
      && plane->iteration == dh_lane_snapshot_get_iteration (dh_lane_get_snapshot (lane)))
    g_main_loop_quit (self->loop);
}

/* Every report is complete in itself, so there is nothing to wait for. */
static void
stopped_cb (gpointer data, int signal_number)
{
  Run *self = data;

  if (self->signal != 0)
    return;
  self->signal = signal_number;
  g_main_loop_quit (self->loop);
}

static void
show_progress (Run *self)
{
  DhPlane *plane = peek_plane (self);
  guint64 iteration = dh_session_get_iteration (self->session);
  g_autofree char *training = g_strdup_printf (_ ("iteration %" PRIu64), iteration);
  g_autofree char *points = plane == NULL || plane->terrain == NULL
                              ? NULL
                              : g_strdup_printf (_ ("point %u of %u"), plane->n_done,
                                                 plane->n_points);
  g_autofree char *both = g_strjoin (", ", training, points, NULL);
  double done = iteration / (double) MAX (self->request->n_steps, 1);

  if (self->resting && points != NULL)
    dh_cli_progress_update (self->progress, plane->n_done / (double) plane->n_points, points);
  else
    dh_cli_progress_update (self->progress, self->resting ? 1 : done, both);
}

static gboolean
tick_cb (gpointer data)
{
  Run *self = data;

  if (self->resting && g_get_monotonic_time () - self->last_news > PATIENCE)
    fail (self, DH_ERROR_MEMORY,
          _ ("There is not enough memory to compute the landscape: close other programs."));
  show_progress (self);
  return G_SOURCE_CONTINUE;
}

static void
make_session (Run *self)
{
  const DhLaneSettings *asked = g_ptr_array_index (self->request->lanes, 0);

  self->session = dh_session_new (dh_installation_get_faces_folder ());
  dh_session_set_preset (self->session, self->request->preset);
  dh_session_set_live (self->session, FALSE);
  dh_session_set_seed (self->session, self->request->seed);
  dh_session_set_iteration_limit (self->session, self->request->n_steps);
  self->lane = dh_session_add_lane_with (self->session, asked);
  dh_lane_set_plane_kind (self->lane, DH_PLANE_TRAJECTORY);
}

static void
train (Run *self)
{
  guint tick = g_timeout_add (TICK_MS, tick_cb, self);

  self->progress = dh_cli_progress_new ();
  self->loop = g_main_loop_new (NULL, FALSE);
  dh_cli_watch_signals (stopped_cb, self);
  g_signal_connect (self->session, "notify::status", G_CALLBACK (status_cb), self);
  g_signal_connect (self->session, "idle", G_CALLBACK (idle_cb), self);
  g_signal_connect (self->lane, "notify::snapshot", G_CALLBACK (snapshot_cb), self);
  status_cb (self->session, NULL, self);
  if (self->error == NULL)
    g_main_loop_run (self->loop);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_signal_handlers_disconnect_by_data (self->lane, self);
  g_source_remove (tick);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->progress, dh_cli_progress_free);
}

/* ---- the results ---- */

static char *
describe_settings (const Run *self)
{
  const DhLaneSettings *asked = g_ptr_array_index (self->request->lanes, 0);
  g_autofree char *rate = dh_rate_format (dh_lane_get_learning_rate (self->lane));
  g_autofree char *optimizer_config = dh_optimizer_config_dup_name (&asked->optimizer_config,
                                                                    DH_OPTIMIZER_USER_NETWORK);
  g_autofree char *mix = dh_mix_dup_name (&asked->mix);
  guint n_steps = dh_lane_snapshot_get_iteration (dh_lane_get_snapshot (self->lane));

  return g_strdup_printf (_ ("%s · %s, rate %s, %u steps"), mix, optimizer_config, rate, n_steps);
}

static gboolean
write_picture (const Run *self, const DhPlane *plane, GError **error)
{
  g_autofree char *settings = describe_settings (self);
  g_autofree char *first = dh_plane_dup_axis (plane, 0);
  g_autofree char *second = dh_plane_dup_axis (plane, 1);
  DhGroundSheet sheet = {
    .terrain = plane->terrain,
    .axes = dh_ground_axes_of_terrain (plane->terrain, first, second),
    .trajectory = plane->trajectory,
    .n_trajectory = plane->n_trajectory,
    .view = self->request->view,
    .width = self->request->width,
    .height = self->request->height,
    .title = _ ("A network’s landscape"),
    .settings = settings,
    .ball_state = dh_lane_snapshot_get_state_text (dh_lane_get_snapshot (self->lane)),
  };

  return dh_cli_picture_write (dh_ground_sheet_new (&sheet), self->request->out, error);
}

static gboolean
write_files (const Run *self, const DhPlane *plane)
{
  const DhCliLandscape *request = self->request;
  g_autoptr (GError) picture_error = NULL, grid_error = NULL, path_error = NULL;
  gboolean written = TRUE;

  if (request->out != NULL && !write_picture (self, plane, &picture_error))
    written = dh_cli_fail (picture_error) == DH_CLI_SUCCESS;
  if (request->grid != NULL && !dh_terrain_write (plane->terrain, request->grid, &grid_error))
    written = dh_cli_fail (grid_error) == DH_CLI_SUCCESS;
  if (request->path != NULL
      && !dh_trajectory_points_write (plane->trajectory, plane->trajectory_iterations,
                                      plane->n_trajectory, request->path, &path_error))
    written = dh_cli_fail (path_error) == DH_CLI_SUCCESS;
  return written;
}

static void
add_place (JsonBuilder *builder, const char *name, const double at[2], double loss)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  dh_json_add_number (builder, "x", at[0]);
  dh_json_add_number (builder, "y", at[1]);
  dh_json_add_number (builder, "loss", loss);
  json_builder_end_object (builder);
}

static void
print_json (const Run *self, const DhPlane *plane)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (self->lane);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  dh_json_add_string (builder, "ground", self->request->ground_text);
  add_place (builder, "start", plane->trajectory[0].at, plane->trajectory[0].loss);
  add_place (builder, "end", plane->ball, plane->ball_loss);
  dh_json_add_string (builder, "state",
                          dh_state_get_id (dh_lane_snapshot_get_state (snapshot)));
  dh_json_add_string (builder, "state_text", dh_lane_snapshot_get_state_text (snapshot));
  dh_json_add_count (builder, "steps", dh_lane_snapshot_get_iteration (snapshot));
  dh_json_add_number (builder, "lambda", dh_lane_snapshot_get_lambda (snapshot));
  dh_json_add_number (builder, "stable_rate", dh_lane_snapshot_get_stable_rate (snapshot));
  dh_json_add_number (builder, "slice_loss", plane->slice_loss);
  dh_json_add_string (builder, "plane", plane->kind == DH_PLANE_TRAJECTORY ? "way" : "random");
  dh_json_add_number (builder, "explained_x", plane->explained[0]);
  dh_json_add_number (builder, "explained_y", plane->explained[1]);
  json_builder_end_object (builder);
  text = dh_json_print (builder, DH_JSON_TALL);
  fputs (text, stdout); /* JSON is UTF-8 in every locale */
}

static void
print_sentences (const Run *self, const DhPlane *plane)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (self->lane);
  g_autofree char *settings = describe_settings (self);
  g_autofree char *share = dh_plane_dup_share (plane);

  g_print ("%s\n%s\n%s\n", _ ("A network’s landscape"), settings, share);
  if (isnan (plane->slice_loss))
    g_print (_ ("Loss on the held-out pictures %.4g.\n"), plane->ball_loss);
  else
    g_print (_ ("Loss on the held-out pictures %.4g, on the plane %.4g.\n"), plane->ball_loss,
             plane->slice_loss);
  g_print ("%s.\n", dh_lane_snapshot_get_state_text (snapshot));
  if (isfinite (dh_lane_snapshot_get_stable_rate (snapshot)))
    g_print (_ ("The largest curvature there is %.4g: in a bowl of that curvature, rates above "
                "%.4g diverge.\n"),
             dh_lane_snapshot_get_lambda (snapshot), dh_lane_snapshot_get_stable_rate (snapshot));
}

/* Printed before the other sentences, which describe the result. */
static void
say_unfinished (const Run *self, const DhPlane *plane)
{
  guint64 iteration = dh_lane_snapshot_get_iteration (dh_lane_get_snapshot (self->lane));

  if (plane->n_done < plane->n_points)
    g_printerr (_ ("Stopped after iteration %" PRIu64 ", with %u of %u landscape points computed; "
                   "the rest is interpolated."),
                iteration, plane->n_done, plane->n_points);
  else
    g_printerr (_ ("Stopped after iteration %" PRIu64
                   "; the landscape is that of iteration %" PRIu64 "."),
                iteration, plane->iteration);
  g_printerr ("\n");
}

/* Returns an exit status. */
static int
report (const Run *self, const DhPlane *plane)
{
  gboolean written;
  int status;

  if (self->signal != 0)
    say_unfinished (self, plane);
  written = write_files (self, plane);
  if (self->request->json)
    print_json (self, plane);
  else
    print_sentences (self, plane);
  status = dh_cli_close_output ();
  if (!written)
    status = DH_CLI_FAILURE;
  return status == DH_CLI_SUCCESS && self->signal != 0 ? 128 + self->signal : status;
}

static int
finish (const Run *self)
{
  const DhPlane *plane = peek_plane (self);

  if (self->error != NULL)
    return dh_cli_fail (self->error);
  if (self->signal != 0 && (plane == NULL || plane->terrain == NULL))
    {
      g_printerr ("%s\n", _ ("Stopped before any landscape was computed; nothing was written."));
      return 128 + self->signal;
    }
  return plane != NULL ? report (self, plane) : DH_CLI_FAILURE;
}

static gboolean
check_memory (const DhCliLandscape *request, GError **error)
{
  const DhLaneSettings *asked = g_ptr_array_index (request->lanes, 0);
  const DhCliNeeds needs = { .preset = request->preset,
                             .n_lanes = 1,
                             .n_slots = { asked->optimizer_config.optimizer->n_slots } };

  if (dh_cost_may_explore (request->preset))
    return dh_cli_check_memory (&needs, error);
  g_set_error_literal (
    error, DH_ERROR, DH_ERROR_MEMORY,
    _ ("This model is too large for a landscape: choose a smaller one with --preset."));
  return FALSE;
}

int
dh_cli_landscape_network (const DhCliLandscape *request)
{
  Run run = { .request = request };
  int status;

  const DhLaneSettings *asked = g_ptr_array_index (request->lanes, 0);

  if (!check_memory (request, &run.error))
    {
      status = dh_cli_fail (run.error);
      g_clear_error (&run.error);
      return status;
    }
  make_session (&run);
  if (dh_session_check_start (run.session, asked->start, &run.error))
    train (&run);
  status = finish (&run);
  g_clear_error (&run.error);
  g_object_unref (run.session);
  return status;
}
