/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Choosing a person: one of the bundled people, or a folder with pictures of somebody's face.
 * "Folder…" is the last entry of the list; a chosen folder becomes an entry above it, so that it
 * can be chosen again.  For single pictures, there are "Open…" and files instead.
 */
#include "ui/widgets/person-chooser.h"

#include <glib/gi18n-lib.h>

#include "core/catalog/catalog.h"
#include "core/data/picture.h"
#include "ui/widgets/file-choice.h"
#include "ui/widgets/scheme.h"

struct _DhPersonChooser
{
  GtkWidget parent_instance;
  GtkWidget *drop_down;
  GtkStringList *names; /* as shown by the drop-down; the last is "Folder…" */
  GPtrArray *people;    /* char *, one for each name but the last */
  char *person;
  const char *title; /* static string */
  GtkFileChooserNative *dialog;
  gboolean pictures; /* choose files, not folders */
  gboolean updating;
};

enum
{
  PROP_0,
  PROP_PERSON,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhPersonChooser, dh_person_chooser, GTK_TYPE_WIDGET)

static gboolean
find_person (DhPersonChooser *self, const char *person, guint *position)
{
  return g_ptr_array_find_with_equal_func (self->people, person, g_str_equal, position);
}

static void
add_person (DhPersonChooser *self, const char *person)
{
  g_autofree char *name = dh_catalog_dup_person_name (person);

  g_ptr_array_add (self->people, g_strdup (person));
  gtk_string_list_splice (self->names, self->people->len - 1, 0, (const char *[]) { name, NULL });
}

static void
show_person (DhPersonChooser *self)
{
  guint position = GTK_INVALID_LIST_POSITION;

  self->updating = TRUE;
  if (self->person != NULL && !find_person (self, self->person, &position))
    {
      add_person (self, self->person);
      position = self->people->len - 1;
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), position);
  self->updating = FALSE;
  if (self->title != NULL)
    dh_drop_down_set_name (GTK_DROP_DOWN (self->drop_down), self->title,
                           position == GTK_INVALID_LIST_POSITION
                             ? NULL
                             : gtk_string_list_get_string (self->names, position));
}

static void
selected_cb (DhPersonChooser *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));

  if (self->updating || selected == GTK_INVALID_LIST_POSITION)
    return;
  if (selected < self->people->len)
    {
      dh_person_chooser_set_person (self, self->people->pdata[selected]);
      return;
    }
  show_person (self);
  dh_person_chooser_open (self);
}

static void
response_cb (DhPersonChooser *self, int response)
{
  gboolean elsewhere;
  g_autofree char *path = dh_file_choice_take (&self->dialog, response, &elsewhere);

  if (path != NULL)
    dh_person_chooser_set_person (self, path);
  else if (elsewhere)
    dh_file_choice_refuse (GTK_WIDGET (self), self->pictures ? _ ("The Picture Wasn’t Opened")
                                                             : _ ("The Faces Weren’t Opened"));
}

static void
dh_person_chooser_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PERSON)
    g_value_set_string (value, DH_PERSON_CHOOSER (object)->person);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_person_chooser_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PERSON)
    dh_person_chooser_set_person (DH_PERSON_CHOOSER (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_person_chooser_dispose (GObject *object)
{
  DhPersonChooser *self = DH_PERSON_CHOOSER (object);

  if (self->drop_down != NULL)
    g_signal_handlers_disconnect_by_data (self->drop_down, self);
  g_clear_pointer (&self->drop_down, gtk_widget_unparent);
  dh_file_choice_drop (&self->dialog);
  g_clear_object (&self->names);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->person, g_free);
  G_OBJECT_CLASS (dh_person_chooser_parent_class)->dispose (object);
}

static void
dh_person_chooser_class_init (DhPersonChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = dh_person_chooser_get_property;
  object_class->set_property = dh_person_chooser_set_property;
  object_class->dispose = dh_person_chooser_dispose;
  properties[PROP_PERSON] = g_param_spec_string ("person", NULL, NULL, NULL,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                   | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "person");
}

static void
dh_person_chooser_init (DhPersonChooser *self)
{
  self->people = g_ptr_array_new_with_free_func (g_free);
  self->names = gtk_string_list_new ((const char *[]) { _ ("Folder…"), NULL });
  self->drop_down = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (self->names)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), GTK_INVALID_LIST_POSITION);
  gtk_widget_set_parent (self->drop_down, GTK_WIDGET (self));
  g_signal_connect_swapped (self->drop_down, "notify::selected", G_CALLBACK (selected_cb), self);
}

GtkWidget *
dh_person_chooser_new (void)
{
  return g_object_new (DH_TYPE_PERSON_CHOOSER, NULL);
}

void
dh_person_chooser_set_people (DhPersonChooser *self, const char *const *ids, const char *title)
{
  /* Translators: “Person A: a bundled person, or pictures of your own” */
  g_autofree char *tip = g_strdup_printf (_ ("%s: a bundled person, or pictures of your own"),
                                          title);

  self->updating = TRUE;
  for (guint i = 0; ids[i] != NULL; i++)
    if (!find_person (self, ids[i], NULL))
      add_person (self, ids[i]);
  self->title = title;
  gtk_widget_set_tooltip_text (self->drop_down, tip);
  show_person (self);
}

const char *
dh_person_chooser_get_person (DhPersonChooser *self)
{
  return self->person;
}

void
dh_person_chooser_set_person (DhPersonChooser *self, const char *person)
{
  if (g_strcmp0 (self->person, person) == 0)
    return;
  g_free (self->person);
  self->person = g_strdup (person);
  show_person (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERSON]);
}

void
dh_person_chooser_take_pictures (DhPersonChooser *self)
{
  guint last = g_list_model_get_n_items (G_LIST_MODEL (self->names)) - 1;

  self->pictures = TRUE;
  /* Changing the list selects an item by itself. */
  self->updating = TRUE;
  gtk_string_list_splice (self->names, last, 1, (const char *[]) { _ ("Open…"), NULL });
  show_person (self);
}

static GtkFileChooserNative *
create_dialog (DhPersonChooser *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWindow *parent = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkFileChooserNative *dialog;

  if (!self->pictures)
    return gtk_file_chooser_native_new (_ ("Choose a Folder of Faces"), parent,
                                        GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Choose"), NULL);
  dialog = gtk_file_chooser_native_new (_ ("Open a Picture"), parent, GTK_FILE_CHOOSER_ACTION_OPEN,
                                        _ ("_Open"), NULL);
  gtk_file_filter_set_name (filter, _ ("Pictures"));
  for (const char *const *type = dh_picture_get_types (); *type != NULL; type++)
    gtk_file_filter_add_mime_type (filter, *type);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  return dialog;
}

void
dh_person_chooser_open (DhPersonChooser *self)
{
  if (self->dialog != NULL)
    return;
  self->dialog = create_dialog (self);
  g_signal_connect_swapped (self->dialog, "response", G_CALLBACK (response_cb), self);
  dh_file_choice_show_pictures (self->dialog);
}
