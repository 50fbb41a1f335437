/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Runs the main loop until `done` returns TRUE; a test that waits longer than five minutes fails. */
typedef gboolean (*DhPredicate) (gpointer data);

static gboolean
wake_cb (gpointer data)
{
  *(guint *) data += 1;
  return G_SOURCE_CONTINUE;
}

static inline void
wait_until (DhPredicate done, gpointer data)
{
  guint n_wakes = 0;
  guint source = g_timeout_add (100, wake_cb, &n_wakes);

  while (!done (data))
    {
      g_assert_cmpuint (n_wakes, <, 3000);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (source);
}

static inline void
count_cb (gpointer object, GParamSpec *pspec, guint *count)
{
  ++*count;
}

static inline gboolean
is_true (gpointer done)
{
  return *(gboolean *) done;
}

static inline gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

/* Drops the last reference, and checks that nothing else holds the object. */
static inline void
assert_finalized (gpointer object, void (*drop) (gpointer object))
{
  gpointer watched = object;

  g_object_add_weak_pointer (object, &watched);
  drop (object);
  wait_until (is_gone, &watched);
}

static inline gboolean
is_on_screen (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0;
}

/* AdwApplication does this, but tests of widgets have none. */
static inline void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/org/downhill/Downhill/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* Shows the widget in a window of its own. */
static inline GtkWidget *
show_alone (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  wait_until (is_on_screen, child);
  return window;
}

/* Closes the window and checks that the child is freed with it. */
static inline void
close_and_watch (GtkWidget *window, GtkWidget *child)
{
  gpointer watched = child;

  g_object_add_weak_pointer (G_OBJECT (child), &watched);
  gtk_window_destroy (GTK_WINDOW (window));
  wait_until (is_gone, &watched);
}

/* The first of a widget and its descendants that matches, depth first; NULL if there is none. */
typedef gboolean (*DhWidgetPredicate) (GtkWidget *widget, gpointer data);

static inline GtkWidget *
find_where (GtkWidget *parent, DhWidgetPredicate is_meant, gpointer data)
{
  if (is_meant (parent, data))
    return parent;
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_where (child, is_meant, data);

      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  const char *type;
  guint n; /* matches still to skip */
} DhNthOfType;

static inline gboolean
is_nth (GtkWidget *widget, gpointer data)
{
  DhNthOfType *nth = data;

  return g_str_equal (G_OBJECT_TYPE_NAME (widget), nth->type) && nth->n-- == 0;
}

/* The nth descendant of a type, depth first; NULL if there are fewer. */
static inline GtkWidget *
find_nth (GtkWidget *parent, const char *type, guint n)
{
  DhNthOfType nth = { type, n };

  return find_where (parent, is_nth, &nth);
}

static inline gboolean
is_button_with_label (GtkWidget *widget, gpointer label)
{
  return GTK_IS_BUTTON (widget)
         && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

static inline GtkWidget *
find_button (GtkWidget *parent, const char *label)
{
  return find_where (parent, is_button_with_label, (gpointer) label);
}

/* The first descendant of a type, depth first. */
static inline GtkWidget *
find_widget (GtkWidget *parent, const char *type)
{
  return find_nth (parent, type, 0);
}
