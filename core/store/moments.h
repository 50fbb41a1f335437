/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/database.h"

G_BEGIN_DECLS

/* A picture that becomes bytes later, in the thread that writes them: packing takes milliseconds.
 * What it is, is the caller's. */
typedef struct
{
  /* (transfer full); any thread */
  GBytes *(*pack) (gpointer picture);
  GDestroyNotify free;
} DhMomentPicture;

/* What a lane showed at an iteration.  What the bytes mean is the caller's. */
typedef struct
{
  guint64 run; /* a lane's training */
  guint64 iteration;
  gboolean marked; /* is never thinned out */
  char *note;      /* (nullable) */
  GBytes *numbers; /* (nullable) in lists */
  GBytes *preview; /* (nullable) in lists, and until it is packed */

  const DhMomentPicture *kind; /* NULL: the preview is packed */
  gpointer picture;
  gsize picture_size;
} DhMoment;

/* note: copied; numbers, preview: referenced */
DhMoment *dh_moment_new (guint64 run, guint64 iteration, const char *note, GBytes *numbers,
                         GBytes *preview);
/* kind: lent for good; picture: (transfer full); picture_size: bytes that it takes until it is
 * packed */
DhMoment *dh_moment_new_unpacked (guint64 run, guint64 iteration, GBytes *numbers,
                                  const DhMomentPicture *kind, gpointer picture,
                                  gsize picture_size);
/* Makes the preview's bytes, if they aren't there. */
void dh_moment_pack (DhMoment *self);
void dh_moment_free (DhMoment *self);
/* The bytes that it takes. */
gsize dh_moment_get_size (const DhMoment *self);

/* A place on the timeline. */
typedef struct
{
  guint64 run;
  guint64 iteration;
} DhPlace;

/* Replaces one of the same place; a mark and a note stay.  It has to be packed. */
gboolean dh_moments_put (DhDatabase *database, const DhMoment *moment, GError **error);
/* Marks a moment that is kept already, or takes the mark away; *found: whether it is kept. */
gboolean dh_moments_mark (DhDatabase *database, const DhPlace *place, gboolean marked,
                          const char *note, gboolean *found, GError **error);
/* For each place, the nearest moment of its run at or before it, or NULL if there is none.  Damaged
 * moments are passed over.  (transfer full) (element-type DhMoment) */
GPtrArray *dh_moments_find (DhDatabase *database, const DhPlace *places, guint n_places,
                            GError **error);
/* All marked moments, by iteration, without their bytes.  (transfer full) (element-type DhMoment)
 * */
GPtrArray *dh_moments_list_marked (DhDatabase *database, GError **error);
/* The iterations of which a run has moments, ascending.  (element-type guint64) */
GArray *dh_moments_list_iterations (DhDatabase *database, guint64 run, GError **error);

/* Removes the moments that are superfluous (thinning.h) at this density. */
gboolean dh_moments_thin (DhDatabase *database, guint density, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhMoment, dh_moment_free)

G_END_DECLS
