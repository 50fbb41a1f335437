/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * fuzz-… CORPUS [INPUTS [SEED]]: feeds a target, LLVMFuzzerTestOneInput(), with every file of a
 * folder, or of several with colons between, and then with as many inputs made from them; the same
 * ones for the same seed.
 *
 * The target's form is libFuzzer's, so clang can drive it with coverage instead (see README.md);
 * this driver needs no special compiler and runs among the tests.  Without coverage a mutation is
 * kept in the pool by chance, not by what it reached: weaker, but enough to keep a parser honest.
 *
 * If the program dies, the current input is written to a file, whose name is printed.
 */
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/random.h"

#define MAX_SIZE    4096
#define MAX_POOL    512
#define KEEP_ONE_IN 40
#define PATIENCE    60 /* seconds for one input: only an input that hangs takes that long */

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
/* From AddressSanitizer, which doesn't report errors by signals. */
void __sanitizer_set_death_callback (void (*callback) (void)) __attribute__ ((weak));

typedef struct
{
  guint8 bytes[MAX_SIZE];
  gsize size;
} Input;

static Input present;
static const char *target;
static char path[256];

/* ---- crashes ---- */

/* Only calls functions that are allowed in a signal handler. */
static void
keep_present (void)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

  if (fd < 0 || write (fd, present.bytes, present.size) < 0)
    return;
  close (fd);
  if (write (STDOUT_FILENO, "# the input is kept in ", 23) < 0
      || write (STDOUT_FILENO, path, strlen (path)) < 0 || write (STDOUT_FILENO, "\n", 1) < 0)
    return;
}

static void
died_cb (int number)
{
  keep_present ();
  signal (number, SIG_DFL);
  raise (number);
}

static void
watch_for_death (void)
{
  static const int numbers[] = { SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGALRM };

  g_snprintf (path, sizeof path, "%s/downhill-fuzz-%s-%d", g_get_tmp_dir (), target,
              (int) getpid ());
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    signal (numbers[i], died_cb);
  if (__sanitizer_set_death_callback != NULL)
    __sanitizer_set_death_callback (keep_present);
}

static void
try_present (void)
{
  alarm (PATIENCE);
  LLVMFuzzerTestOneInput (present.bytes, present.size);
}

/* ---- mutations ---- */

static void
change_byte (DhRandom *random, Input *input)
{
  static const guint8 values[] = { 0,   1,   9,   10,  13,  ' ', '"', '(', ')', '+', ',', '-',
                                   '.', '/', '0', '9', ';', 'e', 'x', '{', '}', 127, 128, 255 };
  guint8 *byte = &input->bytes[dh_random_below (random, (guint) input->size)];

  switch (dh_random_below (random, 3))
    {
    case 0:
      *byte ^= (guint8) (1 << dh_random_below (random, 8));
      break;
    case 1:
      *byte = values[dh_random_below (random, G_N_ELEMENTS (values))];
      break;
    default:
      *byte = (guint8) dh_random_below (random, 256);
    }
}

static void
delete_run (DhRandom *random, Input *input)
{
  gsize at = dh_random_below (random, (guint) input->size);
  gsize n = 1 + dh_random_below (random, (guint) MIN (input->size - at, 32));

  n = MIN (n, input->size - at);
  memmove (input->bytes + at, input->bytes + at + n, input->size - at - n);
  input->size -= n;
}

/* Inserts a piece of another input, or of this one. */
static void
insert_run (DhRandom *random, Input *input, const Input *other)
{
  gsize at = dh_random_below (random, (guint) input->size + 1), from, n;
  guint8 run[32];

  if (other->size == 0)
    return;
  from = dh_random_below (random, (guint) other->size);
  n = MIN (1 + dh_random_below (random, 32), other->size - from);
  if (input->size + n > MAX_SIZE)
    return;
  memcpy (run, other->bytes + from, n);
  memmove (input->bytes + at + n, input->bytes + at, input->size - at);
  memcpy (input->bytes + at, run, n);
  input->size += n;
}

/* Inserts pieces of the input many times, to get nested and long inputs. */
static void
repeat_run (DhRandom *random, Input *input)
{
  Input copy = *input;
  guint n = 1 + dh_random_below (random, 60);

  for (guint i = 0; i < n; i++)
    insert_run (random, input, &copy);
}

static void
mutate (DhRandom *random, Input *input, const Input *other)
{
  /* Usually one mutation: an input with many errors is rejected at the first. */
  do
    switch (input->size == 0 ? 9 : dh_random_below (random, 10))
      {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
      case 5:
        change_byte (random, input);
        break;
      case 6:
        delete_run (random, input);
        break;
      case 7:
        repeat_run (random, input);
        break;
      default:
        insert_run (random, input, other);
      }
  while (dh_random_below (random, 5) < 2);
}

/* ---- the pool ---- */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Reads the folder's files in the order of their names, so that a seed gives the same inputs
 * everywhere. */
static void
read_corpus (const char *folder, GArray *pool)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.')
      g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *content = NULL;
      Input input;
      gsize size;

      if (!g_file_get_contents (names->pdata[i], &content, &size, NULL))
        continue;
      input.size = MIN (size, MAX_SIZE);
      memcpy (input.bytes, content, input.size);
      g_array_append_val (pool, input);
    }
}

/* Usually a file, because mutated inputs are often no longer valid at all. */
static const Input *
pick (DhRandom *random, GArray *pool, guint n_files)
{
  guint n = dh_random_below (random, 4) > 0 ? n_files : pool->len;

  return &g_array_index (pool, Input, dh_random_below (random, n));
}

static void
keep_in_pool (DhRandom *random, GArray *pool, guint n_files)
{
  if (present.size == 0 || dh_random_below (random, KEEP_ONE_IN) > 0)
    return;
  if (pool->len < MAX_POOL)
    g_array_append_val (pool, present);
  else
    g_array_index (pool, Input, n_files + dh_random_below (random, MAX_POOL - n_files)) = present;
}

int
main (int argc, char **argv)
{
  g_autofree char *name = g_path_get_basename (argv[0]);
  g_autoptr (GArray) pool = g_array_new (FALSE, FALSE, sizeof (Input));
  g_auto (GStrv) folders = NULL;
  guint64 n_inputs, seed;
  guint n_files;
  DhRandom random;

  if (argc < 2)
    {
      fputs ("usage: fuzz-… CORPUS [INPUTS [SEED]]\n", stderr);
      return 2;
    }
  target = name;
  n_inputs = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : 20000;
  seed = argc > 3 ? g_ascii_strtoull (argv[3], NULL, 10) : 1;
  watch_for_death ();
  folders = g_strsplit (argv[1], ":", -1);
  for (guint i = 0; folders[i] != NULL; i++)
    read_corpus (folders[i], pool);
  n_files = pool->len;
  g_assert_cmpuint (n_files, >, 0);
  for (guint i = 0; i < n_files; i++)
    {
      present = g_array_index (pool, Input, i);
      try_present ();
    }
  dh_random_init (&random, seed, 0);
  for (guint64 i = 0; i < n_inputs; i++)
    {
      present = *pick (&random, pool, n_files);
      mutate (&random, &present, pick (&random, pool, n_files));
      try_present ();
      keep_in_pool (&random, pool, n_files);
    }
  alarm (0);
  printf ("ok 1 - %s: %u files and %" G_GUINT64_FORMAT
          " inputs made from them with seed %" G_GUINT64_FORMAT "\n1..1\n",
          name, n_files, n_inputs, seed);
  return 0;
}
