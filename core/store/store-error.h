/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why a session can't be kept or read.  A message is one sentence for the user; the code is for
 * what the program does about it. */
typedef enum
{
  DH_STORE_ERROR_IN_USE,    /* another program has the session open */
  DH_STORE_ERROR_NEWER,     /* a newer version of the program wrote it */
  DH_STORE_ERROR_FOREIGN,   /* a database, but not one of ours */
  DH_STORE_ERROR_DAMAGED,   /* the file isn't what was written */
  DH_STORE_ERROR_FULL,      /* the disk or the user's share of it is full */
  DH_STORE_ERROR_TOO_LARGE, /* the session's own limit in bytes doesn't allow it */
  DH_STORE_ERROR_MISSING,   /* there is no such session */
  DH_STORE_ERROR_FAILED,    /* permissions, the disk, memory */
} DhStoreError;

#define DH_STORE_ERROR (dh_store_error_quark ())
GQuark dh_store_error_quark (void);

G_END_DECLS
