/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/catalog.h"

/* A loss's index in the catalog. */
static inline guint
get_index (const char *id)
{
  guint n_losses;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);
  const DhCatalogEntry *entry = dh_catalog_find (losses, n_losses, id);

  g_assert_nonnull (entry);
  return entry - losses;
}
