/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keep/past.h"
#include "ui/plot/report/run-report.h"

G_BEGIN_DECLS

/* The marked moments of a session, for reports.  Main context. */
typedef struct _DhReportMoments DhReportMoments;

/* moments: (transfer full) */
typedef void (*DhReportMomentsReady) (DhReportMoments *moments, gpointer data);

/* Reads the faces in the background; those that weren't kept or can't be read are left out.  past,
 * keeper: (nullable).  If there is nothing to read, it is ready at once. */
void dh_report_moments_load (DhSession *session, DhPast *past, DhSessionKeeper *keeper,
                             DhReportMomentsReady ready, gpointer data);
void dh_report_moments_free (DhReportMoments *self);
/* In the order of the session's lanes as they are now, which may have changed since; lent, until the
 * next call. */
const DhReportMoment *dh_report_moments_arrange (DhReportMoments *self, DhSession *session);
guint dh_report_moments_get_n (const DhReportMoments *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhReportMoments, dh_report_moments_free)

G_END_DECLS
