/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures other than PNG, through gdk-pixbuf; the only file that knows it.
 *
 * gdk-pixbuf is no toolkit, and has what a person keeps photographs in: JPEG, TIFF, BMP and GIF
 * always, WebP, HEIC and AVIF where a loader is installed.  Libraries of our own for each were
 * rejected: seven more that must be kept up to date.
 *
 * Its loaders parse files that may come from anywhere.  So a loader is chosen by what the first
 * bytes are known to be, never by gdk-pixbuf's own guess: that could be SVG or an animated cursor,
 * which nobody wants to train on, and which would read other files.  A survey by hand refuses
 * sizes that are too large, and files that were cut, before the loader sees a byte; it is asked
 * again when the loader has found a size.
 *
 * The result is upright sRGB, as from png.c, but for what is lost: loaders give 8 bits, and CMYK
 * is converted without its profile.  Both become notices, and so does a colour space that is
 * neither primaries nor a power.
 */
#include "core/data/pixbuf.h"

#include "core/base/error.h"
#include "core/data/colour-space.h"
#include "core/data/picture-error.h"
#include "core/data/picture-facts.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define PIECE       ((gsize) 64 << 10)
#define MAX_PROFILE (8 << 20)
#define N_TYPES     2
/* The minor version from which loaders may be glycin's. */
#define FIRST_GLYCIN 43
#define FULL_OF_BYTE (DH_IMAGE_FULL / 255)

static const struct
{
  const char *kind;
  const char *types[N_TYPES + 1];
  const char *package;
} kinds[] = {
  { "JPEG", { "image/jpeg" }, NULL },
  { "WebP", { "image/webp" }, "webp-pixbuf-loader" },
  { "HEIC", { "image/heic", "image/heif" }, "heif-gdk-pixbuf" },
  { "AVIF", { "image/avif" }, "heif-gdk-pixbuf" },
  { "TIFF", { "image/tiff" }, NULL },
  { "BMP", { "image/bmp" }, NULL },
  { "GIF", { "image/gif" }, NULL },
};

/* H.273's codes. */
enum
{
  BT709 = 1,
  UNSPECIFIED = 2,
  DISPLAY_P3 = 12,
  TRANSFER_BT601 = 6,
  TRANSFER_SRGB = 13,
};

static const DhColourSpace display_p3 = {
  .has_primaries = TRUE,
  .white = { .3127, .3290 },
  .red = { .680, .320 },
  .green = { .265, .690 },
  .blue = { .150, .060 },
};

/* Adobe, "Adobe RGB (1998) Color Image Encoding", 4.3 */
static const DhColourSpace adobe_rgb = {
  .gamma = 256 / 563.0,
  .is_exact = TRUE,
  .has_primaries = TRUE,
  .white = { .3127, .3290 },
  .red = { .64, .33 },
  .green = { .21, .71 },
  .blue = { .15, .06 },
};

typedef struct
{
  const char *shown; /* the whole name */
  const char *base;  /* its last part */
  DhPictureFacts facts;
  DhNotices *notices;
  GError *refusal; /* of the size that the loader found */
} Loading;

/* ---- kinds ---- */

static int
find_kind (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, kind))
      return (int) i;
  return -1;
}

const char *const *
dh_pixbuf_get_types (const char *kind)
{
  int i = find_kind (kind);

  return i >= 0 ? kinds[i].types : NULL;
}

const char *
dh_pixbuf_get_package (const char *kind)
{
  int i = find_kind (kind);

  return i >= 0 ? kinds[i].package : NULL;
}

static gboolean
is_for (GdkPixbufFormat *format, guint kind)
{
  g_auto (GStrv) types = gdk_pixbuf_format_get_mime_types (format);

  if (gdk_pixbuf_format_is_disabled (format) || gdk_pixbuf_format_is_scalable (format))
    return FALSE;
  for (guint i = 0; kinds[kind].types[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) types, kinds[kind].types[i]))
      return TRUE;
  return FALSE;
}

/* The names of all kinds' loaders, NULL where there is none. */
static char **
find_loaders (void)
{
  char **loaders = g_new0 (char *, G_N_ELEMENTS (kinds));
  GSList *formats = gdk_pixbuf_get_formats ();

  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    for (GSList *at = formats; at != NULL && loaders[kind] == NULL; at = at->next)
      if (is_for (at->data, kind))
        loaders[kind] = gdk_pixbuf_format_get_name (at->data);
  g_slist_free (formats);
  return loaders;
}

/* NULL: none is installed; lent */
static const char *
get_loader (const char *kind)
{
  static char **loaders;
  int i = find_kind (kind);

  if (g_once_init_enter (&loaders))
    g_once_init_leave (&loaders, find_loaders ());
  return i >= 0 ? loaders[i] : NULL;
}

gboolean
dh_pixbuf_can_read (const char *kind)
{
  return get_loader (kind) != NULL;
}

const char *
dh_pixbuf_get_version (void)
{
  return gdk_pixbuf_version;
}

/* ---- decoding ---- */

/* Some loaders' words aren't UTF-8. */
static gboolean
set_undecoded (const Loading *self, const GError *reason, GError **error)
{
  g_autofree char *words = g_utf8_make_valid (reason != NULL ? reason->message : "gdk-pixbuf", -1);

  if (g_error_matches (reason, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_INSUFFICIENT_MEMORY))
    return dh_picture_set_lacks_memory (self->shown, self->facts.width, self->facts.height, error);
  g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
               _ ("“%s” can’t be decoded (%s): export it again, as PNG if that doesn’t help, or "
                  "leave it out."),
               self->shown, words);
  return FALSE;
}

/* A size of 0 makes a loader stop. */
static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, Loading *self)
{
  if (self->refusal == NULL
      && !dh_picture_check_size (self->shown, (guint) width, (guint) height, &self->refusal))
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

/* (transfer full) */
static GdkPixbuf *
decode (Loading *self, const char *kind, GBytes *bytes, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autoptr (GError) reason = NULL, last = NULL;
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (get_loader (kind), &reason);
  GdkPixbuf *pixbuf = NULL;
  gboolean good = loader != NULL;

  if (loader != NULL)
    {
      g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), self);
      for (gsize at = 0; at < size && good && self->refusal == NULL; at += PIECE)
        good = gdk_pixbuf_loader_write (loader, data + at, MIN (size - at, PIECE), &reason);
      /* Must be closed, whatever happened. */
      good &= gdk_pixbuf_loader_close (loader, good ? &reason : &last);
      pixbuf = good && self->refusal == NULL ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
    }
  if (self->refusal != NULL)
    g_propagate_error (error, g_steal_pointer (&self->refusal));
  else if (pixbuf == NULL)
    set_undecoded (self, reason, error);
  return pixbuf != NULL ? g_object_ref (pixbuf) : NULL;
}

static void
copy_row (const guint8 *from, int n_channels, int width, guint16 *to)
{
  for (int x = 0; x < width; x++, from += n_channels, to += 4)
    {
      for (int c = 0; c < 3; c++)
        to[c] = from[c] * FULL_OF_BYTE;
      to[3] = n_channels == 4 ? from[3] * FULL_OF_BYTE : DH_IMAGE_FULL;
    }
}

static void
copy_pixels (GdkPixbuf *pixbuf, DhImage *image)
{
  const guint8 *rows = gdk_pixbuf_read_pixels (pixbuf);
  const gsize stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf);
  const int n_channels = gdk_pixbuf_get_n_channels (pixbuf);

  for (int y = 0; y < image->height; y++)
    copy_row (rows + y * stride, n_channels, image->width,
              image->pixels + 4 * (gsize) y * image->width);
}

/* ---- what the pixels mean ---- */

/* Of the survey, or of the loader; (transfer full), NULL: none.  Before 2.43, loaders convert no
 * colours, and some don't pass on the profile; the newer ones, which glycin brings, convert, and
 * then pass on none. */
static GBytes *
find_profile (const Loading *self, GdkPixbuf *pixbuf)
{
  const char *text = gdk_pixbuf_get_option (pixbuf, "icc-profile");
  gsize size = 0;
  guint8 *profile;

  if (self->facts.profile != NULL && (text != NULL || gdk_pixbuf_minor_version < FIRST_GLYCIN))
    return g_bytes_ref (self->facts.profile);
  if (text == NULL || text[0] == '\0' || strlen (text) > MAX_PROFILE)
    return NULL;
  profile = g_base64_decode (text, &size);
  return g_bytes_new_take (profile, size);
}

static void
apply_profile (const Loading *self, GBytes *bytes, DhImage *image)
{
  gsize size;
  const guint8 *profile = g_bytes_get_data (bytes, &size);
  g_autofree char *title = NULL;

  if (dh_icc_to_srgb (profile, size, image))
    return;
  title = dh_icc_dup_title (profile, size);
  dh_icc_tell (title, self->base, self->notices);
}

static void
apply_code_points (const Loading *self, DhImage *image)
{
  const guint primaries = self->facts.primaries, transfer = self->facts.transfer;
  const gboolean usual = transfer == BT709 || transfer == UNSPECIFIED || transfer == TRANSFER_BT601
                         || transfer == TRANSFER_SRGB;
  g_autofree char *text = NULL;

  if (usual && (primaries == BT709 || primaries == UNSPECIFIED))
    return;
  if (usual && primaries == DISPLAY_P3)
    {
      dh_colour_space_to_srgb (&display_p3, image);
      return;
    }
  text = g_strdup_printf (_ ("the colour space (primaries %u, transfer %u) is not applied: convert "
                             "the picture to sRGB if colours matter"),
                          primaries, transfer);
  dh_notices_add (self->notices, self->base, text);
}

static void
convert_colours (const Loading *self, GdkPixbuf *pixbuf, DhImage *image)
{
  g_autoptr (GBytes) profile = self->facts.is_cmyk ? NULL : find_profile (self, pixbuf);

  if (self->facts.is_cmyk)
    dh_notices_add (self->notices, self->base,
                    _ ("the CMYK colours are converted without their profile, so they are only "
                       "roughly right: convert the picture to sRGB if colours matter"));
  else if (profile != NULL)
    apply_profile (self, profile, image);
  else if (self->facts.has_code_points)
    apply_code_points (self, image);
  else if (self->facts.is_adobe_rgb)
    dh_colour_space_to_srgb (&adobe_rgb, image);
}

static void
tell_losses (const Loading *self)
{
  if (self->facts.depth > 8)
    {
      g_autofree char *text = NULL;

      text = g_strdup_printf (_ ("of %u bits in each number, 8 are used: export it as PNG to keep "
                                 "all of them"),
                              self->facts.depth);
      dh_notices_add (self->notices, self->base, text);
    }
  if (self->facts.is_animated)
    dh_notices_add (self->notices, self->base, _ ("an animation; only its first picture is used"));
}

/* A loader that has turned some of it itself says what is left. */
static int
get_orientation (const Loading *self, GdkPixbuf *pixbuf)
{
  const char *text = gdk_pixbuf_get_option (pixbuf, "orientation");
  int orientation = text != NULL ? atoi (text) : self->facts.orientation;

  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

/* Takes the image; NULL: no memory. */
static DhImage *
turn_upright (DhImage *image, int orientation)
{
  g_autoptr (DhImage) owned = image;

  return orientation == 1 ? g_steal_pointer (&owned) : dh_image_turn (owned, orientation);
}

static DhImage *
interpret (Loading *self, GdkPixbuf *pixbuf, GError **error)
{
  const int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  DhImage *image;

  if (!dh_picture_check_size (self->shown, (guint) width, (guint) height, error))
    return NULL;
  image = dh_image_try_new (width, height);
  if (image != NULL)
    {
      copy_pixels (pixbuf, image);
      convert_colours (self, pixbuf, image);
      image = turn_upright (image, get_orientation (self, pixbuf));
    }
  if (image != NULL)
    tell_losses (self);
  else
    dh_picture_set_lacks_memory (self->shown, (guint) width, (guint) height, error);
  return image;
}

/* Whether the file may be given to a loader. */
static gboolean
check (Loading *self, const char *kind, const guint8 *data, gsize size, GError **error)
{
  const char *reason;

  if (!dh_picture_survey (kind, data, size, &self->facts, &reason))
    return dh_picture_set_damaged (self->shown, reason, error);
  if (self->facts.is_raw || self->facts.is_ambiguous)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
                   self->facts.is_raw
                     ? _ ("“%s” is a camera’s raw file, of which only a small preview could be "
                          "read: convert it to PNG or leave it out.")
                     : _ (
                       "“%s” has CMYK colours and doesn’t say whether they are inverted: convert "
                       "it to sRGB or leave it out."),
                   self->shown);
      return FALSE;
    }
  return dh_picture_check_size (self->shown, self->facts.width, self->facts.height, error);
}

/* What a loader gets: the file, or only a part of it.  (transfer full); NULL: it can't be read. */
static GBytes *
prepare (Loading *self, const char *kind, const guint8 *data, gsize size, GError **error)
{
  GBytes *bytes;

  if (!check (self, kind, data, size, error))
    return NULL;
  if (!g_str_equal (kind, "WebP"))
    return g_bytes_new_static (data, size);
  if (!self->facts.is_animated)
    return dh_webp_fill (data, size);
  bytes = dh_webp_dup_first (data, size);
  if (bytes == NULL)
    dh_picture_set_damaged (self->shown, "its first picture is missing", error);
  return bytes;
}

DhImage *
dh_pixbuf_read_data (const char *kind, const char *name, const guint8 *data, gsize size,
                     DhNotices *notices, GError **error)
{
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *base = g_path_get_basename (shown);
  Loading self = { .shown = shown, .base = base, .notices = notices };
  g_autoptr (GBytes) bytes = prepare (&self, kind, data, size, error);
  g_autoptr (GdkPixbuf) pixbuf = bytes != NULL ? decode (&self, kind, bytes, error) : NULL;
  DhImage *image = pixbuf != NULL ? interpret (&self, pixbuf, error) : NULL;

  dh_picture_facts_clear (&self.facts);
  return image;
}
