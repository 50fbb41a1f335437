/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/png.h"

G_BEGIN_DECLS

/* An animated PNG, taken apart without the program's writer. */
typedef struct
{
  int width, height;
  GPtrArray *pictures;  /* (element-type guint32 array) 0xAARRGGBB, as shown, width × height each */
  GArray *milliseconds; /* (element-type guint) */
  guint n_texts;        /* tEXt and iTXt chunks */
} ApngRead;

/* Fails the test if the file breaks a rule of the specification. */
ApngRead *apng_read (const guint8 *data, gsize size);
void apng_read_free (ApngRead *self);
const guint32 *apng_read_get (const ApngRead *self, guint picture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApngRead, apng_read_free)

G_END_DECLS
