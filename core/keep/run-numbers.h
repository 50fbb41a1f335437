/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/lanes.h"

G_BEGIN_DECLS

/* Which run of a kept session is which of the session in memory.  The latter counts its runs anew
 * in each program, the former never: a lane that is taken up again goes on as the run that it was.
 * A value; immutable once it is in use. */
typedef struct
{
  guint n_resumed;
  struct
  {
    guint id;    /* in memory */
    guint64 run; /* kept */
  } resumed[DH_MAX_LANES];
  guint last_id;    /* ids above … */
  guint64 last_run; /* … are the runs above this, in the same order */
} DhRunNumbers;

/* 0: a run that belongs to another session. */
guint64 dh_run_numbers_get (const DhRunNumbers *self, guint id);

G_END_DECLS
