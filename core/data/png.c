/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PNG in and out; the only file that knows libpng.
 *
 * A picture may come from anywhere, so a file is judged before it is believed:
 * it is read whole (a size is known, and nothing waits), its header is checked
 * by hand, and a size that its bytes can't hold is refused before memory is
 * taken for it.  Chunks that the pixels don't need are skipped unread.  Any
 * wrong checksum is an error: a silently damaged face would be trained on.
 *
 * libpng reports by longjmp.  Everything that must be freed therefore lives in
 * a struct of the caller, and the function with setjmp keeps no local
 * variables.  gdk-pixbuf was rejected: core knows no toolkit.
 */
#include "core/data/png.h"

#include "core/base/error.h"
#include "core/data/file.h"

#include <glib/gi18n-lib.h>
#include <png.h>
#include <string.h>

#define MAX_FILE_SIZE ((gsize) 256 << 20)
#define MAX_PIXELS 50000000
/* Deflate can't shrink anything more than this. */
#define MAX_COMPRESSION 1032
#define SIGNATURE_SIZE 8
/* Signature, and the header chunk with its length, name and checksum. */
#define HEADER_END (SIGNATURE_SIZE + 25)

typedef struct
{
  png_struct   *png;
  png_info     *info;
  DhImage      *image;
  const guint8 *data;
  gsize         size, position;
  char          message[128];
} Reader;

typedef struct
{
  png_struct    *png;
  png_info      *info;
  const DhImage *image;
  GByteArray    *bytes;
  png_text      *texts;
  int            n_texts;
  gboolean       opaque;
  char           message[128];
} Writer;

/* Both structs are found by libpng's error pointer: it points to the message. */
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

static gboolean
set_damaged (const char *name, const char *reason, GError **error)
{
  g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
               _("“%s” is damaged (%s): export it again or leave it out."), name, reason);
  return FALSE;
}

/* Bits of a pixel as the file stores it; 0 for a colour type that doesn't exist. */
static guint
get_depth (const guint8 *data)
{
  static const guint8 channels[7] = { 1, 0, 3, 1, 2, 0, 4 };

  return data[25] < G_N_ELEMENTS (channels) ? channels[data[25]] * data[24] : 0;
}

static gboolean
check_header (const char *name, const guint8 *data, gsize size, GError **error)
{
  guint64 width, height;

  if (size == 0)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
                   _("“%s” is empty: export it again or leave it out."), name);
      return FALSE;
    }
  if (png_sig_cmp (data, 0, MIN (size, SIGNATURE_SIZE)) != 0)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
                   _("“%s” is not a PNG picture: convert it to PNG or leave it out."), name);
      return FALSE;
    }
  if (size < HEADER_END || memcmp (data + SIGNATURE_SIZE + 4, "IHDR", 4) != 0)
    return set_damaged (name, _("its header is missing"), error);

  width = get_number (data + 16);
  height = get_number (data + 20);
  if (width > DH_PNG_MAX_SIDE || height > DH_PNG_MAX_SIDE || width * height > MAX_PIXELS)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
                   _("“%s” says that it has %u × %u pixels: reduce it to a side of at most %d "
                     "and %d million pixels."),
                   name, (guint) width, (guint) height, DH_PNG_MAX_SIDE, MAX_PIXELS / 1000000);
      return FALSE;
    }
  if (width * height * get_depth (data) / 8 / MAX_COMPRESSION > size)
    return set_damaged (name, _("it is too short for its size"), error);
  return TRUE;
}

/* Chunks that say nothing about the pixels are passed over, compressed ones above all. */
static void
skip_chunks (png_struct *png)
{
  static const guint8 names[] =
    "bKGD\0cHRM\0eXIf\0gAMA\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0"
    "pHYs\0sBIT\0sCAL\0sPLT\0sRGB\0sTER\0tEXt\0tIME\0zTXt";

  png_set_keep_unknown_chunks (png, PNG_HANDLE_CHUNK_NEVER, names, sizeof names / 5);
}

static void
ask_for_rgba (Reader *self)
{
  png_set_expand (self->png);   /* palette, fewer than 8 bits, transparent colour */
  png_set_scale_16 (self->png);
  png_set_gray_to_rgb (self->png);
  png_set_add_alpha (self->png, 0xff, PNG_FILLER_AFTER);
}

static void
read_rows (Reader *self)
{
  int width = (int) png_get_image_width (self->png, self->info);
  int height = (int) png_get_image_height (self->png, self->info);
  int n_passes = png_set_interlace_handling (self->png);

  ask_for_rgba (self);
  png_read_update_info (self->png, self->info);
  if (png_get_rowbytes (self->png, self->info) != 4 * (gsize) width)
    png_error (self->png, "unknown kind of pixels");
  self->image = dh_image_try_new (width, height);
  if (self->image == NULL)
    png_error (self->png, "not enough memory");
  for (int pass = 0; pass < n_passes; pass++)
    for (int y = 0; y < height; y++)
      png_read_row (self->png, self->image->pixels + 4 * (gsize) y * width, NULL);
}

static gboolean
run_reader (Reader *self)
{
  if (setjmp (png_jmpbuf (self->png)) != 0)
    return FALSE;
  png_set_read_fn (self->png, self, read_cb);
  png_set_user_limits (self->png, DH_PNG_MAX_SIDE, DH_PNG_MAX_SIDE);
  png_set_crc_action (self->png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  skip_chunks (self->png);
  png_read_info (self->png, self->info);
  read_rows (self);
  png_read_end (self->png, NULL);
  return TRUE;
}

DhImage *
dh_png_read_data (const char *name, const guint8 *data, gsize size, GError **error)
{
  g_autofree char *shown = g_filename_display_name (name);
  Reader self = { .data = data, .size = size };
  gboolean good;

  if (!check_header (shown, data, size, error))
    return NULL;
  self.png = png_create_read_struct (PNG_LIBPNG_VER_STRING, self.message, fail_cb, warn_cb);
  self.info = self.png != NULL ? png_create_info_struct (self.png) : NULL;
  good = self.info != NULL && run_reader (&self);
  png_destroy_read_struct (&self.png, &self.info, NULL);
  if (!good)
    {
      g_clear_pointer (&self.image, dh_image_free);
      set_damaged (shown, self.message[0] != '\0' ? self.message : "libpng", error);
    }
  return self.image;
}

DhImage *
dh_png_read (const char *path, GError **error)
{
  gsize size;
  g_autofree guint8 *data = dh_file_read (path, MAX_FILE_SIZE, DH_ERROR_PICTURE, &size, error);

  return data != NULL ? dh_png_read_data (path, data, size, error) : NULL;
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

/* Plain chunks hold Latin-1 only, so all that is not ASCII goes into international ones. */
static void
add_texts (Writer *self, const char * const *text)
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

static gboolean
is_opaque (const DhImage *image)
{
  gsize n_pixels = (gsize) image->width * image->height;

  for (gsize i = 0; i < n_pixels; i++)
    if (image->pixels[4 * i + 3] != 255)
      return FALSE;
  return TRUE;
}

static gboolean
run_writer (Writer *self)
{
  if (setjmp (png_jmpbuf (self->png)) != 0)
    return FALSE;
  png_set_write_fn (self->png, self, write_cb, flush_cb);
  png_set_IHDR (self->png, self->info, self->image->width, self->image->height, 8,
                self->opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGBA, PNG_INTERLACE_NONE,
                PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_text (self->png, self->info, self->texts, self->n_texts);
  png_write_info (self->png, self->info);
  if (self->opaque)
    png_set_filler (self->png, 0, PNG_FILLER_AFTER);
  for (int y = 0; y < self->image->height; y++)
    png_write_row (self->png, self->image->pixels + 4 * (gsize) y * self->image->width);
  png_write_end (self->png, NULL);
  return TRUE;
}

gboolean
dh_png_write (const DhImage *image, const char *path, const char * const *text, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree png_text *texts = NULL;
  Writer self = { .image = image, .bytes = bytes, .opaque = is_opaque (image) };
  gboolean good;

  add_texts (&self, text);
  texts = self.texts;
  self.png = png_create_write_struct (PNG_LIBPNG_VER_STRING, self.message, fail_cb, warn_cb);
  self.info = self.png != NULL ? png_create_info_struct (self.png) : NULL;
  good = self.info != NULL && run_writer (&self);
  png_destroy_write_struct (&self.png, &self.info);
  if (!good)
    {
      g_autofree char *shown = g_filename_display_name (path);

      g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
                   _("“%s” can't be encoded (%s): make the picture smaller."),
                   shown, self.message);
      return FALSE;
    }
  return dh_file_write (path, bytes->data, bytes->len, error);
}
