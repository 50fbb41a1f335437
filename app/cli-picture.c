/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing drawn pictures to files.  Cairo can do that itself, but on a full disk it leaves half a
 * file and only a status code.
 */
#include "app/cli-picture.h"

#include "app/cli.h"
#include "core/base/safe-file.h"

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

  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return dh_safe_file_write (path, (const char *) png->data, png->len, error);
  dh_cli_set_output_error (error, path, cairo_status_to_string (status));
  return FALSE;
}
