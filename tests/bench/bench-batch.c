/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Times a batch: reading a person once, then making the pictures of an iteration, by part.  The
 * best of several rounds is shown, because other work on the machine can only add time.
 *
 *   bench-batch FOLDER [SIZE [N]]
 */
#include "core/base/tensor.h"
#include "core/data/area-draw.h"
#include "core/data/batch.h"
#include "core/data/colour.h"
#include "core/data/lab.h"
#include "core/data/sample.h"

#include <stdlib.h>

#define ROUNDS 40

typedef struct
{
  DhFaceSet *set;
  DhBatch batch;
  int size, n;
} Bench;

typedef void (*Part) (Bench *bench, int round);

static void
make_batch (Bench *bench, int round)
{
  dh_batch_make (&bench->batch, bench->set, &dh_augment_default, bench->n, bench->size, 1, 0,
                 round, NULL);
}

/* The additional cost of lanes with another mask or with multipliers. */
static void
make_areas (Bench *bench, int round)
{
  for (int i = 0; i < bench->n; i++)
    {
      const DhFace *face = dh_face_set_get (bench->set, DH_FACES_TRAINING, i);

      for (DhArea area = DH_AREA_EXTENDED + 1; area < DH_N_AREAS; area++)
        dh_face_draw_area (face, face->to_crop, area, bench->size, bench->batch.area[area]);
    }
}

static void
sample_faces (Bench *bench, int round)
{
  for (int i = 0; i < bench->n; i++)
    dh_face_crop (dh_face_set_get (bench->set, DH_FACES_TRAINING, i), bench->size,
                  bench->batch.target, bench->batch.area[DH_AREA_EXTENDED]);
}

static void
change_colours (Bench *bench, int round)
{
  for (int i = 0; i < bench->n; i++)
    {
      dh_lab_from_rgb (bench->batch.target, (gsize) bench->size * bench->size);
      dh_lab_to_rgb (bench->batch.target, (gsize) bench->size * bench->size);
    }
}

static void
equalise (Bench *bench, int round)
{
  for (int i = 0; i < bench->n; i++)
    dh_colour_equalise (bench->batch.target, bench->size, 2.0f);
}

static void
warp (Bench *bench, int round)
{
  DhWarp shape = { .x[1][1] = 3.0f };

  for (int i = 0; i < bench->n; i++)
    dh_sample_warp (bench->batch.target, bench->size, &shape, bench->batch.input);
}

static void
measure (Bench *bench, const char *name, Part part)
{
  gint64 best = G_MAXINT64;

  for (int round = 0; round < ROUNDS; round++)
    {
      gint64 start = g_get_monotonic_time ();

      part (bench, round);
      best = MIN (best, g_get_monotonic_time () - start);
    }
  g_print ("%-24s %7.2f ms\n", name, best / 1000.0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  Bench bench = { .size = argc > 2 ? atoi (argv[2]) : 64, .n = argc > 3 ? atoi (argv[3]) : 16 };

  if (argc < 2 || bench.size < 4 || bench.n < 1)
    {
      g_printerr ("usage: bench-batch FOLDER [SIZE [N]]\n");
      return 2;
    }
  bench.set = dh_face_set_load (argv[1], NULL, &error);
  if (bench.set == NULL || !dh_batch_check (bench.set, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_print ("%-24s %7.2f ms\n", "reading the folder", (g_get_monotonic_time () - start) / 1000.0);

  dh_batch_init (&bench.batch, bench.n, bench.size);
  g_print ("%d pictures of %d × %d:\n", bench.n, bench.size, bench.size);
  measure (&bench, "a batch", make_batch);
  measure (&bench, "  sampling", sample_faces);
  measure (&bench, "  to L*a*b* and back", change_colours);
  measure (&bench, "  local contrast", equalise);
  measure (&bench, "  warp", warp);
  measure (&bench, "all areas more", make_areas);
  dh_batch_clear (&bench.batch);
  dh_face_set_unref (bench.set);
  return 0;
}
