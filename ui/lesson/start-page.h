/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/keep/session-index.h"
#include "core/lesson/learner-log.h"
#include "core/lesson/lesson-shelf.h"

G_BEGIN_DECLS

/* Where the program begins: lessons as cards, the person's own lanes, recent sessions.
 *
 * Signals:
 *   ::lesson (string, uint)   the lesson with that id was chosen; its review of that number, or 0
 *   ::session (string)        the kept session with that id was chosen
 * Its other buttons act through "win." actions. */
#define DH_TYPE_START_PAGE (dh_start_page_get_type ())
G_DECLARE_FINAL_TYPE (DhStartPage, dh_start_page, DH, START_PAGE, GtkWidget)

GtkWidget *dh_start_page_new (void);
/* shelf: must outlive the page; log: (nullable), too. */
void dh_start_page_set_shelf (DhStartPage *self, DhLessonShelf *shelf, DhLearnerLog *log,
                              const char *faces_folder);
/* What the learner has done since. */
void dh_start_page_update (DhStartPage *self);
/* entries: of DhSessionEntry, the newest first; those that can be gone on with are shown. */
void dh_start_page_set_sessions (DhStartPage *self, const GPtrArray *entries);

G_END_DECLS
