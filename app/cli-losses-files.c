/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The gradients of `downhill-cli losses` as files: NumPy arrays for programs, pictures for people.
 */
#include "app/cli-losses.h"

#include "app/cli-picture.h"
#include "app/cli.h"
#include "ui/plot/pictures/gradient-map.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef gboolean (*WriteFunc) (DhFileComparison *comparison, guint loss, const char *path,
                               GError **error);

static gboolean
write_map (DhFileComparison *comparison, guint loss, const char *path, GError **error)
{
  const DhComparisonResult *result = dh_file_comparison_get_result (comparison, loss);

  return dh_cli_picture_write (
    dh_gradient_map_new_surface (result->map, dh_file_comparison_get_width (comparison),
                                 dh_file_comparison_get_height (comparison), result->map_scale),
    path, error);
}

static gboolean
write_each (DhFileComparison *comparison, const char *folder, const char *ending, WriteFunc write)
{
  guint n_losses;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);
  gboolean written = TRUE;

  for (guint i = 0; i < n_losses; i++)
    {
      g_autofree char *name = g_strconcat (losses[i].id, ending, NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;

      if (!dh_file_comparison_is_wanted (comparison, i))
        continue;
      if (isnan (dh_file_comparison_get_value (comparison, i)))
        g_printerr (_ ("%s is undefined for pictures of %d × %d; %s is not written.\n"),
                    losses[i].name, dh_file_comparison_get_width (comparison),
                    dh_file_comparison_get_height (comparison), name);
      else if (!write (comparison, i, path, &error))
        {
          dh_cli_fail (error);
          written = FALSE;
        }
    }
  return written;
}

gboolean
dh_cli_losses_write_gradients (DhFileComparison *comparison, const char *folder)
{
  return write_each (comparison, folder, ".npy", dh_file_comparison_write_gradient);
}

gboolean
dh_cli_losses_write_maps (DhFileComparison *comparison, const char *folder)
{
  return write_each (comparison, folder, ".png", write_map);
}
