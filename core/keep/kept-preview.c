/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Painted faces as bytes, and back.
 *
 * A session has thousands of previews, so their size matters, and they are packed while the
 * training runs, so does the time.  Each value is predicted from its neighbours to the left and
 * above, and only the difference is stored (the predictor of LOCO-I; Weinberger, Seroussi and Sapiro
 * 2000).  Red and blue are predicted as their distance from green, which varies less than they do.
 * zlib packs the differences.  Adaptive Rice codes were measured, too: a twentieth smaller, but three
 * times as slow to read.  A network's pictures are noisy, so nothing lossless gets below half.
 *
 * Each preview stands for itself.  Storing how it differs from the one before would take less, but
 * then any picture of the past would need all others since the last whole one, and previews are
 * thinned out with age.
 *
 * The bytes: version, faces per side, tile size in two bytes, 0 if nothing is painted or 1, three
 * zeros, iteration; then the packed differences, by channel, side, tile and face.  Numbers are
 * little-endian.
 */
#include "core/keep/kept-preview.h"

#include "core/base/error.h"
#include "core/train/snapshot-private.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define VERSION   1
#define HEAD_SIZE 16
#define CHANNELS  3
#define PIXEL     4 /* bytes in a tile */
#define MAX_SIZE  1024
#define MAX_FACES 64
/* Fast.  Higher levels take several times as long and save a few per cent. */
#define LEVEL 1

static const DhTile painted[] = { DH_TILE_SELF, DH_TILE_SWAP };
/* Green first: the others are predicted from it. */
static const int channels[CHANNELS] = { 1, 0, 2 };

typedef struct
{
  int size, n_faces;
  gboolean is_painted;
  guint64 iteration;
} Head;

static gsize
count_values (const Head *head)
{
  return (gsize) 2 * G_N_ELEMENTS (painted) * head->n_faces * CHANNELS * head->size * head->size;
}

/* ---- prediction ---- */

/* The values of two rows of one channel: green, or the distance from green.  Each row has a value
 * more in front, which stands for what is left of the tile. */
typedef struct
{
  gint16 rows[2][MAX_SIZE + 1];
  gint16 *row, *above;
} Rows;

static void
begin_rows (Rows *self)
{
  memset (self->rows, 0, sizeof self->rows);
  self->row = self->rows[0];
  self->above = self->rows[1];
}

/* Left of the tile, the value above the first one stands in. */
static void
next_row (Rows *self)
{
  gint16 *above = self->row;

  self->row = self->above;
  self->above = above;
  self->row[0] = above[1];
}

/* The median of left, above, and the plane through all three neighbours. */
static inline int
predict (int left, int above, int corner)
{
  const int low = MIN (left, above), high = MAX (left, above);

  return corner >= high ? low : corner <= low ? high : left + above - corner;
}

static void
subtract (guint8 *differences, const guint8 *pixel, int size, int channel)
{
  Rows rows;

  begin_rows (&rows);
  for (int y = 0; y < size; y++, next_row (&rows))
    for (int x = 1; x <= size; x++, pixel += PIXEL)
      {
        const int value = channel == 1 ? pixel[1] : pixel[channel] - pixel[1];

        rows.row[x] = (gint16) value;
        *differences++ = (guint8) (value - predict (rows.row[x - 1], rows.above[x],
                                                    rows.above[x - 1]));
      }
}

/* The sum is the right one modulo 256, which is all that a pixel holds. */
static void
add (guint8 *pixel, const guint8 *differences, int size, int channel)
{
  Rows rows;

  begin_rows (&rows);
  for (int y = 0; y < size; y++, next_row (&rows))
    for (int x = 1; x <= size; x++, pixel += PIXEL)
      {
        const int green = channel == 1 ? 0 : pixel[1];

        pixel[channel] = (guint8) (green + *differences++
                                   + predict (rows.row[x - 1], rows.above[x], rows.above[x - 1]));
        rows.row[x] = (gint16) (pixel[channel] - green);
      }
}

/* ---- packing ---- */

static void
put_head (guint8 bytes[HEAD_SIZE], const Head *head)
{
  const guint64 iteration = GUINT64_TO_LE (head->iteration);
  const guint16 size = GUINT16_TO_LE ((guint16) head->size);

  memset (bytes, 0, HEAD_SIZE);
  bytes[0] = VERSION;
  bytes[1] = (guint8) head->n_faces;
  memcpy (bytes + 2, &size, sizeof size);
  bytes[4] = head->is_painted ? 1 : 0;
  memcpy (bytes + 8, &iteration, sizeof iteration);
}

static void
subtract_all (guint8 *differences, const DhPreview *preview, const Head *head)
{
  for (guint c = 0; c < CHANNELS; c++)
    for (guint side = 0; side < 2; side++)
      for (guint t = 0; t < G_N_ELEMENTS (painted); t++)
        for (int face = 0; face < head->n_faces; face++)
          {
            subtract (differences, dh_preview_peek_tile (preview, side, face, painted[t]),
                      head->size, channels[c]);
            differences += (gsize) head->size * head->size;
          }
}

/* Returns the number of bytes written. */
static gsize
pack (guint8 *packed, gsize room, const guint8 *differences, gsize n)
{
  g_autoptr (GZlibCompressor) zlib = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, LEVEL);
  gsize n_read, n_written;
  GConverterResult result = g_converter_convert (G_CONVERTER (zlib), differences, n, packed, room,
                                                 G_CONVERTER_INPUT_AT_END, &n_read, &n_written,
                                                 NULL);

  g_assert (result == G_CONVERTER_FINISHED && n_read == n);
  return n_written;
}

GBytes *
dh_kept_preview_to_bytes (const DhPreview *preview)
{
  const Head head = { .size = dh_preview_get_size (preview),
                      .n_faces = dh_preview_get_n_faces (preview),
                      .is_painted = dh_preview_is_painted (preview),
                      .iteration = dh_preview_get_iteration (preview) };
  const gsize n = head.is_painted ? count_values (&head) : 0;
  const gsize room = n + n / 100 + 64; /* zlib stores what it can't pack, in blocks */
  g_autofree guint8 *differences = g_malloc (MAX (n, 1));
  guint8 *bytes = g_malloc (HEAD_SIZE + room);
  gsize packed = 0;

  put_head (bytes, &head);
  if (head.is_painted)
    {
      subtract_all (differences, preview, &head);
      packed = pack (bytes + HEAD_SIZE, room, differences, n);
    }
  return g_bytes_new_take (g_realloc (bytes, HEAD_SIZE + packed), HEAD_SIZE + packed);
}

/* ---- unpacking ---- */

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, DH_ERROR, DH_ERROR_FILE,
                       _ ("A kept preview is damaged: the faces of that iteration can’t be shown. "
                          "Choose another place on the timeline."));
  return FALSE;
}

static gboolean
get_head (const guint8 *bytes, gsize size, Head *head, GError **error)
{
  guint64 iteration;
  guint16 tile;

  if (size < HEAD_SIZE || bytes[0] != VERSION || bytes[4] > 1)
    return refuse (error);
  memcpy (&tile, bytes + 2, sizeof tile);
  memcpy (&iteration, bytes + 8, sizeof iteration);
  *head = (Head) { .size = GUINT16_FROM_LE (tile),
                   .n_faces = bytes[1],
                   .is_painted = bytes[4] == 1,
                   .iteration = GUINT64_FROM_LE (iteration) };
  for (guint i = 5; i < 8; i++)
    if (bytes[i] != 0)
      return refuse (error);
  if (head->size < 1 || head->size > MAX_SIZE || head->n_faces < 1 || head->n_faces > MAX_FACES)
    return refuse (error);
  return TRUE;
}

/* All of the bytes, to exactly n values; there is room for one more, so that too long a stream is
 * noticed. */
static gboolean
unpack (guint8 *differences, gsize n, const guint8 *packed, gsize size, GError **error)
{
  g_autoptr (GZlibDecompressor) zlib = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW);
  gsize n_read = 0, n_written = 0;
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (result == G_CONVERTER_CONVERTED && n_written <= n)
    {
      gsize more_read, more_written;

      result = g_converter_convert (G_CONVERTER (zlib), packed + n_read, size - n_read,
                                    differences + n_written, n + 1 - n_written,
                                    G_CONVERTER_INPUT_AT_END, &more_read, &more_written, NULL);
      if (result == G_CONVERTER_ERROR)
        return refuse (error);
      n_read += more_read;
      n_written += more_written;
    }
  return result == G_CONVERTER_FINISHED && n_read == size && n_written == n ? TRUE
                                                                            : refuse (error);
}

static void
add_all (DhPreview *preview, const guint8 *differences, const Head *head, int n_wanted)
{
  for (guint c = 0; c < CHANNELS; c++)
    for (guint side = 0; side < 2; side++)
      for (guint t = 0; t < G_N_ELEMENTS (painted); t++)
        for (int face = 0; face < head->n_faces; face++)
          {
            if (face < n_wanted)
              add (dh_preview_get_pixels (preview, side, face, painted[t]), differences, head->size,
                   channels[c]);
            differences += (gsize) head->size * head->size;
          }
}

DhPreview *
dh_kept_preview_from_bytes (GBytes *bytes, const DhPreview *like, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autoptr (DhPreview) preview = NULL;
  g_autofree guint8 *differences = NULL;
  Head head;
  int n_wanted;

  if (!get_head (data, size, &head, error))
    return NULL;
  if (head.size != dh_preview_get_size (like) || (!head.is_painted && size != HEAD_SIZE))
    {
      refuse (error);
      return NULL;
    }
  n_wanted = head.is_painted ? MIN (head.n_faces, dh_preview_get_n_faces (like)) : 0;
  preview = dh_preview_new_like (like, head.iteration, n_wanted);
  if (!head.is_painted)
    return g_steal_pointer (&preview);
  differences = g_malloc (count_values (&head) + 1);
  if (!unpack (differences, count_values (&head), data + HEAD_SIZE, size - HEAD_SIZE, error))
    return NULL;
  add_all (preview, differences, &head, n_wanted);
  return g_steal_pointer (&preview);
}
