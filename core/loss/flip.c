/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ꟻLIP: how different two pictures look when one flips between them on a screen.  For each pixel:
 *
 *   colour   both pictures as the eye's optics blur them at this distance, in L*a*b* with Hunt's
 *            adjustment; their HyAB distance to the power .7, bent so that .4 of the largest
 *            possible distance is .95
 *   feature  edges and points of the lightness, found by a Gaussian's first and second derivatives;
 *            the larger of both differences, its root over √2
 *   error    colour ^ (1 - feature): where edges differ, a difference of colour weighs more
 *
 * The distance is that of a screen .7 m wide with 3840 pixels, seen from .7 m: 67.02 pixels a
 * degree.  All filters are products of filters along rows and columns (flip-filter.c).
 *
 * The gradient follows the whole chain back.  A pixel that looks the same has the slope 0, though
 * the powers are infinitely steep there; so has one whose features are equal to 1e-15, as in the
 * authors' training code.
 *
 * A batch that doesn't have three channels is treated as grey pictures, one per channel.
 *
 * Source: Andersson, Nilsson, Akenine-Möller, Oskarsson, Åström, Fairchild, "ꟻLIP: A Difference
 * Evaluator for Alternating Images", 2020.
 */
#include "core/loss/flip-colour.h"
#include "core/loss/flip-filter.h"
#include "core/loss/loss.h"
#include "core/loss/pixelwise.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

#define PIXELS_A_DEGREE 67.0206432765823 /* .7 · 3840 / .7 · π/180 */
#define SMALLEST        1e-15f           /* smallest difference of features that counts */
#define COLOUR_POWER    0.7f
#define LARGEST_COLOUR  41.276098f /* of pure green and pure blue, to that power */
#define KNEE            0.4f       /* this fraction of the largest distance … */
#define KNEE_AT         0.95f      /* … has this error */
#define FEATURE_WIDTH   0.082      /* degrees from peak to trough of the edge filter */
#define NEGLIGIBLE      1e-9       /* weights of a filter below this are left out */

typedef enum
{
  EDGE_X,
  EDGE_Y,
  POINT_X,
  POINT_Y,
  N_FEATURES
} Feature;

/* The eye's contrast sensitivity as Gaussians: a exp (-π² r²/b) with r in degrees. */
enum
{
  ACHROMATIC,
  RED_GREEN,
  BLUE_YELLOW,
  BLUE_YELLOW_NARROW,
  N_BLURS
};

typedef struct
{
  DhTaps blurs[N_BLURS];
  float share; /* of the first of blue-yellow's two Gaussians */
  DhTaps smooth, edge, point;
} Filters;

/* What is computed from one picture. */
typedef struct
{
  DhColourPlanes linear, opponent, blurred, lab;
  float *features[N_FEATURES];
} View;

typedef struct
{
  int width, height;
  gsize n;
  gboolean is_grey; /* red, green and blue are one plane */
  Filters filters;
  View target, prediction;
  float *one, *two; /* planes between two passes */
  float *line;
  float *errors; /* of each pixel */
} Flip;

/* ---- filters ---- */

/* exp (-x²/2σ²); returns the sum. */
static double
make_gaussian (double sigma, int radius, DhTaps *taps)
{
  double sum = 0;

  taps->kind = DH_TAPS_EVEN;
  taps->radius = 0;
  for (int i = -radius; i <= radius; i++)
    sum += exp (-i * i / (2 * sigma * sigma));
  for (int i = 1; i <= radius; i++)
    if (exp (-i * i / (2 * sigma * sigma)) > NEGLIGIBLE)
      taps->radius = i;
  for (int i = -taps->radius; i <= taps->radius; i++)
    taps->weights[i + taps->radius] = exp (-i * i / (2 * sigma * sigma)) / sum;
  return sum;
}

static double
get_sigma (double b)
{
  return sqrt (b / 2) / G_PI * PIXELS_A_DEGREE;
}

/* Positive weights sum to 1 and negative ones to -1. */
static void
balance (DhTaps *taps, const double *weights)
{
  double above = 0, below = 0;

  for (int i = 0; i <= 2 * taps->radius; i++)
    *(weights[i] > 0 ? &above : &below) += fabs (weights[i]);
  for (int i = 0; i <= 2 * taps->radius; i++)
    taps->weights[i] = weights[i] / (weights[i] > 0 ? above : below);
}

static void
make_feature_filters (Filters *self)
{
  double sigma = 0.5 * FEATURE_WIDTH * PIXELS_A_DEGREE;
  int radius = (int) ceil (3 * sigma);
  double edge[2 * DH_TAPS_MAX_RADIUS + 1], point[2 * DH_TAPS_MAX_RADIUS + 1];

  g_assert (radius <= DH_TAPS_MAX_RADIUS);
  make_gaussian (sigma, radius, &self->smooth);
  self->edge.kind = DH_TAPS_ODD;
  self->point.kind = DH_TAPS_BALANCED;
  self->edge.radius = self->point.radius = radius;
  for (int i = -radius; i <= radius; i++)
    {
      double bell = exp (-i * i / (2 * sigma * sigma));

      edge[i + radius] = -i * bell;
      point[i + radius] = (i * i / (sigma * sigma) - 1) * bell;
    }
  balance (&self->edge, edge);
  balance (&self->point, point);
}

static void
make_filters (Filters *self)
{
  const double b[N_BLURS] = { 0.0047, 0.0053, 0.04, 0.025 };
  const double amplitude = 34.1 * sqrt (G_PI / 0.04), narrow = 13.5 * sqrt (G_PI / 0.025);
  int radius = (int) ceil (3 * get_sigma (0.04));
  double sums[N_BLURS];

  g_assert (radius <= DH_TAPS_MAX_RADIUS);
  for (int i = 0; i < N_BLURS; i++)
    sums[i] = make_gaussian (get_sigma (b[i]), radius, &self->blurs[i]);
  self->share = amplitude * sums[BLUE_YELLOW] * sums[BLUE_YELLOW]
                / (amplitude * sums[BLUE_YELLOW] * sums[BLUE_YELLOW]
                   + narrow * sums[BLUE_YELLOW_NARROW] * sums[BLUE_YELLOW_NARROW]);
  make_feature_filters (self);
}

/* ---- scratch ---- */

static gsize
flip_get_scratch_size (DhShape shape)
{
  gsize n = (gsize) shape.h * shape.w;
  gsize a_view = 4 * 3 + N_FEATURES;

  return (2 * a_view + 3) * n + dh_taps_get_scratch_size (shape.w);
}

static float *
lay_out_view (View *self, gsize n, float *next)
{
  DhColourPlanes *spaces[] = { &self->linear, &self->opponent, &self->blurred, &self->lab };

  for (gsize i = 0; i < G_N_ELEMENTS (spaces); i++)
    for (int c = 0; c < 3; c++, next += n)
      spaces[i]->planes[c] = next;
  for (int i = 0; i < N_FEATURES; i++, next += n)
    self->features[i] = next;
  return next;
}

static void
flip_init (Flip *self, DhShape shape, float *scratch)
{
  self->width = shape.w;
  self->height = shape.h;
  self->n = (gsize) shape.h * shape.w;
  self->is_grey = shape.c != 3;
  make_filters (&self->filters);
  scratch = lay_out_view (&self->target, self->n, scratch);
  scratch = lay_out_view (&self->prediction, self->n, scratch);
  self->one = scratch;
  self->two = scratch + self->n;
  self->errors = scratch + 2 * self->n;
  self->line = scratch + 3 * self->n;
}

/* ---- what the eye sees of one picture ---- */

static void
filter_both (Flip *self, const DhTaps *rows, const DhTaps *columns, const float *plane, float *out)
{
  dh_taps_filter_columns (columns, self->width, self->height, plane, self->one);
  dh_taps_filter_rows (rows, self->width, self->height, self->one, out, self->line);
}

static void
spread_both (Flip *self, const DhTaps *rows, const DhTaps *columns, const float *plane, float *out)
{
  dh_taps_spread_rows (rows, self->width, self->height, plane, self->one, self->line);
  dh_taps_spread_columns (columns, self->width, self->height, self->one, out);
}

typedef void (*Pass) (Flip *self, const DhTaps *rows, const DhTaps *columns, const float *plane,
                      float *out);

/* All three planes through the eye's blur, or back. to and from differ. */
static void
blur (Flip *self, Pass pass, const DhColourPlanes *from, const DhColourPlanes *to)
{
  const DhTaps *blurs = self->filters.blurs;
  float share = self->filters.share;
  float *out = to->planes[2];

  for (int c = 0; c < 2; c++)
    pass (self, &blurs[c], &blurs[c], from->planes[c], to->planes[c]);
  pass (self, &blurs[BLUE_YELLOW], &blurs[BLUE_YELLOW], from->planes[2], out);
  pass (self, &blurs[BLUE_YELLOW_NARROW], &blurs[BLUE_YELLOW_NARROW], from->planes[2], self->two);
  for (gsize i = 0; i < self->n; i++)
    out[i] = share * out[i] + (1 - share) * self->two[i];
}

/* Edges and points of Y. The filters are balanced, so Y's offset has no effect; its range is
 * 116. */
static void
find_features (Flip *self, View *view)
{
  const Filters *filters = &self->filters;
  const DhTaps *across[] = { &filters->edge, &filters->edge, &filters->point, &filters->point };

  for (int i = 0; i < N_FEATURES; i++)
    {
      gboolean along_x = i == EDGE_X || i == POINT_X;

      filter_both (self, along_x ? across[i] : &filters->smooth,
                   along_x ? &filters->smooth : across[i], view->opponent.planes[0],
                   view->features[i]);
      for (gsize k = 0; k < self->n; k++)
        view->features[i][k] *= 1 / 116.0f;
    }
}

static void
look_at (Flip *self, View *view, const float *picture)
{
  gsize step = self->is_grey ? 0 : self->n;
  const float *const srgb[3] = { picture, picture + step, picture + 2 * step };

  dh_colour_to_opponent (self->n, srgb, &view->linear, &view->opponent);
  blur (self, filter_both, &view->opponent, &view->blurred);
  dh_colour_to_lab (self->n, &view->blurred, &view->lab);
  find_features (self, view);
}

/* ---- comparing ---- */

/* The error of a colour's HyAB distance, already raised to its power, and its slope. */
static float
bend_colour (float power, float *slope)
{
  const float knee = KNEE * LARGEST_COLOUR;

  *slope = power < knee ? KNEE_AT / knee : (1 - KNEE_AT) / (LARGEST_COLOUR - knee);
  return power < knee ? *slope * power : KNEE_AT + *slope * (power - knee);
}

/* HyAB: city-block distance in lightness, Euclidean in colour. */
typedef struct
{
  float l, a, b; /* differences, prediction minus target */
  float chroma;  /* length of (a, b) */
  float power;   /* of the distance */
  float distance;
} ColourStep;

static ColourStep
step_colour (const Flip *self, gsize i)
{
  DhColourPlanes p = self->prediction.lab, t = self->target.lab;
  ColourStep step = { p.planes[0][i] - t.planes[0][i],
                      p.planes[1][i] - t.planes[1][i],
                      p.planes[2][i] - t.planes[2][i],
                      0,
                      0,
                      0 };

  step.chroma = sqrtf (step.a * step.a + step.b * step.b);
  step.distance = fabsf (step.l) + step.chroma;
  step.power = powf (step.distance, COLOUR_POWER);
  return step;
}

static float
get_length (float *const features[N_FEATURES], int first, gsize i)
{
  float x = features[first][i], y = features[first + 1][i];

  return sqrtf (x * x + y * y);
}

/* Which feature differs more, and by how much; sign: of prediction minus target. */
typedef struct
{
  int first; /* EDGE_X or POINT_X */
  float difference, sign, length;
} FeatureStep;

static FeatureStep
step_feature (const Flip *self, gsize i)
{
  float edge = get_length (self->prediction.features, EDGE_X, i);
  float point = get_length (self->prediction.features, POINT_X, i);
  float by_edge = edge - get_length (self->target.features, EDGE_X, i);
  float by_point = point - get_length (self->target.features, POINT_X, i);

  if (fabsf (by_edge) >= fabsf (by_point))
    return (FeatureStep) { EDGE_X, fabsf (by_edge), by_edge < 0 ? -1 : 1, edge };
  return (FeatureStep) { POINT_X, fabsf (by_point), by_point < 0 ? -1 : 1, point };
}

/* Writes the slopes of the pixel's error, times share, over the prediction's L*a*b* and
 * features. */
static void
step_back (Flip *self, gsize i, float share, const ColourStep *colour, float by_colour,
           const FeatureStep *feature, float by_feature)
{
  float by_distance = share * by_colour * COLOUR_POWER * colour->power / colour->distance;
  float towards = colour->chroma > 0 ? by_distance / colour->chroma : 0;
  float by_length = feature->length > 0 ? share * by_feature * feature->sign / feature->length : 0;
  float **features = self->prediction.features;
  float **lab = self->prediction.lab.planes;
  int other = feature->first == EDGE_X ? POINT_X : EDGE_X;

  lab[0][i] = by_distance * ((colour->l > 0) - (colour->l < 0));
  lab[1][i] = towards * colour->a;
  lab[2][i] = towards * colour->b;
  features[feature->first][i] *= by_length;
  features[feature->first + 1][i] *= by_length;
  features[other][i] = features[other + 1][i] = 0;
}

static void
forget_pixel (Flip *self, gsize i)
{
  for (int k = 0; k < 3; k++)
    self->prediction.lab.planes[k][i] = 0;
  for (int k = 0; k < N_FEATURES; k++)
    self->prediction.features[k][i] = 0;
}

static void
compare_pixel (Flip *self, gsize i, gboolean backwards, float share)
{
  ColourStep colour = step_colour (self, i);
  FeatureStep feature = step_feature (self, i);
  float slope, difference = MAX (feature.difference, SMALLEST);
  float c = bend_colour (colour.power, &slope);
  float f = sqrtf (difference * (float) G_SQRT2 / 2);
  float error = powf (c, 1 - f);

  self->errors[i] = error;
  if (!backwards)
    return;
  if (colour.distance == 0)
    forget_pixel (self, i);
  else
    step_back (self, i, share, &colour, (1 - f) * error / c * slope, &feature,
               feature.difference > SMALLEST ? -error * logf (c) * 0.5f * f / difference : 0);
}

/* Adds to by_opponent the slopes by Y that follow from the features' slopes. */
static void
spread_features (Flip *self, const DhColourPlanes *by_opponent)
{
  const Filters *filters = &self->filters;
  const DhTaps *across[] = { &filters->edge, &filters->edge, &filters->point, &filters->point };
  float *by_y = by_opponent->planes[0];

  for (int i = 0; i < N_FEATURES; i++)
    {
      gboolean along_x = i == EDGE_X || i == POINT_X;

      spread_both (self, along_x ? across[i] : &filters->smooth,
                   along_x ? &filters->smooth : across[i], self->prediction.features[i], self->two);
      for (gsize k = 0; k < self->n; k++)
        by_y[k] += self->two[k] * (1 / 116.0f);
    }
}

/* The backward pass no longer needs the opponent planes, and stores its slopes in them; for a grey
 * picture, the slopes by its three colours are stored in the planes of L*a*b* before they are added
 * up. */
static void
differentiate (Flip *self, const float *picture, float *gradient)
{
  View *view = &self->prediction;
  gsize step = self->is_grey ? 0 : self->n;
  const float *const srgb[3] = { picture, picture + step, picture + 2 * step };
  float *const colours[3] = { gradient, gradient + self->n, gradient + 2 * self->n };
  float *const *by_srgb = self->is_grey ? view->lab.planes : colours;

  dh_colour_to_lab_back (self->n, &view->blurred, &view->lab);
  blur (self, spread_both, &view->lab, &view->opponent);
  spread_features (self, &view->opponent);
  dh_colour_from_opponent_back (self->n, srgb, &view->linear, &view->opponent, by_srgb);
  if (self->is_grey)
    for (gsize i = 0; i < self->n; i++)
      gradient[i] = by_srgb[0][i] + by_srgb[1][i] + by_srgb[2][i];
}

static double
flip_evaluate (const double *settings, DhShape shape, const float *target, const float *prediction,
               float *gradient, float *scratch)
{
  Flip self;
  double sum = 0;
  int n_pictures;
  gsize picture;
  float share;

  flip_init (&self, shape, scratch);
  n_pictures = self.is_grey ? shape.n * shape.c : shape.n;
  picture = self.is_grey ? self.n : 3 * self.n;
  share = 1.0f / ((float) n_pictures * self.n);
  for (int k = 0; k < n_pictures; k++)
    {
      look_at (&self, &self.target, target + k * picture);
      look_at (&self, &self.prediction, prediction + k * picture);
      for (gsize i = 0; i < self.n; i++)
        compare_pixel (&self, i, gradient != NULL, share);
      sum += dh_float_sum (self.errors, self.n);
      if (gradient != NULL)
        differentiate (&self, prediction + k * picture, gradient + k * picture);
    }
  return sum / ((double) n_pictures * self.n);
}

const DhLoss dh_loss_flip = {
  .id = "flip",
  .name = N_ ("ꟻLIP"),
  .symbol = "ꟻLIP",
  .formula = N_ (
    "mean of C^(1 − F): C from colours as the eye blurs them, F from edges and points"),
  .tex = "\\frac{1}{n} \\sum_i C_i^{\\,1 - F_i}",
  .summary = N_ ("Soft colours appear under a pattern of fine coloured dots: at the viewing "
                 "distance that it assumes, the eye would not see them."),
  .measured = N_ ("A checkerboard of 0.1 costs {grid.flip}, a uniform shift of 0.1 costs "
                  "{even.flip}: fine patterns blur in the eye that it models. After "
                  "{short.steps} steps of the quick preset its faces were off by "
                  "{short.flip.mae} (MAE), those of a lane trained with MAE by {short.mae.mae}."),
  .good_for = N_ ("Judging a result as a person in front of the screen would."),
  .bad_for = N_ ("Training on its own: it tolerates fine dots, its slope is steepest where the "
                 "pictures already look alike, and no other loss here takes as long."),
  .source = N_ ("Andersson et al. 2020, “ꟻLIP: A Difference Evaluator for Alternating Images”"),
  .get_scratch_size = flip_get_scratch_size,
  .evaluate = flip_evaluate,
};
