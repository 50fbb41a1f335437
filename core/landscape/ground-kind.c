/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kinds of ground, and the names of grounds: "curve", "hill:bumpy", "hill:x^2 + y^4", "fit",
 * "face:shift".  The same name is used on the command line, in the settings and in the race; it is
 * only parsed here.
 */
#include "core/landscape/ground-kind.h"

#include <string.h>

static const struct
{
  const char *id;
  gboolean has_several; /* the name continues after a colon: which of them */
  gboolean uses_mix;
} kinds[DH_GROUND_N_KINDS] = {
  [DH_GROUND_KIND_CURVE] = { "curve", .has_several = FALSE, .uses_mix = TRUE },
  [DH_GROUND_KIND_HILL] = { "hill", .has_several = TRUE, .uses_mix = FALSE },
  [DH_GROUND_KIND_FIT] = { "fit", .has_several = FALSE, .uses_mix = TRUE },
  [DH_GROUND_KIND_FACE] = { "face", .has_several = TRUE, .uses_mix = TRUE },
};

gboolean
dh_ground_name_parse (const char *text, DhGroundName *name)
{
  for (guint i = 0; i < DH_GROUND_N_KINDS; i++)
    {
      const char *rest = g_str_has_prefix (text, kinds[i].id) ? text + strlen (kinds[i].id) : NULL;

      if (rest == NULL || *rest != (kinds[i].has_several ? ':' : '\0'))
        continue;
      *name = (DhGroundName) { i, kinds[i].has_several ? rest + 1 : rest };
      return TRUE;
    }
  return FALSE;
}

char *
dh_ground_name_join (DhGroundKind kind, const char *which)
{
  return kinds[kind].has_several ? g_strdup_printf ("%s:%s", kinds[kind].id, which)
                                 : g_strdup (kinds[kind].id);
}

const char *
dh_ground_kind_get_id (DhGroundKind kind)
{
  return kinds[kind].id;
}

gboolean
dh_ground_kind_uses_mix (DhGroundKind kind)
{
  return kinds[kind].uses_mix;
}
