/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/picture.h"

G_BEGIN_DECLS

/* A file of tests/data/pictures. (transfer full) */
static inline GByteArray *
picture_file_read (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("DH_TEST_DATA"), "pictures", name, NULL);
  char *bytes;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  return g_byte_array_new_take ((guint8 *) bytes, size);
}

/* Whether there is nothing to test because a loader is missing, which is then said. */
static inline gboolean
picture_file_skip (const char *kind)
{
  g_autofree char *reason = NULL;

  if (dh_picture_can_read (kind))
    return FALSE;
  reason = g_strdup_printf ("gdk-pixbuf has no loader for %s here", kind);
  g_test_skip (reason);
  return TRUE;
}

G_END_DECLS
