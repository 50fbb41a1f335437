/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The picture on a lesson's card.
 *
 * It isn't a file: the lesson's own case is computed, so a teacher's lesson has its picture, too.  A
 * race makes it, whose heights come from a thread; the steps and the picture take some
 * milliseconds.
 */
#include "ui/lesson/lesson-picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/race/race-document.h"
#include "ui/hills/race-scene.h"
#include "ui/plot/common/rounded.h"
#include "ui/plot/scene/curve-scene.h"
#include "ui/widgets/scheme.h"

#define WIDTH       240
#define HEIGHT      132
#define RADIUS      8.0
#define BALL_RADIUS 7.0
#define MOST_STEPS  120
#define CLOSER      1.45 /* the corners may be cut off */
#define TILE_GAP    8.0

struct _DhLessonPicture
{
  GtkWidget parent_instance;
  DhLesson *lesson;
  char *faces_folder;
  DhRace *race;         /* NULL: not begun, or there are no balls */
  gboolean ready;       /* the race has its heights and its steps */
  GPtrArray *faces;     /* cairo_surface_t; NULL: not read */
  GskRenderNode *node;  /* NULL: must be redrawn */
  char *words;          /* NULL: not made yet */
};

enum
{
  SIGNAL_DESCRIBED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhLessonPicture, dh_lesson_picture, GTK_TYPE_WIDGET)

static void
invalidate (DhLessonPicture *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The first case that the learner sees run. */
static const DhLessonWorld *
find_world (const DhLesson *lesson)
{
  for (guint i = 0; i < lesson->n_steps; i++)
    if (lesson->steps[i].kind == DH_LESSON_RUN)
      return &lesson->worlds[lesson->steps[i].world];
  return &lesson->worlds[0];
}

/* ---- in words ---- */

/* Takes the words. */
static void
describe (DhLessonPicture *self, char *words)
{
  g_free (self->words);
  self->words = words;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_signal_emit (self, signals[SIGNAL_DESCRIBED], 0);
}

/* Where each ball has got to, in the words of its card. */
static void
describe_balls (DhLessonPicture *self)
{
  const guint n = dh_race_get_n_runners (self->race);
  GString *words = g_string_new (NULL);

  /* Translators: read aloud, before a sentence on each; a number of balls */
  g_string_printf (words, g_dngettext (GETTEXT_PACKAGE, "Picture: %u ball on a ground.",
                                       "Picture: %u balls on a ground.", n),
                   n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *state = NULL;

      dh_race_judge (self->race, i, &state);
      if (state == NULL || *state == '\0')
        continue;
      g_string_append_c (words, ' ');
      /* Translators: read aloud; the number of a ball, and a sentence on it */
      g_string_append_printf (words, _ ("Ball %u: %s."), dh_race_get_runner (self->race, i)->number,
                              state);
    }
  describe (self, g_string_free (words, FALSE));
}

static void
describe_faces (DhLessonPicture *self)
{
  const guint n = self->faces->len;

  /* Translators: read aloud; a number of faces */
  describe (self, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Picture: %u face, of a lane.",
                                                "Picture: %u faces, each of a lane.", n),
                                   n));
}

/* ---- balls ---- */

static void
run (DhLessonPicture *self)
{
  const DhClaim *until = find_world (self->lesson)->until;
  const guint64 steps = until != NULL ? dh_claim_get_step (until) : 0;
  const guint last = (guint) MIN (steps > 0 ? steps : 60, MOST_STEPS);
  guint position;

  do
    {
      position = dh_race_get_position (self->race);
      dh_race_step (self->race);
    }
  while (dh_race_get_position (self->race) > position && position + 1 < last);
  self->ready = TRUE;
  describe_balls (self);
  invalidate (self);
}

static void
terrain_changed_cb (DhLessonPicture *self)
{
  if (self->ready)
    invalidate (self);
  else if (dh_race_get_n_runners (self->race) > 0 && dh_race_is_terrain_current (self->race, 0))
    run (self);
}

static void
begin_race (DhLessonPicture *self)
{
  const DhDocument *document = find_world (self->lesson)->document;

  self->race = dh_race_new (self->faces_folder);
  g_signal_connect_swapped (self->race, "terrain-changed", G_CALLBACK (terrain_changed_cb), self);
  dh_race_show_hills (self->race, &document->view.hills);
  dh_race_set_with_basins (self->race, FALSE);
  dh_race_set_document_lanes (self->race, document);
  terrain_changed_cb (self);
}

static void
draw_scene (DhScene *scene, cairo_t *cr)
{
  DhSurface surface = { .terrain = scene->terrain,
                        .camera = scene->camera,
                        .width = (int) scene->width,
                        .height = (int) scene->height,
                        .smooth = TRUE };
  g_autofree float *depths = NULL;
  cairo_surface_t *picture;

  dh_height_scale_init (&surface.height_scale, scene->terrain);
  scene->height_scale = surface.height_scale;
  if (scene->terrain->n_rows == 1)
    {
      dh_curve_scene_draw_ground (scene, surface.colormap, cr);
      dh_curve_scene_draw_balls (scene, cr);
      return;
    }
  picture = dh_surface_new_picture (&surface, &depths);
  scene->depths = depths;
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_paint (cr);
  dh_scene_draw_on_surface (scene, cr);
  cairo_surface_destroy (picture);
}

/* A ball that ran away would be said to be far off, in more words than there is room for. */
static void
leave_out_distant (DhRaceScene *balls, const DhTerrain *terrain, DhScene *scene)
{
  guint n = 0;

  for (guint i = 0; i < scene->n_balls; i++)
    {
      const DhTrajectoryPoint *last = &balls->balls[i].points[balls->balls[i].n_points - 1];

      if (dh_terrain_get_distance_off (terrain, last->at) <= 0)
        balls->balls[n++] = balls->balls[i];
    }
  scene->n_balls = n;
}

static void
draw_balls (DhLessonPicture *self, cairo_t *cr, double width, double height)
{
  const DhTerrain *terrain = dh_race_get_terrain (self->race, 0);
  DhRaceScene balls = { 0 };
  DhScene scene = { .terrain = terrain,
                    .camera = dh_camera_usual,
                    .width = width,
                    .height = height,
                    .scheme = dh_scheme_get_current (),
                    .ball_radius = BALL_RADIUS };

  if (terrain == NULL || terrain->n_columns < 2)
    return;
  scene.camera.zoom = CLOSER;
  dh_race_scene_fill_all (&balls, self->race, &scene);
  leave_out_distant (&balls, terrain, &scene);
  scene.fraction = 1;
  draw_scene (&scene, cr);
  dh_race_scene_clear (&balls);
}

/* ---- faces ---- */

/* One picture for each lane: the people in turn. */
static void
read_faces (DhLessonPicture *self)
{
  static const char *const people[] = { "alder", "birch" };
  const DhDocument *document = find_world (self->lesson)->document;

  self->faces = g_ptr_array_new_with_free_func ((GDestroyNotify) cairo_surface_destroy);
  for (guint i = 0; i < MIN (document->n_lanes, 3); i++)
    {
      g_autofree char *name = g_strdup_printf ("pair_%03u.png",
                                               (g_str_hash (self->lesson->id) + i) % 10);
      g_autofree char *path = g_build_filename (self->faces_folder, people[i % 2], name, NULL);

      g_ptr_array_add (self->faces, cairo_image_surface_create_from_png (path));
    }
  describe_faces (self);
}

static void
draw_face (cairo_t *cr, cairo_surface_t *face, double x, double y, double side)
{
  cairo_save (cr);
  dh_path_add_rounded (cr, x, y, side, side, RADIUS);
  cairo_clip (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, side / cairo_image_surface_get_width (face),
               side / cairo_image_surface_get_height (face));
  cairo_set_source_surface (cr, face, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
}

static void
draw_faces (DhLessonPicture *self, cairo_t *cr, double width, double height)
{
  const DhScheme scheme = dh_scheme_get_current ();
  const DhDocument *document = find_world (self->lesson)->document;
  const guint n = self->faces->len;
  const double side = MIN (height - 28, (width - 16 - (n - 1) * TILE_GAP) / n);
  double x = (width - n * side - (n - 1) * TILE_GAP) / 2;

  dh_color_set_source (cr, dh_palette_get (scheme)->placeholder, 1);
  cairo_paint (cr);
  for (guint i = 0; i < n; i++, x += side + TILE_GAP)
    {
      cairo_surface_t *face = g_ptr_array_index (self->faces, i);

      if (cairo_surface_status (face) == CAIRO_STATUS_SUCCESS)
        draw_face (cr, face, x, (height - side) / 2, side);
      dh_palette_draw_badge (cr, scheme, document->lanes[i].number, x + 10, (height - side) / 2 + 10,
                             9);
    }
}

/* ---- the widget ---- */

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  DhLessonPicture *self = data;

  dh_path_add_rounded (cr, 0, 0, width, height, RADIUS);
  cairo_clip (cr);
  dh_color_set_source (cr, dh_palette_get (dh_scheme_get_current ())->placeholder, .5);
  cairo_paint (cr);
  if (self->ready)
    draw_balls (self, cr, width, height);
  else if (self->faces != NULL && self->faces->len > 0)
    draw_faces (self, cr, width, height);
}

static void
dh_lesson_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhLessonPicture *self = DH_LESSON_PICTURE (widget);

  dh_picture_append (snapshot, &self->node, widget, 0, 0, gtk_widget_get_width (widget),
                     gtk_widget_get_height (widget), draw, self);
}

static void
dh_lesson_picture_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  invalidate (DH_LESSON_PICTURE (widget));
}

static void
dh_lesson_picture_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH / 2 : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
dh_lesson_picture_map (GtkWidget *widget)
{
  DhLessonPicture *self = DH_LESSON_PICTURE (widget);

  GTK_WIDGET_CLASS (dh_lesson_picture_parent_class)->map (widget);
  if (self->race != NULL || self->faces != NULL)
    return;
  if (dh_lesson_world_has_balls (find_world (self->lesson)))
    begin_race (self);
  else
    read_faces (self);
}

static void
dh_lesson_picture_dispose (GObject *object)
{
  DhLessonPicture *self = DH_LESSON_PICTURE (object);

  if (self->race != NULL)
    g_signal_handlers_disconnect_by_data (self->race, self);
  g_clear_object (&self->race);
  g_clear_pointer (&self->faces, g_ptr_array_unref);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->lesson, dh_lesson_unref);
  g_clear_pointer (&self->faces_folder, g_free);
  g_clear_pointer (&self->words, g_free);
  G_OBJECT_CLASS (dh_lesson_picture_parent_class)->dispose (object);
}

static void
dh_lesson_picture_class_init (DhLessonPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_lesson_picture_dispose;
  signals[SIGNAL_DESCRIBED] = g_signal_new ("described", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  widget_class->snapshot = dh_lesson_picture_snapshot;
  widget_class->size_allocate = dh_lesson_picture_size_allocate;
  widget_class->measure = dh_lesson_picture_measure;
  widget_class->map = dh_lesson_picture_map;
  gtk_widget_class_set_css_name (widget_class, "lessonpicture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dh_lesson_picture_init (DhLessonPicture *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Picture of the lesson"), -1);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (invalidate));
}

GtkWidget *
dh_lesson_picture_new (DhLesson *lesson, const char *faces_folder)
{
  DhLessonPicture *self = g_object_new (DH_TYPE_LESSON_PICTURE, NULL);

  self->lesson = dh_lesson_ref (lesson);
  self->faces_folder = g_strdup (faces_folder);
  return GTK_WIDGET (self);
}

const char *
dh_lesson_picture_get_words (DhLessonPicture *self)
{
  return self->words;
}
