/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A literal of Python, which is what some programs write where JSON is expected: str() of a dict.
 *
 * The text comes from anywhere, so its size, the depth of its brackets and the length of its
 * numbers are limited, and nothing is ever evaluated: a name other than True, False and None, a
 * call, a sum or a set is a mistake.  Neither nan nor inf is accepted, which are names as well.
 * Texts that stand side by side aren't joined: str() doesn't write them.
 *
 * Source: The Python Language Reference, "Lexical analysis" and "Literals".
 */
#include "core/data/python-literal.h"

#include <math.h>
#include <string.h>

#define MAX_SIZE   ((gsize) 16 << 20)
#define MAX_DEPTH  32
#define MAX_NUMBER 64

typedef struct
{
  const char *start, *end, *next;
  guint depth;
  DhPythonTree *tree;
  const char *reason; /* of the first mistake */
} Parser;

static DhPythonValue *parse_value (Parser *self);

static gpointer
refuse (Parser *self, const char *reason)
{
  if (self->reason == NULL)
    self->reason = reason;
  return NULL;
}

/* The next byte; 0 at the end, which stands for nothing in a literal. */
static char
peek (const Parser *self)
{
  return self->next < self->end ? *self->next : '\0';
}

static void
skip_blanks (Parser *self)
{
  while (self->next < self->end && strchr (" \t\n\r\f", *self->next) != NULL && *self->next != 0)
    self->next++;
}

static gboolean
take (Parser *self, char sign)
{
  skip_blanks (self);
  if (self->next == self->end || *self->next != sign)
    return FALSE;
  self->next++;
  return TRUE;
}

static DhPythonValue *
checked (Parser *self, DhPythonValue *value)
{
  return value != NULL ? value : refuse (self, "too many values");
}

static DhPythonValue *
add (Parser *self, DhPythonKind kind)
{
  return checked (self, dh_python_tree_add (self->tree, kind));
}

/* ---- numbers ---- */

static DhPythonValue *
add_float (Parser *self, const char *text)
{
  char *end;
  const double number = g_ascii_strtod (text, &end);
  DhPythonValue *value;

  if (*end != '\0')
    return refuse (self, "not a number");
  if (!isfinite (number))
    return refuse (self, "the number is too large");
  value = add (self, DH_PYTHON_FLOAT);
  if (value != NULL)
    value->number = number;
  return value;
}

static DhPythonValue *
add_int (Parser *self, const char *text)
{
  const gsize n_signs = *text == '-' || *text == '+';
  gint64 number;
  DhPythonValue *value;

  if (text[n_signs] == '0' && strspn (text + n_signs, "0") != strlen (text + n_signs))
    return refuse (self, "a number begins with 0");
  if (!g_ascii_string_to_signed (text + (*text == '+'), 10, G_MININT64, G_MAXINT64, &number, NULL))
    return refuse (self, "not a number of 64 bits");
  value = add (self, DH_PYTHON_INT);
  if (value != NULL)
    value->integer = number;
  return value;
}

static DhPythonValue *
parse_number (Parser *self)
{
  char text[MAX_NUMBER + 1];
  gsize n = 0, n_digits;

  while (self->next + n < self->end && self->next[n] != '\0'
         && strchr ("0123456789+-.eE", self->next[n]) != NULL)
    if (++n > MAX_NUMBER)
      return refuse (self, "the number is too long");
  memcpy (text, self->next, n);
  text[n] = '\0';
  n_digits = strspn (text + (*text == '-' || *text == '+'), "0123456789");
  if (n == 0 || (n_digits == 0 && strpbrk (text, "0123456789") == NULL))
    return refuse (self, "a value is missing");
  self->next += n;
  return strpbrk (text, ".eE") != NULL ? add_float (self, text) : add_int (self, text);
}

/* ---- texts and bytes ---- */

static gboolean
take_digits (Parser *self, guint n, guint base_bits, gunichar *number)
{
  *number = 0;
  for (guint i = 0; i < n; i++, self->next++)
    {
      if (self->next == self->end || !g_ascii_isxdigit (*self->next))
        return FALSE;
      *number = *number << base_bits | (gunichar) g_ascii_xdigit_value (*self->next);
    }
  return TRUE;
}

/* One to three octal digits, of which the first is at `next`. */
static gunichar
take_octal (Parser *self)
{
  gunichar number = 0;

  for (int i = 0; i < 3 && peek (self) >= '0' && peek (self) <= '7'; i++)
    number = number << 3 | (gunichar) (*self->next++ - '0');
  return number;
}

/* Python keeps the bytes of a file name that isn't UTF-8 as halves of surrogate pairs, and writes
 * them as \udcNN. */
static gboolean
is_surrogate (gunichar number)
{
  return number >= 0xd800 && number <= 0xdfff;
}

static gboolean
append_number (Parser *self, GByteArray *to, gunichar number, gboolean is_bytes)
{
  char utf8[6];
  guint8 byte = (guint8) number;

  if (is_bytes)
    g_byte_array_append (to, &byte, 1);
  else if (is_surrogate (number))
    g_byte_array_append (to, (const guint8 *) "\357\277\275", 3); /* U+FFFD */
  else if (g_unichar_validate (number))
    g_byte_array_append (to, (const guint8 *) utf8, (guint) g_unichar_to_utf8 (number, utf8));
  else
    return refuse (self, "there is no such character") != NULL;
  return TRUE;
}

/* What follows a backslash.  As in Python, the backslash stays if it means nothing. */
static gboolean
take_escape (Parser *self, GByteArray *to, gboolean is_bytes)
{
  static const char signs[] = "\\\\''\"\"a\ab\bf\fn\nr\rt\tv\v";
  const char sign = peek (self);
  gunichar number;
  guint n_digits = sign == 'x' ? 2 : 0;

  if (self->next == self->end)
    return refuse (self, "a quote is missing") != NULL;
  if (!is_bytes && (sign == 'u' || sign == 'U'))
    n_digits = sign == 'u' ? 4 : 8;
  if (sign >= '0' && sign <= '7')
    return append_number (self, to, take_octal (self), is_bytes);
  self->next++;
  if (n_digits > 0)
    return take_digits (self, n_digits, 4, &number)
             ? append_number (self, to, number, is_bytes)
             : refuse (self, "hexadecimal digits are missing") != NULL;
  if (sign == '\n')
    return TRUE;
  for (gsize i = 0; i + 1 < sizeof signs; i += 2)
    if (signs[i] == sign)
      return append_number (self, to, (guint8) signs[i + 1], is_bytes);
  if (sign == 'N' && !is_bytes)
    return refuse (self, "a character is given by its name") != NULL;
  self->next--;
  g_byte_array_append (to, (const guint8 *) "\\", 1);
  return TRUE;
}

static gboolean
take_quoted (Parser *self, GByteArray *to, gboolean is_bytes)
{
  const char quote = *self->next++;

  for (;;)
    {
      if (self->next == self->end || *self->next == '\n')
        return refuse (self, "a quote is missing") != NULL;
      if (*self->next == quote)
        break;
      if (is_bytes && !g_ascii_isprint (*self->next) && *self->next != '\t')
        return refuse (self, "bytes are written in ASCII") != NULL;
      if (*self->next == '\\')
        {
          self->next++;
          if (!take_escape (self, to, is_bytes))
            return FALSE;
        }
      else
        g_byte_array_append (to, (const guint8 *) self->next++, 1);
    }
  self->next++;
  return TRUE;
}

static DhPythonValue *
parse_quoted (Parser *self, gboolean is_bytes)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (!take_quoted (self, bytes, is_bytes))
    return NULL;
  if (!is_bytes && !dh_python_is_text (bytes->data, bytes->len))
    return refuse (self, "a text isn’t UTF-8");
  return checked (self,
                  dh_python_tree_add_bytes (self->tree, is_bytes ? DH_PYTHON_BYTES : DH_PYTHON_TEXT,
                                            bytes->data, bytes->len));
}

/* ---- brackets ---- */

static gboolean
add_pair (Parser *self, DhPythonValue *dict)
{
  DhPythonValue *key = parse_value (self), *value;

  if (key == NULL)
    return FALSE;
  if (!take (self, ':'))
    return refuse (self, "a colon is missing") != NULL;
  value = parse_value (self);
  if (value == NULL)
    return FALSE;
  g_ptr_array_add (dict->items, key);
  g_ptr_array_add (dict->items, value);
  return TRUE;
}

static gboolean
add_item (Parser *self, DhPythonValue *list)
{
  DhPythonValue *item = parse_value (self);

  if (item != NULL)
    g_ptr_array_add (list->items, item);
  return item != NULL;
}

static DhPythonValue *
parse_items (Parser *self, DhPythonKind kind, char end)
{
  DhPythonValue *value = add (self, kind);
  gboolean has_comma = FALSE;

  if (value == NULL)
    return NULL;
  while (!take (self, end))
    {
      if (value->items->len > 0 && !has_comma)
        return refuse (self, "a comma or a bracket is missing");
      if (!(kind == DH_PYTHON_DICT ? add_pair (self, value) : add_item (self, value)))
        return NULL;
      has_comma = take (self, ',');
    }
  /* Brackets around one value are only brackets. */
  if (kind == DH_PYTHON_TUPLE && value->items->len == 1 && !has_comma)
    return value->items->pdata[0];
  return value;
}

static DhPythonValue *
parse_brackets (Parser *self)
{
  const char bracket = *self->next;
  DhPythonValue *value;

  if (self->depth == MAX_DEPTH)
    return refuse (self, "too many brackets in each other");
  self->next++;
  self->depth++;
  if (bracket == '{')
    value = parse_items (self, DH_PYTHON_DICT, '}');
  else if (bracket == '[')
    value = parse_items (self, DH_PYTHON_LIST, ']');
  else
    value = parse_items (self, DH_PYTHON_TUPLE, ')');
  self->depth--;
  return value;
}

/* ---- any value ---- */

static DhPythonValue *
parse_word (Parser *self)
{
  static const struct
  {
    const char *word;
    DhPythonKind kind;
    int integer;
  } words[] = {
    { "None", DH_PYTHON_NONE, 0 },
    { "True", DH_PYTHON_BOOL, 1 },
    { "False", DH_PYTHON_BOOL, 0 },
  };
  gsize n = 0;

  while (self->next + n < self->end
         && (g_ascii_isalnum (self->next[n]) || self->next[n] == '_' || self->next[n] == '.'))
    n++;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (n == strlen (words[i].word) && memcmp (self->next, words[i].word, n) == 0)
      {
        DhPythonValue *value = add (self, words[i].kind);

        if (value != NULL)
          value->integer = words[i].integer;
        self->next += n;
        return value;
      }
  return refuse (self, "a name, which isn’t data");
}

static DhPythonValue *
parse_value (Parser *self)
{
  char sign;

  skip_blanks (self);
  sign = peek (self);
  if (sign == '\'' || sign == '"')
    return parse_quoted (self, FALSE);
  if (sign == 'b' && self->next + 1 < self->end && (self->next[1] == '\'' || self->next[1] == '"'))
    {
      self->next++;
      return parse_quoted (self, TRUE);
    }
  if (sign == '{' || sign == '[' || sign == '(')
    return parse_brackets (self);
  if (g_ascii_isalpha (sign) || sign == '_')
    return parse_word (self);
  return parse_number (self);
}

DhPythonTree *
dh_python_literal_parse (const char *text, gsize size, gsize *at, const char **reason)
{
  g_autoptr (DhPythonTree) tree = dh_python_tree_new ();
  Parser self = { .start = text, .end = text + size, .next = text, .tree = tree };
  const DhPythonValue *root = NULL;

  if (size > MAX_SIZE)
    refuse (&self, "too long");
  else
    root = parse_value (&self);
  if (root != NULL)
    skip_blanks (&self);
  if (root != NULL && self.next != self.end)
    refuse (&self, "something follows the value");
  *at = (gsize) (self.next - self.start);
  *reason = self.reason;
  if (self.reason != NULL)
    return NULL;
  dh_python_tree_set_root (tree, root);
  return g_steal_pointer (&tree);
}
