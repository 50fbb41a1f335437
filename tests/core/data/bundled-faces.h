/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/face-set.h"

/* One of the bundled people. */
static inline DhFaceSet *
load_bundled (const char *person)
{
  g_autofree char *folder = g_build_filename (g_getenv ("DH_FACES"), person, NULL);
  g_autoptr (GError) error = NULL;
  DhFaceSet *set = dh_face_set_load (folder, NULL, &error);

  g_assert_no_error (error);
  return set;
}
