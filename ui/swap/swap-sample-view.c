/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sample of what a swap would write, beside the picture that it is made from.
 */
#include "ui/swap/swap-sample-view.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "core/merge/swap-sampler.h"

#define SIDE 200

struct _DhSwapSampleView
{
  GtkWidget parent_instance;
  GtkWidget *pictures[2], *words, *another; /* before, after */
  DhSwapSampler *sampler; /* NULL: there are no weights */
  GSource *source;
  DhFolderSwap what; /* wanted … */
  char *faces;       /* … of this folder; NULL: nothing */
  guint index;
  guint serial; /* of the newest wish */
  gboolean waiting;
};

G_DEFINE_FINAL_TYPE (DhSwapSampleView, dh_swap_sample_view, GTK_TYPE_WIDGET)

static void
want (DhSwapSampleView *self)
{
  self->what.faces = self->faces;
  if (self->sampler == NULL || self->faces == NULL)
    return;
  self->waiting = TRUE;
  self->serial = dh_swap_sampler_want (self->sampler, &self->what, self->index);
}

/* ---- showing ---- */

static void
set_words (DhSwapSampleView *self, const char *words, gboolean problem)
{
  if (problem)
    gtk_widget_add_css_class (self->words, "error");
  else
    gtk_widget_remove_css_class (self->words, "error");
  gtk_label_set_text (GTK_LABEL (self->words), words);
}

static void
set_picture (GtkWidget *picture, const DhSwapSample *sample, const guint8 *pixels, const char *what)
{
  const gsize stride = 4 * (gsize) sample->width;
  g_autofree char *text = g_strdup_printf ("%s: %s", what, sample->name);
  g_autoptr (GBytes) bytes = g_bytes_new (pixels, stride * (gsize) sample->height);
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (sample->width, sample->height,
                                                           GDK_MEMORY_R8G8B8A8, bytes, stride);

  gtk_picture_set_paintable (GTK_PICTURE (picture), GDK_PAINTABLE (texture));
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), text);
}

static void
clear_pictures (DhSwapSampleView *self)
{
  for (guint i = 0; i < 2; i++)
    {
      gtk_picture_set_paintable (GTK_PICTURE (self->pictures[i]), NULL);
      gtk_picture_set_alternative_text (GTK_PICTURE (self->pictures[i]), NULL);
    }
}

static void
show_sample (DhSwapSampleView *self, const DhSwapSample *sample)
{
  g_autofree char *words = NULL;

  gtk_widget_set_sensitive (self->another, sample->n_pictures > 1);
  if (sample->problem != NULL)
    {
      clear_pictures (self);
      set_words (self, sample->problem, TRUE);
      return;
    }
  set_picture (self->pictures[0], sample, sample->before, _ ("Before"));
  set_picture (self->pictures[1], sample, sample->after, _ ("After"));
  words = sample->is_placed
            ? g_strdup (sample->name)
            /* Translators: a file's name; why its face may be in the wrong place */
            : g_strdup_printf (_ ("%s: nothing says where the face is, so the middle is taken"),
                               sample->name);
  set_words (self, words, FALSE);
}

static gboolean
sample_cb (int fd, GIOCondition condition, gpointer data)
{
  DhSwapSampleView *self = data;
  g_autoptr (DhSwapSample) sample = dh_swap_sampler_take (self->sampler);

  if (sample == NULL)
    return G_SOURCE_CONTINUE;
  self->waiting = sample->serial != self->serial;
  show_sample (self, sample);
  return G_SOURCE_CONTINUE;
}

static void
another_cb (DhSwapSampleView *self)
{
  self->index++;
  want (self);
}

/* ---- set-up ---- */

static void
drop_sampler (DhSwapSampleView *self)
{
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->sampler, dh_swap_sampler_free);
  self->waiting = FALSE;
}

static void
dh_swap_sample_view_dispose (GObject *object)
{
  DhSwapSampleView *self = DH_SWAP_SAMPLE_VIEW (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  drop_sampler (self);
  g_clear_pointer (&self->faces, g_free);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (dh_swap_sample_view_parent_class)->dispose (object);
}

static void
dh_swap_sample_view_class_init (DhSwapSampleViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_swap_sample_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_picture (DhSwapSampleView *self, guint index, const char *title)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *label = gtk_label_new (title);

  self->pictures[index] = gtk_picture_new ();
  gtk_widget_set_size_request (self->pictures[index], SIDE / 2, SIDE);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->pictures[index]);
  return box;
}

static GtkWidget *
make_foot (DhSwapSampleView *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->words = gtk_label_new (_ ("Taking the lane’s weights…"));
  gtk_label_set_wrap (GTK_LABEL (self->words), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->words), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->words), 0);
  gtk_widget_set_hexpand (self->words, TRUE);
  self->another = gtk_button_new_with_mnemonic (_ ("Another _Picture"));
  gtk_widget_set_valign (self->another, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (self->another, FALSE);
  gtk_widget_set_tooltip_text (self->another, _ ("Show the next picture of the folder"));
  g_signal_connect_swapped (self->another, "clicked", G_CALLBACK (another_cb), self);
  gtk_box_append (GTK_BOX (foot), self->words);
  gtk_box_append (GTK_BOX (foot), self->another);
  return foot;
}

static void
dh_swap_sample_view_init (DhSwapSampleView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_box_set_homogeneous (GTK_BOX (pair), TRUE);
  gtk_box_append (GTK_BOX (pair), make_picture (self, 0, _ ("Before")));
  gtk_box_append (GTK_BOX (pair), make_picture (self, 1, _ ("After")));
  gtk_box_append (GTK_BOX (box), pair);
  gtk_box_append (GTK_BOX (box), make_foot (self));
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

GtkWidget *
dh_swap_sample_view_new (void)
{
  return g_object_new (DH_TYPE_SWAP_SAMPLE_VIEW, NULL);
}

void
dh_swap_sample_view_set_weights (DhSwapSampleView *self, const char *weights)
{
  g_return_if_fail (DH_IS_SWAP_SAMPLE_VIEW (self));
  drop_sampler (self);
  if (weights == NULL)
    return;
  self->sampler = dh_swap_sampler_new (weights);
  self->source = g_unix_fd_source_new (dh_swap_sampler_get_fd (self->sampler), G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (sample_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  set_words (self, _ ("Painting a picture…"), FALSE);
  want (self);
}

void
dh_swap_sample_view_refuse (DhSwapSampleView *self, const char *problem)
{
  g_return_if_fail (DH_IS_SWAP_SAMPLE_VIEW (self));
  clear_pictures (self);
  set_words (self, problem, TRUE);
}

void
dh_swap_sample_view_show (DhSwapSampleView *self, const DhFolderSwap *what)
{
  g_autofree char *before = NULL;

  g_return_if_fail (DH_IS_SWAP_SAMPLE_VIEW (self));
  before = g_steal_pointer (&self->faces);
  self->what = *what;
  self->faces = g_strdup (what->faces);
  if (g_strcmp0 (before, self->faces) != 0)
    self->index = 0;
  want (self);
}

gboolean
dh_swap_sample_view_is_done (DhSwapSampleView *self)
{
  g_return_val_if_fail (DH_IS_SWAP_SAMPLE_VIEW (self), FALSE);
  return self->sampler != NULL && self->faces != NULL && !self->waiting;
}

const char *
dh_swap_sample_view_get_words (DhSwapSampleView *self)
{
  g_return_val_if_fail (DH_IS_SWAP_SAMPLE_VIEW (self), NULL);
  return gtk_label_get_text (GTK_LABEL (self->words));
}
