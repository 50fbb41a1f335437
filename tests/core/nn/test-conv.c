/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Convolutions against their definition: oneDNN's code and our own, every shape of the presets and
 * odd ones, all passes; and that a choice between the two, once made, stands.
 *
 * Of large maps some numbers are compared, the corners among them: the definition takes seconds for
 * all of them.
 */
#include "core/base/random.h"
#include "core/base/tensor.h"
#include "core/nn/conv-choice.h"
#include "core/nn/elementwise.h"
#include "core/nn/network-private.h"
#include "tests/core/nn/reference.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define MAX_CHECKED 600
#define TOLERANCE   4e-5 /* of the largest value, as Winograd errs by that */
#define SLOPE       0.1

static DhRandom random_state;

static float *
new_random (gsize n)
{
  return dh_reference_new_random (&random_state, n);
}

/* ---- the definition ---- */

/* All plain: pictures (N, C, S, S), weights (O, I, K, K). */
typedef struct
{
  DhConvShape shape;
  float *x, *w, *b, *dy;
} Problem;

static double
get_pixel (const float *map, int channels, int size, int n, int c, int y, int x)
{
  if (y < 0 || x < 0 || y >= size || x >= size)
    return 0;
  return map[(((gsize) n * channels + c) * size + y) * size + x];
}

/* Of the kernels of phases. */
static gboolean
lacks_tap (const DhConvShape *s, int channel, int tap)
{
  const int phase = s->phase_channels > 0 ? channel / s->phase_channels : 3;

  return phase > 3 || (phase < 2 && tap < 3) || (phase % 2 == 0 && tap % 3 == 0);
}

/* Numbers that a sum over pixels and channels takes. */
static double
define_output (const Problem *p, gsize index)
{
  const DhConvShape *s = &p->shape;
  const int x = index % s->out_size, y = index / s->out_size % s->out_size;
  const int o = index / s->out_size / s->out_size % s->out_channels;
  const int n = index / s->out_size / s->out_size / s->out_channels;
  double sum = p->b[o];

  for (int i = 0; i < s->in_channels; i++)
    for (int k = 0; k < s->kernel * s->kernel; k++)
      sum += p->w[((gsize) o * s->in_channels + i) * s->kernel * s->kernel + k]
             * get_pixel (p->x, s->in_channels, s->in_size, n, i,
                          y * s->stride + k / s->kernel - s->pad_before,
                          x * s->stride + k % s->kernel - s->pad_before);
  return sum > 0 ? sum : SLOPE * sum;
}

static double
define_source_gradient (const Problem *p, gsize index)
{
  const DhConvShape *s = &p->shape;
  const int x = index % s->in_size, y = index / s->in_size % s->in_size;
  const int i = index / s->in_size / s->in_size % s->in_channels;
  const int n = index / s->in_size / s->in_size / s->in_channels;
  double sum = 0;

  for (int o = 0; o < s->out_channels; o++)
    for (int k = 0; k < s->kernel * s->kernel; k++)
      {
        const int from_y = y + s->pad_before - k / s->kernel;
        const int from_x = x + s->pad_before - k % s->kernel;

        if (from_y % s->stride == 0 && from_x % s->stride == 0)
          sum += p->w[((gsize) o * s->in_channels + i) * s->kernel * s->kernel + k]
                 * get_pixel (p->dy, s->out_channels, s->out_size, n, o, from_y / s->stride,
                              from_x / s->stride);
      }
  return sum;
}

static double
define_weight_gradient (const Problem *p, gsize index)
{
  const DhConvShape *s = &p->shape;
  const int k = index % (s->kernel * s->kernel);
  const int i = index / (s->kernel * s->kernel) % s->in_channels;
  const int o = index / (s->kernel * s->kernel) / s->in_channels;
  double sum = 0;

  if (lacks_tap (s, i, k))
    return 0;
  for (int n = 0; n < s->batch; n++)
    for (int y = 0; y < s->out_size; y++)
      for (int x = 0; x < s->out_size; x++)
        sum += get_pixel (p->dy, s->out_channels, s->out_size, n, o, y, x)
               * get_pixel (p->x, s->in_channels, s->in_size, n, i,
                            y * s->stride + k / s->kernel - s->pad_before,
                            x * s->stride + k % s->kernel - s->pad_before);
  return sum;
}

static double
define_bias_gradient (const Problem *p, gsize index)
{
  const DhConvShape *s = &p->shape;
  double sum = 0;

  for (int n = 0; n < s->batch; n++)
    for (int k = 0; k < s->out_size * s->out_size; k++)
      sum += p->dy[((gsize) n * s->out_channels + index) * s->out_size * s->out_size + k];
  return sum;
}

/* All numbers, or the first, the last and some between. */
static void
assert_defined (const Problem *p, const char *what, const float *values, gsize n,
                double (*define) (const Problem *p, gsize index))
{
  const gsize n_checked = MIN (n, MAX_CHECKED);
  double worst = 0, largest = 0;

  for (gsize k = 0; k < n_checked; k++)
    {
      const gsize index = n == n_checked ? k
                          : k < 2        ? k * (n - 1)
                                         : dh_random_next (&random_state) % n;
      const double defined = define (p, index);

      worst = MAX (worst, fabs (values[index] - defined));
      largest = MAX (largest, fabs (defined));
    }
  if (!(worst <= TOLERANCE * largest))
    g_error ("%s of %d × %d → %d channels, %d pixels wide, misses by %g of %g", what,
             p->shape.batch, p->shape.in_channels, p->shape.out_channels, p->shape.in_size, worst,
             largest);
}

/* ---- what runs ---- */

static float *
new_blocked (const float *plain, int batch, int channels, int size, gboolean spread)
{
  float *map = dh_tensor_new ((gsize) batch * channels * size * size);
  float *shuffled = dh_tensor_new ((gsize) batch * channels * size * size);

  dh_block (batch, channels, size, plain, map);
  if (spread)
    {
      dh_shuffle_forward (batch, channels / 4, size, 1, map, shuffled);
      dh_tensor_free (map);
      return shuffled;
    }
  dh_tensor_free (shuffled);
  return map;
}

static float *
new_plain (const float *map, int batch, int channels, int size, gboolean spread)
{
  float *plain = dh_tensor_new ((gsize) batch * channels * size * size);
  float *unshuffled = dh_tensor_new ((gsize) batch * channels * size * size);

  if (spread)
    dh_unshuffle (batch, channels / 4, size, map, unshuffled);
  dh_unblock (batch, channels, size, spread ? unshuffled : map, plain);
  dh_tensor_free (unshuffled);
  return plain;
}

/* Zero where there are no taps. */
static void
clear_lacking (const DhConvShape *s, float *weights)
{
  const int n_taps = s->kernel * s->kernel;

  for (int pair = 0; pair < s->out_channels * s->in_channels; pair++)
    for (int tap = 0; tap < n_taps; tap++)
      if (lacks_tap (s, pair % s->in_channels, tap))
        weights[pair * n_taps + tap] = 0;
}

static void
check_forward (const Problem *p, const DhConv *conv, DhStream *stream, const float *x)
{
  const DhConvShape *s = &p->shape;
  const gsize n_y = (gsize) s->batch * s->out_channels * s->out_size * s->out_size;
  float *y = dh_tensor_new (n_y), *plain;

  dh_conv_forward (conv, stream, 1, p->w, p->b, SLOPE, x, y);
  plain = new_plain (y, s->batch, s->out_channels, s->out_size, s->spread_out);
  assert_defined (p, "the output", plain, n_y, define_output);
  dh_tensor_free (plain);
  dh_tensor_free (y);
}

static void
check_backward (const Problem *p, const DhConv *conv, DhStream *stream, const float *x)
{
  const DhConvShape *s = &p->shape;
  const gsize n_x = (gsize) s->batch * s->in_channels * s->in_size * s->in_size;
  const gsize n_w = (gsize) s->out_channels * s->in_channels * s->kernel * s->kernel;
  float *dy = new_blocked (p->dy, s->batch, s->out_channels, s->out_size, s->spread_out);
  float *dx = dh_tensor_new (n_x), *dw = dh_tensor_new (n_w), *plain;
  float *db = dh_tensor_new (s->out_channels);

  dh_conv_backward_data (conv, stream, 1, p->w, dy, dx);
  plain = new_plain (dx, s->batch, s->in_channels, s->in_size, s->spread_in);
  assert_defined (p, "the source's gradient", plain, n_x, define_source_gradient);
  dh_conv_backward_weights (conv, stream, x, dy, dw, db);
  clear_lacking (s, dw);
  assert_defined (p, "the weights' gradient", dw, n_w, define_weight_gradient);
  assert_defined (p, "the bias's gradient", db, s->out_channels, define_bias_gradient);
  dh_tensor_free (plain);
  dh_tensor_free (dy);
  dh_tensor_free (dx);
  dh_tensor_free (dw);
  dh_tensor_free (db);
}

/* Random values for two batches; the result of both in one pass is that of one pass for each. */
static void
check_two_batches (const DhConvShape *s, const DhConv *conv, const float *w, const float *b)
{
  g_autoptr (DhStream) stream = dh_stream_new (dh_conv_get_scratch_size (conv, 2));
  const gsize n_x = (gsize) s->batch * s->in_channels * s->in_size * s->in_size;
  const gsize n_y = (gsize) s->batch * s->out_channels * s->out_size * s->out_size;
  float *x = new_random (2 * n_x), *y = dh_tensor_new (2 * n_y), *wanted_y = dh_tensor_new (n_y);
  float *dy = new_random (2 * n_y), *dx = dh_tensor_new (2 * n_x), *wanted_x = dh_tensor_new (n_x);

  dh_conv_forward (conv, stream, 2, w, b, SLOPE, x, y);
  dh_conv_backward_data (conv, stream, 2, w, dy, dx);
  for (int i = 0; i < 2; i++)
    {
      dh_conv_forward (conv, stream, 1, w, b, SLOPE, x + i * n_x, wanted_y);
      g_assert_cmpmem (y + i * n_y, n_y * sizeof (float), wanted_y, n_y * sizeof (float));
      dh_conv_backward_data (conv, stream, 1, w, dy + i * n_y, wanted_x);
      g_assert_cmpmem (dx + i * n_x, n_x * sizeof (float), wanted_x, n_x * sizeof (float));
    }
  dh_tensor_free (x);
  dh_tensor_free (y);
  dh_tensor_free (dx);
  dh_tensor_free (dy);
  dh_tensor_free (wanted_x);
  dh_tensor_free (wanted_y);
}

static void
check_conv (const DhConvShape *s, gboolean own)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhConv) conv = dh_conv_new (s, DH_CONV_TRAINING, own, "test", &error);
  g_autoptr (DhStream) stream = NULL;
  g_autofree char *words = NULL;
  Problem p = {
    .shape = *s,
    .x = new_random ((gsize) s->batch * s->in_channels * s->in_size * s->in_size),
    .w = new_random ((gsize) s->out_channels * s->in_channels * s->kernel * s->kernel),
    .b = new_random (s->out_channels),
    .dy = new_random ((gsize) s->batch * s->out_channels * s->out_size * s->out_size),
  };
  float *x = new_blocked (p.x, s->batch, s->in_channels, s->in_size, s->spread_in);

  clear_lacking (s, p.w);
  g_assert_no_error (error);
  words = dh_conv_describe (conv);
  g_test_message ("%s", words);
  g_assert_null (strstr (words, "ref"));
  stream = dh_stream_new (dh_conv_get_scratch_size (conv, 1));
  check_forward (&p, conv, stream, x);
  check_backward (&p, conv, stream, x);
  check_two_batches (s, conv, p.w, p.b);
  dh_tensor_free (x);
  dh_tensor_free (p.x);
  dh_tensor_free (p.w);
  dh_tensor_free (p.b);
  dh_tensor_free (p.dy);
}

static DhConvShape
make_shape (int batch, int in, int out, int size, int kernel, int stride, int pad_before)
{
  const int out_size = (size + stride - 1) / stride;

  return (DhConvShape) {
    .batch = batch,
    .in_channels = in,
    .in_size = size,
    .out_channels = out,
    .out_size = out_size,
    .kernel = kernel,
    .stride = stride,
    .pad_before = pad_before,
    .pad_after = kernel - stride - pad_before,
  };
}

static void
test_library (void)
{
  const DhConvShape shapes[] = {
    make_shape (1, 16, 32, 16, 3, 1, 1), make_shape (8, 32, 32, 16, 3, 1, 1),
    make_shape (1, 48, 32, 32, 3, 1, 1), make_shape (3, 16, 32, 16, 5, 2, 1),
    make_shape (8, 32, 16, 8, 5, 2, 1),  make_shape (3, 16, 16, 12, 5, 1, 2),
    make_shape (2, 32, 16, 9, 1, 1, 0),
  };

  if (dh_dnn_get_vectors () < DH_DNN_AVX2)
    {
      g_test_skip ("oneDNN has fast code of every kind from AVX2 on");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    check_conv (&shapes[i], FALSE);
}

/* Maps that aren't whole tiles, or smaller than one; windows that begin before, at or after their
 * tile; numbers of tiles and channels that aren't whole blocks of any size. */
static void
test_own (void)
{
  static const int sizes[] = { 1, 2, 3, 4, 5, 7, 8, 13, 16 };
  static const int channels[][2] = { { 16, 16 }, { 32, 48 }, { 80, 16 }, { 144, 112 } };
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint k = 0; k < G_N_ELEMENTS (channels); k++)
      for (int pad = 0; pad <= 2; pad++)
        {
          const DhConvShape shape = make_shape (1 + (i + k) % 3, channels[k][0], channels[k][1],
                                                sizes[i], 3, 1, pad);

          check_conv (&shape, TRUE);
        }
}

static void
test_spread (void)
{
  DhConvShape shape = make_shape (2, 64, 192, 6, 3, 1, 1);

  for (int way = 1; way < 4; way++)
    {
      shape.spread_in = (way & 1) != 0;
      shape.spread_out = (way & 2) != 0;
      check_conv (&shape, TRUE);
    }
}

/* Strided convolutions by phases: runs of channels of which several are in a block of any size, and
 * runs longer than one. */
static void
test_phases (void)
{
  static const int channels[][2] = { { 64, 32 }, { 128, 48 }, { 192, 16 }, { 448, 80 } };

  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    for (int size = 4; size <= 32; size *= 2)
      {
        DhConvShape shape = make_shape (3, channels[i][0], channels[i][1], size, 3, 1, 1);

        shape.phase_channels = channels[i][0] / 4;
        check_conv (&shape, TRUE);
        shape.spread_in = TRUE;
        check_conv (&shape, TRUE);
      }
}

/* As each layer of each preset runs it, and so many pictures that all its ways of blocking come
 * about; the real model with few, for time. */
static void
test_presets (void)
{
  guint n_models;
  const DhModel *const *models = dh_models_get (&n_models);

  for (guint i = 0; i < n_models; i++)
    {
      const gboolean large = models[i]->size > 64;
      g_autoptr (GError) error = NULL;
      DhNetwork *network;

      if (large && !g_test_slow ())
        continue;
      network = dh_network_new (models[i], large ? 1 : models[i]->batch, TRUE, &error);
      g_assert_no_error (error);
      for (guint k = 0; k < network->layers->len; k++)
        {
          const DhConv *conv = dh_network_get_layer (network, k)->conv;

          if (conv != NULL)
            check_conv (dh_conv_get_shape (conv), dh_conv_can_be_own (dh_conv_get_shape (conv)));
        }
      dh_network_free (network);
    }
}

/* ---- the choice ---- */

typedef struct
{
  char *folder, *file;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("downhill-conv-XXXXXX", NULL);
  f->file = g_build_filename (f->folder, "below", "convolutions", NULL);
  g_setenv ("DOWNHILL_CONVOLUTIONS", "measured", TRUE);
  dh_conv_choices_reset (f->file);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autofree char *below = g_path_get_dirname (f->file);

  g_setenv ("DOWNHILL_CONVOLUTIONS", "own", TRUE);
  dh_conv_choices_reset (NULL);
  g_remove (f->file);
  g_rmdir (below);
  g_rmdir (f->folder);
  g_free (f->file);
  g_free (f->folder);
}

static gboolean
choose (int size)
{
  const DhConvShape shape = make_shape (2, 32, 32, size, 3, 1, 1);

  return dh_conv_choose_own (&shape, &shape, DH_CONV_TRAINING);
}

/* Turns every choice in the file round. */
static void
turn_round (const char *file)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;

  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  if (strstr (text, "=own") != NULL)
    {
      parts = g_strsplit (text, "=own", -1);
      g_free (text);
      text = g_strjoinv ("=onednn", parts);
    }
  else
    {
      parts = g_strsplit (text, "=onednn", -1);
      g_free (text);
      text = g_strjoinv ("=own", parts);
    }
  g_assert_true (g_file_set_contents (file, text, -1, NULL));
}

static gboolean
choose_described (int size)
{
  gboolean own;

  dh_conv_choices_begin ();
  own = choose (size);
  dh_conv_choices_end ();
  return own;
}

/* What is kept is what counts later, whatever would be measured then. */
static void
test_kept (Fixture *f, gconstpointer data)
{
  g_autofree char *first = NULL, *same = NULL, *turned = NULL;
  gboolean own;

  own = choose_described (16);
  first = dh_conv_choices_describe ();
  dh_conv_choices_reset (f->file);
  g_assert_true (choose_described (16) == own);
  choose (8); /* of another network */
  same = dh_conv_choices_describe ();
  g_assert_cmpstr (first, ==, same);
  turn_round (f->file);
  g_assert_true (choose (16) == own); /* for this process it stands */
  dh_conv_choices_reset (f->file);
  g_assert_true (choose_described (16) != own);
  turned = dh_conv_choices_describe ();
  g_assert_cmpstr (first, !=, turned);
}

/* Neither a file of nonsense nor a place where none can be hinders anybody. */
static void
test_unreadable (Fixture *f, gconstpointer data)
{
  g_autofree char *below = g_path_get_dirname (f->file);

  g_mkdir (below, 0700);
  g_assert_true (g_file_set_contents (f->file, "[no\xff group\n=own=\n", -1, NULL));
  choose (8);
  dh_conv_choices_reset ("/dev/null/convolutions");
  choose (8);
  dh_conv_choices_reset (NULL);
  choose (8);
}

typedef struct
{
  int begun, done;
  gint64 duration; /* microseconds */
} Measuring;

static gpointer
measure_cb (gpointer data)
{
  Measuring *self = data;

  dh_dnn_thread_init ();
  g_atomic_int_set (&self->begun, TRUE);
  self->duration = -g_get_monotonic_time ();
  choose (48);
  self->duration += g_get_monotonic_time ();
  g_atomic_int_set (&self->done, TRUE);
  return NULL;
}

/* Who asks what is chosen doesn't wait for a measurement: the window's main context asks. */
static void
test_asked (Fixture *f, gconstpointer data)
{
  Measuring measuring = { FALSE, FALSE, 0 };
  GThread *thread = g_thread_new ("measuring", measure_cb, &measuring);
  guint n_answers = 0;

  while (!g_atomic_int_get (&measuring.begun))
    g_thread_yield ();
  /* Until it holds what it needs: who asks without end would keep it from that. */
  g_usleep (2000);
  while (!g_atomic_int_get (&measuring.done))
    {
      g_autofree char *words = dh_conv_choices_describe ();

      n_answers++;
    }
  g_thread_join (thread);
  /* A measurement takes tens of milliseconds, an answer a few microseconds; with a lock that is held
   * meanwhile, the first answer comes at its end. */
  if (measuring.duration > 20000)
    g_assert_cmpuint (n_answers, >, 10);
  else /* there is nothing to measure, as where oneDNN has no code for it */
    g_test_skip ("nothing was measured");
}

static void
test_forced (Fixture *f, gconstpointer data)
{
  g_setenv ("DOWNHILL_CONVOLUTIONS", "onednn", TRUE);
  g_assert_false (choose (16));
  g_assert_false (g_file_test (f->file, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dh_dnn_thread_init ();
  dh_random_init (&random_state, 11, 0);
  g_test_add_func ("/conv/library", test_library);
  g_test_add_func ("/conv/own", test_own);
  g_test_add_func ("/conv/spread", test_spread);
  g_test_add_func ("/conv/phases", test_phases);
  g_test_add_func ("/conv/presets", test_presets);
  g_test_add ("/conv/choice/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/conv/choice/unreadable", Fixture, NULL, set_up, test_unreadable, tear_down);
  g_test_add ("/conv/choice/asked", Fixture, NULL, set_up, test_asked, tear_down);
  g_test_add ("/conv/choice/forced", Fixture, NULL, set_up, test_forced, tear_down);
  return g_test_run ();
}
