/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys that move and enlarge what is drawn.
 */
#include "ui/widgets/motion-keys.h"

#include <gdk/gdk.h>

gboolean
dh_motion_keys_find_arrow (guint keyval, int *across, int *down)
{
  *across = *down = 0;
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      *across = -1;
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      *across = 1;
      break;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      *down = -1;
      break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      *down = 1;
      break;
    default:
      return FALSE;
    }
  return TRUE;
}

int
dh_motion_keys_find_zoom (guint keyval)
{
  switch (keyval)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      return 1;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      return -1;
    default:
      return 0;
    }
}
