/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lesson/observation.h"

G_BEGIN_DECLS

/* Something that is true or not of what balls or lanes do, as lessons write it:
 *
 *   ball 2 is bouncing
 *   every ball is settled and step >= 40
 *   lane 3 psnr > lane 1 psnr
 *   ball 1 arrival < 0.5 * ball 2 arrival or not ball 2 is settled
 *
 * “and” binds closer than “or”.  The words are never translated.  Immutable. */
typedef struct _DhClaim DhClaim;

/* balls: whether it may speak of balls; else of lanes.  NULL with DH_ERROR_VALUE: what is wrong, as
 * half a sentence.  (transfer full) */
DhClaim *dh_claim_new (const char *text, gboolean balls, GError **error);
void dh_claim_free (DhClaim *self);
/* As it was written. */
const char *dh_claim_get_text (const DhClaim *self);
/* The numbers of the balls or lanes that it names: bit n for number n. */
guint dh_claim_get_numbers (const DhClaim *self);
/* The step that it waits for, for a claim that consists of or ends with “step >= N”; 0: another. */
guint64 dh_claim_get_step (const DhClaim *self);
/* Whether it waits for nothing else. */
gboolean dh_claim_is_step (const DhClaim *self);
gboolean dh_claim_holds (const DhClaim *self, const DhObservation *observation);

/* Which of the balls or lanes has most or least of something: “lowest loss”, “highest psnr”. */
typedef struct
{
  gboolean highest;
  DhMeasure measure;
} DhRanking;

gboolean dh_ranking_parse (const char *text, gboolean balls, DhRanking *ranking, GError **error);
/* The number of the first; 0: nothing was measured.  runner_up: (out) (optional) the next one's
 * number; margin: (out) (optional) by how much they differ, relative to the larger one; NaN where
 * there is no second.  A value that isn't a number comes last. */
guint dh_ranking_pick (const DhRanking *self, const DhObservation *observation, guint *runner_up,
                       double *margin);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhClaim, dh_claim_free)

G_END_DECLS
