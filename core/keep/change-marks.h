/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/changes.h"
#include "core/train/settings-log.h"

G_BEGIN_DECLS

/* Kinds of marks on the timeline.  The numbers are kept: new ones go to the end. */
typedef enum
{
  DH_CHANGE_MARK_LOSS,
  DH_CHANGE_MARK_RATE,
  DH_CHANGE_MARK_OPTIMIZER, /* its rule or its settings */
  DH_CHANGE_MARK_SCHEDULE,
  DH_CHANGE_MARK_MASK,
  DH_CHANGE_MARK_MULTIPLIERS, /* of eyes and mouth */
  DH_CHANGE_MARK_CLIP,
  DH_CHANGE_MARK_ADDED, /* the lane */
  DH_CHANGE_MARK_RESTARTED,
  DH_CHANGE_MARK_REMOVED,
} DhChangeMarkKind;

typedef struct
{
  guint64 iteration; /* the first step that it affects */
  DhChangeMarkKind kind;
  char *text; /* translated */
} DhChangeMark;

/* The marks of a lane's log from a position on, in their order; several changes of the rate in a
 * row are one, from the first value to the last.  number: the lane's.  Main context.
 * (transfer full) (element-type DhChangeMark) */
GPtrArray *dh_change_marks_list (const DhSettingsLog *log, guint position, guint number);
/* What differs most, in words; FALSE: nothing that is shown.  *text: (transfer full) */
gboolean dh_change_mark_describe (const DhLaneSettings *before, const DhLaneSettings *after,
                                  guint number, DhChangeMarkKind *kind, char **text);

G_END_DECLS
