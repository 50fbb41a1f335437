/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two widgets side by side, or one below the other if there is too little width.  A flow box was
 * rejected: it makes its children equally wide and takes the focus.  A box whose orientation
 * follows the width was rejected too: it would request a new layout during one.  Here the layout is
 * a pure function of the width, as GTK requires.
 */
#include "ui/widgets/beside.h"

#include "ui/widgets/scheme.h"

struct _DhBeside
{
  GtkWidget parent_instance;
  int threshold;
  double share;
  int spacing;
  gboolean ruled;
  gboolean turned;
};

enum
{
  PROP_0,
  PROP_THRESHOLD,
  PROP_SHARE,
  PROP_SPACING,
  PROP_RULED,
  PROP_TURNED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static GtkBuildableIface *parent_buildable;

static void dh_beside_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DhBeside, dh_beside, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, dh_beside_buildable_init))

/* Both children if both are visible; otherwise the visible one, if any, and NULL. */
static void
get_children (DhBeside *self, GtkWidget **first, GtkWidget **second)
{
  *first = *second = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child) && *first == NULL)
      *first = child;
    else if (gtk_widget_should_layout (child) && *second == NULL)
      *second = child;
}

static int
get_minimum (GtkWidget *child, GtkOrientation orientation, int for_size)
{
  int minimum;

  gtk_widget_measure (child, orientation, for_size, &minimum, NULL, NULL, NULL);
  return minimum;
}

static int
get_natural (GtkWidget *child, GtkOrientation orientation, int for_size)
{
  int natural;

  gtk_widget_measure (child, orientation, for_size, NULL, &natural, NULL, NULL);
  return natural;
}

/* Width of the first child; 0: they are stacked. */
static int
split (DhBeside *self, GtkWidget *first, GtkWidget *second, int width)
{
  int least = get_minimum (first, GTK_ORIENTATION_HORIZONTAL, -1);
  int most = width - self->spacing - get_minimum (second, GTK_ORIENTATION_HORIZONTAL, -1);
  int wanted = self->share > 0 ? (int) (self->share * (width - self->spacing))
                               : get_natural (first, GTK_ORIENTATION_HORIZONTAL, -1);

  if (width < self->threshold * dh_widget_get_text_scale (GTK_WIDGET (self)) || most < least)
    return 0;
  return CLAMP (wanted, least, most);
}

static void
measure_width (DhBeside *self, GtkWidget *first, GtkWidget *second, int *minimum, int *natural)
{
  *minimum = MAX (get_minimum (first, GTK_ORIENTATION_HORIZONTAL, -1),
                  get_minimum (second, GTK_ORIENTATION_HORIZONTAL, -1));
  *natural = get_natural (first, GTK_ORIENTATION_HORIZONTAL, -1) + self->spacing
             + get_natural (second, GTK_ORIENTATION_HORIZONTAL, -1);
}

static void
measure_height (DhBeside *self, GtkWidget *first, GtkWidget *second, int width, int *minimum,
                int *natural)
{
  int left = width < 0 ? -1 : split (self, first, second, width);
  int right = left <= 0 ? width : width - self->spacing - left;
  int minima[2], naturals[2];

  if (left == 0)
    left = width;
  gtk_widget_measure (first, GTK_ORIENTATION_VERTICAL, left, &minima[0], &naturals[0], NULL, NULL);
  gtk_widget_measure (second, GTK_ORIENTATION_VERTICAL, right, &minima[1], &naturals[1], NULL,
                      NULL);
  if (left == width && width >= 0)
    {
      *minimum = minima[0] + self->spacing + minima[1];
      *natural = naturals[0] + self->spacing + naturals[1];
    }
  else
    {
      *minimum = MAX (minima[0], minima[1]);
      *natural = MAX (naturals[0], naturals[1]);
    }
}

static void
dh_beside_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  DhBeside *self = DH_BESIDE (widget);
  GtkWidget *first, *second;

  get_children (self, &first, &second);
  *minimum = *natural = 0;
  if (first != NULL && second == NULL)
    gtk_widget_measure (first, orientation, for_size, minimum, natural, NULL, NULL);
  else if (first != NULL && orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, first, second, minimum, natural);
  else if (first != NULL)
    measure_height (self, first, second, for_size, minimum, natural);
}

static void
allocate (GtkWidget *child, int x, int y, int width, int height)
{
  gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, width, height }, -1);
}

static void
stack (DhBeside *self, GtkWidget *upper, GtkWidget *lower, int width, int height)
{
  int top = MIN (get_natural (upper, GTK_ORIENTATION_VERTICAL, width),
                 height - self->spacing - get_minimum (lower, GTK_ORIENTATION_VERTICAL, width));

  top = MAX (top, get_minimum (upper, GTK_ORIENTATION_VERTICAL, width));
  allocate (upper, 0, 0, width, top);
  allocate (lower, 0, top + self->spacing, width, height - self->spacing - top);
}

static void
dh_beside_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DhBeside *self = DH_BESIDE (widget);
  GtkWidget *first, *second;
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int left;

  get_children (self, &first, &second);
  if (second == NULL)
    {
      if (first != NULL)
        allocate (first, 0, 0, width, height);
      return;
    }
  left = split (self, first, second, width);
  if (left > 0)
    {
      int right = width - self->spacing - left;

      allocate (first, rtl ? right + self->spacing : 0, 0, left, height);
      allocate (second, rtl ? 0 : left + self->spacing, 0, right, height);
      return;
    }
  if (self->turned)
    stack (self, second, first, width, height);
  else
    stack (self, first, second, width, height);
}

static void
dh_beside_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhBeside *self = DH_BESIDE (widget);
  DhColor color = dh_palette_get (dh_scheme_get_current ())->grid;
  GtkWidget *first, *second;
  graphene_rect_t left, right, line;

  GTK_WIDGET_CLASS (dh_beside_parent_class)->snapshot (widget, snapshot);
  get_children (self, &first, &second);
  if (!self->ruled || second == NULL || !gtk_widget_compute_bounds (first, widget, &left)
      || !gtk_widget_compute_bounds (second, widget, &right))
    return;
  if (right.origin.y != left.origin.y)
    graphene_rect_init (&line, 0, MAX (left.origin.y, right.origin.y) - self->spacing,
                        right.size.width, self->spacing);
  else
    graphene_rect_init (&line, MAX (left.origin.x, right.origin.x) - self->spacing, 0,
                        self->spacing, right.size.height);
  gtk_snapshot_append_color (snapshot,
                             &(GdkRGBA) { color.red, color.green, color.blue, color.alpha }, &line);
}

static GtkSizeRequestMode
dh_beside_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
dh_beside_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhBeside *self = DH_BESIDE (object);

  switch (id)
    {
    case PROP_THRESHOLD:
      g_value_set_int (value, self->threshold);
      break;
    case PROP_SHARE:
      g_value_set_double (value, self->share);
      break;
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    case PROP_RULED:
      g_value_set_boolean (value, self->ruled);
      break;
    case PROP_TURNED:
      g_value_set_boolean (value, self->turned);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_beside_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhBeside *self = DH_BESIDE (object);

  switch (id)
    {
    case PROP_THRESHOLD:
      self->threshold = g_value_get_int (value);
      break;
    case PROP_SHARE:
      self->share = g_value_get_double (value);
      break;
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;
    case PROP_RULED:
      self->ruled = g_value_get_boolean (value);
      break;
    case PROP_TURNED:
      self->turned = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
dh_beside_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (dh_beside_parent_class)->dispose (object);
}

static void
dh_beside_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  if (GTK_IS_WIDGET (child))
    gtk_widget_set_parent (GTK_WIDGET (child), GTK_WIDGET (buildable));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
dh_beside_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = dh_beside_add_child;
}

static void
dh_beside_class_init (DhBesideClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dh_beside_get_property;
  object_class->set_property = dh_beside_set_property;
  object_class->dispose = dh_beside_dispose;
  widget_class->measure = dh_beside_measure;
  widget_class->size_allocate = dh_beside_size_allocate;
  widget_class->snapshot = dh_beside_snapshot;
  widget_class->get_request_mode = dh_beside_get_request_mode;
  properties[PROP_THRESHOLD] = g_param_spec_int ("threshold", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_SHARE] = g_param_spec_double ("share", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_RULED] = g_param_spec_boolean ("ruled", NULL, NULL, FALSE, flags);
  properties[PROP_TURNED] = g_param_spec_boolean ("turned", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "beside");
}

static void
dh_beside_init (DhBeside *self)
{
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_draw));
}
