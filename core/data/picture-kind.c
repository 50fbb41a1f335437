/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recognising kinds of picture files by their content or name.
 *
 * A message can then say “a JPEG picture” instead of “not a PNG”.  An opened file is judged by its
 * content, whatever it is called; only files that aren't opened are judged by name.
 */
#include "core/data/picture-kind.h"

#include <string.h>

static const struct
{
  const char *kind;
  const char *endings[8];
} names[] = {
  { DH_PICTURE_PNG, { "png", "apng" } },
  { "JPEG", { "jpg", "jpeg", "jpe", "jfif" } },
  { "WebP", { "webp" } },
  { "HEIC", { "heic", "heif", "hif" } },
  { "AVIF", { "avif" } },
  { "TIFF", { "tif", "tiff" } },
  { "BMP", { "bmp", "dib" } },
  { "GIF", { "gif" } },
  { "JPEG XL", { "jxl" } },
  { "JPEG 2000", { "jp2", "j2k", "jpf" } },
  { "RAW", { "dng", "cr2", "cr3", "nef", "arw", "orf", "rw2", "raf" } },
  { "PNM", { "ppm", "pgm", "pbm", "pnm" } },
  { "TGA", { "tga" } },
  { "OpenEXR", { "exr" } },
  { "SVG", { "svg", "svgz" } },
  { "PSD", { "psd" } },
  { "XCF", { "xcf" } },
};

static const struct
{
  const char *kind;
  guint8 at, n;
  const char *bytes;
} beginnings[] = {
  { DH_PICTURE_PNG, 0, 8, "\x89PNG\r\n\x1a\n" },
  { "JPEG", 0, 3, "\xff\xd8\xff" },
  { "WebP", 8, 4, "WEBP" },
  { "HEIC", 4, 7, "ftyphei" },
  { "HEIC", 4, 7, "ftyphev" },
  { "HEIC", 4, 8, "ftypmif1" },
  { "AVIF", 4, 8, "ftypavif" },
  { "AVIF", 4, 8, "ftypavis" },
  { "TIFF", 0, 4, "II*\0" },
  { "TIFF", 0, 4, "MM\0*" },
  { "BMP", 0, 2, "BM" },
  { "GIF", 0, 4, "GIF8" },
  { "JPEG XL", 0, 2, "\xff\x0a" },
  { "JPEG XL", 4, 4, "JXL " },
  { "JPEG 2000", 4, 4, "jP  " },
  { "OpenEXR", 0, 4, "\x76\x2f\x31\x01" },
  { "PSD", 0, 4, "8BPS" },
  { "XCF", 0, 8, "gimp xcf" },
};

const char *
dh_picture_kind_of_name (const char *name)
{
  const char *dot = strrchr (name, '.');

  for (guint i = 0; dot != NULL && i < G_N_ELEMENTS (names); i++)
    for (guint k = 0; k < G_N_ELEMENTS (names[i].endings) && names[i].endings[k] != NULL; k++)
      if (g_ascii_strcasecmp (dot + 1, names[i].endings[k]) == 0)
        return names[i].kind;
  return NULL;
}

const char *
dh_picture_kind_get (guint i)
{
  return i < G_N_ELEMENTS (names) ? names[i].kind : NULL;
}

/* Whether a HEIF file names that brand besides its first. */
static gboolean
is_compatible (const guint8 *data, gsize size, const char *brand)
{
  gsize end = size < 16 ? 0 : MIN (size, (gsize) data[2] << 8 | data[3]);

  for (gsize at = 16; at + 4 <= end; at += 4)
    if (memcmp (data + at, brand, 4) == 0)
      return TRUE;
  return FALSE;
}

const char *
dh_picture_kind_of_data (const guint8 *data, gsize size)
{
  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (size >= (gsize) beginnings[i].at + beginnings[i].n
        && memcmp (data + beginnings[i].at, beginnings[i].bytes, beginnings[i].n) == 0)
      /* Some programs give both the same first brand. */
      return g_str_equal (beginnings[i].kind, "HEIC") && is_compatible (data, size, "avif")
               ? "AVIF"
               : beginnings[i].kind;
  return NULL;
}
