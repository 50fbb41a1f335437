/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Spin buttons with words around their number, as in “50 %” or “× 3”.  Typed text may include these
 * words or not, with a comma or a point; anything that is not a number leaves the value unchanged.
 * GTK's own digits were rejected: they show 12.5 as 12 or 100 as 100.0.
 */
#include "ui/widgets/number-spin.h"

#include <string.h>

#include "core/base/number.h"

#define STARTS  "0123456789.,-"
#define GOES_ON STARTS "+eE"

static char *
dup_words (const char *format, double value)
{
  g_autofree char *number = g_strdup_printf ("%.4g", value);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (format, number);
#pragma GCC diagnostic pop
}

static gboolean
show_number_cb (GtkSpinButton *spin, const char *format)
{
  g_autofree char *text = dup_words (format, gtk_spin_button_get_value (spin));

  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (spin)), text))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
  return TRUE;
}

static int
read_number_cb (GtkSpinButton *spin, double *value, gpointer data)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (spin));
  const char *start = text + strcspn (text, STARTS);
  g_autofree char *number = g_strndup (start, strspn (start, GOES_ON));

  if (!dh_number_read (number, value))
    *value = gtk_spin_button_get_value (spin);
  return TRUE;
}

static gboolean
key_pressed_cb (GtkSpinButton *spin, guint keyval)
{
  g_autofree char *typed = g_strdup (gtk_editable_get_text (GTK_EDITABLE (spin)));
  gboolean shown = FALSE;

  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  g_signal_emit_by_name (spin, "output", &shown);
  if (!shown)
    {
      g_autofree char *text = g_strdup_printf ("%.*f", (int) gtk_spin_button_get_digits (spin),
                                               gtk_spin_button_get_value (spin));

      gtk_editable_set_text (GTK_EDITABLE (spin), text);
    }
  return g_str_equal (typed, gtk_editable_get_text (GTK_EDITABLE (spin))) ? GDK_EVENT_PROPAGATE
                                                                          : GDK_EVENT_STOP;
}

void
dh_number_keep_right (GtkEditable *entry)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (entry));

  gtk_widget_set_direction (text, GTK_TEXT_DIR_LTR);
}

void
dh_number_spin_handle_escape (GtkSpinButton *spin)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), spin);
  gtk_widget_add_controller (GTK_WIDGET (spin), keys);
}

/* In some languages, the words are longer than what fits into the width that suits the number. */
static void
make_room (GtkSpinButton *spin, double maximum, const char *format)
{
  g_autofree char *longest = dup_words (format, maximum);
  const int n_chars = MAX (gtk_editable_get_width_chars (GTK_EDITABLE (spin)),
                           (int) g_utf8_strlen (longest, -1));

  gtk_editable_set_width_chars (GTK_EDITABLE (spin), n_chars);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), n_chars);
}

void
dh_number_spin_setup (GtkSpinButton *spin, double minimum, double maximum, double step,
                      const char *format)
{
  g_signal_connect (spin, "output", G_CALLBACK (show_number_cb), (gpointer) format);
  g_signal_connect (spin, "input", G_CALLBACK (read_number_cb), NULL);
  gtk_spin_button_set_range (spin, minimum, maximum);
  gtk_spin_button_set_increments (spin, step, 5 * step);
  dh_number_spin_handle_escape (spin);
  dh_number_keep_right (GTK_EDITABLE (spin));
  make_room (spin, maximum, format);
  gtk_spin_button_update (spin);
}
