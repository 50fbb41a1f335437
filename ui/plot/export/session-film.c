/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The faces that the lanes of a session have shown, for strips and animations.
 *
 * A bounded number of pictures is kept, of one face of each person, denser at the beginning, when
 * faces change quickly: whenever there is one too many, that goes whose neighbours are the closest
 * by the roots of their iterations.  So it takes some megabytes, however long a session lasts.
 */
#include "ui/plot/export/session-film.h"

#include <math.h>

#define N_FACES 1

typedef struct
{
  DhLane *lane;
  guint history_serial;
  GPtrArray *previews; /* (element-type DhPreview) */
} Reel;

struct _DhSessionFilm
{
  DhSession *session;
  GPtrArray *reels; /* (element-type Reel) */
};

/* ---- one lane ---- */

static double
get_root (const Reel *self, guint index)
{
  return sqrt ((double) dh_preview_get_iteration (g_ptr_array_index (self->previews, index)));
}

/* The first and the last always stay. */
static void
thin_out (Reel *self)
{
  double least = INFINITY;
  guint worst = 0;

  if (self->previews->len <= DH_SESSION_FILM_LENGTH)
    return;
  for (guint i = 1; i + 1 < self->previews->len; i++)
    {
      const double gap = get_root (self, i + 1) - get_root (self, i - 1);

      if (gap < least)
        worst = i;
      least = MIN (least, gap);
    }
  g_ptr_array_remove_index (self->previews, worst);
}

/* What an undone change has taken back isn't shown any more. */
static void
forget_from (Reel *self, guint64 iteration)
{
  GPtrArray *previews = self->previews;

  while (previews->len > 0
         && dh_preview_get_iteration (g_ptr_array_index (previews, previews->len - 1)) >= iteration)
    g_ptr_array_set_size (previews, (int) previews->len - 1);
}

static void
snapshot_cb (Reel *self)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (self->lane);
  DhPreview *preview = snapshot != NULL ? dh_lane_snapshot_get_preview (snapshot) : NULL;
  const DhPreview *last;

  if (snapshot == NULL || preview == NULL || !dh_preview_is_painted (preview))
    return;
  if (dh_lane_snapshot_get_history_serial (snapshot) != self->history_serial)
    g_ptr_array_set_size (self->previews, 0);
  self->history_serial = dh_lane_snapshot_get_history_serial (snapshot);
  last = self->previews->len > 0 ? g_ptr_array_index (self->previews, self->previews->len - 1)
                                 : NULL;
  if (last != NULL && dh_preview_get_iteration (last) == dh_preview_get_iteration (preview))
    return;
  forget_from (self, dh_preview_get_iteration (preview));
  last = self->previews->len > 0 ? g_ptr_array_index (self->previews, 0) : NULL;
  g_ptr_array_add (self->previews, dh_preview_new_excerpt (preview, N_FACES, last));
  thin_out (self);
}

static Reel *
reel_new (DhLane *lane)
{
  Reel *self = g_new0 (Reel, 1);

  self->lane = g_object_ref (lane);
  self->previews = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_preview_unref);
  g_signal_connect_swapped (lane, "notify::snapshot", G_CALLBACK (snapshot_cb), self);
  snapshot_cb (self);
  return self;
}

static void
reel_free (gpointer data)
{
  Reel *self = data;

  g_signal_handlers_disconnect_by_data (self->lane, self);
  g_object_unref (self->lane);
  g_ptr_array_unref (self->previews);
  g_free (self);
}

/* ---- all lanes ---- */

static void
lanes_changed_cb (DhSessionFilm *self, guint position, guint n_removed, guint n_added,
                  GListModel *lanes)
{
  if (n_removed > 0)
    g_ptr_array_remove_range (self->reels, position, n_removed);
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      g_ptr_array_insert (self->reels, (int) i, reel_new (lane));
    }
}

DhSessionFilm *
dh_session_film_new (DhSession *session)
{
  DhSessionFilm *self = g_new0 (DhSessionFilm, 1);
  GListModel *lanes = dh_session_get_lanes (session);

  self->session = g_object_ref (session);
  self->reels = g_ptr_array_new_with_free_func (reel_free);
  g_signal_connect_swapped (lanes, "items-changed", G_CALLBACK (lanes_changed_cb), self);
  lanes_changed_cb (self, 0, 0, g_list_model_get_n_items (lanes), lanes);
  return self;
}

void
dh_session_film_free (DhSessionFilm *self)
{
  g_signal_handlers_disconnect_by_data (dh_session_get_lanes (self->session), self);
  g_ptr_array_unref (self->reels);
  g_object_unref (self->session);
  g_free (self);
}

GPtrArray *
dh_session_film_list (DhSessionFilm *self, DhLane *lane)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_preview_unref);

  for (guint i = 0; i < self->reels->len; i++)
    {
      const Reel *reel = g_ptr_array_index (self->reels, i);

      for (guint k = 0; reel->lane == lane && k < reel->previews->len; k++)
        g_ptr_array_add (list, dh_preview_ref (g_ptr_array_index (reel->previews, k)));
    }
  return list;
}
