/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/face-shape.h"

G_BEGIN_DECLS

/* What was skipped while pictures were read. */
typedef struct
{
  guint n_skipped;
  char *first_problem;            /* NULL: none */
  guint n_misshapen[DH_N_SHAPES]; /* pictures skipped for their landmarks */
} DhFaceTally;

/* Counts a picture that can't be used; shape: that of its landmarks. */
void dh_face_tally_add (DhFaceTally *self, const GError *reason, DhFaceShape shape);
void dh_face_tally_clear (DhFaceTally *self);
/* The first reason for which a picture was skipped, and the likely cause; (transfer full) */
char *dh_face_tally_describe (const DhFaceTally *self);
/* DH_ERROR_FACES: none of these pictures of a folder can be used; the first reason follows. */
void dh_face_tally_set_unusable (const DhFaceTally *self, guint n_pictures, const char *folder,
                                 GError **error);
/* FALSE with DH_ERROR_FACES if none of the pictures that are read at first can be used; are_more:
 * others are read later; n_usable: of those that were read; n_pictures: in the folder. */
gboolean dh_face_tally_check (const DhFaceTally *self, gboolean are_more, guint n_usable,
                              guint n_pictures, const char *folder, GError **error);

G_END_DECLS
