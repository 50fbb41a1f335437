/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture in the list of a folder.
 */
#include "ui/faces/face-item.h"

#include <glib/gi18n-lib.h>

struct _DhFaceItem
{
  GObject parent_instance;
  char *name, *reason;
  DhFileUse use;
  int width, height;
  DhPlacedBy found, placed_by;
  DhAffine found_crop, crop;
  gboolean unsure, damaged;
  GdkTexture *thumbnail; /* or NULL */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (DhFaceItem, dh_face_item, G_TYPE_OBJECT)

static void
dh_face_item_finalize (GObject *object)
{
  DhFaceItem *self = DH_FACE_ITEM (object);

  g_free (self->name);
  g_free (self->reason);
  g_clear_object (&self->thumbnail);
  G_OBJECT_CLASS (dh_face_item_parent_class)->finalize (object);
}

static void
dh_face_item_class_init (DhFaceItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dh_face_item_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
dh_face_item_init (DhFaceItem *self)
{
}

/* "“/home/me/faces/a.png” is damaged" without the folder.  (transfer full) (nullable) */
static char *
dup_reason (const char *reason, const char *folder)
{
  g_autofree char *shown = g_filename_display_name (folder);
  g_autofree char *prefix = g_str_has_suffix (shown, G_DIR_SEPARATOR_S)
                              ? g_strdup (shown)
                              : g_strconcat (shown, G_DIR_SEPARATOR_S, NULL);
  g_auto (GStrv) parts = reason != NULL ? g_strsplit (reason, prefix, 2) : NULL;

  return parts != NULL ? g_strjoinv (NULL, parts) : NULL;
}

DhFaceItem *
dh_face_item_new (const DhSurveyItem *found, const char *folder)
{
  DhFaceItem *self = g_object_new (DH_TYPE_FACE_ITEM, NULL);

  self->name = g_strdup (found->name);
  self->reason = dup_reason (found->reason, folder);
  self->use = found->use;
  self->width = found->width;
  self->height = found->height;
  self->found = self->placed_by = found->placed_by;
  self->found_crop = self->crop = found->to_crop;
  return self;
}

const char *
dh_face_item_get_name (DhFaceItem *self)
{
  return self->name;
}

DhFileUse
dh_face_item_get_use (DhFaceItem *self)
{
  return self->use;
}

void
dh_face_item_set_use (DhFaceItem *self, DhFileUse use)
{
  if (self->use == use)
    return;
  self->use = use;
  g_signal_emit (self, changed_signal, 0);
}

const char *
dh_face_item_get_reason (DhFaceItem *self)
{
  return self->reason;
}

gboolean
dh_face_item_get_size (DhFaceItem *self, int *width, int *height)
{
  *width = self->width;
  *height = self->height;
  return self->width > 0 && self->height > 0;
}

DhPlacedBy
dh_face_item_get_found (DhFaceItem *self)
{
  return self->found;
}

DhAffine
dh_face_item_get_found_crop (DhFaceItem *self)
{
  return self->found_crop;
}

DhPlacedBy
dh_face_item_get_placed_by (DhFaceItem *self)
{
  return self->placed_by;
}

gboolean
dh_face_item_is_unsure (DhFaceItem *self)
{
  return self->unsure;
}

DhAffine
dh_face_item_get_crop (DhFaceItem *self)
{
  return self->crop;
}

static gboolean
is_same_crop (DhAffine a, DhAffine b)
{
  return a.xx == b.xx && a.xy == b.xy && a.x0 == b.x0 && a.yx == b.yx && a.yy == b.yy
         && a.y0 == b.y0;
}

void
dh_face_item_set_crop (DhFaceItem *self, DhPlacedBy placed_by, DhAffine to_crop, gboolean unsure)
{
  const gboolean same = is_same_crop (self->crop, to_crop);

  if (same && self->placed_by == placed_by && self->unsure == unsure)
    return;
  self->placed_by = placed_by;
  self->crop = to_crop;
  self->unsure = unsure;
  if (!same)
    {
      g_clear_object (&self->thumbnail);
      self->damaged = FALSE;
    }
  g_signal_emit (self, changed_signal, 0);
}

GdkTexture *
dh_face_item_get_thumbnail (DhFaceItem *self)
{
  return self->thumbnail;
}

gboolean
dh_face_item_is_damaged (DhFaceItem *self)
{
  return self->damaged;
}

void
dh_face_item_set_thumbnail (DhFaceItem *self, GdkTexture *texture, gboolean damaged)
{
  if (!g_set_object (&self->thumbnail, texture) && self->damaged == damaged)
    return;
  self->damaged = damaged;
  g_signal_emit (self, changed_signal, 0);
}

const char *
dh_face_item_get_placed_words (DhFaceItem *self)
{
  static const char *const words[] = {
    [DH_PLACED_CENTRE] = N_ ("the centre"),     [DH_PLACED_ALL] = N_ ("the square for all"),
    [DH_PLACED_SQUARE] = N_ ("its own square"), [DH_PLACED_EYES] = N_ ("its eyes"),
    [DH_PLACED_TABLE] = N_ ("landmarks.csv"),   [DH_PLACED_FILE] = N_ ("what the extractor left"),
  };

  return self->unsure ? _ ("decided when the folder is read again") : _ (words[self->placed_by]);
}
