/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's state in the past that is made again: the main context's side.
 */
#include "core/session/replay-private.h"

struct _DhReplay
{
  GObject parent_instance;

  DhReplayRequest request;
  DhReplayState state;
  guint64 first, now; /* iterations */
  DhReplayReport result;
};

enum
{
  PROP_STATE = 1,
  PROP_PROGRESS,
  PROP_REMAINING,
  N_PROPS
};

static GParamSpec *props[N_PROPS];
static guint done_signal;

G_DEFINE_FINAL_TYPE (DhReplay, dh_replay, G_TYPE_OBJECT)

DhReplayState
dh_replay_get_state (DhReplay *self)
{
  g_return_val_if_fail (DH_IS_REPLAY (self), DH_REPLAY_FAILED);
  return self->state;
}

guint64
dh_replay_get_iteration (DhReplay *self)
{
  g_return_val_if_fail (DH_IS_REPLAY (self), 0);
  return self->request.iteration;
}

double
dh_replay_get_progress (DhReplay *self)
{
  const guint64 all = self->request.iteration - self->first;

  g_return_val_if_fail (DH_IS_REPLAY (self), 0);
  if (self->state == DH_REPLAY_DONE)
    return 1;
  return all > 0 ? (double) (self->now - self->first) / (double) all : 0;
}

guint64
dh_replay_get_remaining (DhReplay *self)
{
  g_return_val_if_fail (DH_IS_REPLAY (self), 0);
  return self->request.iteration - self->now;
}

DhLaneSnapshot *
dh_replay_get_snapshot (DhReplay *self)
{
  g_return_val_if_fail (DH_IS_REPLAY (self), NULL);
  return self->result.snapshot;
}

DhLaneImage *
dh_replay_get_image (DhReplay *self)
{
  g_return_val_if_fail (DH_IS_REPLAY (self), NULL);
  return self->result.image;
}

const char *
dh_replay_get_problem (DhReplay *self)
{
  g_return_val_if_fail (DH_IS_REPLAY (self), NULL);
  return self->result.problem;
}

static void
move_to (DhReplay *self, guint64 iteration)
{
  if (self->now == iteration)
    return;
  self->now = iteration;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROGRESS]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REMAINING]);
}

static void
end (DhReplay *self, DhReplayState state)
{
  g_object_ref (self);
  self->state = state;
  dh_replay_request_clear (&self->request);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  g_signal_emit (self, done_signal, 0);
  g_object_unref (self);
}

void
dh_replay_cancel (DhReplay *self)
{
  g_return_if_fail (DH_IS_REPLAY (self));
  if (self->state == DH_REPLAY_RUNNING)
    end (self, DH_REPLAY_CANCELLED);
}

/* ---- for the session ---- */

DhReplay *
dh_replay_new (const DhReplayRequest *request)
{
  DhReplay *self = g_object_new (DH_TYPE_REPLAY, NULL);

  self->request = dh_replay_request_copy (request);
  if (request->image != NULL)
    self->first = dh_lane_image_get_iteration (request->image);
  self->now = self->first;
  return self;
}

guint
dh_replay_get_id (DhReplay *self)
{
  return self->request.id;
}

DhReplayRequest
dh_replay_dup_request (DhReplay *self)
{
  return dh_replay_request_copy (&self->request);
}

void
dh_replay_take_report (DhReplay *self, const DhReplayReport *report)
{
  if (self->state != DH_REPLAY_RUNNING)
    return;
  move_to (self, report->iteration);
  if (report->snapshot == NULL && report->problem == NULL)
    return;
  self->result = dh_replay_report_copy (report);
  end (self, report->problem != NULL ? DH_REPLAY_FAILED : DH_REPLAY_DONE);
}

/* ---- the object ---- */

static void
dh_replay_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhReplay *self = DH_REPLAY (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, dh_replay_get_progress (self));
      break;
    case PROP_REMAINING:
      g_value_set_uint64 (value, dh_replay_get_remaining (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_replay_finalize (GObject *object)
{
  DhReplay *self = DH_REPLAY (object);

  dh_replay_request_clear (&self->request);
  dh_replay_report_clear (&self->result);
  G_OBJECT_CLASS (dh_replay_parent_class)->finalize (object);
}

static void
dh_replay_class_init (DhReplayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = dh_replay_finalize;
  object_class->get_property = dh_replay_get_property;
  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, DH_REPLAY_CANCELLED, 0, flags);
  props[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  props[PROP_REMAINING] = g_param_spec_uint64 ("remaining", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  done_signal = g_signal_new ("done", DH_TYPE_REPLAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
}

static void
dh_replay_init (DhReplay *self)
{
}
