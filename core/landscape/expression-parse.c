/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading an expression: recursive descent, one function for each level of binding, straight into
 * the instructions of a stack.  A mistake ends the reading with one sentence and the place, so that
 * a window can underline it.  Depth and length are bounded: a thousand brackets are a mistake like
 * another, not the end of the program's own stack.
 */
#include "core/landscape/expression-private.h"

#include "core/base/error.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

typedef struct
{
  const char         *text, *at;
  const char * const *parameters;
  DhExpression       *result;
  guint               height;   /* of the stack after what was read */
  guint               depth;    /* open brackets and signs */
  DhTextSpan          fault;
  char               *problem;  /* the sentence; NULL: all is well so far */
} Reader;

static gboolean read_sum (Reader *self);

/* Keeps the first: what follows comes from it. (transfer full) problem */
static gboolean
fail (Reader *self, const char *start, gsize length, char *problem)
{
  if (self->problem == NULL)
    {
      self->problem = problem;
      self->fault = (DhTextSpan) { start - self->text, length };
    }
  else
    g_free (problem);
  return FALSE;
}

static void
skip_blanks (Reader *self)
{
  while (g_unichar_isspace (g_utf8_get_char (self->at)))
    self->at = g_utf8_next_char (self->at);
}

/* Takes one of several spellings, separated by blanks in the list. */
static gboolean
take (Reader *self, const char *spellings)
{
  g_auto (GStrv) all = g_strsplit (spellings, " ", -1);

  skip_blanks (self);
  for (guint i = 0; all[i] != NULL; i++)
    if (g_str_has_prefix (self->at, all[i]))
      {
        self->at += strlen (all[i]);
        return TRUE;
      }
  return FALSE;
}

static gboolean
emit (Reader *self, DhOp op)
{
  if (op.code < DH_OP_ADD)
    self->height++;
  else if (op.code < DH_OP_NEGATE)
    self->height--;
  self->result->depth = MAX (self->result->depth, self->height);
  g_array_append_val (self->result->program, op);
  return TRUE;
}

static gboolean
go_deeper (Reader *self, const char *start)
{
  if (self->depth++ < DH_EXPRESSION_MAX_DEPTH)
    return TRUE;
  return fail (self, start, 1,
               g_strdup_printf (_("More than %d brackets or signs stand within each other: write "
                                  "it flatter."), DH_EXPRESSION_MAX_DEPTH));
}

static gboolean
read_number (Reader *self)
{
  const char *start = self->at;
  char *end;
  double number = g_ascii_strtod (start, &end);

  /* strtod also takes what nobody types as a number: "0x1p3" */
  if (start[0] == '0' && (start[1] == 'x' || start[1] == 'X'))
    end = (char *) start + 1, number = 0;
  self->at = end;
  if (!isfinite (number))
    return fail (self, start, end - start, g_strdup_printf (_("The number “%.*s” is too large."),
                                                            (int) (end - start), start));
  return emit (self, (DhOp) { .code = DH_OP_NUMBER, .number = number });
}

static gboolean
read_bracket (Reader *self, const char *start)
{
  if (!go_deeper (self, start) || !read_sum (self))
    return FALSE;
  self->depth--;
  if (take (self, ")"))
    return TRUE;
  return fail (self, start, 1, g_strdup (_("This bracket is never closed: add “)”.")));
}

static gboolean
read_call (Reader *self, const DhFunction *function, const char *start)
{
  if (!take (self, "("))
    return fail (self, start, self->at - start,
                 g_strdup_printf (_("“%s” needs its argument in brackets, as %s(x)."),
                                  function->name, function->name));
  return read_bracket (self, self->at - 1)
         && emit (self, (DhOp) { .code = DH_OP_FUNCTION, .function = function });
}

static gboolean
emit_name (Reader *self, const char *name, gboolean *known)
{
  *known = TRUE;
  if (g_str_equal (name, "x") || g_str_equal (name, "y"))
    return emit (self, (DhOp) { .code = name[0] == 'x' ? DH_OP_X : DH_OP_Y });
  if (g_str_equal (name, "pi") || g_str_equal (name, "π"))
    return emit (self, (DhOp) { .code = DH_OP_NUMBER, .number = G_PI });
  if (g_str_equal (name, "e"))
    return emit (self, (DhOp) { .code = DH_OP_NUMBER, .number = G_E });
  for (guint i = 0; self->parameters != NULL && self->parameters[i] != NULL; i++)
    if (g_str_equal (name, self->parameters[i]))
      return emit (self, (DhOp) { .code = DH_OP_PARAMETER, .parameter = i });
  *known = FALSE;
  return FALSE;
}

static gboolean
read_name (Reader *self)
{
  const char *start = self->at;
  g_autofree char *name = NULL, *functions = NULL;
  gboolean known, done;

  /* "x10" is more likely a name from elsewhere than x · 10. */
  while (g_unichar_isalpha (g_utf8_get_char (self->at)) || g_ascii_isdigit (*self->at))
    self->at = g_utf8_next_char (self->at);
  name = g_strndup (start, self->at - start);
  for (guint i = 0; i < dh_n_functions; i++)
    if (g_str_equal (name, dh_functions[i].name))
      return read_call (self, &dh_functions[i], start);
  done = emit_name (self, name, &known);
  if (known)
    return done;
  functions = dh_expression_list_functions ();
  return fail (self, start, self->at - start,
               g_strdup_printf (_("“%s” is not known here: use x, y, pi, e and the functions %s."),
                                name, functions));
}

static gboolean
read_atom (Reader *self)
{
  const char *start;
  gunichar c;

  skip_blanks (self);
  start = self->at;
  c = g_utf8_get_char (start);
  if (g_ascii_isdigit (*start) || (*start == '.' && g_ascii_isdigit (start[1])))
    return read_number (self);
  if (g_unichar_isalpha (c))
    return read_name (self);
  if (take (self, "("))
    return read_bracket (self, start);
  if (c == 0)
    return fail (self, start, 0, g_strdup (_("Something is missing at the end: a number, x, y or "
                                             "a bracket.")));
  return fail (self, start, g_utf8_next_char (start) - start,
               g_strdup_printf (_("A number, x, y or a bracket should stand where “%.*s” is."),
                                (int) (g_utf8_next_char (start) - start), start));
}

static gboolean read_signed (Reader *self);

/* A power binds tighter than the sign before it and reaches to the right: -x^2^3 = -(x^(2^3)). */
static gboolean
read_power (Reader *self)
{
  const char *sign;

  if (!read_atom (self))
    return FALSE;
  for (;;)
    {
      if (take (self, "²"))
        emit (self, (DhOp) { .code = DH_OP_NUMBER, .number = 2 });
      else if (take (self, "³"))
        emit (self, (DhOp) { .code = DH_OP_NUMBER, .number = 3 });
      else
        break;
      emit (self, (DhOp) { .code = DH_OP_POWER });
    }
  if (!take (self, "^ **"))
    return TRUE;
  sign = self->at - 1;
  if (!go_deeper (self, sign) || !read_signed (self))
    return FALSE;
  self->depth--;
  return emit (self, (DhOp) { .code = DH_OP_POWER });
}

static gboolean
read_signed (Reader *self)
{
  const char *start;

  skip_blanks (self);
  start = self->at;
  if (take (self, "+"))
    {
      if (!go_deeper (self, start) || !read_signed (self))
        return FALSE;
    }
  else if (take (self, "- −"))
    {
      if (!go_deeper (self, start) || !read_signed (self))
        return FALSE;
      emit (self, (DhOp) { .code = DH_OP_NEGATE });
    }
  else
    return read_power (self);
  self->depth--;
  return TRUE;
}

/* "2x" and "3 (x + 1)" are products without a sign. */
static gboolean
is_factor_next (Reader *self)
{
  skip_blanks (self);
  return *self->at == '(' || g_unichar_isalpha (g_utf8_get_char (self->at))
         || g_ascii_isdigit (*self->at) || *self->at == '.';
}

static gboolean
read_product (Reader *self)
{
  if (!read_signed (self))
    return FALSE;
  for (;;)
    {
      DhOp op = { .code = DH_OP_MULTIPLY };

      if (take (self, "/ ÷"))
        op.code = DH_OP_DIVIDE;
      else if (!take (self, "* · ×") && !is_factor_next (self))
        return TRUE;
      if (!read_signed (self))
        return FALSE;
      emit (self, op);
    }
}

static gboolean
read_sum (Reader *self)
{
  if (!read_product (self))
    return FALSE;
  for (;;)
    {
      DhOp op = { .code = DH_OP_ADD };

      if (take (self, "- −"))
        op.code = DH_OP_SUBTRACT;
      else if (!take (self, "+"))
        return TRUE;
      if (!read_product (self))
        return FALSE;
      emit (self, op);
    }
}

static gboolean
read_all (Reader *self)
{
  gsize length = strlen (self->text);
  const char *end;

  if (length > DH_EXPRESSION_MAX_LENGTH)
    return fail (self, self->text, length,
                 g_strdup_printf (_("This is longer than %d characters: write it shorter."),
                                  DH_EXPRESSION_MAX_LENGTH));
  if (!g_utf8_validate (self->text, length, &end))
    return fail (self, end, 1, g_strdup (_("This is not readable text.")));
  if (!read_sum (self))
    return FALSE;
  skip_blanks (self);
  if (*self->at == '\0')
    return TRUE;
  if (*self->at == ')')
    return fail (self, self->at, 1, g_strdup (_("This bracket was never opened: remove it.")));
  return fail (self, self->at, g_utf8_next_char (self->at) - self->at,
               g_strdup_printf (_("“%.*s” can’t stand here."),
                                (int) (g_utf8_next_char (self->at) - self->at), self->at));
}

DhExpression *
dh_expression_new (const char *text, const char * const *parameters, DhTextSpan *fault,
                   GError **error)
{
  g_autoptr (DhExpression) result = g_new0 (DhExpression, 1);
  Reader reader = { .text = text, .at = text, .parameters = parameters, .result = result };

  result->program = g_array_new (FALSE, FALSE, sizeof (DhOp));
  if (read_all (&reader))
    return g_steal_pointer (&result);
  if (fault != NULL)
    *fault = reader.fault;
  g_set_error_literal (error, DH_ERROR, DH_ERROR_VALUE, reader.problem);
  g_free (reader.problem);
  return NULL;
}
