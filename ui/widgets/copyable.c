/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Copying drawings and tables: to the clipboard, or to a file.
 *
 * One mechanism for all widgets, attached to them rather than inherited, because they have other
 * parents.  A picture is made by copyable-picture.c; a table comes from the widget as text.
 */
#include "ui/widgets/copyable-private.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/file-choice.h"
#include "ui/widgets/question.h"

typedef struct
{
  GtkWidget *widget; /* which owns this */
  const DhCopyable *copyable;
  GMenuModel *entries;         /* (nullable) */
  GtkWidget *popover;          /* NULL before it is needed */
  GtkFileChooserNative *files; /* while it is open */
} Copier;

static Copier *
get_copier (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "dh-copier");
}

/* ---- the clipboard ---- */

/* Says it in passing, if the window does such things. */
static void
tell (Copier *self, const char *sentence)
{
  gtk_widget_activate_action (self->widget, "win.tell", "s", sentence);
}

static void
take (Copier *self, GdkContentProvider *content)
{
  gdk_clipboard_set_content (gtk_widget_get_clipboard (self->widget), content);
  g_object_unref (content);
}

static void
copy_picture (Copier *self)
{
  g_autoptr (GdkTexture) texture = dh_copyable_make_texture (self->widget);

  take (self, gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture));
  tell (self, _ ("Picture copied"));
}

static void
copy_table (Copier *self)
{
  g_autoptr (DhTableText) table = self->copyable->make_table (self->widget);
  char *html = dh_table_text_dup_html (table);
  g_autoptr (GBytes) bytes = g_bytes_new_take (html, strlen (html));
  GdkContentProvider *parts[] = {
    gdk_content_provider_new_for_bytes ("text/html", bytes),
    gdk_content_provider_new_typed (G_TYPE_STRING, dh_table_text_get_tsv (table)),
  };

  take (self, gdk_content_provider_new_union (parts, G_N_ELEMENTS (parts)));
  tell (self, _ ("Table copied"));
}

static void
copy (Copier *self)
{
  if (self->copyable->table_first)
    copy_table (self);
  else
    copy_picture (self);
}

/* ---- saving ---- */

static void
explain (Copier *self, const GError *error)
{
  GtkRoot *root = gtk_widget_get_root (self->widget);
  g_autofree char *sentence = g_markup_escape_text (error->message, -1);

  gtk_window_present (GTK_WINDOW (dh_question_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                                   _ ("The Picture Wasn’t Saved"), sentence,
                                                   _ ("_Close"))));
}

static gboolean
wants_vectors (Copier *self)
{
  GtkFileFilter *filter = gtk_file_chooser_get_filter (GTK_FILE_CHOOSER (self->files));

  return filter != NULL && g_str_equal (gtk_file_filter_get_name (filter), _ ("SVG drawing"));
}

/* Without a suffix, the file gets that of the chosen kind. */
static char *
dup_path (const char *chosen, gboolean vectors)
{
  g_autofree char *lower = g_ascii_strdown (chosen, -1);

  if (g_str_has_suffix (lower, ".png") || g_str_has_suffix (lower, DH_COPYABLE_VECTORS))
    return g_strdup (chosen);
  return g_strconcat (chosen, vectors ? DH_COPYABLE_VECTORS : ".png", NULL);
}

static void
files_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Copier *self = data;
  const gboolean vectors = wants_vectors (self);
  gboolean elsewhere;
  g_autofree char *chosen = dh_file_choice_take (&self->files, response, &elsewhere), *path = NULL;
  g_autoptr (GError) error = NULL;

  if (elsewhere)
    dh_file_choice_refuse (self->widget, _ ("The Picture Wasn’t Saved"));
  if (chosen == NULL)
    return;
  path = dup_path (chosen, vectors);
  if (dh_copyable_save (self->widget, path, &error))
    tell (self, _ ("Picture saved"));
  else
    explain (self, error);
}

static void
add_filter (Copier *self, const char *name, const char *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->files), filter);
}

static void
save (Copier *self)
{
  GtkRoot *root = gtk_widget_get_root (self->widget);
  g_autofree char *name = g_strconcat (self->copyable->name, ".png", NULL);

  dh_file_choice_drop (&self->files);
  self->files = gtk_file_chooser_native_new (_ ("Save Picture"),
                                             GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                             GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->files), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->files), name);
  add_filter (self, _ ("PNG picture"), "*.png");
  add_filter (self, _ ("SVG drawing"), "*.svg");
  g_signal_connect (self->files, "response", G_CALLBACK (files_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->files));
}

/* ---- the menu ---- */

static void
picture_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  copy_picture (data);
}

static void
table_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  copy_table (data);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  save (data);
}

static GMenuModel *
create_menu (Copier *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) copies = g_menu_new ();

  if (self->entries != NULL)
    g_menu_append_section (menu, NULL, self->entries);
  g_menu_append (copies, _ ("_Copy Picture"), "copy.picture");
  if (self->copyable->make_table != NULL)
    g_menu_insert (copies, self->copyable->table_first ? 0 : 1, _ ("Copy _Table"), "copy.table");
  g_menu_append (copies, _ ("_Save Picture…"), "copy.save");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (copies));
  return G_MENU_MODEL (menu);
}

static void
drop_popover (Copier *self)
{
  if (self->popover != NULL)
    gtk_widget_unparent (self->popover);
}

/* It is kept: GTK may still ask for its surface after it has closed. */
static void
need_popover (Copier *self)
{
  if (self->popover != NULL)
    return;
  self->popover = gtk_popover_menu_new_from_model (NULL);
  g_object_add_weak_pointer (G_OBJECT (self->popover), (gpointer *) &self->popover);
  gtk_widget_set_parent (self->popover, self->widget);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
}

static void
open_menu (Copier *self, double x, double y)
{
  const GdkRectangle at = { (int) x, (int) y, 1, 1 };
  g_autoptr (GMenuModel) menu = create_menu (self);

  need_popover (self);
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->popover), menu);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &at);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* ---- pointer and keys ---- */

static void
secondary_cb (Copier *self, int n_press, double x, double y, GtkGesture *click)
{
  if (self->copyable->takes_click != NULL && self->copyable->takes_click (self->widget, x, y))
    return;
  gtk_gesture_set_state (click, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, x, y);
}

static void
long_press_cb (Copier *self, double x, double y, GtkGesture *press)
{
  gtk_gesture_set_state (press, GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, x, y);
}

static void
primary_cb (Copier *self)
{
  gtk_widget_grab_focus (self->widget);
}

/* The middle of a widget, or the place of its window next to it: a widget that was scrolled out of
 * sight keeps the focus, and GTK can't place a menu where no monitor is. */
static void
find_middle (GtkWidget *widget, graphene_point_t *middle)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (widget));
  graphene_point_t shown, inside;

  *middle = GRAPHENE_POINT_INIT (gtk_widget_get_width (widget) / 2.f,
                                 gtk_widget_get_height (widget) / 2.f);
  if (!gtk_widget_compute_point (widget, root, middle, &shown))
    return;
  shown.x = CLAMP (shown.x, 0, gtk_widget_get_width (root));
  shown.y = CLAMP (shown.y, 0, gtk_widget_get_height (root));
  if (gtk_widget_compute_point (root, widget, &shown, &inside))
    *middle = inside;
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  graphene_point_t middle;

  find_middle (widget, &middle);
  open_menu (data, middle.x, middle.y);
  return GDK_EVENT_STOP;
}

static gboolean
copy_key_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  copy (data);
  return GDK_EVENT_STOP;
}

static void
add_click (Copier *self, guint button, GCallback pressed)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), button);
  g_signal_connect_swapped (click, "pressed", pressed, self);
  gtk_widget_add_controller (self->widget, GTK_EVENT_CONTROLLER (click));
}

static void
add_long_press (Copier *self)
{
  GtkGesture *press = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_swapped (press, "pressed", G_CALLBACK (long_press_cb), self);
  gtk_widget_add_controller (self->widget, GTK_EVENT_CONTROLLER (press));
}

static void
add_keys (Copier *self)
{
  static const struct
  {
    const char *keys;
    GtkShortcutFunc func;
  } shortcuts[] = {
    { "<Control>c|<Control>Insert", copy_key_cb },
    { "Menu|<Shift>F10", menu_key_cb },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (shortcuts[i].keys),
                        gtk_callback_action_new (shortcuts[i].func, self, NULL)));
  gtk_widget_add_controller (self->widget, controller);
}

static void
add_actions (Copier *self)
{
  static const GActionEntry entries[] = {
    { .name = "picture", .activate = picture_cb },
    { .name = "table", .activate = table_cb },
    { .name = "save", .activate = save_cb },
  };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  if (self->copyable->make_table == NULL)
    g_action_map_remove_action (G_ACTION_MAP (actions), "table");
  gtk_widget_insert_action_group (self->widget, "copy", G_ACTION_GROUP (actions));
}

static void
free_copier (gpointer data)
{
  Copier *self = data;

  dh_file_choice_drop (&self->files);
  g_clear_object (&self->entries);
  g_free (self);
}

void
dh_copyable_add (GtkWidget *widget, const DhCopyable *copyable)
{
  Copier *self;

  g_return_if_fail (get_copier (widget) == NULL);
  self = g_new0 (Copier, 1);
  self->widget = widget;
  self->copyable = copyable;
  g_object_set_data_full (G_OBJECT (widget), "dh-copier", self, free_copier);
  if (!copyable->focus_inside)
    {
      gtk_widget_set_focusable (widget, TRUE);
      add_click (self, GDK_BUTTON_PRIMARY, G_CALLBACK (primary_cb));
    }
  add_click (self, GDK_BUTTON_SECONDARY, G_CALLBACK (secondary_cb));
  add_long_press (self);
  add_keys (self);
  add_actions (self);
  g_signal_connect_swapped (widget, "destroy", G_CALLBACK (drop_popover), self);
}

void
dh_copyable_set_menu (GtkWidget *widget, GMenuModel *entries)
{
  g_set_object (&get_copier (widget)->entries, entries);
}
