/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finds texts that have too little room, by asking each widget for its text's layout.
 *
 * What a widget asks for says little: GTK gives it less without a word when its window is too small,
 * and a drawing or an inscription asks for what it was told to, whatever its text.
 */
#include "tests/ui/window/text-fit.h"

#include <adwaita.h>

#include "ui/ground/ground-pair.h"
#include "ui/widgets/whole-text.h"

/* The layout is rounded up, and the place is rounded. */
#define TOLERANCE 1.0

typedef struct
{
  const char *where;
  GHashTable *faults;
} Look;

/* "Grandparent > Parent > Widget", without GTK's boxes. */
static char *
dup_path (GtkWidget *widget)
{
  GString *path = g_string_new (NULL);

  for (guint i = 0; i < 7 && widget != NULL; widget = gtk_widget_get_parent (widget))
    if (!GTK_IS_BOX (widget))
      {
        g_string_prepend (path, i++ > 0 ? " > " : "");
        g_string_prepend (path, G_OBJECT_TYPE_NAME (widget));
      }
  return g_string_free (path, FALSE);
}

static void complain (Look *look, GtkWidget *widget, const char *text, const char *format, ...)
  G_GNUC_PRINTF (4, 5);

static void
complain (Look *look, GtkWidget *widget, const char *text, const char *format, ...)
{
  g_autofree char *path = dup_path (widget);
  g_autofree char *fault = NULL;
  va_list arguments;

  va_start (arguments, format);
  fault = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_hash_table_add (look->faults, g_strdup_printf ("%s: “%s” %s (%s)", look->where,
                                                   text != NULL ? text : "", fault, path));
}

/* ---- shortened texts ---- */

/* What a widget says where the pointer rests on a text in it; NULL for nothing.  A ground tells of its
 * chips, through which the pointer goes. */
static const char *
get_tip (GtkWidget *asked, GtkWidget *text)
{
  if (!gtk_widget_get_has_tooltip (asked))
    return NULL;
  return dh_whole_text_is_watched (asked) || DH_IS_GROUND_PAIR (asked)
           ? dh_whole_text_get (text)
           : gtk_widget_get_tooltip_text (asked);
}

/* As GTK does: from the widget under the pointer outwards until one answers.  What is in a popover
 * isn't found by what is around it. */
static gboolean
is_told (GtkWidget *widget, const char *text)
{
  GtkWidget *asked = widget;
  const char *tip = NULL;

  for (GtkWidget *parent = widget; parent != NULL; parent = gtk_widget_get_parent (parent))
    if (!gtk_widget_get_can_target (parent))
      asked = gtk_widget_get_parent (parent);
  for (; asked != NULL && tip == NULL;
       asked = GTK_IS_POPOVER (asked) ? NULL : gtk_widget_get_parent (asked))
    tip = get_tip (asked, widget);
  return tip != NULL && strstr (tip, text) != NULL;
}

static void
look_at_layout (Look *look, GtkWidget *widget, const char *text, PangoLayout *layout, gboolean cut)
{
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  PangoRectangle needed;

  pango_layout_get_pixel_extents (layout, NULL, &needed);
  if (cut || pango_layout_is_ellipsized (layout))
    {
      if (!is_told (widget, text))
        complain (look, widget, text, "is shortened, and no tooltip says it");
    }
  else if (needed.width > width + TOLERANCE || needed.height > height + TOLERANCE)
    complain (look, widget, text, "is cut: it needs %d × %d and has %d × %d", needed.width,
              needed.height, width, height);
}

static void
look_at_inscription (Look *look, GtkInscription *inscription)
{
  GtkWidget *widget = GTK_WIDGET (inscription);
  const char *text = gtk_inscription_get_text (inscription);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  const gboolean shortens = gtk_inscription_get_text_overflow (inscription)
                            != GTK_INSCRIPTION_OVERFLOW_CLIP;
  PangoRectangle needed;

  pango_layout_set_attributes (layout, gtk_inscription_get_attributes (inscription));
  pango_layout_set_width (layout, gtk_widget_get_width (widget) * PANGO_SCALE);
  pango_layout_set_wrap (layout, gtk_inscription_get_wrap_mode (inscription));
  pango_layout_get_pixel_extents (layout, NULL, &needed);
  look_at_layout (look, widget, text, layout,
                  shortens && needed.height > gtk_widget_get_height (widget) + TOLERANCE);
}

/* What is typed may be longer, but what the program puts there to be changed is seen whole.  What is
 * there to be copied needn't be. */
static void
look_at_entry (Look *look, GtkWidget *widget)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (widget));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  if (gtk_editable_get_editable (GTK_EDITABLE (widget))
      && width > gtk_widget_get_width (widget) + TOLERANCE)
    complain (look, widget, text, "is cut: it needs %d and has %d", width,
              gtk_widget_get_width (widget));
}

static void
look_at_text (Look *look, GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    look_at_layout (look, widget, gtk_label_get_text (GTK_LABEL (widget)),
                    gtk_label_get_layout (GTK_LABEL (widget)), FALSE);
  else if (GTK_IS_INSCRIPTION (widget) && gtk_inscription_get_text (GTK_INSCRIPTION (widget)))
    look_at_inscription (look, GTK_INSCRIPTION (widget));
  else if (GTK_IS_TEXT (widget))
    look_at_entry (look, widget);
}

/* ---- places ---- */

/* Parts of these are moved about or hang over by design; and an arrow of GTK's hangs over by a pixel or
 * two. */
static gboolean
is_drawn_freely (GtkWidget *widget)
{
  return GTK_IS_RANGE (widget) || GTK_IS_PROGRESS_BAR (widget) || GTK_IS_LEVEL_BAR (widget)
         || GTK_IS_SWITCH (widget) || GTK_IS_SCROLLBAR (widget) || GTK_IS_TEXT (widget)
         || GTK_IS_SPINNER (widget) || g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkBuiltinIcon")
         || ADW_IS_WINDOW_TITLE (widget); /* in a header bar without margins, since libadwaita 1.7 */
}

/* In what scrolls, children are larger than it, and come into sight one after another. */
static void
look_at_place (Look *look, GtkWidget *child, GtkWidget *parent)
{
  graphene_rect_t inner, outer;
  double left, top, right, bottom;

  if (GTK_IS_SCROLLABLE (parent) || is_drawn_freely (child)
      || !gtk_widget_compute_bounds (child, parent, &inner)
      || !gtk_widget_compute_bounds (parent, parent, &outer))
    return;
  left = outer.origin.x - inner.origin.x;
  top = outer.origin.y - inner.origin.y;
  right = inner.size.width - outer.size.width - left;
  bottom = inner.size.height - outer.size.height - top;
  if (left > TOLERANCE || right > TOLERANCE || top > TOLERANCE || bottom > TOLERANCE)
    complain (look, child, gtk_widget_get_tooltip_text (child),
              "sticks out by %.0f (left), %.0f (right), %.0f (top), %.0f (bottom)", MAX (left, 0),
              MAX (right, 0), MAX (top, 0), MAX (bottom, 0));
}

static void
look_at (Look *look, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || gtk_widget_get_width (widget) <= 0)
    return;
  look_at_text (look, widget);
  if (is_drawn_freely (widget))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_NATIVE (child) && gtk_widget_get_mapped (child))
      {
        look_at_place (look, child, widget);
        look_at (look, child);
      }
}

void
dh_text_fit_look (GtkWidget *widget, const char *where, GHashTable *faults)
{
  Look look = { where, faults };

  look_at (&look, widget);
}

/* The part that makes it as large as it is. */
static GtkWidget *
find_cause (GtkWidget *widget, GtkOrientation orientation)
{
  GtkWidget *cause = NULL;
  int most = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int least = 0;

      if (gtk_widget_get_mapped (child) && !GTK_IS_NATIVE (child))
        gtk_widget_measure (child, orientation, -1, &least, NULL, NULL, NULL);
      if (least > most)
        {
          cause = child;
          most = least;
        }
    }
  return cause == NULL || GTK_IS_LABEL (cause) || GTK_IS_BUTTON (cause)
           ? widget
           : find_cause (cause, orientation);
}

void
dh_text_fit_measure (GtkWidget *widget, int width, int height, const char *where,
                     GHashTable *faults)
{
  Look look = { where, faults };
  int least_width, least_height;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, MAX (width, least_width), &least_height,
                      NULL, NULL, NULL);
  if (gtk_widget_get_width (widget) > MAX (width, least_width))
    complain (&look, widget, "", "is %d wide, which is more than %d", gtk_widget_get_width (widget),
              width);
  if (least_width > width)
    complain (&look, find_cause (widget, GTK_ORIENTATION_HORIZONTAL), "",
              "makes it %d wide, which is more than %d", least_width, width);
  if (least_height > height)
    complain (&look, find_cause (widget, GTK_ORIENTATION_VERTICAL), "",
              "makes it %d high, which is more than %d", least_height, height);
}
