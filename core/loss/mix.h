/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/loss/loss.h"

G_BEGIN_DECLS

#define DH_MIX_MAX_PARTS  4
#define DH_MIX_MAX_WEIGHT 4.0

typedef struct
{
  const char *loss; /* id of the table: static */
  double weight;    /* 1 is 100 %; 0 … DH_MIX_MAX_WEIGHT */
  double settings[DH_LOSS_MAX_SETTINGS];
} DhMixPart;

/* A weighted sum of one to four losses, at least one of them with a weight above 0.  The same
 * loss may occur twice, with different settings.  A value. */
typedef struct
{
  guint n_parts;
  DhMixPart parts[DH_MIX_MAX_PARTS];
} DhMix;

/* A part with its loss's default settings and weight 1. */
DhMixPart dh_mix_part_make (const char *loss);
/* Reads "mse", "ssim_block+mse", "50%mae+huber{delta=0.1}": parts joined by "+", each with a
 * weight in per cent (without: 100) and settings in braces (without: the defaults).  DH_ERROR_VALUE
 * names what is wrong and what would be right.  Any thread. */
gboolean dh_mix_parse (const char *text, DhMix *mix, GError **error);
/* Its canonical text: equal mixes have equal texts; weights of 100 % and default settings are
 * left out.  Interned: lives as long as the program, and equal texts are one pointer. */
const char *dh_mix_to_text (const DhMix *mix);
/* Same losses in the same order, with the same weights and settings. */
gboolean dh_mix_equal (const DhMix *a, const DhMix *b);
/* For people: "SSIM + 50 % MSE", "Huber (δ = 0.1)"; (transfer full), translated. */
char *dh_mix_dup_name (const DhMix *mix);

G_END_DECLS
