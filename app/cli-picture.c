/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing drawn pictures to files.  Cairo can do that itself, but on a full disk it leaves half a
 * file and only a status code.
 */
#include "app/cli-picture.h"

#include "app/cli.h"

static cairo_status_t
append_bytes_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

gboolean
dh_cli_picture_write (cairo_surface_t *surface, const char *path, GError **error)
{
  g_autoptr (GByteArray) png = g_byte_array_new ();
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, append_bytes_cb, png);
  g_autoptr (GError) reason = NULL;

  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    dh_cli_set_output_error (error, path, cairo_status_to_string (status));
  else if (!g_file_set_contents_full (path, (const char *) png->data, png->len,
                                      G_FILE_SET_CONTENTS_CONSISTENT, 0666, &reason))
    dh_cli_set_output_error (error, path, reason->message);
  else
    return TRUE;
  return FALSE;
}
