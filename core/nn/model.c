/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The model presets and their structure.
 *
 * All are the same network in different sizes, the df layout of DFL-SAE: four strided convolutions,
 * two dense layers around the code, an upscale; then per person three upscales with residual blocks
 * and an output convolution.  To add a preset, add a line to the table.  The parameters of a model
 * are one vector; the table built here says which range belongs to which tensor, for the network,
 * the optimizer's clipping and the files.
 *
 * Start values: He et al. 2015 (convolutions), Glorot and Bengio 2010 (dense), both uniform.
 */
#include "core/nn/model.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Away from the streams that faces and batches draw from with the same seed. */
#define PARAMETER_STREAMS (G_GUINT64_CONSTANT (1) << 40)
/* Start values between two checks for cancellation. */
#define BLOCK (1 << 20)

static const DhModel models[] = {
  { "quick",
    N_ ("Quick · 64 px"),
    N_ ("Small enough that faces appear within half a minute"),
    64,
    { 16, 32, 64, 128 },
    64,
    64,
    { 64, 32, 16 },
    0,
    5,
    4,
    1e-3,
    0,
    .25,
    3e-4 },
  { "64",
    N_ ("DFL-SAE · 64 px"),
    N_ ("The full layout with few channels: seven million parameters"),
    64,
    { 36, 72, 144, 288 },
    128,
    128,
    { 144, 72, 36 },
    2,
    5,
    8,
    3e-4,
    1,
    1,
    0 },
  { "128",
    N_ ("DFL-SAE · 128 px, full size"),
    N_ ("130 million parameters: an iteration takes many seconds"),
    128,
    { 126, 252, 504, 1008 },
    512,
    512,
    { 504, 252, 126 },
    2,
    5,
    16,
    5e-5,
    1,
    1,
    0 },
};

const DhModel *const *
dh_models_get (guint *n_models)
{
  static const DhModel *list[G_N_ELEMENTS (models) + 1];
  static gsize once;

  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < G_N_ELEMENTS (models); i++)
        list[i] = &models[i];
      g_once_init_leave (&once, 1);
    }
  if (n_models != NULL)
    *n_models = G_N_ELEMENTS (models);
  return list;
}

const DhModel *
dh_model_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    if (strcmp (models[i].id, id) == 0)
      return &models[i];
  return NULL;
}

/* ---- the parameter table ---- */

typedef struct
{
  GArray *items;
  DhPart part;
  gsize offset;
} Builder;

static void G_GNUC_PRINTF (5, 0)
  builder_add_item (Builder *self, const int dims[4], double limit, const char *ending,
                    const char *format, va_list words)
{
  static const char *const parts[DH_N_PARTS] = { "encoder", "decoder_a", "decoder_b" };
  g_autofree char *name = g_strdup_vprintf (format, words);
  DhParameter item = {
    .part = self->part,
    .dims = { dims[0], dims[1], dims[2], dims[3] },
    .offset = self->offset,
    .size = (gsize) dims[0] * dims[1] * dims[2] * dims[3],
    .limit = limit,
  };

  g_snprintf (item.name, sizeof item.name, "%s.%s.%s", parts[self->part], name, ending);
  self->offset += item.size;
  g_array_append_val (self->items, item);
}

/* A layer's weights and, after them, its bias. */
static void G_GNUC_PRINTF (6, 7)
  builder_add (Builder *self, int out, int in, int kernel, double limit, const char *format, ...)
{
  va_list words;

  va_start (words, format);
  builder_add_item (self, (int[4]) { out, in, kernel, kernel }, limit, "weight", format, words);
  va_end (words);
  va_start (words, format);
  builder_add_item (self, (int[4]) { out, 1, 1, 1 }, 0.0, "bias", format, words);
  va_end (words);
}

static double
he_limit (int in, int kernel, double gain)
{
  return sqrt (gain / ((double) in * kernel * kernel));
}

static double
glorot_limit (int out, int in)
{
  return sqrt (6.0 / ((double) out + in));
}

static void
builder_add_encoder (Builder *self, const DhModel *model)
{
  int in = 3, side = model->size / 16, flat, map;

  for (int i = 0; i < 4; i++)
    {
      int out = model->encoder_channels[i];

      builder_add (self, out, in, 5, he_limit (in, 5, 6.0), "conv%d", i);
      in = out;
    }
  flat = in * side * side;
  map = model->bridge_channels * side * side;
  builder_add (self, model->dense, flat, 1, glorot_limit (model->dense, flat), "dense0");
  builder_add (self, map, model->dense, 1, glorot_limit (map, model->dense), "dense1");
  builder_add (self, 4 * model->bridge_channels, model->bridge_channels, 3,
               he_limit (model->bridge_channels, 3, 6.0), "up");
}

/* The second convolution of a residual block starts small: the block starts near identity. */
static void
builder_add_decoder (Builder *self, const DhModel *model)
{
  int in = model->bridge_channels;

  for (int i = 0; i < 3; i++)
    {
      int c = model->decoder_channels[i];

      builder_add (self, 4 * c, in, 3, he_limit (in, 3, 6.0), "up%d", i);
      for (int r = 0; r < model->n_residual; r++)
        {
          builder_add (self, c, c, 3, he_limit (c, 3, 6.0), "up%d.res%d.conv0", i, r);
          builder_add (self, c, c, 3, he_limit (c, 3, 0.6), "up%d.res%d.conv1", i, r);
        }
      in = c;
    }
  builder_add (self, 3, in, model->output_kernel, he_limit (in, model->output_kernel, 6.0),
               "output");
}

DhParameterTable *
dh_parameter_table_new (const DhModel *model)
{
  DhParameterTable *table = g_new0 (DhParameterTable, 1);
  Builder builder = { .items = g_array_new (FALSE, FALSE, sizeof (DhParameter)) };

  for (builder.part = 0; builder.part < DH_N_PARTS; builder.part++)
    {
      table->part_offset[builder.part] = builder.offset;
      if (builder.part == DH_PART_ENCODER)
        builder_add_encoder (&builder, model);
      else
        builder_add_decoder (&builder, model);
      table->part_size[builder.part] = builder.offset - table->part_offset[builder.part];
    }
  table->size = builder.offset;
  table->n_items = builder.items->len;
  table->items = (DhParameter *) (void *) g_array_free (builder.items, FALSE);
  return table;
}

void
dh_parameter_table_free (DhParameterTable *table)
{
  if (table == NULL)
    return;
  g_free (table->items);
  g_free (table);
}

static gboolean
goes_on (const int *cancelled)
{
  return cancelled == NULL || g_atomic_int_get (cancelled) == 0;
}

static gboolean
init_item (const DhParameterTable *table, guint i, guint64 seed, const int *cancelled,
           float *values)
{
  const DhParameter *item = &table->items[i];
  DhRandom random;

  dh_random_init (&random, seed, PARAMETER_STREAMS + i);
  for (gsize begin = 0; begin < item->size && goes_on (cancelled); begin += BLOCK)
    for (gsize j = begin; j < MIN (begin + BLOCK, item->size); j++)
      values[j] = item->limit > 0.0 ? (float) dh_random_uniform (&random, -item->limit, item->limit)
                                    : 0.0f;
  return goes_on (cancelled);
}

gboolean
dh_parameters_init_part (const DhParameterTable *table, DhPart part, guint64 seed,
                         const int *cancelled, float *parameters)
{
  for (guint i = 0; i < table->n_items; i++)
    if (table->items[i].part == part
        && !init_item (table, i, seed, cancelled, parameters + table->items[i].offset))
      return FALSE;
  return TRUE;
}

void
dh_parameters_init (const DhParameterTable *table, guint64 seed, float *parameters)
{
  for (DhPart part = 0; part < DH_N_PARTS; part++)
    dh_parameters_init_part (table, part, seed, NULL, parameters);
}
