/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping a session in the background.
 *
 *     any thread ──► pending (lock) ──► writer's thread (nice 10) ──► database
 *     owner      ◄── report (mailbox, newest wins) ◄──┘
 *
 * The writer takes all that waits, writes it in one transaction, and rests until the next is due.
 * The period is less than a second by more than a commit usually takes, so that settings are never
 * a second old.  A checkpoint is written between, some pieces in each transaction, without rests.
 *
 * Moments arrive as pictures, and the writer packs them while it waits: that takes milliseconds
 * each, which whoever hands them over doesn't have, nor the transaction.
 *
 * While the disk refuses, each period tries again.
 */
#include "core/store/keeper.h"

#include "core/base/mailbox.h"
#include "core/store/keep-share.h"
#include "core/store/store-writer.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define NICENESS 10
#define PERIOD   (900 * 1000) /* between two commits, in microseconds */
/* Of checkpoints that wait, if there are several. */
#define CHECKPOINT_BYTES (64 * 1024 * 1024)

struct _DhKeeper
{
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  DhMailbox *reports;

  /* With the lock. */
  DhPending incoming;
  gsize checkpoint_bytes; /* that wait or are being written */
  DhKeepShare share;      /* of those that have been written */
  DhStoreRules rules;
  gboolean rules_changed, ended;
  guint flushes_wanted, flushes_done;

  /* The writer's thread. */
  DhStoreWriter *writer;
  gint64 last_turn;
};

/* Of the calling thread, or of the whole program. */
static double
get_processor_time (clockid_t whose)
{
  struct timespec time = { 0 };

  clock_gettime (whose, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

/* ---- the thread ---- */

/* With the lock held. */
static gboolean
has_work (const DhKeeper *self)
{
  return !dh_pending_is_empty (&self->incoming) || dh_store_writer_has_work (self->writer)
         || self->rules_changed;
}

/* Packs what has arrived; with the lock held, except while it packs. */
static void
pack_incoming (DhKeeper *self)
{
  dh_store_writer_add (self->writer, &self->incoming);
  pthread_mutex_unlock (&self->lock);
  dh_store_writer_pack (self->writer);
  pthread_mutex_lock (&self->lock);
}

/* Waits, with the lock held, until the next transaction is due. */
static void
wait_for_work (DhKeeper *self, gint64 due)
{
  const struct timespec until = { .tv_sec = due / G_USEC_PER_SEC,
                                  .tv_nsec = due % G_USEC_PER_SEC * 1000 };

  while (!self->ended && self->flushes_wanted == self->flushes_done
         && g_get_monotonic_time () < due)
    if (self->incoming.moments.length > 0)
      pack_incoming (self);
    else
      pthread_cond_timedwait (&self->changed, &self->lock, &until);
  while (!self->ended && self->flushes_wanted == self->flushes_done && !has_work (self))
    pthread_cond_wait (&self->changed, &self->lock);
}

/* One transaction; with the lock held, except while it writes. */
static gboolean
write_once (DhKeeper *self)
{
  const DhStoreRules rules = self->rules;
  const gboolean rules_changed = self->rules_changed;
  double begun, spent;
  gsize before, after;
  gboolean written;

  self->rules_changed = FALSE;
  dh_store_writer_add (self->writer, &self->incoming);
  pthread_mutex_unlock (&self->lock);
  dh_store_writer_pack (self->writer);
  before = dh_store_writer_get_checkpoint_bytes (self->writer);
  begun = get_processor_time (CLOCK_THREAD_CPUTIME_ID);
  written = dh_store_writer_write (self->writer, &rules, rules_changed);
  spent = get_processor_time (CLOCK_THREAD_CPUTIME_ID) - begun;
  after = dh_store_writer_get_checkpoint_bytes (self->writer);
  dh_mailbox_put (self->reports, dh_keeper_report_copy (dh_store_writer_get_report (self->writer)));
  pthread_mutex_lock (&self->lock);
  self->checkpoint_bytes -= before - after;
  if (before > 0)
    dh_keep_share_add (&self->share, get_processor_time (CLOCK_PROCESS_CPUTIME_ID), spent);
  return written;
}

static void
take_turn (DhKeeper *self)
{
  const guint flushes = self->flushes_wanted;

  self->last_turn = g_get_monotonic_time ();
  while (write_once (self) && dh_store_writer_has_checkpoint (self->writer))
    ;
  self->flushes_done = flushes;
  pthread_cond_broadcast (&self->changed);
}

static void *
thread_main (void *data)
{
  DhKeeper *self = data;
  gboolean last;

  setpriority (PRIO_PROCESS, syscall (SYS_gettid), NICENESS);
  pthread_mutex_lock (&self->lock);
  take_turn (self); /* opens the session */
  do
    {
      const gint64 due = self->last_turn + PERIOD;

      wait_for_work (self, due);
      last = self->ended; /* nothing is handed over after that */
      take_turn (self);
    }
  while (!last);
  pthread_mutex_unlock (&self->lock);
  dh_store_writer_free (self->writer);
  return NULL;
}

/* ---- the owner's side ---- */

/* Takes the writer. */
static DhKeeper *
keeper_new (DhStoreWriter *writer, const DhStoreRules *rules)
{
  DhKeeper *self = g_new0 (DhKeeper, 1);
  pthread_condattr_t attributes;

  pthread_mutex_init (&self->lock, NULL);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&self->changed, &attributes);
  pthread_condattr_destroy (&attributes);
  self->reports = dh_mailbox_new ((GDestroyNotify) dh_keeper_report_free);
  self->writer = writer;
  self->rules = *rules;
  if (pthread_create (&self->thread, NULL, thread_main, self) != 0)
    g_error ("the system gives no thread to the keeping of sessions");
  return self;
}

DhKeeper *
dh_keeper_new (const char *folder, const char *id, const DhStoreRules *rules)
{
  return keeper_new (dh_store_writer_new (folder, id), rules);
}

DhKeeper *
dh_keeper_new_from_store (const char *folder, DhStore *store, const DhStoreRules *rules)
{
  return keeper_new (dh_store_writer_new_from_store (folder, store), rules);
}

void
dh_keeper_free (DhKeeper *self)
{
  pthread_mutex_lock (&self->lock);
  self->ended = TRUE;
  pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->lock);
  pthread_join (self->thread, NULL);
  dh_pending_clear (&self->incoming);
  dh_mailbox_free (self->reports);
  pthread_cond_destroy (&self->changed);
  pthread_mutex_destroy (&self->lock);
  g_free (self);
}

/* With the lock held, which it releases. */
static void
handed_over (DhKeeper *self)
{
  dh_pending_limit (&self->incoming, DH_PENDING_MOMENT_BYTES);
  pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->lock);
}

void
dh_keeper_put_document (DhKeeper *self, const char *text)
{
  pthread_mutex_lock (&self->lock);
  dh_pending_put_document (&self->incoming, g_get_real_time (), text);
  handed_over (self);
}

void
dh_keeper_put_change (DhKeeper *self, DhChange *change)
{
  pthread_mutex_lock (&self->lock);
  g_queue_push_tail (&self->incoming.changes, change);
  handed_over (self);
}

void
dh_keeper_put_moment (DhKeeper *self, DhMoment *moment)
{
  pthread_mutex_lock (&self->lock);
  dh_pending_put_moment (&self->incoming, moment);
  handed_over (self);
}

void
dh_keeper_mark (DhKeeper *self, const DhPlace *place, gboolean marked, const char *note)
{
  pthread_mutex_lock (&self->lock);
  dh_pending_put_mark (&self->incoming, place, marked, note);
  handed_over (self);
}

/* One may be as large as it wants; several must be small. */
gboolean
dh_keeper_wants_checkpoint (DhKeeper *self, gsize size, gboolean urgent)
{
  const double now = get_processor_time (CLOCK_PROCESS_CPUTIME_ID);
  gboolean wanted;

  pthread_mutex_lock (&self->lock);
  wanted = (urgent || dh_keep_share_is_due (&self->share, now))
           && (self->checkpoint_bytes == 0 || self->checkpoint_bytes + size <= CHECKPOINT_BYTES);
  pthread_mutex_unlock (&self->lock);
  return wanted;
}

void
dh_keeper_put_checkpoint (DhKeeper *self, guint64 run, guint64 iteration, GBytes *const *parts,
                          guint n_parts)
{
  pthread_mutex_lock (&self->lock);
  self->checkpoint_bytes += dh_pending_put_checkpoint (&self->incoming, run, iteration, parts,
                                                       n_parts);
  handed_over (self);
}

void
dh_keeper_set_rules (DhKeeper *self, const DhStoreRules *rules)
{
  pthread_mutex_lock (&self->lock);
  self->rules = *rules;
  self->rules_changed = TRUE;
  handed_over (self);
}

void
dh_keeper_flush (DhKeeper *self)
{
  guint wanted;

  pthread_mutex_lock (&self->lock);
  wanted = ++self->flushes_wanted;
  pthread_cond_broadcast (&self->changed);
  while ((int) (wanted - self->flushes_done) > 0)
    pthread_cond_wait (&self->changed, &self->lock);
  pthread_mutex_unlock (&self->lock);
}

DhKeeperReport *
dh_keeper_take (DhKeeper *self)
{
  return dh_mailbox_take (self->reports);
}

int
dh_keeper_get_fd (DhKeeper *self)
{
  return dh_mailbox_get_fd (self->reports);
}
