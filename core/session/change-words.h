/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can be done to trainings. */
typedef enum
{
  DH_CHANGE_REMOVAL,
  DH_CHANGE_RESTART, /* of one lane */
  DH_CHANGE_ADDITION,
  DH_CHANGE_RESET, /* of all lanes, like all that follow */
  DH_CHANGE_PEOPLE,
  DH_CHANGE_PRESET,
  DH_CHANGE_SEED,
  DH_CHANGE_START,
  DH_CHANGE_OPENING, /* all lanes are replaced */
} DhChange;

/* The notice beside a button "Undo".  number: of the lane, if it is of one; n: number of iterations
 * that were set aside. (transfer full) */
char *dh_change_dup_notice (DhChange change, guint number, guint64 n);
/* What undo and redo call it; (transfer full) */
char *dh_change_dup_name (DhChange change, guint number);

G_END_DECLS
