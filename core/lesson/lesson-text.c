/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lesson's text: a front matter in YAML between two lines of three dashes, then CommonMark.
 *
 * libcmark reads the Markdown, so that what looks like a step anywhere else is one here.  Each
 * heading of the second level begins a step; its paragraphs and lists are the caption, as markup
 * for labels; its fenced block says what is to be done.  What a label can't show (pictures, tables,
 * HTML) is refused with its line.
 */
#include "core/lesson/lesson-private.h"

#include <cmark.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/document/recipe.h"
#include "core/document/yaml-text.h"
#include "core/lesson/front-matter.h"

gboolean
dh_lesson_refuse (const DhLessonReader *self, guint line, const char *format, ...)
{
  DhFieldReader reader = { NULL, self->name, NULL, self->error };
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return dh_field_reader_refuse_line (&reader, line, text);
}

/* ---- the front matter ---- */

/* Read once the whole text is known. */
static gboolean
note_recipe (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  ((DhLessonReader *) reader->document)->recipe = node;
  return TRUE;
}

/* The values were put into the text before. */
static gboolean
allow_vary (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  return ((DhLessonReader *) reader->document)->is_question
         || dh_field_reader_refuse (reader, node, _ ("only questions have “vary”"));
}

static const DhField front_fields[] = {
  { .name = "id", .kind = DH_FIELD_TEXT, .offset = G_STRUCT_OFFSET (DhLesson, id) },
  { .name = "title", .kind = DH_FIELD_TEXT, .offset = G_STRUCT_OFFSET (DhLesson, title) },
  { .name = "summary", .kind = DH_FIELD_TEXT, .offset = G_STRUCT_OFFSET (DhLesson, summary) },
  { .name = "language", .kind = DH_FIELD_TEXT, .offset = G_STRUCT_OFFSET (DhLesson, language) },
  { .name = "minutes",
    .kind = DH_FIELD_COUNT,
    .offset = G_STRUCT_OFFSET (DhLesson, minutes),
    .minimum = 1,
    .maximum = 60 },
  { .name = "recipe", .kind = DH_FIELD_OWN, .read = note_recipe },
  { .name = "lesson", .kind = DH_FIELD_TEXT, .offset = G_STRUCT_OFFSET (DhLesson, lesson) },
  { .name = "vary", .kind = DH_FIELD_OWN, .read = allow_vary },
};

/* Files and progress are named after it. */
static gboolean
is_id (const char *id)
{
  const gsize length = strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-");

  return length > 0 && length <= 64 && id[length] == '\0' && id[0] != '-';
}

static gboolean
check_front (const DhLessonReader *self, guint line)
{
  const DhLesson *lesson = self->lesson;
  const struct
  {
    const char *name;
    gboolean there;
  } needed[] = {
    { "id", lesson->id != NULL },
    { "title", lesson->title != NULL && *lesson->title != '\0' },
    { "language", lesson->language != NULL },
    { "minutes", lesson->minutes > 0 },
    { "recipe", self->recipe != NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (!needed[i].there)
      return dh_lesson_refuse (self, line, _ ("the front matter needs “%s”"), needed[i].name);
  return is_id (lesson->id)
         || dh_lesson_refuse (self, line,
                              _ ("“id” must consist of a to z, 0 to 9 and hyphens, not “%.40s”"),
                              lesson->id);
}

static gboolean
read_front (DhLessonReader *self, const DhFrontMatter *front)
{
  DhFieldReader reader = { NULL, self->name, self, self->error };
  g_autoptr (GError) reason = NULL;
  guint line;

  self->front = dh_yaml_text_new (front->text, front->size, front->line, &line, &reason);
  if (self->front == NULL)
    return dh_lesson_refuse (self, line, "%s", reason->message);
  reader.text = self->front;
  /* The fields lie in the lesson, and the recipe's reader finds it by the reader. */
  return dh_fields_read (&reader, front_fields, G_N_ELEMENTS (front_fields),
                         dh_json_text_get_root (self->front), _ ("The front matter"), self->lesson)
         && check_front (self, 1)
         && dh_lesson_add_world (self, self->front, NULL,
                                 dh_json_text_get_line (self->front, self->recipe))
              >= 0;
}

/* ---- captions ---- */

static const struct
{
  cmark_node_type type;
  const char *begin, *end;
} spans[] = {
  { CMARK_NODE_EMPH, "<i>", "</i>" },
  { CMARK_NODE_STRONG, "<b>", "</b>" },
};

static void
add_escaped (GString *markup, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (markup, escaped);
}

static gboolean
add_link (const DhLessonReader *self, GString *markup, cmark_node *node, gboolean entering,
          guint line)
{
  const char *address = cmark_node_get_url (node);

  if (!g_str_has_prefix (address, "https://") && !g_str_has_prefix (address, "http://"))
    return dh_lesson_refuse (self, line, _ ("a link must begin with https://, not “%.40s”"),
                             address);
  if (entering)
    {
      g_string_append (markup, "<a href=\"");
      add_escaped (markup, address);
      g_string_append (markup, "\">");
    }
  else
    g_string_append (markup, "</a>");
  return TRUE;
}

/* line: of the paragraph; libcmark doesn't say where a word is. */
static gboolean
add_inline (const DhLessonReader *self, GString *markup, cmark_node *node, gboolean entering,
            guint line)
{
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    if (cmark_node_get_type (node) == spans[i].type)
      {
        g_string_append (markup, entering ? spans[i].begin : spans[i].end);
        return TRUE;
      }
  switch (cmark_node_get_type (node))
    {
    case CMARK_NODE_TEXT:
      add_escaped (markup, cmark_node_get_literal (node));
      return TRUE;
    case CMARK_NODE_SOFTBREAK:
      g_string_append_c (markup, ' ');
      return TRUE;
    case CMARK_NODE_LINEBREAK:
      g_string_append_c (markup, '\n');
      return TRUE;
    case CMARK_NODE_CODE:
      g_string_append (markup, "<tt>");
      add_escaped (markup, cmark_node_get_literal (node));
      g_string_append (markup, "</tt>");
      return TRUE;
    case CMARK_NODE_LINK:
      return add_link (self, markup, node, entering, line);
    case CMARK_NODE_IMAGE:
      return dh_lesson_refuse (self, line, _ ("a caption can’t contain pictures"));
    default:
      return dh_lesson_refuse (self, line, _ ("a caption can’t contain HTML"));
    }
}

/* The words of a paragraph. */
static gboolean
add_words (const DhLessonReader *self, GString *markup, cmark_node *block)
{
  const guint line = (guint) cmark_node_get_start_line (block);
  cmark_iter *iter = cmark_iter_new (block);
  cmark_event_type event;
  gboolean added = TRUE;

  while (added && (event = cmark_iter_next (iter)) != CMARK_EVENT_DONE)
    if (cmark_iter_get_node (iter) != block)
      added = add_inline (self, markup, cmark_iter_get_node (iter), event == CMARK_EVENT_ENTER,
                          line);
  cmark_iter_free (iter);
  return added;
}

static void
begin_paragraph (GString *markup)
{
  if (markup->len > 0)
    g_string_append (markup, "\n\n");
}

/* Each item is one paragraph. */
static gboolean
add_list (const DhLessonReader *self, GString *markup, cmark_node *list)
{
  int number = cmark_node_get_list_start (list);

  begin_paragraph (markup);
  for (cmark_node *item = cmark_node_first_child (list); item != NULL;
       item = cmark_node_next (item))
    {
      cmark_node *words = cmark_node_first_child (item);

      if (words == NULL || cmark_node_get_type (words) != CMARK_NODE_PARAGRAPH
          || cmark_node_next (words) != NULL)
        return dh_lesson_refuse (self, (guint) cmark_node_get_start_line (item),
                                 _ ("an item of a list must be one paragraph"));
      if (item != cmark_node_first_child (list))
        g_string_append_c (markup, '\n');
      if (cmark_node_get_list_type (list) == CMARK_ORDERED_LIST)
        g_string_append_printf (markup, "%d. ", number++);
      else
        g_string_append (markup, "• ");
      if (!add_words (self, markup, words))
        return FALSE;
    }
  return TRUE;
}

/* ---- steps ---- */

static void
add_plain (GString *text, cmark_node *block)
{
  cmark_iter *iter = cmark_iter_new (block);

  while (cmark_iter_next (iter) != CMARK_EVENT_DONE)
    {
      cmark_node *node = cmark_iter_get_node (iter);

      if (cmark_node_get_type (node) == CMARK_NODE_TEXT
          || cmark_node_get_type (node) == CMARK_NODE_CODE)
        g_string_append (text, cmark_node_get_literal (node));
    }
  cmark_iter_free (iter);
}

static gboolean
begin_step (DhLessonReader *self, cmark_node *heading)
{
  const guint line = (guint) cmark_node_get_start_line (heading);
  g_autoptr (GString) title = g_string_new (NULL);
  DhLessonStep *step;

  if (cmark_node_get_heading_level (heading) != 2)
    return dh_lesson_refuse (self, line, _ ("a step begins with a heading of two number signs"));
  if (self->lesson->n_steps == DH_LESSON_MAX_STEPS)
    return dh_lesson_refuse (self, line, _ ("a lesson has at most %d steps"), DH_LESSON_MAX_STEPS);
  add_plain (title, heading);
  if (title->len == 0)
    return dh_lesson_refuse (self, line, _ ("the heading is empty"));
  step = &self->lesson->steps[self->lesson->n_steps++];
  step->line = line;
  step->title = g_strdup (title->str);
  return TRUE;
}

static gboolean
add_block (DhLessonReader *self, DhLessonStep *step, cmark_node *node)
{
  const guint line = (guint) cmark_node_get_start_line (node);

  if (step->kind != DH_LESSON_TELL)
    return dh_lesson_refuse (self, line, _ ("a step has at most one fenced block"));
  for (int kind = DH_LESSON_LOOK; kind < DH_LESSON_N_KINDS; kind++)
    if (strcmp (cmark_node_get_fence_info (node), dh_lesson_kind_get_id (kind)) == 0)
      {
        step->kind = (DhLessonKind) kind;
        return dh_lesson_read_block (self, step, cmark_node_get_literal (node), line + 1);
      }
  return dh_lesson_refuse (self, line,
                           _ ("a fenced block must be look, do, predict, run, reveal, ask, share "
                              "or transfer, not “%.40s”"),
                           cmark_node_get_fence_info (node));
}

static gboolean
add_node (DhLessonReader *self, cmark_node *node, GString *caption)
{
  const cmark_node_type type = cmark_node_get_type (node);
  const guint line = (guint) cmark_node_get_start_line (node);
  DhLessonStep *step = self->lesson->n_steps > 0 ? &self->lesson->steps[self->lesson->n_steps - 1]
                                                 : NULL;

  if (step == NULL)
    return dh_lesson_refuse (self, line, _ ("a step begins with a heading of two number signs"));
  switch (type)
    {
    case CMARK_NODE_CODE_BLOCK:
      return add_block (self, step, node);
    case CMARK_NODE_PARAGRAPH:
      begin_paragraph (caption);
      return add_words (self, caption, node);
    case CMARK_NODE_LIST:
      return add_list (self, caption, node);
    default:
      return dh_lesson_refuse (self, line,
                               _ ("a caption consists of paragraphs and lists, not of “%s”"),
                               cmark_node_get_type_string (node));
    }
}

static void
end_step (DhLessonReader *self, GString *caption)
{
  if (self->lesson->n_steps > 0)
    self->lesson->steps[self->lesson->n_steps - 1].text = g_strdup (caption->str);
  g_string_truncate (caption, 0);
}

static gboolean
read_steps (DhLessonReader *self, cmark_node *document)
{
  g_autoptr (GString) caption = g_string_new (NULL);
  gboolean read = TRUE;

  for (cmark_node *node = cmark_node_first_child (document); node != NULL && read;
       node = cmark_node_next (node))
    if (cmark_node_get_type (node) == CMARK_NODE_HEADING)
      {
        end_step (self, caption);
        read = begin_step (self, node);
      }
    else
      read = add_node (self, node, caption);
  if (read)
    end_step (self, caption);
  return read;
}

/* ---- the whole ---- */

/* libcmark counts lines from its text's first: so it is given as many empty ones. */
static gboolean
read_body (DhLessonReader *self, const char *text, gsize size, guint n_lines)
{
  cmark_parser *parser = cmark_parser_new (CMARK_OPT_DEFAULT);
  cmark_node *document;
  gboolean read;

  for (guint i = 0; i < n_lines; i++)
    cmark_parser_feed (parser, "\n", 1);
  cmark_parser_feed (parser, text, size);
  document = cmark_parser_finish (parser);
  cmark_parser_free (parser);
  read = read_steps (self, document);
  cmark_node_free (document);
  if (read && self->lesson->n_steps == 0)
    return dh_lesson_refuse (self, n_lines, _ ("the lesson has no steps"));
  return read;
}

static gboolean
read_text (DhLessonReader *self, const char *text, gsize size)
{
  DhFrontMatter front;

  return dh_front_matter_find (text, size, self->name, &front, self->error)
         && read_front (self, &front)
         && read_body (self, front.body, (gsize) (text + size - front.body), front.body_line - 1)
         && dh_lesson_connect (self);
}

static DhLesson *
read_lesson (const char *text, gsize size, const char *name, gboolean is_question, GError **error)
{
  g_autoptr (DhLesson) self = g_new0 (DhLesson, 1);
  DhLessonReader reader = {
    .lesson = self, .name = name, .is_question = is_question, .error = error
  };
  gboolean read;

  g_atomic_ref_count_init (&self->references);
  reader.texts = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_json_text_free);
  read = size <= DH_LESSON_MAX_SIZE
           ? read_text (&reader, text, size)
           : dh_lesson_refuse (&reader, 1, _ ("a lesson has at most %d bytes"),
                               DH_LESSON_MAX_SIZE);
  g_ptr_array_unref (reader.texts);
  g_clear_pointer (&reader.front, dh_json_text_free);
  return read ? g_steal_pointer (&self) : NULL;
}

DhLesson *
dh_lesson_new_from_text (const char *text, gsize size, const char *name, GError **error)
{
  return read_lesson (text, size, name, FALSE, error);
}

DhLesson *
dh_lesson_new_question (const char *text, gsize size, const char *name, GError **error)
{
  g_autoptr (DhLesson) self = read_lesson (text, size, name, TRUE, error);
  DhFieldReader reader = { NULL, name, NULL, error };

  if (self == NULL || (self->n_steps == 1 && self->steps[0].kind == DH_LESSON_TRANSFER))
    return g_steal_pointer (&self);
  dh_field_reader_refuse_line (&reader, self->steps[0].line,
                               _ ("a question consists of one “transfer”"));
  return NULL;
}

gboolean
dh_lesson_read_file (const char *path, char **name, char **text, gsize *size, GError **error)
{
  g_autoptr (GError) reason = NULL;

  *name = g_filename_display_basename (path);
  if (g_file_get_contents (path, text, size, &reason))
    return TRUE;
  g_set_error (error, DH_ERROR, DH_ERROR_DOCUMENT,
               _ ("The lesson “%s” can’t be read (%s): choose another file."), *name,
               reason->message);
  return FALSE;
}

DhLesson *
dh_lesson_load (const char *path, GError **error)
{
  g_autofree char *name = NULL, *text = NULL;
  gsize size;

  if (!dh_lesson_read_file (path, &name, &text, &size, error))
    return NULL;
  return dh_lesson_new_from_text (text, size, name, error);
}
