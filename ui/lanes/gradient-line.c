/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's gradient in words.
 *
 * “Clipped” counts the steps in which the gradient or a part of it was limited: by norm, one layer
 * is enough; by value, one entry.  The words on the line are short, the tooltip says what they mean.
 */
#include "ui/lanes/gradient-line.h"

#include <glib/gi18n-lib.h>

#include "core/train/gradient-norms.h"
#include "ui/plot/charts/axis-grid.h"
#include "ui/widgets/whole-text.h"

#define LEAST_CHARS   14
#define NATURAL_CHARS 44

struct _DhGradientLine
{
  GtkWidget parent_instance;
  GtkWidget *words; /* an inscription: a label would lay the window out anew with each text */
};

G_DEFINE_FINAL_TYPE (DhGradientLine, dh_gradient_line, GTK_TYPE_WIDGET)

static void
dh_gradient_line_dispose (GObject *object)
{
  g_clear_pointer (&DH_GRADIENT_LINE (object)->words, gtk_widget_unparent);
  G_OBJECT_CLASS (dh_gradient_line_parent_class)->dispose (object);
}

static void
dh_gradient_line_class_init (DhGradientLineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_gradient_line_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "metrics");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_gradient_line_init (DhGradientLine *self)
{
  GtkInscription *words;

  self->words = gtk_inscription_new (NULL);
  words = GTK_INSCRIPTION (self->words);
  gtk_inscription_set_min_chars (words, LEAST_CHARS);
  gtk_inscription_set_nat_chars (words, NATURAL_CHARS);
  gtk_inscription_set_text_overflow (words, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->words, "numeric");
  gtk_widget_set_parent (self->words, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Gradient norm"), -1);
}

static char *
dup_words (const DhGradientNorms *norms, DhClip clip)
{
  char norm[32];

  if (norms->n == 0)
    return g_strdup (_ ("Gradient norm: not known yet"));
  dh_value_format (norms->median, norm, sizeof norm);
  if (clip.kind == DH_CLIP_NONE && norms->clipped == 0)
    /* Translators: on a lane's card; a number */
    return g_strdup_printf (_ ("Gradient norm %s"), norm);
  /* Translators: on a lane's card; a number, and the share of steps whose gradient was clipped */
  return g_strdup_printf (_ ("Gradient norm %s · %.0f %% clipped"), norm, 100 * norms->clipped);
}

static char *
dup_explanation (const DhGradientNorms *norms, DhClip clip)
{
  g_autofree char *name = dh_clip_dup_name (&clip);

  if (norms->n == 0)
    return NULL;
  /* Translators: a number of steps, twice; a share in per cent; how gradients are clipped: "off",
   * "norm 1" */
  return g_strdup_printf (_ ("Norm of the whole gradient before clipping, the median of the last "
                             "%u steps. The gradient, or a part of it, was clipped in %.0f %% of "
                             "them. Clipping now: %s."),
                          norms->n, 100 * norms->clipped, name);
}

void
dh_gradient_line_set (DhGradientLine *self, DhLaneSnapshot *snapshot, DhClip clip)
{
  const DhGradientNorms norms = dh_gradient_norms_read (snapshot);
  g_autofree char *words = dup_words (&norms, clip), *explanation = dup_explanation (&norms, clip);

  if (g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (self->words)), words) != 0)
    gtk_inscription_set_text (GTK_INSCRIPTION (self->words), words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), explanation);
}

const char *
dh_gradient_line_get_text (DhGradientLine *self)
{
  return gtk_inscription_get_text (GTK_INSCRIPTION (self->words));
}
