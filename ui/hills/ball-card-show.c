/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Updating what a card shows about its ball.  A ball moves sixty times a second; words, picture and
 * marks follow ten times a second, since nobody reads faster, and a curvature costs more than a
 * step.
 */
#include "core/landscape/face-ground.h"
#include "ui/hills/ball-card-private.h"

#include <glib/gi18n-lib.h>

#include "ui/hills/ball-rate.h"
#include "ui/hills/breakdown-box.h"
#include "ui/hills/face-view.h"
#include "ui/hills/fit-view.h"
#include "ui/hills/ground-problem.h"
#include "ui/plot/scene/ground-axes.h"
#include "ui/widgets/state-row.h"

#define WORDS_INTERVAL (G_USEC_PER_SEC / 10)

static const struct
{
  const char *icon;
  const char *css_class;
} looks[] = {
  [DH_BALL_STATE_START] = { "dh-waiting-symbolic", NULL },
  [DH_BALL_STATE_ROLLING] = { "dh-improving-symbolic", NULL },
  [DH_BALL_STATE_SETTLED_DEEPEST] = { "dh-settled-symbolic", "success" },
  [DH_BALL_STATE_SETTLED_OTHER] = { "dh-settled-other-symbolic", NULL },
  [DH_BALL_STATE_SETTLED_OUTSIDE] = { "dh-settled-other-symbolic", NULL },
  [DH_BALL_STATE_SADDLE] = { "dh-saddle-symbolic", NULL },
  [DH_BALL_STATE_PEAK] = { "dh-peak-symbolic", NULL },
  [DH_BALL_STATE_PLATEAU] = { "dh-flat-symbolic", NULL },
  [DH_BALL_STATE_BOUNCING] = { "dh-bouncing-symbolic", "warning" },
  [DH_BALL_STATE_NOISY] = { "dh-bouncing-symbolic", NULL },
  [DH_BALL_STATE_STOPPED] = { "dh-stopped-symbolic", NULL },
  [DH_BALL_STATE_ASTRAY] = { "dh-astray-symbolic", "warning" },
  [DH_BALL_STATE_UNDEFINED] = { "dh-astray-symbolic", "error" },
  [DH_BALL_STATE_UNBOUNDED] = { "dh-unbounded-symbolic", "warning" },
  [DH_BALL_STATE_DIVERGED] = { "dh-astray-symbolic", "error" },
};

/* ---- the ball ---- */

void
dh_ball_card_fill_cb (DhScene *scene, gpointer data)
{
  DhBallCard *self = data;
  int runner = dh_ball_card_get_runner (self);

  if (runner >= 0)
    dh_race_scene_fill_one (&self->scene, self->race, (guint) runner, scene);
}

static void
show_chips (DhBallCard *self, guint runner)
{
  const DhBall *ball = dh_race_get_ball (self->race, runner);
  const DhBasins *basins = dh_race_get_with_basins (self->race)
                             ? dh_race_get_basins (self->race, runner)
                             : NULL;
  g_autofree char *left = NULL, *right = NULL;
  g_autofree char *words = NULL;
  char number[24];

  if (ball != NULL)
    {
      DhBallState ball_state = dh_race_judge (self->race, runner, &words);
      const DhTerrain *terrain = dh_race_get_terrain (self->race, runner);
      double loss = terrain != NULL ? dh_ball_state_clean_loss (ball_state, terrain, ball->loss)
                                    : ball->loss;

      dh_ground_number_format (loss, number, sizeof number);
      /* Translators: how high the ball is, "loss 0.0118" */
      left = g_strdup_printf (_ ("loss %s"), number);
    }
  if (basins != NULL && basins->n_valleys > 0)
    /* Translators: of many starts, "62 % reach the deepest": the deepest valley */
    right = g_strdup_printf (_ ("%.0f %% reach the deepest"),
                             100 * dh_basins_get_share (basins, 0));
  dh_ground_pair_set_chips (DH_GROUND_PAIR (self->ground), left, right);
  g_free (self->height);
  self->height = g_steal_pointer (&left);
}

static void
show_preview (DhBallCard *self, guint runner)
{
  if (gtk_widget_get_visible (self->fit_view))
    {
      dh_fit_view_set_runner (DH_FIT_VIEW (self->fit_view), (int) runner);
      dh_fit_view_refresh (DH_FIT_VIEW (self->fit_view));
    }
  if (gtk_widget_get_visible (self->face_view))
    dh_face_view_refresh (DH_FACE_VIEW (self->face_view), self->race, runner);
}

/* For screen readers; skipped while the ball moves, when nobody could follow it. */
static void
describe (DhBallCard *self, guint runner, const char *words)
{
  const DhTerrain *terrain = dh_race_get_terrain (self->race, runner);
  const DhBall *ball = dh_race_get_ball (self->race, runner);
  double off = terrain != NULL && ball != NULL ? dh_terrain_get_distance_off (terrain, ball->at)
                                               : 0;
  g_autofree char *distance_off = off > 0 ? dh_scene_describe_distance_off (off) : NULL;
  /* Translators: read aloud; %u is a lane's number */
  g_autofree char *name = g_strdup_printf (_ ("Ground of lane %u"),
                                           dh_lane_get_number (self->lane));
  g_autofree char *description = g_strdup_printf ("%s. %s%s%s",
                                                  self->height != NULL ? self->height : "",
                                                  words != NULL ? words : "",
                                                  distance_off != NULL ? ". " : "",
                                                  distance_off != NULL ? distance_off : "");

  dh_ground_pair_describe (DH_GROUND_PAIR (self->ground), name, description);
}

static void
show_words (DhBallCard *self, guint runner)
{
  const DhStepBreakdown *breakdown = dh_race_get_inside (self->race)
                                       ? dh_race_get_breakdown (self->race, runner)
                                       : NULL;
  const char *problem = dh_race_get_problem (self->race, runner);
  g_autofree char *text = NULL;
  DhBallState ball_state = dh_race_judge (self->race, runner, &text);
  gboolean known = text != NULL && *text != '\0';

  dh_ball_rate_set_ball_state (DH_BALL_RATE (self->rate), runner, ball_state);
  if (problem == NULL && !dh_race_get_playing (self->race))
    describe (self, runner, text);
  dh_breakdown_box_set (DH_BREAKDOWN_BOX (self->breakdown), breakdown,
                        dh_race_get_n_told (self->race, runner));
  if (problem != NULL)
    dh_state_row_set (DH_STATE_ROW (self->state), "dialog-information-symbolic", NULL,
                      _ ("No ground for this loss"));
  else
    dh_state_row_set (DH_STATE_ROW (self->state), looks[ball_state].icon,
                      looks[ball_state].css_class, known ? text : _ ("Computing the ground…"));
}

static void
show_all (DhBallCard *self, guint runner)
{
  self->words_time = g_get_monotonic_time ();
  dh_ball_rate_refresh (DH_BALL_RATE (self->rate), runner);
  show_chips (self, runner);
  show_preview (self, runner);
  show_words (self, runner);
}

void
dh_ball_card_moved (DhBallCard *self, gboolean now)
{
  int runner = dh_ball_card_get_runner (self);

  if (runner < 0)
    return;
  if (self->form != DH_BALL_CARD_COMPACT)
    dh_ground_pair_queue_balls (DH_GROUND_PAIR (self->ground));
  if (now || g_get_monotonic_time () - self->words_time >= WORDS_INTERVAL)
    show_all (self, (guint) runner);
}

/* ---- the ground ---- */

void
dh_ball_card_set_terrain (DhBallCard *self)
{
  int runner = dh_ball_card_get_runner (self);
  const char *problem;
  double start[2];

  if (runner < 0)
    return;
  problem = dh_race_get_problem (self->race, (guint) runner);
  dh_ground_problem_set (DH_GROUND_PROBLEM (self->problem), self->race, (guint) runner);
  gtk_stack_set_visible_child (GTK_STACK (self->ground_stack),
                               problem != NULL ? self->problem : self->ground);
  dh_race_get_start (self->race, start);
  dh_ground_pair_set_start (DH_GROUND_PAIR (self->ground), start);
  dh_ground_pair_set_terrain (DH_GROUND_PAIR (self->ground),
                              dh_race_get_terrain (self->race, (guint) runner),
                              dh_race_get_runner_ground (self->race, (guint) runner));
}

void
dh_ball_card_queue_basins (DhBallCard *self)
{
  int runner = dh_ball_card_get_runner (self);

  dh_ground_pair_queue_basins (DH_GROUND_PAIR (self->ground));
  if (runner >= 0)
    show_chips (self, (guint) runner);
}

/* A card without a ground has no face either, but all lanes share the points of a fit. While the
 * parts of a step are explained, the ground needs the room more than a picture does. */
static void
show_parts (DhBallCard *self, guint runner)
{
  const DhGround *ground = dh_race_get_runner_ground (self->race, runner);
  gboolean with_ground = self->form != DH_BALL_CARD_COMPACT;
  gboolean inside = dh_race_get_inside (self->race), wide = self->form == DH_BALL_CARD_WIDE;
  gboolean with_picture = with_ground && (wide || !inside);
  DhGroundKind kind = dh_race_get_ground_kind (self->race);
  gboolean with_face = with_picture && ground != NULL && kind == DH_GROUND_KIND_FACE;

  gtk_widget_set_visible (self->body, with_ground);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->body), wide && with_face
                                                                 ? GTK_ORIENTATION_HORIZONTAL
                                                                 : GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_visible (self->fit_view, with_picture && kind == DH_GROUND_KIND_FIT);
  gtk_widget_set_visible (self->face_view, with_face);
  gtk_widget_set_visible (self->preview, gtk_widget_get_visible (self->fit_view)
                                           || gtk_widget_get_visible (self->face_view));
  gtk_widget_set_visible (self->breakdown, inside);
}

void
dh_ball_card_refresh (DhBallCard *self)
{
  int runner = dh_ball_card_get_runner (self);

  dh_ball_card_show_title (self);
  if (runner < 0)
    return;
  show_parts (self, (guint) runner);
  dh_ball_card_set_terrain (self);
  dh_ball_card_moved (self, TRUE);
}

void
dh_ball_card_set_form (DhBallCard *self, DhBallCardForm form)
{
  if (self->form == form)
    return;
  self->form = form;
  dh_ball_card_refresh (self);
}
