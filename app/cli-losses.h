/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/catalog.h"
#include "core/compare/file-comparison.h"

G_BEGIN_DECLS

/* The two kinds of tables of `losses`, on standard output. */
void dh_cli_losses_print_list (gboolean json);
void dh_cli_losses_print_values (DhFileComparison *comparison, gboolean json);

/* Writes folder/LOSS.npy, the gradient, or folder/LOSS.png, its map.  A loss that is undefined
 * at this size is reported and left out.  An error with one file is reported too, and doesn't
 * affect the others; FALSE if there was one. */
gboolean dh_cli_losses_write_gradients (DhFileComparison *comparison, const char *folder);
gboolean dh_cli_losses_write_maps (DhFileComparison *comparison, const char *folder);

G_END_DECLS
