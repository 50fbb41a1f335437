/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The marked moments of a kept session: what its file lists, and what was changed since.
 *
 * The file has a mark for each lane's run; a person marks what all lanes show.  So the marks of an
 * iteration are one for whoever looks at them, and those of runs that no lane has any more aren't
 * listed, until undo brings such a run back.
 *
 * A list that is read may be older than a change that was made meanwhile: what is handed to the keeper
 * is on the disk up to a second later, or once there is a file.  So each change of this session is
 * remembered, and made again in the list.
 */
#include "core/keep/past-marks.h"

typedef struct
{
  DhPlace place;
  char *note; /* NULL, in changes: taken away */
} Row;

struct _DhPastMarks
{
  DhSession *session;
  DhSessionKeeper *keeper; /* (nullable) */
  guint serial;            /* of the session that all this belongs to */
  GArray *rows;            /* of Row: all marked moments of the file */
  GArray *changes;         /* of Row: what was changed here, each place once */
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

static GArray *
rows_new (void)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));

  g_array_set_clear_func (rows, row_clear);
  return rows;
}

DhPastMarks *
dh_past_marks_new (DhSession *session)
{
  DhPastMarks *self = g_new0 (DhPastMarks, 1);

  self->session = g_object_ref (session);
  self->rows = rows_new ();
  self->changes = rows_new ();
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
  g_array_unref (self->changes);
  g_array_unref (self->marked);
  g_free (self);
}

void
dh_past_marks_set_keeper (DhPastMarks *self, DhSessionKeeper *keeper)
{
  self->keeper = g_object_ref (keeper);
}

/* ---- those of the file ---- */

static void
remove_row (GArray *rows, const DhPlace *place)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);

      if (row->place.run == place->run && row->place.iteration == place->iteration)
        {
          g_array_remove_index (rows, i);
          return;
        }
    }
}

static void
add_row (GArray *rows, const DhPlace *place, const char *note)
{
  const Row row = { *place, g_strdup (note) };

  g_array_append_val (rows, row);
}

static void
apply (DhPastMarks *self, const DhPlace *place, const char *note)
{
  remove_row (self->rows, place);
  if (note != NULL)
    add_row (self->rows, place, note);
}

/* Numbers of runs mean something in one session only. */
static void
follow_session (DhPastMarks *self)
{
  const guint serial = self->keeper != NULL ? dh_session_keeper_get_serial (self->keeper) : 0;

  if (serial == self->serial)
    return;
  self->serial = serial;
  g_array_set_size (self->rows, 0);
  g_array_set_size (self->changes, 0);
}

void
dh_past_marks_set (DhPastMarks *self, const DhPlace *place, const char *note)
{
  follow_session (self);
  remove_row (self->changes, place);
  add_row (self->changes, place, note);
  apply (self, place, note);
}

void
dh_past_marks_take (DhPastMarks *self, GPtrArray *moments)
{
  follow_session (self);
  g_array_set_size (self->rows, 0);
  for (guint i = 0; moments != NULL && i < moments->len; i++)
    {
      const DhMoment *moment = g_ptr_array_index (moments, i);

      add_row (self->rows, &(DhPlace) { moment->run, moment->iteration },
               moment->note != NULL ? moment->note : "");
    }
  for (guint i = 0; i < self->changes->len; i++)
    {
      const Row *change = &g_array_index (self->changes, Row, i);

      apply (self, &change->place, change->note);
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
