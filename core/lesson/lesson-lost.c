/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finds what a lesson says about its grounds without effect: a start that is moved to the edge of the
 * map, and rates that no ball ever has.
 *
 * A race is made of each world, as a run would be, and asked what became of them.  A rate may belong
 * to the ground of another world, since one recipe is for all of them.
 */
#include "core/lesson/lesson-lost.h"

#include <glib/gi18n-lib.h>

#include "core/race/race-document.h"

typedef struct
{
  GHashTable *places; /* "number place": of all balls in all worlds */
  DhLessonLost lost;
  gpointer data;
} Search;

static char *
make_key (guint number, const char *place)
{
  return g_strdup_printf ("%u %s", number, place);
}

static void
check_start (Search *self, const DhLessonWorld *world, DhRace *race)
{
  const DhDocumentHills *hills = &world->document->view.hills;
  const DhGround *ground = dh_race_get_runner_ground (race, 0);
  const guint n = ground != NULL ? ground->n_dimensions : 0;
  double at[2];

  dh_race_get_start (race, at);
  for (guint i = 0; hills->has_start && i < n; i++)
    if (at[i] != hills->start[i])
      {
        self->lost (world->line,
                    g_strdup_printf (_ ("the start [%g, %g] is outside the ground, which ends at "
                                        "%s %g: the balls would start at [%g, %g]"),
                                     hills->start[0], hills->start[1], ground->dimensions[i], at[i],
                                     at[0], at[1]),
                    self->data);
        return;
      }
}

static void
visit_world (Search *self, const DhLessonWorld *world, const char *faces_folder)
{
  const DhDocument *document = world->document;
  g_autoptr (DhRace) race = dh_race_new (faces_folder);

  if (!dh_race_show_hills (race, &document->view.hills))
    return; /* a run says so */
  dh_race_set_document_lanes (race, document);
  check_start (self, world, race);
  for (guint i = 0; i < document->n_lanes; i++)
    {
      g_autofree char *place = dh_race_dup_rate_place (&document->lanes[i],
                                                       dh_race_get_ground (race));

      g_hash_table_add (self->places, make_key (document->lanes[i].number, place));
    }
}

static void
check_rates (Search *self, const DhLessonWorld *world, const DhDocumentLane *lane)
{
  g_autofree char *place = dh_race_dup_rate_place (lane, world->document->view.hills.ground);

  for (gsize i = 0; lane->ball_rates != NULL && i < g_variant_n_children (lane->ball_rates); i++)
    {
      const char *name;

      g_variant_get_child (lane->ball_rates, i, "(&sd)", &name, NULL);
      /* Said once for all worlds. */
      if (g_hash_table_add (self->places, make_key (lane->number, name)))
        self->lost (world->line,
                    g_strdup_printf (_ ("the rate for “%s” is never used: here, ball %u needs one "
                                        "for “%s”"),
                                     name, lane->number, place),
                    self->data);
    }
}

void
dh_lesson_find_lost (const DhLesson *lesson, const char *faces_folder, DhLessonLost lost,
                     gpointer data)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Search search = { places, lost, data };

  for (guint i = 0; i < lesson->n_worlds; i++)
    if (dh_lesson_world_has_balls (&lesson->worlds[i]))
      visit_world (&search, &lesson->worlds[i], faces_folder);
  for (guint i = 0; i < lesson->n_worlds; i++)
    for (guint k = 0; k < lesson->worlds[i].document->n_lanes; k++)
      if (dh_lesson_world_has_balls (&lesson->worlds[i]))
        check_rates (&search, &lesson->worlds[i], &lesson->worlds[i].document->lanes[k]);
}
