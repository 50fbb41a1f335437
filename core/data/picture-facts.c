/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a picture other than a PNG says of itself, read by hand before any library sees it.
 *
 * The libraries that decode are large and not ours.  So the size that a file claims, and whether it
 * is whole, are known before one of them allocates memory for it; and what they don't pass on is
 * known after: how many bits there were, CMYK, Exif in WebP, colour spaces of HEIF and cameras.
 *
 * Files are untrusted: whatever lies beyond the end reads as 0.
 *
 * Source: Microsoft, "Bitmap Storage" (BITMAPCOREHEADER, BITMAPINFOHEADER); CompuServe, "Graphics
 * Interchange Format", 89a; Adobe, "TIFF Revision 6.0".
 */
#include "core/data/picture-facts.h"

#include "core/data/picture-kind.h"
#include "core/data/tiff.h"

#include <string.h>

#define BMP_FILE_HEADER  14
#define BMP_CORE_HEADER  12
#define BMP_UNCOMPRESSED 0

#define GIF_HEADER         13
#define GIF_EXTENSION      0x21
#define GIF_PICTURE        0x2c
#define GIF_PICTURE_HEADER 10

/* Least significant byte first. */
static guint32
read_little (const guint8 *data, gsize size, gsize at, guint n_bytes)
{
  guint32 number = 0;

  if (at > size || size - at < n_bytes)
    return 0;
  for (guint i = 0; i < n_bytes; i++)
    number |= (guint32) data[at + i] << 8 * i;
  return number;
}

/* A negative height means that the rows go down. */
static gboolean
survey_bmp (const guint8 *data, gsize size, DhPictureFacts *facts, const char **reason)
{
  const gboolean is_core = read_little (data, size, 14, 4) == BMP_CORE_HEADER;
  const guint32 start = read_little (data, size, 10, 4);
  const gint32 height = (gint32) read_little (data, size, 22, 4);
  guint64 bits, stride;

  facts->depth = 8;
  facts->width = read_little (data, size, 18, is_core ? 2 : 4);
  facts->height = is_core      ? read_little (data, size, 20, 2)
                  : height < 0 ? 0u - (guint32) height
                               : (guint32) height;
  bits = read_little (data, size, is_core ? 24 : 28, 2);
  if (!is_core && read_little (data, size, 30, 4) != BMP_UNCOMPRESSED)
    return TRUE;
  stride = (facts->width * bits + 31) / 32 * 4;
  *reason = "it is too short for its size";
  /* So that the product below can't overflow; such a size is refused in words of its own. */
  return facts->width > G_MAXUINT16 || facts->height > G_MAXUINT16
         || (start >= BMP_FILE_HEADER && start <= size && stride * facts->height <= size - start);
}

/* Bytes of the table of colours that such flags announce. */
static gsize
get_table_size (guint32 flags)
{
  return flags & 0x80 ? (gsize) 3 << ((flags & 7) + 1) : 0;
}

/* Where blocks that begin there end; beyond the file if it was cut. */
static gsize
skip_blocks (const guint8 *data, gsize size, gsize at)
{
  while (at < size && data[at] != 0)
    at += 1 + data[at];
  return at + 1;
}

/* The first picture must be whole; it is an animation if a second one begins. */
static gboolean
survey_gif (const guint8 *data, gsize size, DhPictureFacts *facts, const char **reason)
{
  gsize at = GIF_HEADER + get_table_size (read_little (data, size, 10, 1));
  guint n_pictures = 0;

  facts->depth = 8;
  facts->width = read_little (data, size, 6, 2);
  facts->height = read_little (data, size, 8, 2);
  *reason = "the file ends too early";
  while (at < size && n_pictures < 2)
    {
      if (data[at] == GIF_EXTENSION)
        at = skip_blocks (data, size, at + 2);
      else if (data[at] == GIF_PICTURE && n_pictures == 1)
        n_pictures++;
      else if (data[at] == GIF_PICTURE)
        {
          at += GIF_PICTURE_HEADER + get_table_size (read_little (data, size, at + 9, 1));
          at = skip_blocks (data, size, at + 1);
          n_pictures += at <= size;
        }
      else
        break;
    }
  facts->is_animated = n_pictures > 1;
  return n_pictures > 0;
}

static gboolean
survey_tiff (const guint8 *data, gsize size, DhPictureFacts *facts, const char **reason)
{
  guint32 directory, number;
  DhTiff tiff;

  *reason = "its directory is missing";
  if (!dh_tiff_open (&tiff, data, size))
    return FALSE;
  directory = dh_tiff_get_first (&tiff);
  if (!dh_tiff_find (&tiff, directory, DH_TIFF_WIDTH, &facts->width)
      || !dh_tiff_find (&tiff, directory, DH_TIFF_HEIGHT, &facts->height))
    return FALSE;
  facts->depth = dh_tiff_find (&tiff, directory, DH_TIFF_BITS, &number) ? number : 1;
  facts->is_cmyk = dh_tiff_find (&tiff, directory, DH_TIFF_PHOTOMETRIC, &number)
                   && number == DH_TIFF_CMYK;
  facts->is_raw = dh_tiff_find (&tiff, directory, DH_TIFF_DNG_VERSION, &number)
                  || (dh_tiff_find (&tiff, directory, DH_TIFF_KIND_OF_PICTURE, &number)
                      && (number & 1) != 0);
  return TRUE;
}

static const struct
{
  const char *kind;
  gboolean (*survey) (const guint8 *data, gsize size, DhPictureFacts *facts, const char **reason);
} surveys[] = {
  { "JPEG", dh_jpeg_survey }, { "WebP", dh_webp_survey }, { "HEIC", dh_heif_survey },
  { "AVIF", dh_heif_survey }, { "TIFF", survey_tiff },    { "BMP", survey_bmp },
  { "GIF", survey_gif },
};

gboolean
dh_picture_survey (const char *kind, const guint8 *data, gsize size, DhPictureFacts *facts,
                   const char **reason)
{
  *facts = (DhPictureFacts) { .orientation = 1 };
  *reason = "its kind is not known";
  for (guint i = 0; i < G_N_ELEMENTS (surveys); i++)
    if (g_str_equal (surveys[i].kind, kind))
      {
        if (!surveys[i].survey (data, size, facts, reason))
          return FALSE;
        *reason = "its size is missing";
        return facts->width > 0 && facts->height > 0;
      }
  return FALSE;
}

void
dh_picture_facts_clear (DhPictureFacts *facts)
{
  g_clear_pointer (&facts->profile, g_bytes_unref);
}
