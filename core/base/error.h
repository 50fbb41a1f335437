/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Errors from outside the program.  A message is one sentence for the user: it names the file or
 * the value and says what to do. */
typedef enum
{
  DH_ERROR_FACES,    /* a folder of faces can't be used */
  DH_ERROR_PICTURE,  /* a picture can't be read or written */
  DH_ERROR_WEIGHTS,  /* a file of weights can't be read or written */
  DH_ERROR_VALUE,    /* a setting is unknown or out of range */
  DH_ERROR_MEMORY,   /* the machine is too small for the model */
  DH_ERROR_COMPUTE,  /* the arithmetic library refused */
  DH_ERROR_FILE,     /* a file can't be written */
  DH_ERROR_DOCUMENT, /* a document or a link can't be read */
} DhError;

#define DH_ERROR (dh_error_quark ())
GQuark dh_error_quark (void);

G_END_DECLS
