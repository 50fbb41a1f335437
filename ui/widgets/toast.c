/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Toasts that may be taken away at any time.
 *
 * libadwaita 1.2 frees the data of a toast as soon as it has faded out, even if it is still sliding
 * in; when that animation ends, it writes to freed memory.  So a toast stays until the animation
 * must have ended. That is judged by the times of the frames drawn, since a busy program draws few
 * of them.
 */
#include "ui/widgets/toast.h"

#define APPEARING 700 /* ms; the animation takes 300, or 500 if it replaces another toast */
#define AGAIN     50  /* ms between two checks */

typedef struct
{
  GWeakRef overlay;
  gint64 begin; /* µs */
} Appearance;

static const char key[] = "downhill-appearance";

static void
free_appearance (gpointer data)
{
  Appearance *self = data;

  g_weak_ref_clear (&self->overlay);
  g_free (self);
}

void
dh_toast_show (AdwToastOverlay *overlay, AdwToast *toast)
{
  Appearance *self = g_new0 (Appearance, 1);

  g_weak_ref_init (&self->overlay, overlay);
  g_object_set_data_full (G_OBJECT (toast), key, self, free_appearance);
  dh_toast_begin (toast);
  adw_toast_overlay_add_toast (overlay, toast);
}

void
dh_toast_begin (AdwToast *toast)
{
  Appearance *self = g_object_get_data (G_OBJECT (toast), key);

  self->begin = g_get_monotonic_time ();
}

gboolean
dh_toast_has_appeared (AdwToast *toast)
{
  const Appearance *self = g_object_get_data (G_OBJECT (toast), key);
  g_autoptr (GtkWidget) overlay = g_weak_ref_get ((GWeakRef *) &self->overlay);
  GdkFrameClock *clock;
  GdkFrameTimings *timings;

  /* Widgets that aren't drawn aren't animated. */
  if (overlay == NULL || !gtk_widget_get_mapped (overlay))
    return TRUE;
  clock = gtk_widget_get_frame_clock (overlay);
  timings = gdk_frame_clock_get_timings (clock, gdk_frame_clock_get_frame_counter (clock));
  return timings != NULL
         && gdk_frame_timings_get_frame_time (timings) >= self->begin + APPEARING * 1000;
}

static gboolean
dismiss_cb (gpointer toast)
{
  if (!dh_toast_has_appeared (toast))
    {
      const Appearance *self = g_object_get_data (toast, key);
      g_autoptr (GtkWidget) overlay = g_weak_ref_get ((GWeakRef *) &self->overlay);

      /* There may be no frame pending, so request one. */
      gtk_widget_queue_draw (overlay);
      return G_SOURCE_CONTINUE;
    }
  adw_toast_dismiss (toast);
  return G_SOURCE_REMOVE;
}

void
dh_toast_dismiss (AdwToast *toast)
{
  if (dh_toast_has_appeared (toast))
    adw_toast_dismiss (toast);
  else
    g_timeout_add_full (G_PRIORITY_DEFAULT, AGAIN, dismiss_cb, g_object_ref (toast),
                        g_object_unref);
}
