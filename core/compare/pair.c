/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two compared pictures, as the main context sees them: distorted by sliders, answered by a
 * thread.  Whatever is asked for becomes a request for the thread, at once and as a whole, and the
 * newest request wins; what comes back replaces what is kept here.  Requests for pictures are
 * repeated in each request until they are answered, because a request that was replaced was perhaps
 * never read, and a refused picture must be told of.
 */
#include "core/compare/pair.h"

#include "core/compare/pair-worker.h"

#include <glib-unix.h>
#include <math.h>

G_STATIC_ASSERT (DH_CATALOG_MAX_SETTINGS == DH_LOSS_MAX_SETTINGS);

struct _DhPair
{
  GObject parent_instance;

  DhPairWorker *worker;
  GSource *source; /* of its reports */
  guint64 request_serial, exchange_serial;
  GPtrArray *exchanges; /* of DhPairExchange, not answered yet */
  DhDistortion distortion;
  double (*settings)[DH_LOSS_MAX_SETTINGS];

  char *message, *notice;
  gboolean busy;
  DhPairImages *images;
  guint n_losses;
  DhPairLossResult **loss_results;
};

G_DEFINE_FINAL_TYPE (DhPair, dh_pair, G_TYPE_OBJECT)

enum
{
  PROP_MESSAGE = 1,
  PROP_NOTICE,
  PROP_BUSY,
  N_PROPS
};

enum
{
  PICTURES_CHANGED,
  RESULT_CHANGED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_busy (DhPair *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

static void
set_message (DhPair *self, const char *message)
{
  if (g_strcmp0 (self->message, message) == 0)
    return;
  g_free (self->message);
  self->message = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MESSAGE]);
}

static void
set_notice (DhPair *self, const char *notice)
{
  if (g_strcmp0 (self->notice, notice) == 0)
    return;
  g_free (self->notice);
  self->notice = g_strdup (notice);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NOTICE]);
}

/* ---- requests ---- */

static void
send_request (DhPair *self)
{
  if (self->worker == NULL)
    return;
  dh_pair_worker_send (self->worker, dh_pair_request_new (++self->request_serial, self->exchanges,
                                                          &self->distortion,
                                                          (const double (*)[DH_LOSS_MAX_SETTINGS])
                                                            self->settings));
  set_busy (self, TRUE);
}

/* Takes the request. */
static void
ask_for_pictures (DhPair *self, DhPairExchange *exchange)
{
  exchange->serial = ++self->exchange_serial;
  g_ptr_array_add (self->exchanges, exchange);
  send_request (self);
}

static void
forget_answered (DhPair *self, guint64 serial)
{
  while (self->exchanges->len > 0
         && ((DhPairExchange *) g_ptr_array_index (self->exchanges, 0))->serial <= serial)
    g_ptr_array_remove_index (self->exchanges, 0);
}

/* ---- reports ---- */

/* Swaps what the report brings with what there was, so that pointers which were lent a moment ago
 * live until everybody was told.  Returns whether it is something else. */
static gboolean
swap_if_new (gpointer *own, gpointer *brought)
{
  gpointer old = *own;

  if (old == *brought)
    return FALSE;
  *own = *brought;
  *brought = old;
  return TRUE;
}

static void
take_report (DhPair *self, DhPairReport *report)
{
  g_autofree gboolean *changed = g_new0 (gboolean, self->n_losses);
  gboolean other_pictures;

  forget_answered (self, report->exchange_serial);
  other_pictures = swap_if_new ((gpointer *) &self->images, (gpointer *) &report->images);
  for (guint i = 0; i < self->n_losses; i++)
    changed[i] = swap_if_new ((gpointer *) &self->loss_results[i],
                              (gpointer *) &report->loss_results[i]);

  set_message (self, report->message);
  set_notice (self, report->notice);
  if (other_pictures)
    g_signal_emit (self, signals[PICTURES_CHANGED], 0);
  for (guint i = 0; i < self->n_losses; i++)
    if (changed[i])
      g_signal_emit (self, signals[RESULT_CHANGED], 0, i);
  if (report->request_serial == self->request_serial)
    set_busy (self, !report->done);
}

static gboolean
report_cb (int fd, GIOCondition condition, gpointer data)
{
  g_autoptr (DhPair) self = g_object_ref (data);
  g_autoptr (DhPairReport) report = dh_pair_worker_take (self->worker);

  if (report != NULL)
    take_report (self, report);
  return G_SOURCE_CONTINUE;
}

/* ---- the object ---- */

static void
dh_pair_init (DhPair *self)
{
  const DhLoss *const *losses = dh_losses_get (&self->n_losses);

  self->exchanges = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_pair_exchange_free);
  self->settings = g_malloc_n (self->n_losses, sizeof *self->settings);
  for (guint i = 0; i < self->n_losses; i++)
    dh_loss_get_defaults (losses[i], self->settings[i]);
  self->loss_results = g_new0 (DhPairLossResult *, self->n_losses);
  self->worker = dh_pair_worker_new (DH_PAIR_MAX_SIDE);
  self->source = g_unix_fd_source_new (dh_pair_worker_get_fd (self->worker), G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (report_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

static void
dh_pair_dispose (GObject *object)
{
  DhPair *self = DH_PAIR (object);

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->worker, dh_pair_worker_free);
  G_OBJECT_CLASS (dh_pair_parent_class)->dispose (object);
}

static void
dh_pair_finalize (GObject *object)
{
  DhPair *self = DH_PAIR (object);

  for (guint i = 0; i < self->n_losses; i++)
    g_clear_pointer (&self->loss_results[i], dh_pair_loss_result_unref);
  g_free (self->loss_results);
  g_clear_pointer (&self->images, dh_pair_images_unref);
  g_ptr_array_unref (self->exchanges);
  g_free (self->settings);
  g_free (self->notice);
  g_free (self->message);
  G_OBJECT_CLASS (dh_pair_parent_class)->finalize (object);
}

static void
dh_pair_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhPair *self = DH_PAIR (object);

  if (id == PROP_MESSAGE)
    g_value_set_string (value, self->message);
  else if (id == PROP_NOTICE)
    g_value_set_string (value, self->notice);
  else if (id == PROP_BUSY)
    g_value_set_boolean (value, self->busy);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_pair_class_init (DhPairClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = dh_pair_dispose;
  object_class->finalize = dh_pair_finalize;
  object_class->get_property = dh_pair_get_property;
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  props[PROP_NOTICE] = g_param_spec_string ("notice", NULL, NULL, NULL, flags);
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[PICTURES_CHANGED] = g_signal_new ("pictures-changed", DH_TYPE_PAIR, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RESULT_CHANGED] = g_signal_new ("result-changed", DH_TYPE_PAIR, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

DhPair *
dh_pair_new (void)
{
  return g_object_new (DH_TYPE_PAIR, NULL);
}

/* ---- pictures, distortion and settings ---- */

void
dh_pair_set_target (DhPair *self, const char *path)
{
  DhPairExchange *exchange = g_new0 (DhPairExchange, 1);

  g_assert (DH_IS_PAIR (self) && path != NULL);
  exchange->has_target = TRUE;
  exchange->target = g_strdup (path);
  ask_for_pictures (self, exchange);
}

void
dh_pair_set_prediction (DhPair *self, const char *path)
{
  DhPairExchange *exchange = g_new0 (DhPairExchange, 1);

  g_assert (DH_IS_PAIR (self));
  exchange->has_prediction = TRUE;
  exchange->prediction = g_strdup (path);
  ask_for_pictures (self, exchange);
}

void
dh_pair_set_pictures (DhPair *self, const char *target, const char *prediction)
{
  DhPairExchange *exchange = g_new0 (DhPairExchange, 1);

  g_assert (DH_IS_PAIR (self) && target != NULL);
  exchange->has_target = exchange->has_prediction = TRUE;
  exchange->target = g_strdup (target);
  exchange->prediction = g_strdup (prediction);
  ask_for_pictures (self, exchange);
}

DhDistortion
dh_pair_get_distortion (DhPair *self)
{
  return self->distortion;
}

void
dh_pair_set_distortion (DhPair *self, const DhDistortion *distortion)
{
  DhDistortion allowed = dh_distortion_clamp (distortion);

  if (dh_distortion_equal (&allowed, &self->distortion))
    return;
  self->distortion = allowed;
  send_request (self);
}

const double *
dh_pair_get_settings (DhPair *self, guint loss)
{
  g_assert (loss < self->n_losses);
  return self->settings[loss];
}

void
dh_pair_set_setting (DhPair *self, guint loss, guint setting, double value)
{
  guint n_losses;
  const DhLossSetting *range;
  double allowed;

  g_assert (loss < self->n_losses && setting < DH_LOSS_MAX_SETTINGS);
  range = &dh_losses_get (&n_losses)[loss]->settings[setting];
  g_assert (range->id != NULL);
  allowed = dh_loss_setting_clamp (range, value);
  if (allowed == self->settings[loss][setting])
    return;
  self->settings[loss][setting] = allowed;
  send_request (self);
}

/* ---- what there is ---- */

int
dh_pair_get_width (DhPair *self)
{
  return self->images != NULL ? dh_pair_images_get_width (self->images) : 0;
}

int
dh_pair_get_height (DhPair *self)
{
  return self->images != NULL ? dh_pair_images_get_height (self->images) : 0;
}

const guint8 *
dh_pair_peek_target (DhPair *self)
{
  return self->images != NULL ? dh_pair_images_peek_target (self->images) : NULL;
}

const guint8 *
dh_pair_peek_prediction (DhPair *self)
{
  return self->images != NULL ? dh_pair_images_peek_prediction (self->images) : NULL;
}

double
dh_pair_get_psnr (DhPair *self)
{
  return self->images != NULL ? dh_pair_images_get_psnr (self->images) : NAN;
}

double
dh_pair_get_ssim (DhPair *self)
{
  return self->images != NULL ? dh_pair_images_get_ssim (self->images) : NAN;
}

const DhPairResult *
dh_pair_get_result (DhPair *self, guint loss)
{
  g_assert (loss < self->n_losses);
  return self->loss_results[loss] != NULL
           ? dh_pair_loss_result_get_result (self->loss_results[loss])
           : NULL;
}
