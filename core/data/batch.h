/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/augment.h"

G_BEGIN_DECLS

/* One side's pictures for one iteration. All in [0, 1], plain NCHW. */
typedef struct
{
  float *input;            /* (N, 3, S, S) warped: what the network sees */
  float *target;           /* (N, 3, S, S) the target; mask not applied */
  guint areas;             /* bit mask of those to make; DH_AREA_EXTENDED always is */
  float *area[DH_N_AREAS]; /* (N, 1, S, S) of the target; undefined for areas not made */
} DhBatch;

/* Initially, only the extended mask will be made. */
void dh_batch_init (DhBatch *batch, int n, int size);
void dh_batch_clear (DhBatch *batch);

/* Fills a batch of n pictures of size × size from the training pictures; batch->areas selects the
 * areas to make and affects nothing else.  A pure function of its arguments: iteration counts from
 * 0; the pictures of pass k over the set are shuffled by (seed, side, k), and each picture's
 * augmentation is drawn from (seed, side, iteration, place), so a run's place in its data is one
 * number.  side: 0 for A, 1 for B.  The set needs at least one training picture; if it has fewer than
 * n, a batch has some of them several times.  FALSE with DH_ERROR_FACES, only if the set is large: a
 * picture can't be read, see dh_face_set_take(); the batch is worthless then.  Any thread. */
gboolean dh_batch_make (DhBatch *batch, const DhFaceSet *set, const DhAugmentStrength *strength,
                        int n, int size, guint64 seed, guint side, guint64 iteration,
                        GError **error);

/* One picture aligned and cropped, without augmentation: rgb (3, S, S), mask (1, S, S) or NULL. */
void dh_face_crop (const DhFace *face, int size, float *rgb, float *mask);

/* FALSE with DH_ERROR_FACES if the set has no training pictures or none held out. */
gboolean dh_batch_check (const DhFaceSet *set, GError **error);
/* What to tell if the set has fewer training pictures than a batch of n; NULL: it hasn't.
 * (transfer full) */
char *dh_batch_dup_notice (const DhFaceSet *set, int n);

G_END_DECLS
