/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One lane: its settings and its newest results, as properties.
 *
 * Setters compare, set and notify.  The training's properties are in lane-training.c, the ball's in
 * lane-ball.c, requests for the landscape and the learning rate sweep in lane-requests.c.  The
 * session listens and passes changes on; nothing here knows about threads.
 */
#include "core/session/lane-private.h"

#include <glib/gi18n-lib.h>

#include "core/catalog/catalog.h"

static GParamSpec *props[DH_LANE_N_PROPS];

G_DEFINE_FINAL_TYPE (DhLane, dh_lane, G_TYPE_OBJECT)

static void
dh_lane_finalize (GObject *object)
{
  DhLane *self = DH_LANE (object);

  g_clear_pointer (&self->snapshot, dh_lane_snapshot_unref);
  g_clear_pointer (&self->plan, dh_settings_log_unref);
  g_clear_pointer (&self->image, dh_lane_image_unref);
  g_clear_pointer (&self->noted_ball, dh_ball_memory_free);
  g_array_unref (self->ball_rates);
  g_free (self->ball_place);
  G_OBJECT_CLASS (dh_lane_parent_class)->finalize (object);
}

static void
dh_lane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhLane *self = DH_LANE (object);

  switch (id)
    {
    case DH_LANE_PROP_NUMBER:
      g_value_set_uint (value, self->number);
      break;
    case DH_LANE_PROP_LOSS:
      g_value_set_string (value, dh_lane_get_loss (self));
      break;
    case DH_LANE_PROP_LEARNING_RATE:
      g_value_set_double (value, self->settings.learning_rate);
      break;
    case DH_LANE_PROP_OPTIMIZER:
      g_value_set_string (value, dh_lane_get_optimizer (self));
      break;
    case DH_LANE_PROP_CLIP:
      g_value_take_string (value, dh_clip_dup_text (&self->settings.clip));
      break;
    case DH_LANE_PROP_MASK:
      g_value_set_int (value, self->settings.mask);
      break;
    case DH_LANE_PROP_EYE_MULTIPLIER:
      g_value_set_double (value, self->settings.eye_multiplier);
      break;
    case DH_LANE_PROP_MOUTH_MULTIPLIER:
      g_value_set_double (value, self->settings.mouth_multiplier);
      break;
    case DH_LANE_PROP_BALL_OPTIMIZER:
      g_value_set_string (value, dh_lane_get_ball_optimizer (self));
      break;
    case DH_LANE_PROP_BALL_LOSS:
      g_value_set_string (value, dh_lane_get_ball_loss (self));
      break;
    case DH_LANE_PROP_BALL_RATE:
      g_value_set_double (value, self->ball_rate);
      break;
    case DH_LANE_PROP_BALL_SHOWN:
      g_value_set_boolean (value, self->ball_shown);
      break;
    case DH_LANE_PROP_PLANE_KIND:
      g_value_set_int (value, self->plane_kind);
      break;
    case DH_LANE_PROP_SWEEPING:
      g_value_set_boolean (value, self->sweeping);
      break;
    case DH_LANE_PROP_START:
      g_value_set_string (value, dh_start_to_text (&self->settings.start));
      break;
    case DH_LANE_PROP_FOLLOWING:
      g_value_set_boolean (value, self->plan != NULL);
      break;
    case DH_LANE_PROP_SNAPSHOT:
      g_value_set_boxed (value, self->snapshot);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_clip_text (DhLane *self, const char *text)
{
  DhClip clip;

  if (text == NULL || !dh_clip_parse (text, &clip, NULL))
    g_return_if_reached ();
  dh_lane_set_clip (self, clip);
}

static void
dh_lane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhLane *self = DH_LANE (object);

  switch (id)
    {
    case DH_LANE_PROP_LOSS:
      dh_lane_set_loss (self, g_value_get_string (value));
      break;
    case DH_LANE_PROP_LEARNING_RATE:
      dh_lane_set_learning_rate (self, g_value_get_double (value));
      break;
    case DH_LANE_PROP_OPTIMIZER:
      dh_lane_set_optimizer (self, g_value_get_string (value));
      break;
    case DH_LANE_PROP_CLIP:
      set_clip_text (self, g_value_get_string (value));
      break;
    case DH_LANE_PROP_MASK:
      dh_lane_set_mask (self, g_value_get_int (value));
      break;
    case DH_LANE_PROP_EYE_MULTIPLIER:
      dh_lane_set_eye_multiplier (self, g_value_get_double (value));
      break;
    case DH_LANE_PROP_MOUTH_MULTIPLIER:
      dh_lane_set_mouth_multiplier (self, g_value_get_double (value));
      break;
    case DH_LANE_PROP_BALL_OPTIMIZER:
      dh_lane_set_ball_optimizer (self, g_value_get_string (value));
      break;
    case DH_LANE_PROP_BALL_LOSS:
      dh_lane_set_ball_loss (self, g_value_get_string (value));
      break;
    case DH_LANE_PROP_BALL_RATE:
      dh_lane_set_ball_rate (self, g_value_get_double (value));
      break;
    case DH_LANE_PROP_BALL_SHOWN:
      dh_lane_set_ball_shown (self, g_value_get_boolean (value));
      break;
    case DH_LANE_PROP_PLANE_KIND:
      dh_lane_set_plane_kind (self, g_value_get_int (value));
      break;
    case DH_LANE_PROP_SWEEPING:
      dh_lane_set_sweeping (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_training (const GParamFlags flags)
{
  props[DH_LANE_PROP_LOSS] = g_param_spec_string ("loss", NULL, NULL, NULL, flags);
  props[DH_LANE_PROP_LEARNING_RATE] = g_param_spec_double ("learning-rate", NULL, NULL, G_MINDOUBLE,
                                                           G_MAXDOUBLE, 1e-3, flags);
  props[DH_LANE_PROP_OPTIMIZER] = g_param_spec_string ("optimizer", NULL, NULL, NULL, flags);
  props[DH_LANE_PROP_CLIP] = g_param_spec_string ("clip", NULL, NULL, "none", flags);
  props[DH_LANE_PROP_MASK] = g_param_spec_int ("mask", NULL, NULL, DH_AREA_EXTENDED, DH_AREA_NONE,
                                               DH_AREA_EXTENDED, flags);
  props[DH_LANE_PROP_EYE_MULTIPLIER] = g_param_spec_double ("eye-multiplier", NULL, NULL, 1,
                                                            DH_MULTIPLIER_MAX, 1, flags);
  props[DH_LANE_PROP_MOUTH_MULTIPLIER] = g_param_spec_double ("mouth-multiplier", NULL, NULL, 1,
                                                              DH_MULTIPLIER_MAX, 1, flags);
}

static void
install_landscape (const GParamFlags flags)
{
  props[DH_LANE_PROP_BALL_OPTIMIZER] = g_param_spec_string ("ball-optimizer", NULL, NULL, NULL,
                                                            flags);
  props[DH_LANE_PROP_BALL_LOSS] = g_param_spec_string ("ball-loss", NULL, NULL, NULL, flags);
  props[DH_LANE_PROP_BALL_RATE] = g_param_spec_double ("ball-rate", NULL, NULL, 0, G_MAXDOUBLE, 0,
                                                       flags);
  props[DH_LANE_PROP_BALL_SHOWN] = g_param_spec_boolean ("ball-shown", NULL, NULL, TRUE, flags);
  props[DH_LANE_PROP_PLANE_KIND] = g_param_spec_int ("plane-kind", NULL, NULL, DH_PLANE_NONE,
                                                     DH_PLANE_RANDOM, DH_PLANE_NONE, flags);
  props[DH_LANE_PROP_SWEEPING] = g_param_spec_boolean ("sweeping", NULL, NULL, FALSE, flags);
}

static void
dh_lane_class_init (DhLaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = dh_lane_finalize;
  object_class->get_property = dh_lane_get_property;
  object_class->set_property = dh_lane_set_property;

  props[DH_LANE_PROP_NUMBER] = g_param_spec_uint ("number", NULL, NULL, 1, G_MAXUINT, 1, read_only);
  install_training (flags);
  install_landscape (flags);
  props[DH_LANE_PROP_START] = g_param_spec_string ("start", NULL, NULL, NULL, read_only);
  props[DH_LANE_PROP_FOLLOWING] = g_param_spec_boolean ("following", NULL, NULL, FALSE, read_only);
  props[DH_LANE_PROP_SNAPSHOT] = g_param_spec_boxed ("snapshot", NULL, NULL, DH_TYPE_LANE_SNAPSHOT,
                                                     read_only);
  g_object_class_install_properties (object_class, DH_LANE_N_PROPS, props);
  g_signal_new ("asks", DH_TYPE_LANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dh_lane_init (DhLane *self)
{
  self->ball_shown = TRUE;
  self->ball_place = g_strdup ("");
  self->ball_rates = dh_lane_new_ball_rates ();
  self->ball_optimizer_config =
    dh_optimizer_config_make (dh_optimizer_get_default (DH_OPTIMIZER_USER_BALL),
                              DH_OPTIMIZER_USER_BALL);
}

void
dh_lane_notify (DhLane *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

DhLane *
dh_lane_new (guint number, guint id, guint source_id, const DhLaneSettings *settings)
{
  DhLane *self = g_object_new (DH_TYPE_LANE, NULL);

  self->number = number;
  self->id = id;
  self->source_id = source_id;
  self->settings = self->noted = *settings;
  return self;
}

guint
dh_lane_get_number (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), 0);
  return self->number;
}

guint
dh_lane_get_id (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), 0);
  return self->id;
}

guint
dh_lane_get_source_id (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), 0);
  return self->source_id;
}

void
dh_lane_set_run (DhLane *self, guint id, guint source_id)
{
  if (self->id != id)
    {
      dh_lane_set_image (self, NULL);
      dh_lane_set_arrival (self, 0, 0);
    }
  self->id = id;
  self->source_id = source_id;
}

guint64
dh_lane_get_iteration (DhLane *self)
{
  return self->snapshot != NULL && self->snapshot_id == self->id
           ? dh_lane_snapshot_get_iteration (self->snapshot)
           : 0;
}

DhLaneSnapshot *
dh_lane_get_snapshot (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), NULL);
  return self->snapshot;
}

void
dh_lane_set_snapshot (DhLane *self, DhLaneSnapshot *snapshot)
{
  self->snapshot_id = self->id;
  if (self->snapshot == snapshot)
    return;
  g_clear_pointer (&self->snapshot, dh_lane_snapshot_unref);
  self->snapshot = snapshot != NULL ? dh_lane_snapshot_ref (snapshot) : NULL;
  dh_lane_notify (self, DH_LANE_PROP_SNAPSHOT);
}

char *
dh_lane_dup_start_words (DhLane *self)
{
  const DhStart *start = &self->settings.start;
  g_autofree char *name = NULL;

  g_return_val_if_fail (DH_IS_LANE (self), NULL);
  if (start->kind == DH_START_SCRATCH)
    return NULL;
  if (start->kind == DH_START_WARM)
    /* Translators: what a lane started from: "MAE, rate 1.0e-3, warmed up" */
    return g_strdup (_ ("warmed up"));
  name = g_filename_display_basename (start->path);
  /* Translators: what a lane started from: "MAE, rate 1.0e-3, from lane-1.npz" */
  return g_strdup_printf (_ ("from %s"), name);
}

/* NULL: nothing is clipped. */
static char *
dup_clip_words (const DhClip *clip)
{
  g_autofree char *name = dh_clip_dup_name (clip);

  /* Translators: how gradients are clipped: "clipped: norm 1" */
  return clip->kind != DH_CLIP_NONE ? g_strdup_printf (_ ("clipped: %s"), name) : NULL;
}

char *
dh_lane_dup_label (DhLane *self)
{
  g_autofree char *start = dh_lane_dup_start_words (self);
  g_autofree char *rate = dh_rate_format (dh_lane_get_learning_rate (self));
  g_autofree char *loss = dh_mix_dup_name (&self->settings.mix);
  g_autofree char *clip = dup_clip_words (&self->settings.clip);
  g_autofree char *optimizer_config = NULL, *text = NULL;
  const DhOptimizerConfig usual =
    dh_optimizer_config_make (dh_optimizer_get_default (DH_OPTIMIZER_USER_NETWORK),
                              DH_OPTIMIZER_USER_NETWORK);

  if (dh_optimizer_config_equal (&self->settings.optimizer_config, &usual))
    text = g_strdup_printf (_ ("%s, rate %s"), loss, rate);
  else
    {
      optimizer_config = dh_optimizer_config_dup_name (&self->settings.optimizer_config,
                                                       DH_OPTIMIZER_USER_NETWORK);
      text = g_strdup_printf (_ ("%s, rate %s, %s"), loss, rate, optimizer_config);
    }
  return g_strjoin (", ", text, clip != NULL ? clip : start, clip != NULL ? start : NULL, NULL);
}
