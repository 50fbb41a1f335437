/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session as a document: the recipe from which it can be made again.
 *
 * A run is a pure function of people, preset, seed and, for each lane, its settings log; so these
 * and the number of iterations are a document's heart, and weights have no place in it.  A lane
 * that was branched off another has its parent's log up to there, so branches need no mention.
 * Beside that, a document says what the window showed.
 */
#include "core/document/document.h"

DhDocument *
dh_document_new (void)
{
  DhDocument *self = g_new0 (DhDocument, 1);
  DhDocumentHills *hills = &self->view.hills;

  self->people[0].id = g_strdup ("alder");
  self->people[1].id = g_strdup ("birch");
  self->preset = g_strdup ("quick");
  self->seed = 1;
  self->view.page = "lanes";
  self->view.lane_view = "faces";
  self->view.log_axis = TRUE;
  self->view.show_landscapes = TRUE;
  hills->ground = g_strdup ("hill:bumpy");
  hills->speed = 1;
  return self;
}

static void
clear_person (DhDocumentPerson *person)
{
  g_free (person->id);
  g_free (person->folder);
  g_free (person->fingerprint);
}

static void
clear_lane (DhDocumentLane *lane)
{
  g_clear_pointer (&lane->log, dh_settings_log_unref);
  g_clear_pointer (&lane->ball_rates, g_variant_unref);
}

void
dh_document_free (DhDocument *self)
{
  if (self == NULL)
    return;
  g_free (self->program);
  g_free (self->processor);
  g_free (self->instructions);
  g_free (self->convolutions);
  for (guint side = 0; side < 2; side++)
    clear_person (&self->people[side]);
  g_free (self->preset);
  for (guint i = 0; i < self->n_lanes; i++)
    clear_lane (&self->lanes[i]);
  g_free (self->view.hills.ground);
  g_free (self->view.hills.function);
  g_free (self);
}

static guint
find_free_number (const DhDocument *self)
{
  guint used = 0, number = 1;

  for (guint i = 0; i < self->n_lanes; i++)
    used |= 1u << self->lanes[i].number;
  while (used & (1u << number))
    number++;
  return number;
}

DhDocumentLane *
dh_document_add_lane (DhDocument *self)
{
  DhDocumentLane *lane;
  const DhOptimizer *optimizer = dh_optimizer_get_default (DH_OPTIMIZER_USER_BALL);

  g_return_val_if_fail (self->n_lanes < DH_MAX_LANES, NULL);
  lane = &self->lanes[self->n_lanes];
  lane->number = find_free_number (self);
  lane->plane_kind = DH_PLANE_TRAJECTORY;
  lane->ball_optimizer = dh_optimizer_config_make (optimizer, DH_OPTIMIZER_USER_BALL);
  lane->ball_shown = TRUE;
  self->n_lanes++;
  return lane;
}

guint64
dh_document_get_iteration (const DhDocument *self)
{
  guint64 furthest = 0;

  for (guint i = 0; i < self->n_lanes; i++)
    furthest = MAX (furthest, self->lanes[i].iteration);
  return furthest;
}
