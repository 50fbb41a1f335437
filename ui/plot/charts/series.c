/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The values of a loss chart as a pyramid, ready to be drawn at any width.
 *
 * Problem: a chart 300 pixels wide has to show the minimum and the maximum of each of its columns,
 * whether there are 1,000 or 1,000,000 values, several times a second.  Method: a pyramid.  Level k
 * holds minimum, maximum and sums of blocks of 8^k values, and grows as values are appended.  A
 * range consists of a few single values at its ends and whole blocks between: at most 14 nodes per
 * level, whatever the length.  Rejected: decimating once per drawing (linear in the length),
 * keeping every n-th value (hides the spikes that the envelope is meant to show), a ring of the
 * last values (the start of a descent is its most informative part).
 *
 * The average starts with a short window: a fixed exponential one lags so far behind a steep
 * descent that its line would be above all early values.  Value n has the weight 3 / (n + 2), as if
 * value i weighed i (i + 1), until that reaches the exponential average's own weight.
 */
#include "ui/plot/charts/series.h"

#include <math.h>

#define FAN_OUT    8
#define MAX_LEVELS 12
#define START      3.0

typedef struct
{
  float minimum, maximum;
  double sum, smooth_sum;
  guint n;
} Node;

struct _DhSeries
{
  int ref_count;
  double smoothing;
  double average;
  guint64 n_finite;           /* values that the average has seen */
  GArray *values;             /* float */
  GArray *smooth;             /* float */
  GArray *levels[MAX_LEVELS]; /* of Node; level 0 has blocks of FAN_OUT values; made when needed */
};

static const Node empty_node = { INFINITY, -INFINITY, 0.0, 0.0, 0 };

DhSeries *
dh_series_new (double smoothing)
{
  DhSeries *self;

  g_return_val_if_fail (smoothing >= 0.0 && smoothing < 1.0, NULL);
  self = g_new0 (DhSeries, 1);
  self->ref_count = 1;
  self->smoothing = smoothing;
  self->values = g_array_new (FALSE, FALSE, sizeof (float));
  self->smooth = g_array_new (FALSE, FALSE, sizeof (float));
  return self;
}

DhSeries *
dh_series_ref (DhSeries *self)
{
  self->ref_count++;
  return self;
}

void
dh_series_unref (DhSeries *self)
{
  if (--self->ref_count > 0)
    return;
  for (guint level = 0; level < MAX_LEVELS; level++)
    g_clear_pointer (&self->levels[level], g_array_unref);
  g_array_unref (self->values);
  g_array_unref (self->smooth);
  g_free (self);
}

void
dh_series_clear (DhSeries *self)
{
  for (guint level = 0; level < MAX_LEVELS; level++)
    g_clear_pointer (&self->levels[level], g_array_unref);
  g_array_set_size (self->values, 0);
  g_array_set_size (self->smooth, 0);
  self->average = 0.0;
  self->n_finite = 0;
}

static void
add_value (Node *node, float value, float smooth)
{
  if (!isfinite (value))
    return;
  node->minimum = MIN (node->minimum, value);
  node->maximum = MAX (node->maximum, value);
  node->sum += value;
  node->smooth_sum += smooth;
  node->n++;
}

static void
add_node (Node *node, const Node *other)
{
  node->minimum = MIN (node->minimum, other->minimum);
  node->maximum = MAX (node->maximum, other->maximum);
  node->sum += other->sum;
  node->smooth_sum += other->smooth_sum;
  node->n += other->n;
}

static float
update_average (DhSeries *self, float value)
{
  if (isfinite (value))
    {
      double start = START / (++self->n_finite + START - 1.0);
      double share = MAX (1.0 - self->smoothing, start);

      self->average += share * (value - self->average);
    }
  return self->n_finite > 0 ? self->average : NAN;
}

void
dh_series_turn (DhSeries *self)
{
  self->average = 0.0;
  self->n_finite = 0;
}

void
dh_series_append (DhSeries *self, float value)
{
  float smooth = update_average (self, value);
  guint64 block = self->values->len;

  g_array_append_val (self->values, value);
  g_array_append_val (self->smooth, smooth);
  for (guint level = 0; level < MAX_LEVELS; level++)
    {
      block /= FAN_OUT;
      if (self->levels[level] == NULL)
        {
          /* Made when the level below gets its second block; that first one is all it holds so far.
           */
          if (level > 0 && self->levels[level - 1]->len < 2)
            break;
          self->levels[level] = g_array_new (FALSE, FALSE, sizeof (Node));
          g_array_append_val (self->levels[level], empty_node);
          if (level > 0)
            add_node (&g_array_index (self->levels[level], Node, 0),
                      &g_array_index (self->levels[level - 1], Node, 0));
        }
      if (self->levels[level]->len <= block)
        g_array_append_val (self->levels[level], empty_node);
      add_value (&g_array_index (self->levels[level], Node, block), value, smooth);
    }
}

guint64
dh_series_get_length (const DhSeries *self)
{
  return self->values->len;
}

float
dh_series_get_value (const DhSeries *self, guint64 index)
{
  g_return_val_if_fail (index < self->values->len, NAN);
  return g_array_index (self->values, float, index);
}

float
dh_series_get_smooth (const DhSeries *self, guint64 index)
{
  g_return_val_if_fail (index < self->smooth->len, NAN);
  return g_array_index (self->smooth, float, index);
}

/* Shrinks [first, end), which counts blocks of the level below (values, for level 0), to whole
 * blocks of level `level`, and adds up what is cut off at both ends. */
static void
take_ends (const DhSeries *self, int level, guint64 *first, guint64 *end, Node *total)
{
  const GArray *below = level > 0 ? self->levels[level - 1] : NULL;

  while (*first < *end && (*first % FAN_OUT != 0 || *end - *first < FAN_OUT))
    {
      if (below != NULL)
        add_node (total, &g_array_index (below, Node, *first));
      else
        add_value (total, g_array_index (self->values, float, *first),
                   g_array_index (self->smooth, float, *first));
      ++*first;
    }
  while (*first < *end && *end % FAN_OUT != 0)
    {
      --*end;
      if (below != NULL)
        add_node (total, &g_array_index (below, Node, *end));
      else
        add_value (total, g_array_index (self->values, float, *end),
                   g_array_index (self->smooth, float, *end));
    }
}

DhSummary
dh_series_summarize (const DhSeries *self, guint64 first, guint64 end)
{
  Node total = empty_node;

  end = MIN (end, self->values->len);
  for (int level = 0; first < end && level < MAX_LEVELS; level++)
    {
      take_ends (self, level, &first, &end, &total);
      first /= FAN_OUT;
      end /= FAN_OUT;
    }
  return (DhSummary) {
    .minimum = total.minimum,
    .maximum = total.maximum,
    .mean = total.n > 0 ? total.sum / total.n : NAN,
    .smooth = total.n > 0 ? total.smooth_sum / total.n : NAN,
    .n = total.n,
  };
}
