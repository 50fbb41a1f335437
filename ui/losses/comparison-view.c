/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two compared pictures and a map, large.  They are chosen separately.  But a new target also
 * replaces the prediction if that was the old target, distorted, or if one of them is the user's
 * own file: files may have any shape, and pictures of different shapes can't be compared, so it
 * would be impossible to change either of them first.
 *
 * If a picture can't be used, a message above the pictures says so, and the pictures stay as they
 * are.
 */
#include "ui/losses/comparison-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/catalog/catalog.h"
#include "ui/losses/distortion-panel.h"
#include "ui/losses/picture-view.h"
#include "ui/plot/pictures/gradient-map.h"
#include "ui/widgets/beside.h"
#include "ui/widgets/person-chooser.h"
#include "ui/widgets/scheme.h"

/* A picture that all bundled people have: seen from the front and not used in training. */
#define BUNDLED_PICTURE "pair_007.png"

struct _DhComparisonView
{
  GtkWidget parent_instance;
  GtkWidget *notice_revealer;
  GtkWidget *notice_label;
  GtkWidget *choosers[2];
  GtkWidget *pictures[2];
  GtkWidget *map_title;
  GtkWidget *map;
  GtkWidget *nearness; /* label for PSNR and SSIM */
  GtkWidget *panel;
  DhComparison *comparison;
  char *faces_folder;
  char *wanted[2]; /* a bundled person's id or a path; (nullable) */
  char *shown[2];  /* the last one that could be opened */
  guint loss;
  gboolean asked;    /* pictures were requested and haven't arrived yet */
  gboolean updating; /* choosers are being set by code */
};

enum
{
  TARGET_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhComparisonView, dh_comparison_view, GTK_TYPE_WIDGET)

static void
replace (char **place, const char *text)
{
  char *old = *place;

  *place = g_strdup (text);
  g_free (old);
}

static void
show_choice (DhComparisonView *self)
{
  self->updating = TRUE;
  for (guint side = 0; side < 2; side++)
    dh_person_chooser_set_person (DH_PERSON_CHOOSER (self->choosers[side]), self->wanted[side]);
  self->updating = FALSE;
}

static char *
dup_message (DhComparisonView *self)
{
  char *message;

  g_object_get (self->comparison, "message", &message, NULL);
  return message;
}

/* SSIM has one more digit than in a lane's metrics, since small damage matters here. */
static char *
dup_nearness (DhComparison *comparison)
{
  double psnr = dh_comparison_get_psnr (comparison), ssim = dh_comparison_get_ssim (comparison);

  if (isnan (psnr))
    return g_strdup ("");
  if (isinf (psnr))
    return g_strdup (_ ("PSNR ∞ · SSIM 1: the pictures are equal"));
  return g_strdup_printf (_ ("PSNR %.1f dB · SSIM %.3f"), psnr, ssim);
}

static void
show_pictures (DhComparisonView *self)
{
  g_autofree char *nearness = dup_nearness (self->comparison);

  int width = dh_comparison_get_width (self->comparison),
      height = dh_comparison_get_height (self->comparison);

  dh_picture_view_set_pixels (DH_PICTURE_VIEW (self->pictures[0]),
                              dh_comparison_peek_target (self->comparison), width, height);
  dh_picture_view_set_pixels (DH_PICTURE_VIEW (self->pictures[1]),
                              dh_comparison_peek_prediction (self->comparison), width, height);
  gtk_label_set_text (GTK_LABEL (self->nearness), nearness);
}

/* The text shown instead of an undefined map. */
static char *
dup_absence (DhComparisonView *self, const DhComparisonResult *result)
{
  const DhCatalogLoss *info = dh_catalog_get_loss (self->loss);

  if (result == NULL)
    return NULL;
  return g_strdup_printf (_ ("undefined below %d px"), info->smallest_side);
}

static void
show_map (DhComparisonView *self)
{
  const DhComparisonResult *result = dh_comparison_get_result (self->comparison, self->loss);
  g_autofree char *absence = dup_absence (self, result);
  cairo_surface_t *surface = NULL;

  if (result != NULL && isfinite (result->value))
    surface = dh_gradient_map_new_surface (result->map, dh_comparison_get_width (self->comparison),
                                           dh_comparison_get_height (self->comparison),
                                           result->map_scale);
  dh_picture_view_set_absence (DH_PICTURE_VIEW (self->map), absence);
  dh_picture_view_set_surface (DH_PICTURE_VIEW (self->map), surface);
  g_clear_pointer (&surface, cairo_surface_destroy);
}

static void
result_cb (DhComparisonView *self, guint loss)
{
  if (loss == self->loss)
    show_map (self);
}

static void
show_title (DhComparisonView *self)
{
  /* Translators: the name of a loss; over a map of its gradient */
  g_autofree char *title = g_strdup_printf (_ ("Gradient of %s"),
                                            dh_catalog_get_loss (self->loss)->name);

  gtk_label_set_text (GTK_LABEL (self->map_title), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->map), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
}

static void
show_message (DhComparisonView *self)
{
  g_autofree char *message = dup_message (self);

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->notice_revealer), message != NULL);
  if (message == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->notice_label), message);
  for (guint side = 0; side < 2; side++)
    replace (&self->wanted[side], self->shown[side]);
  show_choice (self);
}

/* Shown if a picture can't be displayed exactly as its file defines it. */
static void
show_notice (DhComparisonView *self)
{
  g_autofree char *notice = NULL;

  g_object_get (self->comparison, "notice", &notice, NULL);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->notice_revealer), notice != NULL);
  if (notice != NULL)
    gtk_label_set_text (GTK_LABEL (self->notice_label), notice);
}

/* All requests are done. An unchanged message isn't notified again, so show it here. */
static void
busy_cb (DhComparisonView *self)
{
  g_autofree char *message = dup_message (self);
  gboolean busy;

  g_object_get (self->comparison, "busy", &busy, NULL);
  if (busy || !self->asked)
    return;
  self->asked = FALSE;
  if (message != NULL)
    {
      show_message (self);
      return;
    }
  for (guint side = 0; side < 2; side++)
    replace (&self->shown[side], self->wanted[side]);
  show_notice (self);
}

static void
close_notice_cb (DhComparisonView *self)
{
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->notice_revealer), FALSE);
}

static void
distorted_cb (DhComparisonView *self)
{
  DhDistortion distortion = dh_distortion_panel_get_distortion (DH_DISTORTION_PANEL (self->panel));

  if (self->comparison != NULL)
    dh_comparison_set_distortion (self->comparison, &distortion);
}

static gboolean
is_path (const char *person)
{
  return person != NULL && strchr (person, G_DIR_SEPARATOR) != NULL;
}

/* The path of a bundled person's picture, or the given path itself. (transfer full) */
static char *
dup_path (DhComparisonView *self, const char *person)
{
  if (person == NULL || is_path (person))
    return g_strdup (person);
  return g_build_filename (self->faces_folder, person, BUNDLED_PICTURE, NULL);
}

static void
chosen_cb (GtkWidget *chooser, GParamSpec *pspec, DhComparisonView *self)
{
  guint side = chooser == self->choosers[1] ? 1 : 0;

  if (!self->updating)
    dh_comparison_view_open (self, side,
                             dh_person_chooser_get_person (DH_PERSON_CHOOSER (chooser)));
}

static void
dropped_cb (GtkWidget *picture, const char *path, DhComparisonView *self)
{
  dh_comparison_view_open (self, picture == self->pictures[1] ? 1 : 0, path);
}

static void
dh_comparison_view_dispose (GObject *object)
{
  DhComparisonView *self = DH_COMPARISON_VIEW (object);

  if (self->comparison != NULL)
    g_signal_handlers_disconnect_by_data (self->comparison, self);
  g_clear_object (&self->comparison);
  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_COMPARISON_VIEW);
  g_clear_pointer (&self->faces_folder, g_free);
  for (guint side = 0; side < 2; side++)
    {
      g_clear_pointer (&self->wanted[side], g_free);
      g_clear_pointer (&self->shown[side], g_free);
    }
  G_OBJECT_CLASS (dh_comparison_view_parent_class)->dispose (object);
}

static void
dh_comparison_view_class_init (DhComparisonViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_comparison_view_dispose;
  signals[TARGET_CHOSEN] = g_signal_new ("target-chosen", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                         G_TYPE_STRING);
  g_type_ensure (DH_TYPE_BESIDE);
  g_type_ensure (DH_TYPE_DISTORTION_PANEL);
  g_type_ensure (DH_TYPE_PERSON_CHOOSER);
  g_type_ensure (DH_TYPE_PICTURE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/losses/comparison-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DhComparisonView, notice_revealer);
  gtk_widget_class_bind_template_child (widget_class, DhComparisonView, notice_label);
  gtk_widget_class_bind_template_child_full (widget_class, "target_chooser", FALSE,
                                             G_STRUCT_OFFSET (DhComparisonView, choosers[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "prediction_chooser", FALSE,
                                             G_STRUCT_OFFSET (DhComparisonView, choosers[1]));
  gtk_widget_class_bind_template_child_full (widget_class, "target", FALSE,
                                             G_STRUCT_OFFSET (DhComparisonView, pictures[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "prediction", FALSE,
                                             G_STRUCT_OFFSET (DhComparisonView, pictures[1]));
  gtk_widget_class_bind_template_child (widget_class, DhComparisonView, map_title);
  gtk_widget_class_bind_template_child (widget_class, DhComparisonView, map);
  gtk_widget_class_bind_template_child (widget_class, DhComparisonView, nearness);
  gtk_widget_class_bind_template_child (widget_class, DhComparisonView, panel);
  gtk_widget_class_bind_template_callback (widget_class, close_notice_cb);
  gtk_widget_class_bind_template_callback (widget_class, distorted_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, dropped_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "comparison");
}

static void
dh_comparison_view_init (DhComparisonView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint side = 0; side < 2; side++)
    {
      dh_person_chooser_take_pictures (DH_PERSON_CHOOSER (self->choosers[side]));
      dh_picture_view_take_files (DH_PICTURE_VIEW (self->pictures[side]));
    }
  show_title (self);
}

GtkWidget *
dh_comparison_view_new (void)
{
  return g_object_new (DH_TYPE_COMPARISON_VIEW, NULL);
}

void
dh_comparison_view_set_comparison (DhComparisonView *self, DhComparison *comparison,
                                   const char *faces_folder)
{
  const char *const titles[] = { _ ("Target"), _ ("Prediction") };
  g_auto (GStrv) people = dh_catalog_list_people (faces_folder);

  g_return_if_fail (self->comparison == NULL);
  self->comparison = g_object_ref (comparison);
  self->faces_folder = g_strdup (faces_folder);
  self->updating = TRUE;
  for (guint side = 0; side < 2; side++)
    dh_person_chooser_set_people (DH_PERSON_CHOOSER (self->choosers[side]),
                                  (const char *const *) people, titles[side]);
  self->updating = FALSE;
  g_signal_connect_swapped (comparison, "pictures-changed", G_CALLBACK (show_pictures), self);
  g_signal_connect_swapped (comparison, "result-changed", G_CALLBACK (result_cb), self);
  g_signal_connect_swapped (comparison, "notify::message", G_CALLBACK (show_message), self);
  g_signal_connect_swapped (comparison, "notify::busy", G_CALLBACK (busy_cb), self);
  show_pictures (self);
  show_map (self);
}

/* The scratch shows which losses react to outliers; the slight blur gives the others something to
 * measure. */
void
dh_comparison_view_begin (DhComparisonView *self)
{
  const DhDistortion distortion = { .blur = .7, .scratch = 2 };
  g_auto (GStrv) people = dh_catalog_list_people (self->faces_folder);

  dh_distortion_panel_set_distortion (DH_DISTORTION_PANEL (self->panel), &distortion);
  dh_comparison_set_distortion (self->comparison, &distortion);
  if (people[0] != NULL)
    dh_comparison_view_open (self, 0, people[0]);
}

void
dh_comparison_view_set_loss (DhComparisonView *self, guint loss)
{
  if (self->loss == loss)
    return;
  self->loss = loss;
  show_title (self);
  if (self->comparison != NULL)
    show_map (self);
}

void
dh_comparison_view_open (DhComparisonView *self, guint side, const char *path)
{
  gboolean along = side == 0
                   && (g_strcmp0 (self->wanted[0], self->wanted[1]) == 0 || is_path (path)
                       || is_path (self->wanted[1]));
  g_autofree char *full = NULL;

  g_return_if_fail (self->comparison != NULL && side < 2);
  replace (&self->wanted[side], path);
  if (along)
    replace (&self->wanted[1], path);
  show_choice (self);
  self->asked = TRUE;
  full = dup_path (self, self->wanted[side]);
  if (along)
    dh_comparison_set_pictures (self->comparison, full, NULL);
  else if (side == 0)
    dh_comparison_set_target (self->comparison, full);
  else
    dh_comparison_set_prediction (self->comparison, full);
  if (side == 0)
    g_signal_emit (self, signals[TARGET_CHOSEN], 0, full);
}

cairo_surface_t *
dh_comparison_view_get_map (DhComparisonView *self)
{
  return dh_picture_view_get_surface (DH_PICTURE_VIEW (self->map));
}

const char *
dh_comparison_view_get_nearness (DhComparisonView *self)
{
  return gtk_label_get_text (GTK_LABEL (self->nearness));
}

const char *
dh_comparison_view_get_message (DhComparisonView *self)
{
  if (!gtk_revealer_get_reveal_child (GTK_REVEALER (self->notice_revealer)))
    return NULL;
  return gtk_label_get_text (GTK_LABEL (self->notice_label));
}
