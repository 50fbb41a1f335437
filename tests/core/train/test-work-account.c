/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The account of the workers' processor time: what is charged to whom, and what may run when.
 */
#include "core/train/work-account.h"

static void
test_charges (void)
{
  DhWorkAccount account = { 0 };

  dh_work_account_skip (&account, 5);
  dh_work_account_add_training (&account, 4, 7);
  dh_work_account_add (&account, DH_WORK_PREVIEWS, 3, 0.5, 7.5);
  dh_work_account_skip (&account, 20);
  dh_work_account_add_training (&account, 4, 21);
  g_assert_cmpuint (account.kinds[DH_WORK_TRAINING].n, ==, 8);
  g_assert_cmpfloat (account.kinds[DH_WORK_TRAINING].seconds, ==, 3);
  g_assert_cmpuint (account.kinds[DH_WORK_PREVIEWS].n, ==, 3);
  g_assert_cmpfloat (account.kinds[DH_WORK_PREVIEWS].seconds, ==, 0.5);
  g_assert_cmpuint (account.kinds[DH_WORK_LANDSCAPE].n, ==, 0);
}

/* A clock that goes back, as when a worker has ended, charges nothing. */
static void
test_backwards (void)
{
  DhWorkAccount account = { 0 };

  dh_work_account_skip (&account, 5);
  dh_work_account_add_training (&account, 1, 4);
  g_assert_cmpfloat (account.kinds[DH_WORK_TRAINING].seconds, ==, 0);
  dh_work_account_add_training (&account, 1, 6);
  g_assert_cmpfloat (account.kinds[DH_WORK_TRAINING].seconds, ==, 2);
}

/* A fifth: each second costs a wait of four seconds of training, whatever else is spent. */
static void
test_wait (void)
{
  DhWorkAccount account = { 0 };

  g_assert_true (dh_work_account_is_due (&account, DH_WORK_LANDSCAPE));
  dh_work_account_add (&account, DH_WORK_LANDSCAPE, 1, 0.2, 1);
  g_assert_false (dh_work_account_is_due (&account, DH_WORK_LANDSCAPE));
  g_assert_true (dh_work_account_is_due (&account, DH_WORK_PREVIEWS));
  dh_work_account_add_training (&account, 1, 4.9);
  dh_work_account_add (&account, DH_WORK_PREVIEWS, 1, 0.2, 50);
  g_assert_false (dh_work_account_is_due (&account, DH_WORK_LANDSCAPE));
  dh_work_account_add_training (&account, 1, 50.2);
  g_assert_true (dh_work_account_is_due (&account, DH_WORK_LANDSCAPE));
  dh_work_account_add (&account, DH_WORK_LANDSCAPE, 1, 0.2, 51);
  g_assert_false (dh_work_account_is_due (&account, DH_WORK_LANDSCAPE));
  dh_work_account_hurry (&account, DH_WORK_LANDSCAPE);
  g_assert_true (dh_work_account_is_due (&account, DH_WORK_LANDSCAPE));
}

/* After a slow iteration, several pieces come at once; after many idle ones, no more than after
 * one. */
static void
test_credit (void)
{
  DhWorkAccount account = { 0 };
  double now = 0;
  guint n = 0;

  for (guint i = 0; i < 5; i++)
    dh_work_account_add_training (&account, 1, now += 90);
  while (dh_work_account_is_due (&account, DH_WORK_LANDSCAPE))
    {
      dh_work_account_add (&account, DH_WORK_LANDSCAPE, 1, 0.1, now += 2.5);
      n++;
    }
  g_assert_cmpuint (n, ==, 5); /* 4 × 2.5 s are a tenth of 100 s, and are due until exceeded */
}

/* Whatever a piece costs, long trainings are left with their part of the time. */
static void
test_share (void)
{
  static const double costs[] = { 0.001, 0.03, 4 }, shares[] = { 0.5, 0.1, 0.015 };

  for (guint c = 0; c < G_N_ELEMENTS (costs); c++)
    for (guint s = 0; s < G_N_ELEMENTS (shares); s++)
      {
        DhWorkAccount account = { 0 };
        double now = 0, spent;

        while (account.kinds[DH_WORK_TRAINING].seconds < 3000)
          {
            dh_work_account_add_training (&account, 1, now += 0.1);
            if (dh_work_account_is_due (&account, DH_WORK_PREVIEWS))
              dh_work_account_add (&account, DH_WORK_PREVIEWS, 1, shares[s], now += costs[c]);
          }
        spent = account.kinds[DH_WORK_PREVIEWS].seconds;
        g_assert_cmpfloat (spent / now, <=, shares[s] + costs[c] / now);
        g_assert_cmpuint (account.kinds[DH_WORK_PREVIEWS].n, >, 0);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/work-account/charges", test_charges);
  g_test_add_func ("/work-account/backwards", test_backwards);
  g_test_add_func ("/work-account/wait", test_wait);
  g_test_add_func ("/work-account/credit", test_credit);
  g_test_add_func ("/work-account/share", test_share);
  return g_test_run ();
}
