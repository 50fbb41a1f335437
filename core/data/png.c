/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PNG in and out; the only file that knows libpng.
 *
 * A picture may come from anywhere, so a file is checked before it is trusted: it is read whole
 * (so its size is known and nothing blocks), its header is checked by hand, and a size that its
 * bytes can't hold is refused before memory is allocated.  Other chunks are parsed by hand too
 * (png-chunks.c); libpng only sees tRNS, which is part of the pixels, and iCCP, which is
 * compressed.  A wrong checksum is an error wherever the pixels need the chunk: otherwise a
 * silently damaged face would be trained on.
 *
 * The result is upright sRGB with all 16 bits: callers need not know how a picture was stored.
 * Whatever can't be honoured becomes a notice.
 *
 * libpng reports errors by longjmp.  Everything that must be freed is therefore in a struct of the
 * caller, and the function with setjmp has no local variables. gdk-pixbuf, which reads other kinds
 * (pixbuf.c), was rejected: it gives 8 bits, and can't say what is damaged.
 */
#include "core/data/png.h"

#include "core/base/error.h"
#include "core/data/colour-space.h"
#include "core/base/safe-file.h"
#include "core/data/file.h"
#include "core/data/picture-error.h"
#include "core/data/png-chunks.h"

#include <glib/gi18n-lib.h>
#include <png.h>
#include <stdio.h>
#include <string.h>

/* The largest compression ratio of deflate. */
#define MAX_COMPRESSION 1032
#define SIGNATURE_SIZE  8
/* Signature, and the header chunk with its length, name and checksum. */
#define HEADER_END (SIGNATURE_SIZE + 25)
/* No colour profile is larger, but a small compressed chunk could claim to be. */
#define MAX_PROFILE (8 << 20)
/* cICP's codes for sRGB: primaries, transfer, matrix, full range. */
#define SRGB_CODE_POINTS "\x01\x0d\x00\x01"

typedef struct
{
  png_struct *png;
  png_info *info;
  DhImage *image;
  const guint8 *data;
  gsize size, position;
  gboolean lacks_memory;
  char message[128];
} Reader;

typedef struct
{
  png_struct *png;
  png_info *info;
  const DhImage *image; /* NULL: words */
  const guint32 *words; /* 0xAARRGGBB, row after row */
  int width, height;
  GByteArray *bytes;
  guint8 *row;
  png_text *texts;
  int n_texts;
  gboolean opaque, deep;
  char message[128];
} Writer;

/* Reader and Writer both set libpng's error pointer to their message. */
static void G_GNUC_NORETURN
fail_cb (png_struct *png, const char *message)
{
  g_strlcpy (png_get_error_ptr (png), message, sizeof ((Reader *) NULL)->message);
  png_longjmp (png, 1);
}

static void
warn_cb (png_struct *png, const char *message)
{
}

static void
read_cb (png_struct *png, guint8 *to, gsize n)
{
  Reader *self = png_get_io_ptr (png);

  if (n > self->size - self->position)
    png_error (png, "the file ends too early");
  memcpy (to, self->data + self->position, n);
  self->position += n;
}

static guint32
get_number (const guint8 *data)
{
  return (guint32) data[0] << 24 | data[1] << 16 | data[2] << 8 | data[3];
}

/* Bits of a pixel as the file stores it; 0 for a colour type that doesn't exist. */
static guint
get_depth (const guint8 *data)
{
  static const guint8 channels[7] = { 1, 0, 3, 1, 2, 0, 4 };

  return data[25] < G_N_ELEMENTS (channels) ? channels[data[25]] * data[24] : 0;
}

/* size: of the whole file, of which n_read bytes are there. */
static gboolean
check_header (const char *name, const guint8 *data, gsize n_read, gsize size, GError **error)
{
  guint64 width, height;

  if (n_read == 0)
    return dh_picture_set_empty (name, error);
  if (png_sig_cmp (data, 0, MIN (n_read, SIGNATURE_SIZE)) != 0)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
                   _ ("“%s” is not a PNG picture: convert it to PNG or leave it out."), name);
      return FALSE;
    }
  if (n_read < HEADER_END || memcmp (data + SIGNATURE_SIZE + 4, "IHDR", 4) != 0)
    return dh_picture_set_damaged (name, _ ("its header is missing"), error);

  width = get_number (data + 16);
  height = get_number (data + 20);
  if (!dh_picture_check_size (name, (guint) width, (guint) height, error))
    return FALSE;
  if (width * height * get_depth (data) / 8 / MAX_COMPRESSION > size)
    return dh_picture_set_damaged (name, _ ("it is too short for its size"), error);
  return TRUE;
}

/* ---- pixels ---- */

/* Chunks that are parsed by hand or ignored. */
static void
skip_chunks (png_struct *png)
{
  static const guint8 names[] =
    "acTL\0bKGD\0cHRM\0cICP\0cLLI\0eXIf\0fcTL\0fdAT\0gAMA\0hIST\0iTXt\0mDCV\0oFFs\0pCAL\0"
    "pHYs\0sBIT\0sCAL\0sPLT\0sRGB\0sTER\0tEXt\0tIME\0zTXt";

  png_set_keep_unknown_chunks (png, PNG_HANDLE_CHUNK_NEVER, names, sizeof names / 5);
}

static void
ask_for_rgba (Reader *self)
{
  png_set_expand_16 (self->png); /* palette, fewer than 16 bits, transparent colour */
  png_set_gray_to_rgb (self->png);
  png_set_add_alpha (self->png, DH_IMAGE_FULL, PNG_FILLER_AFTER);
  if (G_BYTE_ORDER == G_LITTLE_ENDIAN)
    png_set_swap (self->png);
}

static void
read_rows (Reader *self)
{
  int width = (int) png_get_image_width (self->png, self->info);
  int height = (int) png_get_image_height (self->png, self->info);
  int n_passes = png_set_interlace_handling (self->png);

  ask_for_rgba (self);
  png_read_update_info (self->png, self->info);
  if (png_get_rowbytes (self->png, self->info) != DH_IMAGE_PIXEL * (gsize) width)
    png_error (self->png, "unknown kind of pixels");
  self->image = dh_image_try_new (width, height);
  self->lacks_memory = self->image == NULL;
  if (self->lacks_memory)
    png_error (self->png, "not enough memory");
  for (int pass = 0; pass < n_passes; pass++)
    for (int y = 0; y < height; y++)
      png_read_row (self->png, (guint8 *) (self->image->pixels + 4 * (gsize) y * width), NULL);
}

static gboolean
run_reader (Reader *self)
{
  if (setjmp (png_jmpbuf (self->png)) != 0)
    return FALSE;
  png_set_read_fn (self->png, self, read_cb);
  png_set_user_limits (self->png, DH_PICTURE_MAX_SIDE, DH_PICTURE_MAX_SIDE);
  png_set_chunk_malloc_max (self->png, MAX_PROFILE);
  png_set_crc_action (self->png, PNG_CRC_ERROR_QUIT, PNG_CRC_WARN_DISCARD);
  skip_chunks (self->png);
  png_read_info (self->png, self->info);
  read_rows (self);
  png_read_end (self->png, NULL);
  return TRUE;
}

/* ---- what the pixels mean ---- */

static void
tell_off_colours (const char *chunk, const char *name, DhNotices *notices)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf (_ ("the %s chunk is damaged, so the colours may be off"), chunk);
  dh_notices_add (notices, name, text);
}

static void
tell_damage (const DhPngFacts *facts, const char *name, DhNotices *notices)
{
  for (guint i = 0; i < MIN (facts->n_damaged, DH_PNG_MAX_DAMAGED); i++)
    {
      const char *chunk = facts->damaged[i];
      g_autofree char *text = NULL;

      if (strstr ("cHRM cICP gAMA iCCP sRGB", chunk) != NULL)
        {
          tell_off_colours (chunk, name, notices);
          continue;
        }
      if (g_str_equal (chunk, "eXIf"))
        text = g_strdup (_ ("the eXIf chunk is damaged, so the picture may not be upright"));
      else
        text = g_strdup_printf (_ ("the %s chunk is damaged; the pixels are not affected"), chunk);
      dh_notices_add (notices, name, text);
    }
}

/* A profile takes precedence over all other chunks; one that is more than primaries and a curve is
 * not applied, with a notice.  FALSE, with another, if libpng found none that it could use; of
 * damaged ones, it returns some. */
static gboolean
apply_profile (Reader *self, const char *name, DhNotices *notices)
{
  char *title = NULL;
  guint8 *profile = NULL;
  guint32 size = 0;
  int method;
  g_autofree char *shown = NULL;

  if (png_get_iCCP (self->png, self->info, &title, &method, &profile, &size) == 0)
    {
      tell_off_colours ("iCCP", name, notices);
      return FALSE;
    }
  if (dh_icc_to_srgb (profile, size, self->image))
    return TRUE;
  shown = g_convert (title, -1, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
  dh_icc_tell (shown != NULL ? shown : "ICC", name, notices);
  return TRUE;
}

static DhColourSpace
get_colour_space (const DhPngFacts *facts)
{
  DhColourSpace space = { .gamma = facts->gamma / 1e5, .has_primaries = facts->has_primaries };
  double *places[4] = { space.white, space.red, space.green, space.blue };

  for (int i = 0; facts->has_primaries && i < 8; i++)
    places[i / 2][i % 2] = facts->primaries[i] / 1e5;
  return space;
}

static void
convert_colours (Reader *self, const DhPngFacts *facts, const char *name, DhNotices *notices)
{
  const DhColourSpace space = get_colour_space (facts);

  if (facts->has_code_points)
    {
      if (memcmp (facts->code_points, SRGB_CODE_POINTS, 4) != 0)
        dh_notices_add (notices, name,
                        _ ("the colour space of the cICP chunk is not applied: convert the picture "
                           "to sRGB if colours matter"));
    }
  else if ((facts->has_profile && apply_profile (self, name, notices)) || facts->has_srgb
           || dh_colour_space_is_srgb (&space))
    return;
  else if (dh_colour_space_is_possible (&space))
    dh_colour_space_to_srgb (&space, self->image);
  else
    dh_notices_add (notices, name,
                    _ ("the gAMA and cHRM chunks name impossible colours and are ignored"));
}

/* FALSE: no memory. */
static gboolean
turn_upright (Reader *self, int orientation)
{
  DhImage *turned;

  if (orientation == 1)
    return TRUE;
  turned = dh_image_turn (self->image, orientation);
  self->lacks_memory = turned == NULL;
  g_clear_pointer (&self->image, dh_image_free);
  self->image = turned;
  return turned != NULL;
}

static gboolean
interpret (Reader *self, const DhPngFacts *facts, const char *name, DhNotices *notices)
{
  tell_damage (facts, name, notices);
  convert_colours (self, facts, name, notices);
  if (facts->is_animated)
    dh_notices_add (notices, name, _ ("an animation; only its first picture is used"));
  return turn_upright (self, facts->orientation);
}

/* ---- files ---- */

static void
set_read_error (const Reader *self, const char *name, GError **error)
{
  if (self->lacks_memory)
    dh_picture_set_lacks_memory (name, get_number (self->data + 16), get_number (self->data + 20),
                                 error);
  else
    dh_picture_set_damaged (name, self->message[0] != '\0' ? self->message : "libpng", error);
}

DhImage *
dh_png_read_data (const char *name, const guint8 *data, gsize size, DhNotices *notices,
                  GError **error)
{
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *base = g_path_get_basename (shown);
  Reader self = { .data = data, .size = size };
  const char *reason;
  DhPngFacts facts;
  gboolean good;

  if (!check_header (shown, data, size, size, error))
    return NULL;
  if (!dh_png_survey (data, size, &facts, &reason))
    {
      dh_picture_set_damaged (shown, reason, error);
      return NULL;
    }
  self.png = png_create_read_struct (PNG_LIBPNG_VER_STRING, self.message, fail_cb, warn_cb);
  self.info = self.png != NULL ? png_create_info_struct (self.png) : NULL;
  good = self.info != NULL && run_reader (&self) && interpret (&self, &facts, base, notices);
  png_destroy_read_struct (&self.png, &self.info, NULL);
  if (!good)
    {
      g_clear_pointer (&self.image, dh_image_free);
      set_read_error (&self, shown, error);
    }
  return self.image;
}

gboolean
dh_png_measure (const char *path, int *width, int *height, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  guint8 header[HEADER_END];
  gsize size, n_read;
  FILE *file = dh_file_open (path, DH_PICTURE_MAX_FILE, DH_ERROR_PICTURE, &size, error);

  if (file == NULL)
    return FALSE;
  n_read = fread (header, 1, sizeof header, file);
  fclose (file);
  if (!check_header (shown, header, n_read, size, error))
    return FALSE;
  *width = (int) get_number (header + 16);
  *height = (int) get_number (header + 20);
  return TRUE;
}

const char *
dh_png_get_version (void)
{
  return png_get_libpng_ver (NULL);
}

static void
write_cb (png_struct *png, guint8 *from, gsize n)
{
  Writer *self = png_get_io_ptr (png);

  g_byte_array_append (self->bytes, from, n);
}

static void
flush_cb (png_struct *png)
{
}

/* tEXt chunks hold Latin-1 only, so text that isn't ASCII goes into iTXt chunks. */
static void
add_texts (Writer *self, const char *const *text)
{
  int n = text != NULL ? (int) g_strv_length ((char **) text) / 2 : 0;

  self->texts = g_new0 (png_text, MAX (n, 1));
  self->n_texts = n;
  for (int i = 0; i < n; i++)
    {
      self->texts[i].key = (char *) text[2 * i];
      self->texts[i].text = (char *) text[2 * i + 1];
      self->texts[i].compression = g_str_is_ascii (text[2 * i + 1]) ? PNG_TEXT_COMPRESSION_NONE
                                                                    : PNG_ITXT_COMPRESSION_NONE;
    }
}

/* Whether 8 bits would lose something: values scaled up from 8 bits are multiples of 257. */
static gboolean
is_deep (const DhImage *image)
{
  gsize n = 4 * (gsize) image->width * image->height;

  for (gsize i = 0; i < n; i++)
    if (image->pixels[i] % 257 != 0)
      return TRUE;
  return FALSE;
}

/* As in the file, most significant byte first. */
static void
pack_image_row (Writer *self, const guint16 *from)
{
  guint8 *to = self->row;

  for (int i = 0; i < 4 * self->width; i++)
    {
      if (self->opaque && i % 4 == 3)
        continue;
      *to++ = from[i] >> 8;
      if (self->deep)
        *to++ = from[i] & 0xff;
    }
}

static void
pack_words (Writer *self, const guint32 *from)
{
  guint8 *to = self->row;

  for (int i = 0; i < self->width; i++)
    {
      *to++ = (guint8) (from[i] >> 16);
      *to++ = (guint8) (from[i] >> 8);
      *to++ = (guint8) from[i];
      *to++ = (guint8) (from[i] >> 24);
    }
}

static gboolean
run_writer (Writer *self)
{
  if (setjmp (png_jmpbuf (self->png)) != 0)
    return FALSE;
  png_set_write_fn (self->png, self, write_cb, flush_cb);
  png_set_IHDR (self->png, self->info, self->width, self->height, self->deep ? 16 : 8,
                self->opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGBA, PNG_INTERLACE_NONE,
                PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_text (self->png, self->info, self->texts, self->n_texts);
  png_write_info (self->png, self->info);
  for (int y = 0; y < self->height; y++)
    {
      const gsize start = (gsize) y * self->width;

      if (self->image != NULL)
        pack_image_row (self, self->image->pixels + 4 * start);
      else
        pack_words (self, self->words + start);
      png_write_row (self->png, self->row);
    }
  png_write_end (self->png, NULL);
  return TRUE;
}

/* FALSE, with libpng's reason in the message. */
static gboolean
encode (Writer *self, const char *const *text)
{
  g_autofree png_text *texts = NULL;
  g_autofree guint8 *row = g_malloc_n (self->width, DH_IMAGE_PIXEL);
  gboolean good;

  self->row = row;
  add_texts (self, text);
  texts = self->texts;
  self->png = png_create_write_struct (PNG_LIBPNG_VER_STRING, self->message, fail_cb, warn_cb);
  self->info = self->png != NULL ? png_create_info_struct (self->png) : NULL;
  good = self->info != NULL && run_writer (self);
  png_destroy_write_struct (&self->png, &self->info);
  return good;
}

gboolean
dh_png_write (const DhImage *image, const char *path, const char *const *text, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Writer self = {
    .image = image,
    .width = image->width,
    .height = image->height,
    .bytes = bytes,
    .opaque = dh_image_is_opaque (image),
    .deep = is_deep (image),
  };

  if (!encode (&self, text))
    {
      g_autofree char *shown = g_filename_display_name (path);

      g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
                   _ ("“%s” can’t be encoded (%s): make the picture smaller."), shown,
                   self.message);
      return FALSE;
    }
  return dh_safe_file_write (path, (const char *) bytes->data, bytes->len, error);
}

GByteArray *
dh_png_encode (const guint32 *words, int width, int height, const char *const *text, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Writer self = { .words = words, .width = width, .height = height, .bytes = bytes };

  if (encode (&self, text))
    return g_steal_pointer (&bytes);
  g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
               _ ("A picture of %d × %d pixels can’t be encoded (%s): make it smaller."), width,
               height, self.message);
  return NULL;
}
