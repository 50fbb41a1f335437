/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The network once more, slow and plain, to hold the fast one against.
 *
 * Loops over pixels in double precision, each operation as its formula reads.  The whole
 * network is a tape: the forward pass writes down each step with its argument, the backward pass
 * reads the tape from its end.  A residual block marks where it starts and adds that value
 * later; gradients are summed into the value's own buffer, so forks need no care.
 */
#include "tests/core/nn/reference.h"

#include "core/base/tensor.h"

#include <math.h>
#include <string.h>

/* ---- operations ---- */

/* One term of the sum: pixel (n, o, y, x) of the output, pixel `in` of the input. */
typedef struct
{
  gsize x, weight, y;
} Term;

typedef void (*TermFunc) (Term term, void *data);

/* Calls func for all products of a convolution. */
static inline __attribute__ ((always_inline)) void
conv_visit (const DhReferenceConv *c, TermFunc func, void *data)
{
  for (int n = 0; n < c->batch; n++)
    for (int o = 0; o < c->out_channels; o++)
      for (int i = 0; i < c->in_channels; i++)
        for (int y = 0; y < c->out_size; y++)
          for (int x = 0; x < c->out_size; x++)
            for (int ky = 0; ky < c->kernel; ky++)
              for (int kx = 0; kx < c->kernel; kx++)
                {
                  int in_y = y * c->stride + ky - c->pad, in_x = x * c->stride + kx - c->pad;

                  if (in_y < 0 || in_y >= c->in_size || in_x < 0 || in_x >= c->in_size)
                    continue;
                  func (
                    (Term) {
                      .x = (((gsize) n * c->in_channels + i) * c->in_size + in_y) * c->in_size
                           + in_x,
                      .weight = (((gsize) o * c->in_channels + i) * c->kernel + ky) * c->kernel
                                + kx,
                      .y = (((gsize) n * c->out_channels + o) * c->out_size + y) * c->out_size + x,
                    },
                    data);
                }
}

typedef struct
{
  const double *x, *weights, *dy;
  double *y, *dx, *dweights;
} ConvArrays;

static inline void
add_product (Term t, void *data)
{
  ConvArrays *a = data;

  a->y[t.y] += a->x[t.x] * a->weights[t.weight];
}

static inline void
add_gradients (Term t, void *data)
{
  ConvArrays *a = data;

  if (a->dx != NULL)
    a->dx[t.x] += a->dy[t.y] * a->weights[t.weight];
  if (a->dweights != NULL)
    a->dweights[t.weight] += a->dy[t.y] * a->x[t.x];
}

float *
dh_reference_new_random (DhRandom *random, gsize n)
{
  float *values = dh_tensor_new (n);

  for (gsize i = 0; i < n; i++)
    values[i] = dh_random_uniform (random, -1.0, 1.0);
  return values;
}

double *
dh_reference_widen (const float *values, gsize n)
{
  double *wide = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    wide[i] = values[i];
  return wide;
}

void
dh_reference_conv_forward (const DhReferenceConv *c, const double *x, const double *weights,
                           const double *bias, double *y)
{
  ConvArrays arrays = { .x = x, .weights = weights, .y = y };
  gsize area = (gsize) c->out_size * c->out_size;

  for (gsize i = 0; i < (gsize) c->batch * c->out_channels * area; i++)
    y[i] = bias[i / area % c->out_channels];
  conv_visit (c, add_product, &arrays);
}

void
dh_reference_conv_backward (const DhReferenceConv *c, const double *x, const double *weights,
                            const double *dy, double *dx, double *dweights, double *dbias)
{
  ConvArrays arrays = { .x = x, .weights = weights, .dy = dy, .dx = dx, .dweights = dweights };
  gsize area = (gsize) c->out_size * c->out_size;

  if (dx != NULL)
    memset (dx, 0, sizeof *dx * c->batch * c->in_channels * c->in_size * c->in_size);
  if (dweights != NULL)
    memset (dweights, 0,
            sizeof *dweights * c->out_channels * c->in_channels * c->kernel * c->kernel);
  conv_visit (c, add_gradients, &arrays);
  if (dbias == NULL)
    return;
  memset (dbias, 0, sizeof *dbias * c->out_channels);
  for (gsize i = 0; i < (gsize) c->batch * c->out_channels * area; i++)
    dbias[i / area % c->out_channels] += dy[i];
}

/* A dense layer is a convolution of one pixel. */
void
dh_reference_dense_forward (int batch, int inputs, int outputs, const double *x,
                            const double *weights, const double *bias, double *y)
{
  DhReferenceConv conv = { batch, inputs, 1, outputs, 1, 1, 1, 0 };

  dh_reference_conv_forward (&conv, x, weights, bias, y);
}

void
dh_reference_dense_backward (int batch, int inputs, int outputs, const double *x,
                             const double *weights, const double *dy, double *dx, double *dweights,
                             double *dbias)
{
  DhReferenceConv conv = { batch, inputs, 1, outputs, 1, 1, 1, 0 };

  dh_reference_conv_backward (&conv, x, weights, dy, dx, dweights, dbias);
}

void
dh_reference_leaky_forward (gsize n, double slope, const double *x, double *y)
{
  for (gsize i = 0; i < n; i++)
    y[i] = x[i] > 0.0 ? x[i] : slope * x[i];
}

void
dh_reference_leaky_backward (gsize n, double slope, const double *x, const double *dy, double *dx)
{
  for (gsize i = 0; i < n; i++)
    dx[i] = x[i] > 0.0 ? dy[i] : slope * dy[i];
}

/* Where the value (n, c, y, x) of the shuffled map lies in the unshuffled one. */
static gsize
unshuffled_index (int channels, int size, int n, int c, int y, int x)
{
  int place = 2 * (y % 2) + x % 2;

  return (((gsize) n * 4 + place) * channels + c) * size * size + (gsize) (y / 2) * size + x / 2;
}

void
dh_reference_shuffle (int batch, int channels, int size, const double *x, double *y)
{
  gsize i = 0;

  for (int n = 0; n < batch; n++)
    for (int c = 0; c < channels; c++)
      for (int row = 0; row < 2 * size; row++)
        for (int column = 0; column < 2 * size; column++)
          y[i++] = x[unshuffled_index (channels, size, n, c, row, column)];
}

void
dh_reference_unshuffle (int batch, int channels, int size, const double *y, double *x)
{
  gsize i = 0;

  for (int n = 0; n < batch; n++)
    for (int c = 0; c < channels; c++)
      for (int row = 0; row < 2 * size; row++)
        for (int column = 0; column < 2 * size; column++)
          x[unshuffled_index (channels, size, n, c, row, column)] = y[i++];
}

/* ---- the network as a tape ---- */

typedef struct
{
  double *values, *gradient;
  gsize n;
  int channels, size;
} Value;

typedef enum
{
  OP_CONV,
  OP_DENSE,
  OP_LEAKY,
  OP_SHUFFLE,
  OP_ADD,
  OP_JOIN,
  OP_SIGMOID
} OpKind;

typedef struct
{
  OpKind kind;
  Value *x, *other, *y;
  DhReferenceConv conv;
  double slope;
  const DhParameter *weight, *bias;
} Op;

struct _DhReference
{
  DhModel model;
  int batch;
  DhParameterTable *table;
  const double *parameters;
  GArray *ops;
  GPtrArray *values;
  guint next_item;
  Value *outputs[DH_MODEL_MAX_OUTPUTS];
};

static void
value_free (gpointer data)
{
  Value *value = data;

  g_free (value->values);
  g_free (value->gradient);
  g_free (value);
}

static Value *
add_value (DhReference *self, int channels, int size)
{
  Value *value = g_new0 (Value, 1);

  value->channels = channels;
  value->size = size;
  value->n = (gsize) self->batch * channels * size * size;
  value->values = g_new0 (double, value->n);
  value->gradient = g_new0 (double, value->n);
  g_ptr_array_add (self->values, value);
  return value;
}

static void
take_item (DhReference *self, Op *op)
{
  op->weight = &self->table->items[self->next_item++];
  op->bias = &self->table->items[self->next_item++];
}

static Value *
conv (DhReference *self, Value *x, int stride)
{
  Op op = { .kind = OP_CONV, .x = x };
  int kernel;

  take_item (self, &op);
  kernel = op.weight->dims[2];
  op.y = add_value (self, op.weight->dims[0], x->size / stride);
  /* 'same' in the original's sense: the smaller half of the padding comes first. */
  op.conv = (DhReferenceConv) { self->batch, x->channels, x->size, op.y->channels,
                                op.y->size,  kernel,      stride,  (kernel - stride) / 2 };
  dh_reference_conv_forward (&op.conv, x->values, self->parameters + op.weight->offset,
                             self->parameters + op.bias->offset, op.y->values);
  g_array_append_val (self->ops, op);
  return op.y;
}

/* The result has the shape (channels, size, size). */
static Value *
dense (DhReference *self, Value *x, int channels, int size)
{
  Op op = { .kind = OP_DENSE, .x = x };

  take_item (self, &op);
  op.y = add_value (self, channels, size);
  dh_reference_dense_forward (self->batch, x->n / self->batch, op.y->n / self->batch, x->values,
                              self->parameters + op.weight->offset,
                              self->parameters + op.bias->offset, op.y->values);
  g_array_append_val (self->ops, op);
  return op.y;
}

static Value *
leaky (DhReference *self, Value *x, double slope)
{
  Op op = { .kind = OP_LEAKY, .x = x, .slope = slope };

  op.y = add_value (self, x->channels, x->size);
  dh_reference_leaky_forward (x->n, slope, x->values, op.y->values);
  g_array_append_val (self->ops, op);
  return op.y;
}

static Value *
shuffle (DhReference *self, Value *x)
{
  Op op = { .kind = OP_SHUFFLE, .x = x };

  op.y = add_value (self, x->channels / 4, 2 * x->size);
  dh_reference_shuffle (self->batch, op.y->channels, x->size, x->values, op.y->values);
  g_array_append_val (self->ops, op);
  return op.y;
}

static Value *
add (DhReference *self, Value *x, Value *other)
{
  Op op = { .kind = OP_ADD, .x = x, .other = other };

  op.y = add_value (self, x->channels, x->size);
  for (gsize i = 0; i < x->n; i++)
    op.y->values[i] = x->values[i] + other->values[i];
  g_array_append_val (self->ops, op);
  return op.y;
}

/* The channels of x, then those of the other. */
static Value *
join (DhReference *self, Value *x, Value *other)
{
  Op op = { .kind = OP_JOIN, .x = x, .other = other };
  const gsize n = x->n / self->batch;

  op.y = add_value (self, 2 * x->channels, x->size);
  for (int picture = 0; picture < self->batch; picture++)
    {
      memcpy (op.y->values + 2 * picture * n, x->values + picture * n, n * sizeof (double));
      memcpy (op.y->values + (2 * picture + 1) * n, other->values + picture * n,
              n * sizeof (double));
    }
  g_array_append_val (self->ops, op);
  return op.y;
}

static Value *
sigmoid (DhReference *self, Value *x)
{
  Op op = { .kind = OP_SIGMOID, .x = x };

  op.y = add_value (self, x->channels, x->size);
  for (gsize i = 0; i < x->n; i++)
    op.y->values[i] = 1.0 / (1.0 + exp (-x->values[i]));
  g_array_append_val (self->ops, op);
  return op.y;
}

static Value *
bridge (DhReference *self, Value *x)
{
  x = dense (self, x, self->model.dense, 1);
  x = dense (self, x, self->model.bridge_channels, self->model.size / 16);
  return shuffle (self, leaky (self, conv (self, x, 1), 0.1));
}

static Value *
encoder (DhReference *self, DhSide side, Value *x)
{
  Value *both, *b;

  for (int i = 0; i < 4 && self->model.encoder_channels[i] > 0; i++)
    x = leaky (self, conv (self, x, 2), 0.1);
  both = bridge (self, x);
  if (self->model.architecture == DH_ARCHITECTURE_DF)
    return both;
  b = bridge (self, x);
  return join (self, side == DH_SIDE_A ? both : b, both);
}

static void
decoder (DhReference *self, Value *x)
{
  const DhModel *m = &self->model;

  for (int i = 0; i < 3; i++)
    {
      x = conv (self, x, 1);
      if (m->n_residual == 0)
        x = leaky (self, x, 0.1);
      x = shuffle (self, x);
      if (m->n_residual > 0)
        x = leaky (self, x, 0.2);
      for (int r = 0; r < m->n_residual; r++)
        {
          Value *inner = leaky (self, conv (self, x, 1), 0.2);

          x = leaky (self, add (self, conv (self, inner, 1), x), 0.2);
        }
      if (i == 2 || m->multiscale)
        self->outputs[2 - i] = sigmoid (self, conv (self, x, 1));
    }
}

DhReference *
dh_reference_new (const DhModel *model, int batch)
{
  DhReference *self = g_new0 (DhReference, 1);

  self->model = *model;
  self->batch = batch;
  self->table = dh_parameter_table_new (model);
  self->ops = g_array_new (FALSE, FALSE, sizeof (Op));
  self->values = g_ptr_array_new_with_free_func (value_free);
  return self;
}

void
dh_reference_free (DhReference *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->ops);
  g_ptr_array_unref (self->values);
  dh_parameter_table_free (self->table);
  g_free (self);
}

const double *
dh_reference_forward (DhReference *self, DhSide side, const double *parameters, const double *input)
{
  Value *x;

  g_array_set_size (self->ops, 0);
  g_ptr_array_set_size (self->values, 0);
  self->parameters = parameters;
  self->next_item = 0;
  x = add_value (self, 3, self->model.size);
  memcpy (x->values, input, x->n * sizeof (double));
  x = encoder (self, side, x);
  self->next_item = self->table->decoder_item[side];
  decoder (self, x);
  return self->outputs[0]->values;
}

const double *
dh_reference_peek_output (const DhReference *self, int output)
{
  return self->outputs[output]->values;
}

static void
add_to (double *sum, const double *other, gsize n)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += other[i];
}

/* The first half of each picture's gradient belongs to dx, the second to the other's. */
static void
part (const DhReference *self, const Op *op, double *dx)
{
  const gsize n = op->x->n / self->batch;

  for (int picture = 0; picture < self->batch; picture++)
    {
      const double *dy = op->y->gradient + 2 * picture * n;

      memcpy (dx + picture * n, dy, n * sizeof (double));
      add_to (op->other->gradient + picture * n, dy + n, n);
    }
}

static void
op_backward (DhReference *self, const Op *op, double *gradient)
{
  const double *dy = op->y->gradient, *parameters = self->parameters;
  g_autofree double *dx = g_new0 (double, op->x->n);

  switch (op->kind)
    {
    case OP_CONV:
      dh_reference_conv_backward (&op->conv, op->x->values, parameters + op->weight->offset, dy, dx,
                                  gradient + op->weight->offset, gradient + op->bias->offset);
      break;
    case OP_DENSE:
      dh_reference_dense_backward (self->batch, op->x->n / self->batch, op->y->n / self->batch,
                                   op->x->values, parameters + op->weight->offset, dy, dx,
                                   gradient + op->weight->offset, gradient + op->bias->offset);
      break;
    case OP_LEAKY:
      dh_reference_leaky_backward (op->x->n, op->slope, op->x->values, dy, dx);
      break;
    case OP_SHUFFLE:
      dh_reference_unshuffle (self->batch, op->y->channels, op->x->size, dy, dx);
      break;
    case OP_ADD:
      add_to (op->other->gradient, dy, op->other->n);
      memcpy (dx, dy, op->x->n * sizeof (double));
      break;
    case OP_JOIN:
      part (self, op, dx);
      break;
    case OP_SIGMOID:
      for (gsize i = 0; i < op->x->n; i++)
        dx[i] = dy[i] * op->y->values[i] * (1.0 - op->y->values[i]);
      break;
    default:
      g_assert_not_reached ();
    }
  add_to (op->x->gradient, dx, op->x->n);
}

void
dh_reference_backward (DhReference *self, const double *output_gradient, double *gradient)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      Value *value = g_ptr_array_index (self->values, i);

      memset (value->gradient, 0, value->n * sizeof (double));
    }
  for (int i = 0; i < dh_model_count_outputs (&self->model); i++)
    {
      Value *output = self->outputs[i];

      memcpy (output->gradient, output_gradient, output->n * sizeof (double));
      output_gradient += output->n;
    }
  for (guint i = self->ops->len; i-- > 0;)
    op_backward (self, &g_array_index (self->ops, Op, i), gradient);
}
