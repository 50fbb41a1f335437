/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The presets: their exact sizes, their tables, their start values, and that each of
 * them finds fast code; the big one takes a step.
 */
#include "core/base/tensor.h"
#include "core/nn/network.h"

#include <math.h>
#include <string.h>

static gsize
count (const char *id, DhPart part)
{
  g_autoptr (DhParameterTable) table = dh_parameter_table_new (dh_model_find (id));

  return table->part_size[part];
}

static gint64
count_all (const char *text)
{
  g_autoptr (DhParameterTable) table = dh_parameter_table_new (dh_model_find (text));

  return (gint64) table->size;
}

static void
test_counts (void)
{
  g_assert_cmpuint (count ("128", DH_PART_ENCODER), ==, 75961012);
  g_assert_cmpuint (count ("128", DH_PART_DECODER_A), ==, 27023853);
  g_assert_cmpuint (count ("128", DH_PART_DECODER_B), ==, 27023853);
  g_assert_cmpuint (count ("64", DH_PART_ENCODER) + 2 * count ("64", DH_PART_DECODER_A), ==,
                    7037734);
}

/* ---- counts, by formulas of their own ---- */

/* A convolution's or, with kernel 1, a dense layer's weights and biases. */
static gint64
layer (gint64 in, gint64 out, gint64 kernel)
{
  return in * out * kernel * kernel + out;
}

static gint64
count_decoder (gint64 in, const gint64 channels[3], int n_residual)
{
  gint64 n = 0;

  for (int i = 0; i < 3; i++)
    {
      n += layer (in, 4 * channels[i], 3) + n_residual * 2 * layer (channels[i], channels[i], 3);
      in = channels[i];
    }
  return n + layer (in, 3, 5);
}

/* dims as faceswap names them. */
static gint64
count_df (gint64 size, gint64 encoder_dims, gint64 decoder_dims, gint64 dense)
{
  const gint64 e = 3 * encoder_dims, d = 3 * decoder_dims, area = size / 16 * (size / 16);
  const gint64 decoder[3] = { 8 * d, 4 * d, 2 * d };

  return layer (3, e, 5) + layer (e, 2 * e, 5) + layer (2 * e, 4 * e, 5) + layer (4 * e, 8 * e, 5)
         + layer (8 * e * area, dense, 1) + layer (dense, dense * area, 1)
         + layer (dense, 4 * dense, 3) + 2 * count_decoder (dense, decoder, 2);
}

static gint64
count_liae (gint64 size, gint64 encoder_dims, gint64 decoder_dims, gint64 dense)
{
  const gint64 e = 3 * encoder_dims, d = 3 * decoder_dims, area = size / 16 * (size / 16);
  const gint64 decoder[3] = { 8 * d, 4 * d, 2 * d };
  const gint64 inter = layer (8 * e * area, dense, 1) + layer (dense, 2 * dense * area, 1)
                       + layer (2 * dense, 8 * dense, 3);

  return layer (3, e, 5) + layer (e, 2 * e, 5) + layer (2 * e, 4 * e, 5) + layer (4 * e, 8 * e, 5)
         + 2 * inter + count_decoder (4 * dense, decoder, 2);
}

static void
test_real_models (void)
{
  g_assert_cmpint (count_all ("df"), ==, 130008718);
  g_assert_cmpint (count_all ("128"), ==, 130008718);
  g_assert_cmpint (count_all ("liae"), ==, 121746593);
  g_assert_cmpint (count_all ("df{multiscale=yes}"), ==, 130122130);
  g_assert_cmpint (count_all ("liae{multiscale=yes}"), ==, 121803299);
  g_assert_cmpint (count_all ("original"), ==, 82062470);
  g_assert_cmpint (count_all ("lightweight"), ==, 51066374);
  g_assert_cmpint (count_df (128, 42, 21, 512), ==, 130008718);
  g_assert_cmpint (count_liae (128, 42, 21, 256), ==, 121746593);
  g_assert_cmpint (count_all ("df{size=64}"), ==, count_df (64, 42, 21, 512));
  g_assert_cmpint (count_df (64, 42, 21, 512) / 100000, ==, 926); /* 92.6 million */
}

/* The table of the specification, in tenths of a million. */
static void
test_small_models (void)
{
  static const struct
  {
    int encoder, decoder, dense, expected;
  } rows[] = { { 21, 10, 256, 221 }, { 12, 6, 128, 70 }, { 8, 4, 128, 40 }, { 6, 3, 64, 18 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("df{size=64,encoder=%d,decoder=%d,dense=%d}",
                                               rows[i].encoder, rows[i].decoder, rows[i].dense);
      gint64 n = count_all (text);

      g_assert_cmpint (n, ==, count_df (64, rows[i].encoder, rows[i].decoder, rows[i].dense));
      g_assert_cmpint ((n + 50000) / 100000, ==, rows[i].expected);
    }
}

/* Of one decoder: the two further output convolutions. */
static gint64
count_more_outputs (gint64 decoder_dims, gint64 kernel)
{
  return layer (24 * decoder_dims, 3, kernel) + layer (12 * decoder_dims, 3, kernel);
}

/* They are as many at each size, and nothing else of the model is another. */
static void
test_multiscale (void)
{
  for (int size = 64; size <= 256; size += 64)
    {
      g_autofree char *df = g_strdup_printf ("df{size=%d,multiscale=yes}", size);
      g_autofree char *liae = g_strdup_printf ("liae{size=%d,decoder=7,multiscale=yes}", size);

      g_assert_cmpint (count_all (df), ==,
                       count_df (size, 42, 21, 512) + 2 * count_more_outputs (21, 5));
      g_assert_cmpint (count_all (liae), ==,
                       count_liae (size, 42, 7, 256) + count_more_outputs (7, 5));
    }
  g_assert_cmpint (count_all ("df{output=3,multiscale=yes}") - count_all ("df{output=3}"), ==,
                   2 * count_more_outputs (21, 3));
  g_assert_cmpint (dh_model_count_outputs (dh_model_find ("df{multiscale=yes}")), ==, 3);
  g_assert_cmpint (dh_model_count_outputs (dh_model_find ("df")), ==, 1);
}

static void
test_sizes (void)
{
  for (int size = 64; size <= 256; size += 16)
    {
      g_autofree char *df = g_strdup_printf ("df{size=%d}", size);
      g_autofree char *liae = g_strdup_printf ("liae{size=%d}", size);

      g_assert_cmpint (count_all (df), ==, count_df (size, 42, 21, 512));
      g_assert_cmpint (count_all (liae), ==, count_liae (size, 42, 21, 256));
    }
}

/* The presets of the full layout are models that can be written, too: tensor by tensor the same. */
static void
test_same_as_presets (void)
{
  static const char *const pairs[][2] = {
    { "128", "df" },
    { "64", "df{size=64,encoder=12,decoder=6,dense=128,batch=8,rate=3e-4}" },
  };

  for (guint k = 0; k < G_N_ELEMENTS (pairs); k++)
    {
      const DhModel *a = dh_model_find (pairs[k][0]), *b = dh_model_find (pairs[k][1]);
      g_autoptr (DhParameterTable) of_a = dh_parameter_table_new (a);
      g_autoptr (DhParameterTable) of_b = dh_parameter_table_new (b);

      g_assert_cmpuint (of_a->n_items, ==, of_b->n_items);
      for (guint i = 0; i < of_a->n_items; i++)
        {
          const DhParameter *x = &of_a->items[i], *y = &of_b->items[i];

          g_assert_cmpstr (x->name, ==, y->name);
          g_assert_cmpmem (x->dims, sizeof x->dims, y->dims, sizeof y->dims);
          g_assert_cmpint (x->part, ==, y->part);
          g_assert_cmpuint (x->offset, ==, y->offset);
          g_assert_cmpfloat (x->limit, ==, y->limit);
        }
      g_assert_cmpint (a->batch, ==, b->batch);
      g_assert_cmpint (a->n_residual, ==, b->n_residual);
      g_assert_cmpint (a->output_kernel, ==, b->output_kernel);
      g_assert_cmpfloat (a->learning_rate, ==, b->learning_rate);
    }
}

/* In liae both people train everything. */
static void
test_parts (void)
{
  g_autoptr (DhParameterTable) df = dh_parameter_table_new (dh_model_find ("df"));
  g_autoptr (DhParameterTable) liae = dh_parameter_table_new (dh_model_find ("liae"));

  g_assert_cmpuint (df->part_size[DH_PART_ENCODER], ==, 75961012);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      const DhPart part = side == DH_SIDE_A ? DH_PART_DECODER_A : DH_PART_DECODER_B;
      const DhParameter *first = &df->items[df->decoder_item[side]];

      g_assert_cmpint (first->part, ==, part);
      g_assert_cmpuint (first->offset, ==, df->part_offset[part]);
      g_assert_cmpstr (first->name, ==,
                       side == DH_SIDE_A ? "decoder_a.up0.weight" : "decoder_b.up0.weight");
      g_assert_cmpstr (liae->items[liae->decoder_item[side]].name, ==, "decoder.up0.weight");
      g_assert_cmpuint (liae->part_size[part], ==, 0);
    }
  g_assert_cmpuint (liae->part_size[DH_PART_ENCODER], ==, liae->size);
}

static void
test_presets (void)
{
  guint n;
  const DhModel *const *models = dh_models_get (&n);

  g_assert_cmpuint (n, >=, 3);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (dh_model_find (models[i]->id) == models[i]);
      g_assert_cmpint (models[i]->size % 16, ==, 0);
      g_assert_cmpint (models[i]->batch, >, 0);
      g_assert_cmpfloat (models[i]->learning_rate, >, 0.0);
      g_assert_cmpint (models[i]->output_kernel % 2, ==, 1);
    }
  g_assert_null (dh_model_find ("129"));
}

/* Tensors lie end to end, in the order of the parts, each with a name of its own. */
static void
check_table (const DhParameterTable *table)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  gsize offset = 0;

  for (guint i = 0; i < table->n_items; i++)
    {
      const DhParameter *item = &table->items[i];

      g_assert_cmpuint (item->offset, ==, offset);
      g_assert_cmpuint (item->size, ==,
                        (gsize) item->dims[0] * item->dims[1] * item->dims[2] * item->dims[3]);
      g_assert_cmpuint (item->offset, >=, table->part_offset[item->part]);
      g_assert_cmpuint (item->offset + item->size, <=,
                        table->part_offset[item->part] + table->part_size[item->part]);
      g_assert_true (g_hash_table_add (names, (gpointer) item->name));
      offset += item->size;
    }
  g_assert_cmpuint (offset, ==, table->size);
}

static gboolean
has_item (const DhParameterTable *table, const char *name)
{
  for (guint i = 0; i < table->n_items; i++)
    if (strcmp (table->items[i].name, name) == 0)
      return TRUE;
  return FALSE;
}

static void
test_table (void)
{
  g_autoptr (DhParameterTable) df = dh_parameter_table_new (dh_model_find ("64"));
  g_autoptr (DhParameterTable) liae = dh_parameter_table_new (dh_model_find ("liae{dense=8}"));
  g_autoptr (DhParameterTable) three = dh_parameter_table_new (dh_model_find ("lightweight"));
  g_autoptr (DhParameterTable) scales = dh_parameter_table_new (
    dh_model_find ("df{size=64,dense=8,multiscale=yes}"));

  check_table (scales);
  g_assert_true (has_item (scales, "decoder_a.up0.output.weight"));
  g_assert_true (has_item (scales, "decoder_b.up1.output.bias"));
  g_assert_false (has_item (scales, "decoder_a.up2.output.weight"));
  g_assert_false (has_item (df, "decoder_a.up0.output.weight"));
  check_table (df);
  check_table (liae);
  check_table (three);
  g_assert_true (has_item (df, "decoder_a.up1.res0.conv1.weight"));
  g_assert_true (has_item (df, "encoder.dense1.bias"));
  g_assert_true (has_item (liae, "inter_both.dense1.bias"));
  g_assert_true (has_item (liae, "inter_b.up.weight"));
  g_assert_true (has_item (liae, "decoder.up1.res0.conv1.weight"));
  g_assert_true (has_item (three, "encoder.conv2.weight"));
  g_assert_false (has_item (three, "encoder.conv3.weight"));
}

static void
test_start_values (void)
{
  g_autoptr (DhParameterTable) table = dh_parameter_table_new (dh_model_find ("quick"));
  float *a = dh_tensor_new (table->size), *b = dh_tensor_new (table->size);

  dh_parameters_init (table, 5, a);
  dh_parameters_init (table, 5, b);
  g_assert_cmpmem (a, table->size * sizeof (float), b, table->size * sizeof (float));
  g_assert_true (memcmp (a + table->part_offset[DH_PART_DECODER_A],
                         a + table->part_offset[DH_PART_DECODER_B],
                         table->part_size[DH_PART_DECODER_A] * sizeof (float))
                 != 0);
  for (guint i = 0; i < table->n_items; i++)
    {
      const DhParameter *item = &table->items[i];
      double sum = 0.0, squares = 0.0, largest = 0.0;

      for (gsize j = item->offset; j < item->offset + item->size; j++)
        {
          sum += a[j];
          squares += (double) a[j] * a[j];
          largest = MAX (largest, fabs (a[j]));
        }
      g_assert_cmpfloat (largest, <=, item->limit * (1.0 + 1e-6));
      if (item->size < 1000 || item->limit <= 0.0)
        continue;
      /* Uniform: mean 0, variance limit² / 3. */
      g_assert_cmpfloat (fabs (sum / item->size), <=, 5.0 * item->limit / sqrt (item->size));
      g_assert_cmpfloat_with_epsilon (squares / item->size, item->limit * item->limit / 3.0,
                                      0.1 * item->limit * item->limit);
    }
  dh_tensor_free (a);
  dh_tensor_free (b);
}

static void
test_limits (void)
{
  g_autoptr (DhParameterTable) table = dh_parameter_table_new (dh_model_find ("64"));
  const struct
  {
    const char *name;
    double limit;
  } expected[] = {
    { "encoder.conv0.weight", sqrt (6.0 / (3 * 25)) },
    { "encoder.dense0.weight", sqrt (6.0 / (4608 + 128)) },
    { "encoder.dense1.weight", sqrt (6.0 / (128 + 2048)) },
    { "decoder_b.up2.weight", sqrt (6.0 / (72 * 9)) },
    { "decoder_b.up2.res1.conv0.weight", sqrt (6.0 / (36 * 9)) },
    { "decoder_b.up2.res1.conv1.weight", sqrt (0.6 / (36 * 9)) },
    { "decoder_a.output.weight", sqrt (6.0 / (36 * 25)) },
    { "decoder_a.output.bias", 0.0 },
  };
  guint found = 0;

  for (guint i = 0; i < table->n_items; i++)
    for (guint j = 0; j < G_N_ELEMENTS (expected); j++)
      if (strcmp (table->items[i].name, expected[j].name) == 0)
        {
          g_assert_cmpfloat_with_epsilon (table->items[i].limit, expected[j].limit, 1e-12);
          found++;
        }
  g_assert_cmpuint (found, ==, G_N_ELEMENTS (expected));
}

static void
check_fast (DhNetwork *network, const GError *error)
{
  g_autofree char *words = NULL;

  g_assert_no_error (error);
  words = dh_network_describe (network);
  g_assert_null (strstr (words, "ref"));
  dh_network_free (network);
}

/* Scalar code would be a hundred times slower, and nothing else would show it: every network that
 * the program compiles, for training, for pictures of up to so many faces and for landscapes. */
static void
check_fast_model (const DhModel *model, int n_faces)
{
  g_autoptr (GError) error = NULL;

  check_fast (dh_network_new (model, model->batch, TRUE, &error), error);
  check_fast (dh_network_new_moving (model, model->batch, FALSE, &error), error);
  check_fast (dh_network_new_moving (model, DH_N_SIDES * model->batch, TRUE, &error), error);
  for (int faces = 1; faces <= n_faces; faces++)
    check_fast (dh_network_new (model, faces, FALSE, &error), error);
}

static void
test_fast_code (void)
{
  guint n;
  const DhModel *const *models = dh_models_get (&n);

  for (guint i = 0; i < n; i++)
    check_fast_model (models[i], 8);
}

/* The same for what a person may write: three convolutions, and maps whose sides are odd. */
static void
test_fast_own_models (void)
{
  static const char *const texts[] = {
    "lightweight{dense=16,batch=1}",
    "df{size=80,encoder=2,decoder=2,dense=16,batch=1}",
    "liae{size=112,encoder=2,decoder=2,dense=16,batch=1}",
    "df{size=80,encoder=2,decoder=2,dense=16,batch=1,multiscale=yes}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      const DhModel *model = dh_model_find (texts[i]);

      check_fast (dh_network_new (model, 1, TRUE, &error), error);
      check_fast (dh_network_new (model, 1, FALSE, &error), error);
    }
}

/* Plain descent along its gradient must lower the loss. */
static double
loss_of (const float *output, const float *target, gsize n, float *gradient)
{
  double loss = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      float difference = output[i] - target[i];

      loss += 0.5 * difference * difference / n;
      gradient[i] = difference / n;
    }
  return loss;
}

static void
test_big_step (void)
{
  const DhModel *model = dh_model_find ("128");
  gsize n = 3 * 128 * 128;
  g_autoptr (GError) error = NULL;
  g_autoptr (DhNetwork) network = dh_network_new (model, 1, TRUE, &error);
  g_autoptr (DhWorkspace) workspace = network ? dh_workspace_new (network, &error) : NULL;
  const DhParameterTable *table = dh_network_get_table (network);
  float *parameters = dh_tensor_new (table->size), *gradient = dh_tensor_new (table->size);
  float *picture = dh_tensor_new (n), *output_gradient = dh_tensor_new (n);
  double losses[2], squares = 0.0;

  g_assert_no_error (error);
  g_assert_cmpuint (table->size, ==, 130008718);
  dh_parameters_init (table, 1, parameters);
  for (gsize i = 0; i < n; i++)
    picture[i] = 0.5 + 0.4 * sin (i * 0.01);
  for (int step = 0; step < 2; step++)
    {
      const float *output;

      dh_network_encode (network, workspace, parameters, picture);
      output = dh_network_decode (network, workspace, parameters, DH_SIDE_A);
      losses[step] = loss_of (output, picture, n, output_gradient);
      if (step > 0)
        break;
      dh_network_backward (network, workspace, parameters, DH_SIDE_A, output_gradient, gradient);
      for (gsize i = 0; i < table->part_offset[DH_PART_DECODER_B]; i++)
        squares += (double) gradient[i] * gradient[i];
      for (gsize i = 0; i < table->part_offset[DH_PART_DECODER_B]; i++)
        parameters[i] -= 0.1 * losses[0] / squares * gradient[i];
    }
  g_assert_true (isfinite (losses[0]) && isfinite (losses[1]));
  g_assert_cmpfloat (losses[1], <, losses[0]);
  dh_tensor_free (parameters);
  dh_tensor_free (gradient);
  dh_tensor_free (picture);
  dh_tensor_free (output_gradient);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dh_compute_thread_init ();
  g_test_add_func ("/model/counts", test_counts);
  g_test_add_func ("/model/real", test_real_models);
  g_test_add_func ("/model/small", test_small_models);
  g_test_add_func ("/model/sizes", test_sizes);
  g_test_add_func ("/model/multiscale", test_multiscale);
  g_test_add_func ("/model/same-as-presets", test_same_as_presets);
  g_test_add_func ("/model/parts", test_parts);
  g_test_add_func ("/model/presets", test_presets);
  g_test_add_func ("/model/table", test_table);
  g_test_add_func ("/model/start-values", test_start_values);
  g_test_add_func ("/model/limits", test_limits);
  g_test_add_func ("/model/fast-code", test_fast_code);
  g_test_add_func ("/model/fast-own-models", test_fast_own_models);
  g_test_add_func ("/model/big-step", test_big_step);
  return g_test_run ();
}
