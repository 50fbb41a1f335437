/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A trainer that trains nothing: it follows a session's requests with curves made up and plain
 * coloured tiles.  Programs that link it instead of core/train/trainer.c have the real session, and
 * are quick and give the same bytes on every machine.
 *
 * It answers each request at once.  While it plays, a timer adds ten iterations every twentieth of
 * a second; a rate of 1 or more diverges, the broken loss goes astray, and a folder without
 * pictures fails, while one that isn't there does not.
 */
#include "core/train/trainer.h"

#include <math.h>
#include <string.h>

#include "core/base/mailbox.h"
#include "core/loss/mix.h"
#include "core/train/snapshot-private.h"
#include "tests/ui/fake-plane.h"

#define SIZE         16
#define TICK_MS      50
#define STEPS_A_TICK 10
#define PACE         14.6

struct _DhTrainer
{
  DhMailbox *reports;
  DhTrainingRequest *request;
  GHashTable *histories; /* of runs, by id; none is removed */
  GHashTable *logs;      /* the same */
  GHashTable *origins;   /* the iterations at which runs were copied */
  DhPreviewFaces *faces;
  guint n_faces, timer, newest_generation;
  guint64 n_steps; /* single steps taken in this generation */
};

/* ---- pictures ---- */

/* A disc; blur: 0 is sharp. */
static void
paint (float *planes, double red, double green, double blue, double blur)
{
  for (int i = 0; i < SIZE * SIZE; i++)
    {
      double r = hypot (i % SIZE - SIZE / 2.0 + .5, i / SIZE - SIZE / 2.0 + .5) / SIZE;
      double shade = 1 / (1 + exp ((r - .38) / (.02 + .2 * blur)));

      planes[i] = red * shade;
      planes[SIZE * SIZE + i] = green * shade;
      planes[2 * SIZE * SIZE + i] = blue * shade;
    }
}

static void
paint_person (float *planes, guint person, double blur)
{
  if (person == 0)
    paint (planes, .95, .75, .6, blur);
  else
    paint (planes, .45, .3, .2, blur);
}

/* Discs: the whole face, without a forehead, and a small one each for the eyes and the mouth. */
static void
add_areas (DhPreviewFaces *faces, guint side, guint face)
{
  static const struct
  {
    double x, y, radius;
  } discs[DH_N_AREAS] = {
    [DH_AREA_EXTENDED] = { 8, 8, 6.5 },
    [DH_AREA_COMPONENTS] = { 8, 9, 5 },
    [DH_AREA_EYES] = { 8, 6, 2 },
    [DH_AREA_MOUTH] = { 8, 11, 2 },
  };
  float plane[SIZE * SIZE];

  for (guint area = 0; area < DH_N_AREAS; area++)
    {
      for (int i = 0; i < SIZE * SIZE; i++)
        plane[i] = hypot (i % SIZE + .5 - discs[area].x, i / SIZE + .5 - discs[area].y)
                   < discs[area].radius;
      dh_preview_faces_set_area (faces, side, face, area, plane);
    }
}

static void
make_faces (DhTrainer *self, guint n_faces)
{
  float planes[3 * SIZE * SIZE];

  if (self->n_faces == n_faces)
    return;
  g_clear_pointer (&self->faces, dh_preview_faces_unref);
  self->n_faces = n_faces;
  self->faces = dh_preview_faces_new (SIZE, n_faces, TRUE);
  for (guint side = 0; side < 2; side++)
    for (guint face = 0; face < n_faces; face++)
      {
        paint_person (planes, side, 0);
        dh_preview_faces_set_tile (self->faces, side, face, DH_TILE_ORIGINAL, planes);
        paint_person (planes, 1 - side, 0);
        dh_preview_faces_set_tile (self->faces, side, face, DH_TILE_TRUE_SWAP, planes);
        add_areas (self->faces, side, face);
      }
}

static DhPreview *
make_preview (DhTrainer *self, guint64 iteration, double blur)
{
  DhPreview *preview = dh_preview_new (self->faces, iteration);
  float planes[3 * SIZE * SIZE];

  for (guint side = 0; side < 2; side++)
    for (guint face = 0; face < self->n_faces; face++)
      {
        paint_person (planes, side, blur);
        dh_preview_set_tile (preview, side, face, DH_TILE_SELF, planes);
        paint_person (planes, 1 - side, 1.5 * blur);
        dh_preview_set_tile (preview, side, face, DH_TILE_SWAP, planes);
      }
  return preview;
}

/* ---- a lane ---- */

static DhHistory *
get_history (DhTrainer *self, guint id, guint source_id)
{
  DhHistory *history = g_hash_table_lookup (self->histories, GUINT_TO_POINTER (id));
  DhHistory *source = g_hash_table_lookup (self->histories, GUINT_TO_POINTER (source_id));

  if (history == NULL)
    {
      history = source != NULL ? dh_history_copy (source) : dh_history_new ();
      g_hash_table_insert (self->histories, GUINT_TO_POINTER (id), history);
      g_hash_table_insert (self->origins, GUINT_TO_POINTER (id),
                           GSIZE_TO_POINTER (dh_history_get_n_records (history)));
    }
  return history;
}

/* What the lane has had until now. */
static DhSettingsLog *
get_log (DhTrainer *self, const DhLaneRequest *lane, guint64 n)
{
  DhSettingsLog *log = g_hash_table_lookup (self->logs, GUINT_TO_POINTER (lane->id));
  DhSettingsLog *source = g_hash_table_lookup (self->logs, GUINT_TO_POINTER (lane->source_id));

  if (log != NULL
      && dh_lane_settings_equal (&dh_settings_log_get_last (log)->settings, &lane->settings))
    return log;
  log = log != NULL ? log : source;
  log = log != NULL ? dh_settings_log_append (log, n, &lane->settings)
                    : dh_settings_log_new (&lane->settings);
  g_hash_table_insert (self->logs, GUINT_TO_POINTER (lane->id), log);
  return log;
}

/* The shares follow from the weights: for the loss the weights themselves, for the gradient their
 * squares.  Unknown before the first step. */
static DhShares
make_shares (const DhLaneRequest *lane, guint64 n)
{
  DhShares shares = { 0 };
  const DhMix mix = lane->settings.mix;
  double loss = 0, pull = 0;

  shares.n_parts = mix.n_parts;
  for (guint i = 0; i < mix.n_parts; i++)
    {
      loss += shares.loss[i] = mix.parts[i].weight;
      pull += shares.pull[i] = mix.parts[i].weight * mix.parts[i].weight;
    }
  for (guint i = 0; i < mix.n_parts; i++)
    {
      shares.loss[i] /= n > 0 ? loss : NAN;
      shares.pull[i] /= n > 0 ? pull : NAN;
    }
  return shares;
}

static DhState
find_state (const DhLaneRequest *lane, guint64 n, const char **text)
{
  if (lane->settings.learning_rate >= 1.0 && n > 0)
    {
      *text = "Diverged at step 212: the loss became NaN; try a rate below 1e-3";
      return DH_STATE_DIVERGED;
    }
  if (g_str_equal (dh_mix_to_text (&lane->settings.mix), "broken") && n > 0)
    {
      *text = "Going astray: the loss improves while the pictures go away from the target";
      return DH_STATE_ASTRAY;
    }
  *text = "Improving";
  return n == 0 ? DH_STATE_WAITING : DH_STATE_IMPROVING;
}

static DhLaneSnapshot *
make_snapshot (DhTrainer *self, const DhLaneRequest *lane, guint number)
{
  DhHistory *history = get_history (self, lane->id, lane->source_id);
  guint64 n = dh_history_get_n_records (history);
  double done = 1 - exp (-(double) n / (200 + 20 * number));
  const double *at = lane->probe_at;
  g_autoptr (DhPreview) preview = n > 0 ? make_preview (self, n, exp (-(double) n / 300)) : NULL;
  g_autoptr (DhPreview) probe = lane->probe_serial > 0
                                  ? make_preview (self, n, hypot (at[0], at[1]) / 4)
                                  : NULL;
  g_autoptr (DhPlane) plane = fake_plane_make_for (lane, number, n);
  DhLaneSnapshotValues values = {
    .run = lane->id,
    .origin = GPOINTER_TO_SIZE (g_hash_table_lookup (self->origins, GUINT_TO_POINTER (lane->id))),
    .iteration = n,
    .log = get_log (self, lane, n),
    .loss = n > 0 ? dh_history_get_record (history, n - 1).loss : NAN,
    .preview = preview,
    .history = history,
    .shares = make_shares (lane, n),
    .plane = plane,
    .probe = probe,
    .lambda = n > 0 ? 500 : NAN,
    .stable_rate = n > 0 ? 4e-3 : NAN,
    .metrics = { n,
                 .2 - .15 * done,
                 8 + 12 * done,
                 .2 + .6 * done,
                 .25 - .15 * done,
                 7 + 11 * done,
                 .1 + .5 * done,
                 { 0, 0 } },
  };

  values.state = find_state (lane, n, &values.state_text);
  values.advised_rate = values.state == DH_STATE_DIVERGED ? 3e-1 : 0;
  return dh_lane_snapshot_new (&values);
}

/* ---- reports ---- */

/* An existing folder without pictures. */
static gboolean
is_empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".png"))
      return FALSE;
  return dir != NULL;
}

static void
report (DhTrainer *self)
{
  const DhTrainingRequest *request = self->request;
  gboolean fails = is_empty (request->folders[0]) || is_empty (request->folders[1]);
  DhReport *news = g_new0 (DhReport, 1);

  news->request_serial = request->serial;
  news->generation = request->generation;
  news->status = fails ? DH_REPORT_FAILED : DH_REPORT_READY;
  news->message = fails ? g_strdup ("There are no pictures in this folder.") : NULL;
  news->idle = !request->playing;
  news->n_lanes = fails ? 0 : request->n_lanes;
  for (guint i = 0; i < news->n_lanes; i++)
    {
      news->lanes[i].id = request->lanes[i].id;
      news->lanes[i].snapshot = make_snapshot (self, &request->lanes[i], i + 1);
      news->iteration = MAX (news->iteration,
                             dh_lane_snapshot_get_iteration (news->lanes[i].snapshot));
    }
  news->iterations_per_second = PACE;
  news->elapsed = news->iteration / PACE;
  dh_mailbox_put (self->reports, news);
}

static void
advance (DhTrainer *self, guint n_steps)
{
  for (guint i = 0; i < self->request->n_lanes; i++)
    {
      const DhLaneRequest *lane = &self->request->lanes[i];
      DhHistory *history = get_history (self, lane->id, lane->source_id);

      get_log (self, lane, dh_history_get_n_records (history)); /* of the step that follows */
      for (guint k = 0; k < n_steps && lane->settings.learning_rate < 1.0; k++)
        {
          guint64 n = dh_history_get_n_records (history);
          double noise = .5 + .5 * sin (n * 12.9898 * (i + 1));
          float loss = (.02 + .3 * exp (-(double) n / 120)) * (.8 + .4 * noise) * (i + 1);
          DhRecord record = { n + 1,    n * .02,  loss,
                              loss / 2, loss / 2, lane->settings.learning_rate,
                              0,        n % 4 == 0, 2 * loss };

          dh_history_add_record (history, &record);
        }
    }
}

static gboolean
tick_cb (gpointer data)
{
  DhTrainer *self = data;

  if (self->request != NULL && self->request->playing)
    {
      advance (self, STEPS_A_TICK);
      report (self);
    }
  return G_SOURCE_CONTINUE;
}

/* ---- the trainer ---- */

guint
dh_trainer_count_workers (void)
{
  return 1;
}

DhTrainer *
dh_trainer_new (guint n_workers)
{
  DhTrainer *self = g_new0 (DhTrainer, 1);

  self->reports = dh_mailbox_new ((GDestroyNotify) dh_report_free);
  self->histories = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) dh_history_unref);
  self->origins = g_hash_table_new (NULL, NULL);
  self->logs = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) dh_settings_log_unref);
  self->timer = g_timeout_add (TICK_MS, tick_cb, self);
  return self;
}

/* Nothing is trained, so there are no images. */
void
dh_trainer_set_keeper (DhTrainer *self, const DhLaneKeeper *keeper)
{
}

void
dh_trainer_free (DhTrainer *self)
{
  g_source_remove (self->timer);
  dh_mailbox_free (self->reports);
  g_clear_pointer (&self->request, dh_training_request_free);
  g_clear_pointer (&self->faces, dh_preview_faces_unref);
  g_hash_table_unref (self->histories);
  g_hash_table_unref (self->logs);
  g_hash_table_unref (self->origins);
  g_free (self);
}

void
dh_trainer_send (DhTrainer *self, DhTrainingRequest *request)
{
  gboolean first = self->request == NULL;
  gboolean same = !first && self->request->generation == request->generation;
  gboolean newest = first || request->generation > self->newest_generation;

  /* A run that is restored has already taken its steps. */
  if (!same)
    self->n_steps = newest ? 0 : request->n_steps;
  self->newest_generation = MAX (self->newest_generation, request->generation);
  g_clear_pointer (&self->request, dh_training_request_free);
  self->request = request;
  for (guint i = 0; i < request->n_kept; i++)
    get_history (self, request->kept[i].id, request->kept[i].source_id);
  make_faces (self, request->n_preview_faces);
  advance (self, request->n_steps - self->n_steps);
  self->n_steps = request->n_steps;
  report (self);
}

DhReport *
dh_trainer_take (DhTrainer *self)
{
  return dh_mailbox_take (self->reports);
}

int
dh_trainer_get_fd (DhTrainer *self)
{
  return dh_mailbox_get_fd (self->reports);
}
