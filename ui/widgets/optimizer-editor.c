/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The popover for editing an optimizer and its schedule, and the button that opens it.
 *
 * As in the objective editor, the lane holds the state: each change by the user is set on the lane,
 * and the lane's value is then shown.  Rows of settings are only recreated when the optimizer or
 * the schedule changes, or the entry that is being typed in would vanish.
 */
#include "ui/widgets/optimizer-editor.h"

#include <glib/gi18n-lib.h>

#include "core/catalog/catalog.h"
#include "ui/widgets/clip-editor.h"
#include "ui/widgets/entry-list.h"
#include "ui/widgets/number-spin.h"
#include "ui/widgets/popover-room.h"
#include "ui/widgets/schedule-curve.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/setting-row.h"

#define LONGEST_WARM_UP 1e6
#define WARM_UP_STEP    10.0

struct _DhOptimizerEditor
{
  GtkWidget parent_instance;
  GtkWidget *optimizer_drop_down;
  GtkWidget *explanation;
  GtkWidget *optimizer_settings; /* box of DhSettingRow */
  GtkWidget *clip_place; /* of a DhClipEditor; empty for a ball */
  GtkWidget *schedule_drop_down;
  GtkWidget *schedule_settings; /* box of DhSettingRow */
  GtkWidget *warm_up_spin;
  GtkWidget *curve;
  DhLane *lane;
  DhOptimizerUser who;
  const DhOptimizer *optimizer; /* the optimizer whose settings have rows */
  const DhSchedule *schedule;
  gboolean updating; /* widgets are being set from the lane */
};

G_DEFINE_FINAL_TYPE (DhOptimizerEditor, dh_optimizer_editor, GTK_TYPE_WIDGET)

static DhOptimizerConfig
get_optimizer_config (DhLane *lane, DhOptimizerUser who)
{
  return who == DH_OPTIMIZER_USER_BALL ? dh_lane_get_ball_optimizer_config (lane)
                                       : dh_lane_get_optimizer_config (lane);
}

static void
set_optimizer_config (DhOptimizerEditor *self, const DhOptimizerConfig *optimizer_config)
{
  if (self->who == DH_OPTIMIZER_USER_BALL)
    dh_lane_set_ball_optimizer_config (self->lane, optimizer_config);
  else
    dh_lane_set_optimizer_config (self->lane, optimizer_config);
}

/* ---- settings ---- */

static void
read_rows (GtkWidget *box, double *values)
{
  for (GtkWidget *row = gtk_widget_get_first_child (box); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    *values++ = dh_setting_row_get_value (DH_SETTING_ROW (row));
}

static void
write_rows (GtkWidget *box, const double *values)
{
  for (GtkWidget *row = gtk_widget_get_first_child (box); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    dh_setting_row_set_value (DH_SETTING_ROW (row), *values++);
}

static void
setting_cb (DhOptimizerEditor *self)
{
  DhOptimizerConfig optimizer_config = get_optimizer_config (self->lane, self->who);

  if (self->updating)
    return;
  read_rows (self->optimizer_settings, optimizer_config.settings);
  read_rows (self->schedule_settings, optimizer_config.schedule_settings);
  set_optimizer_config (self, &optimizer_config);
}

static void
build_rows (DhOptimizerEditor *self, GtkWidget *box, const char *owner, const DhSetting *settings,
            guint n_settings)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  for (guint i = 0; i < n_settings; i++)
    {
      GtkWidget *row = dh_setting_row_new (owner, &settings[i]);

      g_signal_connect_swapped (row, "notify::value", G_CALLBACK (setting_cb), self);
      gtk_box_append (GTK_BOX (box), row);
    }
  gtk_widget_set_visible (box, n_settings > 0);
}

static void
ensure_rows (DhOptimizerEditor *self, const DhOptimizerConfig *optimizer_config)
{
  DhSetting settings[DH_CATALOG_MAX_SETTINGS];

  if (self->optimizer != optimizer_config->optimizer)
    build_rows (self, self->optimizer_settings, optimizer_config->optimizer->id, settings,
                dh_catalog_list_optimizer_settings (optimizer_config->optimizer, self->who,
                                                    settings));
  if (self->schedule != optimizer_config->schedule)
    build_rows (self, self->schedule_settings, optimizer_config->schedule->id, settings,
                dh_catalog_list_schedule_settings (optimizer_config->schedule, settings));
  self->optimizer = optimizer_config->optimizer;
  self->schedule = optimizer_config->schedule;
}

/* ---- the lane's optimizer ---- */

static void
show_optimizer_config (DhOptimizerEditor *self)
{
  DhOptimizerConfig optimizer_config = get_optimizer_config (self->lane, self->who);
  guint n;
  const DhCatalogEntry *optimizers = dh_catalog_get_optimizers (&n);

  self->updating = TRUE;
  ensure_rows (self, &optimizer_config);
  dh_entry_list_select (GTK_DROP_DOWN (self->optimizer_drop_down), optimizer_config.optimizer->id);
  gtk_label_set_text (GTK_LABEL (self->explanation),
                      dh_catalog_find (optimizers, n, optimizer_config.optimizer->id)->summary);
  dh_entry_list_select (GTK_DROP_DOWN (self->schedule_drop_down), optimizer_config.schedule->id);
  write_rows (self->optimizer_settings, optimizer_config.settings);
  write_rows (self->schedule_settings, optimizer_config.schedule_settings);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->warm_up_spin), optimizer_config.warm_up);
  dh_schedule_curve_set_optimizer_config (DH_SCHEDULE_CURVE (self->curve), &optimizer_config);
  self->updating = FALSE;
}

static void
optimizer_cb (DhOptimizerEditor *self)
{
  const char *id = dh_entry_list_get_selected (GTK_DROP_DOWN (self->optimizer_drop_down));
  DhOptimizerConfig optimizer_config;

  if (self->updating || id == NULL)
    return;
  optimizer_config = get_optimizer_config (self->lane, self->who);
  optimizer_config.optimizer = dh_optimizer_find (id);
  memcpy (optimizer_config.settings,
          dh_optimizer_config_make (optimizer_config.optimizer, self->who).settings,
          sizeof optimizer_config.settings);
  set_optimizer_config (self, &optimizer_config);
}

static void
schedule_cb (DhOptimizerEditor *self)
{
  const char *id = dh_entry_list_get_selected (GTK_DROP_DOWN (self->schedule_drop_down));
  DhOptimizerConfig optimizer_config;

  if (self->updating || id == NULL)
    return;
  optimizer_config = get_optimizer_config (self->lane, self->who);
  optimizer_config.schedule = dh_schedule_find (id);
  dh_schedule_get_defaults (optimizer_config.schedule, optimizer_config.schedule_settings);
  set_optimizer_config (self, &optimizer_config);
}

static void
warm_up_cb (DhOptimizerEditor *self)
{
  DhOptimizerConfig optimizer_config;

  if (self->updating)
    return;
  optimizer_config = get_optimizer_config (self->lane, self->who);
  optimizer_config.warm_up = (guint) gtk_spin_button_get_value (
    GTK_SPIN_BUTTON (self->warm_up_spin));
  set_optimizer_config (self, &optimizer_config);
}

static void
dh_optimizer_editor_dispose (GObject *object)
{
  DhOptimizerEditor *self = DH_OPTIMIZER_EDITOR (object);

  if (self->lane != NULL)
    g_signal_handlers_disconnect_by_data (self->lane, self);
  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_OPTIMIZER_EDITOR);
  g_clear_object (&self->lane);
  G_OBJECT_CLASS (dh_optimizer_editor_parent_class)->dispose (object);
}

static void
dh_optimizer_editor_class_init (DhOptimizerEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DH_TYPE_SCHEDULE_CURVE);
  G_OBJECT_CLASS (klass)->dispose = dh_optimizer_editor_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/downhill/Downhill/widgets/optimizer-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, DhOptimizerEditor, optimizer_drop_down);
  gtk_widget_class_bind_template_child (widget_class, DhOptimizerEditor, explanation);
  gtk_widget_class_bind_template_child (widget_class, DhOptimizerEditor, optimizer_settings);
  gtk_widget_class_bind_template_child (widget_class, DhOptimizerEditor, clip_place);
  gtk_widget_class_bind_template_child (widget_class, DhOptimizerEditor, schedule_drop_down);
  gtk_widget_class_bind_template_child (widget_class, DhOptimizerEditor, schedule_settings);
  gtk_widget_class_bind_template_child (widget_class, DhOptimizerEditor, warm_up_spin);
  gtk_widget_class_bind_template_child (widget_class, DhOptimizerEditor, curve);
  gtk_widget_class_bind_template_callback (widget_class, optimizer_cb);
  gtk_widget_class_bind_template_callback (widget_class, schedule_cb);
  gtk_widget_class_bind_template_callback (widget_class, warm_up_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "rule");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_optimizer_editor_init (DhOptimizerEditor *self)
{
  guint n_optimizers, n_schedules;
  const DhCatalogEntry *optimizers = dh_catalog_get_optimizers (&n_optimizers);
  const DhCatalogEntry *schedules = dh_catalog_get_schedules (&n_schedules);

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_entry_list_setup (GTK_DROP_DOWN (self->optimizer_drop_down), _ ("Optimizer"), optimizers,
                       n_optimizers);
  dh_entry_list_setup (GTK_DROP_DOWN (self->schedule_drop_down), _ ("Schedule"), schedules,
                       n_schedules);
  /* Translators: how many updates the warm-up takes */
  dh_number_spin_setup (GTK_SPIN_BUTTON (self->warm_up_spin), 0, LONGEST_WARM_UP, WARM_UP_STEP,
                        _ ("%s updates"));
  self->updating = FALSE;
}

static const char *
get_notify (DhOptimizerUser who)
{
  return who == DH_OPTIMIZER_USER_BALL ? "notify::ball-optimizer" : "notify::optimizer";
}

GtkWidget *
dh_optimizer_editor_new (DhLane *lane, DhOptimizerUser who)
{
  DhOptimizerEditor *self = g_object_new (DH_TYPE_OPTIMIZER_EDITOR, NULL);

  self->lane = g_object_ref (lane);
  self->who = who;
  g_signal_connect_swapped (lane, get_notify (who), G_CALLBACK (show_optimizer_config), self);
  if (who == DH_OPTIMIZER_USER_NETWORK)
    gtk_box_append (GTK_BOX (self->clip_place), dh_clip_editor_new (lane));
  show_optimizer_config (self);
  return GTK_WIDGET (self);
}

/* ---- the button ---- */

static DhOptimizerUser
get_user (GtkWidget *button)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "dh-rule-user"));
}

/* Created on demand: the window opens faster without six of them. */
static void
create_popover_cb (GtkMenuButton *button, gpointer lane)
{
  GtkWidget *popover;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;
  popover = gtk_popover_new ();
  dh_popover_make_room (GTK_POPOVER (popover));
  gtk_popover_set_child (GTK_POPOVER (popover),
                         dh_optimizer_editor_new (lane, get_user (GTK_WIDGET (button))));
  gtk_widget_add_css_class (popover, "objective");
  gtk_menu_button_set_popover (button, popover);
}

void
dh_optimizer_button_show (GtkWidget *button, const DhOptimizerConfig *config)
{
  const DhOptimizerUser who = get_user (button);
  guint n;
  const DhCatalogEntry *optimizers = dh_catalog_get_optimizers (&n);
  const DhCatalogEntry *entry = dh_catalog_find (optimizers, n, config->optimizer->id);
  g_autofree char *full = dh_optimizer_config_dup_name (config, who);
  /* Translators: read aloud: "Optimizer: Adam, warm-up 50" */
  g_autofree char *spoken = g_strdup_printf (_ ("Optimizer: %s"), full);

  gtk_label_set_text (GTK_LABEL (gtk_menu_button_get_child (GTK_MENU_BUTTON (button))),
                      entry->name);
  dh_entry_list_explain (button, full, entry);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  /* The toggle inside the button has the focus, so it needs the label, too. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (button)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
show_name_cb (DhLane *lane, GParamSpec *pspec, GtkWidget *button)
{
  const DhOptimizerConfig optimizer_config = get_optimizer_config (lane, get_user (button));

  dh_optimizer_button_show (button, &optimizer_config);
}

GtkWidget *
dh_optimizer_button_new (DhLane *lane, DhOptimizerUser who)
{
  GtkWidget *button = gtk_menu_button_new (), *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), label);
  gtk_widget_add_css_class (button, "rule-button");
  g_object_set_data (G_OBJECT (button), "dh-rule-user", GUINT_TO_POINTER (who));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_popover_cb,
                                         g_object_ref (lane), g_object_unref);
  g_signal_connect_object (lane, get_notify (who), G_CALLBACK (show_name_cb), button, 0);
  show_name_cb (lane, NULL, button);
  return button;
}
