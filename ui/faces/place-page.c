/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture of a folder, large: its crop is dragged, or its eyes are clicked.
 *
 * Each change goes into the folder's places at once, which stay in memory, and the square that is
 * drawn is the one that follows from them: as it will be when they are read from the file.
 */
#include "ui/faces/place-page.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/faces/crop-preview.h"
#include "ui/faces/thumbnail-reader.h"
#include "ui/widgets/beside.h"
#include "ui/widgets/scheme.h"

/* Pixels of the longer side that are kept of a picture: more than the dialog shows. */
#define MAX_SIDE 1400

struct _DhPlacePage
{
  GtkWidget parent_instance;
  GtkWidget *canvas, *preview, *placed, *reason, *hint, *tools;
  GtkWidget *eyes, *for_all, *reset, *previous, *next, *count, *waiting, *broken;
  DhFolderPictures *pictures; /* or NULL */
  GListModel *shown;
  DhFaceItem *item; /* or NULL */
  guint position;
  GCancellable *reading; /* or NULL */
  gboolean unreadable;
};

enum
{
  PROP_POSITION = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DhPlacePage, dh_place_page, GTK_TYPE_WIDGET)

/* ---- crops and squares ---- */

/* FALSE: the map is all 0. */
static gboolean
find_square (DhAffine to_crop, DhCropSquare *square)
{
  DhAffine to_picture;

  if (to_crop.xx * to_crop.yy - to_crop.xy * to_crop.yx == 0)
    return FALSE;
  to_picture = dh_affine_invert (to_crop);
  square->x = square->y = .5;
  dh_affine_apply (to_picture, &square->x, &square->y);
  square->side = hypot (to_picture.xx, to_picture.yx);
  square->angle = atan2 (to_picture.yx, to_picture.xx);
  return TRUE;
}

static gboolean
can_place (DhPlacePage *self)
{
  return dh_folder_pictures_can_place (self->pictures, NULL)
         && dh_crop_canvas_get_texture (DH_CROP_CANVAS (self->canvas)) != NULL;
}

/* ---- showing ---- */

static void
show_crop (DhPlacePage *self)
{
  const DhFacePlace place = dh_folder_pictures_get_place (self->pictures, self->item);
  DhCropCanvas *canvas = DH_CROP_CANVAS (self->canvas);
  DhCropSquare square;
  gboolean has_square = find_square (dh_face_item_get_crop (self->item), &square);
  int width, height;

  if (dh_crop_canvas_get_texture (canvas) == NULL
      || !dh_face_item_get_size (self->item, &width, &height))
    {
      dh_crop_preview_show (DH_CROP_PREVIEW (self->preview), NULL, 0, NULL);
      return;
    }
  if (!has_square && dh_folder_pictures_can_place (self->pictures, NULL)) /* to begin with */
    has_square = find_square (dh_crop_centre (width, height), &square);
  dh_crop_canvas_set_square (canvas, has_square ? &square : NULL);
  if (!dh_crop_canvas_awaits_eye (canvas)) /* the folder may still be being read */
    dh_crop_canvas_set_eyes (canvas, place.kind == DH_PLACE_EYES ? place.eyes : NULL);
  dh_crop_preview_show (DH_CROP_PREVIEW (self->preview),
                        has_square ? dh_crop_canvas_get_texture (canvas) : NULL, width, &square);
}

static const char *
get_hint (DhPlacePage *self)
{
  if (self->unreadable)
    return _ ("This picture can’t be shown.");
  if (!dh_folder_pictures_can_place (self->pictures, NULL))
    return _ ("These pictures are only shown; their crops can’t be changed.");
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->eyes)))
    return _ ("Click one eye, then the other. Drag them to correct them.");
  return _ ("Drag the square, or one of its corners.");
}

static void
show_words (DhPlacePage *self)
{
  const char *reason = dh_face_item_get_reason (self->item);
  const gboolean skipped = dh_face_item_get_use (self->item) == DH_FILE_SKIPPED && reason != NULL;
  /* Translators: what decides how a picture is cropped: "Placed by: its eyes" */
  g_autofree char *placed = g_strdup_printf (_ ("Placed by: %s"),
                                             dh_face_item_get_placed_words (self->item));

  gtk_label_set_text (GTK_LABEL (self->placed), placed);
  gtk_widget_set_visible (self->placed,
                          !isinf (dh_crop_get_side (dh_face_item_get_crop (self->item))));
  gtk_label_set_text (GTK_LABEL (self->reason), skipped ? reason : "");
  gtk_widget_set_visible (self->reason, skipped);
  gtk_label_set_text (GTK_LABEL (self->hint), get_hint (self));
}

/* What is reset: the picture's own place, or else the one for all. */
static gboolean
resets_all (DhPlacePage *self)
{
  return dh_folder_pictures_get_place (self->pictures, self->item).kind == DH_PLACE_NONE
         && dh_face_item_get_placed_by (self->item) == DH_PLACED_ALL;
}

static void
show_tools (DhPlacePage *self)
{
  const gboolean possible = can_place (self);
  const DhFacePlace place = dh_folder_pictures_get_place (self->pictures, self->item);

  dh_crop_canvas_set_editable (DH_CROP_CANVAS (self->canvas), possible);
  gtk_widget_set_visible (self->tools,
                          !self->unreadable && dh_folder_pictures_can_place (self->pictures, NULL));
  gtk_widget_set_visible (self->preview, !self->unreadable);
  gtk_widget_set_visible (self->broken, self->unreadable);
  gtk_widget_set_sensitive (self->eyes, possible);
  gtk_widget_set_sensitive (self->for_all, possible && place.kind == DH_PLACE_SQUARE);
  gtk_widget_set_sensitive (self->reset,
                            possible && (place.kind != DH_PLACE_NONE || resets_all (self)));
  gtk_button_set_label (GTK_BUTTON (self->reset),
                        resets_all (self) ? _ ("_Reset for All") : _ ("_Reset"));
}

static void
show_count (DhPlacePage *self)
{
  const guint n = g_list_model_get_n_items (self->shown);
  /* Translators: a picture's number among those of a folder: "12 of 151" */
  g_autofree char *text = g_strdup_printf (_ ("%'u of %'u"), MIN (self->position + 1, n), n);

  gtk_label_set_text (GTK_LABEL (self->count), text);
  gtk_widget_set_sensitive (self->previous, self->position > 0);
  gtk_widget_set_sensitive (self->next, self->position + 1 < n);
}

static void
show (DhPlacePage *self)
{
  if (self->item == NULL)
    return;
  show_crop (self);
  show_words (self);
  show_tools (self);
  show_count (self);
}

/* ---- reading the picture ---- */

typedef struct
{
  char *folder, *name;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->folder);
  g_free (job->name);
  g_free (job);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  g_autoptr (DhImage) image = NULL;
  double scale;

  if (g_task_return_error_if_cancelled (task))
    return;
  image = dh_folder_read_whole (job->folder, job->name, MAX_SIDE, &scale, &error);
  if (image == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, dh_image_make_texture (image), g_object_unref);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DhPlacePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), &error);
  int width, height;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->item == NULL)
    return;
  g_clear_object (&self->reading);
  gtk_widget_set_visible (self->waiting, FALSE);
  self->unreadable = texture == NULL || !dh_face_item_get_size (self->item, &width, &height);
  if (!self->unreadable)
    dh_crop_canvas_set_picture (DH_CROP_CANVAS (self->canvas), texture, width, height);
  show (self);
}

static void
stop_reading (DhPlacePage *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

static void
read_picture (DhPlacePage *self)
{
  g_autoptr (GTask) task = NULL;
  Job *job = g_new (Job, 1);

  stop_reading (self);
  self->unreadable = FALSE;
  self->reading = g_cancellable_new ();
  dh_crop_canvas_set_picture (DH_CROP_CANVAS (self->canvas), NULL, 0, 0);
  gtk_widget_set_visible (self->waiting, TRUE);
  job->folder = g_strdup (dh_folder_pictures_get_folder (self->pictures));
  job->name = g_strdup (dh_face_item_get_name (self->item));
  /* Not the task's source, which the task's thread may be the last to let go of. */
  task = g_task_new (NULL, self->reading, read_cb, g_object_ref (self));
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, read_in_thread);
}

/* ---- what is changed ---- */

static void
place (DhPlacePage *self, const DhFacePlace *place)
{
  if (!dh_folder_pictures_set_place (self->pictures, self->item, place))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      show (self); /* as it was */
    }
}

static void
square_cb (DhPlacePage *self)
{
  DhCropSquare square;

  if (dh_crop_canvas_get_square (DH_CROP_CANVAS (self->canvas), &square))
    place (self, &(DhFacePlace) { .kind = DH_PLACE_SQUARE,
                                  .x = square.x - square.side / 2,
                                  .y = square.y - square.side / 2,
                                  .side = square.side });
}

static void
eyes_cb (DhPlacePage *self)
{
  DhFacePlace eyes = { .kind = DH_PLACE_EYES };

  if (dh_crop_canvas_get_eyes (DH_CROP_CANVAS (self->canvas), eyes.eyes))
    place (self, &eyes);
}

static void
takes_eyes_cb (DhPlacePage *self)
{
  const gboolean takes = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->eyes));

  dh_crop_canvas_set_takes_eyes (DH_CROP_CANVAS (self->canvas), takes);
  if (takes)
    gtk_widget_grab_focus (self->canvas);
  show (self);
}

static void
for_all_cb (DhPlacePage *self)
{
  const DhFacePlace own = dh_folder_pictures_get_place (self->pictures, self->item);
  int width, height;

  if (own.kind != DH_PLACE_SQUARE || !dh_face_item_get_size (self->item, &width, &height))
    return;
  if (!dh_folder_pictures_set_place (self->pictures, NULL,
                                     &(DhFacePlace) { .kind = DH_PLACE_SQUARE,
                                                      .x = (own.x + own.side / 2) / width,
                                                      .y = (own.y + own.side / 2) / height,
                                                      .side = own.side / MIN (width, height) }))
    gtk_widget_error_bell (GTK_WIDGET (self));
  else /* it has the same one as all others now */
    place (self, &(DhFacePlace) { .kind = DH_PLACE_NONE });
}

static void
reset_cb (DhPlacePage *self)
{
  const gboolean all = resets_all (self);

  dh_crop_canvas_set_eyes (DH_CROP_CANVAS (self->canvas), NULL);
  dh_folder_pictures_set_place (self->pictures, all ? NULL : self->item,
                                &(DhFacePlace) { .kind = DH_PLACE_NONE });
}

/* ---- from picture to picture ---- */

guint
dh_place_page_get_position (DhPlacePage *self)
{
  g_return_val_if_fail (DH_IS_PLACE_PAGE (self), 0);
  return self->position;
}

void
dh_place_page_set_position (DhPlacePage *self, guint position)
{
  g_autoptr (DhFaceItem) item = NULL;

  g_return_if_fail (DH_IS_PLACE_PAGE (self) && self->shown != NULL);
  item = g_list_model_get_item (self->shown, position);
  if (item == NULL)
    return;
  self->position = position;
  if (g_set_object (&self->item, item))
    read_picture (self);
  show (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_POSITION]);
}

static void
previous_cb (DhPlacePage *self)
{
  if (self->position > 0)
    dh_place_page_set_position (self, self->position - 1);
}

static void
next_cb (DhPlacePage *self)
{
  dh_place_page_set_position (self, self->position + 1);
}

/* While a folder is still being read, pictures come in between. */
static void
shown_cb (DhPlacePage *self)
{
  const guint n = g_list_model_get_n_items (self->shown);

  for (guint i = 0; self->item != NULL && i < n; i++)
    {
      g_autoptr (DhFaceItem) item = g_list_model_get_item (self->shown, i);

      if (item == self->item)
        self->position = i;
    }
  if (self->item != NULL)
    show_count (self);
}

DhFaceItem *
dh_place_page_get_item (DhPlacePage *self)
{
  g_return_val_if_fail (DH_IS_PLACE_PAGE (self), NULL);
  return self->item;
}

DhCropCanvas *
dh_place_page_get_canvas (DhPlacePage *self)
{
  g_return_val_if_fail (DH_IS_PLACE_PAGE (self), NULL);
  return DH_CROP_CANVAS (self->canvas);
}

void
dh_place_page_set_pictures (DhPlacePage *self, DhFolderPictures *pictures, GListModel *shown)
{
  g_return_if_fail (DH_IS_PLACE_PAGE (self) && self->pictures == NULL);
  self->pictures = g_object_ref (pictures);
  self->shown = g_object_ref (shown);
  g_signal_connect_object (pictures, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shown, "items-changed", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
}

/* ---- set-up ---- */

static void
dh_place_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_POSITION)
    g_value_set_uint (value, DH_PLACE_PAGE (object)->position);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_place_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_POSITION)
    dh_place_page_set_position (DH_PLACE_PAGE (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_place_page_dispose (GObject *object)
{
  DhPlacePage *self = DH_PLACE_PAGE (object);

  stop_reading (self);
  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_PLACE_PAGE);
  g_clear_object (&self->item);
  g_clear_object (&self->shown);
  g_clear_object (&self->pictures);
  G_OBJECT_CLASS (dh_place_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DhPlacePage, canvas);
  gtk_widget_class_bind_template_child (widget_class, DhPlacePage, preview);
  gtk_widget_class_bind_template_child (widget_class, DhPlacePage, placed);
  gtk_widget_class_bind_template_child (widget_class, DhPlacePage, reason);
  gtk_widget_class_bind_template_child (widget_class, DhPlacePage, hint);
  gtk_widget_class_bind_template_child (widget_class, DhPlacePage, tools);
  gtk_widget_class_bind_template_child (widget_class, DhPlacePage, eyes);
  gtk_widget_class_bind_template_child (widget_class, DhPlacePage, for_all);
  gtk_widget_class_bind_template_child (widget_class, DhPlacePage, reset);
  gtk_widget_class_bind_template_child (widget_class, DhPlacePage, previous);
  gtk_widget_class_bind_template_child (widget_class, DhPlacePage, next);
  gtk_widget_class_bind_template_child (widget_class, DhPlacePage, count);
  gtk_widget_class_bind_template_child (widget_class, DhPlacePage, waiting);
  gtk_widget_class_bind_template_child (widget_class, DhPlacePage, broken);
  gtk_widget_class_bind_template_callback (widget_class, square_cb);
  gtk_widget_class_bind_template_callback (widget_class, eyes_cb);
  gtk_widget_class_bind_template_callback (widget_class, takes_eyes_cb);
  gtk_widget_class_bind_template_callback (widget_class, for_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
}

static void
dh_place_page_class_init (DhPlacePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dh_place_page_get_property;
  object_class->set_property = dh_place_page_set_property;
  object_class->dispose = dh_place_page_dispose;
  props[PROP_POSITION] = g_param_spec_uint ("position", NULL, NULL, 0, G_MAXUINT, 0,
                                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                              | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (DH_TYPE_BESIDE);
  g_type_ensure (DH_TYPE_CROP_CANVAS);
  g_type_ensure (DH_TYPE_CROP_PREVIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/faces/place-page.ui");
  bind_children (widget_class);
}

static void
dh_place_page_init (DhPlacePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
