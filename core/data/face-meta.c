/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the program that cut a face out has written into its file.
 *
 * It stands before the pixels, but for DeepFaceLab's older PNGs, where it follows them.  So the
 * beginning of a file is enough, and a folder can be looked through without decoding a picture; of
 * those PNGs, one with more than four megabytes of pixels counts as a picture without.  Broken data
 * are no reason to refuse a picture that can be seen: it is treated like one without, with a
 * notice.
 */
#include "core/data/face-meta.h"

#include "core/base/error.h"
#include "core/data/dfl-header.h"
#include "core/data/faceswap-header.h"
#include "core/data/file.h"
#include "core/data/picture-kind.h"
#include "core/data/png-chunks.h"

#include <glib/gi18n-lib.h>

/* A header is some ten kilobytes; with several large masks, a megabyte. */
#define BEGINNING     ((gsize) 4 << 20)
#define MAX_FILE_SIZE ((gsize) 1 << 40)
/* Signature, length and name of the header chunk, width, height. */
#define PNG_SIZE_END 24

void
dh_face_meta_clear (DhFaceMeta *self)
{
  g_free (self->mask);
  *self = (DhFaceMeta) { 0 };
}

static guint32
get_number (const guint8 *data)
{
  return (guint32) data[0] << 24 | (guint32) data[1] << 16 | (guint32) data[2] << 8 | data[3];
}

/* FALSE, and the notice, if a reason is given. */
static gboolean
describe (DhFaceMeta *self, const char *program, const char *reason, char **problem)
{
  if (reason == NULL)
    return TRUE;
  dh_face_meta_clear (self);
  /* Translators: the name of a program; then a few English words */
  *problem = g_strdup_printf (_ ("what %s wrote about the face can’t be used (%s)"), program,
                              reason);
  return FALSE;
}

static gboolean
read_png (const guint8 *data, gsize size, DhFaceMeta *self, char **problem)
{
  g_autofree char *reason = NULL;
  gsize length;
  const char *text = dh_png_find_text (data, size, "faceswap", &length);
  const guint8 *pickle = NULL;

  if (text != NULL && size >= PNG_SIZE_END)
    dh_faceswap_header_read (text, length, get_number (data + 16), get_number (data + 20), self,
                             &reason);
  else
    pickle = dh_dfl_header_find_in_png (data, size, &length);
  if (pickle != NULL)
    dh_dfl_header_read (pickle, length, self, &reason);
  return describe (self, pickle != NULL ? "DeepFaceLab" : "faceswap", reason, problem);
}

static gboolean
read_jpeg (const guint8 *data, gsize size, DhFaceMeta *self, char **problem)
{
  g_autofree char *reason = NULL;
  gsize length;
  const guint8 *pickle = dh_dfl_header_find (data, size, &length);

  if (pickle != NULL)
    dh_dfl_header_read (pickle, length, self, &reason);
  return describe (self, "DeepFaceLab", reason, problem);
}

gboolean
dh_face_meta_read_data (const guint8 *data, gsize size, DhFaceMeta *self, char **problem)
{
  const char *kind = dh_picture_kind_of_data (data, size);

  *self = (DhFaceMeta) { 0 };
  if (g_strcmp0 (kind, DH_PICTURE_PNG) == 0)
    return read_png (data, size, self, problem);
  if (g_strcmp0 (kind, "JPEG") == 0)
    return read_jpeg (data, size, self, problem);
  return TRUE;
}

gboolean
dh_face_meta_read (const char *path, DhFaceMeta *self, char **problem)
{
  gsize size;
  FILE *file = dh_file_open (path, MAX_FILE_SIZE, DH_ERROR_PICTURE, &size, NULL);
  g_autofree guint8 *data = NULL;

  *self = (DhFaceMeta) { 0 };
  /* Whoever reads the picture will say what is wrong with the file. */
  if (file == NULL)
    return TRUE;
  data = g_malloc (MIN (size, BEGINNING));
  size = fread (data, 1, MIN (size, BEGINNING), file);
  fclose (file);
  return dh_face_meta_read_data (data, size, self, problem);
}
