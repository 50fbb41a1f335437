/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Walks a real window through its pages, for tests that look at each of them.
 */
#pragma once

#include <adwaita.h>
#include <glib/gi18n.h>

#include "tests/ui/ui-helpers.h"
#include "ui/lesson/lesson-caption.h"
#include "ui/window/window.h"

/* Offers the bundled lessons, and so the start page. */
static inline void
teach (DhWindow *window)
{
  dh_window_teach (window, g_getenv ("DH_LESSONS"), NULL, NULL);
}

static inline GtkWidget *
find_caption (DhWindow *window)
{
  return find_widget (GTK_WIDGET (window), "DhLessonCaption");
}

/* label: in English */
static inline GtkWidget *
find_caption_button (DhWindow *window, const char *label)
{
  return find_button (find_caption (window), gettext (label));
}

static inline gboolean
has_question (gpointer window)
{
  GtkWidget *skip = find_caption_button (window, "Skip");

  return skip != NULL && gtk_widget_get_mapped (skip);
}

/* A lesson's opening question. */
static inline void
go_to_question (DhWindow *window, const char *lesson)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "lesson", g_variant_new_string (lesson));
  wait_until (has_question, window);
}

/* From there, a button of the caption after another. */
static inline void
go_on (DhWindow *window, const char *label)
{
  g_signal_emit_by_name (find_caption_button (window, label), "clicked");
}

/* From the question past two steps of the lesson "step-size". */
static inline void
go_to_prediction (DhWindow *window)
{
  go_on (window, "Skip");
  go_on (window, "Next");
  go_on (window, "Next");
}
