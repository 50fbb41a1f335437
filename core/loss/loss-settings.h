/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/loss/loss.h"

G_BEGIN_DECLS

guint dh_loss_count_settings (const DhLoss *loss);
/* Sets one of values (DH_LOSS_MAX_SETTINGS) to the allowed value nearest to a typed number.  FALSE
 * with DH_ERROR_VALUE where there is no such setting, or the number is none or out of range. */
gboolean dh_loss_read_setting (const DhLoss *loss, const char *id, const char *number,
                               double *values, GError **error);

G_END_DECLS
