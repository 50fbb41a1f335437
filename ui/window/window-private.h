/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/document/document.h"
#include "core/keep/past.h"
#include "core/keep/session-keeper.h"
#include "core/lesson/learner-log.h"
#include "core/lesson/lesson-shelf.h"
#include "core/session/costs.h"
#include "ui/losses/losses-page.h"
#include "ui/plot/export/session-film.h"
#include "ui/widgets/person-chooser.h"
#include "ui/window/presenter.h"
#include "ui/window/window.h"

G_BEGIN_DECLS

struct _DhWindow
{
  AdwApplicationWindow parent_instance;
  GtkWidget *flap; /* holds the header bar */
  GtkWidget *people[2];
  GtkWidget *pictures_buttons[2];
  int pictures_width; /* of the window, from which on there is room for these */
  GtkWidget *preset_drop_down;
  GtkWidget *seed_button;
  GtkWidget *seed_popover;
  GtkWidget *seed_spin;
  GtkWidget *notice_revealer;
  GtkWidget *notice_label;
  GtkWidget *stack;
  GtkWidget *failed_page;
  GtkWidget *lane_views; /* the strip, or the comparison of two previews */
  GtkWidget *strip;
  GtkWidget *comparison;
  GtkWidget *time_line;
  GtkWidget *toasts;
  GtkWidget *pages; /* start, lesson; lanes, losses, hills */
  GtkWidget *start_page;
  GtkWidget *lesson_page;
  GtkWidget *home_buttons[2]; /* above, below */
  GtkWidget *lesson_revealer; /* a lesson that waits */
  GtkWidget *lesson_label;
  GtkWidget *lesson_close;
  GtkWidget *losses_page;
  GtkWidget *hills_page;
  GtkWidget *page_switch;   /* in the header bar */
  GtkWidget *page_revealer; /* holds the switch at the bottom */
  GtkWidget *people_box;
  GtkWidget *lane_button;
  GtkWidget *same_rate_button;
  GtkWidget *transport;
  AdwToast *toast;     /* offers to undo; or NULL */
  AdwToast *unkept;    /* says that something can't be undone; or NULL */
  GMenu *undo_menu;
  guint held_key;      /* of the keyboard; 0: none */
  guint wheel_source;  /* pending: the wheel rests */
  guint event_signal;  /* of all surfaces … */
  gulong event_hook;   /* … is watched */
  DhPresenter *presenter;
  DhSession *session;
  DhPast *past; /* where in the training the lanes are shown */
  DhCosts *costs;
  GSettings *settings;
  char *faces_folder;
  guint place_source; /* pending: place the switch */
  guint save_source;  /* pending: write the settings */
  gboolean updating;  /* controls are being set from the session */
  char *document_path;                /* of the open document; NULL: it has no file yet */
  DhDocument *compared;               /* opened, and to be compared once it trains; or NULL */
  char *document_note;                /* what differs from where it was written; or NULL */
  GtkFileChooserNative *file_dialog;  /* or NULL */
  GMenu *recent_menu;
  GtkWidget *keep_revealer; /* why something isn't kept */
  GtkWidget *keep_label;
  GtkWidget *offer_revealer; /* the session to go on with */
  GtkWidget *offer_title, *offer_label;
  GtkWidget *offer_spinner;
  gint64 resuming_since; /* monotonic */
  guint resuming_tick;
  DhSessionKeeper *keeper; /* NULL: nothing is kept */
  char *offered;           /* id of the session that is offered; NULL: none */
  guint begin_source;      /* pending: keep the new session although another one is offered */
  DhSessionFilm *film;
  DhLessonShelf *shelf; /* NULL: there are no lessons */
  DhLearnerLog *learner_log; /* NULL: nothing is kept */
  char *tour_path;           /* or NULL */
  const char *free_page;     /* "lanes", "losses" or "hills": where free play goes on */
  gboolean resting;          /* the person's training, while a lesson is given */
  gboolean plays_after;      /* … goes on then */
  gboolean at_start;         /* the start page is shown */
};

/* window-actions.c */
void dh_window_class_bind_keys (GtkWidgetClass *widget_class);
void dh_window_setup_actions (DhWindow *self);
/* Enables the actions that are possible with this page and this number of lanes. */
void dh_window_update_actions (DhWindow *self);
/* Releases the session, which some actions hold. */
void dh_window_drop_actions (DhWindow *self);

/* window-settings.c */
void dh_window_load_settings (DhWindow *self);
void dh_window_save_settings (DhWindow *self);
/* Settings of the page "Hills"; call once it has its session. */
void dh_window_load_hills (DhWindow *self);

/* window-autosave.c: writes the settings whenever they change from now on. */
void dh_window_setup_autosave (DhWindow *self);

/* window-controls.c */
void dh_window_setup_controls (DhWindow *self);
/* Shows the session's preset in the header bar. */
void dh_window_show_preset (DhWindow *self);
void dh_window_use_bundled_people (DhWindow *self);
/* Sets the controls back to the state of the session. */
void dh_window_show_controls (DhWindow *self);

/* window-lessons.c */
void dh_window_setup_lessons (DhWindow *self);
gboolean dh_window_shows_lesson (DhWindow *self);
/* The page to which free play goes back; static */
const char *dh_window_get_free_page (DhWindow *self);
void dh_window_drop_lessons (DhWindow *self);

/* window-pages.c: the button that leads to the start page is there if there is one. */
void dh_window_update_home (DhWindow *self);

/* window-notice.c */
void dh_window_show_notice (DhWindow *self);
/* What is to be known about the open document, or NULL. */
void dh_window_note_document (DhWindow *self, const char *note);
void dh_window_close_notice (DhWindow *self);

/* window-undo.c: changes that restart the training, and their parameters */
typedef enum
{
  DH_WINDOW_RESET,   /* NULL */
  DH_WINDOW_RESTART, /* u: a lane's number */
  DH_WINDOW_PEOPLE,  /* (ss) */
  DH_WINDOW_PRESET,  /* s */
  DH_WINDOW_SEED,    /* t */
  DH_WINDOW_START,   /* s, see dh_start_parse() */
} DhWindowChange;

/* Performs the change so that it can be undone, or asks first if it can't.  Consumes a floating
 * variant. */
void dh_window_change (DhWindow *self, DhWindowChange change, GVariant *what);
void dh_window_setup_undo (DhWindow *self);
void dh_window_drop_undo (DhWindow *self);

/* window-room.c: the memory that models need. The following ask first if memory is scarce. */
void dh_window_setup_room (DhWindow *self);
void dh_window_choose_preset (DhWindow *self, const char *preset);
/* source: the lane to copy; NULL: a new one. */
void dh_window_add_lane (DhWindow *self, DhLane *source);
/* What a document's training needs and what is there, in sentences; NULL: there is enough, or it
 * isn't known yet.  (transfer full) */
char *dh_window_dup_document_need (DhWindow *self, const DhDocument *document, DhRoom *room);
/* Copies the lane's settings only. */
void dh_window_add_lane_from (DhWindow *self, DhLane *source, DhStart start);
/* A lane that goes on from an earlier step of that one; settings: other ones from there, or NULL. */
void dh_window_add_branch (DhWindow *self, DhLane *source, guint64 iteration,
                           const DhLaneSettings *settings);

/* window-branch.c: asks from which step, this one at first, and with which settings. */
void dh_window_ask_for_branch (DhWindow *self, DhLane *lane, guint64 iteration);
/* The same, and of which lane if several have got so far. */
void dh_window_ask_for_branch_of_any (DhWindow *self, guint64 iteration);

/* window-compare.c */
void dh_window_setup_comparison (DhWindow *self);
/* window-past.c: the timeline */
void dh_window_setup_past (DhWindow *self);
void dh_window_drop_past (DhWindow *self);
void dh_window_go_to_start (DhWindow *self);
void dh_window_go_live (DhWindow *self);
/* 1: the next, -1: the one before */
void dh_window_go_to_mark (DhWindow *self, int direction);
/* Asks for the note of a mark. */
void dh_window_mark_moment (DhWindow *self);

/* window-pages.c */
void dh_window_setup_pages (DhWindow *self);
gboolean dh_window_shows_lanes (DhWindow *self);
gboolean dh_window_shows_hills (DhWindow *self);
/* Call when the width has changed. */
void dh_window_place_switch (DhWindow *self);

/* window-document.c: the session as a document in a file */
void dh_window_setup_document (DhWindow *self);
void dh_window_drop_document (DhWindow *self);
/* The session and what the window shows.  (transfer full) */
DhDocument *dh_window_make_document (DhWindow *self);
/* Shows it as a link does: without a file. */
void dh_window_open_link (DhWindow *self, const char *link);
/* The session has no file of its own. */
void dh_window_forget_document (DhWindow *self);
/* Asks for another name if that doesn't work. */
void dh_window_save_document (DhWindow *self, const char *path);
/* Says in passing what was done. */
void dh_window_tell (DhWindow *self, const char *sentence);

/* window-document-actions.c: menu, file choosers, clipboard, drops */
void dh_window_setup_document_actions (DhWindow *self);
void dh_window_drop_document_actions (DhWindow *self);
/* The session and what the window shows, as a link; gap: (out): see dh_link_dup_gap().  NULL: there
 * is none, which has been explained in a dialog.  (transfer full) */
char *dh_window_make_link (DhWindow *self, char **gap);
/* Puts a file into the list of recent documents. */
void dh_window_note_recent (const char *path);

/* window-export.c: files of what the window shows */
void dh_window_setup_export (DhWindow *self);
void dh_window_drop_export (DhWindow *self);

/* window-faces.c: the pictures of a person */
void dh_window_setup_faces (DhWindow *self);

/* window-share.c: the dialog with the link and its QR code, and reports */
void dh_window_setup_share (DhWindow *self);
/* window-swap.c: the dialog that swaps a folder */
void dh_window_setup_swap (DhWindow *self);
/* window-keep.c: keeping the session, and going on with a kept one */
void dh_window_setup_keep (DhWindow *self);
/* Hands over what there is; before the window goes. */
void dh_window_flush_keep (DhWindow *self);
void dh_window_drop_keep (DhWindow *self);
/* What the window shows has changed. */
void dh_window_keep_view (DhWindow *self);
/* Replaces the session by a kept one. */
void dh_window_continue (DhWindow *self, const char *id);
void dh_window_hide_keep_notice (DhWindow *self);
/* The bytes that a checkpoint of a lane takes, about. */
guint64 dh_window_estimate_checkpoint (DhWindow *self);

/* window-document-view.c */
void dh_window_describe_view (DhWindow *self, DhDocumentView *view);
void dh_window_show_view (DhWindow *self, const DhDocumentView *view);

G_END_DECLS
