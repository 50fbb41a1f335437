/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Room for what is kept: thinning out by age, and further where the limit in bytes demands it.
 *
 * Under pressure, the densities go down step by step, first that of checkpoints, and stay there
 * until the rules are set anew.  Pages that become free are used again before the file grows; where
 * there are many more of them than that needs, they are given back, some at a time, because moving
 * pages takes time as well.
 */
#include "core/store/room.h"

#include "core/store/checkpoints.h"
#include "core/store/moments.h"

#include <glib/gi18n-lib.h>

/* Out of the limit, for the log. */
#define RESERVE (24 * 1024 * 1024)
/* Free pages that are worth giving back, and how many at a time: 2 MB. */
#define WORTH_GIVING_BACK 8192
#define GIVEN_BACK        "512"

/* Two checkpoints of a lane of the largest model fit, 1.5 GiB each, and thousands of moments. */
const DhStoreRules dh_store_default_rules = {
  .limit = G_GUINT64_CONSTANT (1) << 32,
  .moment_density = 128,
  .checkpoint_density = 8,
};

static gboolean
get_pages (DhDatabase *database, gint64 *used, gint64 *free_pages, GError **error)
{
  gint64 all;

  if (!dh_database_get_number (database, "PRAGMA page_count", 0, &all, error)
      || !dh_database_get_number (database, "PRAGMA freelist_count", 0, free_pages, error))
    return FALSE;
  *used = all - *free_pages;
  return TRUE;
}

static gboolean
thin_at (DhDatabase *database, const DhStoreRules *rules, GError **error)
{
  return dh_checkpoints_thin (database, rules->checkpoint_density, error)
         && dh_moments_thin (database, MAX (rules->moment_density, 1), error);
}

gboolean
dh_store_room_thin (DhStoreRoom *self, DhDatabase *database, GError **error)
{
  gint64 used, free_pages;

  return thin_at (database, &self->pressed, error)
         && get_pages (database, &used, &free_pages, error)
         && (free_pages < WORTH_GIVING_BACK || free_pages < used / 4
             || dh_database_run (database, "PRAGMA incremental_vacuum (" GIVEN_BACK ")", error));
}

/* The bytes that may be used: not all of the limit, as the log needs some, too. */
static guint64
get_budget (const DhStoreRoom *self)
{
  return self->rules.limit - MIN (self->rules.limit / 4, RESERVE);
}

static gboolean
fits (const DhStoreRoom *self, DhDatabase *database, guint64 bytes, gboolean *result, GError **error)
{
  gint64 page, used, free_pages;

  if (!dh_database_get_number (database, "PRAGMA page_size", 0, &page, error)
      || !get_pages (database, &used, &free_pages, error))
    return FALSE;
  /* A page of a long value has a few bytes for its chain. */
  *result = (guint64) (used * page) + bytes + bytes / 256 <= get_budget (self);
  return TRUE;
}

/* The next coarser rules; FALSE when nothing is left to thin out.  Moments stay dense until there
 * are few checkpoints: what lies between checkpoints can be made again, and what is seen while the
 * slider moves are the moments. */
static gboolean
press (DhStoreRules *rules)
{
  if (rules->checkpoint_density > 1)
    rules->checkpoint_density = rules->checkpoint_density * 3 / 4;
  else if (rules->moment_density > 64)
    rules->moment_density = rules->moment_density * 3 / 4;
  else if (rules->checkpoint_density > 0)
    rules->checkpoint_density = 0;
  else if (rules->moment_density > 1)
    rules->moment_density = rules->moment_density * 3 / 4;
  else
    return FALSE;
  return TRUE;
}

/* Removes the checkpoint of the run that has had none for the longest time, but never that of the
 * last run. */
static gboolean
remove_oldest_run (DhDatabase *database, gboolean *removed, GError **error)
{
  gint64 runs, oldest;

  if (!dh_database_get_number (database, "SELECT count (DISTINCT run) FROM checkpoints", 0, &runs,
                               error)
      || !dh_database_get_number (database,
                                  "SELECT id FROM checkpoints WHERE whole > 0 ORDER BY time, id", 0,
                                  &oldest, error))
    return FALSE;
  *removed = runs > 1 && oldest != 0;
  return !*removed || dh_checkpoints_remove (database, oldest, error);
}

static gboolean
refuse (const DhStoreRoom *self, guint64 bytes, GError **error)
{
  g_autofree char *size = g_format_size_full (bytes, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *limit = g_format_size_full (self->rules.limit, G_FORMAT_SIZE_IEC_UNITS);

  g_set_error (error, DH_STORE_ERROR, DH_STORE_ERROR_TOO_LARGE,
               _ ("Another %s can’t be kept, because a session may take %s: raise that limit."),
               size, limit);
  return FALSE;
}

/* Nothing is thinned out in vain: the newest checkpoint of a run stays until there is a newer
 * one. */
static gboolean
is_possible (const DhStoreRoom *self, DhDatabase *database, guint64 bytes, gboolean *result,
             GError **error)
{
  gint64 largest;

  if (!dh_database_get_number (database, "SELECT max (size) FROM checkpoints WHERE whole > 0", 0,
                               &largest, error))
    return FALSE;
  *result = bytes + bytes / 128 + (guint64) largest <= get_budget (self);
  return TRUE;
}

/* One step toward more room; *more: FALSE when nothing can be given up any more. */
static gboolean
give_up_some (DhStoreRoom *self, DhDatabase *database, gboolean *more, GError **error)
{
  *more = TRUE;
  return press (&self->pressed) ? thin_at (database, &self->pressed, error)
                                : remove_oldest_run (database, more, error);
}

/* What has grown older may be superfluous by now; only then are the rules made coarser. */
gboolean
dh_store_room_make (DhStoreRoom *self, DhDatabase *database, guint64 bytes, GError **error)
{
  gboolean possible, done, more = TRUE;

  if (!is_possible (self, database, bytes, &possible, error))
    return FALSE;
  if (!possible)
    return refuse (self, bytes, error);
  if (!fits (self, database, bytes, &done, error)
      || (!done
          && (!thin_at (database, &self->pressed, error)
              || !fits (self, database, bytes, &done, error))))
    return FALSE;
  while (!done && more)
    if (!give_up_some (self, database, &more, error) || !fits (self, database, bytes, &done, error))
      return FALSE;
  return done || refuse (self, bytes, error);
}
