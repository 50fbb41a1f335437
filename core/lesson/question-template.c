/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions whose numbers are drawn: the same thing asked again with others.
 *
 * A template is a lesson's text, and its instances are read by the lesson's reader: so everything that
 * a lesson may ask can be asked again, and is marked in the same way.  Values stand for $(name)
 * before the text is read at all.
 */
#include "core/lesson/question-template.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/number.h"
#include "core/document/fields.h"
#include "core/document/yaml-text.h"
#include "core/lesson/front-matter.h"

#define MAX_NAMES  8
#define MAX_VALUES 64
/* So that products of two numbers of instances fit into 64 bits. */
#define MAX_COUNT ((guint64) G_MAXINT32)

/* One $(name). */
typedef struct
{
  char *name;
  GPtrArray *values; /* char */
} Slot;

struct _DhQuestionTemplate
{
  char *text;
  char *name; /* of the file */
  char *id, *lesson;
  guint n_slots;
  Slot slots[MAX_NAMES];
};

/* ---- reading ---- */

/* A value as it is put into the text; NULL: it isn't a number or a text.  (transfer full) */
static char *
dup_value (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return dh_number_print (json_node_get_double (node), 1);
}

static gboolean
read_slot (DhQuestionTemplate *self, DhFieldReader *reader, const char *name, JsonNode *node)
{
  JsonArray *array = dh_field_reader_take_array (reader, node, name, 1, MAX_VALUES);
  Slot *slot = &self->slots[self->n_slots];

  if (array == NULL)
    return FALSE;
  slot->name = g_strdup (name);
  slot->values = g_ptr_array_new_with_free_func (g_free);
  self->n_slots++;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      char *value = dup_value (json_array_get_element (array, i));

      if (value == NULL)
        return dh_field_reader_refuse_value (reader, json_array_get_element (array, i), name,
                                             _ ("a number or a text"));
      g_ptr_array_add (slot->values, value);
    }
  return TRUE;
}

static gboolean
read_slots (DhQuestionTemplate *self, DhFieldReader *reader, JsonNode *root)
{
  JsonNode *vary = JSON_NODE_HOLDS_OBJECT (root)
                     ? json_object_get_member (json_node_get_object (root), "vary")
                     : NULL;
  g_autoptr (GList) names = NULL;

  if (vary == NULL || !JSON_NODE_HOLDS_OBJECT (vary))
    return dh_field_reader_refuse (reader, root, _ ("a question needs “vary”: names and lists"));
  if (json_object_get_size (json_node_get_object (vary)) > MAX_NAMES)
    return dh_field_reader_refuse (reader, vary, _ ("“%s” must have at most %d members"), "vary",
                                   MAX_NAMES);
  names = json_object_get_members (json_node_get_object (vary));
  for (GList *name = names; name != NULL; name = name->next)
    if (!read_slot (self, reader, name->data,
                    json_object_get_member (json_node_get_object (vary), name->data)))
      return FALSE;
  return dh_question_template_count (self) <= MAX_COUNT
         || dh_field_reader_refuse (reader, vary, _ ("there are more than %d combinations"),
                                    G_MAXINT32);
}

static gboolean
read_front (DhQuestionTemplate *self, const char *text, gsize size, guint line, GError **error)
{
  guint bad_line;
  g_autoptr (GError) reason = NULL;
  g_autoptr (DhJsonText) front = dh_yaml_text_new (text, size, line, &bad_line, &reason);
  DhFieldReader reader = { front, self->name, self, error };

  if (front == NULL)
    return dh_field_reader_refuse_line (&reader, bad_line, reason->message);
  return read_slots (self, &reader, dh_json_text_get_root (front));
}

DhQuestionTemplate *
dh_question_template_new (const char *text, gsize size, const char *name, GError **error)
{
  g_autoptr (DhQuestionTemplate) self = g_new0 (DhQuestionTemplate, 1);
  g_autoptr (DhLesson) first = NULL;
  DhFrontMatter front;

  self->text = g_strndup (text, size);
  self->name = g_strdup (name);
  if (!dh_front_matter_find (text, size, name, &front, error)
      || !read_front (self, front.text, front.size, front.line, error))
    return NULL;
  first = dh_question_template_make (self, 0, error);
  if (first == NULL)
    return NULL;
  self->id = g_strdup (first->id);
  self->lesson = g_strdup (first->lesson);
  return g_steal_pointer (&self);
}

DhQuestionTemplate *
dh_question_template_load (const char *path, GError **error)
{
  g_autofree char *name = NULL, *text = NULL;
  gsize size;

  if (!dh_lesson_read_file (path, &name, &text, &size, error))
    return NULL;
  return dh_question_template_new (text, size, name, error);
}

void
dh_question_template_free (DhQuestionTemplate *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_slots; i++)
    {
      g_free (self->slots[i].name);
      g_ptr_array_unref (self->slots[i].values);
    }
  g_free (self->text);
  g_free (self->name);
  g_free (self->id);
  g_free (self->lesson);
  g_free (self);
}

const char *
dh_question_template_get_id (const DhQuestionTemplate *self)
{
  return self->id;
}

const char *
dh_question_template_get_lesson (const DhQuestionTemplate *self)
{
  return self->lesson;
}

/* ---- instances ---- */

guint64
dh_question_template_count (const DhQuestionTemplate *self)
{
  guint64 n = 1;

  for (guint i = 0; i < self->n_slots; i++)
    n *= self->slots[i].values->len;
  return n;
}

static guint64
find_divisor (guint64 a, guint64 b)
{
  while (b > 0)
    {
      guint64 rest = a % b;

      a = b;
      b = rest;
    }
  return a;
}

/* A step through all instances, each once, that is far from regular: near the golden section. */
static guint64
find_stride (guint64 count)
{
  guint64 stride = MAX ((guint64) (0.6180339887 * (double) count), 1);

  while (find_divisor (stride, count) > 1)
    stride++;
  return stride;
}

static const char *
find_value (const DhQuestionTemplate *self, const guint *chosen, const char *name, gsize length)
{
  for (guint i = 0; i < self->n_slots; i++)
    if (strlen (self->slots[i].name) == length && strncmp (self->slots[i].name, name, length) == 0)
      return g_ptr_array_index (self->slots[i].values, chosen[i]);
  return NULL;
}

/* A number in a sentence, as the user's language writes it. */
static void
append_to_prose (GString *filled, const char *value)
{
  const char *point = nl_langinfo (RADIXCHAR);

  for (const char *c = value; *c != '\0'; c++)
    if (*c == '.')
      g_string_append (filled, point);
    else if (*c == '-' && g_ascii_isdigit (c[1]))
      g_string_append (filled, "−");
    else
      g_string_append_c (filled, *c);
}

/* Whether a line is read by people and not by the program: a heading, a paragraph, or a member of which
 * nothing but a sentence is made.  block: whether it is in a fenced block or in the front matter */
static gboolean
is_prose (const char *line, gboolean block)
{
  static const char *const members[] = { "title:", "summary:", "question:", "text:", "because:" };

  line += strspn (line, " -");
  for (guint i = 0; block && i < G_N_ELEMENTS (members); i++)
    if (g_str_has_prefix (line, members[i]))
      return TRUE;
  return !block;
}

/* Follows the text line by line. */
typedef struct
{
  guint line;
  gboolean front, fenced, prose;
} Place;

static void
begin_line (Place *self, const char *line)
{
  self->line++;
  if (g_str_has_prefix (line, "---"))
    self->front = self->line == 1;
  else if (g_str_has_prefix (line, "```"))
    self->fenced = !self->fenced;
  self->prose = is_prose (line, self->front || self->fenced);
}

/* NULL with an error: a name has no values. */
static char *
fill (const DhQuestionTemplate *self, const guint *chosen, GError **error)
{
  DhFieldReader reader = { NULL, self->name, NULL, error };
  GString *filled = g_string_new (NULL);
  Place place = { 0 };

  begin_line (&place, self->text);
  for (const char *c = self->text; *c != '\0'; c++)
    {
      const char *end = strncmp (c, "$(", 2) == 0 ? strchr (c, ')') : NULL;
      const char *value = end != NULL ? find_value (self, chosen, c + 2, (gsize) (end - c - 2))
                                      : NULL;

      if (*c == '\n')
        begin_line (&place, c + 1);
      if (value != NULL)
        {
          if (place.prose)
            append_to_prose (filled, value);
          else
            g_string_append (filled, value);
          c = end;
        }
      else if (end != NULL)
        {
          g_autofree char *problem = g_strdup_printf (_ ("“%.*s” has no values in “vary”"),
                                                      (int) MIN (end - c + 1, 40), c);

          dh_field_reader_refuse_line (&reader, place.line, problem);
          g_string_free (filled, TRUE);
          return NULL;
        }
      else
        g_string_append_c (filled, *c);
    }
  return g_string_free (filled, FALSE);
}

/* In another order with each number, or who always takes the first answer would do well. */
static void
turn_answers (DhLessonStep *step, guint64 number)
{
  const guint by = (guint) (number % step->n_answers);
  DhAnswer turned[DH_LESSON_MAX_ANSWERS];

  for (guint i = 0; i < step->n_answers; i++)
    turned[i] = step->answers[(i + by) % step->n_answers];
  memcpy (step->answers, turned, step->n_answers * sizeof *turned);
}

DhLesson *
dh_question_template_make (const DhQuestionTemplate *self, guint64 number, GError **error)
{
  const guint64 count = dh_question_template_count (self);
  guint64 rest = number % count * find_stride (count) % count;
  guint chosen[MAX_NAMES];
  g_autofree char *text = NULL;
  DhLesson *lesson;

  for (guint i = 0; i < self->n_slots; i++)
    {
      chosen[i] = (guint) (rest % self->slots[i].values->len);
      rest /= self->slots[i].values->len;
    }
  text = fill (self, chosen, error);
  lesson = text != NULL ? dh_lesson_new_question (text, strlen (text), self->name, error) : NULL;
  if (lesson != NULL)
    turn_answers (&lesson->steps[0], number);
  return lesson;
}
