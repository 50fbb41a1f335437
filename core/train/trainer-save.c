/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing the lanes' weights to files, for a later training to start from.  The worker does it
 * between two steps: the weights are its own, and a copy for another thread would take half a
 * gigabyte with the largest model.
 */
#include "core/train/trainer-private.h"

#include "core/base/error.h"
#include "core/train/checkpoint.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* Where the weights come from, for people; in English, like all words in files. */
static char *
dup_about (const DhTrainer *self, const DhLaneRun *lane)
{
  const DhLaneSettings *settings = &lane->request.settings;
  g_autofree char *a = g_path_get_basename (self->context->folders[DH_SIDE_A]);
  g_autofree char *b = g_path_get_basename (self->context->folders[DH_SIDE_B]);
  g_autofree char *start = g_path_get_basename (dh_start_to_text (&settings->start));
  const char *mix = dh_mix_to_text (&settings->mix);
  const char *optimizer = dh_optimizer_config_to_text (&settings->optimizer_config,
                                                       DH_OPTIMIZER_USER_NETWORK);
  g_autofree char *text = NULL;
  char rate[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_dtostr (rate, sizeof rate, settings->learning_rate);
  text = g_strdup_printf ("%s and %s, loss %s, rate %s, optimizer %s, seed %" PRIu64
                          ", start %s, %" PRIu64 " iterations",
                          a, b, mix, rate, optimizer, self->context->seed, start, lane->iteration);
  return g_utf8_make_valid (text, -1);
}

static gboolean
save_lane (const DhTrainer *self, const DhLaneRun *lane, guint number, GError **error)
{
  g_autofree char *name = g_strdup_printf ("lane-%u.npz", number);
  g_autofree char *path = g_build_filename (self->request->save_folder, name, NULL);
  g_autofree char *about = dup_about (self, lane);

  if (dh_lane_run_has_finite_weights (lane))
    return dh_checkpoint_write (path, self->context->model, lane->parameters, about,
                                self->request->save_half, error);
  g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
               _ ("The weights of lane %u are no longer finite and can’t be kept: restart it with a "
                  "lower rate."),
               number);
  return FALSE;
}

static gboolean
is_wanted (const DhTrainer *self, guint index)
{
  const guint run = self->request->save_run;

  return run == 0 || self->lanes[index]->request.id == run;
}

void
dh_trainer_save_due (DhTrainer *self)
{
  guint n_saved = 0;

  if (self->saved_serial == self->request->save_serial)
    return;
  self->saved_serial = self->request->save_serial;
  g_clear_pointer (&self->save_problem, g_free);
  for (guint i = 0; i < self->n_lanes; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!is_wanted (self, i))
        continue;
      n_saved++;
      if (!save_lane (self, self->lanes[i], i + 1, &error) && self->save_problem == NULL)
        self->save_problem = g_strdup (error->message);
    }
  if (n_saved == 0)
    self->save_problem = g_strdup (_ ("The lane whose weights were wanted isn’t there any more."));
}
