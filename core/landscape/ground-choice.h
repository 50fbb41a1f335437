/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/expression.h"
#include "core/landscape/fit.h"
#include "core/landscape/ground.h"
#include "core/landscape/hill.h"
#include "core/loss/mix.h"

G_BEGIN_DECLS

/* The pictures for face grounds: a held-out one that two of the bundled people both
 * have.  Immutable. */
typedef struct _DhFacePictures DhFacePictures;

/* The name of a ground, and what it is made from.  Everything is lent. */
typedef struct
{
  const char *text;               /* "curve", "hill:bumpy", "hill:x^2 + y^4", "fit", "face:shift" */
  DhMix mix;                      /* for curve, fit and face */
  const double *parameters;       /* of a named hill, DH_HILL_MAX_PARAMETERS; NULL: its defaults */
  const char *faces_folder;       /* where the bundled people are; for face */
  const DhFacePictures *pictures; /* for face; NULL: they are read from the folder */
  const DhFitPoint *points;       /* for fit */
  guint n_points;                 /* 0: the default points */
} DhGroundChoice;

/* NULL with a sentence that names the file. (transfer full) */
DhFacePictures *dh_face_pictures_read (const char *faces_folder, GError **error);
void dh_face_pictures_free (DhFacePictures *self);

/* NULL with a sentence: there is no such ground; a loss on curve or fit has no profile; or, for a
 * typed function, the error of dh_typed_ground_new(), with fault (may be NULL) in bytes from the
 * start of the function. (transfer full) */
DhGround *dh_ground_choose (const DhGroundChoice *choice, DhTextSpan *fault, GError **error);
/* What a rate set by hand belongs to: the ground, with the loss if the loss shapes it.  (transfer
 * full) */
char *dh_ground_dup_rate_place (const char *ground, const DhMix *mix);
/* All names: "curve", "hill:bowl", …; NULL-terminated, (transfer full) */
char **dh_ground_choice_list (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhFacePictures, dh_face_pictures_free)

G_END_DECLS
