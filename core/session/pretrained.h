/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/model.h"
#include "core/train/start.h"

G_BEGIN_DECLS

/* Fills in the file of a warm start; where there is none, the result is from scratch.  Other starts
 * are returned as they are.  model, people: their ids.  Any thread. */
DhStart dh_pretrained_find (DhStart start, const char *faces_folder, const char *model,
                            char *const people[2]);
/* The learning rate of lanes with this start for which no other was chosen. */
double dh_pretrained_get_usual_rate (const DhModel *model, DhStart start);
/* The rate of a lane that gets a new start: a usual one becomes that of the new start, any other is
 * the user's and stays. */
double dh_pretrained_convert_rate (const DhModel *model, double rate, DhStart from, DhStart to);

G_END_DECLS
