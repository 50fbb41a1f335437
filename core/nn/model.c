/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The model presets and their structure.
 *
 * All are the same network in different sizes, the df layout of DFL-SAE: four strided convolutions,
 * two dense layers around the code, an upscale; then per person three upscales with residual blocks
 * and an output convolution.  To add a preset, add a line to the table.  The models that a person
 * can describe, with other layouts too, are in model-text.c.  The parameters of a model are one
 * vector; the table built here says which range belongs to which tensor, for the network, the
 * optimizer's clipping and the files.
 *
 * The liae layout has the dense layers and the upscale twice, as “inter nets”, and a single decoder.
 * All of it is trained by both people's pictures.  For the vectors that makes it simpler than df:
 * everything lies in the part that the encoder has there, whose gradient is the sum of both sides'.
 * The net “b” gets a gradient of zeros from side A.
 *
 * A multiscale decoder has an output convolution after each upscale and its residual blocks, not
 * only after the last.  The smaller two are there for training; the picture is the output of the
 * last.
 */
#include "core/nn/model.h"

#include "core/nn/model-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const DhModel models[] = {
  {
    .id = "quick",
    .name = N_ ("Quick · 64 px"),
    .summary = N_ ("Small enough that faces appear within half a minute"),
    .size = 64,
    .encoder_channels = { 16, 32, 64, 128 },
    .dense = 64,
    .bridge_channels = 64,
    .decoder_channels = { 64, 32, 16 },
    .n_residual = 0,
    .output_kernel = 5,
    .batch = 4,
    .learning_rate = 1e-3,
    .colour_share = 0,
    .pose_share = .25,
    .warm_rate = 3e-4,
  },
  {
    .id = "64",
    .name = N_ ("DFL-SAE · 64 px"),
    .summary = N_ ("The full layout with few channels: seven million parameters"),
    .size = 64,
    .encoder_channels = { 36, 72, 144, 288 },
    .dense = 128,
    .bridge_channels = 128,
    .decoder_channels = { 144, 72, 36 },
    .n_residual = 2,
    .output_kernel = 5,
    .batch = 8,
    .learning_rate = 3e-4,
    .colour_share = 1,
    .pose_share = 1,
  },
  {
    .id = "128",
    .name = N_ ("DFL-SAE · 128 px, full size"),
    .summary = N_ ("130 million parameters: an iteration takes many seconds"),
    .size = 128,
    .encoder_channels = { 126, 252, 504, 1008 },
    .dense = 512,
    .bridge_channels = 512,
    .decoder_channels = { 504, 252, 126 },
    .n_residual = 2,
    .output_kernel = 5,
    .batch = 16,
    .learning_rate = 5e-5,
    .colour_share = 1,
    .pose_share = 1,
  },
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
  return dh_model_parse (id, NULL);
}

/* ---- the layout ---- */

int
dh_model_count_convs (const DhModel *model)
{
  int n = 0;

  while (n < DH_MODEL_MAX_CONVS && model->encoder_channels[n] > 0)
    n++;
  return n;
}

int
dh_model_get_flat_side (const DhModel *model)
{
  return model->size >> dh_model_count_convs (model);
}

int
dh_model_get_up_channels (const DhModel *model)
{
  return model->up_channels > 0 ? model->up_channels : model->bridge_channels;
}

int
dh_model_count_outputs (const DhModel *model)
{
  return model->multiscale ? DH_MODEL_MAX_OUTPUTS : 1;
}

int
dh_model_get_code_channels (const DhModel *model)
{
  return dh_model_get_up_channels (model) * (model->architecture == DH_ARCHITECTURE_LIAE ? 2 : 1);
}

/* ---- the parameter table ---- */

typedef struct
{
  GArray *items;
  DhPart part;
  const char *net; /* the first word of the names */
  DhStartValues start_values;
  gsize offset;
} Builder;

/* A layer; its weights are followed by its bias. */
typedef struct
{
  int out, in, kernel;
  double limit;
  DhStartValues start_values; /* that concern it */
} LayerPlan;

static void G_GNUC_PRINTF (4, 0)
  builder_add_item (Builder *self, const DhParameter *plan, const char *ending, const char *format,
                    va_list words)
{
  g_autofree char *name = g_strdup_vprintf (format, words);
  DhParameter item = *plan;

  item.part = self->part;
  item.offset = self->offset;
  item.size = (gsize) item.dims[0] * item.dims[1] * item.dims[2] * item.dims[3];
  g_snprintf (item.name, sizeof item.name, "%s.%s.%s", self->net, name, ending);
  self->offset += item.size;
  g_array_append_val (self->items, item);
}

static void G_GNUC_PRINTF (3, 4)
  builder_add (Builder *self, const LayerPlan *plan, const char *format, ...)
{
  const DhParameter weight = { .dims = { plan->out, plan->in, plan->kernel, plan->kernel },
                               .limit = plan->limit,
                               .start_values = self->start_values & plan->start_values };
  const DhParameter bias = { .dims = { plan->out, 1, 1, 1 } };
  va_list words;

  va_start (words, format);
  builder_add_item (self, &weight, "weight", format, words);
  va_end (words);
  va_start (words, format);
  builder_add_item (self, &bias, "bias", format, words);
  va_end (words);
}

static LayerPlan
conv (int out, int in, int kernel, double gain)
{
  return (LayerPlan) { out, in, kernel, sqrt (gain / ((double) in * kernel * kernel)),
                       DH_START_VALUES_CONV_AWARE };
}

static LayerPlan
upscale (int channels, int in)
{
  LayerPlan plan = conv (4 * channels, in, 3, 6.0);

  plan.start_values |= DH_START_VALUES_ICNR;
  return plan;
}

static LayerPlan
dense (int out, int in)
{
  return (LayerPlan) { out, in, 1, sqrt (6.0 / ((double) out + in)), 0 };
}

static void
builder_add_convs (Builder *self, const DhModel *model)
{
  int in = 3;

  for (int i = 0; i < dh_model_count_convs (model); i++)
    {
      const LayerPlan plan = conv (model->encoder_channels[i], in, 5, 6.0);

      builder_add (self, &plan, "conv%d", i);
      in = model->encoder_channels[i];
    }
}

/* From the flattened map to the code: in df the end of the encoder, in liae an inter net. */
static void
builder_add_bridge (Builder *self, const DhModel *model)
{
  const int side = model->size / 16, flat_side = dh_model_get_flat_side (model);
  const int flat = model->encoder_channels[dh_model_count_convs (model) - 1] * flat_side
                   * flat_side;
  const LayerPlan first = dense (model->dense, flat);
  const LayerPlan second = dense (model->bridge_channels * side * side, model->dense);
  const LayerPlan up = upscale (dh_model_get_up_channels (model), model->bridge_channels);

  builder_add (self, &first, "dense0");
  builder_add (self, &second, "dense1");
  builder_add (self, &up, "up");
}

/* The second convolution of a residual block starts small: the block starts near identity. */
static void
builder_add_decoder (Builder *self, const DhModel *model)
{
  int in = dh_model_get_code_channels (model);

  for (int i = 0; i < 3; i++)
    {
      const int c = model->decoder_channels[i];
      const LayerPlan up = upscale (c, in);
      const LayerPlan first = conv (c, c, 3, 6.0), second = conv (c, c, 3, 0.6);

      const LayerPlan output = conv (3, c, model->output_kernel, 6.0);

      builder_add (self, &up, "up%d", i);
      for (int r = 0; r < model->n_residual; r++)
        {
          builder_add (self, &first, "up%d.res%d.conv0", i, r);
          builder_add (self, &second, "up%d.res%d.conv1", i, r);
        }
      if (i == 2)
        builder_add (self, &output, "output");
      else if (model->multiscale)
        builder_add (self, &output, "up%d.output", i);
      in = c;
    }
}

static void
builder_add_df (Builder *self, const DhModel *model, DhParameterTable *table)
{
  static const char *const decoders[DH_N_SIDES] = { "decoder_a", "decoder_b" };

  builder_add_convs (self, model);
  builder_add_bridge (self, model);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      self->part = side == DH_SIDE_A ? DH_PART_DECODER_A : DH_PART_DECODER_B;
      self->net = decoders[side];
      table->decoder_item[side] = self->items->len;
      builder_add_decoder (self, model);
    }
}

static void
builder_add_liae (Builder *self, const DhModel *model, DhParameterTable *table)
{
  builder_add_convs (self, model);
  self->net = "inter_both";
  builder_add_bridge (self, model);
  self->net = "inter_b";
  builder_add_bridge (self, model);
  self->net = "decoder";
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    table->decoder_item[side] = self->items->len;
  builder_add_decoder (self, model);
}

/* The parts lie end to end. */
static void
find_parts (DhParameterTable *table)
{
  gsize offset = 0;

  for (guint i = 0; i < table->n_items; i++)
    table->part_size[table->items[i].part] += table->items[i].size;
  for (DhPart part = 0; part < DH_N_PARTS; part++)
    {
      table->part_offset[part] = offset;
      offset += table->part_size[part];
    }
}

DhParameterTable *
dh_parameter_table_new (const DhModel *model)
{
  DhParameterTable *table = g_new0 (DhParameterTable, 1);
  Builder builder = { .items = g_array_new (FALSE, FALSE, sizeof (DhParameter)),
                      .part = DH_PART_ENCODER,
                      .net = "encoder",
                      .start_values = model->start_values };

  if (model->architecture == DH_ARCHITECTURE_LIAE)
    builder_add_liae (&builder, model, table);
  else
    builder_add_df (&builder, model, table);
  table->size = builder.offset;
  table->n_items = builder.items->len;
  table->items = (DhParameter *) (void *) g_array_free (builder.items, FALSE);
  find_parts (table);
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
