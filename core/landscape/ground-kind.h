/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The kinds of ground that a ball rolls on. */
typedef enum
{
  DH_GROUND_KIND_CURVE,
  DH_GROUND_KIND_HILL,
  DH_GROUND_KIND_FIT,
  DH_GROUND_KIND_FACE,
  DH_GROUND_N_KINDS
} DhGroundKind;

/* The parsed name of a ground: "hill:bumpy" is the hill "bumpy". */
typedef struct
{
  DhGroundKind kind;
  const char *which; /* lent from the text: what follows the colon; "" if there is none */
} DhGroundName;

/* FALSE: not a name of any kind.  Whether that ground exists depends on the table of its kind. */
gboolean dh_ground_name_parse (const char *text, DhGroundName *name);
/* which: NULL if the kind has only one; (transfer full) */
char *dh_ground_name_join (DhGroundKind kind, const char *which);

/* "hill" */
const char *dh_ground_kind_get_id (DhGroundKind kind);
/* Whether the height depends on a mix of losses. */
gboolean dh_ground_kind_uses_mix (DhGroundKind kind);

G_END_DECLS
