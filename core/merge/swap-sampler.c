/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Swapping one picture at a time, to look at what a folder's swap would do.
 *
 * The weights and the list of the folder stay with the thread: what somebody changes while looking is
 * mostly how the face is painted.  The list isn't read again until another folder is wanted; a picture
 * that has gone meanwhile is a sentence.
 */
#include "core/merge/swap-sampler.h"

#include "core/base/background-worker.h"
#include "core/data/face-folder.h"
#include "core/merge/merger.h"
#include "core/nn/network.h"

#include <string.h>

/* Longest side of what is shown. */
#define MOST_SIDE 480

typedef struct
{
  DhFolderSwap what;
  char *faces; /* of what */
  guint index, serial;
} Wish;

struct _DhSwapSampler
{
  DhBackgroundWorker *worker;
  char *weights;
  guint last_serial; /* the owner's */
  /* The rest is the thread's. */
  Wish *wish; /* NULL: it was fulfilled */
  DhMerger *merger;
  char *folder; /* whose list this is; NULL: none was read */
  GPtrArray *names;
  DhFaceTable *table;
};

void
dh_swap_sample_free (DhSwapSample *self)
{
  g_free (self->name);
  g_free (self->problem);
  g_free (self->before);
  g_free (self->after);
  g_free (self);
}

static void
free_wish (gpointer data)
{
  Wish *wish = data;

  g_free (wish->faces);
  g_free (wish);
}

/* ---- the thread ---- */

static void
forget_folder (DhSwapSampler *self)
{
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->table, dh_face_table_unref);
}

static gboolean
read_folder (DhSwapSampler *self, const char *folder, GError **error)
{
  if (g_strcmp0 (self->folder, folder) == 0)
    return TRUE;
  forget_folder (self);
  self->names = dh_face_folder_list (folder, NULL, error);
  if (self->names == NULL || !dh_face_table_read_folder (folder, &self->table, error))
    {
      forget_folder (self);
      return FALSE;
    }
  self->folder = g_strdup (folder);
  return TRUE;
}

/* The picture without its alpha, which is the face's mask.  (transfer full) */
static guint8 *
make_bytes (const DhImage *image, int width, int height)
{
  g_autoptr (DhImage) small = dh_image_reduce (image, 0, 0, image->width, image->height, width,
                                               height);
  const gsize n = (gsize) width * height;
  guint8 *bytes = g_malloc_n (n, 4);

  for (gsize i = 0; i < 4 * n; i++)
    bytes[i] = i % 4 == 3 ? 255 : (guint8) ((small->pixels[i] + 128) / 257);
  return bytes;
}

static gboolean
paint (DhSwapSampler *self, const Wish *wish, DhSwapSample *sample, GError **error)
{
  const DhFolderSwap *what = &wish->what;
  const DhPaintSettings settings = { what->whole_crop ? DH_PAINT_CROP : DH_PAINT_MASK, what->edge,
                                     !what->keep_light };
  g_autoptr (DhFace) face = dh_face_load_whole (wish->faces, sample->name, self->table,
                                                what->stored_mask, error);
  g_autoptr (DhImage) swapped = NULL;
  double scale;

  if (face == NULL)
    return FALSE;
  swapped = dh_merger_swap (self->merger, 0, face, what->to_a ? DH_SIDE_A : DH_SIDE_B, &settings,
                            error);
  if (swapped == NULL)
    return FALSE;
  dh_image_flatten (swapped);
  scale = MIN (1.0, MOST_SIDE / (double) MAX (swapped->width, swapped->height));
  sample->is_placed = face->placed_by != DH_PLACED_CENTRE;
  sample->width = MAX (1, (int) (swapped->width * scale));
  sample->height = MAX (1, (int) (swapped->height * scale));
  sample->before = make_bytes (face->image, sample->width, sample->height);
  sample->after = make_bytes (swapped, sample->width, sample->height);
  return TRUE;
}

static gboolean
make (DhSwapSampler *self, const Wish *wish, DhSwapSample *sample, GError **error)
{
  if (!read_folder (self, wish->faces, error))
    return FALSE;
  sample->n_pictures = self->names->len;
  sample->name = g_strdup (self->names->pdata[wish->index % self->names->len]);
  if (self->merger == NULL)
    self->merger = dh_merger_new (self->weights, 1, error);
  return self->merger != NULL && paint (self, wish, sample, error);
}

static void
follow (gpointer state, gpointer request)
{
  DhSwapSampler *self = state;

  g_clear_pointer (&self->wish, free_wish);
  self->wish = request;
}

static gboolean
work (gpointer state, DhBackgroundWorker *worker, const int *cancelled)
{
  DhSwapSampler *self = state;
  g_autoptr (GError) error = NULL;
  DhSwapSample *sample;

  if (self->wish == NULL)
    return FALSE;
  dh_compute_thread_init ();
  sample = g_new0 (DhSwapSample, 1);
  sample->serial = self->wish->serial;
  if (!make (self, self->wish, sample, &error))
    sample->problem = g_strdup (error->message);
  g_clear_pointer (&self->wish, free_wish);
  dh_background_worker_report (worker, sample);
  return FALSE;
}

/* ---- the owner ---- */

DhSwapSampler *
dh_swap_sampler_new (const char *weights)
{
  static const DhBackgroundWork kind = {
    .follow = follow,
    .work = work,
    .free_request = free_wish,
    .free_report = (GDestroyNotify) dh_swap_sample_free,
  };
  DhSwapSampler *self = g_new0 (DhSwapSampler, 1);

  self->weights = g_strdup (weights);
  self->worker = dh_background_worker_new (&kind, self, 0, "swap a picture");
  return self;
}

void
dh_swap_sampler_free (DhSwapSampler *self)
{
  dh_background_worker_free (self->worker);
  g_clear_pointer (&self->wish, free_wish);
  g_clear_pointer (&self->merger, dh_merger_free);
  forget_folder (self);
  g_free (self->weights);
  g_free (self);
}

guint
dh_swap_sampler_want (DhSwapSampler *self, const DhFolderSwap *what, guint index)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->what = *what;
  wish->faces = g_strdup (what->faces);
  wish->index = index;
  wish->serial = ++self->last_serial;
  dh_background_worker_send (self->worker, wish);
  return self->last_serial;
}

DhSwapSample *
dh_swap_sampler_take (DhSwapSampler *self)
{
  return dh_background_worker_take (self->worker);
}

int
dh_swap_sampler_get_fd (DhSwapSampler *self)
{
  return dh_background_worker_get_fd (self->worker);
}
