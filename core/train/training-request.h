/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/lanes.h"
#include "core/data/face-set.h"
#include "core/train/lane-settings.h"
#include "core/train/progress.h"
#include "core/train/snapshot.h"

G_BEGIN_DECLS

#define DH_TRAINING_REQUEST_MAX_KEPT 48

/* What the user wants from one lane. */
typedef struct
{
  guint id;        /* of its run: never used twice in a session; a restart is another run */
  guint source_id; /* the run whose weights and history a new one copies; 0: from the
                          * start */
  DhLaneSettings settings;

  DhPlaneKind plane_kind; /* NONE: no landscape is wanted */
  guint plane_serial;     /* counts up: other directions, or a new scan from where it is */
  guint probe_serial;     /* counts up with each place to probe; 0: none */
  double probe_at[2];
  guint sweep_serial; /* counts up with each sweep; 0: none */
  gboolean sweeping;  /* FALSE ends a sweep that runs; what it found stays */
} DhLaneRequest;

/* A run that no lane uses now, but that may be restored. */
typedef struct
{
  guint id;
  guint source_id; /* the run that it is a copy of, as that is when this request is read; 0: it
                    * was a lane's own */
} DhKeptRun;

/* Everything that the user wants, sent whole: main context → worker.  The worker compares it
 * with what it has, so requests that it never saw are not missed.  Immutable once sent. */
typedef struct
{
  guint64 serial;     /* counts requests */
  guint generation;   /* which training this is: another one makes old results worthless; one
                       * that is brought back has its number again */
  char *folders[2];   /* of the two people */
  const char *preset; /* id, static */
  guint64 seed;
  gboolean playing;
  gboolean live;   /* paint previews while playing */
  guint64 n_steps; /* single steps asked for in this generation, counts up */
  guint64 iteration_limit;
  guint n_preview_faces;
  guint n_lanes;
  DhLaneRequest lanes[DH_MAX_LANES];
  guint n_kept;
  DhKeptRun kept[DH_TRAINING_REQUEST_MAX_KEPT]; /* set aside; all other runs are dropped */
} DhTrainingRequest;

void dh_training_request_free (DhTrainingRequest *request);
gboolean dh_training_request_has_lane (const DhTrainingRequest *request, guint id);
gboolean dh_training_request_keeps (const DhTrainingRequest *request, guint id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhTrainingRequest, dh_training_request_free)

typedef enum
{
  DH_REPORT_LOADING,
  DH_REPORT_READY,
  DH_REPORT_FAILED,
} DhReportStatus;

/* The complete report: worker → main context.  Immutable once sent. */
typedef struct
{
  guint64 request_serial; /* the newest request that was taken in */
  guint generation;
  DhReportStatus status;
  char *message; /* failure or notice; may be NULL */
  gboolean idle; /* nothing is left to do, all lanes are examined */
  guint64 iteration;
  double iterations_per_second;
  double elapsed; /* s */
  guint64 n_parameters;
  DhFaceSet *people[2]; /* what is trained on; NULL before it is read */
  DhProgress progress;  /* of what takes long just now */
  guint n_lanes;        /* those that aren't made yet have a snapshot without a step */
  struct
  {
    guint id;
    DhLaneSnapshot *snapshot;
  } lanes[DH_MAX_LANES];
} DhReport;

void dh_report_free (DhReport *report);
/* Shares the snapshots. */
DhReport *dh_report_copy (const DhReport *report);

G_END_DECLS
