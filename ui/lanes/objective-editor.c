/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The popover for editing a lane's mix, mask and multipliers.
 *
 * The lane holds the state: a row reports the user's change, the whole mix is rebuilt and set on
 * the lane, and the lane's value is then shown.  So a mix that is set elsewhere (the title's
 * drop-down, a script) is shown in the same way, and an invalid change is reverted by showing the
 * lane's value again.
 *
 * The shares change six times a second; they are only updated while visible.
 */
#include "ui/lanes/objective-editor.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/catalog/catalog.h"
#include "ui/lanes/part-row.h"
#include "ui/widgets/entry-list.h"
#include "ui/widgets/number-spin.h"
#include "ui/widgets/scheme.h"

#define MULTIPLIER_STEP 1.0

struct _DhObjectiveEditor
{
  GtkWidget parent_instance;
  GtkWidget *parts; /* box of DhPartRow */
  GtkWidget *add_button;
  GtkWidget *mask_drop_down;
  GtkWidget *eye_spin;
  GtkWidget *mouth_spin;
  GtkWidget *message_revealer;
  GtkWidget *message_label;
  DhLane *lane;
  guint n_rows;
  gboolean updating; /* widgets are being set from the lane */
};

G_DEFINE_FINAL_TYPE (DhObjectiveEditor, dh_objective_editor, GTK_TYPE_WIDGET)

static DhPartRow *
get_row (DhObjectiveEditor *self, guint index)
{
  GtkWidget *row = gtk_widget_get_first_child (self->parts);

  while (index-- > 0)
    row = gtk_widget_get_next_sibling (row);
  return DH_PART_ROW (row);
}

static guint
find_row (DhObjectiveEditor *self, DhPartRow *row)
{
  guint i = 0;

  while (get_row (self, i) != row)
    i++;
  return i;
}

/* NULL clears the message. */
static void
set_message (DhObjectiveEditor *self, const char *message)
{
  if (message != NULL)
    gtk_label_set_text (GTK_LABEL (self->message_label), message);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->message_revealer), message != NULL);
}

static void
show_shares (DhObjectiveEditor *self)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (self->lane);
  gboolean known = snapshot != NULL && dh_lane_snapshot_get_n_parts (snapshot) == self->n_rows;

  for (guint i = 0; i < self->n_rows; i++)
    dh_part_row_set_shares (get_row (self, i),
                            known ? dh_lane_snapshot_get_loss_share (snapshot, i) : NAN,
                            known ? dh_lane_snapshot_get_pull_share (snapshot, i) : NAN);
}

static void part_cb (DhPartRow *row, DhObjectiveEditor *self);
static void removed_cb (DhPartRow *row, DhObjectiveEditor *self);

static void
add_row (DhObjectiveEditor *self)
{
  GtkWidget *row = dh_part_row_new (self->n_rows++);

  g_signal_connect (row, "changed", G_CALLBACK (part_cb), self);
  g_signal_connect (row, "removed", G_CALLBACK (removed_cb), self);
  gtk_box_append (GTK_BOX (self->parts), row);
}

static void
show_mix (DhObjectiveEditor *self)
{
  DhMix mix = dh_lane_get_mix (self->lane);

  while (self->n_rows < mix.n_parts)
    add_row (self);
  while (self->n_rows > mix.n_parts)
    gtk_box_remove (GTK_BOX (self->parts), GTK_WIDGET (get_row (self, --self->n_rows)));
  for (guint i = 0; i < mix.n_parts; i++)
    {
      dh_part_row_set_part (get_row (self, i), &mix.parts[i]);
      dh_part_row_set_alone (get_row (self, i), mix.n_parts == 1);
    }
  gtk_widget_set_sensitive (self->add_button, mix.n_parts < DH_MIX_MAX_PARTS);
  show_shares (self);
}

static gboolean
pulls (const DhMix *mix)
{
  for (guint i = 0; i < mix->n_parts; i++)
    if (mix->parts[i].weight > 0.0)
      return TRUE;
  return FALSE;
}

/* Sets the lane's mix; if it is invalid, the widgets go back to the current one. */
static void
take_mix (DhObjectiveEditor *self, const DhMix *mix)
{
  if (!pulls (mix))
    {
      show_mix (self);
      set_message (self, _ ("At least one loss needs a weight above 0 %."));
      return;
    }
  set_message (self, NULL);
  dh_lane_set_mix (self->lane, mix);
}

static void
part_cb (DhPartRow *row, DhObjectiveEditor *self)
{
  DhMix mix = dh_lane_get_mix (self->lane);

  mix.parts[find_row (self, row)] = dh_part_row_get_part (row);
  take_mix (self, &mix);
}

static void
removed_cb (DhPartRow *row, DhObjectiveEditor *self)
{
  DhMix mix = dh_lane_get_mix (self->lane);
  guint index = find_row (self, row);

  if (mix.n_parts == 1)
    return;
  mix.n_parts--;
  for (guint i = index; i < mix.n_parts; i++)
    mix.parts[i] = mix.parts[i + 1];
  mix.parts[mix.n_parts] = (DhMixPart) { 0 };
  /* The button that has the focus may disappear. */
  gtk_widget_grab_focus (self->add_button);
  take_mix (self, &mix);
  gtk_widget_grab_focus (self->add_button);
}

/* The first loss that isn't in the mix yet. */
static const char *
find_unused_loss (const DhMix *mix)
{
  guint n_losses;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    {
      gboolean used = FALSE;

      for (guint k = 0; k < mix->n_parts; k++)
        used |= g_str_equal (mix->parts[k].loss, losses[i].id);
      if (!used)
        return losses[i].id;
    }
  return losses[0].id;
}

static void
add_cb (DhObjectiveEditor *self)
{
  DhMix mix = dh_lane_get_mix (self->lane);

  if (mix.n_parts == DH_MIX_MAX_PARTS)
    return;
  mix.parts[mix.n_parts] = dh_mix_part_make (find_unused_loss (&mix));
  mix.n_parts++;
  take_mix (self, &mix);
  gtk_widget_child_focus (GTK_WIDGET (get_row (self, mix.n_parts - 1)), GTK_DIR_TAB_FORWARD);
}

/* ---- where it looks ---- */

static void
show_areas (DhObjectiveEditor *self)
{
  guint n_masks;
  const DhCatalogEntry *masks = dh_catalog_get_masks (&n_masks);

  self->updating = TRUE;
  dh_entry_list_select (GTK_DROP_DOWN (self->mask_drop_down),
                        masks[dh_catalog_find_mask (dh_lane_get_mask (self->lane))].id);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->eye_spin),
                             dh_lane_get_eye_multiplier (self->lane));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->mouth_spin),
                             dh_lane_get_mouth_multiplier (self->lane));
  self->updating = FALSE;
}

static void
mask_cb (DhObjectiveEditor *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->mask_drop_down));

  if (!self->updating && selected != GTK_INVALID_LIST_POSITION)
    dh_lane_set_mask (self->lane, dh_catalog_get_mask (selected));
}

static void
eye_cb (DhObjectiveEditor *self)
{
  if (!self->updating)
    dh_lane_set_eye_multiplier (self->lane,
                                gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->eye_spin)));
}

static void
mouth_cb (DhObjectiveEditor *self)
{
  if (!self->updating)
    dh_lane_set_mouth_multiplier (self->lane,
                                  gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->mouth_spin)));
}

static void
snapshot_cb (DhObjectiveEditor *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_shares (self);
}

static void
dh_objective_editor_map (GtkWidget *widget)
{
  DhObjectiveEditor *self = DH_OBJECTIVE_EDITOR (widget);

  show_shares (self);
  set_message (self, NULL);
  GTK_WIDGET_CLASS (dh_objective_editor_parent_class)->map (widget);
}

static void
dh_objective_editor_dispose (GObject *object)
{
  DhObjectiveEditor *self = DH_OBJECTIVE_EDITOR (object);

  if (self->lane != NULL)
    g_signal_handlers_disconnect_by_data (self->lane, self);
  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_OBJECTIVE_EDITOR);
  g_clear_object (&self->lane);
  G_OBJECT_CLASS (dh_objective_editor_parent_class)->dispose (object);
}

static void
dh_objective_editor_class_init (DhObjectiveEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_objective_editor_dispose;
  widget_class->map = dh_objective_editor_map;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/lanes/objective-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, DhObjectiveEditor, parts);
  gtk_widget_class_bind_template_child (widget_class, DhObjectiveEditor, add_button);
  gtk_widget_class_bind_template_child (widget_class, DhObjectiveEditor, mask_drop_down);
  gtk_widget_class_bind_template_child (widget_class, DhObjectiveEditor, eye_spin);
  gtk_widget_class_bind_template_child (widget_class, DhObjectiveEditor, mouth_spin);
  gtk_widget_class_bind_template_child (widget_class, DhObjectiveEditor, message_revealer);
  gtk_widget_class_bind_template_child (widget_class, DhObjectiveEditor, message_label);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, mask_cb);
  gtk_widget_class_bind_template_callback (widget_class, eye_cb);
  gtk_widget_class_bind_template_callback (widget_class, mouth_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "objective");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_objective_editor_init (DhObjectiveEditor *self)
{
  guint n_masks;
  const DhCatalogEntry *masks = dh_catalog_get_masks (&n_masks);
  /* Translators: how many times more something counts */
  const char *times = _ ("%s ×");

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_entry_list_setup (GTK_DROP_DOWN (self->mask_drop_down), _ ("Mask"), masks, n_masks);
  dh_number_spin_setup (GTK_SPIN_BUTTON (self->eye_spin), 1, DH_MULTIPLIER_MAX, MULTIPLIER_STEP,
                        times);
  dh_number_spin_setup (GTK_SPIN_BUTTON (self->mouth_spin), 1, DH_MULTIPLIER_MAX, MULTIPLIER_STEP,
                        times);
  self->updating = FALSE;
}

GtkWidget *
dh_objective_editor_new (DhLane *lane)
{
  DhObjectiveEditor *self = g_object_new (DH_TYPE_OBJECTIVE_EDITOR, NULL);
  static const char *const areas[] = { "notify::mask", "notify::eye-multiplier",
                                       "notify::mouth-multiplier" };

  self->lane = g_object_ref (lane);
  g_signal_connect_swapped (lane, "notify::loss", G_CALLBACK (show_mix), self);
  g_signal_connect_swapped (lane, "notify::snapshot", G_CALLBACK (snapshot_cb), self);
  for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
    g_signal_connect_swapped (lane, areas[i], G_CALLBACK (show_areas), self);
  show_mix (self);
  show_areas (self);
  return GTK_WIDGET (self);
}

const char *
dh_objective_editor_get_message (DhObjectiveEditor *self)
{
  return gtk_revealer_get_reveal_child (GTK_REVEALER (self->message_revealer))
           ? gtk_label_get_text (GTK_LABEL (self->message_label))
           : NULL;
}
