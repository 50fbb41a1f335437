/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a lesson shows.  The widgets are those of the window's pages; what they would do to the
 * person's own lanes through the window's actions, they can't do here.
 */
#include "ui/lesson/lesson-scene.h"

#include <string.h>

#include "ui/hills/hills-page.h"
#include "ui/lanes/lane-strip.h"

struct _DhLessonScene
{
  GtkWidget parent_instance;
  GtkWidget *stack;
  GtkWidget *hills_page;
  GtkWidget *strip;
  DhSession *session;
  gboolean locked;
};

enum
{
  SIGNAL_PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhLessonScene, dh_lesson_scene, GTK_TYPE_WIDGET)

static DhHillsPage *
get_hills (DhLessonScene *self)
{
  return DH_HILLS_PAGE (self->hills_page);
}

static gboolean
shows_balls (DhLessonScene *self)
{
  return gtk_stack_get_visible_child (GTK_STACK (self->stack)) == self->hills_page;
}

static void
picked_cb (const double at[2], gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_PICKED], 0, at[0], at[1]);
}

/* The cards know the window's actions by these names. */
static void
take_actions (DhLessonScene *self)
{
  static const GActionEntry entries[] = {
    { .name = "duplicate-number", .parameter_type = "u" },
    { .name = "duplicate-from", .parameter_type = "(us)" },
    { .name = "branch-off", .parameter_type = "u" },
    { .name = "restart-lane", .parameter_type = "u" },
    { .name = "compare", .parameter_type = "(uuiii)" },
    { .name = "show-landscapes" },
  };
  g_autoptr (GSimpleActionGroup) none = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (none), entries, G_N_ELEMENTS (entries), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (none), entries[i].name)), FALSE);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "win", G_ACTION_GROUP (none));
}

/* ---- showing ---- */

void
dh_lesson_scene_show (DhLessonScene *self, const DhDocumentView *view)
{
  const gboolean balls = strcmp (view->page, "hills") == 0;

  gtk_stack_set_visible_child (GTK_STACK (self->stack), balls ? self->hills_page : self->strip);
  dh_lane_strip_show (DH_LANE_STRIP (self->strip), view);
  if (balls)
    dh_hills_page_show_camera (get_hills (self), &view->hills);
  dh_lesson_scene_set_locked (self, self->locked, DH_TARGET_NONE);
}

void
dh_lesson_scene_set_locked (DhLessonScene *self, gboolean locked, DhTargetKind at)
{
  DhBallStrip *balls = dh_hills_page_get_strip (get_hills (self));
  DhLaneStrip *lanes = DH_LANE_STRIP (self->strip);

  self->locked = locked;
  for (guint i = 0; i < dh_ball_strip_get_n_cards (balls); i++)
    dh_ball_card_set_locked (dh_ball_strip_get_card (balls, i), locked);
  for (guint i = 0; i < dh_lane_strip_get_n_cards (lanes); i++)
    dh_lane_card_set_locked (dh_lane_strip_get_card (lanes, i), locked);
  dh_hills_page_set_bars (get_hills (self), at == DH_TARGET_WORLD,
                          !locked || at == DH_TARGET_TIME);
}

void
dh_lesson_scene_set_quiet (DhLessonScene *self, gboolean quiet)
{
  DhBallStrip *balls = dh_hills_page_get_strip (get_hills (self));

  for (guint i = 0; i < dh_ball_strip_get_n_cards (balls); i++)
    dh_ball_card_set_quiet (dh_ball_strip_get_card (balls, i), quiet);
}

void
dh_lesson_scene_show_alone (DhLessonScene *self, guint number)
{
  DhCardStrip *strips[] = { DH_CARD_STRIP (dh_hills_page_get_strip (get_hills (self))),
                            DH_CARD_STRIP (self->strip) };
  GListModel *lanes = dh_session_get_lanes (self->session);

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      for (guint k = 0; k < G_N_ELEMENTS (strips); k++)
        if (i < dh_card_strip_get_n_cards (strips[k]))
          gtk_widget_set_visible (dh_card_strip_get_card (strips[k], i),
                                  number == 0 || dh_lane_get_number (lane) == number);
    }
}

void
dh_lesson_scene_turn_to (DhLessonScene *self, DhTargetKind at)
{
  DhLaneStrip *lanes = DH_LANE_STRIP (self->strip);

  if (at == DH_TARGET_GROUND)
    dh_lane_strip_set_view (lanes, DH_LANE_VIEW_LANDSCAPE);
  else if (at == DH_TARGET_FACES)
    dh_lane_strip_set_view (lanes, DH_LANE_VIEW_FACES);
  else if (at == DH_TARGET_CHART)
    dh_lane_strip_set_view (lanes, DH_LANE_VIEW_CHART);
}

/* ---- what is spoken of ---- */

static gboolean
add_target (GtkWidget *part, GtkWidget *layer, graphene_rect_t *target)
{
  const graphene_rect_t page = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (layer),
                                                   (float) gtk_widget_get_height (layer));
  graphene_rect_t bounds;

  return part != NULL && gtk_widget_get_mapped (part)
         && gtk_widget_compute_bounds (part, layer, &bounds)
         && graphene_rect_intersection (&bounds, &page, target) && target->size.width >= 1
         && target->size.height >= 1;
}

static GtkWidget *
find_part (DhLessonScene *self, DhTarget at)
{
  return shows_balls (self) ? dh_hills_page_find_part (get_hills (self), at)
                            : dh_lane_strip_find_part (DH_LANE_STRIP (self->strip), at);
}

guint
dh_lesson_scene_find (DhLessonScene *self, DhTarget at, GtkWidget *layer, graphene_rect_t *targets,
                      guint max)
{
  const guint first = at.number > 0 ? at.number : 1;
  const guint last = at.number > 0 ? at.number : DH_MAX_LANES;
  guint n = 0;

  if (at.kind == DH_TARGET_NONE)
    return 0;
  for (guint number = first; number <= last && n < max; number++)
    {
      const DhTarget one = { at.kind, number };
      GtkWidget *part = find_part (self, one);

      if (add_target (part, layer, &targets[n])
          && (n == 0 || !graphene_rect_equal (&targets[n], &targets[n - 1])))
        n++;
    }
  return n;
}

void
dh_lesson_scene_mark (DhLessonScene *self, const double *at)
{
  dh_ground_group_set_hover (dh_hills_page_get_group (get_hills (self)), at);
}

/* ---- the widget ---- */

DhSession *
dh_lesson_scene_get_session (DhLessonScene *self)
{
  return self->session;
}

DhRace *
dh_lesson_scene_get_race (DhLessonScene *self)
{
  return dh_hills_page_get_race (get_hills (self));
}

static void
dh_lesson_scene_dispose (GObject *object)
{
  DhLessonScene *self = DH_LESSON_SCENE (object);

  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (dh_lesson_scene_parent_class)->dispose (object);
}

static void
dh_lesson_scene_class_init (DhLessonSceneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_lesson_scene_dispose;
  signals[SIGNAL_PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE,
                                         G_TYPE_DOUBLE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
dh_lesson_scene_init (DhLessonScene *self)
{
  self->locked = TRUE;
  self->stack = gtk_stack_new ();
  self->hills_page = dh_hills_page_new ();
  self->strip = dh_lane_strip_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_add_child (GTK_STACK (self->stack), self->hills_page);
  gtk_stack_add_child (GTK_STACK (self->stack), self->strip);
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
  take_actions (self);
}

GtkWidget *
dh_lesson_scene_new (const char *faces_folder)
{
  DhLessonScene *self = g_object_new (DH_TYPE_LESSON_SCENE, NULL);

  self->session = dh_session_new (faces_folder);
  dh_hills_page_set_session (get_hills (self), self->session, faces_folder);
  dh_hills_page_set_still (get_hills (self));
  dh_hills_page_set_pick (get_hills (self), picked_cb, self);
  dh_lane_strip_set_session (DH_LANE_STRIP (self->strip), self->session);
  dh_lesson_scene_set_locked (self, TRUE, DH_TARGET_NONE);
  return GTK_WIDGET (self);
}
