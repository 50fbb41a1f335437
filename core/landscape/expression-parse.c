/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parsing a typed function by recursive descent into instructions for a stack machine.
 *
 * There is one function for each level of precedence.  A mistake ends the parsing with one sentence
 * and its position, so that the window can underline it.  Depth and length are bounded: a thousand
 * brackets are an ordinary mistake, not a stack overflow.
 *
 * Ambiguous input is not guessed: "10 000 x" isn't 0, and "1,000" is an error that asks which is
 * meant.  A comma is a decimal sign or separates the arguments of min and max; where both are
 * possible, it separates.
 */
#include "core/landscape/expression-private.h"

#include "core/base/error.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

typedef struct
{
  const char *text, *at;
  const char *const *parameters;
  DhExpression *result;
  guint height;                    /* of the stack after the text read so far */
  guint depth;                     /* open brackets and signs */
  const char *number, *number_end; /* the last number that was read */
  gboolean in_bars;                /* "|" closes */
  gboolean in_pair;                /* "," separates */
  DhTextSpan fault;
  char *problem; /* the message; NULL: no error so far */
} Reader;

static gboolean read_sum (Reader *self);

/* Keeps the first error, since later ones follow from it. (transfer full) problem */
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
               g_strdup_printf (_ ("Nested too deeply: use at most %d levels of brackets and "
                                   "signs."),
                                DH_EXPRESSION_MAX_DEPTH));
}

static gboolean
is_digit_after (const char *sign)
{
  return g_ascii_isdigit (sign[1]);
}

/* Digits, or a full stop or comma followed by digits */
static gboolean
is_number_next (const Reader *self, const char *at)
{
  return g_ascii_isdigit (*at) || (*at == '.' && is_digit_after (at))
         || (*at == ',' && is_digit_after (at) && !self->in_pair);
}

/* "1,000" means a thousand or one, depending on the reader; "0,125" and "1,5" are clear. */
static gboolean
could_be_thousands (const char *start, const char *comma, const char *end)
{
  return *comma == ',' && *start != '0' && comma - start <= 3 && end - comma == 4;
}

static const char *
skip_digits (const char *at)
{
  while (g_ascii_isdigit (*at))
    at++;
  return at;
}

static const char *
skip_exponent (const char *at)
{
  const char *sign = at + 1;

  if (*at != 'e' && *at != 'E')
    return at;
  if (*sign == '+' || *sign == '-')
    sign++;
  return g_ascii_isdigit (*sign) ? skip_digits (sign) : at;
}

static gboolean
read_number (Reader *self)
{
  const char *start = self->at, *point = skip_digits (start), *end = point;
  g_autofree char *digits = NULL;
  double number;

  if (*point == '.' || is_number_next (self, point))
    end = skip_digits (point + 1);
  if (could_be_thousands (start, point, end))
    return fail (self, start, end - start,
                 g_strdup_printf (_ ("“%.*s” could be a thousand or a decimal: write %.*s%s or "
                                     "%.*s.%s."),
                                  (int) (end - start), start, (int) (point - start), start, "000",
                                  (int) (point - start), start, "000"));
  end = skip_exponent (end);
  digits = g_strdelimit (g_strndup (start, end - start), ",", '.');
  number = g_ascii_strtod (digits, NULL);
  self->number = start;
  self->at = self->number_end = end;
  if (!isfinite (number))
    return fail (self, start, end - start,
                 g_strdup_printf (_ ("The number “%.*s” is too large."), (int) (end - start),
                                  start));
  return emit (self, (DhOp) { .code = DH_OP_NUMBER, .number = number });
}

/* ---- brackets, bars and functions ---- */

/* Reads a sum within brackets or bars; in_bars and in_pair say what bars and commas mean there. */
static gboolean
read_inside (Reader *self, const char *start, gboolean in_bars, gboolean in_pair)
{
  gboolean outer_bars = self->in_bars, outer_pair = self->in_pair;

  if (!go_deeper (self, start))
    return FALSE;
  self->in_bars = in_bars;
  self->in_pair = in_pair;
  if (!read_sum (self))
    return FALSE;
  self->in_bars = outer_bars;
  self->in_pair = outer_pair;
  self->depth--;
  return TRUE;
}

static gboolean
fail_open (Reader *self, const char *start)
{
  return fail (self, start, 1, g_strdup (_ ("This bracket is never closed: add “)”.")));
}

static gboolean
read_bracket (Reader *self, const char *start)
{
  return read_inside (self, start, FALSE, FALSE) && (take (self, ")") || fail_open (self, start));
}

static gboolean
emit_function (Reader *self, const char *name)
{
  const DhFunction *function = dh_functions;

  while (!g_str_equal (function->name, name))
    function++;
  return emit (self, (DhOp) { .code = DH_OP_FUNCTION, .function = function });
}

static gboolean
read_bars (Reader *self, const char *start)
{
  if (!read_inside (self, start, TRUE, FALSE))
    return FALSE;
  if (take (self, "|"))
    return emit_function (self, "abs");
  return fail (self, start, 1, g_strdup (_ ("This bar is never closed: add “|”.")));
}

/* Whether a semicolon separates the arguments: then a comma is a decimal sign. */
static gboolean
has_semicolon (const char *at)
{
  for (guint open = 1; *at != '\0' && open > 0; at++)
    {
      if (*at == ';' && open == 1)
        return TRUE;
      open += (*at == '(') - (*at == ')');
    }
  return FALSE;
}

static gboolean
read_pair (Reader *self, const DhFunction *function, const char *start)
{
  const char *bracket = self->at - 1, *sign;
  gboolean semicolon = has_semicolon (self->at);

  if (!read_inside (self, bracket, FALSE, !semicolon))
    return FALSE;
  if (!take (self, semicolon ? ";" : ","))
    return *self->at == '\0' ? fail_open (self, bracket)
                             : fail (self, start, strlen (function->name),
                                     g_strdup_printf (_ ("“%s” takes two arguments: write %s(x, "
                                                         "y)."),
                                                      function->name, function->name));
  if (!read_inside (self, bracket, FALSE, !semicolon))
    return FALSE;
  sign = self->at;
  if (take (self, ", ;"))
    return fail (self, sign, 1,
                 g_strdup_printf (_ ("“%s” takes two arguments, but a third starts here: write "
                                     "decimals with a point, or separate the arguments with “;”."),
                                  function->name));
  return (take (self, ")") || fail_open (self, bracket))
         && emit (self, (DhOp) { .code = function->pair });
}

static gboolean
read_call (Reader *self, const DhFunction *function, const char *start)
{
  self->at = start + strlen (function->name);
  if (!take (self, "("))
    return fail (self, start, self->at - start,
                 g_strdup_printf (function->pair != 0
                                    ? _ ("“%s” needs its arguments in brackets: %s(x, y).")
                                    : _ ("“%s” needs its argument in brackets: %s(x)."),
                                  function->name, function->name));
  if (function->pair != 0)
    return read_pair (self, function, start);
  return read_bracket (self, self->at - 1)
         && emit (self, (DhOp) { .code = DH_OP_FUNCTION, .function = function });
}

/* ---- names ---- */

/* Looks up what a name stands for; FALSE: it is unknown.  For a function, sets the op's code and
 * function. */
static gboolean
look_up (const Reader *self, const char *name, gsize length, DhOp *op)
{
  static const struct
  {
    const char *name;
    DhOp op;
  } known[] = {
    { "x", { .code = DH_OP_X } },
    { "y", { .code = DH_OP_Y } },
    { "pi", { .code = DH_OP_NUMBER, .number = G_PI } },
    { "π", { .code = DH_OP_NUMBER, .number = G_PI } },
    { "e", { .code = DH_OP_NUMBER, .number = G_E } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strlen (known[i].name) == length && strncmp (known[i].name, name, length) == 0)
      {
        *op = known[i].op;
        return TRUE;
      }
  for (guint i = 0; self->parameters != NULL && self->parameters[i] != NULL; i++)
    if (strlen (self->parameters[i]) == length && strncmp (self->parameters[i], name, length) == 0)
      {
        *op = (DhOp) { .code = DH_OP_PARAMETER, .parameter = i };
        return TRUE;
      }
  for (guint i = 0; i < dh_n_functions; i++)
    if (strlen (dh_functions[i].name) == length
        && strncmp (dh_functions[i].name, name, length) == 0)
      {
        *op = (DhOp) { .code = DH_OP_FUNCTION, .function = &dh_functions[i] };
        return TRUE;
      }
  return FALSE;
}

/* "xy" is x · y, "xsin(y)" is x · sin (y).  Returns the length of the longest name that the
 * letters begin with and after which the rest can be read as names, too; a function may only be
 * the last.  0: there is none. */
static gsize
find_first_name (const Reader *self, const char *letters, gsize length, DhOp *op)
{
  for (gsize n = length; n > 0; n--)
    {
      DhOp rest;

      if (!look_up (self, letters, n, op))
        continue;
      if (n == length
          || (op->code != DH_OP_FUNCTION
              && find_first_name (self, letters + n, length - n, &rest) > 0))
        return n;
    }
  return 0;
}

static gboolean
fail_name (Reader *self, const char *start, gsize length)
{
  g_autofree char *functions = dh_expression_list_functions ();
  DhOp op;

  if (strchr ("xy", start[length - 1]) != NULL && look_up (self, start, length - 1, &op)
      && op.code == DH_OP_FUNCTION)
    return read_call (self, op.function, start); /* "sinx" */
  return fail (self, start, length,
               g_strdup_printf (_ ("“%.*s” is unknown: use x, y, pi, e and the functions %s."),
                                (int) length, start, functions));
}

static gboolean
read_name (Reader *self)
{
  const char *start = self->at, *end = start;
  gsize length;
  DhOp op;

  /* "x10" is more likely a name from elsewhere than x · 10. */
  while (g_unichar_isalpha (g_utf8_get_char (end)) || g_ascii_isdigit (*end))
    end = g_utf8_next_char (end);
  length = find_first_name (self, start, end - start, &op);
  if (length == 0)
    return fail_name (self, start, end - start);
  self->at = start + length;
  return op.code == DH_OP_FUNCTION ? read_call (self, op.function, start) : emit (self, op);
}

static gboolean
read_atom (Reader *self)
{
  const char *start;
  gunichar c;

  skip_blanks (self);
  start = self->at;
  c = g_utf8_get_char (start);
  if (is_number_next (self, start))
    return read_number (self);
  if (g_unichar_isalpha (c))
    return read_name (self);
  if (take (self, "("))
    return read_bracket (self, start);
  if (take (self, "|"))
    return read_bars (self, start);
  if (take (self, "√"))
    {
      if (!go_deeper (self, start) || !read_atom (self))
        return FALSE;
      self->depth--;
      return emit_function (self, "sqrt");
    }
  if (c == 0)
    return fail (self, start, 0,
                 g_strdup (_ ("Something is missing at the end: a number, x, y or "
                              "a bracket.")));
  return fail (self, start, g_utf8_next_char (start) - start,
               g_strdup_printf (_ ("There should be a number, x, y or a bracket instead of "
                                   "“%.*s”."),
                                (int) (g_utf8_next_char (start) - start), start));
}

static gboolean read_signed (Reader *self);

/* "¹⁰": a number in superscript digits; FALSE: there is none */
static gboolean
take_raised (Reader *self, double *number)
{
  static const char *const digits[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  gboolean found = FALSE, more;

  *number = 0;
  do
    {
      more = FALSE;
      for (guint i = 0; i < G_N_ELEMENTS (digits) && !more; i++)
        if (g_str_has_prefix (self->at, digits[i]))
          {
            self->at += strlen (digits[i]);
            *number = 10 * *number + i;
            found = more = TRUE;
          }
    }
  while (more);
  return found;
}

/* A power binds tighter than the sign before it and reaches to the right: -x^2^3 = -(x^(2^3)). */
static gboolean
read_power (Reader *self)
{
  const char *sign;
  double raised;

  if (!read_atom (self))
    return FALSE;
  skip_blanks (self);
  if (take_raised (self, &raised))
    {
      emit (self, (DhOp) { .code = DH_OP_NUMBER, .number = raised });
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
  else if (take (self, "- − –"))
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

/* "10 000", "1.000.000", "1.5.2" */
static gboolean
fail_beside (Reader *self)
{
  const char *start = self->number, *end = self->at + 1;

  while (is_number_next (self, end) || *end == '.')
    end++;
  return fail (self, start, end - start,
               g_strdup_printf (_ ("“%.*s” is two numbers side by side: write one number without "
                                   "spaces or thousands separators, or put * between them."),
                                (int) (end - start), start));
}

static gboolean
is_just_behind_number (const Reader *self)
{
  const char *at = self->number_end;

  while (at != NULL && at < self->at && g_unichar_isspace (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  return at == self->at;
}

/* "2x" and "3 (x + 1)" are products without a sign. */
static gboolean
is_factor_next (Reader *self)
{
  gunichar c;

  skip_blanks (self);
  c = g_utf8_get_char (self->at);
  if (is_number_next (self, self->at) && is_just_behind_number (self))
    return fail_beside (self);
  return c == '(' || g_unichar_isalpha (c) || is_number_next (self, self->at)
         || c == g_utf8_get_char ("√") || (c == '|' && !self->in_bars);
}

static gboolean
read_product (Reader *self)
{
  if (!read_signed (self))
    return FALSE;
  for (;;)
    {
      DhOp op = { .code = DH_OP_MULTIPLY };

      if (take (self, "/ ÷ ∕"))
        op.code = DH_OP_DIVIDE;
      else if (!take (self, "* · × ⋅ ∙") && !is_factor_next (self))
        return self->problem == NULL;
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

      if (take (self, "- − –"))
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
                 g_strdup_printf (_ ("The function is too long: use at most %d characters."),
                                  DH_EXPRESSION_MAX_LENGTH));
  if (!g_utf8_validate (self->text, length, &end))
    return fail (self, end, 1, g_strdup (_ ("The text is not valid UTF-8.")));
  if (!read_sum (self))
    return FALSE;
  skip_blanks (self);
  if (*self->at == '\0')
    return TRUE;
  if (*self->at == ')')
    return fail (self, self->at, 1, g_strdup (_ ("This bracket was never opened: remove it.")));
  return fail (self, self->at, g_utf8_next_char (self->at) - self->at,
               g_strdup_printf (_ ("“%.*s” is not allowed here."),
                                (int) (g_utf8_next_char (self->at) - self->at), self->at));
}

/* Marks the operands that depend on x and y: the power rule for a constant exponent differs from
 * that for a varying one, even where the latter happens not to change. */
static void
mark_varying (DhExpression *self)
{
  gboolean stack[DH_EXPRESSION_MAX_STACK];
  guint n = 0;

  g_assert (self->depth <= DH_EXPRESSION_MAX_STACK);
  for (guint i = 0; i < self->program->len; i++)
    {
      DhOp *op = &g_array_index (self->program, DhOp, i);

      if (op->code < DH_OP_ADD)
        stack[n++] = op->code == DH_OP_X || op->code == DH_OP_Y;
      else if (op->code >= DH_OP_NEGATE)
        op->varies[0] = stack[n - 1];
      else
        {
          op->varies[0] = stack[n - 2];
          op->varies[1] = stack[n - 1];
          n--;
          stack[n - 1] = op->varies[0] || op->varies[1];
        }
    }
}

DhExpression *
dh_expression_new (const char *text, const char *const *parameters, DhTextSpan *fault,
                   GError **error)
{
  g_autoptr (DhExpression) result = g_new0 (DhExpression, 1);
  Reader reader = { .text = text, .at = text, .parameters = parameters, .result = result };

  result->program = g_array_new (FALSE, FALSE, sizeof (DhOp));
  if (read_all (&reader))
    {
      mark_varying (result);
      return g_steal_pointer (&result);
    }
  if (fault != NULL)
    *fault = reader.fault;
  g_set_error_literal (error, DH_ERROR, DH_ERROR_VALUE, reader.problem);
  g_free (reader.problem);
  return NULL;
}
