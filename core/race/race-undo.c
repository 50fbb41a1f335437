/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was set for a race can be undone with the session's changes: the person who made them
 * doesn't care which object they belong to.
 *
 * The race says that something was set; comparing it with what was there before tells what it was.
 * A state is always everything that can be set, which is small, so it doesn't matter in which order
 * the parts depend on each other.
 */
#include "core/race/race-undo.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KEY "dh-race-undo"

/* ---- what is set ---- */

typedef struct
{
  char *ground;
  double parameters[DH_HILL_MAX_PARAMETERS];
  DhFitPoint points[DH_FIT_MAX_POINTS];
  guint n_points;
  double start[2], noise;
  gboolean shared;
} Setup;

static Setup *
setup_new (DhRace *race)
{
  Setup *self = g_new0 (Setup, 1);
  const DhFitPoint *points = dh_race_get_points (race, &self->n_points);

  self->ground = g_strdup (dh_race_get_ground (race));
  memcpy (self->parameters, dh_race_get_parameters (race), sizeof self->parameters);
  memcpy (self->points, points, self->n_points * sizeof *points);
  dh_race_get_start (race, self->start);
  self->noise = dh_race_get_noise (race);
  self->shared = dh_race_get_shared (race);
  return self;
}

static void
setup_free (Setup *self)
{
  g_free (self->ground);
  g_free (self);
}

static gboolean
has_same_start (const Setup *self, const Setup *other)
{
  return self->start[0] == other->start[0] && self->start[1] == other->start[1];
}

/* The start is set last: another ground has its own. */
static void
setup_apply (const Setup *self, DhRace *race)
{
  Setup *present;

  if (!dh_race_set_ground (race, self->ground, NULL))
    return;
  for (guint i = 0; i < DH_HILL_MAX_PARAMETERS; i++)
    dh_race_set_parameter (race, i, self->parameters[i]);
  dh_race_set_points (race, self->points, self->n_points);
  dh_race_set_shared (race, self->shared);
  dh_race_set_noise (race, self->noise);
  present = setup_new (race);
  if (!has_same_start (self, present))
    dh_race_drop (race, self->start);
  setup_free (present);
}

/* ---- words ---- */

/* The name of a hill's parameter that differs; NULL: none */
static const char *
find_parameter (const Setup *self, const Setup *other)
{
  DhGroundName name;
  const DhHill *hill = dh_ground_name_parse (self->ground, &name)
                           && name.kind == DH_GROUND_KIND_HILL
                         ? dh_hill_find (name.which)
                         : NULL;

  for (guint i = 0; hill != NULL && i < DH_HILL_MAX_PARAMETERS; i++)
    if (hill->parameters[i].id != NULL && self->parameters[i] != other->parameters[i])
      return _ (hill->parameters[i].name);
  return NULL;
}

static gboolean
has_same_points (const Setup *self, const Setup *other)
{
  return self->n_points == other->n_points
         && memcmp (self->points, other->points, self->n_points * sizeof self->points[0]) == 0;
}

/* What differs; NULL: nothing.  series: whether it comes from something that is dragged.  (transfer
 * full) */
static char *
dup_difference (const Setup *self, const Setup *other, gboolean *series)
{
  const char *parameter;

  /* Translators: like all of the following, what "Undo" and "Redo" in the menu name */
  *series = FALSE;
  if (!g_str_equal (self->ground, other->ground))
    return g_strdup (_ ("Choosing the Ground"));
  if (self->shared != other->shared)
    return g_strdup (_ ("One Shared Ground"));
  *series = TRUE;
  parameter = find_parameter (self, other);
  if (parameter != NULL)
    /* Translators: a parameter: "Depth of the Ground" */
    return g_strdup_printf (_ ("%s of the Ground"), parameter);
  if (!has_same_points (self, other))
    return g_strdup (_ ("Points of the Ground"));
  if (self->noise != other->noise)
    return g_strdup (_ ("Noise"));
  if (!has_same_start (self, other))
    return g_strdup (_ ("Start of the Balls"));
  return NULL;
}

/* ---- the kind ---- */

typedef struct
{
  DhRace *race;
  Setup *setup;
} State;

static gboolean
exchange (gpointer data)
{
  State *state = data;
  Setup *former = state->setup;

  state->setup = setup_new (state->race);
  setup_apply (former, state->race);
  setup_free (former);
  return TRUE;
}

static void
free_state (gpointer data)
{
  State *state = data;

  g_object_unref (state->race);
  setup_free (state->setup);
  g_free (state);
}

static const DhUndoKind kind = { .exchange = exchange, .free = free_state };

/* ---- following the race ---- */

typedef struct
{
  GWeakRef session;
  Setup *known;
} Follower;

static void
follower_free (gpointer data)
{
  Follower *self = data;

  g_weak_ref_clear (&self->session);
  setup_free (self->known);
  g_free (self);
}

static void
changed_cb (DhRace *race, Follower *self)
{
  g_autoptr (DhSession) session = g_weak_ref_get (&self->session);
  Setup *former = g_steal_pointer (&self->known);
  g_autofree char *name = NULL;
  gboolean series;
  State *state;

  self->known = setup_new (race);
  name = session != NULL ? dup_difference (former, self->known, &series) : NULL;
  if (name == NULL)
    {
      setup_free (former);
      return;
    }
  state = g_new (State, 1);
  *state = (State) { g_object_ref (race), former };
  dh_session_add_undo (session, name, series ? name : NULL, &kind, state);
}

void
dh_race_keep_undo (DhRace *race, DhSession *session)
{
  Follower *self;

  g_return_if_fail (DH_IS_RACE (race) && DH_IS_SESSION (session));
  g_return_if_fail (g_object_get_data (G_OBJECT (race), KEY) == NULL);
  self = g_new0 (Follower, 1);
  g_weak_ref_init (&self->session, session);
  self->known = setup_new (race);
  g_object_set_data_full (G_OBJECT (race), KEY, self, follower_free);
  g_signal_connect (race, "changed", G_CALLBACK (changed_cb), self);
}
