/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A network's weights as a file, so that a training can start where another one ended.
 *
 * The file is a NumPy archive with one array for each tensor of the model's table, under its name,
 * such as “decoder_a.up1.res0.conv1.weight”.  The weights of a convolution have the shape (outputs,
 * inputs, height, width), those of a dense layer (outputs, inputs), a bias (outputs): ones at the
 * end are left out.  “model” is the id of the model and “about” says where the weights come from,
 * both as texts.  Numbers are float32 or float16.  The optimizer's slots are not in the file: they
 * belong to the loss and the rate of that training.
 *
 * A file must have exactly the tensors of the model; one that almost fits is refused with the
 * difference, because weights that were only partly read would look like a bad training.  The model
 * may have another batch, rate or way to draw start values: a training goes on with another batch.
 */
#include "core/train/checkpoint.h"

#include "core/base/error.h"
#include "core/data/npz.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MODEL "model"
#define ABOUT "about"
/* From where on a float16 is infinite. */
#define HALF_INFINITE 65520.0f

guint
dh_checkpoint_count_dimensions (const DhParameter *item)
{
  guint n = G_N_ELEMENTS (item->dims);

  while (n > 1 && item->dims[n - 1] == 1)
    n--;
  return n;
}

/* ---- writing ---- */

static gboolean
check_range (const DhParameter *item, const float *parameters, GError **error)
{
  for (gsize i = item->offset; i < item->offset + item->size; i++)
    if (!(fabsf (parameters[i]) < HALF_INFINITE))
      {
        g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
                     _ ("“%s” has the number %g, which is too large for half precision: use full "
                        "precision."),
                     item->name, parameters[i]);
        return FALSE;
      }
  return TRUE;
}

gboolean
dh_checkpoint_write (const char *path, const DhModel *model, const float *parameters,
                     const char *about, gboolean half, GError **error)
{
  g_autoptr (DhParameterTable) table = dh_parameter_table_new (model);
  g_autoptr (DhNpzWriter) writer = NULL;

  for (guint i = 0; half && i < table->n_items; i++)
    if (!check_range (&table->items[i], parameters, error))
      return FALSE;
  writer = dh_npz_writer_new (path, error);
  if (writer == NULL || !dh_npz_writer_add_text (writer, MODEL, model->id, error)
      || !dh_npz_writer_add_text (writer, ABOUT, about, error))
    return FALSE;
  for (guint i = 0; i < table->n_items; i++)
    {
      const DhParameter *item = &table->items[i];

      if (!dh_npz_writer_add (writer, item->name, parameters + item->offset, item->dims,
                              dh_checkpoint_count_dimensions (item), half, error))
        return FALSE;
    }
  return dh_npz_writer_finish (writer, error);
}

/* ---- reading ---- */

typedef struct
{
  const DhModel *model;
  DhParameterTable *table;
  DhNpzReader *reader;
  char *shown;     /* the file's name for sentences */
  gboolean *found; /* by tensor */
  float *parameters;
} Reading;

static void
reading_clear (Reading *self)
{
  g_clear_pointer (&self->table, dh_parameter_table_free);
  g_clear_pointer (&self->reader, dh_npz_reader_free);
  g_free (self->shown);
  g_free (self->found);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static gboolean
begin (Reading *self, const char *path, const DhModel *model, GError **error)
{
  self->model = model;
  self->table = dh_parameter_table_new (model);
  self->found = g_new0 (gboolean, self->table->n_items);
  self->shown = g_filename_display_name (path);
  self->reader = dh_npz_reader_new (path, error);
  return self->reader != NULL;
}

/* The model that a file names; (transfer full).  example: what it could be. */
static char *
read_model_id (const char *path, const char *example, GError **error)
{
  g_autoptr (DhNpzReader) reader = dh_npz_reader_new (path, error);
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (GError) problem = NULL;
  const char *name;

  if (reader == NULL)
    return NULL;
  while ((name = dh_npz_reader_next (reader, &problem)) != NULL)
    if (g_str_equal (name, MODEL))
      return dh_npz_reader_read_header (reader, error) != NULL
               ? dh_npz_reader_read_text (reader, error)
               : NULL;
  if (problem == NULL)
    g_set_error (&problem, DH_ERROR, DH_ERROR_WEIGHTS,
                 _ ("“%s” doesn’t say which model it is for: add an array “model” with the text "
                    "“%s”, or choose another file."),
                 shown, example);
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

static const DhModel *
find_model (const char *path, const char *id, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  const DhModel *model = dh_model_find (id);

  if (model == NULL)
    g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
                 _ ("“%s” has the weights of a model “%s”, which this version doesn’t know: choose "
                    "another file."),
                 shown, id);
  return model;
}

const DhModel *
dh_checkpoint_find_model (const char *path, GError **error)
{
  const DhModel *const *models = dh_models_get (NULL);
  g_autofree char *id = read_model_id (path, models[0]->id, error);

  return id != NULL ? find_model (path, id, error) : NULL;
}

/* Models that differ in their batch, rate or start values only have the same weights. */
static gboolean
has_same_tensors (const DhModel *model, const DhModel *other)
{
  g_autoptr (DhParameterTable) one = dh_parameter_table_new (model);
  g_autoptr (DhParameterTable) two = dh_parameter_table_new (other);

  if (one->n_items != two->n_items)
    return FALSE;
  for (guint i = 0; i < one->n_items; i++)
    if (!g_str_equal (one->items[i].name, two->items[i].name)
        || memcmp (one->items[i].dims, two->items[i].dims, sizeof one->items[i].dims) != 0)
      return FALSE;
  return TRUE;
}

/* The model comes first: of the weights of another one, everything else would be wrong too. */
static gboolean
check_model (const char *path, const DhModel *model, GError **error)
{
  g_autofree char *id = read_model_id (path, model->id, error);
  g_autofree char *shown = g_filename_display_name (path);
  const DhModel *other;

  if (id == NULL || g_str_equal (id, model->id))
    return id != NULL;
  other = find_model (path, id, error);
  if (other != NULL && has_same_tensors (model, other))
    return TRUE;
  if (other != NULL)
    g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
                 _ ("“%s” has the weights of the model “%s”, not of “%s”: choose that model or "
                    "another file."),
                 shown, id, model->id);
  return FALSE;
}

static const DhParameter *
find_item (const Reading *self, const char *name)
{
  for (guint i = 0; i < self->table->n_items; i++)
    if (g_str_equal (self->table->items[i].name, name))
      return &self->table->items[i];
  return NULL;
}

static char *
dup_shape (const gsize *dimensions, guint n)
{
  GString *text = g_string_new ("(");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i > 0 ? ", " : "", dimensions[i]);
  return g_string_free (g_string_append_c (text, ')'), FALSE);
}

static gboolean
check_shape (const Reading *self, const DhParameter *item, const DhNpyHeader *header,
             GError **error)
{
  const guint n = dh_checkpoint_count_dimensions (item);
  gsize wanted[G_N_ELEMENTS (item->dims)];
  g_autofree char *is = NULL, *should = NULL;
  gboolean same = header->n_dimensions == n;

  for (guint i = 0; i < n; i++)
    {
      wanted[i] = item->dims[i];
      same = same && header->dimensions[i] == wanted[i];
    }
  if (same)
    return TRUE;
  is = dup_shape (header->dimensions, header->n_dimensions);
  should = dup_shape (wanted, n);
  g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
               _ ("“%s”: “%s” has the shape %s, but the model “%s” needs %s: choose a file that was "
                  "written for this model by this version."),
               self->shown, item->name, is, self->model->id, should);
  return FALSE;
}

static gboolean
read_item (Reading *self, const DhParameter *item, GError **error)
{
  gboolean *found = &self->found[item - self->table->items];
  const DhNpyHeader *header;

  if (*found)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
                   _ ("“%s” has “%s” twice: remove one of them or choose another file."),
                   self->shown, item->name);
      return FALSE;
    }
  *found = TRUE;
  header = dh_npz_reader_read_header (self->reader, error);
  return header != NULL && check_shape (self, item, header, error)
         && dh_npz_reader_read (self->reader, self->parameters + item->offset, item->size, error);
}

static gboolean
read_array (Reading *self, const char *name, GError **error)
{
  const DhParameter *item = find_item (self, name);

  if (g_str_equal (name, MODEL) || g_str_equal (name, ABOUT))
    return TRUE;
  if (item != NULL)
    return read_item (self, item, error);
  g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
               _ ("“%s” has an array “%s”, which the model “%s” doesn’t have: choose a file that was "
                  "written for this model by this version."),
               self->shown, name, self->model->id);
  return FALSE;
}

static gboolean
check_all_found (const Reading *self, GError **error)
{
  for (guint i = 0; i < self->table->n_items; i++)
    if (!self->found[i])
      {
        g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
                     _ ("“%s” has no array “%s”, which the model “%s” needs: choose a file that was "
                        "written for this model by this version."),
                     self->shown, self->table->items[i].name, self->model->id);
        return FALSE;
      }
  return TRUE;
}

gboolean
dh_checkpoint_read (const char *path, const DhModel *model, float *parameters, GError **error)
{
  g_auto (Reading) reading = { 0 };
  g_autoptr (GError) problem = NULL;
  const char *name;

  if (!check_model (path, model, error) || !begin (&reading, path, model, error))
    return FALSE;
  reading.parameters = parameters;
  while ((name = dh_npz_reader_next (reading.reader, &problem)) != NULL)
    if (!read_array (&reading, name, error))
      return FALSE;
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  return check_all_found (&reading, error);
}

/* ---- what a file says ---- */

#define MAX_ABOUT 400 /* letters */

/* One line of a file from anywhere, for a terminal as well. */
static char *
dup_line (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *line = g_string_new (NULL);
  guint n = 0;

  for (const char *at = valid; *at != '\0' && n < MAX_ABOUT; at = g_utf8_next_char (at), n++)
    {
      const gunichar letter = g_utf8_get_char (at);

      g_string_append_unichar (line, g_unichar_isprint (letter) ? letter : ' ');
    }
  return g_string_free (line, FALSE);
}

static gboolean
note_array (DhNpzReader *reader, const char *name, DhCheckpointNotes *notes, GError **error)
{
  const gboolean is_about = g_str_equal (name, ABOUT), is_model = g_str_equal (name, MODEL);
  const DhNpyHeader *header = dh_npz_reader_read_header (reader, error);
  g_autofree char *text = NULL;

  if (header == NULL)
    return FALSE;
  if (!is_about)
    {
      notes->n_half += !is_model && g_str_equal (header->type, "<f2");
      notes->n_full += !is_model && !g_str_equal (header->type, "<f2");
      return TRUE;
    }
  text = dh_npz_reader_read_text (reader, error);
  g_free (notes->about);
  notes->about = text != NULL ? dup_line (text) : NULL;
  return text != NULL;
}

gboolean
dh_checkpoint_read_notes (const char *path, DhCheckpointNotes *notes, GError **error)
{
  g_autoptr (DhNpzReader) reader = dh_npz_reader_new (path, error);
  g_autoptr (GError) problem = NULL;
  const char *name;

  *notes = (DhCheckpointNotes) { NULL };
  if (reader == NULL)
    return FALSE;
  while ((name = dh_npz_reader_next (reader, &problem)) != NULL)
    {
      g_autofree char *own = g_strdup (name);

      if (!note_array (reader, own, notes, error))
        return FALSE;
    }
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

void
dh_checkpoint_notes_clear (DhCheckpointNotes *notes)
{
  g_clear_pointer (&notes->about, g_free);
}

/* It ends with “, 250 iterations”, see trainer-save.c. */
gboolean
dh_checkpoint_find_iteration (const char *about, guint64 *iteration)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\b(\\d+) iterations$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *number = NULL;

  if (about == NULL || !g_regex_match (regex, about, 0, &match))
    return FALSE;
  number = g_match_info_fetch (match, 1);
  return g_ascii_string_to_unsigned (number, 10, 0, G_MAXUINT64, iteration, NULL);
}

gboolean
dh_checkpoint_check (const char *path, const DhModel *model, GError **error)
{
  g_autoptr (DhParameterTable) table = dh_parameter_table_new (model);
  float *parameters = dh_tensor_try_new (table->size);
  gboolean done;

  if (parameters == NULL)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_MEMORY,
                           _ ("There is not enough memory to read the weights: close other programs "
                              "or choose a smaller model."));
      return FALSE;
    }
  done = dh_checkpoint_read (path, model, parameters, error);
  dh_tensor_free (parameters);
  return done;
}
