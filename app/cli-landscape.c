/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli landscape`: a ground, a ball and its trajectory, as a picture, as numbers and in a
 * sentence.
 */
#include "app/cli-landscape.h"

#include "core/document/json.h"
#include "app/cli-picture.h"
#include "app/cli.h"
#include "core/catalog/catalog.h"
#include "core/landscape/ball-state.h"
#include "core/landscape/export.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

#define GRID       96
#define FACE_GRID  33 /* each of its points is a picture to make and evaluate */
#define CURVE_GRID 401

typedef struct
{
  const DhCliLandscape *request;
  DhTerrain *terrain;
  DhDescent *descent;
  DhBallState ball_state;
  char *text;                 /* the ball state in words */
  double lambda, stable_rate; /* NaN: none */
} Result;

static DhTerrain *
make_terrain (const DhCliLandscape *request)
{
  guint n = dh_ground_get_kind (request->ground) == DH_GROUND_KIND_FACE ? FACE_GRID : GRID;

  if (request->ground->n_dimensions == 1)
    return dh_terrain_new (request->ground, CURVE_GRID, 1, NULL);
  return dh_terrain_new (request->ground, n, n, NULL);
}

static void
go_down (Result *self)
{
  const DhDescentConfig *config = &self->request->config;
  DhJet jet;

  self->descent = dh_descent_new (self->request->ground, config, self->request->start);
  for (guint64 i = 0; i < self->request->n_steps && dh_descent_step (self->descent); i++)
    ;
  self->ball_state = dh_ball_state_judge (self->descent, self->terrain, &self->text);
  jet = dh_descent_get_jet (self->descent);
  self->lambda = dh_jet_is_finite (&jet)
                   ? (self->request->ground->n_dimensions > 1 ? dh_jet_get_largest_curvature (&jet)
                                                              : jet.xx)
                   : NAN;
  self->stable_rate = dh_optimizer_get_stable_rate (config->optimizer_config.optimizer,
                                                    config->optimizer_config.settings,
                                                    self->lambda);
}

static char *
describe_settings (const Result *self)
{
  const DhDescentConfig *config = &self->request->config;
  g_autofree char *rate = dh_rate_format (config->learning_rate);
  g_autofree char *mix = dh_mix_dup_name (&self->request->mix);
  g_autofree char *optimizer_config = dh_optimizer_config_dup_name (&config->optimizer_config,
                                                                    DH_OPTIMIZER_USER_BALL);
  guint n_steps = dh_descent_get_n_balls (self->descent) - 1;

  if (self->request->uses_mix)
    /* Translators: "Huber · Adam, rate 1.0e-3, 100 steps" */
    return g_strdup_printf (_ ("%s · %s, rate %s, %u steps"), mix, optimizer_config, rate, n_steps);
  return g_strdup_printf (_ ("%s, rate %s, %u steps"), optimizer_config, rate, n_steps);
}

static gboolean
write_picture (const Result *self, const char *path, GError **error)
{
  g_autofree char *settings = describe_settings (self);
  const DhCliLandscape *request = self->request;
  DhGroundSheet sheet = {
    .terrain = self->terrain,
    .axes = dh_ground_axes_of_ground (request->ground),
    .ground = request->ground,
    .descent = self->descent,
    .view = request->view,
    .width = request->width,
    .height = request->height,
    .title = dh_ground_get_title (request->ground),
    .settings = settings,
    .ball_state = self->text,
  };

  return dh_cli_picture_write (dh_ground_sheet_new (&sheet), path, error);
}

/* Tries every file; an error with one doesn't affect the others. */
static gboolean
write_files (const Result *self)
{
  const DhCliLandscape *request = self->request;
  g_autoptr (GError) picture_error = NULL, grid_error = NULL, path_error = NULL;
  gboolean written = TRUE;

  if (request->out != NULL && !write_picture (self, request->out, &picture_error))
    written = dh_cli_fail (picture_error) == DH_CLI_SUCCESS;
  if (request->grid != NULL && !dh_terrain_write (self->terrain, request->grid, &grid_error))
    written = dh_cli_fail (grid_error) == DH_CLI_SUCCESS;
  if (request->path != NULL && !dh_descent_write (self->descent, request->path, &path_error))
    written = dh_cli_fail (path_error) == DH_CLI_SUCCESS;
  return written;
}

static void
add_ball (JsonBuilder *builder, const char *name, const DhBall *ball)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  dh_json_add_number (builder, "x", ball->at[0]);
  dh_json_add_number (builder, "y", ball->at[1]);
  dh_json_add_number (builder, "loss", ball->loss);
  json_builder_end_object (builder);
}

static void
print_json (const Result *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  dh_json_add_string (builder, "ground", self->request->ground_text);
  add_ball (builder, "start", dh_descent_get_ball (self->descent, 0));
  add_ball (builder, "end", dh_descent_get_last (self->descent));
  dh_json_add_string (builder, "state", dh_ball_state_get_id (self->ball_state));
  dh_json_add_string (builder, "state_text", self->text);
  dh_json_add_count (builder, "steps", dh_descent_get_n_balls (self->descent) - 1);
  dh_json_add_number (builder, "lambda", self->lambda);
  dh_json_add_number (builder, "stable_rate", self->stable_rate);
  json_builder_end_object (builder);
  text = dh_json_print (builder, DH_JSON_TALL);
  fputs (text, stdout); /* JSON is UTF-8 in every locale */
}

/* Rounding errors around zero, which are tiny compared with the ground's width, are shown as 0. */
static double
clean_dimension (const DhGround *ground, const DhBall *ball, guint dimension)
{
  double width = ground->maximum[dimension] - ground->minimum[dimension];

  return fabs (ball->at[dimension]) < 1e-9 * width ? 0 : ball->at[dimension];
}

static void
print_sentences (const Result *self)
{
  const DhBall *first = dh_descent_get_ball (self->descent, 0),
               *last = dh_descent_get_last (self->descent);
  const DhGround *ground = self->request->ground;
  g_autofree char *settings = describe_settings (self);

  g_print ("%s\n%s\n", dh_ground_get_title (self->request->ground), settings);
  g_print (_ ("From (%.4g, %.4g), loss %.4g, to (%.4g, %.4g), loss %.4g.\n"),
           clean_dimension (ground, first, 0), clean_dimension (ground, first, 1),
           dh_ball_state_clean_loss (DH_BALL_STATE_START, self->terrain, first->loss),
           clean_dimension (ground, last, 0), clean_dimension (ground, last, 1),
           dh_ball_state_clean_loss (self->ball_state, self->terrain, last->loss));
  g_print ("%s.\n", self->text);
  if (isfinite (self->stable_rate))
    g_print (_ ("The largest curvature there is %.4g: in a bowl of that curvature, rates above "
                "%.4g diverge.\n"),
             self->lambda, self->stable_rate);
}

int
dh_cli_landscape (char **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhCliLandscape) request = dh_cli_landscape_parse (arguments, &error);
  Result result = { .request = request };
  gboolean written;
  int status;

  if (request == NULL)
    return dh_cli_fail (error);
  if (request->lanes != NULL)
    return dh_cli_landscape_network (request);
  result.terrain = make_terrain (request);
  go_down (&result);
  written = write_files (&result);
  if (request->json)
    print_json (&result);
  else
    print_sentences (&result);
  status = dh_cli_close_output ();
  g_free (result.text);
  dh_descent_free (result.descent);
  dh_terrain_unref (result.terrain);
  return written ? status : DH_CLI_FAILURE;
}
