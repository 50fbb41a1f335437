/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Choosing where a branch begins, and with which settings.
 *
 * Another step or lane shows the settings that the lane had there, except for those that were chosen by hand
 * before.  Mixes and optimizers with settings of their own stay as they are unless another entry is
 * selected: they can be changed in the new lane's card, like everything else.
 */
#include "ui/lanes/branch-editor.h"

#include <glib/gi18n-lib.h>

#include "core/catalog/catalog.h"
#include "ui/widgets/entry-list.h"
#include "ui/widgets/number-spin.h"
#include "ui/widgets/rate-scale.h"
#include "ui/widgets/scheme.h"

struct _DhBranchEditor
{
  GtkWidget parent_instance;
  GtkWidget *lane_label, *lane_drop_down;
  GtkWidget *step_spin;
  GtkWidget *loss_drop_down;
  GtkWidget *rate_scale;
  GtkWidget *optimizer_drop_down;
  GPtrArray *lanes;   /* of DhLane; NULL until they are set */
  DhSettingsLog *log; /* of the lane that is chosen */
  gboolean chose_loss, chose_rate, chose_optimizer;
  gboolean updating; /* widgets are being set from the log */
};

G_DEFINE_FINAL_TYPE (DhBranchEditor, dh_branch_editor, GTK_TYPE_WIDGET)

guint64
dh_branch_editor_get_iteration (DhBranchEditor *self)
{
  g_return_val_if_fail (DH_IS_BRANCH_EDITOR (self), 0);
  return (guint64) gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->step_spin));
}

static const DhLaneSettings *
get_former (DhBranchEditor *self)
{
  return dh_settings_log_get_at (self->log, dh_branch_editor_get_iteration (self));
}

static void
show_former (DhBranchEditor *self)
{
  const DhLaneSettings *former = get_former (self);

  self->updating = TRUE;
  if (!self->chose_loss)
    dh_entry_list_select_mix (GTK_DROP_DOWN (self->loss_drop_down), &former->mix);
  if (!self->chose_rate)
    dh_rate_scale_set_rate (DH_RATE_SCALE (self->rate_scale), former->learning_rate);
  if (!self->chose_optimizer)
    dh_entry_list_select (GTK_DROP_DOWN (self->optimizer_drop_down),
                          former->optimizer_config.optimizer->id);
  self->updating = FALSE;
}

static void
step_cb (DhBranchEditor *self)
{
  if (self->log != NULL)
    show_former (self);
}

/* ---- the lane ---- */

DhLane *
dh_branch_editor_get_lane (DhBranchEditor *self)
{
  g_return_val_if_fail (DH_IS_BRANCH_EDITOR (self), NULL);
  return g_ptr_array_index (self->lanes,
                            gtk_drop_down_get_selected (GTK_DROP_DOWN (self->lane_drop_down)));
}

static guint64
get_last_step (DhLane *lane)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);

  return snapshot != NULL ? dh_lane_snapshot_get_iteration (snapshot) : 0;
}

static void
lane_cb (DhBranchEditor *self)
{
  const guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->lane_drop_down));
  g_autofree char *name = NULL;
  DhLane *lane;

  if (self->lanes == NULL || selected >= self->lanes->len)
    return;
  lane = dh_branch_editor_get_lane (self);
  g_clear_pointer (&self->log, dh_settings_log_unref);
  self->log = dh_lane_dup_log (lane);
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->step_spin), 0, (double) get_last_step (lane));
  name = dh_lane_dup_label (lane);
  dh_drop_down_set_name (GTK_DROP_DOWN (self->lane_drop_down), _ ("Lane"), name);
  show_former (self);
}

static void
list_lanes (DhBranchEditor *self)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->lanes->len; i++)
    {
      DhLane *lane = g_ptr_array_index (self->lanes, i);
      g_autofree char *label = dh_lane_dup_label (lane);

      gtk_string_list_take (names, g_strdup_printf ("%u · %s", dh_lane_get_number (lane), label));
    }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->lane_drop_down), G_LIST_MODEL (names));
  gtk_widget_set_visible (self->lane_label, self->lanes->len > 1);
  gtk_widget_set_visible (self->lane_drop_down, self->lanes->len > 1);
  g_object_unref (names);
}

/* ---- the settings ---- */

static void
loss_cb (DhBranchEditor *self)
{
  self->chose_loss |= !self->updating;
}

static void
rate_cb (DhBranchEditor *self)
{
  self->chose_rate |= !self->updating;
}

static void
optimizer_cb (DhBranchEditor *self)
{
  self->chose_optimizer |= !self->updating;
}

gboolean
dh_branch_editor_get_settings (DhBranchEditor *self, DhLaneSettings *settings)
{
  const char *loss, *optimizer;

  g_return_val_if_fail (DH_IS_BRANCH_EDITOR (self), FALSE);
  *settings = *get_former (self);
  loss = dh_entry_list_get_selected (GTK_DROP_DOWN (self->loss_drop_down));
  optimizer = dh_entry_list_get_selected (GTK_DROP_DOWN (self->optimizer_drop_down));
  if (self->chose_loss && loss != NULL)
    dh_mix_parse (loss, &settings->mix, NULL);
  if (self->chose_rate)
    settings->learning_rate = dh_rate_scale_get_rate (DH_RATE_SCALE (self->rate_scale));
  if (self->chose_optimizer && optimizer != NULL
      && !g_str_equal (optimizer, settings->optimizer_config.optimizer->id))
    dh_optimizer_config_parse (optimizer, DH_OPTIMIZER_USER_NETWORK, &settings->optimizer_config,
                               NULL);
  return !dh_lane_settings_equal (settings, get_former (self));
}

static void
dh_branch_editor_dispose (GObject *object)
{
  DhBranchEditor *self = DH_BRANCH_EDITOR (object);

  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_BRANCH_EDITOR);
  g_clear_pointer (&self->log, dh_settings_log_unref);
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  G_OBJECT_CLASS (dh_branch_editor_parent_class)->dispose (object);
}

static void
dh_branch_editor_class_init (DhBranchEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_branch_editor_dispose;
  g_type_ensure (DH_TYPE_RATE_SCALE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/lanes/branch-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, DhBranchEditor, lane_label);
  gtk_widget_class_bind_template_child (widget_class, DhBranchEditor, lane_drop_down);
  gtk_widget_class_bind_template_child (widget_class, DhBranchEditor, step_spin);
  gtk_widget_class_bind_template_child (widget_class, DhBranchEditor, loss_drop_down);
  gtk_widget_class_bind_template_child (widget_class, DhBranchEditor, rate_scale);
  gtk_widget_class_bind_template_child (widget_class, DhBranchEditor, optimizer_drop_down);
  gtk_widget_class_bind_template_callback (widget_class, lane_cb);
  gtk_widget_class_bind_template_callback (widget_class, step_cb);
  gtk_widget_class_bind_template_callback (widget_class, loss_cb);
  gtk_widget_class_bind_template_callback (widget_class, rate_cb);
  gtk_widget_class_bind_template_callback (widget_class, optimizer_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
dh_branch_editor_init (DhBranchEditor *self)
{
  guint n_losses, n_optimizers;
  const DhCatalogEntry *losses = dh_catalog_get_objectives (&n_losses);
  const DhCatalogEntry *optimizers = dh_catalog_get_optimizers (&n_optimizers);

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_entry_list_setup (GTK_DROP_DOWN (self->loss_drop_down), _ ("Loss function"), losses, n_losses);
  dh_entry_list_setup (GTK_DROP_DOWN (self->optimizer_drop_down), _ ("Optimizer"), optimizers,
                       n_optimizers);
  self->updating = FALSE;
}

GtkWidget *
dh_branch_editor_new (DhLane *const *lanes, guint n_lanes, guint64 iteration)
{
  DhBranchEditor *self = g_object_new (DH_TYPE_BRANCH_EDITOR, NULL);
  GtkSpinButton *step = GTK_SPIN_BUTTON (self->step_spin);
  guint64 last;

  self->lanes = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n_lanes; i++)
    g_ptr_array_add (self->lanes, g_object_ref (lanes[i]));
  gtk_text_set_activates_default (GTK_TEXT (
                                    gtk_editable_get_delegate (GTK_EDITABLE (self->step_spin))),
                                  TRUE);
  last = get_last_step (lanes[0]);
  dh_number_spin_setup (step, 0, (double) last, 1, "%s");
  list_lanes (self);
  lane_cb (self);
  gtk_spin_button_set_value (step, (double) MIN (iteration, last));
  return GTK_WIDGET (self);
}
