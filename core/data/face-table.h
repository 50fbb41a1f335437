/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/face-place.h"

#include <stdio.h>

G_BEGIN_DECLS

#define DH_LANDMARKS_FILE "landmarks.csv"
/* In place of a file's name: all pictures of which nothing else is known. */
#define DH_FACE_TABLE_ALL "*"
/* The largest such file. */
#define DH_FACE_TABLE_MAX ((gsize) 256 << 20)

/* What a landmarks.csv says of the pictures of its folder.  It doesn't change.  Any thread. */
typedef struct _DhFaceTable DhFaceTable;

/* Reads records "file,x0,y0,…" (68 landmarks), "file,x0,y0,x1,y1" (two eyes), "file,x,y,side" (a
 * square) and "*,x,y,side" (a square for all other pictures), in the format of csv.h, with or
 * without a heading, with decimal points or commas.  A picture may have both landmarks and a place.
 * (transfer full); NULL with DH_ERROR_FACES naming file, line and column. */
DhFaceTable *dh_face_table_read (const char *path, GError **error);
/* The same from an open file; shown: its name in error messages. */
DhFaceTable *dh_face_table_read_stream (FILE *file, const char *shown, GError **error);
/* Of a folder; *table is NULL if there is none.  FALSE only if it exists but can't be read: that of a
 * link that leads nowhere mustn't pass for “no landmarks”. */
gboolean dh_face_table_read_folder (const char *folder, DhFaceTable **table, GError **error);
DhFaceTable *dh_face_table_ref (DhFaceTable *self);
void dh_face_table_unref (DhFaceTable *self);

/* The number of pictures that have landmarks. */
guint dh_face_table_get_n_landmarks (const DhFaceTable *self);
/* NULL: none.  Lent. */
const DhLandmarks *dh_face_table_get_landmarks (const DhFaceTable *self, const char *name);
/* Kind NONE: none.  name NULL: the place for all other pictures. */
DhFacePlace dh_face_table_get_place (const DhFaceTable *self, const char *name);
/* FALSE if nothing is said of a picture although others have landmarks: it isn't one of the
 * person's. */
gboolean dh_face_table_admits (const DhFaceTable *self, const char *name);

/* A place as it stands in the file. */
typedef struct
{
  DhFacePlace place;
  gsize start, end;  /* its bytes, with its line end */
  gboolean is_first; /* the first record of the file, which decides on the separator */
} DhFaceRow;

/* File name → DhLandmarks; lent. */
GHashTable *dh_face_table_peek_landmarks (const DhFaceTable *self);
/* File name or DH_FACE_TABLE_ALL → DhFaceRow; lent. */
GHashTable *dh_face_table_peek_rows (const DhFaceTable *self);
/* 0: the file has no records. */
char dh_face_table_get_separator (const DhFaceTable *self);
/* Whether the comma is the decimal sign of some number. */
gboolean dh_face_table_has_commas (const DhFaceTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhFaceTable, dh_face_table_unref)

G_END_DECLS
