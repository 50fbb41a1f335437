/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two compared pictures as a widget.
 */
#include "ui/lanes/pair-view-private.h"

#include "ui/plot/pictures/picture-difference.h"
#include "ui/widgets/copyable.h"
#include "ui/widgets/scheme.h"

#define MIN_SIDE  160
#define FONT_SIZE 12.0

enum
{
  PROP_0,
  PROP_MODE,
  PROP_DIVIDER,
  PROP_ZOOM,
  N_PROPS
};

enum
{
  HOVERED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhPairView, dh_pair_view, GTK_TYPE_WIDGET)

/* ---- what is shown ---- */

static gboolean
have_same_size (DhPairView *self)
{
  return self->pictures[0].pixels == NULL || self->pictures[1].pixels == NULL
         || self->pictures[0].size == self->pictures[1].size;
}

/* A picture of another size than the first isn't drawn. */
DhPicturePair
dh_pair_view_make_pair (DhPairView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  guint known = self->pictures[0].pixels != NULL ? 0 : 1;

  return (DhPicturePair) {
    .pixels = { self->pictures[0].pixels, have_same_size (self) ? self->pictures[1].pixels : NULL },
    .size = self->pictures[known].pixels != NULL ? self->pictures[known].size : 1,
    .numbers = { self->pictures[0].number, self->pictures[1].number },
    .labels = { self->pictures[0].label, self->pictures[1].label },
    .mode = self->mode,
    .divider = self->divider,
    .sight = self->sight,
    .width = gtk_widget_get_width (widget),
    .height = gtk_widget_get_height (widget),
    .scheme = dh_scheme_get_current (),
    .text_size = FONT_SIZE * dh_widget_get_text_scale (widget),
    .font_family = self->font_family,
  };
}

static void
invalidate (DhPairView *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
dh_pair_view_set_sight (DhPairView *self, DhPairSight sight)
{
  gboolean zoomed = self->sight.zoom != sight.zoom;

  self->sight = sight;
  invalidate (self);
  if (zoomed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

void
dh_pair_view_emit_hovered (DhPairView *self, int column, int row)
{
  g_signal_emit (self, signals[HOVERED], 0, column, row);
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  DhPicturePair pair = dh_pair_view_make_pair (data);

  dh_picture_pair_draw (&pair, cr);
}

/* ---- the widget ---- */

static void
dh_pair_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhPairView *self = DH_PAIR_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (width > 0 && height > 0)
    dh_picture_append (snapshot, &self->node, widget, 0, 0, width, height, draw, self);
}

static void
dh_pair_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = MIN_SIDE;
  *natural = 2 * MIN_SIDE;
}

static void
dh_pair_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  invalidate (DH_PAIR_VIEW (widget));
}

static void
dh_pair_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  DhPairView *self = DH_PAIR_VIEW (widget);

  GTK_WIDGET_CLASS (dh_pair_view_parent_class)->css_changed (widget, change);
  dh_widget_take_font (widget, &self->font_family, NULL);
  invalidate (self);
}

static void
dh_pair_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhPairView *self = DH_PAIR_VIEW (object);

  switch (id)
    {
    case PROP_MODE:
      g_value_set_int (value, self->mode);
      break;
    case PROP_DIVIDER:
      g_value_set_double (value, self->divider);
      break;
    case PROP_ZOOM:
      g_value_set_double (value, self->sight.zoom);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_pair_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhPairView *self = DH_PAIR_VIEW (object);

  switch (id)
    {
    case PROP_MODE:
      dh_pair_view_set_mode (self, g_value_get_int (value));
      break;
    case PROP_DIVIDER:
      dh_pair_view_set_divider (self, g_value_get_double (value));
      break;
    case PROP_ZOOM:
      dh_pair_view_set_zoom (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_pair_view_dispose (GObject *object)
{
  DhPairView *self = DH_PAIR_VIEW (object);

  g_clear_pointer (&self->node, gsk_render_node_unref);
  for (guint side = 0; side < 2; side++)
    {
      g_clear_pointer (&self->pictures[side].pixels, g_free);
      g_clear_pointer (&self->pictures[side].label, g_free);
    }
  g_clear_pointer (&self->font_family, g_free);
  G_OBJECT_CLASS (dh_pair_view_parent_class)->dispose (object);
}

static void
dh_pair_view_class_init (DhPairViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dh_pair_view_get_property;
  object_class->set_property = dh_pair_view_set_property;
  object_class->dispose = dh_pair_view_dispose;
  widget_class->snapshot = dh_pair_view_snapshot;
  widget_class->measure = dh_pair_view_measure;
  widget_class->size_allocate = dh_pair_view_size_allocate;
  widget_class->css_changed = dh_pair_view_css_changed;
  properties[PROP_MODE] = g_param_spec_int ("mode", NULL, NULL, 0, DH_PICTURE_PAIR_N_MODES - 1,
                                            DH_PICTURE_PAIR_WIPE, flags);
  properties[PROP_DIVIDER] = g_param_spec_double ("divider", NULL, NULL, 0, 1, .5, flags);
  properties[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, 1, DH_PICTURE_PAIR_MOST_ZOOM, 1,
                                               flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[HOVERED] = g_signal_new ("hovered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
  gtk_widget_class_set_css_name (widget_class, "pairview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dh_pair_view_init (DhPairView *self)
{
  static const DhCopyable copyable = { .name = "comparison" };

  self->mode = DH_PICTURE_PAIR_WIPE;
  self->divider = .5;
  self->sight = (DhPairSight) { 1, { .5, .5 } };
  self->pictures[0].number = self->pictures[1].number = 1;
  dh_copyable_add (GTK_WIDGET (self), &copyable);
  dh_pair_view_add_controllers (self);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (invalidate));
}

GtkWidget *
dh_pair_view_new (void)
{
  return g_object_new (DH_TYPE_PAIR_VIEW, NULL);
}

void
dh_pair_view_set_picture (DhPairView *self, guint side, const guint8 *pixels, int size,
                          guint number, const char *label)
{
  DhPairPicture *picture = &self->pictures[side];

  g_free (picture->pixels);
  g_free (picture->label);
  *picture = (DhPairPicture) {
    .pixels = pixels != NULL ? g_memdup2 (pixels, (gsize) size * (gsize) size * 4) : NULL,
    .size = size,
    .number = number,
    .label = g_strdup (label),
  };
  invalidate (self);
}

guint8
dh_pair_view_get_byte (DhPairView *self, guint side, int column, int row, guint channel)
{
  const DhPairPicture *picture = &self->pictures[side];

  g_return_val_if_fail (picture->pixels != NULL && column < picture->size && row < picture->size, 0);
  return picture->pixels[4 * (row * picture->size + column) + (int) channel];
}

gboolean
dh_pair_view_compute_difference (DhPairView *self, double *mae, double *psnr)
{
  int size = self->pictures[0].size;
  g_autofree float *map = NULL;
  DhPictureDifference difference;

  if (self->pictures[0].pixels == NULL || self->pictures[1].pixels == NULL
      || !have_same_size (self))
    return FALSE;
  map = g_new (float, (gsize) size * (gsize) size);
  difference = dh_picture_difference_compute (self->pictures[0].pixels, self->pictures[1].pixels,
                                              size, map);
  *mae = difference.mae;
  *psnr = difference.psnr;
  return TRUE;
}

DhPicturePairMode
dh_pair_view_get_mode (DhPairView *self)
{
  return self->mode;
}

void
dh_pair_view_set_mode (DhPairView *self, DhPicturePairMode mode)
{
  if (self->mode == mode)
    return;
  self->mode = mode;
  invalidate (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODE]);
}

double
dh_pair_view_get_divider (DhPairView *self)
{
  return self->divider;
}

void
dh_pair_view_set_divider (DhPairView *self, double divider)
{
  divider = CLAMP (divider, 0, 1);
  if (self->divider == divider)
    return;
  self->divider = divider;
  invalidate (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIVIDER]);
}

double
dh_pair_view_get_zoom (DhPairView *self)
{
  return self->sight.zoom;
}

void
dh_pair_view_set_zoom (DhPairView *self, double zoom)
{
  zoom = CLAMP (zoom, 1, DH_PICTURE_PAIR_MOST_ZOOM);
  if (self->sight.zoom == zoom)
    return;
  self->sight.zoom = zoom;
  invalidate (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}
