/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said about a picture that can't be read, whatever its kind, and the limits of its size.
 */
#include "core/data/picture-error.h"

#include "core/base/error.h"

#include <glib/gi18n-lib.h>

gboolean
dh_picture_set_empty (const char *shown, GError **error)
{
  g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
               _ ("“%s” is empty: export it again or leave it out."), shown);
  return FALSE;
}

gboolean
dh_picture_set_damaged (const char *shown, const char *reason, GError **error)
{
  g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
               _ ("“%s” is damaged (%s): export it again or leave it out."), shown, reason);
  return FALSE;
}

gboolean
dh_picture_set_lacks_memory (const char *shown, guint width, guint height, GError **error)
{
  g_set_error (error, DH_ERROR, DH_ERROR_MEMORY,
               _ ("“%s” has %u × %u pixels, more than fit into the free memory: make it smaller "
                  "or close other programs."),
               shown, width, height);
  return FALSE;
}

gboolean
dh_picture_check_size (const char *shown, guint width, guint height, GError **error)
{
  if (width <= DH_PICTURE_MAX_SIDE && height <= DH_PICTURE_MAX_SIDE
      && width * (guint64) height <= DH_PICTURE_MAX_PIXELS)
    return TRUE;
  g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
               _ ("“%s” claims to have %u × %u pixels: reduce it to at most %d pixels a side "
                  "and %d million in total."),
               shown, width, height, DH_PICTURE_MAX_SIDE, DH_PICTURE_MAX_PIXELS / 1000000);
  return FALSE;
}
