/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Weights as files: what is written comes back, and whatever isn't exactly the model's is refused
 * in a sentence that says what to do.  test-npz tries every byte; here every STEP-th is enough.
 */
#include "core/train/checkpoint.h"
#include "core/train/weights-file.h"

#include "core/base/error.h"
#include "core/data/npz.h"
#include "core/train/start.h"
#include "tests/core/data/temp-folder.h"

#include <string.h>
#include <unistd.h>

#define STEP 61 /* no multiple of the arrays' alignment */

/* The smallest network of the family. */
static const DhModel tiny = {
  .id = "tiny",
  .size = 16,
  .encoder_channels = { 1, 1, 1, 1 },
  .dense = 1,
  .bridge_channels = 1,
  .decoder_channels = { 1, 1, 1 },
  .n_residual = 1,
  .output_kernel = 1,
  .batch = 1,
  .learning_rate = 1e-3,
};

typedef struct
{
  TempFolder *folder;
  char *path;
  const DhModel *model;
  DhParameterTable *table;
  float *written, *read;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = temp_folder_new ();
  self->path = g_build_filename (self->folder, "w.npz", NULL);
  self->model = data != NULL ? dh_model_find (data) : &tiny;
  self->table = dh_parameter_table_new (self->model);
  self->written = dh_tensor_new (self->table->size);
  self->read = dh_tensor_new (self->table->size);
  dh_parameters_init (self->table, 7, self->written);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  dh_tensor_free (self->written);
  dh_tensor_free (self->read);
  dh_parameter_table_free (self->table);
  g_free (self->path);
  temp_folder_remove (self->folder);
}

static void
assert_refused_file (Fixture *self, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (dh_checkpoint_read (self->path, self->model, self->read, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_WEIGHTS);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_nonnull (strstr (error->message, "w.npz"));
  if (word != NULL && strstr (error->message, word) == NULL)
    g_error ("“%s” is not in: %s", word, error->message);
}

static void
write_weights (Fixture *self, gboolean half)
{
  g_autoptr (GError) error = NULL;

  dh_checkpoint_write (self->path, self->model, self->written, "a test", half, &error);
  g_assert_no_error (error);
}

static void
read_weights (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  memset (self->read, 0xff, self->table->size * sizeof (float));
  dh_checkpoint_read (self->path, self->model, self->read, &error);
  g_assert_no_error (error);
}

static void
test_both_ways (Fixture *self, gconstpointer data)
{
  write_weights (self, FALSE);
  read_weights (self);
  g_assert_cmpmem (self->written, self->table->size * sizeof (float), self->read,
                   self->table->size * sizeof (float));
  g_assert_true (dh_checkpoint_check (self->path, self->model, NULL));

  write_weights (self, TRUE);
  read_weights (self);
  for (gsize i = 0; i < self->table->size; i++)
    g_assert_cmpfloat_with_epsilon (self->read[i], self->written[i],
                                    ABS (self->written[i]) / 2048 + 3e-8);
}

static void
test_cut_anywhere (Fixture *self, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize size;

  write_weights (self, FALSE);
  g_file_get_contents (self->path, &bytes, &size, NULL);
  for (size--; size > STEP; size -= STEP)
    {
      g_assert_cmpint (truncate (self->path, size), ==, 0);
      assert_refused_file (self, NULL);
    }
}

/* Refused, or the same numbers: some bytes, such as an entry's time, mean nothing here. */
static void
test_byte_changed_anywhere (Fixture *self, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize size, n_accepted = 0;

  write_weights (self, FALSE);
  g_file_get_contents (self->path, &bytes, &size, NULL);
  for (gsize i = 0; i < size; i += STEP)
    {
      bytes[i] ^= 0x41;
      g_file_set_contents_full (self->path, bytes, size, G_FILE_SET_CONTENTS_NONE, 0644, NULL);
      bytes[i] ^= 0x41;
      memset (self->read, 0xff, self->table->size * sizeof (float));
      if (dh_checkpoint_read (self->path, self->model, self->read, NULL))
        {
          g_assert_cmpmem (self->written, self->table->size * sizeof (float), self->read,
                           self->table->size * sizeof (float));
          n_accepted++;
        }
    }
  g_assert_cmpuint (n_accepted, <, size / STEP / 2);
}

/* Neither the batch nor the rate or the way to draw start values is part of the weights. */
static void
test_same_tensors (Fixture *self, gconstpointer data)
{
  const struct
  {
    const char *model;
    gboolean fits;
  } cases[] = {
    { "df{encoder=1,decoder=1,dense=8,size=64,batch=3}", TRUE },
    { "df{encoder=1,decoder=1,dense=8,size=64,rate=1e-3,init=icnr}", TRUE },
    { "df{encoder=1,decoder=1,dense=8,size=64,multiscale=yes}", FALSE },
    { "df{encoder=1,decoder=1,dense=8,size=64,output=3}", FALSE },
    { "df{encoder=1,decoder=1,dense=8,size=80}", FALSE },
    { "liae{encoder=1,decoder=1,dense=8,size=64}", FALSE },
  };

  write_weights (self, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      self->model = dh_model_find (cases[i].model);
      if (cases[i].fits)
        {
          read_weights (self);
          g_assert_cmpmem (self->written, self->table->size * sizeof (float), self->read,
                           self->table->size * sizeof (float));
        }
      else
        assert_refused_file (self, "choose that model or another file");
    }
}

/* A number that would be infinite isn't written, and the file that is there stays. */
static void
test_too_large_for_half (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_weights (self, TRUE);
  self->written[self->table->items[2].offset] = -65520;
  g_assert_false (
    dh_checkpoint_write (self->path, self->model, self->written, "a test", TRUE, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_WEIGHTS);
  g_assert_nonnull (strstr (error->message, self->table->items[2].name));
  read_weights (self);
  self->written[self->table->items[2].offset] = -65504;
  write_weights (self, TRUE);
  read_weights (self);
  g_assert_cmpfloat (self->read[self->table->items[2].offset], ==, -65504);
}

/* ---- other contents ---- */

typedef struct
{
  const char *model;             /* NULL: none */
  const char *skipped, *renamed; /* tensors */
  const char *added, *twice, *reshaped;
} Mistake;

static void
write_with (Fixture *self, const Mistake *mistake)
{
  g_autoptr (DhNpzWriter) writer = dh_npz_writer_new (self->path, NULL);
  const int one[] = { 1 };

  for (guint i = 0; i < self->table->n_items; i++)
    {
      const DhParameter *item = &self->table->items[i];
      const gboolean bias = g_str_has_suffix (item->name, ".bias");
      const gboolean dense = strstr (item->name, "dense") != NULL;
      const gboolean flat = strstr (item->name, "output") != NULL; /* tiny's is 1×1 */
      guint n = bias ? 1 : dense || flat ? 2 : 4;
      const char *name = g_strcmp0 (item->name, mistake->renamed) == 0 ? "renamed" : item->name;

      /* a dimension of one at the end is left out */
      if (n == 2 && item->dims[1] == 1)
        n = 1;
      if (g_strcmp0 (item->name, mistake->reshaped) == 0)
        n++;
      if (g_strcmp0 (item->name, mistake->skipped) != 0)
        dh_npz_writer_add (writer, name, self->written + item->offset, item->dims, n, FALSE, NULL);
      if (g_strcmp0 (item->name, mistake->twice) == 0)
        dh_npz_writer_add (writer, name, self->written + item->offset, item->dims, n, FALSE, NULL);
    }
  if (mistake->added != NULL)
    dh_npz_writer_add (writer, mistake->added, self->written, one, 1, FALSE, NULL);
  if (mistake->model != NULL)
    dh_npz_writer_add_text (writer, "model", mistake->model, NULL);
  g_assert_true (dh_npz_writer_finish (writer, NULL));
}

static void
test_other_contents (Fixture *self, gconstpointer data)
{
  const struct
  {
    Mistake mistake;
    const char *word;
  } cases[] = {
    { { .model = NULL }, "doesn’t say which model" },
    { { .model = "64" }, "of the model “64”, not of “tiny”" },
    { { .model = "99" }, "which this version doesn’t know" },
    { { .model = "tiny", .skipped = "decoder_b.output.bias" }, "no array “decoder_b.output.bias”" },
    { { .model = "tiny", .renamed = "decoder_a.up0.bias" }, "has an array “renamed”" },
    { { .model = "tiny", .added = "slots" }, "has an array “slots”" },
    { { .model = "tiny", .added = "../../etc/passwd" }, "has an array “../../etc/passwd”" },
    { { .model = "tiny", .twice = "encoder.up.weight" }, "“encoder.up.weight” twice" },
    { { .model = "tiny", .reshaped = "encoder.up.bias" }, "(4, 1), but the model “tiny” needs (4)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      write_with (self, &cases[i].mistake);
      assert_refused_file (self, cases[i].word);
    }
  write_with (self, &(Mistake) { .model = "tiny" });
  read_weights (self);
}

static void
test_no_file (Fixture *self, gconstpointer data)
{
  assert_refused_file (self, "There is no file");
  g_assert_cmpint (g_mkdir (self->path, 0755), ==, 0);
  assert_refused_file (self, "is not a file");
  g_rmdir (self->path);
}

static void
test_start_words (void)
{
  const struct
  {
    const char *text, *word;
  } wrong[] = {
    { "wram", "did you mean “warm”" },
    { "Scratch", "did you mean “scratch”" },
    { "", "choose one of scratch, warm, FILE.npz" },
    { "weights.pt", "choose one of" },
  };
  const char *right[] = { "scratch", "warm", "a.npz", "./a", "/b/c.npz" };
  DhStart start, other;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (dh_start_parse (wrong[i].text, &start, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
      g_assert_nonnull (strstr (error->message, wrong[i].word));
    }
  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    {
      g_assert_true (dh_start_parse (right[i], &start, NULL));
      g_assert_cmpstr (dh_start_to_text (&start), ==, right[i]);
      g_assert_true (dh_start_parse (dh_start_to_text (&start), &other, NULL));
      g_assert_true (dh_start_equal (&start, &other));
    }
  g_assert_cmpint (start.kind, ==, DH_START_FILE);
}

/* What stands in a file may be anybody's: it becomes one line that a terminal can show. */
static void
test_notes (Fixture *self, gconstpointer data)
{
  g_auto (DhCheckpointNotes) notes = { NULL };
  g_autoptr (GError) error = NULL;
  guint64 iteration = 0;

  dh_checkpoint_write (self->path, self->model, self->written, "one\ntwo\033[31m, 7 iterations", TRUE,
                       &error);
  g_assert_true (dh_checkpoint_read_notes (self->path, &notes, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (notes.about, ==, "one two [31m, 7 iterations");
  g_assert_cmpuint (notes.n_half, ==, self->table->n_items);
  g_assert_cmpuint (notes.n_full, ==, 0);
  g_assert_true (dh_checkpoint_find_iteration (notes.about, &iteration));
  g_assert_cmpuint (iteration, ==, 7);
  g_assert_false (dh_checkpoint_find_iteration ("no iterations", &iteration));
  g_assert_false (dh_checkpoint_find_iteration ("99999999999999999999 iterations", &iteration));
  g_assert_false (dh_checkpoint_find_iteration (NULL, &iteration));
  g_remove (self->path);
  dh_checkpoint_notes_clear (&notes);
  g_assert_false (dh_checkpoint_read_notes (self->path, &notes, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_WEIGHTS);
}

/* The file by itself: its tensors make up the vector, and what half precision can't hold isn't
 * written; the file that is there stays then. */
static void
test_weights_file (Fixture *self, gconstpointer data)
{
  g_autofree char *other = g_build_filename (self->folder, "other.npz", NULL);
  g_autoptr (DhWeightsFile) file = NULL;
  g_autoptr (GError) error = NULL;
  gsize sum = 0;

  self->written[3] = 7e4f;
  write_weights (self, FALSE);
  file = dh_weights_file_new (self->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dh_weights_file_get_model (file), ==, self->model->id);
  g_assert_cmpstr (dh_weights_file_get_precision (file), ==, "float32");
  g_assert_cmpstr (dh_weights_file_get_about (file), ==, "a test");
  for (guint i = 0; i < dh_weights_file_get_n_tensors (file); i++)
    sum += dh_weights_file_get_tensor (file, i).size;
  g_assert_cmpuint (sum, ==, self->table->size);
  g_assert_cmpuint (dh_weights_file_get_size (file), ==, self->table->size);
  g_assert_false (dh_weights_file_write (file, self->path, TRUE, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_WEIGHTS);
  g_assert_nonnull (strstr (error->message, self->table->items[0].name));
  g_clear_error (&error);
  g_assert_true (dh_weights_file_write (file, other, FALSE, &error));
  g_free (self->path);
  self->path = g_strdup (other);
  read_weights (self);
  g_assert_cmpmem (self->written, self->table->size * sizeof (float), self->read,
                   self->table->size * sizeof (float));
}

#define ADD(path, model, test) g_test_add (path, Fixture, model, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/checkpoint/both-ways", NULL, test_both_ways);
  ADD ("/checkpoint/both-ways-quick", "quick", test_both_ways);
  ADD ("/checkpoint/both-ways-64", "64", test_both_ways);
  ADD ("/checkpoint/cut-anywhere", NULL, test_cut_anywhere);
  ADD ("/checkpoint/byte-changed-anywhere", NULL, test_byte_changed_anywhere);
  ADD ("/checkpoint/other-contents", NULL, test_other_contents);
  ADD ("/checkpoint/same-tensors", "df{encoder=1,decoder=1,dense=8,size=64}", test_same_tensors);
  ADD ("/checkpoint/too-large-for-half", NULL, test_too_large_for_half);
  ADD ("/checkpoint/no-file", NULL, test_no_file);
  ADD ("/checkpoint/notes", NULL, test_notes);
  ADD ("/checkpoint/weights-file", "quick", test_weights_file);
  g_test_add_func ("/start/words", test_start_words);
  return g_test_run ();
}
