/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/face-set.h"
#include "core/nn/network.h"
#include "core/train/snapshot-private.h"

G_BEGIN_DECLS

/* The held-out faces of both people, cropped once, and what is done with them: painting and
 * measuring. Immutable after it is made. */
typedef struct _DhExaminer DhExaminer;

/* What one thread needs to examine a lane. */
typedef struct _DhExaminerDesk DhExaminerDesk;

/* n_faces: rows a side of a preview, at most; fewer where a person has fewer held-out pictures.
 * NULL with DH_ERROR_COMPUTE. A thread that computes. */
DhExaminer *dh_examiner_new (const DhModel *model, const DhFaceSet *a, const DhFaceSet *b,
                             guint n_faces, GError **error);
void dh_examiner_free (DhExaminer *self);

/* The faces without anything painted: what a lane shows before its first painting. Lent. */
DhPreview *dh_examiner_get_blank (const DhExaminer *self);
const DhNetwork *dh_examiner_get_network (const DhExaminer *self);

/* memory: lent, of so many floats as below. cancelled: as for dh_workspace_heed(); may be NULL.
 * NULL where the system has none left. */
DhExaminerDesk *dh_examiner_desk_new (const DhExaminer *self, float *memory, const int *cancelled);
gsize dh_examiner_get_desk_size (const DhNetwork *network);
/* As dh_workspace_follow(). */
void dh_examiner_desk_follow (DhExaminerDesk *desk, void (*advance) (double work, gpointer data),
                              gpointer data);
void dh_examiner_desk_free (DhExaminerDesk *desk);

/* parameters: the flat vector. (transfer full) */
DhPreview *dh_examiner_paint (const DhExaminer *self, DhExaminerDesk *desk, const float *parameters,
                              guint64 iteration);
/* Over all held-out faces, both people and both directions; over the face mask where there is
 * one. Swaps: of the pairs that both people have; NaN where there is none. */
DhYardsticks dh_examiner_measure (const DhExaminer *self, DhExaminerDesk *desk,
                                  const float *parameters, guint64 iteration);

/* FLOP of a painting, of a measuring. */
double dh_examiner_get_paint_work (const DhExaminer *self);
double dh_examiner_get_measure_work (const DhExaminer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhExaminer, dh_examiner_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhExaminerDesk, dh_examiner_desk_free)

G_END_DECLS
