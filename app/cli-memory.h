/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/lanes.h"

G_BEGIN_DECLS

typedef struct
{
  const char *preset;
  guint n_lanes;
  guint n_slots[DH_MAX_LANES]; /* of each lane's optimizer, at most */
} DhCliNeeds;

/* What can't fit is refused: FALSE; and the user is warned if little would be left for other
 * programs. */
gboolean dh_cli_check_memory (const DhCliNeeds *needs, GError **error);

G_END_DECLS
