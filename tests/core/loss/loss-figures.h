/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/loss/measurements.h"

G_BEGIN_DECLS

/* Measures the figures of core/loss/measurements.inc that need no training. The array holds
 * DhMeasurement, whose names are static; (transfer full) */
GArray *loss_figures_measure (void);

G_END_DECLS
