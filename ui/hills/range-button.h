/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/landscape/ground.h"
#include "core/landscape/ground-range.h"

G_BEGIN_DECLS

/* The range of a typed function: a button that shows it, and under it entries for the ends.  A
 * range that can't be is told in a sentence and takes no effect.
 *
 * Signals:
 *   ::changed ()   by a person, to a range that can be */
#define DH_TYPE_RANGE_BUTTON (dh_range_button_get_type ())
G_DECLARE_FINAL_TYPE (DhRangeButton, dh_range_button, DH, RANGE_BUTTON, GtkWidget)

GtkWidget *dh_range_button_new (void);
DhGroundRange dh_range_button_get_range (DhRangeButton *self);
/* No signal. */
void dh_range_button_set_range (DhRangeButton *self, const DhGroundRange *range);
/* What is wrong with the ends that stand in the entries; NULL: nothing. Lent. */
const char *dh_range_button_get_error (DhRangeButton *self);

G_END_DECLS
