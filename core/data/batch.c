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

#include "core/base/error.h"
#include "core/base/tensor.h"
#include "core/data/face-folder.h"
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

static void
shuffle_pass (guint *order, guint n_faces, guint64 seed, guint side, guint64 pass)
{
  DhRandom random;

  for (guint i = 0; i < n_faces; i++)
    order[i] = i;
  dh_random_init (&random, seed, SHUFFLE_STREAM | pass << 1 | side);
  dh_random_shuffle (&random, order, n_faces);
}

void
dh_batch_make (DhBatch *batch, const DhFaceSet *set, const DhAugmentStrength *strength, int n,
               int size, guint64 seed, guint side, guint64 iteration)
{
  guint n_faces = dh_face_set_get_count (set, DH_FACES_TRAINING);
  g_autofree guint *order = g_new (guint, n_faces);
  guint64 start = iteration * n, pass = G_MAXUINT64;
  gsize n_pixels = (gsize) size * size;

  g_assert (n > 0 && n < 1 << PLACE_BITS && (guint) n <= n_faces);
  g_assert (side < 2);

  for (int i = 0; i < n; i++)
    {
      float *areas[DH_N_AREAS] = { NULL };
      DhRandom random;

      for (DhArea area = 0; area < DH_N_AREAS; area++)
        if (batch->areas & 1u << area)
          areas[area] = batch->area[area] + n_pixels * i;
      if ((start + i) / n_faces != pass)
        {
          pass = (start + i) / n_faces;
          shuffle_pass (order, n_faces, seed, side, pass);
        }
      dh_random_init (&random, seed, (iteration << PLACE_BITS | i) << 1 | side);
      dh_augment_face (dh_face_set_get (set, DH_FACES_TRAINING, order[(start + i) % n_faces]),
                       strength, &random, size, batch->input + 3 * n_pixels * i,
                       batch->target + 3 * n_pixels * i, areas);
    }
}

void
dh_face_crop (const DhFace *face, int size, float *rgb, float *mask)
{
  dh_sample_face (face, face->to_crop, size, rgb, mask);
}

gboolean
dh_batch_check (const DhFaceSet *set, int n, GError **error)
{
  guint n_faces = dh_face_set_get_count (set, DH_FACES_TRAINING);

  if (n_faces >= (guint) n)
    return TRUE;
  if (n_faces == 0 && dh_face_set_has_pairs (set))
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 _ ("“%s” has no training pictures: names that begin with %s are held out. Add "
                    "pictures with other names, such as train_000.png, or rename some."),
                 dh_face_set_get_name (set), DH_PAIR_PREFIX);
  else
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 _ ("“%s” has %u training pictures, but a batch of this model needs %d: add "
                    "pictures or choose a smaller model."),
                 dh_face_set_get_name (set), n_faces, n);
  return FALSE;
}
