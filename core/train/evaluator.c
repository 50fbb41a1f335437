/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Previews and metrics of a lane's weights, on held-out faces.
 *
 * The faces are the same in every lane and every run: held-out pictures in an order that depends
 * only on their number.  One forward-only network with a small batch serves both purposes; the
 * metrics go over the held-out pictures in batches of that size, the last one filled up with the
 * first pictures, which are not counted.
 *
 * The reference for a swap is the other person's picture of the same name, whatever its ending,
 * if the two sets are paired.
 */
#include "core/train/evaluator.h"

#include "core/data/area-draw.h"
#include "core/data/batch.h"
#include "core/data/face-pairs.h"
#include "core/loss/metric.h"

typedef struct
{
  guint n;              /* held-out pictures */
  guint n_pairs;        /* the first n_pairs have a matching picture of the other person */
  float *rgb;           /* (n, 3, S, S) */
  float *mask;          /* (n, 1, S, S); NULL where the person has no landmarks */
  const DhFace **faces; /* n; owned by the set */
} HeldOut;

struct _DhEvaluator
{
  DhNetwork *network;
  int size;
  guint n_faces; /* the network's batch size */
  HeldOut people[DH_N_SIDES];
  DhPreviewFaces *faces;
  DhPreview *blank;
};

struct _DhEvaluatorScratch
{
  DhWorkspace *workspace;
  const float *parameters; /* being examined; borrowed */
  float *input;            /* (n_faces, 3, S, S) */
  float *measure_scratch;
};

/* Pictures that both people have come first, so that an index means the same pair on both sides
 * even if one picture of a pair is missing or damaged. */
static guint *
order_held_out (const DhFaceSet *set, DhSide side, const GArray *same)
{
  const guint n = dh_face_set_get_count (set, DH_FACES_HELD_OUT);
  g_autofree gboolean *paired = g_new0 (gboolean, n);
  guint *order = g_new (guint, n), n_done = 0;

  for (guint i = 0; i < same->len; i++)
    {
      order[n_done] = g_array_index (same, DhFacePair, i).index[side];
      paired[order[n_done++]] = TRUE;
    }
  for (guint i = 0; i < n; i++)
    if (!paired[i])
      order[n_done++] = i;
  return order;
}

static void
crop_held_out (HeldOut *self, const DhFaceSet *set, DhSide side, const GArray *same, int size)
{
  const gsize plane = (gsize) size * size;
  g_autofree guint *order = order_held_out (set, side, same);

  self->n = dh_face_set_get_count (set, DH_FACES_HELD_OUT);
  self->faces = g_new (const DhFace *, self->n);
  self->rgb = dh_tensor_new (self->n * 3 * plane);
  if (dh_face_set_has_masks (set))
    self->mask = dh_tensor_new (self->n * plane);
  for (guint i = 0; i < self->n; i++)
    {
      self->faces[i] = dh_face_set_get (set, DH_FACES_HELD_OUT, order[i]);
      dh_face_crop (self->faces[i], size, self->rgb + i * 3 * plane,
                    self->mask != NULL ? self->mask + i * plane : NULL);
    }
}

/* The index of the i-th preview face among the held-out pictures, or among the pairs if there are
 * any.  Steps of 7 reach all kinds of expression early. */
static guint
get_preview_index (const HeldOut *people, guint i)
{
  guint n = people->n_pairs > 0 ? people->n_pairs : people->n;
  guint step = n % 7 != 0 ? 7 : 1;

  return (2 + i * step) % n;
}

static const float *
peek_picture (const DhEvaluator *self, DhSide side, guint index)
{
  return self->people[side].rgb + (gsize) index * 3 * self->size * self->size;
}

/* The areas of one preview face. */
static void
store_areas (DhEvaluator *self, DhSide side, guint face, guint index)
{
  const HeldOut *people = &self->people[side];
  const gsize plane = (gsize) self->size * self->size;
  g_autofree float *drawn = g_new (float, plane);

  if (people->mask == NULL)
    return;
  dh_preview_faces_set_area (self->faces, side, face, DH_AREA_EXTENDED,
                             people->mask + index * plane);
  for (DhArea area = DH_AREA_EXTENDED + 1; area < DH_N_AREAS; area++)
    {
      dh_face_draw_area (people->faces[index], people->faces[index]->to_crop, area, self->size,
                         drawn);
      dh_preview_faces_set_area (self->faces, side, face, area, drawn);
    }
}

static void
store_preview_faces (DhEvaluator *self)
{
  const gboolean paired = self->people[0].n_pairs > 0;

  self->faces = dh_preview_faces_new (self->size, self->n_faces, paired);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    for (guint i = 0; i < self->n_faces; i++)
      {
        guint index = get_preview_index (&self->people[side], i);

        dh_preview_faces_set_tile (self->faces, side, i, DH_TILE_ORIGINAL,
                                   peek_picture (self, side, index));
        store_areas (self, side, i, index);
        if (paired)
          dh_preview_faces_set_tile (self->faces, side, i, DH_TILE_TRUE_SWAP,
                                     peek_picture (self, !side, index));
      }
}

DhEvaluator *
dh_evaluator_new (const DhModel *model, const DhFaceSet *a, const DhFaceSet *b, guint n_faces,
                  GError **error)
{
  g_autoptr (DhEvaluator) self = g_new0 (DhEvaluator, 1);
  g_autoptr (GArray) same = dh_face_pairs_find (a, b);
  const gboolean paired = dh_face_set_has_pairs (a) && dh_face_set_has_pairs (b);

  self->size = model->size;
  crop_held_out (&self->people[DH_SIDE_A], a, DH_SIDE_A, same, model->size);
  crop_held_out (&self->people[DH_SIDE_B], b, DH_SIDE_B, same, model->size);
  self->people[DH_SIDE_A].n_pairs = self->people[DH_SIDE_B].n_pairs = paired ? same->len : 0;
  self->n_faces = MIN (n_faces, self->people[0].n_pairs > 0
                                  ? self->people[0].n_pairs
                                  : MIN (self->people[0].n, self->people[1].n));
  self->network = dh_network_new (model, self->n_faces, FALSE, error);
  if (self->network == NULL)
    return NULL;
  store_preview_faces (self);
  self->blank = dh_preview_new_blank (self->faces);
  return g_steal_pointer (&self);
}

DhPreview *
dh_evaluator_get_blank (const DhEvaluator *self)
{
  return self->blank;
}

const DhNetwork *
dh_evaluator_get_network (const DhEvaluator *self)
{
  return self->network;
}

void
dh_evaluator_free (DhEvaluator *self)
{
  g_clear_pointer (&self->network, dh_network_free);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      dh_tensor_free (self->people[side].rgb);
      dh_tensor_free (self->people[side].mask);
      g_free (self->people[side].faces);
    }
  g_clear_pointer (&self->blank, dh_preview_unref);
  g_clear_pointer (&self->faces, dh_preview_faces_unref);
  g_free (self);
}

/* The offsets of the buffers within a scratch memory. */
typedef struct
{
  gsize input, measure_scratch, workspace, size;
} Layout;

static gsize
take (gsize *size, gsize n_floats)
{
  gsize place = *size;

  *size += (n_floats + 15) / 16 * 16; /* rounded up to a cache line */
  return place;
}

static Layout
lay_out (const DhNetwork *network)
{
  const int side = dh_network_get_model (network)->size;
  const DhShape one = { 1, 3, side, side };
  const gsize n = dh_network_get_batch (network), picture = dh_shape_get_size (one);
  Layout layout = { 0 };

  layout.input = take (&layout.size, n * picture);
  layout.measure_scratch = take (&layout.size, dh_measure_get_scratch_size (one));
  layout.workspace = take (&layout.size, dh_network_get_workspace_size (network));
  return layout;
}

gsize
dh_evaluator_get_scratch_size (const DhNetwork *network)
{
  return lay_out (network).size;
}

DhEvaluatorScratch *
dh_evaluator_scratch_new (const DhEvaluator *self, float *memory, const int *cancelled)
{
  const Layout layout = lay_out (self->network);
  g_autoptr (DhEvaluatorScratch) scratch = g_new0 (DhEvaluatorScratch, 1);

  scratch->input = memory + layout.input;
  scratch->measure_scratch = memory + layout.measure_scratch;
  scratch->workspace = dh_workspace_new_in (self->network, memory + layout.workspace);
  if (scratch->workspace == NULL)
    return NULL;
  dh_workspace_set_cancelled (scratch->workspace, cancelled);
  return g_steal_pointer (&scratch);
}

void
dh_evaluator_scratch_follow (DhEvaluatorScratch *scratch,
                             void (*advance) (double work, gpointer data), gpointer data)
{
  dh_workspace_follow (scratch->workspace, advance, data);
}

void
dh_evaluator_scratch_free (DhEvaluatorScratch *scratch)
{
  g_clear_pointer (&scratch->workspace, dh_workspace_free);
  g_free (scratch);
}

double
dh_evaluator_get_paint_work (const DhEvaluator *self)
{
  return DH_N_SIDES
         * (dh_network_get_work (self->network, DH_PART_ENCODER)
            + 2 * dh_network_get_work (self->network, DH_PART_DECODER_A));
}

static guint
count_groups (const DhEvaluator *self, guint n)
{
  return (n + self->n_faces - 1) / self->n_faces;
}

double
dh_evaluator_get_measure_work (const DhEvaluator *self)
{
  double all = 0;

  for (DhSide side = 0; side < DH_N_SIDES; side++)
    all += count_groups (self, self->people[side].n)
             * (dh_network_get_work (self->network, DH_PART_ENCODER)
                + dh_network_get_work (self->network, DH_PART_DECODER_A))
           + count_groups (self, self->people[side].n_pairs)
               * dh_network_get_work (self->network, DH_PART_DECODER_A);
  return all;
}

static void
encode_pictures (const DhEvaluator *self, DhEvaluatorScratch *scratch, DhSide side,
                 const guint *indices)
{
  gsize picture = (gsize) 3 * self->size * self->size;

  for (guint i = 0; i < self->n_faces; i++)
    memcpy (scratch->input + i * picture, peek_picture (self, side, indices[i]),
            picture * sizeof (float));
  dh_network_encode (self->network, scratch->workspace, scratch->parameters, scratch->input);
}

DhPreview *
dh_evaluator_paint (const DhEvaluator *self, DhEvaluatorScratch *scratch, const float *parameters,
                    guint64 iteration)
{
  DhPreview *preview = dh_preview_new (self->faces, iteration);
  gsize picture = (gsize) 3 * self->size * self->size;
  g_autofree guint *indices = g_new (guint, self->n_faces);

  scratch->parameters = parameters;
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      for (guint i = 0; i < self->n_faces; i++)
        indices[i] = get_preview_index (&self->people[side], i);
      encode_pictures (self, scratch, side, indices);
      for (DhSide decoder = 0; decoder < DH_N_SIDES; decoder++)
        {
          const float *output = dh_network_decode (self->network, scratch->workspace,
                                                   scratch->parameters, decoder);

          for (guint i = 0; i < self->n_faces; i++)
            dh_preview_set_tile (preview, side, i, decoder == side ? DH_TILE_SELF : DH_TILE_SWAP,
                                 output + i * picture);
        }
    }
  return preview;
}

/* Compares output pictures 0 … n-1 with the person's held-out pictures from `first` on. */
static void
add_group (const DhEvaluator *self, DhEvaluatorScratch *scratch, DhSide person, guint first,
           guint n, const float *output, DhMeasureSum *sum)
{
  const HeldOut *people = &self->people[person];
  const DhShape one = { 1, 3, self->size, self->size };
  gsize picture = dh_shape_get_size (one);

  for (guint i = 0; i < n; i++)
    dh_measure_add (sum, one, people->rgb + (first + i) * picture, output + i * picture,
                    people->mask != NULL ? people->mask + (first + i) * picture / 3 : NULL,
                    scratch->measure_scratch);
}

static void
measure_side (const DhEvaluator *self, DhEvaluatorScratch *scratch, DhSide side,
              DhMeasureSum *itself, DhMeasureSum *swap)
{
  guint n_all = self->people[side].n;
  g_autofree guint *indices = g_new (guint, self->n_faces);

  for (guint first = 0; first < n_all; first += self->n_faces)
    {
      guint n = MIN (self->n_faces, n_all - first);

      for (guint i = 0; i < self->n_faces; i++)
        indices[i] = (first + i) % n_all;
      encode_pictures (self, scratch, side, indices);
      add_group (self, scratch, side, first, n,
                 dh_network_decode (self->network, scratch->workspace, scratch->parameters, side),
                 itself);
      if (first < self->people[side].n_pairs)
        add_group (self, scratch, !side, first, MIN (n, self->people[side].n_pairs - first),
                   dh_network_decode (self->network, scratch->workspace, scratch->parameters,
                                      !side),
                   swap);
    }
}

static DhMeasure
average (DhMeasure a, DhMeasure b)
{
  return (DhMeasure) { (a.mae + b.mae) / 2, (a.psnr + b.psnr) / 2, (a.ssim + b.ssim) / 2 };
}

DhMetrics
dh_evaluator_measure (const DhEvaluator *self, DhEvaluatorScratch *scratch, const float *parameters,
                      guint64 iteration)
{
  DhMeasure itself[DH_N_SIDES], swap[DH_N_SIDES], mean_itself, mean_swap;

  scratch->parameters = parameters;
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      DhMeasureSum itself_sum = { 0 }, swap_sum = { 0 };

      measure_side (self, scratch, side, &itself_sum, &swap_sum);
      itself[side] = dh_measure_mean (&itself_sum);
      swap[side] = dh_measure_mean (&swap_sum);
    }
  mean_itself = average (itself[0], itself[1]);
  mean_swap = average (swap[0], swap[1]);
  return (DhMetrics) {
    .iteration = iteration,
    .mae = mean_itself.mae,
    .psnr = mean_itself.psnr,
    .ssim = mean_itself.ssim,
    .swap_mae = mean_swap.mae,
    .swap_psnr = mean_swap.psnr,
    .swap_ssim = mean_swap.ssim,
    .side_psnr = { itself[0].psnr, itself[1].psnr },
  };
}
