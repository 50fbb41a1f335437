/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Listing a folder of pictures.  Those of all kinds that can be read on this machine count, by
 * their names, since thousands of files can't be opened for it.  Somebody who keeps raw
 * photographs beside a few PNGs must be told that most of the folder isn't used: so files of other
 * kinds are counted.  Hidden files are ignored; macOS leaves a “._x.png” beside every x.png on
 * foreign disks.
 */
#include "core/data/face-folder.h"

#include "core/base/error.h"
#include "core/data/picture-kind.h"
#include "core/data/picture.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  GPtrArray *names;
  GPtrArray *other_names;
  GHashTable *others; /* kind → number of files */
  GPtrArray *kinds;   /* the kinds, in the order of their first occurrence */
  guint n_folders;
} Contents;

static void
contents_clear (Contents *self)
{
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->other_names, g_ptr_array_unref);
  g_clear_pointer (&self->others, g_hash_table_unref);
  g_clear_pointer (&self->kinds, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Contents, contents_clear)

static int
compare_names (gconstpointer first, gconstpointer second)
{
  return strcmp (*(char *const *) first, *(char *const *) second);
}

static GDir *
open_folder (const char *folder, const char *shown, GError **error)
{
  g_autoptr (GError) reason = NULL;
  GDir *dir = NULL;

  if (!g_file_test (folder, G_FILE_TEST_EXISTS))
    g_set_error (error, DH_ERROR, DH_ERROR_FACES, _ ("There is no folder “%s”: check its name."),
                 shown);
  else if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 _ ("“%s” is a file: name the folder that holds the pictures."), shown);
  else if ((dir = g_dir_open (folder, 0, &reason)) == NULL)
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 _ ("The folder “%s” can’t be opened (%s): check its permissions."), shown,
                 reason->message);
  return dir;
}

static void
count_other (Contents *self, const char *kind)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->others, kind));

  if (n == 0)
    g_ptr_array_add (self->kinds, (char *) kind);
  g_hash_table_insert (self->others, (char *) kind, GUINT_TO_POINTER (n + 1));
}

static void
read_names (Contents *self, GDir *dir, const char *folder)
{
  const char *name;

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->other_names = g_ptr_array_new_with_free_func (g_free);
  self->others = g_hash_table_new (g_str_hash, g_str_equal);
  self->kinds = g_ptr_array_new ();
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      const char *kind = dh_picture_kind_of_name (name);
      g_autofree char *path = NULL;

      if (name[0] == '.')
        continue;
      if (kind != NULL && dh_picture_can_read (kind))
        g_ptr_array_add (self->names, g_strdup (name));
      else if (kind != NULL)
        {
          g_ptr_array_add (self->other_names, g_strdup (name));
          count_other (self, kind);
        }
      else if (self->n_folders == 0 && self->names->len == 0)
        {
          path = g_build_filename (folder, name, NULL);
          self->n_folders += g_file_test (path, G_FILE_TEST_IS_DIR);
        }
    }
  g_ptr_array_sort (self->names, compare_names);
  g_ptr_array_sort (self->other_names, compare_names);
}

/* "12 RAW, 3 HEIC" */
static char *
describe_others (const Contents *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->kinds->len; i++)
    g_string_append_printf (text, "%s%u %s", i > 0 ? ", " : "",
                            GPOINTER_TO_UINT (
                              g_hash_table_lookup (self->others, self->kinds->pdata[i])),
                            (const char *) self->kinds->pdata[i]);
  return g_string_free (text, FALSE);
}

/* What can be done about them. */
static char *
advise (const Contents *self)
{
  g_autoptr (GPtrArray) packages = g_ptr_array_new ();
  g_autofree char *list = NULL;

  for (guint i = 0; i < self->kinds->len; i++)
    {
      const char *package = dh_picture_get_package (self->kinds->pdata[i]);

      if (package != NULL
          && !g_ptr_array_find_with_equal_func (packages, package, g_str_equal, NULL))
        g_ptr_array_add (packages, (char *) package);
    }
  if (packages->len == 0)
    return g_strdup (_ ("Convert them to PNG."));
  g_ptr_array_add (packages, NULL);
  list = g_strjoinv (", ", (char **) packages->pdata);
  /* Translators: names of packages, as in Debian */
  return g_strdup_printf (_ ("Install %s or convert them to PNG."), list);
}

static void
set_nothing_error (const Contents *self, const char *shown, GError **error)
{
  g_autofree char *others = describe_others (self), *advice = advise (self);

  if (self->kinds->len > 0)
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 /* Translators: a folder; "12 RAW, 3 HEIC"; "Convert them to PNG." */
                 _ ("The folder “%s” has no pictures that can be read here. It has %s. %s"), shown,
                 others, advice);
  else if (self->n_folders > 0)
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 _ ("The folder “%s” has no pictures, only folders: choose the one that holds the "
                    "pictures."),
                 shown);
  else
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 _ ("The folder “%s” has no pictures: add some or choose another folder."), shown);
}

static void
tell_others (const Contents *self, const char *shown, DhNotices *notices)
{
  g_autofree char *others = NULL, *advice = NULL, *sentence = NULL;

  if (self->kinds->len == 0)
    return;
  others = describe_others (self);
  advice = advise (self);
  /* Translators: a folder; "12 RAW, 3 HEIC"; "Convert them to PNG." */
  sentence = g_strdup_printf (_ ("“%s”: pictures that can’t be read here are skipped: %s. %s"),
                              shown, others, advice);
  dh_notices_say (notices, sentence);
}

/* FALSE: there are no pictures, or no folder. */
static gboolean
read_folder (Contents *self, const char *folder, GError **error)
{
  g_autofree char *shown = g_filename_display_name (folder);
  g_autoptr (GDir) dir = open_folder (folder, shown, error);

  if (dir == NULL)
    return FALSE;
  read_names (self, dir, folder);
  if (self->names->len == 0)
    set_nothing_error (self, shown, error);
  return self->names->len > 0;
}

gboolean
dh_face_folder_look (const char *folder, GPtrArray **names, GPtrArray **others, GError **error)
{
  g_auto (Contents) contents = { 0 };
  const gboolean good = read_folder (&contents, folder, error);

  *names = good ? g_steal_pointer (&contents.names) : NULL;
  *others = g_steal_pointer (&contents.other_names);
  return good;
}

gboolean
dh_face_folder_is_there (const char *folder, GError **error)
{
  g_autofree char *shown = g_filename_display_name (folder);

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error, DH_ERROR, DH_ERROR_FACES,
               _ ("The folder “%s” isn’t there any more: bring it back, then go on."), shown);
  return FALSE;
}

GPtrArray *
dh_face_folder_list (const char *folder, DhNotices *notices, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree char *last = g_filename_display_basename (absolute);
  g_auto (Contents) contents = { 0 };

  if (!read_folder (&contents, folder, error))
    return NULL;
  tell_others (&contents, last, notices);
  return g_steal_pointer (&contents.names);
}
