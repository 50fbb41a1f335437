/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tooltips for texts that are shortened because there is too little room: in another language, with
 * larger text or in a small window, that may happen anywhere.
 *
 * One handler serves a whole window, since GTK asks from the widget under the pointer outwards.  What
 * has a tooltip of its own would answer first, and is watched itself; its own tooltip then follows.
 */
#include "ui/widgets/whole-text.h"

#define WATCHED "downhill-whole-text"

static gboolean
is_cut (GtkInscription *inscription, const char *text)
{
  GtkWidget *widget = GTK_WIDGET (inscription);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  int height;

  pango_layout_set_attributes (layout, gtk_inscription_get_attributes (inscription));
  pango_layout_set_width (layout, gtk_widget_get_width (widget) * PANGO_SCALE);
  pango_layout_set_wrap (layout, gtk_inscription_get_wrap_mode (inscription));
  pango_layout_get_pixel_size (layout, NULL, &height);
  return height > gtk_widget_get_height (widget);
}

const char *
dh_whole_text_get (GtkWidget *text)
{
  if (GTK_IS_LABEL (text) && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (text))))
    return gtk_label_get_text (GTK_LABEL (text));
  if (GTK_IS_INSCRIPTION (text))
    {
      const char *words = gtk_inscription_get_text (GTK_INSCRIPTION (text));

      return words != NULL && is_cut (GTK_INSCRIPTION (text), words) ? words : NULL;
    }
  return NULL;
}

/* The text at that place, or the only one that a button has. */
static const char *
find_text (GtkWidget *widget, GtkWidget *picked)
{
  const char *text = NULL;

  for (; picked != NULL && picked != widget && text == NULL;
       picked = gtk_widget_get_parent (picked))
    text = dh_whole_text_get (picked);
  return text != NULL || GTK_IS_ROOT (widget) ? text : dh_whole_text_get (widget);
}

/* What would be said otherwise: the widget's own, or that of what it is in. */
static const char *
find_own (GtkWidget *widget)
{
  const char *own = NULL;

  for (; widget != NULL && own == NULL; widget = gtk_widget_get_parent (widget))
    own = gtk_widget_get_tooltip_text (widget);
  return own;
}

static gboolean
query_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  const GtkPickFlags flags = GTK_PICK_INSENSITIVE;
  GtkWidget *picked = keyboard ? gtk_root_get_focus (gtk_widget_get_root (widget))
                               : gtk_widget_pick (widget, x, y, flags);
  const char *text = find_text (widget, picked), *own = find_own (widget);
  g_autofree char *both = NULL;

  if (text == NULL)
    return FALSE;
  both = own != NULL && strstr (own, text) == NULL ? g_strdup_printf ("%s\n%s", text, own)
                                                   : g_strdup (text);
  gtk_tooltip_set_text (tooltip, both);
  return TRUE;
}

void
dh_whole_text_watch (GtkWidget *widget)
{
  if (dh_whole_text_is_watched (widget))
    return;
  g_object_set_data (G_OBJECT (widget), WATCHED, GINT_TO_POINTER (TRUE));
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_cb), NULL);
}

gboolean
dh_whole_text_is_watched (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), WATCHED) != NULL;
}
