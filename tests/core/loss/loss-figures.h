/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/loss/measurements.h"

G_BEGIN_DECLS

/* The figures of core/loss/measurements.inc that need no training, measured now: of DhMeasurement,
 * whose names are static; (transfer full) */
GArray *loss_figures_measure (void);

G_END_DECLS
