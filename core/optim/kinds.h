/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/optim/optimizer.h"

G_BEGIN_DECLS

/* One file each; within core/optim only. */
extern const DhOptimizer dh_optimizer_adam;
extern const DhOptimizer dh_optimizer_sgd;

G_END_DECLS
