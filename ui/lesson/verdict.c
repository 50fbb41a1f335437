/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Right or wrong, with a sign as well as a colour.
 */
#include "ui/lesson/verdict.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* From this score on it counts as right; below the other, as wrong. */
#define RIGHT .8
#define WRONG .5

#define WIDTH_CHARS 42

GtkWidget *
dh_caption_text_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), WIDTH_CHARS);
  return label;
}

GtkWidget *
dh_verdict_new (double score, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = dh_caption_text_new (text);
  const gboolean right = score >= RIGHT, wrong = score < WRONG;

  gtk_widget_add_css_class (box, "verdict");
  if (!isnan (score))
    {
      GtkWidget *sign = gtk_image_new_from_icon_name (right   ? "object-select-symbolic"
                                                      : wrong ? "window-close-symbolic"
                                                              : "dh-bouncing-symbolic");

      gtk_widget_set_valign (sign, GTK_ALIGN_START);
      gtk_widget_add_css_class (box, right ? "right" : wrong ? "wrong" : "partly");
      gtk_accessible_update_property (GTK_ACCESSIBLE (sign), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      right   ? _ ("Right")
                                      : wrong ? _ ("Not right")
                                              : _ ("Partly right"),
                                      -1);
      gtk_box_append (GTK_BOX (box), sign);
    }
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}
