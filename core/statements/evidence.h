/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/statements/statements.h"

G_BEGIN_DECLS

/* What a lane's snapshot says, as numbers. */
typedef struct
{
  guint number;
  const DhLaneSnapshot *snapshot;
  const DhLaneSettings *settings; /* in effect now */
  const char *loss;               /* the only one that it minimises; NULL: a mix */
  char *name;                     /* "lane 2 (MAE)", translated */
  gboolean unchanged;             /* since its start */
  DhState state;
  guint64 n;     /* iterations */
  double first;  /* PSNR of the first measurement */
  double psnr;   /* mean of the last third of the measurements; NaN: too few */
  double wobble; /* their standard deviation about their trend, in dB */
} DhLaneEvidence;

typedef struct
{
  guint n_lanes;
  DhLaneEvidence lanes[DH_MAX_LANES]; /* those with a snapshot and settings */
} DhEvidence;

/* Lends the snapshots. */
DhEvidence *dh_evidence_new (const DhStatementLane *lanes, guint n_lanes);
void dh_evidence_free (DhEvidence *self);

/* The first unchanged lane that minimises this loss alone; NULL: none. */
const DhLaneEvidence *dh_evidence_find (const DhEvidence *self, const char *loss);
/* Whether two lanes differ in nothing but their losses, or in nothing but their rates. */
gboolean dh_evidence_differ_in_loss (const DhLaneEvidence *a, const DhLaneEvidence *b);
gboolean dh_evidence_differ_in_rate (const DhLaneEvidence *a, const DhLaneEvidence *b);
/* The mean loss of `n` iterations up to this one. */
double dh_evidence_get_loss (const DhLaneEvidence *lane, guint64 iteration, guint64 n);

/* A statement's verdict; *reason: a sentence, (transfer full). */
typedef DhVerdict (*DhJudge) (const DhEvidence *evidence, char **reason);

/* statements-pictures.c */
DhVerdict dh_judge_outliers (const DhEvidence *evidence, char **reason);
DhVerdict dh_judge_log_cosh (const DhEvidence *evidence, char **reason);
DhVerdict dh_judge_structure (const DhEvidence *evidence, char **reason);
/* The mean over pictures and channels of how far a lane's colours are off, 0 … 1. */
double dh_evidence_get_colour_shift (const DhLaneEvidence *lane);

/* statements-losses.c */
DhVerdict dh_judge_mean (const DhEvidence *evidence, char **reason);
DhVerdict dh_judge_settling (const DhEvidence *evidence, char **reason);
DhVerdict dh_judge_fading (const DhEvidence *evidence, char **reason);
DhVerdict dh_judge_gradients (const DhEvidence *evidence, char **reason);
DhVerdict dh_judge_quality (const DhEvidence *evidence, char **reason);
DhVerdict dh_judge_broken (const DhEvidence *evidence, char **reason);

/* statements-rates.c */
DhVerdict dh_judge_rates (const DhEvidence *evidence, char **reason);
DhVerdict dh_judge_landscapes (const DhEvidence *evidence, char **reason);
DhVerdict dh_judge_divergence (const DhEvidence *evidence, char **reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhEvidence, dh_evidence_free)

G_END_DECLS
