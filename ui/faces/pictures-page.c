/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The view of a folder: a grid of its pictures, which makes cells only for what is in sight, and a
 * line that says how far reading is and what has come of it.
 */
#include "ui/faces/pictures-page.h"

#include <glib/gi18n-lib.h>

#include "ui/faces/face-cell.h"
#include "ui/widgets/beside.h"
#include "ui/widgets/scheme.h"

/* Thumbnails: several screens full. */
#define CAPACITY 500

typedef enum
{
  SHOW_ALL,
  SHOW_USED,
  SHOW_SKIPPED,
  N_FILTERS
} Filter;

struct _DhPicturesPage
{
  GtkWidget parent_instance;
  GtkWidget *summary, *progress, *problem, *stack, *grid, *nothing;
  GtkWidget *filters[N_FILTERS];
  DhFolderPictures *pictures; /* or NULL */
  DhThumbnailReader *reader;
  GtkFilter *filter;
  GtkSingleSelection *selection;
  Filter chosen;
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (DhPicturesPage, dh_pictures_page, GTK_TYPE_WIDGET)

/* ---- words ---- */

static char *
dup_progress (DhPicturesPage *self)
{
  const guint n_files = dh_folder_pictures_get_n_files (self->pictures);
  const guint n = g_list_model_get_n_items (dh_folder_pictures_get_items (self->pictures));

  if (n_files == 0)
    return g_strdup (_ ("Listing the folder…"));
  /* Translators: "Reading 1,240 of 10,000…" */
  return g_strdup_printf (_ ("Reading %'u of %'u…"), n, n_files);
}

static char *
dup_summary (DhPicturesPage *self)
{
  const guint n_training = dh_folder_pictures_count (self->pictures, DH_FILE_TRAINING);
  const guint n_held_out = dh_folder_pictures_count (self->pictures, DH_FILE_HELD_OUT);
  const guint n_skipped = dh_folder_pictures_count (self->pictures, DH_FILE_SKIPPED);
  g_autofree char *training = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                            "%'u picture trained on",
                                                            "%'u pictures trained on", n_training),
                                               n_training);
  g_autofree char *held_out =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u held out for measuring",
                                  "%'u held out for measuring", n_held_out),
                     n_held_out);
  g_autofree char *skipped = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u skipped",
                                                           "%'u skipped", n_skipped),
                                              n_skipped);

  /* Translators: "132 pictures trained on, 19 held out for measuring, 4 skipped" */
  return g_strdup_printf (_ ("%s, %s, %s"), training, held_out, skipped);
}

static void
show_reading (DhPicturesPage *self)
{
  const guint n_files = dh_folder_pictures_get_n_files (self->pictures);
  const guint n = g_list_model_get_n_items (dh_folder_pictures_get_items (self->pictures));
  const gboolean done = dh_folder_pictures_is_done (self->pictures, NULL);
  g_autofree char *text = done ? dup_summary (self) : dup_progress (self);

  gtk_label_set_text (GTK_LABEL (self->summary), text);
  gtk_widget_set_visible (self->progress, !done);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                 n_files > 0 ? (double) n / n_files : 0);
}

/* The file of places may be wrong although the pictures are read. */
static void
show_problem (DhPicturesPage *self)
{
  const char *folder_problem, *places_problem;
  const char *shown;

  dh_folder_pictures_is_done (self->pictures, &folder_problem);
  dh_folder_pictures_can_place (self->pictures, &places_problem);
  shown = folder_problem != NULL ? folder_problem : places_problem;
  gtk_label_set_text (GTK_LABEL (self->problem), shown != NULL ? shown : "");
  gtk_widget_set_visible (self->problem, shown != NULL);
}

static void
show_nothing (DhPicturesPage *self)
{
  static const char *const words[] = {
    [SHOW_ALL] = N_ ("There is no picture here"),
    [SHOW_USED] = N_ ("No picture is used"),
    [SHOW_SKIPPED] = N_ ("No picture is skipped"),
  };
  const gboolean empty = g_list_model_get_n_items (dh_pictures_page_get_shown (self)) == 0
                         && dh_folder_pictures_is_done (self->pictures, NULL);

  gtk_label_set_text (GTK_LABEL (self->nothing), _ (words[self->chosen]));
  gtk_stack_set_visible_child (GTK_STACK (self->stack),
                               empty ? self->nothing : gtk_widget_get_parent (self->grid));
}

static void
show (DhPicturesPage *self)
{
  show_reading (self);
  show_problem (self);
  show_nothing (self);
}

/* ---- the filter ---- */

static gboolean
is_shown (gpointer item, gpointer data)
{
  const DhPicturesPage *self = data;
  const gboolean skipped = dh_face_item_get_use (item) == DH_FILE_SKIPPED;

  return self->chosen == SHOW_ALL || skipped == (self->chosen == SHOW_SKIPPED);
}

static void
filter_cb (GtkToggleButton *button, GParamSpec *pspec, DhPicturesPage *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  for (Filter i = 0; i < N_FILTERS; i++)
    if (self->filters[i] == GTK_WIDGET (button))
      self->chosen = i;
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  if (self->pictures != NULL)
    show_nothing (self);
}

/* ---- the grid ---- */

static void
set_up_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, dh_face_cell_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, DhPicturesPage *self)
{
  dh_face_cell_show (DH_FACE_CELL (gtk_list_item_get_child (item)), gtk_list_item_get_item (item),
                     self->reader);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  dh_face_cell_show (DH_FACE_CELL (gtk_list_item_get_child (item)), NULL, NULL);
}

static void
activate_cb (DhPicturesPage *self, guint position)
{
  g_signal_emit (self, chosen_signal, 0, position);
}

GListModel *
dh_pictures_page_get_shown (DhPicturesPage *self)
{
  g_return_val_if_fail (DH_IS_PICTURES_PAGE (self), NULL);
  return G_LIST_MODEL (self->selection);
}

/* GTK's own widget around the cell that shows an item; NULL: it isn't in sight */
static GtkWidget *
find_place_of (DhPicturesPage *self, DhFaceItem *item)
{
  GtkWidget *place = gtk_widget_get_first_child (self->grid);

  while (place != NULL
         && dh_face_cell_get_item (DH_FACE_CELL (gtk_widget_get_first_child (place))) != item)
    place = gtk_widget_get_next_sibling (place);
  return place;
}

void
dh_pictures_page_go_to (DhPicturesPage *self, guint position)
{
  g_autoptr (DhFaceItem) item = NULL;
  GtkWidget *place;

  g_return_if_fail (DH_IS_PICTURES_PAGE (self));
  gtk_widget_activate_action (self->grid, "list.select-item", "(ubb)", position, FALSE, FALSE);
  gtk_widget_activate_action (self->grid, "list.scroll-to-item", "u", position);
  item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  place = item != NULL ? find_place_of (self, item) : NULL;
  gtk_widget_grab_focus (place != NULL ? place : self->grid);
}

/* ---- set-up ---- */

void
dh_pictures_page_set_pictures (DhPicturesPage *self, DhFolderPictures *pictures)
{
  GtkFilterListModel *filtered;

  g_return_if_fail (DH_IS_PICTURES_PAGE (self) && self->pictures == NULL);
  self->pictures = g_object_ref (pictures);
  self->reader = dh_thumbnail_reader_new (dh_folder_pictures_get_folder (pictures), CAPACITY);
  filtered = gtk_filter_list_model_new (g_object_ref (dh_folder_pictures_get_items (pictures)),
                                        g_object_ref (self->filter));
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (filtered));
  g_object_unref (filtered);
  g_signal_connect_object (pictures, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

static void
dh_pictures_page_dispose (GObject *object)
{
  DhPicturesPage *self = DH_PICTURES_PAGE (object);

  if (self->reader != NULL)
    dh_thumbnail_reader_stop (self->reader);
  if (self->selection != NULL)
    gtk_single_selection_set_model (self->selection, NULL);
  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_PICTURES_PAGE);
  g_clear_object (&self->selection);
  g_clear_object (&self->filter);
  g_clear_object (&self->reader);
  g_clear_object (&self->pictures);
  G_OBJECT_CLASS (dh_pictures_page_parent_class)->dispose (object);
}

static void
dh_pictures_page_class_init (DhPicturesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_pictures_page_dispose;
  chosen_signal = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  g_type_ensure (DH_TYPE_BESIDE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/faces/pictures-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DhPicturesPage, summary);
  gtk_widget_class_bind_template_child (widget_class, DhPicturesPage, progress);
  gtk_widget_class_bind_template_child (widget_class, DhPicturesPage, problem);
  gtk_widget_class_bind_template_child (widget_class, DhPicturesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DhPicturesPage, grid);
  gtk_widget_class_bind_template_child (widget_class, DhPicturesPage, nothing);
  gtk_widget_class_bind_template_child_full (widget_class, "all", FALSE,
                                             G_STRUCT_OFFSET (DhPicturesPage, filters[SHOW_ALL]));
  gtk_widget_class_bind_template_child_full (widget_class, "used", FALSE,
                                             G_STRUCT_OFFSET (DhPicturesPage, filters[SHOW_USED]));
  gtk_widget_class_bind_template_child_full (widget_class, "skipped", FALSE,
                                             G_STRUCT_OFFSET (DhPicturesPage,
                                                              filters[SHOW_SKIPPED]));
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
}

static void
dh_pictures_page_init (DhPicturesPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (set_up_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_grid_view_set_factory (GTK_GRID_VIEW (self->grid), factory);
  gtk_grid_view_set_model (GTK_GRID_VIEW (self->grid), GTK_SELECTION_MODEL (self->selection));
  g_object_unref (factory);
}
