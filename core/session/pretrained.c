/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pretrained weights that come with the program.  They belong to one model and two people:
 * warm/quick-alder-birch.npz beside the folder of the bundled faces.  To add some, add a file.
 *
 * Lanes go on from there at the rate at which the training of these weights ended.  At the preset's,
 * which is higher, they would lose in a few steps what the lower one brought: the noise of the larger
 * steps comes back, whatever state the optimizer starts with (data/warm/README.md has figures).
 */
#include "core/session/pretrained.h"

#include <string.h>

#define FOLDER "warm"

DhStart
dh_pretrained_find (DhStart start, const char *faces_folder, const char *model,
                    char *const people[2])
{
  g_autofree char *data = g_path_get_dirname (faces_folder);
  g_autofree char *name = g_strdup_printf ("%s-%s-%s.npz", model, people[0], people[1]);
  g_autofree char *path = g_build_filename (data, FOLDER, name, NULL);

  if (start.kind != DH_START_WARM)
    return start;
  /* People from the user's own folders have paths. */
  if (strchr (name, G_DIR_SEPARATOR) != NULL || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return dh_start_make (DH_START_SCRATCH, NULL);
  return dh_start_make (DH_START_WARM, path);
}

double
dh_pretrained_get_usual_rate (const DhModel *model, DhStart start)
{
  return start.kind == DH_START_WARM && model->warm_rate > 0 ? model->warm_rate
                                                             : model->learning_rate;
}

double
dh_pretrained_convert_rate (const DhModel *model, double rate, DhStart from, DhStart to)
{
  return rate == dh_pretrained_get_usual_rate (model, from)
           ? dh_pretrained_get_usual_rate (model, to)
           : rate;
}
