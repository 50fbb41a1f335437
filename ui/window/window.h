/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/keep/session-keeper.h"
#include "core/session/session.h"
#include "ui/hills/hills-page.h"
#include "ui/lanes/lane-strip.h"
#include "ui/lanes/time-line.h"
#include "ui/losses/losses-page.h"

G_BEGIN_DECLS

/* The window of one session.  Closing it saves the settings and releases the session.
 *
 * Actions, all "win.": playing, same-rate, log-axis, gradient-norms (stateful booleans), step, reset,
 * add-lane, duplicate-lane, duplicate-number (with a lane's number), duplicate-from
 * (that and a start), start (of all lanes), remove-lane, rate-up, rate-down,
 * swap-people; page (its state: "lanes", "losses" or "hills"); of the page "Hills" race-playing and
 * ground (stateful), back; time-start, time-end; previous-mark, next-mark, mark-moment; and lanes, whose state tells scripts the lanes'
 * settings: a(usds), number, loss, rate, optimizer. */
#define DH_TYPE_WINDOW (dh_window_get_type ())
G_DECLARE_FINAL_TYPE (DhWindow, dh_window, DH, WINDOW, AdwApplicationWindow)

/* faces_folder: contains the bundled people. settings: of DH_APP_ID; lanes and people are loaded
 * from there. Training isn't started. */
GtkWidget *dh_window_new (GtkApplication *application, const char *faces_folder,
                          GSettings *settings);
DhSession *dh_window_get_session (DhWindow *self);
/* The drop-down of models. */
GtkWidget *dh_window_get_preset_drop_down (DhWindow *self);
DhLaneStrip *dh_window_get_strip (DhWindow *self);
DhPast *dh_window_get_past (DhWindow *self);
DhTimeLine *dh_window_get_time_line (DhWindow *self);
DhLossesPage *dh_window_get_losses_page (DhWindow *self);
DhHillsPage *dh_window_get_hills_page (DhWindow *self);
/* "lanes", "losses", "hills", "start" or "lesson"; other names change nothing. */
const char *dh_window_get_page (DhWindow *self);
void dh_window_set_page (DhWindow *self, const char *page);

/* Offers lessons: those in this folder and the person's own, (nullable); what the learner does is kept
 * in that file, (nullable).  Once. */
void dh_window_teach (DhWindow *self, const char *folder, const char *own_folder,
                      const char *log_path);
/* Shows the start page where the program has never been started before. */
void dh_window_welcome (DhWindow *self);

/* Keeps the session in this folder, and offers to go on with the last one.  Only before the main loop
 * runs. */
void dh_window_keep (DhWindow *self, const char *folder);
/* NULL: nothing is kept.  Let go of it after the session. */
DhSessionKeeper *dh_window_get_keeper (DhWindow *self);

/* Opens a document, given by a file or a link ("downhill:…"), and trains it; or gives a lesson.  If that can't be done,
 * a dialog says why, and nothing has changed. */
void dh_window_open (DhWindow *self, GFile *file);

/* Before the program ends: stops swapping folders, once the pictures in work are written. */
void dh_window_finish_swaps (void);

/* Says in a dialog what went wrong. */
void dh_window_explain (DhWindow *self, const char *heading, const char *sentence);

/* Write a report of the session: as a PDF; and to a printer or, to export, as a PDF of what would
 * be printed.  What goes wrong is said in a dialog. */
void dh_window_save_report (DhWindow *self, const char *path);
void dh_window_print_report (DhWindow *self, GtkPrintOperationAction action,
                             const char *export_path);

G_END_DECLS
