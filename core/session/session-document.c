/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session as a document, and a document as a session.
 */
#include "core/session/session-document.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "config.h"
#include "core/base/error.h"
#include "core/catalog/catalog.h"
#include "core/session/machine.h"
#include "core/session/session-private.h"

/* ---- making ---- */

static gboolean
is_folder (const char *person)
{
  return strchr (person, G_DIR_SEPARATOR) != NULL;
}

static void
describe_person (DhSession *self, guint side, DhDocumentPerson *person)
{
  const char *name = dh_session_get_person (self, side);

  g_clear_pointer (&person->id, g_free);
  if (!is_folder (name))
    {
      person->id = g_strdup (name);
      return;
    }
  person->folder = g_strdup (name);
  person->fingerprint = dh_session_dup_fingerprint (self, side);
}

static void
describe_lane (DhLane *lane, DhDocumentLane *described)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);

  described->number = dh_lane_get_number (lane);
  described->log = dh_lane_dup_log (lane);
  described->iteration = snapshot != NULL ? dh_lane_snapshot_get_iteration (snapshot) : 0;
  described->plane_kind = dh_lane_get_plane_kind (lane);
  described->ball_optimizer = dh_lane_get_ball_optimizer_config (lane);
  if (dh_lane_get_ball_loss (lane) != NULL)
    described->ball_mix = dh_lane_get_ball_mix (lane);
  described->ball_rates = g_variant_ref_sink (dh_lane_dup_ball_rates (lane));
  described->ball_shown = dh_lane_get_ball_shown (lane);
}

DhDocument *
dh_session_make_document (DhSession *self)
{
  DhDocument *document = dh_document_new ();

  document->program = g_strdup (DH_VERSION);
  document->processor = dh_machine_dup_processor ();
  document->instructions = g_strdup (dh_machine_get_instructions ());
  document->convolutions = dh_machine_dup_convolutions ();
  for (guint side = 0; side < 2; side++)
    describe_person (self, side, &document->people[side]);
  g_free (document->preset);
  document->preset = g_strdup (dh_session_get_preset (self));
  document->seed = dh_session_get_seed (self);
  document->start = dh_session_get_start (self);
  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    describe_lane (dh_session_peek_lane (self, i), dh_document_add_lane (document));
  document->view.same_rate = dh_session_get_same_rate (self);
  return document;
}

/* ---- opening ---- */

static gboolean
check_person (DhSession *self, const DhDocument *document, guint side, GError **error)
{
  const DhDocumentPerson *person = &document->people[side];
  g_autofree char *shown = NULL;

  if (person->id != NULL)
    return dh_catalog_check_person (self->faces_folder, person->id, error);
  if (person->folder == NULL)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                   _ ("The pictures of person %c are somebody’s own and can’t come with a link: "
                      "choose a folder of pictures for %c."),
                   'A' + (int) side, 'A' + (int) side);
      return FALSE;
    }
  if (g_file_test (person->folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  shown = g_filename_display_name (person->folder);
  g_set_error (error, DH_ERROR, DH_ERROR_FACES,
               _ ("There is no folder “%s” with the pictures of person %c: choose another folder."),
               shown, 'A' + (int) side);
  return FALSE;
}

static gboolean
check_start (DhSession *self, const DhTrainingPlan *plan, guint lane, GError **error)
{
  const DhStart *start = &dh_settings_log_get (plan->lanes[lane].log, 0)->settings.start;
  char *const people[2] = { (char *) plan->people[0], (char *) plan->people[1] };
  g_autofree char *shown = NULL;

  if (start->kind == DH_START_FILE && !g_file_test (start->path, G_FILE_TEST_IS_REGULAR))
    {
      shown = g_filename_display_name (start->path);
      g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
                   _ ("There are no start weights “%s” for lane %u: put the file there, or change "
                      "“start” in the document."),
                   shown, plan->lanes[lane].number);
      return FALSE;
    }
  if (start->kind != DH_START_WARM
      || dh_pretrained_find (*start, self->faces_folder, plan->preset, people).kind
           == DH_START_WARM)
    return TRUE;
  g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
               _ ("Lane %u starts warmed up, but there are no pretrained weights for this model "
                  "and these people: install all of the program’s files."),
               plan->lanes[lane].number);
  return FALSE;
}

static DhTrainingPlan
make_plan (const DhDocument *document, DhLaneImage *const *images)
{
  DhTrainingPlan plan = { .preset = document->preset,
                          .seed = document->seed,
                          .n_lanes = document->n_lanes };

  for (guint side = 0; side < 2; side++)
    plan.people[side] = document->people[side].id != NULL ? document->people[side].id
                                                          : document->people[side].folder;
  for (guint i = 0; i < document->n_lanes; i++)
    {
      plan.lanes[i].number = document->lanes[i].number;
      plan.lanes[i].log = document->lanes[i].log;
      plan.lanes[i].image = images[i];
    }
  return plan;
}

static gboolean
check (DhSession *self, const DhDocument *document, const DhTrainingPlan *plan, GError **error)
{
  for (guint side = 0; side < 2; side++)
    if (!check_person (self, document, side, error))
      return FALSE;
  for (guint i = 0; i < plan->n_lanes; i++)
    if (!check_start (self, plan, i, error))
      return FALSE;
  return TRUE;
}

static void
set_up_lane (DhLane *lane, const DhDocumentLane *described)
{
  dh_lane_set_plane_kind (lane, described->plane_kind);
  dh_lane_set_ball_optimizer_config (lane, &described->ball_optimizer);
  dh_lane_set_ball_mix (lane, &described->ball_mix);
  if (described->ball_rates != NULL)
    dh_lane_set_ball_rates (lane, described->ball_rates);
  dh_lane_set_ball_shown (lane, described->ball_shown);
}

gboolean
dh_session_open_document (DhSession *self, const DhDocument *document, GError **error)
{
  DhLaneImage *const none[DH_MAX_LANES] = { NULL };

  return dh_session_open_document_at (self, document, none, error);
}

gboolean
dh_session_open_document_at (DhSession *self, const DhDocument *document,
                             DhLaneImage *const *images, GError **error)
{
  const DhTrainingPlan plan = make_plan (document, images);

  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  if (!check (self, document, &plan, error))
    return FALSE;
  dh_session_hold_undo (self);
  dh_session_open (self, &plan);
  for (guint i = 0; i < document->n_lanes; i++)
    set_up_lane (dh_session_peek_lane (self, i), &document->lanes[i]);
  /* Their setters would restart all lanes and give them one rate. */
  self->start = dh_session_find_start (self, document->start);
  self->same_rate = document->view.same_rate;
  g_object_notify (G_OBJECT (self), "start");
  g_object_notify (G_OBJECT (self), "same-rate");
  dh_session_release_undo (self);
  return TRUE;
}

/* ---- comparing ---- */

static gboolean
has_other_faces (DhSession *self, const DhDocument *document, guint side)
{
  const char *expected = document->people[side].fingerprint;
  g_autofree char *found = expected != NULL ? dh_session_dup_fingerprint (self, side) : NULL;

  return found != NULL && !g_str_equal (found, expected);
}

char *
dh_session_compare_with_document (DhSession *self, const DhDocument *document)
{
  const char *instructions = dh_machine_get_instructions ();
  g_autofree char *convolutions = dh_machine_dup_convolutions ();

  for (guint side = 0; side < 2; side++)
    if (has_other_faces (self, document, side))
      return g_strdup_printf (_ ("The pictures of person %c aren’t those that the document was "
                                 "made with, so the results differ."),
                              'A' + (int) side);
  if (document->instructions == NULL)
    return g_strdup (_ ("It isn’t known which processor the document was written on: the last "
                        "digits may differ."));
  if (!g_str_equal (document->instructions, instructions))
    /* The figures are from tests/bench/README.md. */
    return g_strdup_printf (
      _ ("The document was written on a processor with %s, this one has %s: "
         "the results are close, but not the same bytes (after 500 iterations, "
         "PSNR differs by about 0.1 dB, at most by 0.7 dB)."),
      document->instructions, instructions);
  if (g_strcmp0 (document->convolutions, convolutions) != 0)
    return g_strdup_printf (_ ("The document was written with other convolutions (%s), here they "
                               "are %s: the last digits differ."),
                            document->convolutions != NULL ? document->convolutions : "–",
                            convolutions);
  if (g_strcmp0 (document->program, DH_VERSION) != 0)
    return g_strdup_printf (_ ("Version %s wrote the document, this is %s: the results may "
                               "differ."),
                            document->program != NULL ? document->program : "–", DH_VERSION);
  return NULL;
}
