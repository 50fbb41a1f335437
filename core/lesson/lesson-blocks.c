/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The fenced blocks of a lesson: what a step asks of the learner, in YAML.
 *
 * A table says which members each kind of block has.  They are noted first and understood
 * afterwards, because a claim can only be read once it is known of which world it speaks.
 */
#include "core/lesson/lesson-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/document/recipe.h"
#include "core/document/yaml-text.h"

/* How far a curve can be drawn from where it starts. */
#define LEAST_REACH 1.1
#define MOST_REACH  1e6

typedef enum
{
  PART_AT,
  PART_UNTIL,
  PART_WITH,
  PART_CHOOSE,
  PART_DRAW,
  PART_REACH,
  PART_MARK,
  PART_LARGEST,
  PART_QUESTION,
  PART_ANSWERS,
  PART_BETWEEN,
  N_PARTS
} Part;

/* Of one block. */
typedef struct
{
  DhLessonReader *lesson;
  DhLessonStep *step;
  DhFieldReader reader;
  DhJsonText *text;
  JsonNode *parts[N_PARTS]; /* lent; NULL: left out */
  gboolean balls;
} Block;

static gboolean
note (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  *(JsonNode **) value = node;
  return TRUE;
}

#define PART(word, part)                                                                           \
  { .name = word,                                                                                  \
    .kind = DH_FIELD_OWN,                                                                          \
    .offset = G_STRUCT_OFFSET (Block, parts) + (part) * sizeof (JsonNode *),                       \
    .read = note }

static const DhField parts[N_PARTS] = {
  [PART_AT] = PART ("at", PART_AT),
  [PART_UNTIL] = PART ("until", PART_UNTIL),
  [PART_WITH] = PART ("with", PART_WITH),
  [PART_CHOOSE] = PART ("choose", PART_CHOOSE),
  [PART_DRAW] = PART ("draw", PART_DRAW),
  [PART_REACH] = PART ("reach", PART_REACH),
  [PART_MARK] = PART ("mark", PART_MARK),
  [PART_LARGEST] = PART ("largest", PART_LARGEST),
  [PART_QUESTION] = PART ("question", PART_QUESTION),
  [PART_ANSWERS] = PART ("answers", PART_ANSWERS),
  [PART_BETWEEN] = PART ("between", PART_BETWEEN),
};

#define BIT(part) (1u << (part))
#define ASKING    (BIT (PART_AT) | BIT (PART_QUESTION) | BIT (PART_ANSWERS))

/* What a block of each kind may have, and what it must have. */
static const struct
{
  guint may, must;
} rules[] = {
  [DH_LESSON_LOOK] = { BIT (PART_AT) | BIT (PART_WITH), BIT (PART_AT) },
  [DH_LESSON_DO] = { BIT (PART_AT) | BIT (PART_UNTIL), BIT (PART_UNTIL) },
  [DH_LESSON_PREDICT]
  = { BIT (PART_AT) | BIT (PART_CHOOSE) | BIT (PART_DRAW) | BIT (PART_REACH) | BIT (PART_MARK)
        | BIT (PART_LARGEST),
      0 },
  [DH_LESSON_RUN] = { BIT (PART_AT) | BIT (PART_UNTIL) | BIT (PART_WITH), BIT (PART_UNTIL) },
  [DH_LESSON_REVEAL] = { BIT (PART_AT), 0 },
  [DH_LESSON_ASK] = { ASKING, BIT (PART_QUESTION) | BIT (PART_ANSWERS) },
  [DH_LESSON_SHARE] = { ASKING | BIT (PART_BETWEEN),
                        BIT (PART_QUESTION) | BIT (PART_ANSWERS) | BIT (PART_BETWEEN) },
  [DH_LESSON_TRANSFER] = { ASKING | BIT (PART_WITH) | BIT (PART_UNTIL),
                           BIT (PART_QUESTION) | BIT (PART_ANSWERS) | BIT (PART_WITH)
                             | BIT (PART_UNTIL) },
};

static gboolean
take_parts (Block *self, guint line)
{
  const DhLessonKind kind = self->step->kind;
  DhField allowed[N_PARTS];
  guint n = 0;

  for (guint part = 0; part < N_PARTS; part++)
    if (rules[kind].may & BIT (part))
      allowed[n++] = parts[part];
  if (!dh_fields_read (&self->reader, allowed, n, dh_json_text_get_root (self->text),
                       dh_lesson_kind_get_id (kind), self))
    return FALSE;
  for (guint part = 0; part < N_PARTS; part++)
    if ((rules[kind].must & BIT (part)) && self->parts[part] == NULL)
      return dh_lesson_refuse (self->lesson, line, _ ("“%s” needs its “%s”"),
                               dh_lesson_kind_get_id (kind), parts[part].name);
  return TRUE;
}

/* (transfer none); NULL with an error */
static const char *
take_text (Block *self, Part part)
{
  return dh_field_reader_take_text (&self->reader, self->parts[part], parts[part].name);
}

static gboolean
refuse_from (Block *self, JsonNode *node, GError *error)
{
  g_autoptr (GError) reason = error;

  return dh_field_reader_refuse (&self->reader, node, "%s", reason->message);
}

static gboolean
read_claim (Block *self, JsonNode *node, const char *name, gboolean balls, DhClaim **claim)
{
  const char *text = dh_field_reader_take_text (&self->reader, node, name);
  GError *error = NULL;

  if (text == NULL)
    return FALSE;
  *claim = dh_claim_new (text, balls, &error);
  return *claim != NULL || refuse_from (self, node, error);
}

/* "ball 2" */
static gboolean
read_number (Block *self, JsonNode *node, const char *text, guint *number)
{
  const char *noun = self->balls ? "ball " : "lane ";
  guint64 value;

  if (g_str_has_prefix (text, noun)
      && g_ascii_string_to_unsigned (text + strlen (noun), 10, 1, DH_MAX_LANES, &value, NULL))
    {
      *number = (guint) value;
      return TRUE;
    }
  return dh_field_reader_refuse (&self->reader, node, _ ("“%.40s” should be “%s” and a number"),
                                 text, self->balls ? "ball" : "lane");
}

/* ---- what it points at ---- */

static const char *const targets[] = {
  [DH_TARGET_NONE] = "nothing",        [DH_TARGET_CARD] = "card",     [DH_TARGET_RATE] = "rate",
  [DH_TARGET_OPTIMIZER] = "optimizer", [DH_TARGET_LOSS] = "loss",     [DH_TARGET_GROUND] = "ground",
  [DH_TARGET_FACES] = "faces",         [DH_TARGET_CHART] = "chart",   [DH_TARGET_STATE] = "state",
  [DH_TARGET_METRICS] = "metrics",     [DH_TARGET_TIME] = "time",     [DH_TARGET_WORLD] = "world",
  NULL,
};

/* "rate of ball 2", "ground" */
static gboolean
read_target (Block *self)
{
  DhTarget *at = &self->step->at;
  g_autofree char *word = NULL;
  const char *text, *of;

  if (self->parts[PART_AT] == NULL)
    return TRUE;
  text = take_text (self, PART_AT);
  if (text == NULL)
    return FALSE;
  of = strstr (text, " of ");
  word = of != NULL ? g_strndup (text, (gsize) (of - text)) : g_strdup (text);
  for (int i = 0; targets[i] != NULL; i++)
    if (strcmp (targets[i], word) == 0)
      {
        at->kind = (DhTargetKind) i;
        return of == NULL
               || read_number (self, self->parts[PART_AT], of + strlen (" of "), &at->number);
      }
  return dh_field_reader_take_word (&self->reader, self->parts[PART_AT], "at", targets) >= 0;
}

/* ---- predictions ---- */

static gboolean
read_choice (Block *self)
{
  const char *text = take_text (self, PART_CHOOSE);
  GError *error = NULL;

  self->step->prediction.kind = DH_PREDICT_CHOICE;
  if (text == NULL)
    return FALSE;
  return dh_ranking_parse (text, self->balls, &self->step->prediction.ranking, &error)
         || refuse_from (self, self->parts[PART_CHOOSE], error);
}

/* "curve of ball 2", "rate of ball 1", "place of ball 1": the words before “of”, then the number */
static gboolean
read_subject (Block *self, Part part, const char *const *words, guint *index)
{
  const char *text = take_text (self, part);
  JsonNode *node = self->parts[part];

  if (text == NULL)
    return FALSE;
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *prefix = g_strconcat (words[i], " of ", NULL);

      if (g_str_has_prefix (text, prefix))
        {
          *index = i;
          return read_number (self, node, text + strlen (prefix),
                              &self->step->prediction.number);
        }
    }
  return dh_field_reader_refuse (&self->reader, node, _ ("“%.40s” should begin with “%s of”"), text,
                                 words[0]);
}

static gboolean
read_mark (Block *self)
{
  static const char *const words[] = { "rate", "place", NULL };
  DhPrediction *prediction = &self->step->prediction;
  guint index;

  if (!read_subject (self, PART_MARK, words, &index))
    return FALSE;
  if (!self->balls)
    return dh_field_reader_refuse (&self->reader, self->parts[PART_MARK],
                                   _ ("only balls can be marked: a training takes too long to be "
                                      "tried at many rates"));
  prediction->kind = index == 0 ? DH_PREDICT_RATE : DH_PREDICT_PLACE;
  if (index == 1)
    return TRUE;
  if (self->parts[PART_LARGEST] == NULL)
    return dh_field_reader_refuse (&self->reader, self->parts[PART_MARK],
                                   _ ("“largest” is missing: the claim that is to hold at the "
                                      "marked rate"));
  return read_claim (self, self->parts[PART_LARGEST], "largest", TRUE, &prediction->claim);
}

static gboolean
read_curve (Block *self)
{
  static const char *const words[] = { "curve", NULL };
  DhPrediction *prediction = &self->step->prediction;
  guint index;

  prediction->kind = DH_PREDICT_CURVE;
  return read_subject (self, PART_DRAW, words, &index)
         && (self->parts[PART_REACH] == NULL
             || dh_field_reader_take_number (&self->reader, self->parts[PART_REACH], "reach",
                                             LEAST_REACH, MOST_REACH, &prediction->reach));
}

static gboolean
read_prediction (Block *self, guint line)
{
  if ((self->parts[PART_CHOOSE] != NULL) + (self->parts[PART_DRAW] != NULL)
        + (self->parts[PART_MARK] != NULL)
      != 1)
    return dh_lesson_refuse (self->lesson, line, _ ("“predict” needs one of choose, draw and mark"));
  if (self->parts[PART_CHOOSE] != NULL)
    return read_choice (self);
  if (self->parts[PART_MARK] != NULL)
    return read_mark (self);
  return read_curve (self);
}

/* ---- questions ---- */

typedef struct
{
  char *text, *reason, *theory;
  JsonNode *when;
} AnswerDraft;

static const DhField answer_fields[] = {
  { .name = "text", .kind = DH_FIELD_TEXT, .offset = G_STRUCT_OFFSET (AnswerDraft, text) },
  { .name = "because", .kind = DH_FIELD_TEXT, .offset = G_STRUCT_OFFSET (AnswerDraft, reason) },
  { .name = "when",
    .kind = DH_FIELD_OWN,
    .offset = G_STRUCT_OFFSET (AnswerDraft, when),
    .read = note },
  { .name = "theory", .kind = DH_FIELD_TEXT, .offset = G_STRUCT_OFFSET (AnswerDraft, theory) },
};

static gboolean
read_answer (Block *self, JsonNode *node, DhAnswer *answer)
{
  AnswerDraft draft = { NULL };
  gboolean read = dh_fields_read (&self->reader, answer_fields, G_N_ELEMENTS (answer_fields), node,
                                  _ ("An answer"), &draft);

  answer->line = dh_json_text_get_line (self->text, node);
  answer->text = draft.text;
  answer->reason = draft.reason;
  answer->theory = draft.theory;
  if (!read)
    return FALSE;
  if (draft.text == NULL || draft.reason == NULL || draft.when == NULL)
    return dh_field_reader_refuse (&self->reader, node,
                                   _ ("an answer needs its “text”, “because” and “when”"));
  return read_claim (self, draft.when, "when", self->balls, &answer->when);
}

static gboolean
read_question (Block *self)
{
  const char *question = take_text (self, PART_QUESTION);
  JsonArray *array;

  if (question == NULL)
    return FALSE;
  self->step->question = g_strdup (question);
  array = dh_field_reader_take_array (&self->reader, self->parts[PART_ANSWERS], "answers", 2,
                                      DH_LESSON_MAX_ANSWERS);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      self->step->n_answers++;
      if (!read_answer (self, json_array_get_element (array, i), &self->step->answers[i]))
        return FALSE;
    }
  return array != NULL;
}

static gboolean
read_between (Block *self)
{
  JsonArray *array;

  if (self->parts[PART_BETWEEN] == NULL)
    return TRUE;
  array = dh_field_reader_take_array (&self->reader, self->parts[PART_BETWEEN], "between", 2, 2);
  for (guint i = 0; array != NULL && i < 2; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *text = dh_field_reader_take_text (&self->reader, node, "between");

      if (text == NULL || !read_number (self, node, text, &self->step->between[i]))
        return FALSE;
    }
  return array != NULL;
}

/* ---- worlds ---- */

int
dh_lesson_add_world (DhLessonReader *self, DhJsonText *text, JsonNode *changes, guint line)
{
  DhLessonWorld *world = &self->lesson->worlds[self->lesson->n_worlds];
  JsonNode *recipe = changes != NULL ? dh_json_text_merge (text, self->front, self->recipe, changes)
                                     : self->recipe;
  DhFieldReader reader = { changes != NULL ? text : self->front, self->name, dh_document_new (), self->error };

  world->line = line;
  world->document = reader.document;
  self->lesson->n_worlds++;
  return dh_document_read_recipe (&reader, recipe) ? (int) self->lesson->n_worlds - 1 : -1;
}

/* The world that a step shows: the one before it, or another. */
static gboolean
choose_world (Block *self, guint line)
{
  DhLesson *lesson = self->lesson->lesson;
  int world = (int) (lesson->n_steps > 1 ? lesson->steps[lesson->n_steps - 2].world : 0);

  /* A run begins anew, even in the same world. */
  if (self->parts[PART_WITH] != NULL || self->step->kind == DH_LESSON_RUN)
    world = dh_lesson_add_world (self->lesson, self->text, self->parts[PART_WITH], line);
  if (world < 0)
    return FALSE;
  self->step->world = (guint) world;
  self->balls = dh_lesson_world_has_balls (&lesson->worlds[world]);
  return TRUE;
}

/* ---- the block ---- */

static gboolean
read_until (Block *self)
{
  DhLessonWorld *world = &self->lesson->lesson->worlds[self->step->world];

  if (self->parts[PART_UNTIL] == NULL)
    return TRUE;
  return read_claim (self, self->parts[PART_UNTIL], "until", self->balls,
                     self->step->kind == DH_LESSON_DO ? &self->step->until : &world->until);
}

static gboolean
read_block (Block *self, guint line)
{
  if (!take_parts (self, line) || !choose_world (self, line) || !read_target (self)
      || !read_until (self) || !read_between (self))
    return FALSE;
  if (self->step->kind == DH_LESSON_PREDICT)
    return read_prediction (self, line);
  return self->parts[PART_QUESTION] == NULL || read_question (self);
}

gboolean
dh_lesson_read_block (DhLessonReader *self, DhLessonStep *step, const char *text, guint line)
{
  g_autoptr (GError) reason = NULL;
  Block block = { .lesson = self, .step = step };
  g_autofree char *given = NULL;
  guint bad_line;

  /* “reveal” may be empty. */
  given = g_strdup (*text != '\0' ? text : "{}");
  block.text = dh_yaml_text_new (given, strlen (given), line, &bad_line, &reason);
  if (block.text == NULL)
    return dh_lesson_refuse (self, bad_line, "%s", reason->message);
  g_ptr_array_add (self->texts, block.text);
  block.reader = (DhFieldReader) { block.text, self->name, &block, self->error };
  return read_block (&block, line);
}
