/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/lanes.h"
#include "core/data/face-set.h"
#include "core/train/lane-image.h"
#include "core/train/lane-settings.h"
#include "core/train/progress.h"
#include "core/train/settings-log.h"
#include "core/train/snapshot.h"
#include "core/train/work-account.h"

G_BEGIN_DECLS

#define DH_TRAINING_REQUEST_MAX_KEPT    48
#define DH_TRAINING_REQUEST_MAX_REPLAYS 12

/* What the user wants from one lane. */
typedef struct
{
  guint id;        /* of its run; never reused in a session: a restart is a new run */
  guint source_id; /* the run whose weights and history a new one copies; 0: none, use the start
                    * weights */
  DhLaneSettings settings;
  DhSettingsLog *plan; /* to be followed in place of the settings, but for their start; NULL: none.
                        * Owned by the training request, like … */
  DhLaneImage *image;  /* … the state that a new run starts with; NULL: none */
  guint64 run_to;      /* an iteration up to which it is trained even while the training pauses */

  DhLaneParts hidden;     /* parts that nobody sees now: nothing is computed for them */
  DhPlaneKind plane_kind; /* NONE: no landscape */
  guint plane_serial;     /* incremented to request other directions, or a new plane at the current
                           * weights */
  guint probe_serial;     /* incremented for each place to probe; 0: none */
  double probe_at[2];
  guint sweep_serial; /* incremented for each sweep; 0: none */
  gboolean sweeping;  /* FALSE ends a running sweep; its result stays */
} DhLaneRequest;

/* A run that no lane uses now, but that may be restored. */
typedef struct
{
  guint id;
  guint source_id; /* the run to copy, in its state when this request is read; 0: this was a lane's
                    * own run */
} DhKeptRun;

/* A lane's state in the past that is to be made again, in a run of its own. */
typedef struct
{
  guint id; /* never reused in a session */
  guint64 iteration;
  DhStart start;
  DhSettingsLog *log; /* the lane's settings up to there; owned by the training request, like … */
  DhLaneImage *image; /* … a state on the way; NULL: none, from the start */
} DhReplayRequest;

/* Everything the user wants, always sent as a whole: main context → worker.  The worker compares it
 * with its state, so skipped requests lose nothing.  Immutable once sent. */
typedef struct
{
  guint64 serial;     /* counts requests */
  guint generation;   /* the training: results of any other generation are useless; a restored
                       * training gets its old number back */
  char *folders[2];   /* of the two people */
  guint faces_serial; /* incremented when both folders are to be read anew */
  const char *preset; /* id, static */
  guint64 seed;
  gboolean playing;
  gboolean live;   /* paint previews while playing */
  guint64 n_steps; /* single steps requested in this generation, counts up */
  guint64 iteration_limit;
  guint n_preview_faces;
  guint n_lanes;
  DhLaneRequest lanes[DH_MAX_LANES];
  guint n_kept;
  guint save_serial;  /* incremented for each request to write the lanes' weights … */
  char *save_folder;  /* … into this folder */
  gboolean save_half; /* as float16 */
  guint save_run;     /* only of the lane with this run; 0: of all */
  DhKeptRun kept[DH_TRAINING_REQUEST_MAX_KEPT]; /* kept for undo; all other runs without a lane are
                                                 * dropped */
  guint n_replays; /* in the order in which they are wanted; one that is missing is broken off */
  DhReplayRequest replays[DH_TRAINING_REQUEST_MAX_REPLAYS];
} DhTrainingRequest;

/* With references of its own. */
DhReplayRequest dh_replay_request_copy (const DhReplayRequest *self);
void dh_replay_request_clear (DhReplayRequest *self);

void dh_training_request_free (DhTrainingRequest *request);
/* NULL: no such lane; (transfer none) */
const DhLaneRequest *dh_training_request_find_lane (const DhTrainingRequest *request, guint id);
gboolean dh_training_request_has_lane (const DhTrainingRequest *request, guint id);
gboolean dh_training_request_keeps (const DhTrainingRequest *request, guint id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhTrainingRequest, dh_training_request_free)

typedef enum
{
  DH_REPORT_LOADING,
  DH_REPORT_READY,
  DH_REPORT_FAILED,
} DhReportStatus;

/* What there is of a replay. */
typedef struct
{
  guint id;
  guint64 iteration;        /* reached so far */
  DhLaneSnapshot *snapshot; /* of the state, with its preview and metrics; NULL: not made yet */
  DhLaneImage *image;       /* of the same; NULL: not made yet, or no memory */
  char *problem;            /* why there will be no snapshot; NULL: none */
} DhReplayReport;

/* The complete report: worker → main context.  Immutable once sent. */
typedef struct
{
  guint64 request_serial; /* the newest request that was applied */
  guint generation;
  DhReportStatus status;
  char *message; /* failure or notice; may be NULL */
  gboolean idle;    /* nothing is left to do, and all lanes are examined */
  gboolean stalled; /* it can't go on, as the message says: pictures can't be read any more */
  guint64 iteration;
  double iterations_per_second;
  double elapsed;     /* s */
  guint saved_serial; /* the newest request to write weights that was carried out */
  char *save_problem; /* what of it failed; may be NULL */
  guint64 n_parameters;
  DhFaceSet *people[2]; /* the pictures trained on; NULL before they are read */
  DhProgress progress;  /* of the current lengthy work */
  DhWorkAccount work;   /* so far */
  guint n_lanes;        /* lanes not made yet have a snapshot without steps */
  struct
  {
    guint id;
    DhLaneSnapshot *snapshot;
  } lanes[DH_MAX_LANES];
  guint n_lost; /* lanes whose runs were to be kept, and had to give way to others: they aren't made
                 * as long as they have no image */
  guint lost[DH_MAX_LANES];
  guint n_replays; /* those that the request names */
  DhReplayReport replays[DH_TRAINING_REQUEST_MAX_REPLAYS];
} DhReport;

/* With references of its own. */
DhReplayReport dh_replay_report_copy (const DhReplayReport *self);
void dh_replay_report_clear (DhReplayReport *self);

void dh_report_free (DhReport *report);
/* The copy shares the snapshots. */
DhReport *dh_report_copy (const DhReport *report);

G_END_DECLS
