/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the balls run on.  Runners whose grounds are made of the same things share one, and its
 * heights are computed once; on a hill, where losses have no say, that is all of them.
 *
 * A ground is made anew for each change, so that nothing is locked: a dragged outlier makes sixty a
 * second.  That costs microseconds; its heights come from the thread, where the newest request
 * wins.  Until they come, the heights of the ground before stay, as long as they have the same
 * extent: a picture that goes blank for two frames flickers.  What is judged waits for the right
 * ones.
 *
 * The ball stays where it is and keeps its memory and its trajectory, which is laid onto the new
 * ground.
 */
#include "core/race/race-private.h"

#include <math.h>
#include <string.h>

/* Of a trajectory that is laid onto another ground; where a height is dear, as many as are
 * judged. */
#define MOST_BALLS      2000
#define MOST_DEAR_BALLS 25

static const DhHill *
find_hill (const char *text)
{
  DhGroundName name;

  return dh_ground_name_parse (text, &name) && name.kind == DH_GROUND_KIND_HILL
           ? dh_hill_find (name.which)
           : NULL;
}

/* Face grounds need pictures, which are read once. */
static gboolean
read_face (DhRace *self, const char *text, GError **error)
{
  DhGroundName name;

  if (self->face != NULL || !dh_ground_name_parse (text, &name) || name.kind != DH_GROUND_KIND_FACE)
    return TRUE;
  self->face = dh_face_pictures_read (self->faces_folder, error);
  return self->face != NULL;
}

/* NULL with a sentence; (transfer full) */
static DhGround *
choose_ground (DhRace *self, const char *text, const DhMix *mix, gboolean by_default,
               DhTextSpan *fault, GError **error)
{
  gboolean has_parameters = !by_default && find_hill (text) != NULL;
  DhGroundChoice choice = {
    .text = text,
    .mix = *mix,
    .parameters = has_parameters ? self->parameters : NULL,
    .faces_folder = self->faces_folder,
    .points = self->points,
    .n_points = self->n_points,
  };

  if (!read_face (self, text, error))
    return NULL;
  choice.pictures = self->face;
  return dh_ground_choose (&choice, fault, error);
}

/* Another runner with the same ground. */
static const DhRaceRunner *
find_twin (const DhRace *self, const DhRaceRunner *runner)
{
  for (guint i = 0; i < self->n_runners; i++)
    {
      const DhRaceRunner *other = &self->runners[i];

      if (other != runner && other->ground != NULL && other->edition == runner->edition
          && other->mix == runner->mix)
        return other;
    }
  return NULL;
}

static gboolean
has_same_extent (const DhTerrain *terrain, const DhGround *ground)
{
  return (terrain->n_rows > 1) == (ground->n_dimensions > 1)
         && memcmp (terrain->minimum, ground->minimum, sizeof ground->minimum) == 0
         && memcmp (terrain->maximum, ground->maximum, sizeof ground->maximum) == 0;
}

static void
take_terrain (DhRaceRunner *runner, DhTerrain *terrain, guint64 serial)
{
  dh_terrain_ref (terrain);
  dh_terrain_unref (runner->terrain);
  runner->terrain = terrain;
  runner->terrain_serial = serial;
}

static void
drop_terrain (DhRaceRunner *runner)
{
  dh_terrain_unref (g_steal_pointer (&runner->terrain));
  runner->terrain_serial = 0;
}

static void
find_ground (DhRace *self, DhRaceRunner *runner, const DhMix *mix)
{
  const DhRaceRunner *twin = find_twin (self, runner);
  g_autoptr (GError) error = NULL;

  dh_ground_unref (g_steal_pointer (&runner->ground));
  g_clear_pointer (&runner->problem, g_free);
  runner->ground = twin != NULL ? dh_ground_ref (twin->ground)
                                : choose_ground (self, self->ground, mix, FALSE, NULL, &error);
  runner->serial = twin != NULL ? twin->serial : ++self->last_serial;
  if (runner->ground == NULL)
    runner->problem = g_strdup (error->message);
  else if (twin != NULL && dh_race_has_own_terrain (twin))
    take_terrain (runner, twin->terrain, twin->terrain_serial);
  else if (runner->terrain != NULL && !has_same_extent (runner->terrain, runner->ground))
    drop_terrain (runner);
}

static void
move_ball (DhRace *self, DhRaceRunner *runner)
{
  gboolean dear = runner->ground->scratch_size > 0;

  dh_descent_set_ground (runner->descent, runner->ground, dear ? MOST_DEAR_BALLS : MOST_BALLS);
  runner->first = self->position
                  - MIN (self->position, dh_descent_get_n_balls (runner->descent) - 1);
}

void
dh_race_make_ground (DhRace *self, guint index)
{
  DhRaceRunner *runner = &self->runners[index];
  const DhMix *mix = &self->runners[self->shared ? 0 : index].request.mix;
  const char *text = dh_ground_kind_uses_mix (self->ground_kind) ? dh_mix_to_text (mix) : NULL;

  if (runner->edition == self->edition && runner->mix == text)
    return;
  runner->edition = self->edition;
  runner->mix = text;
  dh_race_basins_drop (runner);
  find_ground (self, runner, mix);
  if (runner->ground == NULL)
    {
      drop_terrain (runner);
      g_clear_pointer (&runner->descent, dh_descent_free);
    }
  else if (runner->descent != NULL)
    move_ball (self, runner);
  else
    dh_race_put_on_start (self, runner);
}

void
dh_race_remake_grounds (DhRace *self)
{
  dh_race_forget_future (self);
  for (guint i = 0; i < self->n_runners; i++)
    dh_race_make_ground (self, i);
  dh_race_take_configs (self);
  dh_race_send_requests (self);
  dh_race_basins_update (self);
  dh_race_refresh (self);
  for (guint i = 0; i < self->n_runners; i++)
    dh_race_emit_terrain_changed (self, i);
  dh_race_emit_moved (self);
}

/* ---- which one ---- */

static void
set_message (DhRace *self, const char *message)
{
  if (g_strcmp0 (self->message, message) == 0)
    return;
  g_free (self->message);
  self->message = g_strdup (message);
  dh_race_notify (self, DH_RACE_PROP_MESSAGE);
}

/* A hill's own parameters, and the start that shows what it is known for. */
static void
take_defaults (DhRace *self, const DhGround *ground)
{
  const DhHill *hill = find_hill (self->ground);

  for (guint i = 0; i < DH_HILL_MAX_PARAMETERS; i++)
    self->parameters[i] = hill != NULL ? hill->parameters[i].value : 0;
  memcpy (self->start, ground->start, sizeof self->start);
  memcpy (self->minimum, ground->minimum, sizeof self->minimum);
  memcpy (self->maximum, ground->maximum, sizeof self->maximum);
}

static void
take_ground (DhRace *self, const char *text, const DhGround *ground)
{
  g_free (self->ground);
  self->ground = g_strdup (text);
  self->ground_kind = dh_ground_get_kind (ground);
  self->edition++;
  self->position = 0;
  self->fraction = 1;
  self->n_told = 0;
  take_defaults (self, ground);
  for (guint i = 0; i < self->n_runners; i++)
    {
      g_clear_pointer (&self->runners[i].descent, dh_descent_free);
      drop_terrain (&self->runners[i]);
    }
  dh_race_remake_grounds (self);
}

gboolean
dh_race_set_ground (DhRace *self, const char *text, DhTextSpan *fault)
{
  DhMix mix = { 1, { dh_mix_part_make ("mse") } };
  g_autoptr (GError) error = NULL;
  g_autoptr (DhGround) trial = NULL;
  g_autofree char *own = g_strdup (text); /* it may be the one that is given up */

  g_return_val_if_fail (DH_IS_RACE (self) && text != NULL, FALSE);
  if (g_strcmp0 (self->ground, text) == 0)
    {
      set_message (self, NULL);
      return TRUE;
    }
  trial = choose_ground (self, text, &mix, TRUE, fault, &error);
  set_message (self, error != NULL ? error->message : NULL);
  if (trial == NULL)
    return FALSE;
  take_ground (self, own, trial);
  dh_race_notify (self, DH_RACE_PROP_GROUND);
  return TRUE;
}

const char *
dh_race_get_ground (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), NULL);
  return self->ground;
}

DhGroundKind
dh_race_get_ground_kind (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), DH_GROUND_KIND_HILL);
  return self->ground_kind;
}

const char *
dh_race_get_message (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), NULL);
  return self->message;
}

const double *
dh_race_get_parameters (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), NULL);
  return self->parameters;
}

void
dh_race_set_parameter (DhRace *self, guint index, double value)
{
  const DhHill *hill;

  g_return_if_fail (DH_IS_RACE (self) && index < DH_HILL_MAX_PARAMETERS);
  hill = find_hill (self->ground);
  if (hill == NULL || hill->parameters[index].id == NULL || !isfinite (value))
    return;
  value = CLAMP (value, hill->parameters[index].minimum, hill->parameters[index].maximum);
  if (self->parameters[index] == value)
    return;
  self->parameters[index] = value;
  self->edition++;
  dh_race_remake_grounds (self);
}

gboolean
dh_race_get_shared (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), FALSE);
  return self->shared;
}

void
dh_race_set_shared (DhRace *self, gboolean shared)
{
  g_return_if_fail (DH_IS_RACE (self));
  if (self->shared == !!shared)
    return;
  self->shared = !!shared;
  if (dh_ground_kind_uses_mix (self->ground_kind))
    dh_race_remake_grounds (self);
  dh_race_notify (self, DH_RACE_PROP_SHARED);
}
