/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The batch of an iteration: a pure function of seed, side and iteration, not the next item of a
 * stream.  Lanes are only comparable while they see the same pictures, and a lane that starts late
 * must be able to catch up.  The price is a new shuffle per call: microseconds.
 *
 * The pictures of all batches form one endless sequence, pass after pass over the set, each pass in
 * a new order; a batch is a window of it.  So every picture is seen once per pass even if the batch
 * size doesn't divide the set.
 */
#include "core/data/batch.h"

#include "core/base/tensor.h"
#include "core/data/face-division.h"
#include "core/data/face.h"
#include "core/data/sample.h"

#include <glib/gi18n-lib.h>

/* Random streams: bit 63 tells the two uses apart, bit 0 the side. */
#define SHUFFLE_STREAM (G_GUINT64_CONSTANT (1) << 63)
#define PLACE_BITS     12

void
dh_batch_init (DhBatch *batch, int n, int size)
{
  gsize n_pixels = (gsize) n * size * size;

  batch->input = dh_tensor_new (3 * n_pixels);
  batch->target = dh_tensor_new (3 * n_pixels);
  batch->areas = 1u << DH_AREA_EXTENDED;
  for (DhArea area = 0; area < DH_N_AREAS; area++)
    batch->area[area] = dh_tensor_new (n_pixels);
}

void
dh_batch_clear (DhBatch *batch)
{
  g_clear_pointer (&batch->input, dh_tensor_free);
  g_clear_pointer (&batch->target, dh_tensor_free);
  for (DhArea area = 0; area < DH_N_AREAS; area++)
    g_clear_pointer (&batch->area[area], dh_tensor_free);
}

/* The order of a side's pictures, pass after pass. */
typedef struct
{
  guint64 seed;
  guint side, n_faces;
  guint64 pass; /* of … */
  guint *order;
} Sequence;

static void
sequence_init (Sequence *self, const DhFaceSet *set, guint64 seed, guint side)
{
  *self = (Sequence) {
    .seed = seed,
    .side = side,
    .n_faces = dh_face_set_get_count (set, DH_FACES_TRAINING),
    .pass = G_MAXUINT64,
  };
  self->order = g_new (guint, self->n_faces);
}

static void
shuffle_pass (Sequence *self)
{
  DhRandom random;

  for (guint i = 0; i < self->n_faces; i++)
    self->order[i] = i;
  dh_random_init (&random, self->seed, SHUFFLE_STREAM | self->pass << 1 | self->side);
  dh_random_shuffle (&random, self->order, self->n_faces);
}

/* The picture at a place of the endless sequence. */
static guint
sequence_get (Sequence *self, guint64 place)
{
  if (place / self->n_faces != self->pass)
    {
      self->pass = place / self->n_faces;
      shuffle_pass (self);
    }
  return self->order[place % self->n_faces];
}

/* What the iteration after this one takes may be read meanwhile. */
static void
look_ahead (const DhFaceSet *set, Sequence *sequence, guint64 start, int n)
{
  for (int i = 0; dh_face_set_is_large (set) && i < n; i++)
    dh_face_set_want (set, sequence_get (sequence, start + i));
}

/* One picture of a batch: the view of a face at this place. */
static void
make_view (DhBatch *batch, int place, const DhFace *face, const DhAugmentStrength *strength,
           DhRandom *random, int size)
{
  const gsize n_pixels = (gsize) size * size;
  float *areas[DH_N_AREAS] = { NULL };

  for (DhArea area = 0; area < DH_N_AREAS; area++)
    if (batch->areas & 1u << area)
      areas[area] = batch->area[area] + n_pixels * place;
  dh_augment_face (face, strength, random, size, batch->input + 3 * n_pixels * place,
                   batch->target + 3 * n_pixels * place, areas);
}

gboolean
dh_batch_make (DhBatch *batch, const DhFaceSet *set, const DhAugmentStrength *strength, int n,
               int size, guint64 seed, guint side, guint64 iteration, GError **error)
{
  const guint64 start = iteration * n;
  Sequence sequence;
  gboolean done = TRUE;

  g_assert (n > 0 && n < 1 << PLACE_BITS && dh_face_set_get_count (set, DH_FACES_TRAINING) > 0);
  g_assert (side < 2);
  sequence_init (&sequence, set, seed, side);
  for (int i = 0; i < n && done; i++)
    {
      guint index = sequence_get (&sequence, start + i);
      g_autoptr (DhFace) face = dh_face_set_take (set, DH_FACES_TRAINING, index, error);
      DhRandom random;

      done = face != NULL;
      dh_random_init (&random, seed, (iteration << PLACE_BITS | i) << 1 | side);
      if (done)
        make_view (batch, i, face, strength, &random, size);
    }
  look_ahead (set, &sequence, start + n, n);
  g_free (sequence.order);
  return done;
}

void
dh_face_crop (const DhFace *face, int size, float *rgb, float *mask)
{
  dh_sample_face (face, face->to_crop, size, rgb, mask);
}

gboolean
dh_batch_check (const DhFaceSet *set, GError **error)
{
  return dh_face_division_check (dh_face_set_get_count (set, DH_FACES_TRAINING),
                                 dh_face_set_get_count (set, DH_FACES_HELD_OUT),
                                 dh_face_set_get_name (set), error);
}

char *
dh_batch_dup_notice (const DhFaceSet *set, int n)
{
  guint n_faces = dh_face_set_get_count (set, DH_FACES_TRAINING);

  if (n_faces >= (guint) n)
    return NULL;
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "“%s” has %u picture to train on, fewer than a batch: it is "
                                       "used several times in each, mirrored and warped in "
                                       "different ways. The network will learn it by heart.",
                                       "“%s” has %u pictures to train on, fewer than a batch: they "
                                       "are used several times in each, mirrored and warped in "
                                       "different ways. The network will learn them by heart.",
                                       n_faces),
                          dh_face_set_get_name (set), n_faces);
}
