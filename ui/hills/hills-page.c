/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page Hills.  It owns the race, drives it with its frame clock while visible, and tells the
 * cards what has changed.  The race doesn't belong to the window: nothing else needs it, and it
 * ends with the page.
 *
 * Showing all balls on one ground is the same race with one large picture; the cards then hide
 * theirs.
 */
#include "ui/hills/hills-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "core/race/race-document.h"
#include "core/race/race-lanes.h"
#include "ui/hills/ground-problem.h"
#include "ui/hills/race-scene.h"
#include "ui/widgets/scheme.h"

/* A late frame must not make the balls jump. */
#define MAX_SECONDS .1
/* Width of the cards beside the shared ground. */
#define SIDE_WIDTH 336

struct _DhHillsPage
{
  GtkWidget parent_instance;
  GtkWidget *ground_bar;
  GtkWidget *race_bar;
  GtkWidget *shared_box;
  GtkWidget *shared_stack;
  GtkWidget *shared_ground;
  GtkWidget *shared_problem;
  GtkWidget *shared_fit;
  GtkWidget *side;
  GtkWidget *strip;
  GtkWidget *message_revealer;
  GtkWidget *message;
  DhRace *race;
  DhSession *session;
  DhRaceScene scene; /* scene of the shared ground */
  guint tick;        /* 0: the race isn't moving */
  gint64 frame_time;
  gboolean seen; /* the page has been shown before */
  DhHillsPick pick; /* what a picked place is for; NULL: all balls start there */
  gpointer pick_data;
};

G_DEFINE_FINAL_TYPE (DhHillsPage, dh_hills_page, GTK_TYPE_WIDGET)

/* ---- the clock ---- */

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DhHillsPage *self = DH_HILLS_PAGE (widget);
  gint64 time = gdk_frame_clock_get_frame_time (clock);
  double seconds = self->frame_time > 0 ? (double) (time - self->frame_time) / G_USEC_PER_SEC : 0;

  self->frame_time = time;
  dh_race_tick (self->race, CLAMP (seconds, 0, MAX_SECONDS));
  return G_SOURCE_CONTINUE;
}

static void
update_clock (DhHillsPage *self)
{
  gboolean wanted = gtk_widget_get_mapped (GTK_WIDGET (self)) && dh_race_get_playing (self->race);

  if (wanted == (self->tick != 0))
    return;
  self->frame_time = 0;
  if (wanted)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  else
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
      self->tick = 0;
    }
}

/* ---- the race ---- */

/* For screen readers, where all balls are on one ground; skipped while they move. */
static void
describe_shared (DhHillsPage *self)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < dh_race_get_n_runners (self->race); i++)
    {
      g_autofree char *state = NULL;

      dh_race_judge (self->race, i, &state);
      if (state == NULL || *state == '\0')
        continue;
      if (words->len > 0)
        g_string_append_c (words, ' ');
      /* Translators: read aloud; the number of a ball, and a sentence on it */
      g_string_append_printf (words, _ ("Ball %u: %s."), dh_race_get_runner (self->race, i)->number,
                              state);
    }
  dh_ground_pair_describe (DH_GROUND_PAIR (self->shared_ground), _ ("Ground of all lanes"),
                           words->str);
}

static void
moved_cb (DhHillsPage *self)
{
  dh_ball_strip_moved (DH_BALL_STRIP (self->strip));
  if (!dh_race_get_shared (self->race))
    return;
  if (!dh_race_get_playing (self->race))
    describe_shared (self);
  dh_ground_pair_queue_balls (DH_GROUND_PAIR (self->shared_ground));
  if (gtk_widget_get_visible (self->shared_fit))
    dh_fit_view_refresh (DH_FIT_VIEW (self->shared_fit));
}

static void
playing_cb (DhHillsPage *self)
{
  update_clock (self);
  if (!dh_race_get_playing (self->race))
    moved_cb (self);
}

static void
show_shared_terrain (DhHillsPage *self)
{
  const char *problem = dh_race_get_problem (self->race, 0);
  double start[2];

  dh_race_get_start (self->race, start);
  dh_ground_problem_set (DH_GROUND_PROBLEM (self->shared_problem), self->race, 0);
  gtk_stack_set_visible_child (GTK_STACK (self->shared_stack),
                               problem != NULL ? self->shared_problem : self->shared_ground);
  dh_ground_pair_set_start (DH_GROUND_PAIR (self->shared_ground), start);
  dh_ground_pair_set_terrain (DH_GROUND_PAIR (self->shared_ground),
                              dh_race_get_terrain (self->race, 0),
                              dh_race_get_runner_ground (self->race, 0));
}

static void
terrain_changed_cb (DhHillsPage *self, guint runner)
{
  dh_ball_strip_terrain_changed (DH_BALL_STRIP (self->strip), runner);
  if (runner == 0 && dh_race_get_shared (self->race))
    show_shared_terrain (self);
}

static void
basins_changed_cb (DhHillsPage *self, guint runner)
{
  dh_ball_strip_basins_changed (DH_BALL_STRIP (self->strip), runner);
  if (runner == 0 && dh_race_get_shared (self->race))
    dh_ground_pair_queue_basins (DH_GROUND_PAIR (self->shared_ground));
}

static void
with_basins_cb (DhHillsPage *self)
{
  for (guint i = 0; i < dh_race_get_n_runners (self->race); i++)
    basins_changed_cb (self, i);
}

static void
message_cb (DhHillsPage *self)
{
  const char *message = dh_race_get_message (self->race);

  if (message != NULL)
    gtk_label_set_text (GTK_LABEL (self->message), message);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->message_revealer), message != NULL);
}

/* ---- the layout ---- */

static void
lay_out (DhHillsPage *self)
{
  gboolean shared = dh_race_get_shared (self->race);

  gtk_widget_set_visible (self->shared_box, shared);
  gtk_widget_set_visible (self->shared_fit,
                          shared && dh_race_get_ground_kind (self->race) == DH_GROUND_KIND_FIT);
  gtk_widget_set_hexpand (self->side, !shared);
  gtk_widget_set_size_request (self->side, shared ? SIDE_WIDTH : -1, -1);
  dh_ball_strip_refresh (DH_BALL_STRIP (self->strip));
  if (shared)
    show_shared_terrain (self);
  moved_cb (self);
}

static void
inside_cb (DhHillsPage *self)
{
  dh_ball_strip_refresh (DH_BALL_STRIP (self->strip));
}

static void
fill_shared_cb (DhScene *scene, gpointer data)
{
  DhHillsPage *self = data;

  dh_race_scene_fill_all (&self->scene, self->race, scene);
}

static void
picked_cb (DhHillsPage *self, double x, double y, gboolean finished)
{
  const double at[] = { x, y };

  if (self->pick != NULL)
    self->pick (at, self->pick_data);
  else
    dh_race_drop (self->race, at);
}

/* Moves the focus back to the ground, so that keys control the balls again. */
static void
entered_cb (DhHillsPage *self)
{
  DhBallCard *card = dh_ball_strip_get_current (DH_BALL_STRIP (self->strip));
  gboolean shared = dh_race_get_shared (self->race) || card == NULL;

  gtk_widget_child_focus (shared ? self->shared_ground
                                 : GTK_WIDGET (dh_ball_card_get_ground (card)),
                          GTK_DIR_TAB_FORWARD);
}

/* ---- the widget ---- */

static void
dh_hills_page_map (GtkWidget *widget)
{
  DhHillsPage *self = DH_HILLS_PAGE (widget);

  GTK_WIDGET_CLASS (dh_hills_page_parent_class)->map (widget);
  if (self->race == NULL)
    return;
  if (!self->seen && adw_get_enable_animations (widget))
    dh_race_set_playing (self->race, TRUE);
  self->seen = TRUE;
  update_clock (self);
}

static void
dh_hills_page_unmap (GtkWidget *widget)
{
  DhHillsPage *self = DH_HILLS_PAGE (widget);

  GTK_WIDGET_CLASS (dh_hills_page_parent_class)->unmap (widget);
  if (self->race != NULL)
    update_clock (self);
}

static void
dh_hills_page_dispose (GObject *object)
{
  DhHillsPage *self = DH_HILLS_PAGE (object);

  if (self->race != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->race, self);
      dh_ground_pair_set_fill (DH_GROUND_PAIR (self->shared_ground), NULL, NULL);
    }
  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_HILLS_PAGE);
  dh_race_scene_clear (&self->scene);
  g_clear_object (&self->session);
  g_clear_object (&self->race);
  G_OBJECT_CLASS (dh_hills_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, DhHillsPage, ground_bar);
  gtk_widget_class_bind_template_child (klass, DhHillsPage, race_bar);
  gtk_widget_class_bind_template_child (klass, DhHillsPage, shared_box);
  gtk_widget_class_bind_template_child (klass, DhHillsPage, shared_stack);
  gtk_widget_class_bind_template_child (klass, DhHillsPage, shared_ground);
  gtk_widget_class_bind_template_child (klass, DhHillsPage, shared_problem);
  gtk_widget_class_bind_template_child (klass, DhHillsPage, shared_fit);
  gtk_widget_class_bind_template_child (klass, DhHillsPage, side);
  gtk_widget_class_bind_template_child (klass, DhHillsPage, strip);
  gtk_widget_class_bind_template_child (klass, DhHillsPage, message_revealer);
  gtk_widget_class_bind_template_child (klass, DhHillsPage, message);
}

static void
dh_hills_page_class_init (DhHillsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_hills_page_dispose;
  widget_class->map = dh_hills_page_map;
  widget_class->unmap = dh_hills_page_unmap;
  g_type_ensure (DH_TYPE_BALL_STRIP);
  g_type_ensure (DH_TYPE_FIT_VIEW);
  g_type_ensure (DH_TYPE_GROUND_BAR);
  g_type_ensure (DH_TYPE_GROUND_PAIR);
  g_type_ensure (DH_TYPE_GROUND_PROBLEM);
  g_type_ensure (DH_TYPE_RACE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/hills/hills-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, picked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "hills");
}

static void
dh_hills_page_init (DhHillsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_ground_pair_set_group (DH_GROUND_PAIR (self->shared_ground),
                            dh_ball_strip_get_group (DH_BALL_STRIP (self->strip)));
  dh_ground_pair_describe (DH_GROUND_PAIR (self->shared_ground), _ ("Ground of all lanes"), "");
}

GtkWidget *
dh_hills_page_new (void)
{
  return g_object_new (DH_TYPE_HILLS_PAGE, NULL);
}

static void
follow_race (DhHillsPage *self)
{
  const struct
  {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "moved", G_CALLBACK (moved_cb) },
    { "terrain-changed", G_CALLBACK (terrain_changed_cb) },
    { "basins-changed", G_CALLBACK (basins_changed_cb) },
    { "notify::ground", G_CALLBACK (lay_out) },
    { "notify::shared", G_CALLBACK (lay_out) },
    { "notify::inside", G_CALLBACK (inside_cb) },
    { "notify::with-basins", G_CALLBACK (with_basins_cb) },
    { "notify::playing", G_CALLBACK (playing_cb) },
    { "notify::message", G_CALLBACK (message_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_swapped (self->race, handlers[i].signal, handlers[i].callback, self);
}

void
dh_hills_page_set_session (DhHillsPage *self, DhSession *session, const char *faces_folder)
{
  g_return_if_fail (self->session == NULL);
  self->session = g_object_ref (session);
  self->race = dh_race_new (faces_folder);
  dh_race_follow_lanes (self->race, session);
  dh_ground_pair_set_fill (DH_GROUND_PAIR (self->shared_ground), fill_shared_cb, self);
  dh_fit_view_set_race (DH_FIT_VIEW (self->shared_fit), self->race);
  dh_ground_bar_set_race (DH_GROUND_BAR (self->ground_bar), self->race);
  dh_race_bar_set_race (DH_RACE_BAR (self->race_bar), self->race);
  follow_race (self);
  dh_ball_strip_set_race (DH_BALL_STRIP (self->strip), self->race, session);
  lay_out (self);
}

DhRace *
dh_hills_page_get_race (DhHillsPage *self)
{
  return self->race;
}

DhBallStrip *
dh_hills_page_get_strip (DhHillsPage *self)
{
  return DH_BALL_STRIP (self->strip);
}

DhGroundGroup *
dh_hills_page_get_group (DhHillsPage *self)
{
  return dh_ball_strip_get_group (DH_BALL_STRIP (self->strip));
}

DhGroundBar *
dh_hills_page_get_ground_bar (DhHillsPage *self)
{
  return DH_GROUND_BAR (self->ground_bar);
}

DhGroundPair *
dh_hills_page_get_shared (DhHillsPage *self)
{
  return DH_GROUND_PAIR (self->shared_ground);
}

void
dh_hills_page_play (DhHillsPage *self)
{
  dh_race_bar_play (DH_RACE_BAR (self->race_bar));
}

void
dh_hills_page_grab_play (DhHillsPage *self)
{
  dh_race_bar_grab_play (DH_RACE_BAR (self->race_bar));
}

/* ---- for lessons and documents ---- */

void
dh_hills_page_show_camera (DhHillsPage *self, const DhDocumentHills *hills)
{
  DhCamera camera = dh_camera_usual;

  if (hills->has_camera)
    {
      camera.azimuth = hills->azimuth;
      camera.elevation = hills->elevation;
      camera.zoom = hills->zoom;
    }
  dh_ground_group_set_camera (dh_hills_page_get_group (self), &camera, FALSE);
}

void
dh_hills_page_show (DhHillsPage *self, const DhDocumentHills *hills)
{
  if (hills->function != NULL)
    dh_ground_bar_set_function (DH_GROUND_BAR (self->ground_bar), hills->function);
  dh_race_show_hills (self->race, hills);
  dh_hills_page_show_camera (self, hills);
}

void
dh_hills_page_set_pick (DhHillsPage *self, DhHillsPick pick, gpointer data)
{
  self->pick = pick;
  self->pick_data = data;
}

void
dh_hills_page_set_bars (DhHillsPage *self, gboolean ground, gboolean time)
{
  gtk_widget_set_visible (self->ground_bar, ground);
  gtk_widget_set_visible (self->race_bar, time);
}

void
dh_hills_page_set_still (DhHillsPage *self)
{
  self->seen = TRUE;
}

GtkWidget *
dh_hills_page_find_part (DhHillsPage *self, DhTarget at)
{
  const gboolean on_ground = at.kind == DH_TARGET_GROUND || at.kind == DH_TARGET_CHART;

  if (at.kind == DH_TARGET_WORLD)
    return self->ground_bar;
  if (at.kind == DH_TARGET_TIME)
    return self->race_bar;
  if (on_ground && dh_race_get_shared (self->race))
    return self->shared_stack;
  for (guint i = 0; i < dh_ball_strip_get_n_cards (DH_BALL_STRIP (self->strip)); i++)
    {
      DhBallCard *card = dh_ball_strip_get_card (DH_BALL_STRIP (self->strip), i);

      if (dh_lane_get_number (dh_ball_card_get_lane (card)) == at.number)
        return dh_ball_card_find_part (card, at.kind);
    }
  return NULL;
}
