/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The marked moments of a kept session: what its file lists, and what was changed since.
 *
 * The file has a mark for each lane's run; a person marks what all lanes show.  So the marks of an
 * iteration are one for whoever looks at them, and those of runs that no lane has any more aren't
 * listed, until undo brings such a run back.
 */
#include "core/keep/past-marks.h"

typedef struct
{
  DhPlace place;
  char *note;
} Row;

struct _DhPastMarks
{
  DhSession *session;
  DhSessionKeeper *keeper; /* (nullable) */
  GArray *rows;            /* of Row: all marked moments of the file */
  GArray *marked;          /* of DhMarkedMoment, by iteration: those of the lanes */
};

static void
row_clear (gpointer data)
{
  g_free (((Row *) data)->note);
}

static void
marked_moment_clear (gpointer data)
{
  g_free (((DhMarkedMoment *) data)->note);
}

DhPastMarks *
dh_past_marks_new (DhSession *session)
{
  DhPastMarks *self = g_new0 (DhPastMarks, 1);

  self->session = g_object_ref (session);
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (self->rows, row_clear);
  self->marked = g_array_new (FALSE, FALSE, sizeof (DhMarkedMoment));
  g_array_set_clear_func (self->marked, marked_moment_clear);
  return self;
}

void
dh_past_marks_free (DhPastMarks *self)
{
  g_object_unref (self->session);
  g_clear_object (&self->keeper);
  g_array_unref (self->rows);
  g_array_unref (self->marked);
  g_free (self);
}

void
dh_past_marks_set_keeper (DhPastMarks *self, DhSessionKeeper *keeper)
{
  self->keeper = g_object_ref (keeper);
}

/* ---- those of the file ---- */

void
dh_past_marks_forget (DhPastMarks *self)
{
  g_array_set_size (self->rows, 0);
}

void
dh_past_marks_set (DhPastMarks *self, const DhPlace *place, const char *note)
{
  const Row row = { *place, g_strdup (note) };

  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *other = &g_array_index (self->rows, Row, i);

      if (other->place.run == place->run && other->place.iteration == place->iteration)
        {
          g_array_remove_index (self->rows, i);
          break;
        }
    }
  if (note != NULL)
    g_array_append_val (self->rows, row);
}

void
dh_past_marks_take (DhPastMarks *self, GPtrArray *moments)
{
  g_array_set_size (self->rows, 0);
  for (guint i = 0; i < moments->len; i++)
    {
      const DhMoment *moment = g_ptr_array_index (moments, i);

      dh_past_marks_set (self, &(DhPlace) { moment->run, moment->iteration },
                         moment->note != NULL ? moment->note : "");
    }
}

/* ---- those of the lanes ---- */

/* The position of a mark, or where it would be. */
static guint
find_marked (DhPastMarks *self, guint64 iteration)
{
  guint i = 0;

  while (i < self->marked->len
         && g_array_index (self->marked, DhMarkedMoment, i).iteration < iteration)
    i++;
  return i;
}

const char *
dh_past_marks_get_note (DhPastMarks *self, guint64 iteration)
{
  const guint position = find_marked (self, iteration);
  const DhMarkedMoment *moment;

  if (position == self->marked->len)
    return NULL;
  moment = &g_array_index (self->marked, DhMarkedMoment, position);
  return moment->iteration == iteration ? moment->note : NULL;
}

/* Whether it is a place of a lane that exists. */
static gboolean
belongs (DhPastMarks *self, const DhPlace *place)
{
  GListModel *lanes = dh_session_get_lanes (self->session);

  for (guint i = 0; self->keeper != NULL && i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      DhPlace of_lane;

      if (dh_session_keeper_find_place (self->keeper, lane, place->iteration, &of_lane)
          && of_lane.run == place->run)
        return TRUE;
    }
  return FALSE;
}

void
dh_past_marks_update (DhPastMarks *self)
{
  g_array_set_size (self->marked, 0);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);
      const guint position = find_marked (self, row->place.iteration);
      DhMarkedMoment marked = { .iteration = row->place.iteration };

      if (dh_past_marks_get_note (self, row->place.iteration) != NULL
          || !belongs (self, &row->place))
        continue;
      marked.note = g_strdup (row->note);
      g_array_insert_val (self->marked, position, marked);
    }
}

const GArray *
dh_past_marks_get (DhPastMarks *self)
{
  return self->marked;
}
