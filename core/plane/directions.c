/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Directions through weight space, for planes.
 *
 * Random ones are made comparable with the weights filter by filter: a network's output hardly
 * changes when one filter is scaled up and the next one down, so a step of the same length is huge
 * for one and nothing for the other.  A direction whose filters are as long as the weights' own
 * treats both alike.  Biases stay where they are. (Li, Xu, Taylor, Studer, Goldstein 2018:
 * Visualizing the Loss Landscape of Neural Nets.)
 *
 * The principal directions of a trajectory come from the products of its points with each other, a
 * matrix of the number of points, instead of one of the number of weights squared; its eigenvectors
 * give the weights of the points.  They are found by Jacobi rotations: a dozen points, no
 * library, and exact to the last digits.
 */
#include "core/plane/directions.h"

#include "core/base/random.h"

#include <math.h>
#include <string.h>

/* Doesn't overlap the streams for start values (bit 40) and for batches (bit 63 and below 40). */
#define DIRECTION_STREAMS (G_GUINT64_CONSTANT (1) << 50)
#define SERIAL_SHIFT      16
#define BLOCK             4096
#define MAX_SWEEPS        60

/* Sixteen partial sums per block, in a fixed order that suits vector units. */
static double
multiply_block (gsize n, const float *a, const float *b)
{
  float partial[16] = { 0 };
  double sum = 0;
  gsize i;

  for (i = 0; i + 16 <= n; i += 16)
    for (int lane = 0; lane < 16; lane++)
      partial[lane] += a[i + lane] * b[i + lane];
  for (; i < n; i++)
    sum += (double) a[i] * b[i];
  for (int lane = 0; lane < 16; lane++)
    sum += partial[lane];
  return sum;
}

double
dh_direction_multiply (gsize n, const float *a, const float *b)
{
  double sum = 0;

  for (gsize start = 0; start < n; start += BLOCK)
    sum += multiply_block (MIN (BLOCK, n - start), a + start, b + start);
  return sum;
}

/* Scales a filter to the length of the corresponding one in the weights. */
static void
scale_filter (gsize n, const float *weights, float *filter)
{
  double length = sqrt (dh_direction_multiply (n, filter, filter));
  double wanted = sqrt (dh_direction_multiply (n, weights, weights));
  float factor = length > 0 ? (float) (wanted / length) : 0;

  for (gsize i = 0; i < n; i++)
    filter[i] *= factor;
}

static gboolean
is_bias (const DhParameter *tensor)
{
  return tensor->dims[1] == 1 && tensor->dims[2] == 1 && tensor->dims[3] == 1;
}

void
dh_direction_draw (const DhParameter *tensor, guint index, const float *weights, guint64 seed,
                   guint serial, guint axis, float *direction)
{
  gsize filter = tensor->size / tensor->dims[0];
  DhRandom random;

  if (is_bias (tensor))
    {
      memset (direction + tensor->offset, 0, tensor->size * sizeof (float));
      return;
    }
  dh_random_init (&random, seed,
                  DIRECTION_STREAMS | (guint64) serial << SERIAL_SHIFT | index << 1 | axis);
  for (gsize i = 0; i < tensor->size; i++)
    direction[tensor->offset + i] = (float) dh_random_normal (&random);
  for (gsize i = 0; i < tensor->size; i += filter)
    scale_filter (filter, weights + tensor->offset + i, direction + tensor->offset + i);
}

void
dh_direction_orthogonalise (gsize n, const float *first, float *second)
{
  double length2 = dh_direction_multiply (n, first, first);
  double along = length2 > 0 ? dh_direction_multiply (n, first, second) / length2 : 0;

  for (gsize i = 0; i < n; i++)
    second[i] -= (float) (along * first[i]);
}

/* ---- principal directions ---- */

/* Rotates the plane of p and q so that matrix[p][q] becomes 0; Jacobi 1846, as in Golub and Van
 * Loan, section 8.5. */
static void
rotate (guint n, double *matrix, double *vectors, guint p, guint q)
{
  double theta = (matrix[q * n + q] - matrix[p * n + p]) / (2 * matrix[p * n + q]);
  double t = copysign (1, theta) / (fabs (theta) + hypot (theta, 1));
  double c = 1 / hypot (t, 1), s = t * c;

  for (guint k = 0; k < n; k++)
    {
      double a = matrix[k * n + p], b = matrix[k * n + q];

      matrix[k * n + p] = c * a - s * b;
      matrix[k * n + q] = s * a + c * b;
    }
  for (guint k = 0; k < n; k++)
    {
      double a = matrix[p * n + k], b = matrix[q * n + k];

      matrix[p * n + k] = c * a - s * b;
      matrix[q * n + k] = s * a + c * b;
      a = vectors[p * n + k], b = vectors[q * n + k];
      vectors[p * n + k] = c * a - s * b;
      vectors[q * n + k] = s * a + c * b;
    }
}

/* Afterwards the diagonal holds the eigenvalues and the rows of vectors hold the eigenvectors. */
static void
diagonalise (guint n, double *matrix, double *vectors)
{
  gboolean done = FALSE;

  for (guint i = 0; i < n * n; i++)
    vectors[i] = i % (n + 1) == 0;
  for (guint sweep = 0; sweep < MAX_SWEEPS && !done; sweep++)
    {
      done = TRUE;
      for (guint p = 0; p < n; p++)
        for (guint q = p + 1; q < n; q++)
          if (fabs (matrix[p * n + q])
              > 1e-15 * sqrt (fabs (matrix[p * n + p] * matrix[q * n + q])))
            {
              rotate (n, matrix, vectors, p, q);
              done = FALSE;
            }
    }
}

/* The index of the largest eigenvalue, ignoring the index `other`. */
static guint
find_largest (guint n, const double *matrix, guint other)
{
  guint best = other == 0 ? 1 : 0;

  for (guint i = 0; i < n; i++)
    if (i != other && matrix[i * n + i] > matrix[best * n + best])
      best = i;
  return best;
}

DhPrincipal
dh_principal_find (guint n, double *gram)
{
  g_autofree double *vectors = g_new (double, (gsize) n *n);
  DhPrincipal principal = { 0 };
  double total = 0;
  guint place = G_MAXUINT;

  g_return_val_if_fail (n <= DH_PRINCIPAL_MAX, principal);
  for (guint i = 0; i < n; i++)
    total += gram[i * n + i];
  if (n < 2 || !(total > 0) || !isfinite (total))
    return principal;
  diagonalise (n, gram, vectors);
  for (guint axis = 0; axis < 2; axis++)
    {
      double value;

      place = find_largest (n, gram, place);
      value = gram[place * n + place];
      if (!(value > 1e-9 * total))
        break;
      principal.shares[axis] = value / total;
      for (guint i = 0; i < n; i++)
        principal.weights[axis][i] = vectors[place * n + i] / sqrt (value);
    }
  return principal;
}
