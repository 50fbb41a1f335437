/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/model.h"

G_BEGIN_DECLS

/* FLOP a second of one thread in the model's own kind of convolution: a forward pass of the middle
 * of its decoder, a tenth of a second at most on any processor of the last ten years. 0 where it
 * can't be computed.  A thread that computes. */
double dh_model_measure_speed (const DhModel *model);

G_END_DECLS
