/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Trains one lane with a recipe that differs from a preset's, on one thread, and measures the
 * held-out faces after given amounts of processor time:
 *
 *   DOWNHILL_FACES_DIR=data/faces bench-recipe [KEY=VALUE...]
 *
 * Time is the thread's own, so a busy neighbour costs less than it would by the clock, and it is
 * that of a lane among four: they share their batches, so a quarter of what a batch takes counts,
 * and measuring doesn't.  With pace=MS a step counts as MS milliseconds instead, which makes runs
 * repeatable; --pace prints what a step takes.  search-recipe.py calls both.
 */
#include "core/data/augment.h"
#include "core/train/evaluator.h"
#include "core/train/lane-step.h"
#include "core/train/scratch-pool.h"
#include "tests/bench/timing.h"

#include <math.h>
#include <string.h>
#include <time.h>

#define N_SHARING  4  /* lanes that use a batch */
#define N_FACES    6  /* measured at once */
#define PACE_STEPS 60 /* of which the median is taken */
#define MAX_TIMES  16

typedef struct
{
  DhModel model;
  double warp;   /* of the recipe's warp, 0 … */
  double flip;   /* chance */
  double start;  /* multiplies the limits of the convolutions' start values */
  double output; /* multiplies those of the output convolution */
  double dense;  /* multiplies those of both dense layers */
  double mean;   /* 1: the output's bias starts at the mean colour of the faces */
  double clip, seed, pace;
  const char *optimizer, *loss, *a, *b;
  double times[MAX_TIMES]; /* s */
  guint n_times;
} Recipe;

typedef struct
{
  const Recipe *recipe;
  DhFaceSet *people[DH_N_SIDES];
  DhNetwork *network;
  DhEvaluator *evaluator;
  DhBatch batches[DH_N_SIDES];
  DhLaneRun *lane;
  DhLaneScratch *scratch;
  DhEvaluatorScratch *painting;
  float *memory[2], *gradients[DH_N_SIDES];
  double seconds;
} Bench;

/* ---- the recipe ---- */

static gboolean
set_ints (int *values, guint n, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  if (g_strv_length (words) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    values[i] = atoi (words[i]);
  return TRUE;
}

static gboolean
set_times (Recipe *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  self->n_times = MIN (g_strv_length (words), MAX_TIMES);
  for (guint i = 0; i < self->n_times; i++)
    self->times[i] = g_ascii_strtod (words[i], NULL);
  return TRUE;
}

static gboolean
set_text (Recipe *self, const char *key, const char *value)
{
  const struct
  {
    const char *key;
    const char **place;
  } texts[] = {
    { "optimizer", &self->optimizer },
    { "loss", &self->loss },
    { "a", &self->a },
    { "b", &self->b },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (key, texts[i].key) == 0)
      {
        *texts[i].place = value;
        return TRUE;
      }
  return FALSE;
}

static gboolean
set_number (Recipe *self, const char *key, const char *value)
{
  const struct
  {
    const char *key;
    double *place;
  } numbers[] = {
    { "rate", &self->model.learning_rate },
    { "colour", &self->model.colour_share },
    { "warp", &self->warp },
    { "pose", &self->model.pose_share },
    { "flip", &self->flip },
    { "start", &self->start },
    { "start_output", &self->output },
    { "start_dense", &self->dense },
    { "mean", &self->mean },
    { "clip", &self->clip },
    { "seed", &self->seed },
    { "pace", &self->pace },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (strcmp (key, numbers[i].key) == 0)
      {
        *numbers[i].place = g_ascii_strtod (value, NULL);
        return TRUE;
      }
  return FALSE;
}

static gboolean
set_layout (Recipe *self, const char *key, const char *value)
{
  DhModel *model = &self->model;
  const struct
  {
    const char *key;
    int *place;
    guint n;
  } layout[] = {
    { "encoder", model->encoder_channels, 4 },
    { "dense", &model->dense, 1 },
    { "bridge", &model->bridge_channels, 1 },
    { "decoder", model->decoder_channels, 3 },
    { "residual", &model->n_residual, 1 },
    { "kernel", &model->output_kernel, 1 },
    { "batch", &model->batch, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (layout); i++)
    if (strcmp (key, layout[i].key) == 0)
      return set_ints (layout[i].place, layout[i].n, value);
  return FALSE;
}

static gboolean
set (Recipe *self, const char *word)
{
  const char *equals = strchr (word, '=');
  g_autofree char *key = equals != NULL ? g_strndup (word, equals - word) : NULL;

  if (key == NULL)
    return FALSE;
  if (strcmp (key, "preset") == 0 && dh_model_find (equals + 1) != NULL)
    {
      self->model = *dh_model_find (equals + 1);
      return TRUE;
    }
  if (strcmp (key, "at") == 0)
    return set_times (self, equals + 1);
  return set_text (self, key, equals + 1) || set_number (self, key, equals + 1)
         || set_layout (self, key, equals + 1);
}

static DhAugmentStrength
get_strength (const Recipe *self)
{
  DhAugmentStrength strength = dh_augment_share ((float) self->model.colour_share,
                                                 (float) self->model.pose_share);

  strength.flip_chance = (float) self->flip;
  strength.warp *= (float) self->warp;
  return strength;
}

/* ---- start values ---- */

/* The logit of the mean colour of a person's faces within the mask. */
static void
get_mean_logit (const DhFaceSet *set, int size, double logit[3])
{
  const gsize plane = (gsize) size * size;
  float *rgb = dh_tensor_new (4 * plane), *mask = rgb + 3 * plane;
  double sums[3] = { 0 }, weight = 0;

  for (guint i = 0; i < dh_face_set_get_count (set, DH_FACES_TRAINING); i++)
    {
      dh_face_crop (dh_face_set_get (set, DH_FACES_TRAINING, i), size, rgb, mask);
      for (gsize k = 0; k < plane; k++)
        {
          weight += mask[k];
          for (int c = 0; c < 3; c++)
            sums[c] += mask[k] * rgb[c * plane + k];
        }
    }
  for (int c = 0; c < 3; c++)
    logit[c] = log (sums[c] / (weight - sums[c]));
  dh_tensor_free (rgb);
}

static void
change_start (Bench *self, const DhParameter *item)
{
  const Recipe *recipe = self->recipe;
  float *values = self->lane->parameters + item->offset;
  double factor = strstr (item->name, "output") != NULL  ? recipe->output
                  : strstr (item->name, "dense") != NULL ? recipe->dense
                                                         : recipe->start;
  double logit[3];

  for (gsize i = 0; i < item->size; i++)
    values[i] *= (float) factor;
  if (recipe->mean == 0 || !g_str_has_suffix (item->name, "output.bias"))
    return;
  get_mean_logit (self->people[item->part == DH_PART_DECODER_B], recipe->model.size, logit);
  for (int c = 0; c < 3; c++)
    values[c] = (float) (recipe->mean * logit[c]);
}

static void
change_starts (Bench *self)
{
  const DhParameterTable *table = dh_network_get_table (self->network);

  for (guint i = 0; i < table->n_items; i++)
    change_start (self, &table->items[i]);
}

/* ---- the training ---- */

static DhLaneRun *
make_lane (Bench *self, const DhOptimizerConfig *optimizer)
{
  const Recipe *recipe = self->recipe;
  const DhMix mix = { 1, { dh_mix_part_make (recipe->loss) } };
  DhLaneRequest request = {
    .id = 1,
    .settings = dh_lane_settings_make (&mix, optimizer, recipe->model.learning_rate),
  };
  DhLaneRun *lane;

  request.settings.clip = dh_clip_make (DH_CLIP_NORM, recipe->clip);
  lane = dh_lane_run_new (&request, self->network, (guint64) recipe->seed, NULL);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      self->gradients[side] = dh_tensor_new (dh_network_get_table (self->network)->size);
      lane->gradient[side] = (DhGradient) { self->gradients[side], self->gradients[side] };
    }
  return lane;
}

static gboolean
bench_init (Bench *self, const Recipe *recipe, GError **error)
{
  const char *faces = g_getenv ("DOWNHILL_FACES_DIR");
  const char *names[DH_N_SIDES] = { recipe->a, recipe->b };
  DhOptimizerConfig optimizer;

  self->recipe = recipe;
  if (!dh_optimizer_config_parse (recipe->optimizer, DH_OPTIMIZER_USER_NETWORK, &optimizer, error))
    return FALSE;
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      g_autofree char *folder = g_build_filename (faces, names[side], NULL);

      self->people[side] = dh_face_set_load (folder, NULL, error);
      if (self->people[side] == NULL)
        return FALSE;
      dh_batch_init (&self->batches[side], recipe->model.batch, recipe->model.size);
    }
  self->network = dh_network_new (&recipe->model, recipe->model.batch, TRUE, error);
  if (self->network == NULL)
    return FALSE;
  self->evaluator = dh_evaluator_new (&recipe->model, self->people[0], self->people[1], N_FACES,
                                      error);
  if (self->evaluator == NULL)
    return FALSE;
  self->memory[0] = dh_tensor_new (dh_lane_scratch_get_size (self->network));
  self->memory[1] = dh_tensor_new (
    dh_evaluator_get_scratch_size (dh_evaluator_get_network (self->evaluator)));
  self->scratch = dh_lane_scratch_new (self->network, self->memory[0]);
  self->painting = dh_evaluator_scratch_new (self->evaluator, self->memory[1], NULL);
  self->lane = make_lane (self, &optimizer);
  change_starts (self);
  return TRUE;
}

static void
bench_clear (Bench *self)
{
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      dh_tensor_free (self->gradients[side]);
      g_clear_pointer (&self->people[side], dh_face_set_unref);
      dh_batch_clear (&self->batches[side]);
    }
  g_clear_pointer (&self->lane, dh_lane_run_free);
  g_clear_pointer (&self->scratch, dh_lane_scratch_free);
  g_clear_pointer (&self->painting, dh_evaluator_scratch_free);
  g_clear_pointer (&self->evaluator, dh_evaluator_free);
  g_clear_pointer (&self->network, dh_network_free);
  dh_tensor_free (self->memory[0]);
  dh_tensor_free (self->memory[1]);
}

static double
read_thread_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

/* One update; returns what it took, in seconds. */
static double
step (Bench *self)
{
  const DhModel *model = &self->recipe->model;
  const DhAugmentStrength strength = get_strength (self->recipe);
  double start = read_thread_time (), made;

  for (DhSide side = 0; side < DH_N_SIDES; side++)
    dh_batch_make (&self->batches[side], self->people[side], &strength, model->batch, model->size,
                   (guint64) self->recipe->seed, side, self->lane->iteration, NULL);
  made = read_thread_time ();
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    dh_lane_run_half_step (self->lane, self->scratch, side, &self->batches[side],
                           dh_face_set_has_masks (self->people[side]));
  dh_lane_run_finish_step (self->lane, self->seconds);
  return (made - start) / N_SHARING + read_thread_time () - made;
}

/* The pairs' swaps are measured, too: a recipe could gain by copying the light of what it sees. */
static void
measure (Bench *self, double at)
{
  DhMetrics metrics = dh_evaluator_measure (self->evaluator, self->painting, self->lane->parameters,
                                            self->lane->iteration);

  g_print ("%g s %" G_GUINT64_FORMAT " steps psnr %.2f ssim %.4f swap_psnr %.2f swap_ssim %.4f\n",
           at, self->lane->iteration, metrics.psnr, metrics.ssim, metrics.swap_psnr,
           metrics.swap_ssim);
}

static void
train (Bench *self)
{
  const Recipe *recipe = self->recipe;

  for (guint i = 0; i < recipe->n_times && self->lane->fault == DH_FAULT_NONE; i++)
    {
      while (self->seconds < recipe->times[i] && self->lane->fault == DH_FAULT_NONE)
        {
          double seconds = step (self);

          self->seconds += recipe->pace > 0 ? recipe->pace * 1e-3 : seconds;
        }
      measure (self, recipe->times[i]);
    }
}

static void
print_pace (Bench *self)
{
  double times[PACE_STEPS];

  for (int i = 0; i < PACE_STEPS; i++)
    times[i] = 1e3 * step (self);
  g_print ("%.2f\n", get_median (times, PACE_STEPS));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  gboolean pace = argc > 1 && strcmp (argv[1], "--pace") == 0;
  Bench bench = { 0 };
  Recipe recipe = {
    .model = *dh_model_find ("quick"),
    .warp = 1,
    .flip = dh_augment_default.flip_chance,
    .start = 1,
    .output = 1,
    .dense = 1,
    .seed = 1,
    .optimizer = "adam",
    .loss = "mae",
    .a = "alder",
    .b = "birch",
    .times = { 15 },
    .n_times = 1,
  };
  gboolean good = g_getenv ("DOWNHILL_FACES_DIR") != NULL;

  for (int i = pace ? 2 : 1; i < argc; i++)
    good = good && set (&recipe, argv[i]);
  if (!good || dh_loss_find (recipe.loss) == NULL)
    {
      g_printerr ("usage: DOWNHILL_FACES_DIR=data/faces bench-recipe [--pace] [KEY=VALUE...]\n"
                  "The keys are in tests/bench/README.md.\n");
      return 2;
    }
  dh_compute_thread_init ();
  if (bench_init (&bench, &recipe, &error))
    pace ? print_pace (&bench) : train (&bench);
  else
    g_printerr ("%s\n", error->message);
  bench_clear (&bench);
  return error != NULL;
}
