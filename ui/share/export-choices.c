/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be chosen in the dialog that writes files, and what is chosen.
 */
#include "ui/share/export-dialog-private.h"

#include <glib/gi18n-lib.h>

#include "ui/plot/export/export-hills.h"

#define GROWING  1 /* in the list of spacings */
#define OWN_SIZE 0 /* in the list of sizes … */
#define ANOTHER  4
#define N_STRIP  8 /* usual numbers of pictures */

static const struct
{
  double width, height;
} sizes[] = { { 0, 0 }, { 1280, 720 }, { 1920, 1080 }, { 3840, 2160 } };

static guint
get_selected (GtkWidget *row)
{
  return adw_combo_row_get_selected (ADW_COMBO_ROW (row));
}

static double
get_value (GtkWidget *spin)
{
  return gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin));
}

static DhExportKind
get_kind (DhExportDialog *self)
{
  return MIN (get_selected (self->what_row), DH_N_EXPORTS - 1);
}

static gboolean
is_of_one_lane (DhExportKind kind)
{
  return kind == DH_EXPORT_STRIP || kind == DH_EXPORT_LANDSCAPE;
}

static gboolean
is_of_time (DhExportKind kind)
{
  return kind == DH_EXPORT_STRIP || kind == DH_EXPORT_ANIMATION;
}

static gboolean
is_picture (DhExportKind kind)
{
  return kind <= DH_EXPORT_HILLS;
}

/* -1: all */
int
dh_export_dialog_get_lane (DhExportDialog *self)
{
  const int selected = (int) get_selected (self->lane_row);

  if (is_of_one_lane (self->shown))
    return selected;
  return self->shown == DH_EXPORT_ANIMATION ? selected - 1 : -1;
}

static void
list_lanes (DhExportDialog *self)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  if (!is_of_one_lane (self->shown))
    gtk_string_list_append (list, _ ("All lanes"));
  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      g_autofree char *label = dh_lane_dup_label (lane);
      g_autofree char *text = g_strdup_printf ("%u: %s", dh_lane_get_number (lane), label);

      gtk_string_list_append (list, text);
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->lane_row), G_LIST_MODEL (list));
}

/* Why the shown choice can't be written yet; NULL: it can. */
static const char *
get_obstacle (DhExportDialog *self)
{
  g_autoptr (DhLane) first = g_list_model_get_item (dh_session_get_lanes (self->session), 0);
  g_autoptr (DhLane) lane = NULL;
  g_autoptr (GPtrArray) film = NULL;
  DhLaneSnapshot *snapshot;
  const DhPlane *plane;

  if (self->shown == DH_EXPORT_HILLS)
    return self->race != NULL && dh_export_hills_are_known (self->race)
             ? NULL
             : _ ("No ground is computed yet: look at the page Hills for a moment.");
  if (dh_session_get_iteration (self->session) == 0)
    return _ ("Nothing has been trained yet: press Play first.");
  lane = g_list_model_get_item (dh_session_get_lanes (self->session),
                                (guint) MAX (dh_export_dialog_get_lane (self), 0));
  snapshot = lane != NULL ? dh_lane_get_snapshot (lane) : NULL;
  plane = snapshot != NULL ? dh_lane_snapshot_get_plane (snapshot) : NULL;
  if (self->shown == DH_EXPORT_LANDSCAPE && (plane == NULL || plane->terrain == NULL))
    return _ ("This lane’s landscape isn’t computed: show it, and wait a moment.");
  film = dh_session_film_list (self->film, lane != NULL ? lane : first);
  if (is_of_time (self->shown) && film->len == 0)
    return _ ("No faces have been shown yet: look at the lanes for a moment.");
  return NULL;
}

static const char *
get_note (DhExportDialog *self)
{
  switch (self->shown)
    {
    case DH_EXPORT_STRIP:
    case DH_EXPORT_ANIMATION:
      return _ ("The nearest faces that were kept are used. “downhill-cli export” makes them for "
                "exact iterations.");
    case DH_EXPORT_HISTORY:
      return _ ("Losses, rates and metrics of all lanes and iterations, as CSV.");
    case DH_EXPORT_WEIGHTS:
      return _ ("Each lane’s weights as a NumPy archive, from which a training can start.");
    default:
      return "";
    }
}

/* Two pixels for a unit are sharp; a size that was asked for is meant as it is. */
void
dh_export_dialog_set_usual_scale (DhExportDialog *self)
{
  const gboolean sharp = get_selected (self->size_row) == OWN_SIZE
                         && get_selected (self->format_row) == DH_DRAWING_PNG
                         && get_kind (self) != DH_EXPORT_ANIMATION;

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->scale), sharp ? 2 : 1);
}

/* What can be chosen depends on what is written. */
void
dh_export_dialog_update (DhExportDialog *self)
{
  const DhExportKind kind = get_kind (self);
  const gboolean picture = is_picture (kind), timed = is_of_time (kind);
  const char *obstacle;

  if (self->session == NULL)
    return;
  if (kind != self->shown && timed)
    {
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->count),
                                 kind == DH_EXPORT_STRIP ? N_STRIP : DH_SESSION_FILM_LENGTH);
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->spacing_row),
                                  kind == DH_EXPORT_STRIP ? 0 : GROWING);
    }
  if (kind != self->shown)
    {
      self->shown = kind;
      list_lanes (self);
      dh_export_dialog_set_usual_scale (self);
    }
  gtk_widget_set_visible (self->lane_row, is_of_one_lane (kind) || kind == DH_EXPORT_ANIMATION);
  gtk_widget_set_visible (self->range_row, timed);
  gtk_widget_set_visible (self->count_row, timed);
  gtk_widget_set_visible (self->spacing_row, timed);
  gtk_widget_set_visible (self->look_group, picture);
  gtk_widget_set_visible (self->format_row, kind != DH_EXPORT_ANIMATION);
  gtk_widget_set_visible (self->custom_row, get_selected (self->size_row) == ANOTHER);
  obstacle = get_obstacle (self);
  gtk_label_set_text (GTK_LABEL (self->note), obstacle != NULL ? obstacle : get_note (self));
  gtk_widget_set_visible (self->note, *gtk_label_get_text (GTK_LABEL (self->note)) != '\0');
  gtk_widget_set_sensitive (self->write, obstacle == NULL && self->cancellable == NULL);
}

gboolean
dh_export_dialog_is_of_time (DhExportDialog *self)
{
  return is_of_time (self->shown);
}

GArray *
dh_export_dialog_choose_iterations (DhExportDialog *self)
{
  return dh_export_choose_iterations ((guint64) get_value (self->from),
                                      (guint64) get_value (self->to),
                                      (guint) get_value (self->count),
                                      get_selected (self->spacing_row) == GROWING);
}

DhExportLook
dh_export_dialog_get_look (DhExportDialog *self)
{
  const guint size = get_selected (self->size_row);
  DhExportLook look = {
    .scheme = get_selected (self->scheme_row) == DH_EXPORT_DARK ? DH_SCHEME_DARK : DH_SCHEME_LIGHT,
  };

  if (self->shown != DH_EXPORT_ANIMATION)
    look.size.format = MIN (get_selected (self->format_row), DH_N_DRAWING_FORMATS - 1);
  look.size.scale = get_value (self->scale);
  look.size.width = size < G_N_ELEMENTS (sizes) ? sizes[size].width : get_value (self->width);
  look.size.height = size < G_N_ELEMENTS (sizes) ? sizes[size].height : get_value (self->height);
  return look;
}

const char *
dh_export_dialog_get_suffix (DhExportDialog *self)
{
  const DhExportLook look = dh_export_dialog_get_look (self);

  return self->shown == DH_EXPORT_HISTORY ? "csv" : dh_drawing_format_get_id (look.size.format);
}
