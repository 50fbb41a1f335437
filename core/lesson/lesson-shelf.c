/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where lessons are found.
 *
 * The order of the bundled ones is that in which they build on each other; it stands here and not in
 * the files, so that a translation can't disagree.
 */
#include "core/lesson/lesson-shelf.h"

#include <string.h>

#define QUESTIONS "questions"

struct _DhLessonShelf
{
  char *folder;
  char **languages;
  GPtrArray *entries;   /* DhShelfEntry */
  GPtrArray *questions; /* DhQuestionTemplate; NULL: not read yet */
};

static const char *const order[] = {
  "step-size", "ravine",          "fair-race",       "outliers", "three-curves",   "stuck",
  "bumpy",     "blurry-or-sharp", "floating-colour", "broken",   "not-comparable", "crashing",
};

/* ---- files ---- */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names in a folder with that ending, sorted; (transfer full) */
static GPtrArray *
list_names (const char *folder, const char *suffix)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, suffix))
      g_ptr_array_add (names, g_strdup (name));
  g_clear_pointer (&dir, g_dir_close);
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gboolean
is_english (const char *language)
{
  return g_str_equal (language, "en") || g_str_has_prefix (language, "en_")
         || g_str_equal (language, "C");
}

/* The text's file in the first language that has it.  inside: a folder within that of the language,
 * or NULL.  (transfer full) */
static char *
find_translation (const DhLessonShelf *self, const char *inside, const char *name)
{
  const char *below = inside != NULL ? inside : ".";

  for (guint i = 0; self->languages[i] != NULL && !is_english (self->languages[i]); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, self->languages[i], below, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }
  return g_build_filename (self->folder, below, name, NULL);
}

/* ---- lessons ---- */

static void
entry_free (gpointer data)
{
  DhShelfEntry *entry = data;

  dh_lesson_unref (entry->lesson);
  g_free (entry->path);
  g_free (entry->problem);
  g_free (entry);
}

/* Takes the path. */
static void
add (DhLessonShelf *self, char *path)
{
  DhShelfEntry *entry = g_new0 (DhShelfEntry, 1);
  g_autoptr (GError) error = NULL;

  entry->path = path;
  entry->lesson = dh_lesson_load (path, &error);
  if (entry->lesson == NULL)
    entry->problem = g_strdup (error->message);
  g_ptr_array_add (self->entries, entry);
}

/* The number of those that come before it in the order; others come after them. */
static guint
get_place (const DhShelfEntry *entry)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (order)
         && (entry->lesson == NULL || !g_str_equal (entry->lesson->id, order[i])))
    i++;
  return i;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const DhShelfEntry *first = *(DhShelfEntry *const *) a, *second = *(DhShelfEntry *const *) b;
  const int places = (int) get_place (first) - (int) get_place (second);

  if (places != 0 || first->lesson == NULL || second->lesson == NULL)
    return places != 0 ? places : (first->lesson == NULL) - (second->lesson == NULL);
  return g_utf8_collate (first->lesson->title, second->lesson->title);
}

static void
add_own (DhLessonShelf *self, const char *folder)
{
  g_autoptr (GPtrArray) names = list_names (folder, DH_LESSON_SUFFIX);

  for (guint i = 0; i < names->len; i++)
    add (self, g_build_filename (folder, g_ptr_array_index (names, i), NULL));
}

DhLessonShelf *
dh_lesson_shelf_new (const char *folder, const char *own, const char *const *languages)
{
  DhLessonShelf *self = g_new0 (DhLessonShelf, 1);
  g_autoptr (GPtrArray) names = list_names (folder, DH_LESSON_SUFFIX);

  self->folder = g_strdup (folder);
  self->languages = g_strdupv ((char **) languages);
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  for (guint i = 0; i < names->len; i++)
    add (self, find_translation (self, NULL, g_ptr_array_index (names, i)));
  g_ptr_array_sort (self->entries, compare);
  if (own == NULL)
    return self;
  add_own (self, own);
  g_ptr_array_sort (self->entries, compare);
  return self;
}

char *
dh_lesson_shelf_dup_path (const DhLessonShelf *self, const char *name)
{
  g_autofree char *path = find_translation (self, "extra", name);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path) : NULL;
}

void
dh_lesson_shelf_free (DhLessonShelf *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->entries);
  g_clear_pointer (&self->questions, g_ptr_array_unref);
  g_strfreev (self->languages);
  g_free (self->folder);
  g_free (self);
}

char *
dh_lesson_shelf_dup_own_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "downhill", "lessons", NULL);
}

guint
dh_lesson_shelf_get_n (const DhLessonShelf *self)
{
  return self->entries->len;
}

const DhShelfEntry *
dh_lesson_shelf_get (const DhLessonShelf *self, guint index)
{
  return g_ptr_array_index (self->entries, index);
}

const DhShelfEntry *
dh_lesson_shelf_find (const DhLessonShelf *self, const char *id)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const DhShelfEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->lesson != NULL && g_str_equal (entry->lesson->id, id))
        return entry;
    }
  return NULL;
}

/* ---- questions ---- */

/* A text that can't be read isn't asked; the checks of the bundled ones find it. */
static void
read_questions (DhLessonShelf *self)
{
  g_autofree char *folder = g_build_filename (self->folder, QUESTIONS, NULL);
  g_autoptr (GPtrArray) names = list_names (folder, DH_QUESTION_SUFFIX);

  self->questions = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_question_template_free);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = find_translation (self, QUESTIONS, g_ptr_array_index (names, i));
      DhQuestionTemplate *question = dh_question_template_load (path, NULL);

      if (question != NULL)
        g_ptr_array_add (self->questions, question);
    }
}

GPtrArray *
dh_lesson_shelf_list_questions (DhLessonShelf *self, const char *lesson)
{
  GPtrArray *found = g_ptr_array_new ();

  if (self->questions == NULL)
    read_questions (self);
  for (guint i = 0; i < self->questions->len; i++)
    {
      DhQuestionTemplate *question = g_ptr_array_index (self->questions, i);

      if (g_strcmp0 (dh_question_template_get_lesson (question), lesson) == 0)
        g_ptr_array_add (found, question);
    }
  return found;
}
