/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two pictures of a ground, arranged to fit the space: the surface above the map, or beside it.
 * A ground with one dimension only has its curve.
 *
 * A map that isn't square would show circles as ellipses, and the gradient no longer at right
 * angles to the contours.  So the arrangement with the larger square map is chosen; the surface,
 * which fits any shape, gives up as much space as it can to make the map square, and any space that
 * would still stretch the map stays empty.
 */
#include "ui/ground/ground-pair.h"

#include "ui/widgets/copyable.h"

#define GAP       4
#define STRETCH   1.2 /* maximum ratio of a map's longer side to its shorter one */
#define MIN_WIDTH 160
/* Least and greatest share of the height or width for the surface. */
#define LEAST 0.5
#define MOST  0.6
/* Heights, as multiples of the width, beyond which more height is of no use. */
#define MOST_BESIDE 0.6
#define MOST_UNDER  2.0

struct _DhGroundPair
{
  GtkWidget parent_instance;
  GtkWidget *surface, *map, *curve;
  GtkWidget *chips[2];
  char *tooltips[2];
  gboolean with_surface, with_map;
};

enum
{
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhGroundPair, dh_ground_pair, GTK_TYPE_WIDGET)

/* ---- layout ---- */

static void
dh_ground_pair_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  DhGroundPair *self = DH_GROUND_PAIR (widget);
  gboolean both = self->with_surface && self->with_map && !gtk_widget_get_visible (self->curve);

  *minimum = MIN_WIDTH;
  *natural = 2 * MIN_WIDTH;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  *minimum = both ? 170 : 100;
  *natural = both ? 370 : 220;
}

static void
allocate (GtkWidget *child, int x, int y, int width, int height)
{
  int least_width, least_height;

  if (!gtk_widget_should_layout (child))
    return;
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, &least_height, NULL, NULL, NULL);
  gtk_widget_size_allocate (child,
                            &(GtkAllocation) { x, y, MAX (width, least_width),
                                               MAX (height, least_height) },
                            -1);
}

static void
allocate_chips (DhGroundPair *self, int width)
{
  const int margin = 6;
  int left = 0;

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *chip = self->chips[i];
      int natural, minimum, height;

      if (!gtk_widget_should_layout (chip))
        continue;
      gtk_widget_measure (chip, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
      natural = MAX (MIN (natural, width - left - 2 * margin), minimum);
      gtk_widget_measure (chip, GTK_ORIENTATION_VERTICAL, natural, NULL, &height, NULL, NULL);
      gtk_widget_size_allocate (chip,
                                &(GtkAllocation) { i == 0 ? margin : width - margin - natural, 6,
                                                   natural, height },
                                -1);
      left = natural + margin;
    }
}

/* Places the map in the middle of the given rectangle. */
static void
allocate_map (DhGroundPair *self, int x, int y, int width, int height)
{
  int across, down, inner_width, inner_height;

  dh_ground_picture_get_margins (DH_GROUND_PICTURE (self->map), &across, &down);
  inner_width = width - across;
  inner_height = height - down;
  across += MIN (inner_width, (int) (STRETCH * inner_height));
  down += MIN (inner_height, (int) (STRETCH * inner_width));
  allocate (self->map, x + (width - across) / 2, y + (height - down) / 2, across, down);
}

/* Whether a square map would be larger beside the surface than below it. */
static gboolean
is_better_beside (int width, int height)
{
  int beside = MIN (height, (int) ((1 - LEAST) * (width - GAP)));
  int under = MIN (width, (int) ((1 - LEAST) * (height - GAP)));

  return beside > under;
}

int
dh_ground_pair_fit_height (int width, int height)
{
  double most = is_better_beside (width, height) ? MOST_BESIDE : MOST_UNDER;

  return MIN (height, (int) (most * width));
}

static void
dh_ground_pair_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DhGroundPair *self = DH_GROUND_PAIR (widget);
  int part;

  allocate (self->curve, 0, 0, width, height);
  if (!gtk_widget_should_layout (self->map))
    allocate (self->surface, 0, 0, width, height);
  else if (!gtk_widget_should_layout (self->surface))
    allocate_map (self, 0, 0, width, height);
  else if (is_better_beside (width, height))
    {
      part = (int) CLAMP (width - GAP - height, LEAST * (width - GAP), MOST * (width - GAP));
      allocate (self->surface, 0, 0, part, height);
      allocate_map (self, part + GAP, 0, width - part - GAP, height);
    }
  else
    {
      part = (int) CLAMP (height - GAP - width, LEAST * (height - GAP), MOST * (height - GAP));
      allocate (self->surface, 0, 0, width, part);
      allocate_map (self, 0, part + GAP, width, height - part - GAP);
    }
  allocate_chips (self, width);
}

/* ---- object ---- */

static void
picked_cb (DhGroundPair *self, double x, double y, gboolean finished)
{
  g_signal_emit (self, signals[PICKED], 0, x, y, finished);
}

/* The chips let the pointer through to the picture, so the pair shows their tooltips. */
static gboolean
dh_ground_pair_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard,
                              GtkTooltip *tooltip)
{
  DhGroundPair *self = DH_GROUND_PAIR (widget);

  for (guint i = 0; i < 2 && !keyboard; i++)
    {
      graphene_rect_t bounds;

      if (self->tooltips[i] == NULL || !gtk_widget_should_layout (self->chips[i])
          || !gtk_widget_compute_bounds (self->chips[i], widget, &bounds)
          || !graphene_rect_contains_point (&bounds, &GRAPHENE_POINT_INIT (x, y)))
        continue;
      gtk_tooltip_set_text (tooltip, self->tooltips[i]);
      return TRUE;
    }
  return FALSE;
}

static void
dh_ground_pair_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (dh_ground_pair_parent_class)->dispose (object);
}

static void
dh_ground_pair_finalize (GObject *object)
{
  DhGroundPair *self = DH_GROUND_PAIR (object);

  for (guint i = 0; i < 2; i++)
    g_free (self->tooltips[i]);
  G_OBJECT_CLASS (dh_ground_pair_parent_class)->finalize (object);
}

static void
dh_ground_pair_class_init (DhGroundPairClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_ground_pair_dispose;
  G_OBJECT_CLASS (klass)->finalize = dh_ground_pair_finalize;
  widget_class->query_tooltip = dh_ground_pair_query_tooltip;
  widget_class->measure = dh_ground_pair_measure;
  widget_class->size_allocate = dh_ground_pair_size_allocate;
  signals[PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 3, G_TYPE_DOUBLE, G_TYPE_DOUBLE,
                                  G_TYPE_BOOLEAN);
  gtk_widget_class_set_css_name (widget_class, "groundpair");
}

static GtkWidget *
add_picture (DhGroundPair *self, DhGroundPictureKind kind)
{
  GtkWidget *picture = dh_ground_picture_new (kind);

  g_signal_connect_swapped (picture, "picked", G_CALLBACK (picked_cb), self);
  gtk_widget_set_parent (picture, GTK_WIDGET (self));
  return picture;
}

static GtkWidget *
add_chip (DhGroundPair *self)
{
  GtkWidget *chip = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (chip), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (chip, "ground-chip");
  gtk_widget_set_can_target (chip, FALSE);
  gtk_widget_set_visible (chip, FALSE);
  gtk_widget_set_parent (chip, GTK_WIDGET (self));
  return chip;
}

static void
dh_ground_pair_init (DhGroundPair *self)
{
  self->with_surface = self->with_map = TRUE;
  self->surface = add_picture (self, DH_GROUND_PICTURE_SURFACE);
  self->map = add_picture (self, DH_GROUND_PICTURE_MAP);
  self->curve = add_picture (self, DH_GROUND_PICTURE_CURVE);
  gtk_widget_set_visible (self->curve, FALSE);
  for (guint i = 0; i < 2; i++)
    self->chips[i] = add_chip (self);
}

GtkWidget *
dh_ground_pair_new (void)
{
  return g_object_new (DH_TYPE_GROUND_PAIR, NULL);
}

/* ---- what is shown ---- */

void
dh_ground_pair_set_group (DhGroundPair *self, DhGroundGroup *group)
{
  dh_ground_picture_set_group (DH_GROUND_PICTURE (self->surface), group);
  dh_ground_picture_set_group (DH_GROUND_PICTURE (self->map), group);
  dh_ground_picture_set_group (DH_GROUND_PICTURE (self->curve), group);
}

static void
update_visible (DhGroundPair *self, gboolean is_curve)
{
  gtk_widget_set_visible (self->curve, is_curve);
  gtk_widget_set_visible (self->surface, !is_curve && self->with_surface);
  gtk_widget_set_visible (self->map, !is_curve && self->with_map);
}

void
dh_ground_pair_set_terrain (DhGroundPair *self, const DhTerrain *terrain, DhGround *ground)
{
  gboolean is_curve = terrain != NULL ? terrain->n_rows < 2 : gtk_widget_get_visible (self->curve);

  update_visible (self, is_curve);
  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (self->surface), is_curve ? NULL : terrain,
                                 ground);
  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (self->map), is_curve ? NULL : terrain, ground);
  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (self->curve), is_curve ? terrain : NULL,
                                 ground);
}

void
dh_ground_pair_set_axes (DhGroundPair *self, const char *first, const char *second)
{
  dh_ground_picture_set_axes (DH_GROUND_PICTURE (self->surface), first, second);
  dh_ground_picture_set_axes (DH_GROUND_PICTURE (self->map), first, second);
  dh_ground_picture_set_axes (DH_GROUND_PICTURE (self->curve), first, second);
}

void
dh_ground_pair_set_fill (DhGroundPair *self, DhGroundFill fill, gpointer data)
{
  dh_ground_picture_set_fill (DH_GROUND_PICTURE (self->surface), fill, data);
  dh_ground_picture_set_fill (DH_GROUND_PICTURE (self->map), fill, data);
  dh_ground_picture_set_fill (DH_GROUND_PICTURE (self->curve), fill, data);
}

void
dh_ground_pair_set_start (DhGroundPair *self, const double at[2])
{
  dh_ground_picture_set_start (DH_GROUND_PICTURE (self->surface), at);
  dh_ground_picture_set_start (DH_GROUND_PICTURE (self->map), at);
  dh_ground_picture_set_start (DH_GROUND_PICTURE (self->curve), at);
}

void
dh_ground_pair_set_with_map (DhGroundPair *self, gboolean with_map)
{
  dh_ground_pair_set_parts (self, TRUE, with_map);
}

void
dh_ground_pair_set_parts (DhGroundPair *self, gboolean with_surface, gboolean with_map)
{
  self->with_surface = with_surface;
  self->with_map = with_map;
  update_visible (self, gtk_widget_get_visible (self->curve));
}

static void
set_chip (GtkWidget *chip, const char *text)
{
  gtk_label_set_text (GTK_LABEL (chip), text != NULL ? text : "");
  gtk_widget_set_visible (chip, text != NULL && *text != '\0');
}

void
dh_ground_pair_set_chips (DhGroundPair *self, const char *left, const char *right)
{
  set_chip (self->chips[0], left);
  set_chip (self->chips[1], right);
}

void
dh_ground_pair_set_tooltips (DhGroundPair *self, const char *left, const char *right)
{
  g_free (self->tooltips[0]);
  g_free (self->tooltips[1]);
  self->tooltips[0] = g_strdup (left);
  self->tooltips[1] = g_strdup (right);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), left != NULL || right != NULL);
}

void
dh_ground_pair_set_menu (DhGroundPair *self, GMenuModel *entries)
{
  dh_copyable_set_menu (self->surface, entries);
  dh_copyable_set_menu (self->map, entries);
  dh_copyable_set_menu (self->curve, entries);
}

void
dh_ground_pair_queue_balls (DhGroundPair *self)
{
  dh_ground_picture_queue_balls (DH_GROUND_PICTURE (self->surface));
  dh_ground_picture_queue_balls (DH_GROUND_PICTURE (self->map));
  dh_ground_picture_queue_balls (DH_GROUND_PICTURE (self->curve));
}

void
dh_ground_pair_queue_basins (DhGroundPair *self)
{
  dh_ground_picture_queue_basins (DH_GROUND_PICTURE (self->map));
}

void
dh_ground_pair_get_corner (DhGroundPair *self, double *x, double *y)
{
  GtkWidget *picture = gtk_widget_get_visible (self->surface) ? self->surface : self->map;
  graphene_rect_t area = dh_ground_picture_get_area (DH_GROUND_PICTURE (picture));

  if (!gtk_widget_translate_coordinates (picture, GTK_WIDGET (self), area.origin.x,
                                         area.origin.y + area.size.height, x, y))
    *x = *y = 0;
}

void
dh_ground_pair_describe (DhGroundPair *self, const char *name, const char *description)
{
  dh_ground_picture_describe (DH_GROUND_PICTURE (self->surface), name, description);
  dh_ground_picture_describe (DH_GROUND_PICTURE (self->map), name, description);
  dh_ground_picture_describe (DH_GROUND_PICTURE (self->curve), name, description);
}
