/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/landscape/ground.h"
#include "core/landscape/ground-range.h"

G_BEGIN_DECLS

/* The range of a typed function: a button that shows it, and under it entries for the ends.  An
 * invalid range is explained in a sentence and has no effect.
 *
 * Signals:
 *   ::changed ()   the user chose another valid range */
#define DH_TYPE_RANGE_BUTTON (dh_range_button_get_type ())
G_DECLARE_FINAL_TYPE (DhRangeButton, dh_range_button, DH, RANGE_BUTTON, GtkWidget)

GtkWidget *dh_range_button_new (void);
DhGroundRange dh_range_button_get_range (DhRangeButton *self);
/* Emits no signal. */
void dh_range_button_set_range (DhRangeButton *self, const DhGroundRange *range);
/* Describes the error in the entries; NULL if they are valid. Lent. */
const char *dh_range_button_get_error (DhRangeButton *self);

G_END_DECLS
