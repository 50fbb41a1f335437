/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The marks above the trough of the timeline: where settings changed, and moments that were marked.
 */
#include "ui/widgets/time-marks.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/widgets/scheme.h"

#define WIDTH 2.5
/* A pointer so near means the mark. */
#define REACH 5.0
/* Lines in a tooltip. */
#define MAX_LINES 6

typedef struct
{
  guint64 iteration;
  guint number;
  char *text;
} Mark;

struct _DhTimeMarks
{
  GArray *marks; /* of Mark, by iteration */
};

static void
mark_clear (gpointer data)
{
  g_free (((Mark *) data)->text);
}

DhTimeMarks *
dh_time_marks_new (void)
{
  DhTimeMarks *self = g_new (DhTimeMarks, 1);

  self->marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_array_set_clear_func (self->marks, mark_clear);
  return self;
}

void
dh_time_marks_free (DhTimeMarks *self)
{
  g_array_unref (self->marks);
  g_free (self);
}

static const Mark *
get_mark (const DhTimeMarks *self, guint i)
{
  return &g_array_index (self->marks, Mark, i);
}

static int
compare_marks (const void *a, const void *b)
{
  const Mark *x = a, *y = b;

  if (x->iteration != y->iteration)
    return x->iteration < y->iteration ? -1 : 1;
  return (x->number > y->number) - (x->number < y->number);
}

void
dh_time_marks_set (DhTimeMarks *self, const DhTimeMark *marks, guint n_marks)
{
  g_array_set_size (self->marks, 0);
  for (guint i = 0; i < n_marks; i++)
    {
      const Mark mark = { marks[i].iteration, marks[i].number, g_strdup (marks[i].text) };

      g_array_append_val (self->marks, mark);
    }
  g_array_sort (self->marks, compare_marks);
}

gboolean
dh_time_marks_is_empty (const DhTimeMarks *self)
{
  return self->marks->len == 0;
}

/* ---- drawing ---- */

double
dh_time_marks_get_x (const DhScaleTrack *track, guint64 length, guint64 iteration)
{
  return dh_scale_track_get_x (track, (double) iteration / (double) MAX (length, 1));
}

/* A stroke in the lane's colour; for a moment that was marked, a pennant in the colour of text. */
static void
draw_mark (cairo_t *cr, const Mark *mark, double x, DhScheme scheme)
{
  if (mark->number > 0)
    {
      cairo_rectangle (cr, x - WIDTH / 2, 0, WIDTH, DH_TIME_MARKS_HEIGHT);
      dh_color_set_source (cr, dh_palette_get_lane (scheme, mark->number), 1);
    }
  else
    {
      cairo_move_to (cr, x - 4, 0);
      cairo_line_to (cr, x + 4, 0);
      cairo_line_to (cr, x + 4, DH_TIME_MARKS_HEIGHT);
      cairo_line_to (cr, x, DH_TIME_MARKS_HEIGHT - 3.5);
      cairo_line_to (cr, x - 4, DH_TIME_MARKS_HEIGHT);
      cairo_close_path (cr);
      dh_color_set_source (cr, dh_palette_get (scheme)->text, 1);
    }
  cairo_fill (cr);
}

/* Those that people set come last, on top. */
void
dh_time_marks_draw (const DhTimeMarks *self, cairo_t *cr, const DhScaleTrack *track, guint64 length)
{
  const DhScheme scheme = dh_scheme_get_current ();

  for (guint own = 0; own < 2; own++)
    for (guint i = 0; i < self->marks->len; i++)
      {
        const Mark *mark = get_mark (self, i);

        if ((mark->number == 0) == (own == 1) && mark->iteration <= length)
          draw_mark (cr, mark, dh_time_marks_get_x (track, length, mark->iteration), scheme);
      }
}

/* ---- finding ---- */

static double
get_distance (const DhTimeMarks *self, guint i, const DhScaleTrack *track, guint64 length, double x)
{
  return fabs (dh_time_marks_get_x (track, length, get_mark (self, i)->iteration) - x);
}

gboolean
dh_time_marks_find_at (const DhTimeMarks *self, const DhScaleTrack *track, guint64 length, double x,
                       guint64 *iteration)
{
  double nearest = INFINITY;

  for (guint i = 0; i < self->marks->len; i++)
    {
      const double distance = get_distance (self, i, track, length, x);

      if (distance >= nearest)
        continue;
      nearest = distance;
      *iteration = get_mark (self, i)->iteration;
    }
  return nearest <= REACH;
}

/* The marks within reach of a place, which follow each other.  Returns how many. */
static guint
find_marks (const DhTimeMarks *self, const DhScaleTrack *track, guint64 length, double x,
            guint *first)
{
  guint n = 0;

  for (guint i = 0; i < self->marks->len; i++)
    if (get_distance (self, i, track, length, x) <= REACH && n++ == 0)
      *first = i;
  return n;
}

char *
dh_time_marks_dup_words_at (const DhTimeMarks *self, const DhScaleTrack *track, guint64 length,
                            double x)
{
  guint first = 0;
  const guint n = find_marks (self, track, length, x, &first);
  GString *words;

  if (n == 0)
    return NULL;
  words = g_string_new (NULL);
  for (guint i = first; i < first + MIN (n, MAX_LINES); i++)
    {
      const Mark *mark = get_mark (self, i);

      if (words->len > 0)
        g_string_append_c (words, '\n');
      /* Translators: an iteration and what happened there: “1,240: Lane 2: SSIM” */
      g_string_append_printf (words, _ ("%'lu: %s"), (gulong) mark->iteration, mark->text);
    }
  if (n > MAX_LINES)
    {
      g_string_append_c (words, '\n');
      /* Translators: at the end of a list of changes that is too long to show */
      g_string_append_printf (words,
                              g_dngettext (GETTEXT_PACKAGE, "and %u more", "and %u more",
                                           n - MAX_LINES),
                              n - MAX_LINES);
    }
  return g_string_free (words, FALSE);
}

gboolean
dh_time_marks_find_beside (const DhTimeMarks *self, guint64 position, guint64 length, int direction,
                           guint64 *iteration)
{
  const Mark *found = NULL;

  for (guint i = 0; i < self->marks->len; i++)
    {
      const Mark *mark = get_mark (self, i);

      if (mark->iteration >= length)
        break;
      if (direction < 0 && mark->iteration < position)
        found = mark;
      if (direction > 0 && mark->iteration > position && found == NULL)
        found = mark;
    }
  if (found != NULL)
    *iteration = found->iteration;
  return found != NULL;
}
