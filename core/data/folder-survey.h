/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/face-place.h"
#include "core/data/image.h"

G_BEGIN_DECLS

typedef enum
{
  DH_FILE_TRAINING, /* a folder's only picture, which is shown as well, too */
  DH_FILE_HELD_OUT,
  DH_FILE_SKIPPED
} DhFileUse;

/* What a training does with a file of a folder. */
typedef struct
{
  char *name;
  DhFileUse use;
  char *reason;      /* SKIPPED: a sentence */
  int width, height; /* of the upright picture; 0: unknown */
  gboolean has_mask;
  DhPlacedBy placed_by;
  DhAffine to_crop; /* pixels of the whole picture → unit square; all 0 if skipped */
} DhSurveyItem;

/* Reads a folder's pictures one after the other in a thread of its own, as a training would, and
 * keeps none of them.  All functions are for the main context in which it was made. */
typedef struct _DhFolderSurvey DhFolderSurvey;

/* changed is called in the main context at most some six times a second, and once at the end. */
DhFolderSurvey *dh_folder_survey_new (const char *folder, void (*changed) (gpointer data),
                                      gpointer data);
/* Doesn't wait: the thread stops after the picture that is being read.  changed isn't called any
 * more. */
void dh_folder_survey_free (DhFolderSurvey *self);
/* So far. */
guint dh_folder_survey_get_n_items (DhFolderSurvey *self);
/* In the order of names; lent: it stays where it is, and only its `use` may become HELD_OUT, just
 * before `changed` is called for the last time. */
const DhSurveyItem *dh_folder_survey_get_item (DhFolderSurvey *self, guint index);
/* How many items there will be; 0: not yet listed. */
guint dh_folder_survey_get_n_files (DhFolderSurvey *self);
/* error (nullable): lent; not NULL if the folder can't be used at all, for the reason that
 * dh_face_set_load() would give. */
gboolean dh_folder_survey_is_done (DhFolderSurvey *self, const GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhFolderSurvey, dh_folder_survey_free)

/* A square picture of size × size of what to_crop shows of a picture, whose border is repeated
 * beyond it; of its middle if to_crop is all 0, as in a skipped item.  (transfer full); NULL with
 * DH_ERROR_PICTURE or DH_ERROR_MEMORY.  Any thread. */
DhImage *dh_folder_read_crop (const char *folder, const char *name, DhAffine to_crop, int size,
                              GError **error);
/* The whole picture, upright, reduced so that its longer side is at most max_side; scale: its
 * pixels per pixel of the file.  Otherwise the same. */
DhImage *dh_folder_read_whole (const char *folder, const char *name, int max_side, double *scale,
                               GError **error);

G_END_DECLS
