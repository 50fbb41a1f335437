/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parsing the source of a formula into a tree.
 *
 * There is one function for each construct of the language, which calls itself for the contents of
 * braces.  The depth is limited, so that no source can exhaust the stack.
 *
 * Messages are for programmers who write a formula into the code, and are not translated.
 */
#include <string.h>

#include "ui/plot/formula/formula-private.h"

#define MAX_DEPTH 48

typedef struct
{
  const char *source;
  const char *at;
  guint depth;
  GError **error;
} Parser;

typedef struct
{
  const char *name;
  DhMathNode *(*parse) (Parser *self);
} Construct;

static DhMathNode *parse_atom (Parser *self);

G_DEFINE_QUARK (dh - formula - error - quark, dh_formula_error)

static DhMathNode *
fail (Parser *self, const char *place, const char *what)
{
  if (self->error != NULL && *self->error == NULL)
    g_set_error (self->error, DH_FORMULA_ERROR, DH_FORMULA_ERROR_SYNTAX,
                 "Character %ld of the formula: %s.",
                 g_utf8_pointer_to_offset (self->source, place) + 1, what);
  return NULL;
}

static void
skip_blanks (Parser *self)
{
  while (g_ascii_isspace (*self->at))
    self->at++;
}

static gboolean
take (Parser *self, const char *token)
{
  gsize length = strlen (token);

  skip_blanks (self);
  if (strncmp (self->at, token, length) != 0)
    return FALSE;
  if (g_ascii_isalpha (token[length - 1]) && g_ascii_isalpha (self->at[length]))
    return FALSE;
  self->at += length;
  return TRUE;
}

/* The name after a backslash: letters, or a single other character. */
static gsize
get_command_length (const char *name)
{
  gsize length = 0;

  while (g_ascii_isalpha (name[length]))
    length++;
  return length > 0 || name[0] == '\0' ? length : (gsize) (g_utf8_next_char (name) - name);
}

static DhMathNode *
create_space (double em)
{
  DhMathNode *node = dh_math_node_new (DH_MATH_SPACE, DH_ATOM_ORDINARY);

  node->space = em;
  return node;
}

static gboolean
at_row_end (Parser *self)
{
  static const char *const ends[] = { "}", "&", "\\\\", "\\right", "\\end" };

  skip_blanks (self);
  if (*self->at == '\0')
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      Parser ahead = *self;

      if (take (&ahead, ends[i]))
        return TRUE;
    }
  return FALSE;
}

/* Parses a subscript or a superscript, if there is one here. */
static gboolean
parse_script (Parser *self, const char *sign, DhMathNode **script)
{
  const char *place = self->at;

  if (!take (self, sign))
    return TRUE;
  if (*script != NULL)
    return fail (self, place, "a second script of the same kind: put the first in braces") != NULL;
  *script = parse_atom (self);
  return *script != NULL;
}

static DhMathNode *
parse_scripts (Parser *self, DhMathNode *base)
{
  g_autoptr (DhMathNode) node = dh_math_node_new (DH_MATH_SCRIPTS, base->atom);
  const char *before;

  node->parts[0] = base;
  do
    {
      before = self->at;
      if (!parse_script (self, "_", &node->parts[1]) || !parse_script (self, "^", &node->parts[2]))
        return NULL;
      if (take (self, "'"))
        {
          if (node->parts[2] != NULL)
            return fail (self, before, "a prime after another upper script");
          node->parts[2] = dh_math_glyphs_new ("′", -1, DH_ATOM_ORDINARY, FALSE);
        }
      skip_blanks (self);
    }
  while (self->at != before);
  if (node->parts[1] != NULL || node->parts[2] != NULL)
    return g_steal_pointer (&node);
  return g_steal_pointer (&node->parts[0]);
}

static DhMathNode *
parse_row (Parser *self)
{
  g_autoptr (DhMathNode) row = dh_math_node_new (DH_MATH_ROW, DH_ATOM_ORDINARY);

  while (!at_row_end (self))
    {
      DhMathNode *node = strchr ("_^'", *self->at) != NULL
                           ? dh_math_node_new (DH_MATH_ROW, DH_ATOM_ORDINARY)
                           : parse_atom (self);

      if (node != NULL)
        node = parse_scripts (self, node);
      if (node == NULL)
        return NULL;
      g_ptr_array_add (row->children, node);
    }
  return g_steal_pointer (&row);
}

static DhMathNode *
parse_group (Parser *self)
{
  const char *place = self->at;
  g_autoptr (DhMathNode) row = NULL;

  self->at++;
  row = parse_row (self);
  if (row == NULL)
    return NULL;
  if (!take (self, "}"))
    return fail (self, place, "this brace is not closed");
  return g_steal_pointer (&row);
}

/* The unparsed text in braces. */
static DhMathNode *
parse_words (Parser *self, DhAtom atom)
{
  const char *start, *end;

  skip_blanks (self);
  start = self->at;
  end = *start == '{' ? strpbrk (start + 1, "{}\\") : NULL;
  if (end == NULL || *end != '}')
    return fail (self, start, "plain words in braces are wanted here");
  self->at = end + 1;
  return dh_math_glyphs_new (start + 1, end - start - 1, atom, FALSE);
}

static DhMathNode *
parse_text (Parser *self)
{
  return parse_words (self, DH_ATOM_ORDINARY);
}

static DhMathNode *
parse_operator_name (Parser *self)
{
  return parse_words (self, DH_ATOM_OPERATOR);
}

static DhMathNode *
parse_with_parts (Parser *self, DhMathKind kind, DhAtom atom, guint n_parts)
{
  g_autoptr (DhMathNode) node = dh_math_node_new (kind, atom);

  for (guint i = 0; i < n_parts; i++)
    {
      node->parts[i] = parse_atom (self);
      if (node->parts[i] == NULL)
        return NULL;
    }
  return g_steal_pointer (&node);
}

static DhMathNode *
parse_fraction (Parser *self)
{
  return parse_with_parts (self, DH_MATH_FRACTION, DH_ATOM_INNER, 2);
}

static DhMathNode *
parse_root (Parser *self)
{
  return parse_with_parts (self, DH_MATH_ROOT, DH_ATOM_ORDINARY, 1);
}

static DhMathNode *
parse_hat (Parser *self)
{
  return parse_with_parts (self, DH_MATH_HAT, DH_ATOM_ORDINARY, 1);
}

static DhMathNode *
parse_bar (Parser *self)
{
  return parse_with_parts (self, DH_MATH_BAR, DH_ATOM_ORDINARY, 1);
}

/* The delimiter after \left or \right; a full stop means none. */
static gboolean
parse_fence (Parser *self, DhMathNode **fence)
{
  const DhMathSymbol *symbol;
  const char *name, *place;
  gsize length;

  skip_blanks (self);
  place = self->at;
  name = *place == '\\' ? place + 1 : place;
  length = *place == '\\' ? get_command_length (name) : *place != '\0';
  symbol = dh_math_symbol_find (name, length);
  if (symbol == NULL || strstr ("([{|‖)]}.", symbol->text) == NULL
      || (name == place && strchr ("{}", *name) != NULL))
    return fail (self, place, "a bracket is wanted here") != NULL;
  self->at = name + length;
  if (symbol->text[0] != '.')
    *fence = dh_math_symbol_new (symbol);
  return TRUE;
}

static DhMathNode *
parse_fenced (Parser *self)
{
  g_autoptr (DhMathNode) node = dh_math_node_new (DH_MATH_FENCED, DH_ATOM_INNER);
  const char *place = self->at;

  if (!parse_fence (self, &node->parts[1]))
    return NULL;
  node->parts[0] = parse_row (self);
  if (node->parts[0] == NULL)
    return NULL;
  if (!take (self, "\\right"))
    return fail (self, place, "this \\left has no \\right");
  return parse_fence (self, &node->parts[2]) ? g_steal_pointer (&node) : NULL;
}

/* One row: two cells; the second is empty if it is missing. */
static gboolean
parse_case (Parser *self, DhMathNode *cases)
{
  for (guint i = 0; i < 2; i++)
    {
      DhMathNode *cell = i == 0 || take (self, "&")
                           ? parse_row (self)
                           : dh_math_node_new (DH_MATH_ROW, DH_ATOM_ORDINARY);

      if (cell == NULL)
        return FALSE;
      g_ptr_array_add (cases->children, cell);
    }
  return TRUE;
}

static DhMathNode *
parse_cases (Parser *self)
{
  g_autoptr (DhMathNode) cases = dh_math_node_new (DH_MATH_CASES, DH_ATOM_INNER);
  const char *place = self->at;

  if (!take (self, "{cases}"))
    return fail (self, place, "only {cases} can begin");
  do
    if (!parse_case (self, cases))
      return NULL;
  while (take (self, "\\\\"));
  if (!take (self, "\\end") || !take (self, "{cases}"))
    return fail (self, place, "these cases have no \\end{cases}");
  return g_steal_pointer (&cases);
}

static DhMathNode *
parse_command (Parser *self)
{
  static const Construct constructs[] = {
    { "frac", parse_fraction }, { "sqrt", parse_root },   { "hat", parse_hat },
    { "bar", parse_bar },       { "text", parse_text },   { "mathrm", parse_text },
    { "left", parse_fenced },   { "begin", parse_cases }, { "operatorname", parse_operator_name },
  };
  static const struct
  {
    const char *name;
    double em;
  } spaces[] = { { ",", 3 / 18.0 }, { ":", 4 / 18.0 }, { ";", 5 / 18.0 }, { "!", -3 / 18.0 },
                 { " ", 1 / 3.0 },  { "quad", 1 },     { "qquad", 2 } };
  const char *place = self->at, *name = place + 1;
  gsize length = get_command_length (name);
  const DhMathSymbol *symbol = dh_math_symbol_find (name, length);
  g_autofree char *what = NULL;

  self->at = name + length;
  for (guint i = 0; i < G_N_ELEMENTS (constructs); i++)
    if (strlen (constructs[i].name) == length && strncmp (constructs[i].name, name, length) == 0)
      return constructs[i].parse (self);
  for (guint i = 0; i < G_N_ELEMENTS (spaces); i++)
    if (strlen (spaces[i].name) == length && strncmp (spaces[i].name, name, length) == 0)
      return create_space (spaces[i].em);
  if (symbol != NULL && (g_ascii_isalpha (*name) || strchr ("{}|%#&_", *name) != NULL))
    return dh_math_symbol_new (symbol);
  what = g_strdup_printf ("“%.*s” is no command that is known", (int) length + 1, place);
  return fail (self, place, what);
}

/* A number is one piece, so that its digits are spaced as in text. */
static DhMathNode *
parse_number (Parser *self)
{
  const char *start = self->at;

  while (g_ascii_isdigit (*self->at) || (*self->at == '.' && g_ascii_isdigit (self->at[1])))
    self->at++;
  return dh_math_glyphs_new (start, self->at - start, DH_ATOM_ORDINARY, FALSE);
}

static DhMathNode *
parse_character (Parser *self)
{
  const DhMathSymbol *symbol = dh_math_symbol_find (self->at, 1);
  const char *place = self->at;

  if (g_ascii_isdigit (*place) || (*place == '.' && g_ascii_isdigit (place[1])))
    return parse_number (self);
  if (*place == '\0')
    return fail (self, place, "something is missing at the end");
  if (g_ascii_isalpha (*place))
    return dh_math_glyphs_new (self->at++, 1, DH_ATOM_ORDINARY, TRUE);
  if (symbol == NULL || strchr ("{}&_#%", *place) != NULL)
    return fail (self, place, "this sign can’t stand here");
  self->at++;
  return dh_math_symbol_new (symbol);
}

/* A letter, a sign, a command with its arguments or a group. */
static DhMathNode *
parse_atom (Parser *self)
{
  DhMathNode *node;

  skip_blanks (self);
  if (self->depth >= MAX_DEPTH)
    return fail (self, self->at, "too deeply nested");
  self->depth++;
  if (*self->at == '{')
    node = parse_group (self);
  else if (*self->at == '\\')
    node = parse_command (self);
  else
    node = parse_character (self);
  self->depth--;
  return node;
}

DhMathNode *
dh_math_parse (const char *tex, GError **error)
{
  GError *reason = NULL;
  Parser self = { tex, tex, 0, &reason };
  g_autoptr (DhMathNode) row = NULL;

  if (!g_utf8_validate (tex, -1, NULL))
    {
      g_set_error_literal (error, DH_FORMULA_ERROR, DH_FORMULA_ERROR_SYNTAX,
                           "The formula is not UTF-8.");
      return NULL;
    }
  row = parse_row (&self);
  if (row != NULL && *self.at != '\0')
    fail (&self, self.at, "this closes something that was never opened");
  if (reason == NULL)
    return g_steal_pointer (&row);
  g_propagate_error (error, reason);
  return NULL;
}
