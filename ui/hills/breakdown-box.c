/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One step in sentences.  Sentences that are not yet shown already take up their space, so that the
 * first one doesn't move when the second appears.
 */
#include "ui/hills/breakdown-box.h"

#define SPACING 4

struct _DhBreakdownBox
{
  GtkWidget parent_instance;
  GtkWidget *lines[DH_BREAKDOWN_MAX_PARTS];
};

G_DEFINE_FINAL_TYPE (DhBreakdownBox, dh_breakdown_box, GTK_TYPE_WIDGET)

static void
set_class (GtkWidget *line, const char *css_class, gboolean wanted)
{
  if (wanted)
    gtk_widget_add_css_class (line, css_class);
  else
    gtk_widget_remove_css_class (line, css_class);
}

static void
show_line (GtkWidget *line, const char *text, gboolean told, gboolean present)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (line)), text) != 0)
    gtk_label_set_text (GTK_LABEL (line), text);
  gtk_widget_set_opacity (line, told ? 1 : 0);
  set_class (line, "present", present);
  gtk_widget_set_visible (line, TRUE);
}

static void
dh_breakdown_box_dispose (GObject *object)
{
  DhBreakdownBox *self = DH_BREAKDOWN_BOX (object);

  for (guint i = 0; i < DH_BREAKDOWN_MAX_PARTS; i++)
    g_clear_pointer (&self->lines[i], gtk_widget_unparent);
  G_OBJECT_CLASS (dh_breakdown_box_parent_class)->dispose (object);
}

static void
dh_breakdown_box_class_init (DhBreakdownBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_breakdown_box_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "breakdown");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_breakdown_box_init (DhBreakdownBox *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), SPACING);
  for (guint i = 0; i < DH_BREAKDOWN_MAX_PARTS; i++)
    {
      self->lines[i] = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "width-chars",
                                     10, "max-width-chars", 20, "natural-wrap-mode",
                                     GTK_NATURAL_WRAP_NONE, "visible", FALSE, NULL);
      gtk_widget_set_parent (self->lines[i], GTK_WIDGET (self));
    }
}

GtkWidget *
dh_breakdown_box_new (void)
{
  return g_object_new (DH_TYPE_BREAKDOWN_BOX, NULL);
}

void
dh_breakdown_box_set (DhBreakdownBox *self, const DhStepBreakdown *breakdown, guint n_told)
{
  guint n_parts = breakdown != NULL ? breakdown->n_parts : 0;

  for (guint i = 0; i < DH_BREAKDOWN_MAX_PARTS; i++)
    if (i < n_parts)
      show_line (self->lines[i], breakdown->parts[i].text, i < n_told, i + 1 == n_told);
    else
      gtk_widget_set_visible (self->lines[i], FALSE);
}
