/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a lane showed at a moment, as bytes and back.
 *
 * Loss, rate, metrics and settings of any iteration are in the lane's history and log.  What only
 * the moment has is its preview (kept-preview.c), its state in words, the shares of the parts of the
 * loss, the curvature, and where the ball was on the landscape.  The place of the ball means
 * something on the same plane only, and a new one is laid through the weights every now and then;
 * so the plane's own numbers stand beside it, to recognise it by.
 *
 * The numbers: version, state, number of parts, whether there is a ball; then numbers of eight
 * bytes, little-endian: for each part its shares in the loss and in the gradient, then the iteration
 * of all this (the preview may be older), curvature, stable rate, advised rate; if there is a ball,
 * its plane, its place and its loss; last the state's text up to the end.
 */
#include "core/keep/kept-moment.h"

#include "core/base/error.h"
#include "core/keep/kept-preview.h"
#include "core/train/snapshot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define VERSION     1
#define HEAD_SIZE   4
#define N_SCALARS   4
#define N_OF_PLANE  7 /* serial, kind, iteration, low, high */
#define N_OF_BALL   3 /* place, loss */
#define MAX_NUMBERS (2 * DH_MIX_MAX_PARTS + N_SCALARS + N_OF_PLANE + N_OF_BALL)
#define MAX_TEXT    4000

typedef struct
{
  DhState state;
  char *text;
  DhShares shares;
  double scalars[N_SCALARS]; /* iteration, curvature, stable rate, advised rate */
  gboolean has_ball;
  double plane[N_OF_PLANE];
  double ball[N_OF_BALL];
} Numbers;

static void
numbers_clear (Numbers *self)
{
  g_free (self->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Numbers, numbers_clear)

static void
describe_plane (const DhPlane *plane, double numbers[N_OF_PLANE])
{
  const double described[N_OF_PLANE] = { plane->serial,  plane->kind,    (double) plane->iteration,
                                         plane->low[0],  plane->low[1],  plane->high[0],
                                         plane->high[1] };

  memcpy (numbers, described, sizeof described);
}

/* ---- writing ---- */

static void
append_numbers (GByteArray *bytes, const double *numbers, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint64 bits;

      memcpy (&bits, &numbers[i], sizeof bits);
      bits = GUINT64_TO_LE (bits);
      g_byte_array_append (bytes, (const guint8 *) &bits, sizeof bits);
    }
}

static void
append_ball (GByteArray *bytes, const DhPlane *plane)
{
  const double ball[N_OF_BALL] = { plane->ball[0], plane->ball[1], plane->ball_loss };
  double numbers[N_OF_PLANE];

  describe_plane (plane, numbers);
  append_numbers (bytes, numbers, N_OF_PLANE);
  append_numbers (bytes, ball, N_OF_BALL);
}

static GBytes *
write_numbers (DhLaneSnapshot *snapshot)
{
  GByteArray *bytes = g_byte_array_new ();
  const DhPlane *plane = dh_lane_snapshot_get_plane (snapshot);
  const char *text = dh_lane_snapshot_get_state_text (snapshot);
  const guint n_parts = dh_lane_snapshot_get_n_parts (snapshot);
  const guint8 head[HEAD_SIZE] = { VERSION, (guint8) dh_lane_snapshot_get_state (snapshot),
                                   (guint8) n_parts, plane != NULL ? 1 : 0 };
  const double scalars[N_SCALARS] = { (double) dh_lane_snapshot_get_iteration (snapshot),
                                      dh_lane_snapshot_get_lambda (snapshot),
                                      dh_lane_snapshot_get_stable_rate (snapshot),
                                      dh_lane_snapshot_get_advised_rate (snapshot) };

  g_byte_array_append (bytes, head, HEAD_SIZE);
  for (guint part = 0; part < n_parts; part++)
    {
      const double shares[] = { dh_lane_snapshot_get_loss_share (snapshot, part),
                                dh_lane_snapshot_get_pull_share (snapshot, part) };

      append_numbers (bytes, shares, G_N_ELEMENTS (shares));
    }
  append_numbers (bytes, scalars, N_SCALARS);
  if (plane != NULL)
    append_ball (bytes, plane);
  if (text != NULL && strlen (text) <= MAX_TEXT)
    g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  return g_byte_array_free_to_bytes (bytes);
}

static GBytes *
pack (gpointer preview)
{
  return dh_kept_preview_to_bytes (preview);
}

/* The bytes of the painted tiles, of which there are two for each face of each side. */
static gsize
get_painted_size (const DhPreview *preview)
{
  const gsize size = (gsize) dh_preview_get_size (preview);

  return dh_preview_is_painted (preview)
           ? 4 * (gsize) dh_preview_get_n_faces (preview) * size * size * 4
           : 0;
}

static const DhMomentPicture kind = { pack, (GDestroyNotify) dh_preview_unref };

DhMoment *
dh_kept_moment_new (const DhPlace *place, DhLaneSnapshot *snapshot)
{
  DhPreview *preview = dh_lane_snapshot_get_preview (snapshot);
  g_autoptr (GBytes) numbers = write_numbers (snapshot);
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);

  if (preview == NULL)
    return dh_moment_new (place->run, place->iteration, NULL, numbers, none);
  return dh_moment_new_unpacked (place->run, place->iteration, numbers, &kind,
                                 dh_preview_ref (preview), get_painted_size (preview));
}

/* ---- reading ---- */

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, DH_ERROR, DH_ERROR_FILE,
                       _ ("A kept moment is damaged: it can’t be shown. Choose another place on the "
                          "timeline."));
  return FALSE;
}

/* Takes n numbers off the front. */
static gboolean
take_numbers (const guint8 **data, gsize *size, double *numbers, guint n)
{
  if (*size < n * sizeof (guint64))
    return FALSE;
  for (guint i = 0; i < n; i++, *data += sizeof (guint64), *size -= sizeof (guint64))
    {
      guint64 bits;

      memcpy (&bits, *data, sizeof bits);
      bits = GUINT64_FROM_LE (bits);
      memcpy (&numbers[i], &bits, sizeof bits);
    }
  return TRUE;
}

static gboolean
take_shares (const guint8 **data, gsize *size, DhShares *shares)
{
  for (guint part = 0; part < shares->n_parts; part++)
    if (!take_numbers (data, size, &shares->loss[part], 1)
        || !take_numbers (data, size, &shares->pull[part], 1))
      return FALSE;
  return TRUE;
}

static gboolean
take_text (const guint8 *data, gsize size, char **text)
{
  if (size > MAX_TEXT || !g_utf8_validate_len ((const char *) data, size, NULL))
    return FALSE;
  *text = g_strndup ((const char *) data, size);
  return TRUE;
}

static gboolean
read_numbers (GBytes *bytes, Numbers *numbers, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size), *head = data;

  if (size < HEAD_SIZE || head[0] != VERSION || head[1] > DH_STATE_DIVERGED
      || head[2] > DH_MIX_MAX_PARTS || head[3] > 1)
    return refuse (error);
  numbers->state = head[1];
  numbers->shares.n_parts = head[2];
  numbers->has_ball = head[3] == 1;
  data += HEAD_SIZE;
  size -= HEAD_SIZE;
  if (!take_shares (&data, &size, &numbers->shares)
      || !take_numbers (&data, &size, numbers->scalars, N_SCALARS)
      || (numbers->has_ball
          && (!take_numbers (&data, &size, numbers->plane, N_OF_PLANE)
              || !take_numbers (&data, &size, numbers->ball, N_OF_BALL)))
      || !take_text (data, size, &numbers->text))
    return refuse (error);
  return TRUE;
}

/* ---- a snapshot of it ---- */

/* The present landscape with the ball of then; NULL if where it was isn't known. */
static DhPlane *
make_plane (const Numbers *numbers, guint64 iteration, DhLaneSnapshot *now)
{
  const DhPlane *plane = dh_lane_snapshot_get_plane (now);
  gboolean known = numbers->has_ball && numbers->scalars[0] == (double) iteration;
  double described[N_OF_PLANE];
  DhPlane *earlier;

  if (plane == NULL)
    return NULL;
  describe_plane (plane, described);
  for (guint i = 0; i < N_OF_PLANE; i++)
    known = known && described[i] == numbers->plane[i];
  known = known && isfinite (numbers->ball[0]) && isfinite (numbers->ball[1]);
  earlier = dh_plane_new_earlier (plane, iteration, known ? numbers->ball : NULL);
  if (earlier != NULL && known)
    earlier->ball_loss = numbers->ball[2];
  return earlier;
}

/* The moment's own preview, or one in which nothing is painted; NULL if there are no faces yet. */
static gboolean
make_preview (const DhMoment *moment, DhLaneSnapshot *now, DhPreview **preview, GError **error)
{
  const DhPreview *like = dh_lane_snapshot_get_preview (now);

  *preview = NULL;
  if (like == NULL)
    return TRUE;
  if (moment != NULL && moment->kind == &kind)
    *preview = dh_preview_ref (moment->picture);
  else if (moment == NULL || g_bytes_get_size (moment->preview) == 0)
    *preview = dh_preview_new_like (like, 0, 0);
  else
    *preview = dh_kept_preview_from_bytes (moment->preview, like, error);
  return *preview != NULL;
}

DhLaneSnapshot *
dh_kept_moment_restore (const DhMoment *moment, guint64 iteration, DhLaneSnapshot *now,
                        GError **error)
{
  g_auto (Numbers) numbers = { .state = DH_STATE_WAITING, .scalars = { NAN, NAN, NAN, 0 } };
  g_autoptr (DhPreview) preview = NULL;
  g_autoptr (DhPlane) plane = NULL;

  if ((moment != NULL && !read_numbers (moment->numbers, &numbers, error))
      || !make_preview (moment, now, &preview, error))
    return NULL;
  plane = make_plane (&numbers, iteration, now);
  return dh_lane_snapshot_new_earlier (
    now, &(DhLaneSnapshotValues) {
           .iteration = iteration,
           .state = numbers.state,
           .state_text = numbers.text != NULL ? numbers.text
                         : iteration == 0     ? _ ("Waiting for the first step")
                                              : _ ("Nothing was kept of this iteration"),
           .preview = preview,
           .shares = numbers.shares,
           .plane = plane,
           .lambda = numbers.scalars[1],
           .stable_rate = numbers.scalars[2],
           .advised_rate = numbers.scalars[3],
         });
}
