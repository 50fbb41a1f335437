/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The face at the ball's position, beside its target.  Both are in one cached node.  The face may
 * leave [0, 1]: too bright values are white, as on any screen.
 */
#include "ui/hills/face-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/landscape/face-ground.h"
#include "ui/plot/common/rounded.h"
#include "ui/plot/common/text.h"
#include "ui/widgets/copyable.h"
#include "ui/widgets/scheme.h"

#define MIN_SIDE     72
#define NATURAL_SIDE 112
#define GAP          10.0
#define RADIUS       6.0
#define FONT_SIZE    11.0
#define LINE         18.0

struct _DhFaceView
{
  GtkWidget parent_instance;
  cairo_surface_t *pictures[2]; /* at the ball, of the target; (nullable) */
  DhGround *ground;             /* the ground of the pictures; (nullable) */
  double at[2];
  char *font_family;
  GskRenderNode *node; /* NULL: must be redrawn */
};

G_DEFINE_FINAL_TYPE (DhFaceView, dh_face_view, GTK_TYPE_WIDGET)

static void
invalidate (DhFaceView *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static guint32
to_byte (float value)
{
  return (guint32) lrintf (255.0f * CLAMP (value, 0.0f, 1.0f));
}

/* rgb: (3, side, side) */
static cairo_surface_t *
create_surface (const float *rgb, int side)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
  guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface), plane = side * side;

  cairo_surface_flush (surface);
  for (int i = 0; i < plane; i++)
    {
      guint32 *row = (guint32 *) (void *) (data + (gsize) (i / side) * stride);

      row[i % side] = to_byte (rgb[i]) << 16 | to_byte (rgb[plane + i]) << 8
                      | to_byte (rgb[2 * plane + i]);
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

static void
take_picture (DhFaceView *self, guint place, const float *rgb, int side)
{
  g_clear_pointer (&self->pictures[place], cairo_surface_destroy);
  self->pictures[place] = create_surface (rgb, side);
}

static void
draw_picture (DhFaceView *self, cairo_t *cr, guint place, double x, double y, double side)
{
  const DhPalette *palette = dh_palette_get (dh_scheme_get_current ());
  const char *const captions[] = { _ ("at the ball"), _ ("target") };
  double scale = dh_widget_get_text_scale (GTK_WIDGET (self));
  DhText style = {
    .family = self->font_family,
    .size = FONT_SIZE * scale,
    .color = palette->dim_text,
    .align_x = .5,
    .align_y = .5,
    .max_width = side,
  };
  double pixels = cairo_image_surface_get_width (self->pictures[place]);

  cairo_save (cr);
  cairo_translate (cr, x, y);
  dh_path_add_rounded (cr, 0, 0, side, side, RADIUS);
  cairo_clip (cr);
  cairo_scale (cr, side / pixels, side / pixels);
  cairo_set_source_surface (cr, self->pictures[place], 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_restore (cr);
  dh_text_draw (cr, &style, x + side / 2, y + side + LINE * scale / 2, captions[place]);
}

/* The pictures are side by side, or stacked if that makes them larger. */
static double
get_side (DhFaceView *self, double width, double height, gboolean *stacked)
{
  double line = LINE * dh_widget_get_text_scale (GTK_WIDGET (self));
  double beside = floor (MIN ((width - GAP) / 2, height - line));
  double under = floor (MIN (width, (height - GAP) / 2 - line));

  *stacked = under > beside;
  return MAX (beside, under);
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  DhFaceView *self = data;
  double line = LINE * dh_widget_get_text_scale (GTK_WIDGET (self));
  gboolean stacked;
  double side = get_side (self, width, height, &stacked);
  double x = floor ((width - (stacked ? side : 2 * side + GAP)) / 2);
  double y = floor ((height - (stacked ? 2 * (side + line) + GAP : side + line)) / 2);

  for (guint i = 0; i < 2; i++)
    draw_picture (self, cr, i, stacked ? x : x + i * (side + GAP),
                  stacked ? y + i * (side + line + GAP) : y, side);
}

static void
dh_face_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhFaceView *self = DH_FACE_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean stacked;

  if (self->pictures[0] == NULL || get_side (self, width, height, &stacked) < 1)
    return;
  dh_picture_append (snapshot, &self->node, widget, 0, 0, width, height, draw, self);
}

static void
dh_face_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  int line = (int) ceil (LINE * dh_widget_get_text_scale (widget));

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = MIN_SIDE + line;
      *natural = NATURAL_SIDE + line;
    }
  else
    {
      *minimum = 2 * MIN_SIDE + (int) GAP;
      *natural = 2 * NATURAL_SIDE + (int) GAP;
    }
}

static void
dh_face_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  invalidate (DH_FACE_VIEW (widget));
}

static void
dh_face_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  DhFaceView *self = DH_FACE_VIEW (widget);

  GTK_WIDGET_CLASS (dh_face_view_parent_class)->css_changed (widget, change);
  dh_widget_take_font (widget, &self->font_family, NULL);
  invalidate (self);
}

static void
dh_face_view_dispose (GObject *object)
{
  DhFaceView *self = DH_FACE_VIEW (object);

  g_clear_pointer (&self->node, gsk_render_node_unref);
  for (guint i = 0; i < 2; i++)
    g_clear_pointer (&self->pictures[i], cairo_surface_destroy);
  g_clear_pointer (&self->ground, dh_ground_unref);
  g_clear_pointer (&self->font_family, g_free);
  G_OBJECT_CLASS (dh_face_view_parent_class)->dispose (object);
}

static void
dh_face_view_class_init (DhFaceViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_face_view_dispose;
  widget_class->snapshot = dh_face_view_snapshot;
  widget_class->measure = dh_face_view_measure;
  widget_class->size_allocate = dh_face_view_size_allocate;
  widget_class->css_changed = dh_face_view_css_changed;
  gtk_widget_class_set_css_name (widget_class, "faceview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dh_face_view_init (DhFaceView *self)
{
  static const DhCopyable copyable = { .name = "face" };

  dh_copyable_add (GTK_WIDGET (self), &copyable);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (invalidate));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The face at the ball, beside its target"), -1);
}

GtkWidget *
dh_face_view_new (void)
{
  return g_object_new (DH_TYPE_FACE_VIEW, NULL);
}

void
dh_face_view_refresh (DhFaceView *self, DhRace *race, guint runner)
{
  DhGround *ground = dh_race_get_runner_ground (race, runner);
  const DhBall *ball = dh_race_get_ball (race, runner);
  gboolean same = ground == self->ground;
  g_autofree float *rgb = NULL;
  int side;

  if (ball == NULL || (same && ball->at[0] == self->at[0] && ball->at[1] == self->at[1])
      || !dh_race_make_picture (race, runner, &side, &rgb))
    return;
  take_picture (self, 0, rgb, side);
  if (!same)
    {
      take_picture (self, 1, dh_face_ground_get_target (ground), side);
      g_clear_pointer (&self->ground, dh_ground_unref);
      self->ground = dh_ground_ref (ground);
    }
  self->at[0] = ball->at[0];
  self->at[1] = ball->at[1];
  invalidate (self);
}
