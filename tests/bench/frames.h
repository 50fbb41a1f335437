/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* How evenly a window draws: shows it, requests every frame, and keeps the intervals between
 * the frame clock's ticks. The first two seconds are left out, since start-up is measured
 * separately. */
typedef struct
{
  GArray *intervals; /* double, ms */
  gint64 launch, first, last, seconds;
  gint64 first_step; /* set by the program; 0: not yet */
  double cpu_start; /* of this thread, ms */
  GMainLoop *loop;
} DhFrames;

/* Call it at the very start of the program. */
void dh_frames_init (DhFrames *self, int seconds);
/* Returns after that number of seconds. */
void dh_frames_run (DhFrames *self, GtkWidget *window);
void dh_frames_print (DhFrames *self);
/* If the window is the first thing that the program did. */
void dh_frames_print_start (DhFrames *self);
void dh_frames_clear (DhFrames *self);
