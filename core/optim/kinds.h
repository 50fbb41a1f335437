/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The optimizers of the table, for optimizer.c alone.
 */
#pragma once

#include "core/optim/optimizer.h"

G_BEGIN_DECLS

/* One file each. */
extern const DhOptimizer dh_optimizer_adabelief;
extern const DhOptimizer dh_optimizer_adagrad;
extern const DhOptimizer dh_optimizer_adam;
extern const DhOptimizer dh_optimizer_adamw;
extern const DhOptimizer dh_optimizer_momentum;
extern const DhOptimizer dh_optimizer_nadam;
extern const DhOptimizer dh_optimizer_nesterov;
extern const DhOptimizer dh_optimizer_rmsprop;
extern const DhOptimizer dh_optimizer_sgd;

G_END_DECLS
