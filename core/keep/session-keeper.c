/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping a session, and taking it up again.
 *
 *     session, lanes ──► session-keeper-watch ──► session-keeper-put ──► DhKeeper (thread) ──► file
 *     worker ──► images ──► checkpoint-sink ───────────────────────────────────┘
 *     file ──► session-keeper-resume ──► session
 *
 * Here is the object, with its properties.
 */
#include "core/keep/session-keeper-private.h"

#define SINK "downhill-checkpoint-sink"

enum
{
  PROP_PATH = 1,
  PROP_PROBLEM,
  PROP_ASIDE,
  PROP_SIZE,
  PROP_RESUMING,
  PROP_REPLAYING,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DhSessionKeeper, dh_session_keeper, G_TYPE_OBJECT)

char *
dh_session_keeper_dup_usual_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "downhill", "sessions", NULL);
}

void
dh_session_keeper_set_make_document (DhSessionKeeper *self, DhMakeDocument make, gpointer data)
{
  g_return_if_fail (DH_IS_SESSION_KEEPER (self));
  self->make = make;
  self->make_data = data;
}

void
dh_session_keeper_set_rules (DhSessionKeeper *self, const DhStoreRules *rules)
{
  g_return_if_fail (DH_IS_SESSION_KEEPER (self));
  self->rules = *rules;
  if (self->keeper != NULL)
    dh_keeper_set_rules (self->keeper, rules);
}

void
dh_session_keeper_flush (DhSessionKeeper *self)
{
  g_return_if_fail (DH_IS_SESSION_KEEPER (self));
  dh_session_keeper_put_all (self);
  if (self->keeper != NULL)
    dh_keeper_flush (self->keeper);
}

const char *
dh_session_keeper_get_folder (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), NULL);
  return self->folder;
}

guint
dh_session_keeper_get_serial (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), 0);
  return self->serial;
}

const char *
dh_session_keeper_get_id (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), NULL);
  return self->report.id;
}

const char *
dh_session_keeper_get_path (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), NULL);
  return self->report.path;
}

const char *
dh_session_keeper_get_problem (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), NULL);
  return self->report.problem;
}

const char *
dh_session_keeper_get_aside (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), NULL);
  return self->report.aside;
}

guint64
dh_session_keeper_get_size (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), 0);
  return self->report.size;
}

gboolean
dh_session_keeper_get_resuming (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), FALSE);
  return self->resuming;
}

gboolean
dh_session_keeper_get_replaying (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), FALSE);
  return self->replay_to > 0;
}

guint64
dh_session_keeper_get_reached (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), 0);
  return self->tracker != NULL
           ? dh_kept_state_get_iteration (dh_run_tracker_get_state (self->tracker))
           : 0;
}

DhKeeper *
dh_session_keeper_get_keeper (DhSessionKeeper *self)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self), NULL);
  return self->keeper;
}

static void
dh_session_keeper_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhSessionKeeper *self = DH_SESSION_KEEPER (object);

  switch (id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->report.path);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->report.problem);
      break;
    case PROP_ASIDE:
      g_value_set_string (value, self->report.aside);
      break;
    case PROP_SIZE:
      g_value_set_uint64 (value, self->report.size);
      break;
    case PROP_RESUMING:
      g_value_set_boolean (value, self->resuming);
      break;
    case PROP_REPLAYING:
      g_value_set_boolean (value, self->replay_to > 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_session_keeper_dispose (GObject *object)
{
  DhSessionKeeper *self = DH_SESSION_KEEPER (object);
  DhKeeper *keeper;

  dh_session_keeper_put_all (self);
  keeper = dh_session_keeper_steal (self);
  if (keeper != NULL)
    dh_keeper_free (keeper);
  dh_session_keeper_wait_for_closing (self);
  if (self->session != NULL)
    g_object_remove_weak_pointer (G_OBJECT (self->session), (gpointer *) &self->session);
  self->session = NULL;
  G_OBJECT_CLASS (dh_session_keeper_parent_class)->dispose (object);
}

static void
dh_session_keeper_finalize (GObject *object)
{
  DhSessionKeeper *self = DH_SESSION_KEEPER (object);

  dh_checkpoint_sink_unref (self->sink);
  dh_keeper_report_clear (&self->report);
  g_free (self->folder);
  g_free (self->document);
  g_free (self->text);
  G_OBJECT_CLASS (dh_session_keeper_parent_class)->finalize (object);
}

static void
dh_session_keeper_class_init (DhSessionKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = dh_session_keeper_dispose;
  object_class->finalize = dh_session_keeper_finalize;
  object_class->get_property = dh_session_keeper_get_property;
  props[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  props[PROP_ASIDE] = g_param_spec_string ("aside", NULL, NULL, NULL, flags);
  props[PROP_SIZE] = g_param_spec_uint64 ("size", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_RESUMING] = g_param_spec_boolean ("resuming", NULL, NULL, FALSE, flags);
  props[PROP_REPLAYING] = g_param_spec_boolean ("replaying", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_signal_new ("touched", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
dh_session_keeper_init (DhSessionKeeper *self)
{
  self->rules = dh_store_default_rules;
  self->sink = dh_checkpoint_sink_new ();
}

DhSessionKeeper *
dh_session_keeper_new (DhSession *session, const char *folder)
{
  DhSessionKeeper *self = g_object_new (DH_TYPE_SESSION_KEEPER, NULL);
  const DhLaneKeeper lane_keeper = dh_checkpoint_sink_get_lane_keeper (self->sink);

  self->session = session;
  self->folder = g_strdup (folder);
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &self->session);
  g_object_set_data_full (G_OBJECT (session), SINK, dh_checkpoint_sink_ref (self->sink),
                          (GDestroyNotify) dh_checkpoint_sink_unref);
  dh_session_set_keeper (session, &lane_keeper);
  dh_session_keeper_watch (self);
  return self;
}
