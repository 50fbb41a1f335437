/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two compared pictures, as seen by the main context: distorted by sliders and evaluated by a
 * thread.  Every change becomes a complete request to the thread, and the newest request wins; the
 * results replace those kept here.  New pictures are repeated in each request until they are
 * answered, because a replaced request may never have been read, and a refused picture must be
 * reported.
 */
#include "core/compare/comparison.h"

#include "core/compare/comparison-worker.h"

#include <glib-unix.h>
#include <math.h>

G_STATIC_ASSERT (DH_CATALOG_MAX_SETTINGS == DH_LOSS_MAX_SETTINGS);

struct _DhComparison
{
  GObject parent_instance;

  DhComparisonWorker *worker;
  GSource *source; /* of the worker's reports */
  guint64 request_serial, exchange_serial;
  GPtrArray *exchanges; /* of DhComparisonExchange, not answered yet */
  DhDistortion distortion;
  double (*settings)[DH_LOSS_MAX_SETTINGS];

  char *message, *notice;
  gboolean busy;
  DhComparisonImages *images;
  guint n_losses;
  DhComparisonLossResult **loss_results;
};

G_DEFINE_FINAL_TYPE (DhComparison, dh_comparison, G_TYPE_OBJECT)

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
set_busy (DhComparison *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

static void
set_message (DhComparison *self, const char *message)
{
  if (g_strcmp0 (self->message, message) == 0)
    return;
  g_free (self->message);
  self->message = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MESSAGE]);
}

static void
set_notice (DhComparison *self, const char *notice)
{
  if (g_strcmp0 (self->notice, notice) == 0)
    return;
  g_free (self->notice);
  self->notice = g_strdup (notice);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NOTICE]);
}

/* ---- requests ---- */

static void
send_request (DhComparison *self)
{
  if (self->worker == NULL)
    return;
  dh_comparison_worker_send (self->worker,
                             dh_comparison_request_new (++self->request_serial, self->exchanges,
                                                        &self->distortion,
                                                        (const double (*)[DH_LOSS_MAX_SETTINGS])
                                                          self->settings));
  set_busy (self, TRUE);
}

/* Takes ownership of the exchange. */
static void
ask_for_pictures (DhComparison *self, DhComparisonExchange *exchange)
{
  exchange->serial = ++self->exchange_serial;
  g_ptr_array_add (self->exchanges, exchange);
  send_request (self);
}

static void
forget_answered (DhComparison *self, guint64 serial)
{
  while (self->exchanges->len > 0
         && ((DhComparisonExchange *) g_ptr_array_index (self->exchanges, 0))->serial <= serial)
    g_ptr_array_remove_index (self->exchanges, 0);
}

/* ---- reports ---- */

/* Exchanges old results for those of the report, so that borrowed pointers stay valid until all
 * signals have been emitted.  Returns whether anything has changed. */
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
take_report (DhComparison *self, DhComparisonReport *report)
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
  g_autoptr (DhComparison) self = g_object_ref (data);
  g_autoptr (DhComparisonReport) report = dh_comparison_worker_take (self->worker);

  if (report != NULL)
    take_report (self, report);
  return G_SOURCE_CONTINUE;
}

/* ---- the object ---- */

static void
dh_comparison_init (DhComparison *self)
{
  const DhLoss *const *losses = dh_losses_get (&self->n_losses);

  self->exchanges = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_comparison_exchange_free);
  self->settings = g_malloc_n (self->n_losses, sizeof *self->settings);
  for (guint i = 0; i < self->n_losses; i++)
    dh_loss_get_defaults (losses[i], self->settings[i]);
  self->loss_results = g_new0 (DhComparisonLossResult *, self->n_losses);
  self->worker = dh_comparison_worker_new (DH_COMPARISON_MAX_SIDE);
  self->source = g_unix_fd_source_new (dh_comparison_worker_get_fd (self->worker), G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (report_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

static void
dh_comparison_dispose (GObject *object)
{
  DhComparison *self = DH_COMPARISON (object);

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->worker, dh_comparison_worker_free);
  G_OBJECT_CLASS (dh_comparison_parent_class)->dispose (object);
}

static void
dh_comparison_finalize (GObject *object)
{
  DhComparison *self = DH_COMPARISON (object);

  for (guint i = 0; i < self->n_losses; i++)
    g_clear_pointer (&self->loss_results[i], dh_comparison_loss_result_unref);
  g_free (self->loss_results);
  g_clear_pointer (&self->images, dh_comparison_images_unref);
  g_ptr_array_unref (self->exchanges);
  g_free (self->settings);
  g_free (self->notice);
  g_free (self->message);
  G_OBJECT_CLASS (dh_comparison_parent_class)->finalize (object);
}

static void
dh_comparison_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhComparison *self = DH_COMPARISON (object);

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
dh_comparison_class_init (DhComparisonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = dh_comparison_dispose;
  object_class->finalize = dh_comparison_finalize;
  object_class->get_property = dh_comparison_get_property;
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  props[PROP_NOTICE] = g_param_spec_string ("notice", NULL, NULL, NULL, flags);
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[PICTURES_CHANGED] = g_signal_new ("pictures-changed", DH_TYPE_COMPARISON,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RESULT_CHANGED] = g_signal_new ("result-changed", DH_TYPE_COMPARISON, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

DhComparison *
dh_comparison_new (void)
{
  return g_object_new (DH_TYPE_COMPARISON, NULL);
}

/* ---- pictures, distortion and settings ---- */

void
dh_comparison_set_target (DhComparison *self, const char *path)
{
  DhComparisonExchange *exchange = g_new0 (DhComparisonExchange, 1);

  g_assert (DH_IS_COMPARISON (self) && path != NULL);
  exchange->has_target = TRUE;
  exchange->target = g_strdup (path);
  ask_for_pictures (self, exchange);
}

void
dh_comparison_set_prediction (DhComparison *self, const char *path)
{
  DhComparisonExchange *exchange = g_new0 (DhComparisonExchange, 1);

  g_assert (DH_IS_COMPARISON (self));
  exchange->has_prediction = TRUE;
  exchange->prediction = g_strdup (path);
  ask_for_pictures (self, exchange);
}

void
dh_comparison_set_pictures (DhComparison *self, const char *target, const char *prediction)
{
  DhComparisonExchange *exchange = g_new0 (DhComparisonExchange, 1);

  g_assert (DH_IS_COMPARISON (self) && target != NULL);
  exchange->has_target = exchange->has_prediction = TRUE;
  exchange->target = g_strdup (target);
  exchange->prediction = g_strdup (prediction);
  ask_for_pictures (self, exchange);
}

DhDistortion
dh_comparison_get_distortion (DhComparison *self)
{
  return self->distortion;
}

void
dh_comparison_set_distortion (DhComparison *self, const DhDistortion *distortion)
{
  DhDistortion allowed = dh_distortion_clamp (distortion);

  if (dh_distortion_equal (&allowed, &self->distortion))
    return;
  self->distortion = allowed;
  send_request (self);
}

const double *
dh_comparison_get_settings (DhComparison *self, guint loss)
{
  g_assert (loss < self->n_losses);
  return self->settings[loss];
}

void
dh_comparison_set_setting (DhComparison *self, guint loss, guint setting, double value)
{
  guint n_losses;
  const DhSetting *range;
  double allowed;

  g_assert (loss < self->n_losses && setting < DH_LOSS_MAX_SETTINGS);
  range = &dh_losses_get (&n_losses)[loss]->settings[setting];
  g_assert (range->id != NULL);
  allowed = dh_setting_clamp (range, value);
  if (allowed == self->settings[loss][setting])
    return;
  self->settings[loss][setting] = allowed;
  send_request (self);
}

/* ---- results ---- */

int
dh_comparison_get_width (DhComparison *self)
{
  return self->images != NULL ? dh_comparison_images_get_width (self->images) : 0;
}

int
dh_comparison_get_height (DhComparison *self)
{
  return self->images != NULL ? dh_comparison_images_get_height (self->images) : 0;
}

const guint8 *
dh_comparison_peek_target (DhComparison *self)
{
  return self->images != NULL ? dh_comparison_images_peek_target (self->images) : NULL;
}

const guint8 *
dh_comparison_peek_prediction (DhComparison *self)
{
  return self->images != NULL ? dh_comparison_images_peek_prediction (self->images) : NULL;
}

double
dh_comparison_get_psnr (DhComparison *self)
{
  return self->images != NULL ? dh_comparison_images_get_psnr (self->images) : NAN;
}

double
dh_comparison_get_ssim (DhComparison *self)
{
  return self->images != NULL ? dh_comparison_images_get_ssim (self->images) : NAN;
}

const DhComparisonResult *
dh_comparison_get_result (DhComparison *self, guint loss)
{
  g_assert (loss < self->n_losses);
  return self->loss_results[loss] != NULL
           ? dh_comparison_loss_result_get_result (self->loss_results[loss])
           : NULL;
}
