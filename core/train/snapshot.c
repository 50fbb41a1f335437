/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Immutable values that the worker hands to the window: a lane at one moment, and its previews.
 * Whatever never changes in a run (the original faces) or only grows (the history) is shared, so
 * that a snapshot costs a few hundred bytes.
 */
#include "core/train/snapshot-private.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#define BYTES_A_PIXEL 4

static gsize
get_tile_bytes (int size)
{
  return (gsize) size * size * BYTES_A_PIXEL;
}

/* Converts (3, S, S) in [0, 1] to R, G, B, 255; NaN becomes black. */
static void
store_planes (guint8 *pixels, int size, const float *planes)
{
  const int n = size * size;

  for (int i = 0; i < n; i++)
    {
      for (int c = 0; c < 3; c++)
        {
          float value = planes[c * n + i] * 255.0f + 0.5f;

          pixels[BYTES_A_PIXEL * i + c] = value > 0 ? (guint8) MIN (value, 255.0f) : 0;
        }
      pixels[BYTES_A_PIXEL * i + 3] = 255;
    }
}

struct _DhPreviewFaces
{
  atomic_int n_refs;
  int size, n_faces;
  gboolean has_true_swap;
  guint8 *originals; /* [side][face] */
  guint8 *true_swaps;
  guint8 *areas[2]; /* [face][area], one byte per pixel; NULL without landmarks */
};

/* The tile [side][face] in a block of tiles. */
static guint8 *
get_tile (guint8 *tiles, const DhPreviewFaces *faces, guint side, guint face)
{
  g_assert (side < 2 && face < (guint) faces->n_faces);
  return tiles + (side * faces->n_faces + face) * get_tile_bytes (faces->size);
}

static guint8 *
new_tiles (const DhPreviewFaces *faces)
{
  return g_malloc0 (2 * faces->n_faces * get_tile_bytes (faces->size));
}

DhPreviewFaces *
dh_preview_faces_new (int size, int n_faces, gboolean has_true_swap)
{
  DhPreviewFaces *self = g_new0 (DhPreviewFaces, 1);

  atomic_init (&self->n_refs, 1);
  self->size = size;
  self->n_faces = n_faces;
  self->has_true_swap = has_true_swap;
  self->originals = new_tiles (self);
  self->true_swaps = new_tiles (self);
  return self;
}

DhPreviewFaces *
dh_preview_faces_ref (DhPreviewFaces *self)
{
  atomic_fetch_add (&self->n_refs, 1);
  return self;
}

void
dh_preview_faces_unref (DhPreviewFaces *self)
{
  if (atomic_fetch_sub (&self->n_refs, 1) != 1)
    return;
  g_free (self->originals);
  g_free (self->true_swaps);
  for (guint side = 0; side < 2; side++)
    g_free (self->areas[side]);
  g_free (self);
}

void
dh_preview_faces_set_tile (DhPreviewFaces *self, guint side, guint face, DhTile tile,
                           const float *planes)
{
  guint8 *tiles = tile == DH_TILE_ORIGINAL ? self->originals : self->true_swaps;

  store_planes (get_tile (tiles, self, side, face), self->size, planes);
}

static guint8 *
get_area (const DhPreviewFaces *self, guint side, guint face, DhArea area)
{
  const gsize plane = (gsize) self->size * self->size;

  g_assert (side < 2 && face < (guint) self->n_faces && area < DH_N_AREAS);
  return self->areas[side] + (face * DH_N_AREAS + area) * plane;
}

void
dh_preview_faces_set_area (DhPreviewFaces *self, guint side, guint face, DhArea area,
                           const float *plane)
{
  const gsize n = (gsize) self->size * self->size;
  guint8 *bytes;

  if (self->areas[side] == NULL)
    self->areas[side] = g_malloc0 (self->n_faces * DH_N_AREAS * n);
  bytes = get_area (self, side, face, area);
  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8) (CLAMP (plane[i], 0.0f, 1.0f) * 255.0f + 0.5f);
}

struct _DhPreview
{
  atomic_int n_refs;
  guint64 iteration;
  DhPreviewFaces *faces;
  guint8 *selves; /* [side][face]; NULL: not painted */
  guint8 *swaps;
  int n_painted; /* of the faces of each side */
};

DhPreview *
dh_preview_new_blank (DhPreviewFaces *faces)
{
  DhPreview *self = g_new0 (DhPreview, 1);

  atomic_init (&self->n_refs, 1);
  self->faces = dh_preview_faces_ref (faces);
  return self;
}

DhPreview *
dh_preview_new (DhPreviewFaces *faces, guint64 iteration)
{
  DhPreview *self = dh_preview_new_blank (faces);

  self->iteration = iteration;
  self->selves = new_tiles (faces);
  self->swaps = new_tiles (faces);
  self->n_painted = faces->n_faces;
  return self;
}

/* Copies the first faces of a block of tiles; NULL stays NULL. */
static guint8 *
copy_tiles (const DhPreview *from, const guint8 *tiles, guint n_faces)
{
  const gsize bytes = get_tile_bytes (from->faces->size), part = n_faces * bytes;
  const gsize whole = (gsize) from->faces->n_faces * bytes;
  guint8 *copy = tiles != NULL ? g_malloc (2 * part) : NULL;

  for (guint side = 0; copy != NULL && side < 2; side++)
    memcpy (copy + side * part, tiles + side * whole, part);
  return copy;
}

static DhPreviewFaces *
copy_faces (const DhPreview *from, guint n_faces)
{
  DhPreviewFaces *self = g_new0 (DhPreviewFaces, 1);

  atomic_init (&self->n_refs, 1);
  self->size = from->faces->size;
  self->n_faces = (int) n_faces;
  self->has_true_swap = from->faces->has_true_swap;
  self->originals = copy_tiles (from, from->faces->originals, n_faces);
  self->true_swaps = copy_tiles (from, from->faces->true_swaps, n_faces);
  return self;
}

static gboolean
has_same_faces (const DhPreviewFaces *a, const DhPreviewFaces *b)
{
  const gsize n = 2 * (gsize) a->n_faces * get_tile_bytes (a->size);

  return a->size == b->size && a->n_faces == b->n_faces && a->has_true_swap == b->has_true_swap
         && memcmp (a->originals, b->originals, n) == 0
         && memcmp (a->true_swaps, b->true_swaps, n) == 0;
}

DhPreview *
dh_preview_new_excerpt (const DhPreview *self, guint n_faces, const DhPreview *like)
{
  const guint n = MIN (n_faces, (guint) self->faces->n_faces);
  g_autoptr (DhPreviewFaces) faces = copy_faces (self, n);
  DhPreview *copy;

  copy = dh_preview_new_blank (like != NULL && has_same_faces (faces, like->faces) ? like->faces
                                                                                    : faces);
  copy->iteration = self->iteration;
  copy->selves = copy_tiles (self, self->selves, n);
  copy->swaps = copy_tiles (self, self->swaps, n);
  copy->n_painted = MIN ((int) n, self->n_painted);
  return copy;
}

DhPreview *
dh_preview_new_like (const DhPreview *like, guint64 iteration, int n_painted)
{
  DhPreview *self;

  if (n_painted == 0)
    return dh_preview_new_blank (like->faces);
  self = dh_preview_new (like->faces, iteration);
  self->n_painted = n_painted;
  for (gsize i = 3; i < 2 * self->faces->n_faces * get_tile_bytes (self->faces->size); i += 4)
    self->selves[i] = self->swaps[i] = 255;
  return self;
}

guint8 *
dh_preview_get_pixels (DhPreview *self, guint side, guint face, DhTile tile)
{
  return get_tile (tile == DH_TILE_SELF ? self->selves : self->swaps, self->faces, side, face);
}

void
dh_preview_set_tile (DhPreview *self, guint side, guint face, DhTile tile, const float *planes)
{
  store_planes (dh_preview_get_pixels (self, side, face, tile), self->faces->size, planes);
}

DhPreview *
dh_preview_ref (DhPreview *self)
{
  atomic_fetch_add (&self->n_refs, 1);
  return self;
}

void
dh_preview_unref (DhPreview *self)
{
  if (atomic_fetch_sub (&self->n_refs, 1) != 1)
    return;
  dh_preview_faces_unref (self->faces);
  g_free (self->selves);
  g_free (self->swaps);
  g_free (self);
}

guint64
dh_preview_get_iteration (const DhPreview *self)
{
  return self->iteration;
}

int
dh_preview_get_size (const DhPreview *self)
{
  return self->faces->size;
}

int
dh_preview_get_n_faces (const DhPreview *self)
{
  return self->faces->n_faces;
}

gboolean
dh_preview_is_painted (const DhPreview *self)
{
  return self->selves != NULL;
}

gboolean
dh_preview_has_true_swap (const DhPreview *self)
{
  return self->faces->has_true_swap;
}

const guint8 *
dh_preview_peek_tile (const DhPreview *self, guint side, guint face, DhTile tile)
{
  guint8 *tiles[DH_N_TILES] = {
    [DH_TILE_ORIGINAL] = self->faces->originals,
    [DH_TILE_SELF] = self->selves,
    [DH_TILE_SWAP] = self->swaps,
    [DH_TILE_TRUE_SWAP] = self->faces->has_true_swap ? self->faces->true_swaps : NULL,
  };

  if (side > 1 || face >= (guint) self->faces->n_faces || tile >= DH_N_TILES || tiles[tile] == NULL)
    return NULL;
  if ((tile == DH_TILE_SELF || tile == DH_TILE_SWAP) && face >= (guint) self->n_painted)
    return NULL;
  return get_tile (tiles[tile], self->faces, side, face);
}

const guint8 *
dh_preview_peek_area (const DhPreview *self, guint side, guint face, DhArea area)
{
  if (side > 1 || face >= (guint) self->faces->n_faces || area >= DH_N_AREAS
      || self->faces->areas[side] == NULL)
    return NULL;
  return get_area (self->faces, side, face, area);
}

struct _DhLaneSnapshot
{
  atomic_int n_refs;
  DhLaneSnapshotValues values; /* owns everything it points to */
  guint64 n_records;
  guint n_measured;
};

G_DEFINE_BOXED_TYPE (DhLaneSnapshot, dh_lane_snapshot, dh_lane_snapshot_ref, dh_lane_snapshot_unref)

/* Any thread: the history's own counts belong to its writer. */
static DhLaneSnapshot *
snapshot_new (const DhLaneSnapshotValues *values, guint64 n_records, guint n_measured)
{
  DhLaneSnapshot *self = g_new0 (DhLaneSnapshot, 1);

  atomic_init (&self->n_refs, 1);
  self->values = *values;
  self->values.state_text = g_strdup (values->state_text);
  self->values.preview = values->preview != NULL ? dh_preview_ref (values->preview) : NULL;
  self->values.plane = values->plane != NULL ? dh_plane_ref (values->plane) : NULL;
  self->values.probe = values->probe != NULL ? dh_preview_ref (values->probe) : NULL;
  self->values.result = values->result != NULL ? dh_lr_finder_result_ref (values->result) : NULL;
  self->values.history = dh_history_ref (values->history);
  self->values.log = values->log != NULL ? dh_settings_log_ref (values->log) : NULL;
  self->n_records = n_records;
  self->n_measured = n_measured;
  return self;
}

DhLaneSnapshot *
dh_lane_snapshot_new (const DhLaneSnapshotValues *values)
{
  return snapshot_new (values, dh_history_get_n_records (values->history),
                       dh_history_get_n_measured (values->history));
}

/* The number of measurements up to an iteration. */
static guint
count_measured (DhLaneSnapshot *self, guint64 iteration)
{
  guint low = 0, high = self->n_measured;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (dh_lane_snapshot_get_measured (self, middle).iteration <= iteration)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

DhLaneSnapshot *
dh_lane_snapshot_new_earlier (DhLaneSnapshot *now, const DhLaneSnapshotValues *values)
{
  static const DhMetrics none = { 0, NAN, NAN, NAN, NAN, NAN, NAN, { NAN, NAN } };
  const guint64 n_records = MIN (values->iteration, now->n_records);
  const guint n_measured = count_measured (now, values->iteration);
  g_autoptr (DhSettingsLog) log = now->values.log != NULL
                                    ? dh_settings_log_cut (now->values.log, values->iteration)
                                    : NULL;
  DhLaneSnapshotValues all = *values;

  all.run = now->values.run;
  all.history = now->values.history;
  all.log = log;
  all.loss = n_records > 0 ? dh_lane_snapshot_get_record (now, n_records - 1).loss : NAN;
  all.metrics = n_measured > 0 ? dh_lane_snapshot_get_measured (now, n_measured - 1) : none;
  all.no_plane = now->values.no_plane;
  return snapshot_new (&all, n_records, n_measured);
}

DhLaneSnapshot *
dh_lane_snapshot_ref (DhLaneSnapshot *self)
{
  atomic_fetch_add (&self->n_refs, 1);
  return self;
}

void
dh_lane_snapshot_unref (DhLaneSnapshot *self)
{
  if (atomic_fetch_sub (&self->n_refs, 1) != 1)
    return;
  g_free ((char *) self->values.state_text);
  g_clear_pointer (&self->values.preview, dh_preview_unref);
  g_clear_pointer (&self->values.plane, dh_plane_unref);
  g_clear_pointer (&self->values.probe, dh_preview_unref);
  g_clear_pointer (&self->values.result, dh_lr_finder_result_unref);
  dh_history_unref (self->values.history);
  g_clear_pointer (&self->values.log, dh_settings_log_unref);
  g_free (self);
}

guint
dh_lane_snapshot_get_run (const DhLaneSnapshot *self)
{
  return self->values.run;
}

guint64
dh_lane_snapshot_get_origin (const DhLaneSnapshot *self)
{
  return self->values.origin;
}

guint64
dh_lane_snapshot_get_iteration (const DhLaneSnapshot *self)
{
  return self->values.iteration;
}

DhState
dh_lane_snapshot_get_state (const DhLaneSnapshot *self)
{
  return self->values.state;
}

const char *
dh_lane_snapshot_get_state_text (const DhLaneSnapshot *self)
{
  return self->values.state_text;
}

double
dh_lane_snapshot_get_loss (const DhLaneSnapshot *self)
{
  return self->values.loss;
}

const DhMetrics *
dh_lane_snapshot_get_metrics (const DhLaneSnapshot *self)
{
  return &self->values.metrics;
}

guint
dh_lane_snapshot_get_n_parts (const DhLaneSnapshot *self)
{
  return self->values.shares.n_parts;
}

double
dh_lane_snapshot_get_loss_share (const DhLaneSnapshot *self, guint part)
{
  return part < self->values.shares.n_parts ? self->values.shares.loss[part] : NAN;
}

double
dh_lane_snapshot_get_pull_share (const DhLaneSnapshot *self, guint part)
{
  return part < self->values.shares.n_parts ? self->values.shares.pull[part] : NAN;
}

DhPreview *
dh_lane_snapshot_get_preview (const DhLaneSnapshot *self)
{
  return self->values.preview;
}

DhPlane *
dh_lane_snapshot_get_plane (const DhLaneSnapshot *self)
{
  return self->values.plane;
}

gboolean
dh_lane_snapshot_can_have_plane (const DhLaneSnapshot *self)
{
  return !self->values.no_plane;
}

DhPreview *
dh_lane_snapshot_get_probe (const DhLaneSnapshot *self)
{
  return self->values.probe;
}

double
dh_lane_snapshot_get_lambda (const DhLaneSnapshot *self)
{
  return self->values.lambda;
}

double
dh_lane_snapshot_get_advised_rate (const DhLaneSnapshot *self)
{
  return self->values.advised_rate;
}

double
dh_lane_snapshot_get_stable_rate (const DhLaneSnapshot *self)
{
  return self->values.stable_rate;
}

DhLrFinderResult *
dh_lane_snapshot_get_lr_finder_result (const DhLaneSnapshot *self)
{
  return self->values.result;
}

guint64
dh_lane_snapshot_get_n_records (const DhLaneSnapshot *self)
{
  return self->n_records;
}

DhRecord
dh_lane_snapshot_get_record (const DhLaneSnapshot *self, guint64 index)
{
  g_assert (index < self->n_records);
  return dh_history_get_record (self->values.history, index);
}

guint
dh_lane_snapshot_get_history_serial (const DhLaneSnapshot *self)
{
  return dh_history_get_serial (self->values.history);
}

guint
dh_lane_snapshot_get_n_measured (const DhLaneSnapshot *self)
{
  return self->n_measured;
}

DhMetrics
dh_lane_snapshot_get_measured (const DhLaneSnapshot *self, guint index)
{
  g_assert (index < self->n_measured);
  return dh_history_get_measured (self->values.history, index);
}

DhSettingsLog *
dh_lane_snapshot_get_log (const DhLaneSnapshot *self)
{
  return self->values.log;
}

gboolean
dh_lane_snapshot_is_following (const DhLaneSnapshot *self)
{
  return self->values.following;
}

const char *
dh_state_get_id (DhState state)
{
  static const char *const ids[] = {
    [DH_STATE_WAITING] = "waiting",     [DH_STATE_CATCHING_UP] = "catching-up",
    [DH_STATE_IMPROVING] = "improving", [DH_STATE_FLAT] = "flat",
    [DH_STATE_BOUNCING] = "bouncing",   [DH_STATE_DEAD] = "dead",
    [DH_STATE_ASTRAY] = "astray",       [DH_STATE_DIVERGED] = "diverged",
  };

  return ids[state];
}
