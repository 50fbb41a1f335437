/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Twelve statements about losses and learning rates, and what a run says about each.
 *
 * They are what the forum post “Comparing loss functions with descriptions and examples” says.  A
 * run is asked only what its own lanes and pictures can answer: where two lanes differ in more than
 * the statement is about, or were changed on the way, the answer is that it can't be told.  Where a
 * measurement contradicts the post, the measurement counts.
 */
#include "core/statements/statements.h"

#include <glib/gi18n-lib.h>

#include "core/statements/evidence.h"

static const struct
{
  const char *text;
  DhJudge judge;
} statements[DH_N_STATEMENTS] = {
  { N_ ("MSE is sensitive to outliers, MAE is robust."), dh_judge_outliers },
  { N_ ("Fitted to many values of one kind and few of another, MSE gives the mean and MAE the "
        "median."),
    dh_judge_mean },
  { N_ ("MAE’s gradient is constant, so it bounces around the minimum; MSE’s shrinks, so it "
        "settles, and so do Huber and Smoothed MAE."),
    dh_judge_settling },
  { N_ ("MSE can get stuck where its gradient has faded; Huber combines MSE and MAE."),
    dh_judge_fading },
  { N_ ("Log-Cosh works mostly like MSE, but outliers affect it less."), dh_judge_log_cosh },
  { N_ ("SSIM sees structure: a change of brightness costs it little, blur costs it much."),
    dh_judge_structure },
  { N_ ("Pixel-Grad-Diff learns slowly and jumps around; without a mask, colours float free."),
    dh_judge_gradients },
  { N_ ("A higher learning rate gets down sooner but doesn’t settle, and can jump to a worse "
        "place."),
    dh_judge_rates },
  { N_ ("Real landscapes are bumpy: a ball can end in a place that isn’t the best."),
    dh_judge_landscapes },
  { N_ ("Most losses end at about the same quality, but not the same."), dh_judge_quality },
  { N_ ("A broken loss doesn’t lead downhill at all."), dh_judge_broken },
  { N_ ("A training that ends in NaN wants a lower learning rate."), dh_judge_divergence },
};

void
dh_statements_judge (const DhStatementLane *lanes, guint n_lanes, DhFinding *findings)
{
  g_autoptr (DhEvidence) evidence = dh_evidence_new (lanes, n_lanes);

  for (guint i = 0; i < DH_N_STATEMENTS; i++)
    {
      findings[i].statement = _ (statements[i].text);
      findings[i].reason = NULL;
      findings[i].verdict = statements[i].judge (evidence, &findings[i].reason);
    }
}

void
dh_findings_clear (DhFinding *findings)
{
  for (guint i = 0; i < DH_N_STATEMENTS; i++)
    g_clear_pointer (&findings[i].reason, g_free);
}

const char *
dh_verdict_get_name (DhVerdict verdict)
{
  static const char *const names[] = {
    [DH_VERDICT_UNKNOWN] = N_ ("can’t be told from this run"),
    [DH_VERDICT_HOLDS] = N_ ("holds here"),
    [DH_VERDICT_FAILS] = N_ ("does not hold here"),
  };

  return _ (names[verdict]);
}
