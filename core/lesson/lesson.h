/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/document/document.h"
#include "core/lesson/claim.h"

G_BEGIN_DECLS

/* A lesson's texts are at most this long, and it has at most so many steps, worlds and answers. */
#define DH_LESSON_MAX_SIZE    (1 << 20)
#define DH_LESSON_MAX_STEPS   64
#define DH_LESSON_MAX_ANSWERS 8

/* What a step asks of the learner. */
typedef enum
{
  DH_LESSON_TELL,     /* to read */
  DH_LESSON_LOOK,     /* to look at something */
  DH_LESSON_DO,       /* to do something, until a claim holds */
  DH_LESSON_PREDICT,  /* to say what will happen */
  DH_LESSON_RUN,      /* to watch until a claim holds */
  DH_LESSON_REVEAL,   /* the prediction laid over what happened */
  DH_LESSON_ASK,      /* a question */
  DH_LESSON_SHARE,    /* what two cases have in common */
  DH_LESSON_TRANSFER, /* a question about another case */
  DH_LESSON_N_KINDS
} DhLessonKind;

/* What a caption speaks of. */
typedef enum
{
  DH_TARGET_NONE,
  DH_TARGET_CARD,      /* a ball's or a lane's, whole */
  DH_TARGET_RATE,      /* its slider */
  DH_TARGET_OPTIMIZER, /* its button */
  DH_TARGET_LOSS,      /* its choice of a loss */
  DH_TARGET_GROUND,    /* its landscape */
  DH_TARGET_FACES,     /* a lane's previews */
  DH_TARGET_CHART,     /* a lane's curve */
  DH_TARGET_METRICS,   /* a lane's table of metrics */
  DH_TARGET_STATE,     /* the sentence on what it does */
  DH_TARGET_TIME,      /* play, step and speed */
  DH_TARGET_WORLD,     /* what chooses and shapes the ground, or the people and the model */
  DH_N_TARGETS
} DhTargetKind;

typedef struct
{
  DhTargetKind kind;
  guint number; /* of the ball or lane; 0: none in particular */
} DhTarget;

/* One case that is run from its start: a page, lanes, a ground. */
typedef struct
{
  guint line;
  DhDocument *document;
  DhClaim *until; /* NULL: it is only looked at */
} DhLessonWorld;

/* Whether the world is balls on grounds; else lanes that train. */
gboolean dh_lesson_world_has_balls (const DhLessonWorld *self);

typedef enum
{
  DH_PREDICT_CHOICE, /* which ball or lane comes first */
  DH_PREDICT_CURVE,  /* the course of its loss */
  DH_PREDICT_RATE,   /* the largest rate at which a claim holds */
  DH_PREDICT_PLACE,  /* where on the ground a ball ends */
  DH_N_PREDICTIONS
} DhPredictionKind;

typedef struct
{
  DhPredictionKind kind;
  DhRanking ranking; /* of CHOICE */
  guint number;      /* of the others: whose */
  DhClaim *claim;    /* of RATE */
  double reach;      /* of CURVE, as a factor: how far up and down it can be drawn; 0: as is usual */
} DhPrediction;

/* Right if its claim holds where the world ends. */
typedef struct
{
  guint line;
  char *text;
  char *reason;
  DhClaim *when;
  char *theory; /* “0.3 < 2/5”: what theory says of it, to check it by; NULL: nothing */
} DhAnswer;

typedef struct
{
  DhLessonKind kind;
  guint line;
  char *title; /* plain */
  char *text;  /* Pango's markup: b, i, tt, a; paragraphs between empty lines */
  DhTarget at;
  guint world;             /* index: what is shown, or asked about */
  DhClaim *until;          /* of DO */
  DhPrediction prediction; /* of PREDICT; of REVEAL a copy, without the claim */
  guint predicted;         /* of REVEAL: the index of its PREDICT */
  char *question;          /* of ASK, SHARE and TRANSFER */
  guint n_answers;
  DhAnswer answers[DH_LESSON_MAX_ANSWERS];
  guint between[2]; /* of SHARE: two numbers */
} DhLessonStep;

/* A lesson, read from a text.  Immutable, with a count of references. */
typedef struct
{
  gatomicrefcount references;
  char *id, *title, *summary;
  char *language; /* "en", "pt_BR" */
  char *lesson;   /* of a question: the id of the lesson that it belongs to; NULL: none */
  guint64 minutes;
  guint n_worlds; /* world 0: the recipe, with which it begins */
  DhLessonWorld worlds[DH_LESSON_MAX_STEPS + 1];
  guint n_steps;
  DhLessonStep steps[DH_LESSON_MAX_STEPS];
} DhLesson;

/* Reads CommonMark with a front matter in YAML, see data/lessons/README.md.  name: of the file, for
 * messages.  NULL with DH_ERROR_DOCUMENT: a sentence with the line, the reason and what to do.
 * Main context, because of the catalog's words.  (transfer full) */
DhLesson *dh_lesson_new_from_text (const char *text, gsize size, const char *name, GError **error);
DhLesson *dh_lesson_load (const char *path, GError **error);
/* An instance of a question, see question-template.h: a lesson of one TRANSFER. */
DhLesson *dh_lesson_new_question (const char *text, gsize size, const char *name, GError **error);
/* name: (out), for messages; text: (out); both (transfer full) */
gboolean dh_lesson_read_file (const char *path, char **name, char **text, gsize *size,
                              GError **error);
DhLesson *dh_lesson_ref (DhLesson *self);
void dh_lesson_unref (DhLesson *self);

/* "predict", as in a lesson's text */
const char *dh_lesson_kind_get_id (DhLessonKind kind);
/* The end of a lesson's file name. */
#define DH_LESSON_SUFFIX ".lesson.md"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLesson, dh_lesson_unref)

G_END_DECLS
