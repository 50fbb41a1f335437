/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The disc with a lane's number, drawn alike everywhere.
 *
 * It is drawn, not styled with CSS: charts, picture files and the balls on a ground have the same
 * disc.
 */
#include "ui/widgets/badge.h"

#include "ui/plot/common/palette.h"
#include "ui/widgets/scheme.h"

#define SIZE 22

struct _DhBadge
{
  GtkWidget parent_instance;
  guint number;
  GskRenderNode *picture;
};

enum
{
  PROP_0,
  PROP_NUMBER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhBadge, dh_badge, GTK_TYPE_WIDGET)

static void
invalidate (DhBadge *self)
{
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
draw_badge (cairo_t *cr, double width, double height, gpointer data)
{
  dh_palette_draw_badge (cr, dh_scheme_get_current (), DH_BADGE (data)->number, width / 2,
                         height / 2, SIZE / 2.0);
}

static void
dh_badge_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhBadge *self = DH_BADGE (widget);

  dh_picture_append (snapshot, &self->picture, widget, 0, 0, gtk_widget_get_width (widget),
                     gtk_widget_get_height (widget), draw_badge, self);
}

static void
dh_badge_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                  int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
dh_badge_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  invalidate (DH_BADGE (widget));
}

static void
dh_badge_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_NUMBER)
    g_value_set_uint (value, DH_BADGE (object)->number);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_badge_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_NUMBER)
    dh_badge_set_number (DH_BADGE (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_badge_dispose (GObject *object)
{
  g_clear_pointer (&DH_BADGE (object)->picture, gsk_render_node_unref);
  G_OBJECT_CLASS (dh_badge_parent_class)->dispose (object);
}

static void
dh_badge_class_init (DhBadgeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dh_badge_get_property;
  object_class->set_property = dh_badge_set_property;
  object_class->dispose = dh_badge_dispose;
  widget_class->snapshot = dh_badge_snapshot;
  widget_class->measure = dh_badge_measure;
  widget_class->size_allocate = dh_badge_size_allocate;
  properties[PROP_NUMBER] = g_param_spec_uint ("number", NULL, NULL, 1, 6, 1,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                 | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "badge");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dh_badge_init (DhBadge *self)
{
  self->number = 1;
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (invalidate));
}

GtkWidget *
dh_badge_new (void)
{
  return g_object_new (DH_TYPE_BADGE, NULL);
}

guint
dh_badge_get_number (DhBadge *self)
{
  return self->number;
}

void
dh_badge_set_number (DhBadge *self, guint number)
{
  if (self->number == number)
    return;
  self->number = number;
  invalidate (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NUMBER]);
}
