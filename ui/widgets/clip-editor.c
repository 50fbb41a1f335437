/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The choice of how a lane's gradients are clipped, with the bound below it.
 *
 * The lane holds the state, as in the optimizer editor around it.  Each kind has a bound in a unit
 * of its own, so another kind begins with its usual one.
 */
#include "ui/widgets/clip-editor.h"

#include <glib/gi18n-lib.h>

#include "core/catalog/catalog.h"
#include "ui/widgets/entry-list.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/setting-row.h"

struct _DhClipEditor
{
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkWidget *drop_down;
  GtkWidget *explanation;
  GtkWidget *row; /* NULL: the kind has no bound */
  DhLane *lane;
  DhClipKind kind;         /* of the row … */
  double minimum, maximum; /* … and its range */
  gboolean updating;       /* widgets are being set from the lane */
};

G_DEFINE_FINAL_TYPE (DhClipEditor, dh_clip_editor, GTK_TYPE_WIDGET)

static void
row_cb (DhClipEditor *self)
{
  if (!self->updating)
    dh_lane_set_clip (self->lane, dh_clip_make (self->kind, dh_setting_row_get_value (
                                                              DH_SETTING_ROW (self->row))));
}

static void
kind_cb (DhClipEditor *self)
{
  const char *id = dh_entry_list_get_selected (GTK_DROP_DOWN (self->drop_down));

  if (!self->updating && id != NULL)
    dh_lane_set_clip (self->lane, dh_clip_make_usual (dh_catalog_find_clip (id)));
}

static void
drop_row (DhClipEditor *self)
{
  if (self->row != NULL)
    gtk_box_remove (GTK_BOX (self->box), self->row);
  self->row = NULL;
}

/* A document may have a bound beyond what a slider offers: the range grows then. */
static void
ensure_row (DhClipEditor *self, DhClip clip)
{
  DhSetting setting;

  if (self->row != NULL && self->kind == clip.kind && clip.bound >= self->minimum
      && clip.bound <= self->maximum)
    return;
  drop_row (self);
  self->kind = clip.kind;
  if (!dh_catalog_get_clip_setting (clip.kind, &setting))
    return;
  setting.minimum = self->minimum = MIN (setting.minimum, clip.bound);
  setting.maximum = self->maximum = MAX (setting.maximum, clip.bound);
  self->row = dh_setting_row_new ("clip", &setting);
  g_signal_connect_swapped (self->row, "notify::value", G_CALLBACK (row_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->row);
}

static void
show_clip (DhClipEditor *self)
{
  const DhClip clip = dh_lane_get_clip (self->lane);
  guint n;
  const DhCatalogEntry *entry = &dh_catalog_get_clips (&n)[clip.kind];

  self->updating = TRUE;
  ensure_row (self, clip);
  dh_entry_list_select (GTK_DROP_DOWN (self->drop_down), entry->id);
  gtk_label_set_text (GTK_LABEL (self->explanation), entry->summary);
  gtk_widget_set_visible (self->explanation, clip.kind != DH_CLIP_NONE);
  if (self->row != NULL)
    dh_setting_row_set_value (DH_SETTING_ROW (self->row), clip.bound);
  self->updating = FALSE;
}

static void
dh_clip_editor_dispose (GObject *object)
{
  DhClipEditor *self = DH_CLIP_EDITOR (object);

  if (self->lane != NULL)
    g_signal_handlers_disconnect_by_data (self->lane, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->lane);
  G_OBJECT_CLASS (dh_clip_editor_parent_class)->dispose (object);
}

static void
dh_clip_editor_class_init (DhClipEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_clip_editor_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
create_line (DhClipEditor *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_ ("Clip Gradients"));
  guint n;
  const DhCatalogEntry *entries = dh_catalog_get_clips (&n);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (line), label);
  self->drop_down = gtk_drop_down_new (NULL, NULL);
  dh_entry_list_setup (GTK_DROP_DOWN (self->drop_down), _ ("Clip Gradients"), entries, n);
  gtk_box_append (GTK_BOX (line), self->drop_down);
  gtk_widget_add_css_class (line, "rule-line");
  return line;
}

static void
dh_clip_editor_init (DhClipEditor *self)
{
  self->updating = TRUE;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), create_line (self));
  self->explanation = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->explanation), 0);
  gtk_label_set_wrap (GTK_LABEL (self->explanation), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (self->explanation), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_width_chars (GTK_LABEL (self->explanation), 44);
  gtk_label_set_max_width_chars (GTK_LABEL (self->explanation), 44);
  gtk_widget_add_css_class (self->explanation, "caption");
  gtk_widget_add_css_class (self->explanation, "rule-words");
  gtk_box_append (GTK_BOX (self->box), self->explanation);
  g_signal_connect_swapped (self->drop_down, "notify::selected", G_CALLBACK (kind_cb), self);
  self->updating = FALSE;
}

GtkWidget *
dh_clip_editor_new (DhLane *lane)
{
  DhClipEditor *self = g_object_new (DH_TYPE_CLIP_EDITOR, NULL);

  self->lane = g_object_ref (lane);
  g_signal_connect_swapped (lane, "notify::clip", G_CALLBACK (show_clip), self);
  show_clip (self);
  return GTK_WIDGET (self);
}
