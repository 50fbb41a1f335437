/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Claims: small conditions in words, read by descent into an array of alternatives, each an array
 * of comparisons that must all hold.
 */
#include "core/lesson/claim.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/base/error.h"
#include "core/train/snapshot.h"

#define MAX_TERMS 32

/* Whom a term speaks of: one number, or all of them. */
typedef enum
{
  SUBJECT_ONE,
  SUBJECT_EVERY,
  SUBJECT_ANY,
} SubjectKind;

typedef struct
{
  SubjectKind kind;
  guint number; /* of ONE */
} Subject;

/* factor · what a subject measures; a plain number, or a multiple of the step */
typedef enum
{
  VALUE_NUMBER,
  VALUE_STEP,
  VALUE_MEASURE,
} ValueKind;

typedef struct
{
  ValueKind kind;
  double factor;
  Subject subject;
  DhMeasure measure;
} Value;

typedef enum
{
  TERM_STATE,
  TERM_LESS,
  TERM_AT_MOST,
  TERM_GREATER,
  TERM_AT_LEAST,
} TermKind;

typedef struct
{
  TermKind kind;
  gboolean negated;
  gboolean begins; /* an alternative: it follows “or” */
  Subject subject; /* of STATE */
  const char *state; /* static */
  Value left, right;
} Term;

struct _DhClaim
{
  char *text;
  guint n_terms;
  Term terms[MAX_TERMS];
};

typedef struct
{
  char **words;
  gboolean balls;
  GError **error;
} Reader;

/* ---- words ---- */

/* Signs count as words even without blanks around them. */
static char **
split (const char *text)
{
  g_autoptr (GString) spaced = g_string_new (NULL);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_auto (GStrv) pieces = NULL;

  for (const char *c = text; *c != '\0'; c++)
    if (*c == '<' || *c == '>')
      {
        g_string_append_printf (spaced, " %c%s ", *c, c[1] == '=' ? "=" : "");
        c += c[1] == '=';
      }
    else if (*c == '*')
      g_string_append (spaced, " * ");
    else
      g_string_append_c (spaced, g_ascii_isspace (*c) ? ' ' : *c);
  pieces = g_strsplit (spaced->str, " ", -1);
  for (guint i = 0; pieces[i] != NULL; i++)
    if (*pieces[i] != '\0')
      g_ptr_array_add (words, g_strdup (pieces[i]));
  g_ptr_array_add (words, NULL);
  return (char **) g_ptr_array_steal (words, NULL);
}

static gboolean
accept (Reader *self, const char *word)
{
  if (g_strcmp0 (*self->words, word) != 0)
    return FALSE;
  self->words++;
  return TRUE;
}

static gboolean
refuse (Reader *self, const char *expected)
{
  if (*self->words == NULL)
    g_set_error (self->error, DH_ERROR, DH_ERROR_VALUE, _ ("%s is missing at the end"), expected);
  else
    g_set_error (self->error, DH_ERROR, DH_ERROR_VALUE, _ ("“%.40s” should be %s"), *self->words,
                 expected);
  return FALSE;
}

static const char *
get_noun (const Reader *self)
{
  return self->balls ? "ball" : "lane";
}

/* ---- states ---- */

/* Untranslated, as in files; and groups of states. */
static const char *const ball_groups[] = { "settled", "stuck", NULL };

static const char *
find_state (const Reader *self, const char *word)
{
  for (guint i = 0; self->balls && ball_groups[i] != NULL; i++)
    if (strcmp (word, ball_groups[i]) == 0)
      return ball_groups[i];
  for (int i = 0; self->balls && i <= DH_BALL_STATE_DIVERGED; i++)
    if (strcmp (word, dh_ball_state_get_id (i)) == 0)
      return dh_ball_state_get_id (i);
  for (int i = 0; !self->balls && i <= DH_STATE_DIVERGED; i++)
    if (strcmp (word, dh_state_get_id (i)) == 0)
      return dh_state_get_id (i);
  return NULL;
}

static char *
list_states (const Reader *self)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; self->balls && ball_groups[i] != NULL; i++)
    g_string_append_printf (list, "%s, ", ball_groups[i]);
  for (int i = 0; i <= (self->balls ? (int) DH_BALL_STATE_DIVERGED : (int) DH_STATE_DIVERGED); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                            self->balls ? dh_ball_state_get_id (i) : dh_state_get_id (i));
  return g_string_free (list, FALSE);
}

static gboolean
is_in_state (const DhObserved *observed, const char *state)
{
  if (strcmp (state, "settled") == 0)
    return observed->settled;
  if (strcmp (state, "stuck") == 0)
    return strcmp (observed->state, dh_ball_state_get_id (DH_BALL_STATE_SETTLED_OTHER)) == 0;
  return strcmp (observed->state, state) == 0;
}

/* ---- reading ---- */

static gboolean
read_subject (Reader *self, Subject *subject)
{
  g_autofree char *expected = g_strdup_printf (_ ("“%s” and its number"), get_noun (self));
  guint64 number;

  subject->kind = accept (self, "every") ? SUBJECT_EVERY
                  : accept (self, "any") ? SUBJECT_ANY
                                         : SUBJECT_ONE;
  if (!accept (self, get_noun (self)))
    return refuse (self, expected);
  if (subject->kind != SUBJECT_ONE)
    return TRUE;
  if (*self->words == NULL
      || !g_ascii_string_to_unsigned (*self->words, 10, 1, DH_MAX_LANES, &number, NULL))
    {
      g_autofree char *range = g_strdup_printf (_ ("a number from 1 to %d"), DH_MAX_LANES);

      return refuse (self, range);
    }
  subject->number = (guint) number;
  self->words++;
  return TRUE;
}

static gboolean
read_measure (Reader *self, DhMeasure *measure)
{
  int found = *self->words != NULL ? dh_measure_find (*self->words) : -1;

  if (found < 0 || !dh_measure_has ((DhMeasure) found, self->balls))
    {
      g_autofree char *list = dh_measure_list (self->balls);
      g_autofree char *expected = g_strdup_printf (_ ("one of: %s"), list);

      return refuse (self, expected);
    }
  *measure = (DhMeasure) found;
  self->words++;
  return TRUE;
}

/* "0.5", "0.5 * ball 1 loss" */
static gboolean
read_factor (Reader *self, Value *value)
{
  char *end;

  value->factor = 1;
  if (*self->words == NULL || strchr ("+-.0123456789", **self->words) == NULL)
    return FALSE;
  value->factor = g_ascii_strtod (*self->words, &end);
  if (*end != '\0' || !isfinite (value->factor))
    return FALSE;
  self->words++;
  return TRUE;
}

static gboolean
read_value (Reader *self, Value *value)
{
  value->kind = VALUE_NUMBER;
  if (read_factor (self, value) && !accept (self, "*"))
    return TRUE;
  value->kind = VALUE_STEP;
  if (accept (self, "step"))
    return TRUE;
  value->kind = VALUE_MEASURE;
  return read_subject (self, &value->subject) && read_measure (self, &value->measure);
}

static gboolean
read_state (Reader *self, const Subject *subject, Term *term)
{
  term->kind = TERM_STATE;
  term->subject = *subject;
  term->state = *self->words != NULL ? find_state (self, *self->words) : NULL;
  if (term->state == NULL)
    {
      g_autofree char *list = list_states (self);
      g_autofree char *expected = g_strdup_printf (_ ("one of: %s"), list);

      return refuse (self, expected);
    }
  self->words++;
  return TRUE;
}

static gboolean
read_comparison (Reader *self, Term *term)
{
  static const struct
  {
    const char *sign;
    TermKind kind;
  } signs[] = {
    { "<", TERM_LESS }, { "<=", TERM_AT_MOST }, { ">", TERM_GREATER }, { ">=", TERM_AT_LEAST },
  };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (accept (self, signs[i].sign))
      {
        term->kind = signs[i].kind;
        if (!read_value (self, &term->right))
          return FALSE;
        if (term->right.kind != VALUE_MEASURE || term->right.subject.kind == SUBJECT_ONE)
          return TRUE;
        g_set_error (self->error, DH_ERROR, DH_ERROR_VALUE,
                     _ ("“every” and “any” stand on the left of a comparison"));
        return FALSE;
      }
  return refuse (self, _ ("“is”, <, <=, > or >="));
}

static gboolean
read_term (Reader *self, Term *term)
{
  term->negated = accept (self, "not");
  if (*self->words != NULL
      && (g_str_equal (*self->words, get_noun (self)) || g_str_equal (*self->words, "every")
          || g_str_equal (*self->words, "any")))
    {
      Subject subject;

      if (!read_subject (self, &subject))
        return FALSE;
      if (accept (self, "is"))
        return read_state (self, &subject, term);
      term->left = (Value) { .kind = VALUE_MEASURE, .factor = 1, .subject = subject };
      return read_measure (self, &term->left.measure) && read_comparison (self, term);
    }
  return read_value (self, &term->left) && read_comparison (self, term);
}

static gboolean
read_terms (Reader *self, DhClaim *claim)
{
  gboolean begins = TRUE;

  do
    {
      if (claim->n_terms == MAX_TERMS)
        {
          g_set_error (self->error, DH_ERROR, DH_ERROR_VALUE, _ ("there are more than %d conditions"),
                       MAX_TERMS);
          return FALSE;
        }
      claim->terms[claim->n_terms].begins = begins;
      if (!read_term (self, &claim->terms[claim->n_terms]))
        return FALSE;
      claim->n_terms++;
      begins = g_strcmp0 (*self->words, "or") == 0;
    }
  while (accept (self, "and") || accept (self, "or"));
  return *self->words == NULL || refuse (self, _ ("“and” or “or”"));
}

DhClaim *
dh_claim_new (const char *text, gboolean balls, GError **error)
{
  g_autoptr (DhClaim) self = g_new0 (DhClaim, 1);
  g_auto (GStrv) words = split (text);
  Reader reader = { words, balls, error };

  self->text = g_strdup (text);
  return read_terms (&reader, self) ? g_steal_pointer (&self) : NULL;
}

void
dh_claim_free (DhClaim *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self);
}

const char *
dh_claim_get_text (const DhClaim *self)
{
  return self->text;
}

static guint
get_bit (const Subject *subject)
{
  return subject->kind == SUBJECT_ONE ? 1u << subject->number : 0;
}

guint
dh_claim_get_numbers (const DhClaim *self)
{
  guint numbers = 0;

  for (guint i = 0; i < self->n_terms; i++)
    {
      const Term *term = &self->terms[i];

      if (term->kind == TERM_STATE)
        numbers |= get_bit (&term->subject);
      else
        for (guint k = 0; k < 2; k++)
          {
            const Value *value = k == 0 ? &term->left : &term->right;

            if (value->kind == VALUE_MEASURE)
              numbers |= get_bit (&value->subject);
          }
    }
  return numbers;
}

guint64
dh_claim_get_step (const DhClaim *self)
{
  const Term *last = &self->terms[self->n_terms - 1];

  if (last->kind != TERM_AT_LEAST || last->negated || last->left.kind != VALUE_STEP
      || last->right.kind != VALUE_NUMBER || last->right.factor < 1)
    return 0;
  return (guint64) (last->right.factor / last->left.factor);
}

gboolean
dh_claim_is_step (const DhClaim *self)
{
  return self->n_terms == 1 && dh_claim_get_step (self) > 0;
}

/* ---- judging ---- */

static double
get_number (const Value *value, const DhObserved *observed, const DhObservation *observation)
{
  switch (value->kind)
    {
    case VALUE_NUMBER:
      return value->factor;
    case VALUE_STEP:
      return value->factor * (double) observation->step;
    default:
      return observed != NULL ? value->factor * observed->values[value->measure] : NAN;
    }
}

/* observed: whom the left side speaks of, if anybody */
static gboolean
compare (const Term *term, const DhObserved *observed, const DhObservation *observation)
{
  double left = get_number (&term->left, observed, observation);
  double right = get_number (&term->right,
                             dh_observation_find (observation, term->right.subject.number),
                             observation);

  switch (term->kind)
    {
    case TERM_LESS:
      return left < right;
    case TERM_AT_MOST:
      return left <= right;
    case TERM_GREATER:
      return left > right;
    default:
      return left >= right;
    }
}

static gboolean
holds_for (const Term *term, const DhObserved *observed, const DhObservation *observation)
{
  if (term->kind == TERM_STATE)
    return observed != NULL && is_in_state (observed, term->state);
  return compare (term, observed, observation);
}

static gboolean
term_holds (const Term *term, const DhObservation *observation)
{
  const Subject *subject = term->kind == TERM_STATE ? &term->subject : &term->left.subject;
  guint n_true = 0;

  if (term->kind != TERM_STATE && term->left.kind != VALUE_MEASURE)
    return compare (term, NULL, observation);
  if (subject->kind == SUBJECT_ONE)
    return holds_for (term, dh_observation_find (observation, subject->number), observation);
  for (guint i = 0; i < observation->n; i++)
    n_true += holds_for (term, &observation->each[i], observation);
  return subject->kind == SUBJECT_EVERY ? n_true == observation->n : n_true > 0;
}

gboolean
dh_claim_holds (const DhClaim *self, const DhObservation *observation)
{
  gboolean alternative = TRUE;

  for (guint i = 0; i < self->n_terms; i++)
    {
      const Term *term = &self->terms[i];

      if (term->begins && i > 0)
        {
          if (alternative)
            return TRUE;
          alternative = TRUE;
        }
      alternative = alternative && term_holds (term, observation) != term->negated;
    }
  return alternative;
}

/* ---- rankings ---- */

gboolean
dh_ranking_parse (const char *text, gboolean balls, DhRanking *ranking, GError **error)
{
  g_auto (GStrv) words = split (text);
  Reader reader = { words, balls, error };

  ranking->highest = accept (&reader, "highest");
  if (!ranking->highest && !accept (&reader, "lowest"))
    return refuse (&reader, _ ("“lowest” or “highest”"));
  if (!read_measure (&reader, &ranking->measure))
    return FALSE;
  return *reader.words == NULL || refuse (&reader, _ ("the end"));
}

/* Larger is better. */
static double
get_merit (const DhRanking *self, const DhObserved *observed)
{
  double value = observed->values[self->measure];

  if (isnan (value))
    return -INFINITY;
  return self->highest ? value : -value;
}

guint
dh_ranking_pick (const DhRanking *self, const DhObservation *observation, guint *runner_up,
                 double *margin)
{
  const DhObserved *first = NULL, *second = NULL;

  for (guint i = 0; i < observation->n; i++)
    {
      const DhObserved *observed = &observation->each[i];

      if (first == NULL || get_merit (self, observed) > get_merit (self, first))
        {
          second = first;
          first = observed;
        }
      else if (second == NULL || get_merit (self, observed) > get_merit (self, second))
        second = observed;
    }
  if (runner_up != NULL)
    *runner_up = second != NULL ? second->number : 0;
  if (margin != NULL)
    {
      double a = first != NULL ? first->values[self->measure] : NAN;
      double b = second != NULL ? second->values[self->measure] : NAN;

      *margin = isinf (b) && isfinite (a) ? 1 : fabs (a - b) / MAX (fabs (a), fabs (b));
    }
  return first != NULL && !isnan (first->values[self->measure]) ? first->number : 0;
}
