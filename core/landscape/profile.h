/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/jet.h"
#include "core/loss/mix.h"

G_BEGIN_DECLS

/* Whether the mix is a function of single errors: all its parts are losses with a profile. */
gboolean dh_mix_has_profile (const DhMix *mix);
/* The mix's loss at one error that is itself a function of the dimensions, with all derivatives. */
DhJet dh_mix_apply (const DhMix *mix, DhJet error);

G_END_DECLS
