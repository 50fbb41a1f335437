/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli train`: a session that is made from options, and trained.
 */
#include "app/cli.h"

#include "app/cli-memory.h"
#include "app/cli-options.h"
#include "app/cli-training.h"

static DhSession *
make_session (const DhCliOptions *options)
{
  DhSession *session = dh_session_new (options->faces_folder);

  dh_session_set_preset (session, options->preset);
  dh_session_set_seed (session, options->seed);
  dh_session_set_people (session, options->person_a, options->person_b);
  dh_session_set_start (session, options->start);
  for (guint i = 0; i < options->lanes->len; i++)
    {
      DhLaneSettings settings = *(const DhLaneSettings *) g_ptr_array_index (options->lanes, i);

      settings.mask = options->mask;
      settings.eye_multiplier = options->eye_multiplier;
      settings.mouth_multiplier = options->mouth_multiplier;
      settings.start = options->start;
      dh_session_add_lane_with (session, &settings);
    }
  return session;
}

static gboolean
check_memory (const DhCliOptions *options, GError **error)
{
  DhCliNeeds needs = { .preset = options->preset, .n_lanes = options->lanes->len };

  for (guint i = 0; i < needs.n_lanes; i++)
    {
      const DhLaneSettings *lane = g_ptr_array_index (options->lanes, i);

      needs.n_slots[i] = lane->optimizer_config.optimizer->n_slots;
    }
  return dh_cli_check_memory (&needs, error);
}

static int
train (DhSession *session, const DhCliOptions *options)
{
  const DhCliTraining how = {
    .iterations = options->iterations,
    .seconds = options->seconds,
    .out = options->out,
    .keep = options->keep,
    .half = options->half,
    .json = options->json,
    .save = options->save,
  };

  return dh_cli_training_run (session, &how);
}

int
dh_cli_train (char **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhCliOptions) options = dh_cli_options_parse (arguments, &error);
  g_autoptr (DhSession) session = NULL;

  if (options == NULL || !check_memory (options, &error)
      || (options->out != NULL && !dh_cli_prepare_folder (options->out, &error)))
    return dh_cli_fail (error);
  session = make_session (options);
  if (!dh_session_check_start (session, options->start, &error))
    return dh_cli_fail (error);
  return train (session, options);
}
