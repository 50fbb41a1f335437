/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/catalog.h"

G_BEGIN_DECLS

/* Ids of a catalog, NULL-terminated; free the array with g_free(), the ids are lent. */
const char **dh_cli_collect_ids (const DhCatalogEntry *entries, guint n_entries);

/* DH_CLI_ERROR_USAGE. problem: "There is no loss “mea”", without a full stop; the near word and
 * all words are added. */
void dh_cli_set_unknown_error (GError **error, const char *problem, const char *word,
                               const char *const *words);

G_END_DECLS
