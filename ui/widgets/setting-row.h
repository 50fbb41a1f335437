/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/catalog/catalog.h"

G_BEGIN_DECLS

/* One setting of a loss or an optimizer: its name, the exact number, its unit, a slider, and a
 * reset button.  Invalid text stays in the entry, with a message below; the value is unchanged.
 *
 * Properties (compare, set, notify):
 *   value  double  always an allowed one */
#define DH_TYPE_SETTING_ROW (dh_setting_row_get_type ())
G_DECLARE_FINAL_TYPE (DhSettingRow, dh_setting_row, DH, SETTING_ROW, GtkWidget)

/* owner: id of the object that has the setting, static.  The strings of the setting must be static,
 * too. */
GtkWidget *dh_setting_row_new (const char *owner, const DhSetting *setting);
double dh_setting_row_get_value (DhSettingRow *self);
void dh_setting_row_set_value (DhSettingRow *self, double value);
/* Acts as if the text had been typed. */
void dh_setting_row_enter_text (DhSettingRow *self, const char *text);
/* The error in the typed text, or NULL. */
const char *dh_setting_row_get_message (DhSettingRow *self);

G_END_DECLS
