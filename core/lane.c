/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person set on one lane, and the newest that came back from it.  The
 * session listens to the properties and sends them on; nothing here knows a
 * thread.
 */
#include "core/lane-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/catalog.h"
#include "core/optim/optimizer.h"

struct _DhLane
{
  GObject         parent_instance;

  guint           number;
  guint           id, source_id, n_restarts;
  const char     *loss;          /* the mix as a text: interned */
  DhMix           mix;
  double          learning_rate;
  const char     *optimizer;     /* of the table: static */
  double          clip;
  DhArea          mask;
  double          eye_multiplier, mouth_multiplier;
  DhLaneSnapshot *snapshot;
};

enum
{
  PROP_NUMBER = 1,
  PROP_LOSS,
  PROP_LEARNING_RATE,
  PROP_OPTIMIZER,
  PROP_CLIP,
  PROP_MASK,
  PROP_EYE_MULTIPLIER,
  PROP_MOUTH_MULTIPLIER,
  PROP_SNAPSHOT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DhLane, dh_lane, G_TYPE_OBJECT)

static void
dh_lane_finalize (GObject *object)
{
  DhLane *self = DH_LANE (object);

  g_clear_pointer (&self->snapshot, dh_lane_snapshot_unref);
  G_OBJECT_CLASS (dh_lane_parent_class)->finalize (object);
}

static void
dh_lane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhLane *self = DH_LANE (object);

  switch (id)
    {
    case PROP_NUMBER:
      g_value_set_uint (value, self->number);
      break;
    case PROP_LOSS:
      g_value_set_string (value, self->loss);
      break;
    case PROP_LEARNING_RATE:
      g_value_set_double (value, self->learning_rate);
      break;
    case PROP_OPTIMIZER:
      g_value_set_string (value, self->optimizer);
      break;
    case PROP_CLIP:
      g_value_set_double (value, self->clip);
      break;
    case PROP_MASK:
      g_value_set_int (value, self->mask);
      break;
    case PROP_EYE_MULTIPLIER:
      g_value_set_double (value, self->eye_multiplier);
      break;
    case PROP_MOUTH_MULTIPLIER:
      g_value_set_double (value, self->mouth_multiplier);
      break;
    case PROP_SNAPSHOT:
      g_value_set_boxed (value, self->snapshot);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_lane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhLane *self = DH_LANE (object);

  switch (id)
    {
    case PROP_LOSS:
      dh_lane_set_loss (self, g_value_get_string (value));
      break;
    case PROP_LEARNING_RATE:
      dh_lane_set_learning_rate (self, g_value_get_double (value));
      break;
    case PROP_OPTIMIZER:
      dh_lane_set_optimizer (self, g_value_get_string (value));
      break;
    case PROP_CLIP:
      dh_lane_set_clip (self, g_value_get_double (value));
      break;
    case PROP_MASK:
      dh_lane_set_mask (self, g_value_get_int (value));
      break;
    case PROP_EYE_MULTIPLIER:
      dh_lane_set_eye_multiplier (self, g_value_get_double (value));
      break;
    case PROP_MOUTH_MULTIPLIER:
      dh_lane_set_mouth_multiplier (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_lane_class_init (DhLaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags
    = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = dh_lane_finalize;
  object_class->get_property = dh_lane_get_property;
  object_class->set_property = dh_lane_set_property;

  props[PROP_NUMBER] = g_param_spec_uint ("number", NULL, NULL, 1, G_MAXUINT, 1, read_only);
  props[PROP_LOSS] = g_param_spec_string ("loss", NULL, NULL, NULL, flags);
  props[PROP_LEARNING_RATE]
    = g_param_spec_double ("learning-rate", NULL, NULL, G_MINDOUBLE, G_MAXDOUBLE, 1e-3, flags);
  props[PROP_OPTIMIZER] = g_param_spec_string ("optimizer", NULL, NULL, NULL, flags);
  props[PROP_CLIP] = g_param_spec_double ("clip", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);
  props[PROP_MASK]
    = g_param_spec_int ("mask", NULL, NULL, DH_AREA_EXTENDED, DH_AREA_NONE, DH_AREA_EXTENDED,
                        flags);
  props[PROP_EYE_MULTIPLIER] = g_param_spec_double ("eye-multiplier", NULL, NULL, 1,
                                                    DH_MULTIPLIER_MAX, 1, flags);
  props[PROP_MOUTH_MULTIPLIER] = g_param_spec_double ("mouth-multiplier", NULL, NULL, 1,
                                                      DH_MULTIPLIER_MAX, 1, flags);
  props[PROP_SNAPSHOT]
    = g_param_spec_boxed ("snapshot", NULL, NULL, DH_TYPE_LANE_SNAPSHOT, read_only);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
dh_lane_init (DhLane *self)
{
  self->mask = DH_AREA_EXTENDED;
  self->eye_multiplier = 1;
  self->mouth_multiplier = 1;
}

DhLane *
dh_lane_new (guint number, guint id, guint source_id, const char *loss, double learning_rate,
             const char *optimizer)
{
  DhLane *self = g_object_new (DH_TYPE_LANE, NULL);

  self->number = number;
  self->id = id;
  self->source_id = source_id;
  dh_lane_set_loss (self, loss);
  dh_lane_set_learning_rate (self, learning_rate);
  dh_lane_set_optimizer (self, optimizer);
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
  return self->id;
}

guint
dh_lane_get_source_id (DhLane *self)
{
  return self->source_id;
}

guint
dh_lane_get_n_restarts (DhLane *self)
{
  return self->n_restarts;
}

void
dh_lane_restart (DhLane *self)
{
  self->n_restarts++;
}

const char *
dh_lane_get_loss (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), NULL);
  return self->loss;
}

void
dh_lane_set_loss (DhLane *self, const char *loss)
{
  DhMix mix;

  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (loss != NULL && dh_mix_parse (loss, &mix, NULL));
  dh_lane_set_mix (self, &mix);
}

DhMix
dh_lane_get_mix (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), (DhMix) { 0 });
  return self->mix;
}

void
dh_lane_set_mix (DhLane *self, const DhMix *mix)
{
  const char *text = dh_mix_to_text (mix);

  g_return_if_fail (DH_IS_LANE (self));
  if (self->loss == text)
    return;
  self->loss = text;
  self->mix = *mix;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOSS]);
}

double
dh_lane_get_learning_rate (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), 0);
  return self->learning_rate;
}

void
dh_lane_set_learning_rate (DhLane *self, double learning_rate)
{
  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (isfinite (learning_rate) && learning_rate > 0);
  if (self->learning_rate == learning_rate)
    return;
  self->learning_rate = learning_rate;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LEARNING_RATE]);
}

const char *
dh_lane_get_optimizer (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), NULL);
  return self->optimizer;
}

void
dh_lane_set_optimizer (DhLane *self, const char *optimizer)
{
  const DhOptimizer *line = dh_optimizer_find (optimizer);

  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (line != NULL);
  if (self->optimizer == line->id)
    return;
  self->optimizer = line->id;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OPTIMIZER]);
}

double
dh_lane_get_clip (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), 0);
  return self->clip;
}

void
dh_lane_set_clip (DhLane *self, double norm)
{
  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (isfinite (norm) && norm >= 0);
  if (self->clip == norm)
    return;
  self->clip = norm;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CLIP]);
}

DhArea
dh_lane_get_mask (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), DH_AREA_NONE);
  return self->mask;
}

void
dh_lane_set_mask (DhLane *self, DhArea mask)
{
  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (mask == DH_AREA_EXTENDED || mask == DH_AREA_COMPONENTS
                    || mask == DH_AREA_NONE);
  if (self->mask == mask)
    return;
  self->mask = mask;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MASK]);
}

static void
set_multiplier (DhLane *self, double *place, double multiplier, guint property)
{
  g_return_if_fail (multiplier >= 1 && multiplier <= DH_MULTIPLIER_MAX);
  if (*place == multiplier)
    return;
  *place = multiplier;
  g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

double
dh_lane_get_eye_multiplier (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), 1);
  return self->eye_multiplier;
}

void
dh_lane_set_eye_multiplier (DhLane *self, double multiplier)
{
  g_return_if_fail (DH_IS_LANE (self));
  set_multiplier (self, &self->eye_multiplier, multiplier, PROP_EYE_MULTIPLIER);
}

double
dh_lane_get_mouth_multiplier (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), 1);
  return self->mouth_multiplier;
}

void
dh_lane_set_mouth_multiplier (DhLane *self, double multiplier)
{
  g_return_if_fail (DH_IS_LANE (self));
  set_multiplier (self, &self->mouth_multiplier, multiplier, PROP_MOUTH_MULTIPLIER);
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
  if (self->snapshot == snapshot)
    return;
  g_clear_pointer (&self->snapshot, dh_lane_snapshot_unref);
  self->snapshot = snapshot != NULL ? dh_lane_snapshot_ref (snapshot) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SNAPSHOT]);
}

char *
dh_lane_dup_label (DhLane *self)
{
  g_autofree char *rate = dh_rate_format (dh_lane_get_learning_rate (self));
  g_autofree char *loss = dh_mix_dup_name (&self->mix);

  if (g_str_equal (self->optimizer, "adam"))
    return g_strdup_printf (_("%s, rate %s"), loss, rate);
  return g_strdup_printf (_("%s, rate %s, %s"), loss, rate,
                          _(dh_optimizer_find (self->optimizer)->name));
}
