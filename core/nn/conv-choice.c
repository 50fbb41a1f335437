/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Choosing a convolution's implementation: oneDNN's or our own, whichever is measured faster.
 *
 * No rule predicts the winner: oneDNN's code depends on its version and the processor's
 * instruction set, and the speed of both on the caches.  So each runs a few times, in turn, timed in
 * the thread's processor time, which other programs disturb less than wall-clock time.  Large layers
 * are measured with fewer channels and pictures, because the ratio hardly depends on the size.
 *
 * What other programs do can only slow a run down, so the fastest counts, and a close result is
 * measured again more often.  Equally fast implementations would still be chosen by chance: ours is
 * taken unless oneDNN's is clearly faster.  (Of quick's layers the least favourable takes .95 to 1.04
 * times oneDNN's time, all others at most .9.)
 */
#include "core/nn/conv-choice.h"

#include "core/base/processor.h"
#include "core/base/tensor.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

/* To be increased with every change to our code that may change which one is faster. */
#define OWN_VERSION  "3"
#define N_RUNS       5  /* of each, unless … */
#define N_CLOSE_RUNS 40 /* … the times differ from the limit by less than … */
#define CLOSE        1.25
#define MAX_CHANNELS 128
#define MAX_WORK     1.5e8 /* multiplications of a pass: some milliseconds */
#define LIMIT        1.15  /* of oneDNN's time, up to which ours is taken */

/* Two locks, because a measurement takes up to seconds and who only asks what is chosen, the main
 * context among them, must not wait for it: one for measuring and the file, and one, held for
 * moments, for the table.  Not GMutexes: the thread sanitizer can't see into GLib. */
static pthread_mutex_t measuring = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static GHashTable *choices; /* description → "own" or "onednn", static strings */
static char *cache_file;
static gboolean has_file; /* cache_file is valid, even if NULL */
static GKeyFile *kept;    /* what it held when it was first needed */

/* ---- the cache file ---- */

static const char *
get_file (void)
{
  if (!has_file)
    cache_file = g_build_filename (g_get_user_cache_dir (), "downhill", "convolutions", NULL);
  has_file = TRUE;
  return cache_file;
}

/* Everything that a measurement depends on; the same for the life of the process. */
static const char *
get_group (void)
{
  static char *group;
  g_autofree char *processor = NULL;

  if (group != NULL)
    return group;
  processor = dh_processor_dup_name ();
  /* The name of a group can't contain brackets. */
  g_strdelimit (processor, "[]\n", ' ');
  group = g_strdup_printf ("%s; %s; oneDNN %s; " OWN_VERSION, processor, dh_dnn_get_instructions (),
                           dh_dnn_get_version ());
  return group;
}

static const char *
parse_choice (const char *text)
{
  return g_strcmp0 (text, "own") == 0 ? "own" : g_strcmp0 (text, "onednn") == 0 ? "onednn" : NULL;
}

static const char *
read_choice (const char *key)
{
  g_autofree char *value = NULL;

  if (kept == NULL)
    {
      kept = g_key_file_new ();
      if (get_file () != NULL)
        g_key_file_load_from_file (kept, get_file (), G_KEY_FILE_NONE, NULL);
    }
  value = g_key_file_get_string (kept, get_group (), key, NULL);
  return parse_choice (value);
}

/* Into the file as it is now: another process may have written to it.  If this fails, the next start
 * measures again. */
static void
write_choice (const char *key, const char *choice)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *folder = NULL;

  if (get_file () == NULL)
    return;
  folder = g_path_get_dirname (get_file ());
  g_key_file_load_from_file (file, get_file (), G_KEY_FILE_KEEP_COMMENTS, NULL);
  g_key_file_set_string (file, get_group (), key, choice);
  if (g_mkdir_with_parents (folder, 0700) == 0)
    g_key_file_save_to_file (file, get_file (), NULL);
}

/* ---- measuring ---- */

typedef struct
{
  DhConv *conv;
  DhStream *stream;
  float *weights, *bias, *source, *output; /* also hold the gradients of the maps */
  float *gradient;
} Trial;

static void
trial_clear (Trial *self)
{
  dh_conv_free (self->conv);
  dh_stream_free (self->stream);
  dh_tensor_free (self->weights);
  dh_tensor_free (self->bias);
  dh_tensor_free (self->source);
  dh_tensor_free (self->output);
  dh_tensor_free (self->gradient);
}

static float *
new_values (gsize n)
{
  float *values = dh_tensor_try_new (n);

  for (gsize i = 0; values != NULL && i < n; i++)
    values[i] = (float) (i % 7) * 0.125f;
  return values;
}

static gboolean
trial_init (Trial *self, const DhConvShape *shape, DhConvUse use, gboolean own)
{
  const gsize n_weights = (gsize) shape->in_channels * shape->out_channels * shape->kernel
                          * shape->kernel;

  *self = (Trial) { .conv = dh_conv_new (shape, use, own, "", NULL) };
  if (self->conv == NULL)
    return FALSE;
  self->stream = dh_stream_new (dh_conv_get_scratch_size (self->conv, 1));
  self->weights = new_values (n_weights);
  self->gradient = new_values (n_weights);
  self->bias = new_values (shape->out_channels);
  self->source = new_values ((gsize) shape->batch * shape->in_channels * shape->in_size
                             * shape->in_size);
  self->output = new_values ((gsize) shape->batch * shape->out_channels * shape->out_size
                             * shape->out_size);
  return self->stream != NULL && self->weights != NULL && self->gradient != NULL
         && self->bias != NULL && self->source != NULL && self->output != NULL;
}

static double
get_processor_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

static double
trial_run (Trial *self, DhConvUse use)
{
  const double begin = get_processor_time ();

  dh_conv_forward (self->conv, self->stream, 1, self->weights, self->bias, 1, self->source,
                   self->output);
  if (use >= DH_CONV_TRAINING)
    dh_conv_backward_weights (self->conv, self->stream, self->source, self->output, self->gradient,
                              self->bias);
  if (use == DH_CONV_TRAINING)
    dh_conv_backward_data (self->conv, self->stream, 1, self->weights, self->output, self->source);
  return get_processor_time () - begin;
}

/* Reduces both shapes alike, keeping the ratio of their input channels. */
static void
reduce (DhConvShape *own, DhConvShape *library)
{
  const int ratio = own->in_channels / library->in_channels;
  double work;

  own->in_channels = MIN (own->in_channels, MAX_CHANNELS);
  own->phase_channels = MIN (own->phase_channels, own->in_channels / 4);
  own->out_channels = library->out_channels = MIN (own->out_channels, MAX_CHANNELS);
  library->in_channels = own->in_channels / ratio;
  work = 9.0 * own->in_channels * own->out_channels * own->out_size * own->out_size;
  own->batch = library->batch = CLAMP ((int) (MAX_WORK / work), 1, own->batch);
}

static gboolean
is_close (const double times[2])
{
  return times[0] * CLOSE > LIMIT * times[1] && times[0] < CLOSE * LIMIT * times[1];
}

/* Runs both in turn and keeps their fastest times. */
static void
time_both (Trial trials[2], DhConvUse use, double best[2])
{
  for (int run = 0; run < N_RUNS || (run < N_CLOSE_RUNS && is_close (best)); run++)
    for (int i = 0; i < 2; i++)
      best[i] = MIN (best[i], trial_run (&trials[i], use));
}

/* Whether our code is to be taken.  FALSE also if there isn't enough memory: oneDNN needs less, and
 * reports an error if it isn't enough either. */
static gboolean
measure (DhConvShape own, DhConvShape library, DhConvUse use)
{
  double best[2] = { G_MAXDOUBLE, G_MAXDOUBLE };
  Trial trials[2] = { 0 };
  gboolean ready;

  reduce (&own, &library);
  ready = trial_init (&trials[0], &own, use, TRUE);
  /* oneDNN may have no fast code for this shape. */
  if (ready && !trial_init (&trials[1], &library, use, FALSE) && trials[1].conv == NULL)
    best[0] = 0;
  else if (ready)
    time_both (trials, use, best);
  trial_clear (&trials[0]);
  trial_clear (&trials[1]);
  return best[0] < LIMIT * best[1];
}

/* ---- choosing ---- */

static char *
describe (const DhConvShape *own, const DhConvShape *library, DhConvUse use)
{
  return g_strdup_printf ("%dx%d-%d-%d-%d-%s%s%s-%dx%d", own->batch, own->in_size, own->in_channels,
                          own->out_channels, own->pad_before,
                          use == DH_CONV_TRAINING ? "training"
                          : use == DH_CONV_FIRST  ? "first"
                                                  : "forward",
                          own->spread_in ? "-in" : "", own->spread_out ? "-out" : "",
                          library->kernel, library->stride);
}

static const char *
choose (const char *key, const DhConvShape *own, const DhConvShape *library, DhConvUse use)
{
  const char *wanted = parse_choice (g_getenv ("DOWNHILL_CONVOLUTIONS"));
  const char *choice = wanted != NULL ? wanted : read_choice (key);

  if (choice != NULL)
    return choice;
  choice = measure (*own, *library, use) ? "own" : "onednn";
  write_choice (key, choice);
  return choice;
}

/* NULL: it isn't known yet */
static const char *
look_up (const char *key)
{
  const char *choice;

  pthread_mutex_lock (&lock);
  choice = choices != NULL ? g_hash_table_lookup (choices, key) : NULL;
  pthread_mutex_unlock (&lock);
  return choice;
}

/* Takes the key. */
static void
note (char *key, const char *choice)
{
  pthread_mutex_lock (&lock);
  if (choices == NULL)
    choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (choices, key, (gpointer) choice);
  pthread_mutex_unlock (&lock);
}

/* Those of other networks, whose costs are estimated or which paint landscapes, come and go with what
 * is looked at: they don't say with what a training runs. */
static GHashTable *described;       /* key → choice; NULL: none yet; behind the lock */
static GPrivate describing = G_PRIVATE_INIT (NULL); /* this thread's, from begin to end */

void
dh_conv_choices_begin (void)
{
  g_private_set (&describing, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL));
}

void
dh_conv_choices_end (void)
{
  GHashTable *before;

  pthread_mutex_lock (&lock);
  before = described;
  described = g_private_get (&describing);
  pthread_mutex_unlock (&lock);
  g_private_set (&describing, NULL);
  g_clear_pointer (&before, g_hash_table_unref);
}

static gboolean
is_own (const char *key, const char *choice)
{
  GHashTable *mine = g_private_get (&describing);

  if (mine != NULL)
    g_hash_table_insert (mine, g_strdup (key), (gpointer) choice);
  return strcmp (choice, "own") == 0;
}

gboolean
dh_conv_choose_own (const DhConvShape *own, const DhConvShape *library, DhConvUse use)
{
  g_autofree char *key = NULL;
  const char *choice;

  if (!dh_conv_can_be_own (own))
    return FALSE;
  key = describe (own, library, use);
  choice = look_up (key);
  if (choice != NULL)
    return is_own (key, choice);
  pthread_mutex_lock (&measuring);
  choice = look_up (key); /* another thread may have been first */
  if (choice == NULL)
    {
      choice = choose (key, own, library, use);
      note (g_strdup (key), choice);
    }
  pthread_mutex_unlock (&measuring);
  return is_own (key, choice);
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
dh_conv_choices_describe (void)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  const char *wanted = parse_choice (g_getenv ("DOWNHILL_CONVOLUTIONS"));
  guint n_own = 0;

  pthread_mutex_lock (&lock);
  if (described != NULL)
    {
      GHashTableIter iter;
      gpointer key;

      g_hash_table_iter_init (&iter, described);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        g_ptr_array_add (keys, key);
    }
  g_ptr_array_sort (keys, compare_keys);
  for (guint i = 0; i < keys->len; i++)
    {
      const char *choice = g_hash_table_lookup (described, keys->pdata[i]);

      n_own += strcmp (choice, "own") == 0;
      g_checksum_update (sum, keys->pdata[i], -1);
      g_checksum_update (sum, (const guchar *) choice, -1);
    }
  pthread_mutex_unlock (&lock);
  return g_strdup_printf ("%s: %u own, %u onednn, fingerprint %.8s",
                          wanted != NULL ? "forced" : "measured", n_own, keys->len - n_own,
                          g_checksum_get_string (sum));
}

void
dh_conv_choices_reset (const char *file)
{
  pthread_mutex_lock (&measuring);
  pthread_mutex_lock (&lock);
  g_clear_pointer (&choices, g_hash_table_unref);
  g_clear_pointer (&described, g_hash_table_unref);
  g_clear_pointer (&kept, g_key_file_free);
  g_free (cache_file);
  cache_file = g_strdup (file);
  has_file = TRUE;
  pthread_mutex_unlock (&lock);
  pthread_mutex_unlock (&measuring);
}
