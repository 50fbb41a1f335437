/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A source of previews to compare.
 */
#include "ui/lanes/preview-source.h"

struct _DhPreviewSource
{
  GObject parent_instance;
  DhLane *lane;      /* (nullable) */
  DhPast *past;      /* (nullable) */
  DhPreview *moment; /* (nullable) */
  DhPreview *shown;  /* that was there at the last signal; (nullable) */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhPreviewSource, dh_preview_source, G_TYPE_OBJECT)

static DhPreview *
ref_or_null (DhPreview *preview)
{
  return preview != NULL ? dh_preview_ref (preview) : NULL;
}

static void
tell (DhPreviewSource *self)
{
  DhPreview *preview = ref_or_null (dh_preview_source_get_preview (self));

  g_clear_pointer (&self->shown, dh_preview_unref);
  self->shown = preview;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Most snapshots have the preview of the one before. */
static void
snapshot_cb (DhPreviewSource *self)
{
  if (dh_preview_source_get_preview (self) != self->shown)
    tell (self);
}

static void
drop_lane (DhPreviewSource *self)
{
  if (self->lane != NULL)
    g_signal_handlers_disconnect_by_data (self->lane, self);
  g_clear_object (&self->lane);
  g_clear_pointer (&self->moment, dh_preview_unref);
}

static void
dh_preview_source_dispose (GObject *object)
{
  DhPreviewSource *self = DH_PREVIEW_SOURCE (object);

  drop_lane (self);
  if (self->past != NULL)
    g_signal_handlers_disconnect_by_data (self->past, self);
  g_clear_object (&self->past);
  g_clear_pointer (&self->shown, dh_preview_unref);
  G_OBJECT_CLASS (dh_preview_source_parent_class)->dispose (object);
}

static void
dh_preview_source_class_init (DhPreviewSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_preview_source_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
dh_preview_source_init (DhPreviewSource *self)
{
}

DhPreviewSource *
dh_preview_source_new (void)
{
  return g_object_new (DH_TYPE_PREVIEW_SOURCE, NULL);
}

void
dh_preview_source_set_lane (DhPreviewSource *self, DhLane *lane)
{
  if (self->lane == lane)
    return;
  drop_lane (self);
  if (lane != NULL)
    {
      self->lane = g_object_ref (lane);
      g_signal_connect_swapped (lane, "notify::snapshot", G_CALLBACK (snapshot_cb), self);
    }
  tell (self);
}

DhLane *
dh_preview_source_get_lane (DhPreviewSource *self)
{
  return self->lane;
}

void
dh_preview_source_set_past (DhPreviewSource *self, DhPast *past)
{
  g_return_if_fail (self->past == NULL);
  self->past = g_object_ref (past);
  g_signal_connect_swapped (past, "changed", G_CALLBACK (snapshot_cb), self);
}

void
dh_preview_source_set_moment (DhPreviewSource *self, DhPreview *moment)
{
  DhPreview *old = self->moment;

  if (old == moment)
    return;
  self->moment = ref_or_null (moment);
  g_clear_pointer (&old, dh_preview_unref);
  tell (self);
}

gboolean
dh_preview_source_has_moment (DhPreviewSource *self)
{
  return self->moment != NULL;
}

static DhLaneSnapshot *
get_snapshot (DhPreviewSource *self)
{
  if (self->lane == NULL)
    return NULL;
  if (self->past != NULL && !dh_past_get_live (self->past))
    return dh_past_get_snapshot (self->past, self->lane);
  return dh_lane_get_snapshot (self->lane);
}

DhPreview *
dh_preview_source_get_preview (DhPreviewSource *self)
{
  DhLaneSnapshot *snapshot = get_snapshot (self);

  if (self->moment != NULL)
    return self->moment;
  return snapshot != NULL ? dh_lane_snapshot_get_preview (snapshot) : NULL;
}
