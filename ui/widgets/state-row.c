/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bottom of a card: a state in words.  It always has two lines: a third would push everything
 * above it out of alignment with the other cards.  The full text is in the tooltip.  It may be set
 * to the same text six times a second: then nothing changes.
 */
#include "ui/widgets/state-row.h"

#define LINES   2
#define SPACING 8

struct _DhStateRow
{
  GtkWidget parent_instance;
  GtkWidget *icon;
  GtkWidget *text;
  const char *css_class;
};

G_DEFINE_FINAL_TYPE (DhStateRow, dh_state_row, GTK_TYPE_WIDGET)

static void
set_css_class (DhStateRow *self, const char *css_class)
{
  GtkWidget *widgets[] = { self->icon, self->text };

  for (guint i = 0; i < G_N_ELEMENTS (widgets); i++)
    {
      if (self->css_class != NULL)
        gtk_widget_remove_css_class (widgets[i], self->css_class);
      if (css_class != NULL)
        gtk_widget_add_css_class (widgets[i], css_class);
    }
  self->css_class = css_class;
}

static void
dh_state_row_dispose (GObject *object)
{
  DhStateRow *self = DH_STATE_ROW (object);

  g_clear_pointer (&self->icon, gtk_widget_unparent);
  g_clear_pointer (&self->text, gtk_widget_unparent);
  G_OBJECT_CLASS (dh_state_row_parent_class)->dispose (object);
}

static void
dh_state_row_class_init (DhStateRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_state_row_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "state");
}

static void
dh_state_row_init (DhStateRow *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), SPACING);
  self->icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                             NULL);
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  self->text = g_object_new (GTK_TYPE_INSCRIPTION, "hexpand", TRUE, "min-lines", LINES, "nat-lines",
                             LINES, "min-chars", 10, "yalign", .5f, "text-overflow",
                             GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END, NULL);
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
}

GtkWidget *
dh_state_row_new (void)
{
  return g_object_new (DH_TYPE_STATE_ROW, NULL);
}

void
dh_state_row_set (DhStateRow *self, const char *icon, const char *css_class, const char *text)
{
  if (g_strcmp0 (css_class, self->css_class) != 0)
    set_css_class (self, css_class);
  if (g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (self->icon)), icon) != 0)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon);
  if (g_strcmp0 (dh_state_row_get_text (self), text) == 0)
    return;
  gtk_inscription_set_text (GTK_INSCRIPTION (self->text), text);
  gtk_widget_set_tooltip_text (self->text, text);
}

const char *
dh_state_row_get_text (DhStateRow *self)
{
  return gtk_inscription_get_text (GTK_INSCRIPTION (self->text));
}
