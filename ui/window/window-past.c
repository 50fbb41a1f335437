/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window's timeline: where in the training the lanes are shown.
 */
#include "ui/window/window-private.h"

#include "ui/lanes/preview-comparison.h"
#include "ui/lanes/time-line.h"

void
dh_window_setup_past (DhWindow *self)
{
  self->past = dh_past_new (self->session);
  dh_lane_strip_set_past (DH_LANE_STRIP (self->strip), self->past);
  dh_preview_comparison_set_past (DH_PREVIEW_COMPARISON (self->comparison), self->past);
  dh_time_line_set_past (DH_TIME_LINE (self->time_line), self->session, self->past);
}

void
dh_window_drop_past (DhWindow *self)
{
  g_clear_object (&self->past);
}

void
dh_window_go_to_start (DhWindow *self)
{
  dh_past_go (self->past, 0);
}

void
dh_window_go_live (DhWindow *self)
{
  dh_past_go_live (self->past);
}

void
dh_window_go_to_mark (DhWindow *self, int direction)
{
  dh_time_scale_go_to_mark (dh_time_line_get_scale (DH_TIME_LINE (self->time_line)), direction);
}

void
dh_window_mark_moment (DhWindow *self)
{
  dh_time_line_open_marks (DH_TIME_LINE (self->time_line));
}
