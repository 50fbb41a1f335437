/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How evenly four grounds draw, each with its surface, its map and a rolling ball, beside a full
 * training of four lanes:
 *
 *   bench-hills [SECONDS [roll|turn|change [HILL|fit|curve]]]
 *
 * roll: the balls move; turn: the camera turns as well; change: a new terrain in each frame, as
 * when an outlier is dragged.  SECONDS 0: doesn't train, and runs until the window is closed, to
 * look at it. DOWNHILL_FACES_DIR: where the bundled faces are, if not where they are in the source.
 */
#include <adwaita.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/landscape/curve.h"
#include "core/landscape/fit.h"
#include "core/landscape/ground.h"
#include "core/landscape/hill.h"
#include "core/session/session.h"
#include "tests/bench/frames.h"
#include "ui/ground/ground-pair.h"

#define N_LANES    4
#define N_TERRAINS 30
#define GRID       96
#define SPEED      12.0 /* steps per second */
#define N_STEPS    240

typedef struct
{
  GtkWidget *pair;
  DhGround *ground;
  DhTerrain *terrains[N_TERRAINS];
  DhDescent *descent;
  DhSceneBall ball;
  guint n_shown;
  double fraction;
} Lane;

typedef struct
{
  Lane lanes[N_LANES];
  DhGroundGroup *group;
  gint64 start;
  gboolean turns, changes;
  guint n_frames;
} Bench;

static DhGround *
make_ground (const char *what, guint lane, double change)
{
  static const char *const losses[N_LANES] = { "mse", "mae", "huber", "logcosh" };
  const DhHill *hill = dh_hill_find (what);
  DhFitPoint points[DH_FIT_MAX_POINTS];
  guint n_points = dh_fit_get_usual_points (points);
  DhMix mix;

  if (hill != NULL)
    return dh_hill_ground_new (hill, NULL);
  dh_mix_parse (losses[lane], &mix, NULL);
  if (g_str_equal (what, "curve"))
    return dh_curve_ground_new (&mix);
  points[n_points - 1].y = cos (2 * G_PI * change);
  return dh_fit_ground_new (&mix, points, n_points);
}

static void
fill_cb (DhScene *scene, gpointer data)
{
  Lane *lane = data;

  scene->balls = &lane->ball;
  scene->n_balls = 1;
  scene->n_shown = lane->n_shown;
  scene->fraction = lane->fraction;
}

static void
lane_init (Lane *self, const char *what, guint index, gboolean changes)
{
  DhDescentConfig config;

  self->pair = dh_ground_pair_new ();
  self->ground = make_ground (what, index, 0);
  for (guint i = 0; i < (changes ? N_TERRAINS : 1); i++)
    {
      g_autoptr (DhGround) ground = make_ground (what, index, (double) i / N_TERRAINS);

      self->terrains[i] = dh_terrain_new (ground, ground->n_dimensions < 2 ? 4 * GRID : GRID,
                                          ground->n_dimensions < 2 ? 1 : GRID, NULL);
    }
  config = dh_descent_config_make (self->ground,
                                   dh_optimizer_find (index % 2 ? "momentum" : "sgd"));
  self->descent = dh_descent_new (self->ground, &config, self->ground->start);
  for (guint i = 0; i < N_STEPS; i++)
    dh_descent_step (self->descent);
  self->ball = (DhSceneBall) { .number = index + 1,
                               .points = dh_descent_get_trajectory (self->descent),
                               .n_points = dh_descent_get_n_balls (self->descent),
                               .hops = index % 2 == 0 };
  dh_ground_pair_set_terrain (DH_GROUND_PAIR (self->pair), self->terrains[0], self->ground);
  dh_ground_pair_set_fill (DH_GROUND_PAIR (self->pair), fill_cb, self);
  dh_ground_pair_set_start (DH_GROUND_PAIR (self->pair), self->ground->start);
}

static void
lane_clear (Lane *self)
{
  for (guint i = 0; i < N_TERRAINS; i++)
    dh_terrain_unref (self->terrains[i]);
  dh_descent_free (self->descent);
  dh_ground_unref (self->ground);
}

static void
move_lane (Bench *bench, Lane *lane, double seconds)
{
  double steps = fmod (seconds * SPEED, lane->ball.n_points - 1);
  DhGroundPair *pair = DH_GROUND_PAIR (lane->pair);

  lane->n_shown = (guint) steps + 2;
  lane->fraction = steps - floor (steps);
  if (bench->changes)
    dh_ground_pair_set_terrain (pair, lane->terrains[bench->n_frames % N_TERRAINS], lane->ground);
  dh_ground_pair_queue_balls (pair);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *bench = data;
  double seconds = (g_get_monotonic_time () - bench->start) / (double) G_USEC_PER_SEC;
  DhCamera camera = *dh_ground_group_get_camera (bench->group);

  bench->n_frames++;
  for (guint i = 0; i < N_LANES; i++)
    move_lane (bench, &bench->lanes[i], seconds);
  camera.azimuth = 0.5 * seconds;
  if (bench->turns)
    dh_ground_group_set_camera (bench->group, &camera, TRUE);
  return G_SOURCE_CONTINUE;
}

static GtkWidget *
make_window (Bench *bench, const char *what)
{
  GtkWidget *window = adw_window_new (), *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  bench->group = dh_ground_group_new ();
  bench->start = g_get_monotonic_time ();
  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  for (guint i = 0; i < N_LANES; i++)
    {
      Lane *lane = &bench->lanes[i];
      char text[32];

      lane_init (lane, what, i, bench->changes);
      g_snprintf (text, sizeof text, "loss .0%u", 112 + i);
      dh_ground_pair_set_chips (DH_GROUND_PAIR (lane->pair), text, i % 2 ? lane->ground->name : "");
      dh_ground_pair_set_group (DH_GROUND_PAIR (lane->pair), bench->group);
      gtk_widget_set_valign (lane->pair, GTK_ALIGN_START);
      gtk_widget_set_size_request (lane->pair, -1, 374);
      gtk_box_append (GTK_BOX (row), lane->pair);
    }
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  adw_window_set_content (ADW_WINDOW (window), row);
  gtk_widget_add_tick_callback (row, tick_cb, bench, NULL);
  return window;
}

/* As in the application. */
static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/org/downhill/Downhill/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static DhSession *
start_training (void)
{
  const char *faces = g_getenv ("DOWNHILL_FACES_DIR");
  DhSession *session = dh_session_new (faces != NULL ? faces : SOURCE_FACES_DIR);

  for (guint i = 0; i < N_LANES; i++)
    dh_session_add_lane (session, NULL, 0, NULL);
  dh_session_set_playing (session, TRUE);
  return session;
}

int
main (int argc, char **argv)
{
  int seconds = argc > 1 ? atoi (argv[1]) : 20;
  const char *mode = argc > 2 ? argv[2] : "roll";
  Bench bench = { .turns = g_str_equal (mode, "turn"), .changes = g_str_equal (mode, "change") };
  g_autoptr (DhSession) session = NULL;
  DhFrames frames;
  GtkWidget *window;

  dh_frames_init (&frames, seconds > 0 ? seconds : G_MAXINT / 2);
  adw_init ();
  load_style ();
  window = make_window (&bench, argc > 3 ? argv[3] : bench.changes ? "fit" : "himmelblau");
  if (seconds > 0)
    session = start_training ();
  dh_frames_run (&frames, window);
  dh_frames_print (&frames);
  printf ("%" G_GUINT64_FORMAT " iterations, %.2f a second\n", dh_session_get_iteration (session),
          dh_session_get_iterations_per_second (session));
  gtk_window_destroy (GTK_WINDOW (window));
  for (guint i = 0; i < N_LANES; i++)
    lane_clear (&bench.lanes[i]);
  g_object_unref (bench.group);
  dh_frames_clear (&frames);
  return 0;
}
