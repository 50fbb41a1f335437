/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Grounds and trajectories as files that other programs read.  Numbers are written so that reading
 * them gives the same double again, whatever the locale.
 */
#include "core/landscape/export.h"

#include "core/base/error.h"
#include "core/base/safe-file.h"
#include "core/data/npy.h"

#include <glib/gi18n-lib.h>

#include <math.h>

gboolean
dh_terrain_write (const DhTerrain *terrain, const char *path, GError **error)
{
  const int dimensions[] = { terrain->n_rows, terrain->n_columns };
  gsize n = (gsize) terrain->n_rows * terrain->n_columns;
  g_autofree float *heights = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    {
      heights[i] = (float) terrain->heights[i];
      if (!isinf (heights[i]))
        continue;
      g_set_error (
        error, DH_ERROR, DH_ERROR_VALUE,
        _ ("“%s” can’t hold a height of %.3g in single precision: scale the function down."), path,
        terrain->heights[i]);
      return FALSE;
    }
  return dh_npy_write (path, heights, dimensions, G_N_ELEMENTS (dimensions), error);
}

static void
append_number (GString *text, double number, char end)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, g_ascii_dtostr (digits, sizeof digits, number));
  g_string_append_c (text, end);
}

gboolean
dh_trajectory_points_write (const DhTrajectoryPoint *points, const guint64 *steps, guint n,
                            const char *path, GError **error)
{
  g_autoptr (GString) text = g_string_new ("step,x,y,loss\n");

  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (text, "%" G_GUINT64_FORMAT ",", steps != NULL ? steps[i] : i);
      append_number (text, points[i].at[0], ',');
      append_number (text, points[i].at[1], ',');
      append_number (text, points[i].loss, '\n');
    }
  return dh_safe_file_write (path, text->str, text->len, error);
}

gboolean
dh_descent_write (const DhDescent *descent, const char *path, GError **error)
{
  return dh_trajectory_points_write (dh_descent_get_trajectory (descent), NULL,
                                     dh_descent_get_n_balls (descent), path, error);
}
