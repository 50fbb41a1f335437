/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pickle, Python's way of storing objects, read as mere data.
 *
 * A pickle is a program for a machine with a stack, and may call any function by its name: reading
 * one from elsewhere with Python runs whatever its author wants.  Here, names only mean something
 * if plain data are stored with them (pickle-call.c).  Any other name is a mistake, as are sets,
 * classes and references to things outside the pickle.
 *
 * Values are never copied, and every instruction adds at most one, so a small pickle can't become
 * large.
 *
 * Source: Python's standard library, "pickletools", which describes each instruction.
 */
#include "core/data/pickle.h"

#include "core/data/pickle-call.h"
#include "core/data/pickle-stack.h"

#include <string.h>

#define MAX_SIZE     ((gsize) 4 << 20)
#define MAX_PROTOCOL 5
#define MAX_LINE     4096

typedef struct
{
  const guint8 *start, *end, *next;
  DhPythonTree *tree;
  DhPickleStack stack;
} Machine;

static gboolean
refuse (Machine *self, const char *reason)
{
  return dh_pickle_stack_refuse (&self->stack, reason);
}

/* ---- reading ---- */

/* The next n bytes; NULL if the pickle ends before. */
static const guint8 *
take (Machine *self, guint64 n)
{
  const guint8 *bytes = self->next;

  if (n > (guint64) (self->end - self->next))
    {
      refuse (self, "it ends too early");
      return NULL;
    }
  self->next += n;
  return bytes;
}

/* A number of 1 to 8 bytes, least significant first. */
static gboolean
take_number (Machine *self, int n, guint64 *number)
{
  const guint8 *bytes = take (self, (guint64) n);

  *number = 0;
  for (int i = n; bytes != NULL && i > 0; i--)
    *number = *number << 8 | bytes[i - 1];
  return bytes != NULL;
}

/* The text up to the end of its line; (transfer full) */
static char *
take_line (Machine *self)
{
  const guint8 *end = memchr (self->next, '\n', (gsize) (self->end - self->next));
  const guint8 *start = self->next;

  if (end == NULL || end - start > MAX_LINE)
    {
      refuse (self, "a line is too long");
      return NULL;
    }
  self->next = end + 1;
  return g_strndup ((const char *) start, (gsize) (end - start));
}

/* ---- stack ---- */

static gboolean
push (Machine *self, DhPythonValue *value)
{
  return dh_pickle_stack_push (&self->stack, value);
}

static gboolean
push_empty (Machine *self, int kind)
{
  return push (self, dh_python_tree_add (self->tree, (DhPythonKind) kind));
}

static gboolean
push_mark (Machine *self, int argument)
{
  dh_pickle_stack_push_mark (&self->stack);
  return TRUE;
}

static gboolean
drop (Machine *self, int argument)
{
  return dh_pickle_stack_drop (&self->stack);
}

static gboolean
drop_to_mark (Machine *self, int argument)
{
  return dh_pickle_stack_drop_to_mark (&self->stack);
}

static gboolean
repeat (Machine *self, int argument)
{
  DhPythonValue *value = dh_pickle_stack_peek (&self->stack);

  return value != NULL && push (self, value);
}

static gboolean
collect (Machine *self, int kind)
{
  return dh_pickle_stack_collect (&self->stack, (DhPythonKind) kind);
}

static gboolean
collect_few (Machine *self, int n)
{
  return dh_pickle_stack_collect_few (&self->stack, DH_PYTHON_TUPLE, (guint) n);
}

static gboolean
add_marked (Machine *self, int kind)
{
  return dh_pickle_stack_extend (&self->stack, (DhPythonKind) kind);
}

/* One to a list, or two to a dict. */
static gboolean
add_few (Machine *self, int n)
{
  return dh_pickle_stack_extend_by (&self->stack, n == 1 ? DH_PYTHON_LIST : DH_PYTHON_DICT,
                                    (guint) n);
}

/* ---- memo ---- */

static gboolean
take_index_line (Machine *self, guint64 *index)
{
  g_autofree char *line = take_line (self);

  return line != NULL
         && (g_ascii_string_to_unsigned (line, 10, 0, G_MAXUINT32, index, NULL)
             || refuse (self, "not a number"));
}

static gboolean
put (Machine *self, int n_bytes)
{
  guint64 index;

  return take_number (self, n_bytes, &index) && dh_pickle_stack_keep (&self->stack, index);
}

static gboolean
put_line (Machine *self, int argument)
{
  guint64 index;

  return take_index_line (self, &index) && dh_pickle_stack_keep (&self->stack, index);
}

static gboolean
put_next (Machine *self, int argument)
{
  return dh_pickle_stack_keep (&self->stack, self->stack.memo->len);
}

static gboolean
get (Machine *self, int n_bytes)
{
  guint64 index;

  return take_number (self, n_bytes, &index) && dh_pickle_stack_recall (&self->stack, index);
}

static gboolean
get_line (Machine *self, int argument)
{
  guint64 index;

  return take_index_line (self, &index) && dh_pickle_stack_recall (&self->stack, index);
}

/* ---- numbers and texts ---- */

static gboolean
push_int (Machine *self, DhPythonKind kind, gint64 number)
{
  DhPythonValue *value = dh_python_tree_add (self->tree, kind);

  if (value != NULL)
    value->integer = number;
  return push (self, value);
}

/* None, or True. */
static gboolean
push_constant (Machine *self, int kind)
{
  return push_int (self, (DhPythonKind) kind, kind == DH_PYTHON_BOOL);
}

static gboolean
push_false (Machine *self, int argument)
{
  return push_int (self, DH_PYTHON_BOOL, 0);
}

/* Unsigned, if shorter than 4 bytes. */
static gboolean
read_int (Machine *self, int n_bytes)
{
  guint64 number;

  return take_number (self, n_bytes, &number)
         && push_int (self, DH_PYTHON_INT,
                      n_bytes < 4 ? (gint64) number : (gint32) (guint32) number);
}

static gboolean
push_float (Machine *self, double number)
{
  DhPythonValue *value = dh_python_tree_add (self->tree, DH_PYTHON_FLOAT);

  if (value != NULL)
    value->number = number;
  return push (self, value);
}

/* Two's complement, of at most eight bytes. */
static gboolean
read_long (Machine *self, int n_size)
{
  guint64 n, bits;

  if (!take_number (self, n_size, &n))
    return FALSE;
  if (n > 8)
    return refuse (self, "the number is too large");
  if (!take_number (self, (int) n, &bits))
    return FALSE;
  if (n > 0 && n < 8 && bits >> (8 * n - 1) != 0)
    bits |= G_MAXUINT64 << 8 * n;
  return push_int (self, DH_PYTHON_INT, (gint64) bits);
}

/* "12", "12L"; "01" and "00" are True and False. */
static gboolean
read_int_line (Machine *self, int is_long)
{
  g_autofree char *line = take_line (self);
  gint64 number;

  if (line == NULL)
    return FALSE;
  if (!is_long && (g_str_equal (line, "00") || g_str_equal (line, "01")))
    return push_int (self, DH_PYTHON_BOOL, line[1] == '1');
  if (is_long && g_str_has_suffix (line, "L"))
    line[strlen (line) - 1] = '\0';
  if (!g_ascii_string_to_signed (line, 10, G_MININT64, G_MAXINT64, &number, NULL))
    return refuse (self, "not a number of 64 bits");
  return push_int (self, DH_PYTHON_INT, number);
}

static gboolean
read_float_line (Machine *self, int argument)
{
  g_autofree char *line = take_line (self);
  char *end;
  double number;

  if (line == NULL)
    return FALSE;
  number = g_ascii_strtod (line, &end);
  if (end == line || *end != '\0')
    return refuse (self, "not a number");
  return push_float (self, number);
}

/* Most significant byte first. */
static gboolean
read_float (Machine *self, int argument)
{
  const guint8 *bytes = take (self, 8);
  guint64 bits = 0;
  double number;

  if (bytes == NULL)
    return FALSE;
  for (int i = 0; i < 8; i++)
    bits = bits << 8 | bytes[i];
  memcpy (&number, &bits, sizeof number);
  return push_float (self, number);
}

/* A text that isn't UTF-8 is kept as bytes. */
static gboolean
push_bytes (Machine *self, DhPythonKind kind, const guint8 *bytes, gsize n)
{
  if (kind == DH_PYTHON_TEXT && !dh_python_is_text (bytes, n))
    kind = DH_PYTHON_BYTES;
  return push (self, dh_python_tree_add_bytes (self->tree, kind, bytes, n));
}

/* After their number, which is stored in n_size bytes. */
static gboolean
read_string (Machine *self, DhPythonKind kind, int n_size)
{
  const guint8 *bytes;
  guint64 n;

  if (!take_number (self, n_size, &n))
    return FALSE;
  bytes = take (self, n);
  return bytes != NULL && push_bytes (self, kind, bytes, n);
}

static gboolean
read_text (Machine *self, int n_size)
{
  return read_string (self, DH_PYTHON_TEXT, n_size);
}

static gboolean
read_bytes (Machine *self, int n_size)
{
  return read_string (self, DH_PYTHON_BYTES, n_size);
}

/* In protocol 0: a text with \uNNNN for what isn't Latin-1. */
static gboolean
read_text_line (Machine *self, int argument)
{
  g_autofree char *line = take_line (self);
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *at = line; at != NULL && *at != '\0'; at++)
    {
      const guint n = at[0] == '\\' && at[1] == 'u' ? 4 : at[0] == '\\' && at[1] == 'U' ? 8 : 0;
      gunichar number = n > 0 ? 0 : (guint8) *at;

      for (guint i = 0; i < n; i++)
        {
          if (!g_ascii_isxdigit (at[2 + i]))
            return refuse (self, "hexadecimal digits are missing");
          number = number << 4 | (gunichar) g_ascii_xdigit_value (at[2 + i]);
        }
      if (!g_unichar_validate (number))
        return refuse (self, "there is no such character");
      g_string_append_unichar (text, number);
      at += n > 0 ? n + 1 : 0;
    }
  return line != NULL && push_bytes (self, DH_PYTHON_TEXT, (const guint8 *) text->str, text->len);
}

/* ---- names ---- */

static gboolean
push_name (Machine *self, const char *module, const char *name)
{
  DhPythonValue *value = dh_pickle_find_name (self->tree, module, name, &self->stack.reason);

  return value != NULL && push (self, value);
}

static gboolean
read_name_lines (Machine *self, int argument)
{
  g_autofree char *module = take_line (self);
  g_autofree char *name = module != NULL ? take_line (self) : NULL;

  return name != NULL && push_name (self, module, name);
}

static gboolean
read_name_on_stack (Machine *self, int argument)
{
  const DhPythonValue *name = dh_pickle_stack_pop (&self->stack);
  const DhPythonValue *module = name != NULL ? dh_pickle_stack_pop (&self->stack) : NULL;

  return module != NULL
         && push_name (self, dh_python_value_get_text (module), dh_python_value_get_text (name));
}

static gboolean
reduce (Machine *self, int argument)
{
  const DhPythonValue *arguments = dh_pickle_stack_pop (&self->stack);
  const DhPythonValue *name = arguments != NULL ? dh_pickle_stack_pop (&self->stack) : NULL;
  DhPythonValue *value = NULL;

  if (name != NULL)
    value = dh_pickle_call (self->tree, name, arguments, &self->stack.reason);
  return value != NULL && push (self, value);
}

static gboolean
build (Machine *self, int argument)
{
  const DhPythonValue *state = dh_pickle_stack_pop (&self->stack);
  DhPythonValue *value = state != NULL ? dh_pickle_stack_peek (&self->stack) : NULL;

  return value != NULL && dh_pickle_set_state (value, state, &self->stack.reason);
}

/* ---- instructions ---- */

static gboolean
check_protocol (Machine *self, int argument)
{
  const guint8 *protocol = take (self, 1);

  return protocol != NULL
         && (*protocol <= MAX_PROTOCOL || refuse (self, "a protocol that isn’t known"));
}

/* Its length, which doesn't matter if the pickle is in memory. */
static gboolean
begin_frame (Machine *self, int argument)
{
  return take (self, 8) != NULL;
}

/* Each instruction with its byte, and what distinguishes it from others that do nearly the same:
 * the number of bytes of a length, a kind of value, or the number of values. */
static const struct
{
  guint8 byte;
  gboolean (*follow) (Machine *self, int argument);
  int argument;
} instructions[] = {
  { 0x80, check_protocol, 0 },
  { 0x95, begin_frame, 0 },

  { 'N', push_constant, DH_PYTHON_NONE },
  { 0x88, push_constant, DH_PYTHON_BOOL },
  { 0x89, push_false, 0 },
  { 'I', read_int_line, 0 },
  { 'L', read_int_line, 1 },
  { 'K', read_int, 1 },
  { 'M', read_int, 2 },
  { 'J', read_int, 4 },
  { 0x8a, read_long, 1 },
  { 0x8b, read_long, 4 },
  { 'F', read_float_line, 0 },
  { 'G', read_float, 0 },

  { 'V', read_text_line, 0 },
  { 'U', read_text, 1 },
  { 'T', read_text, 4 },
  { 0x8c, read_text, 1 },
  { 'X', read_text, 4 },
  { 0x8d, read_text, 8 },
  { 'C', read_bytes, 1 },
  { 'B', read_bytes, 4 },
  { 0x8e, read_bytes, 8 },
  { 0x96, read_bytes, 8 }, /* a bytearray */

  { ']', push_empty, DH_PYTHON_LIST },
  { ')', push_empty, DH_PYTHON_TUPLE },
  { '}', push_empty, DH_PYTHON_DICT },
  { 'l', collect, DH_PYTHON_LIST },
  { 't', collect, DH_PYTHON_TUPLE },
  { 'd', collect, DH_PYTHON_DICT },
  { 0x85, collect_few, 1 },
  { 0x86, collect_few, 2 },
  { 0x87, collect_few, 3 },
  { 'a', add_few, 1 },
  { 's', add_few, 2 },
  { 'e', add_marked, DH_PYTHON_LIST },
  { 'u', add_marked, DH_PYTHON_DICT },

  { '(', push_mark, 0 },
  { '0', drop, 0 },
  { '1', drop_to_mark, 0 },
  { '2', repeat, 0 },
  { 'p', put_line, 0 },
  { 'q', put, 1 },
  { 'r', put, 4 },
  { 0x94, put_next, 0 },
  { 'g', get_line, 0 },
  { 'h', get, 1 },
  { 'j', get, 4 },

  { 'c', read_name_lines, 0 },
  { 0x93, read_name_on_stack, 0 },
  { 'R', reduce, 0 },
  { 'b', build, 0 },
};

static gboolean
follow (Machine *self, guint8 byte)
{
  for (guint i = 0; i < G_N_ELEMENTS (instructions); i++)
    if (instructions[i].byte == byte)
      return instructions[i].follow (self, instructions[i].argument);
  return refuse (self, "an instruction that isn’t data");
}

/* Follows the instructions up to the last, ".", before which the pickle's value is alone on the
 * stack. */
static gboolean
run (Machine *self, gsize *at)
{
  while (self->next < self->end)
    {
      *at = (gsize) (self->next - self->start);
      if (*self->next == '.')
        return (self->stack.values->len == 1 || refuse (self, "values are left over"))
               && dh_pickle_stack_peek (&self->stack) != NULL;
      if (!follow (self, *self->next++))
        return FALSE;
    }
  *at = (gsize) (self->end - self->start);
  return refuse (self, "it ends too early");
}

DhPythonTree *
dh_pickle_parse (const guint8 *data, gsize size, gsize *at, const char **reason)
{
  g_autoptr (DhPythonTree) tree = dh_python_tree_new ();
  Machine self = { .start = data, .end = data + size, .next = data, .tree = tree };
  gboolean good;

  *at = 0;
  dh_pickle_stack_init (&self.stack, tree);
  good = size <= MAX_SIZE ? run (&self, at) : refuse (&self, "too long");
  if (good)
    dh_python_tree_set_root (tree, self.stack.values->pdata[0]);
  *reason = self.stack.reason;
  dh_pickle_stack_clear (&self.stack);
  return good ? g_steal_pointer (&tree) : NULL;
}
