/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/lanes.h"
#include "core/train/snapshot.h"

G_BEGIN_DECLS

#define DH_N_STATEMENTS 12

/* What a run says about a statement. */
typedef enum
{
  DH_VERDICT_UNKNOWN, /* it has no lanes that could tell, or hasn't been trained long enough */
  DH_VERDICT_HOLDS,
  DH_VERDICT_FAILS,
} DhVerdict;

typedef struct
{
  guint number;                   /* of the lane, for the words */
  const DhLaneSnapshot *snapshot; /* NULL: it says nothing */
} DhStatementLane;

typedef struct
{
  const char *statement; /* translated, static */
  DhVerdict verdict;
  char *reason; /* a translated sentence with the numbers */
} DhFinding;

/* Judges all twelve statements by the lanes of one session.  findings: DH_N_STATEMENTS, filled.
 * Takes some tens of milliseconds.  Main context. */
void dh_statements_judge (const DhStatementLane *lanes, guint n_lanes, DhFinding *findings);
void dh_findings_clear (DhFinding *findings);
/* "holds here"; translated, static */
const char *dh_verdict_get_name (DhVerdict verdict);

G_END_DECLS
