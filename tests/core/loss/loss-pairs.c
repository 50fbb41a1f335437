/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The formula-made pictures that the reference numbers of tests/data/losses.json belong to.
 */
#include "tests/core/loss/loss-pairs.h"

#include "core/base/random.h"

#include <math.h>
#include <string.h>

LossPair *
loss_pair_new (DhShape shape)
{
  LossPair *self = g_new0 (LossPair, 1);
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);
  gsize scratch = 0;

  for (guint i = 0; i < n_losses; i++)
    scratch = MAX (scratch, dh_loss_get_scratch_size (losses[i], shape));
  self->shape = shape;
  self->size = dh_shape_get_size (shape);
  self->target = dh_tensor_new (self->size);
  self->prediction = dh_tensor_new (self->size);
  self->gradient = dh_tensor_new (self->size);
  self->scratch = dh_tensor_new (scratch);
  return self;
}

void
loss_pair_free (LossPair *self)
{
  dh_tensor_free (self->target);
  dh_tensor_free (self->prediction);
  dh_tensor_free (self->gradient);
  dh_tensor_free (self->scratch);
  g_free (self);
}

static double
get_fraction (double x)
{
  return x - floor (x);
}

static void
make_pixel (const char *images, double ph, int n, int c, int i, int j, double *t, double *p)
{
  if (strcmp (images, "saw") == 0)
    {
      *t = get_fraction (.137 * i + .291 * j + .411 * c + .173 * n + .05 + ph);
      *p = get_fraction (.173 * i + .219 * j + .377 * c + .131 * n + .11 + ph);
    }
  else if (strcmp (images, "smooth") == 0)
    {
      *t = .5 + .4 * sin (.5 * i + .3 * j + 1.1 * c + .7 * n + ph);
      *p = .5 + .38 * sin (.52 * i + .27 * j + 1.0 * c + .8 * n + .1 + ph);
    }
  else
    {
      g_assert_cmpstr (images, ==, "close");
      *t = .5 + .4 * sin (.23 * i + .19 * j + 1.1 * c + .7 * n + ph);
      *p = CLAMP (*t + .004 * sin (1.7 * i + 2.3 * j + c), 0.0, 1.0);
    }
}

void
loss_pair_fill (LossPair *self, const char *images, double phase)
{
  DhShape s = self->shape;
  gsize k = 0;

  for (int n = 0; n < s.n; n++)
    for (int c = 0; c < s.c; c++)
      for (int i = 0; i < s.h; i++)
        for (int j = 0; j < s.w; j++, k++)
          {
            double t, p;

            make_pixel (images, phase, n, c, i, j, &t, &p);
            self->target[k] = (float) t;
            self->prediction[k] = (float) p;
          }
}

void
loss_pair_fill_randomly (LossPair *self, guint64 seed)
{
  DhRandom random;

  dh_random_init (&random, seed, 0);
  for (gsize i = 0; i < self->size; i++)
    {
      self->target[i] = (float) dh_random_uniform (&random, 0.2, 0.8);
      self->prediction[i] = (float) (self->target[i] + dh_random_uniform (&random, -0.2, 0.2));
    }
}

void
loss_pair_fill_textured (LossPair *self)
{
  gsize k = 0;

  for (int n = 0; n < self->shape.n; n++)
    for (int c = 0; c < self->shape.c; c++)
      for (int y = 0; y < self->shape.h; y++)
        for (int x = 0; x < self->shape.w; x++, k++)
          self->target[k] = (float) (0.4 + 0.17 * sin (0.11 * x + 0.07 * y + c)
                                     + 0.08 * sin (2.1 * x + 0.4 * y) * cos (1.9 * y - 0.3 * x));
}

void
loss_pair_blur (LossPair *self)
{
  int w = self->shape.w, h = self->shape.h;

  for (gsize k = 0; k < self->size; k++)
    {
      int plane = k / (w * h), y = k / w % h, x = k % w;
      double sum = 0;

      for (int dy = -2; dy <= 2; dy++)
        for (int dx = -2; dx <= 2; dx++)
          sum +=
            self->target[(plane * h + CLAMP (y + dy, 0, h - 1)) * w + CLAMP (x + dx, 0, w - 1)];
      self->prediction[k] = (float) (sum / 25);
    }
}

double
loss_pair_evaluate (LossPair *self, const DhLoss *loss, const double *settings,
                    gboolean with_gradient)
{
  double defaults[DH_LOSS_MAX_SETTINGS];

  dh_loss_get_defaults (loss, defaults);
  return dh_loss_evaluate (loss, settings != NULL ? settings : defaults, self->shape, self->target,
                           self->prediction, with_gradient ? self->gradient : NULL, self->scratch);
}
