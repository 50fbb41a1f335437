/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What faceswap writes into the PNG of a face that it has cut out: a dict, printed by Python.
 *
 * The landmarks in it are those of the frame that the face came from, so the cut has to be made
 * again to know where they lie in the picture.  It is a similarity that fits the points without
 * the jaw to a mean face in the unit square; the square is enlarged by a margin that depends on
 * what is in its middle (`legacy`: the nose, `face`: the face, `head`: the skull), and moved there,
 * for which the head's pose is found (face-pose.c).  The file doesn't name this centring: since
 * version 2.0 of the format, all faces are cut around the head, before it, in the legacy way.  A
 * key `centering` in `source`, which faceswap doesn't write but other scripts may, comes first.
 *
 * 98 points are reduced to the 68 that they contain.  Four points are the corners of the unit
 * square: they give a crop, but no face.  Then a stored mask is used, if one fits; its matrix takes
 * the frame's pixels to those of the mask.  With 68 points, masks are drawn from them, so that all
 * faces of a folder have the same kind of mask, unless somebody wants the stored one.
 *
 * Pixels' centres are at whole numbers in the file, and at .5 here.
 *
 * Source of the form and of the numbers: faceswap (lib/image.py, lib/align/aligned_face.py,
 * lib/align/aligned_mask.py, lib/align/constants.py).  98 points: Wu et al. 2018, "Look at
 * Boundary: A Boundary-Aware Face Alignment Algorithm" (WFLW).
 */
#include "core/data/faceswap-header.h"

#include "core/data/face-pose.h"
#include "core/data/python-literal.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#define FIRST     17 /* after the jaw */
#define N_FITTED  (DH_N_LANDMARKS - FIRST)
#define N_CORNERS 4
#define N_WFLW    98
/* No picture is that wide. */
#define MAX_COORDINATE 1e6
/* Sides of the mean face's square per pixel of the frame. */
#define LEAST_SCALE 1e-6
#define MOST_SCALE  1.0
/* Sides of a stored mask. */
#define LEAST_MASK 4
#define MOST_MASK  2048
#define HEAD_SINCE 2.0

typedef enum
{
  CENTRED_LEGACY,
  CENTRED_FACE,
  CENTRED_HEAD,
} Centring;

static const struct
{
  const char *name;
  double margin; /* of both sides together, as a fraction of the picture */
} centrings[] = {
  [CENTRED_LEGACY] = { "legacy", 0.375 },
  [CENTRED_FACE] = { "face", 0.5 },
  [CENTRED_HEAD] = { "head", 0.625 },
};

/* Brows, nose, eyes and mouth. */
static const DhPoint mean_face[N_FITTED] = {
  { .010086f, .106454f }, { .085135f, .038915f }, { .191003f, .018748f }, { .300643f, .034489f },
  { .403270f, .077391f }, { .596729f, .077391f }, { .699356f, .034489f }, { .808997f, .018748f },
  { .914864f, .038915f }, { .989913f, .106454f }, { .500000f, .203352f }, { .500000f, .307009f },
  { .500000f, .409805f }, { .500000f, .515625f }, { .376753f, .587326f }, { .435909f, .609345f },
  { .500000f, .628106f }, { .564090f, .609345f }, { .623246f, .587326f }, { .131610f, .216423f },
  { .196995f, .178758f }, { .275698f, .179852f }, { .344479f, .231733f }, { .270791f, .245099f },
  { .192616f, .244077f }, { .655520f, .231733f }, { .724301f, .179852f }, { .803005f, .178758f },
  { .868389f, .216423f }, { .807383f, .244077f }, { .729208f, .245099f }, { .264022f, .780233f },
  { .350858f, .745405f }, { .438731f, .727388f }, { .500000f, .742578f }, { .561268f, .727388f },
  { .649141f, .745405f }, { .735977f, .780233f }, { .652032f, .864805f }, { .566594f, .902192f },
  { .500000f, .909281f }, { .433405f, .902192f }, { .347967f, .864805f }, { .300252f, .784792f },
  { .437969f, .778746f }, { .500000f, .785343f }, { .562030f, .778746f }, { .699747f, .784792f },
  { .563237f, .824182f }, { .500000f, .831803f }, { .436763f, .824182f },
};

/* Clockwise. */
static const DhPoint corners[N_CORNERS] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };

/* Of 98 points, those that are the 68: every second of the jaw, the brows' upper edges, the nose,
 * the eyes without the middles of their lids, the mouth. */
static const guint8 of_wflw[DH_N_LANDMARKS] = {
  0,  2,  4,  6,  8,  10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 33, 34, 35, 36, 37, 42,
  43, 44, 45, 46, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 63, 64, 65, 67, 68, 69, 71, 72,
  73, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95,
};

/* Masks that are taken first if there are several; their names begin so. */
static const char *const best_masks[] = { "extended", "components", "custom", "bisenet-fp",
                                          "unet-dfl", "vgg-",       "" };

/* The same where one could be drawn: what a network saw of the face goes before hulls. */
static const char *const learned_masks[] = { "custom",   "bisenet-fp", "unet-dfl", "vgg-",
                                             "extended", "components", "" };

G_STATIC_ASSERT (G_N_ELEMENTS (best_masks) == G_N_ELEMENTS (learned_masks));

static Centring
get_centring (const DhPythonValue *source)
{
  const char *name = dh_python_value_get_text (dh_python_value_find (source, "centering"));
  double version;

  for (guint i = 0; i < G_N_ELEMENTS (centrings); i++)
    if (g_strcmp0 (name, centrings[i].name) == 0)
      return (Centring) i;
  if (dh_python_value_get_number (dh_python_value_find (source, "alignments_version"), &version)
      && version < HEAD_SINCE)
    return CENTRED_LEGACY;
  return CENTRED_HEAD;
}

/* ---- points ---- */

/* In the frame.  FALSE if there are as many as nobody knows, or they are nowhere. */
static gboolean
read_points (const DhPythonValue *value, DhPoint points[N_WFLW], guint *n)
{
  double numbers[2 * N_WFLW];

  *n = dh_python_value_get_n_rows (value);
  if ((*n != DH_N_LANDMARKS && *n != N_WFLW && *n != N_CORNERS)
      || !dh_python_value_get_matrix (value, *n, 2, numbers))
    return FALSE;
  for (guint i = 0; i < *n; i++)
    {
      points[i] = (DhPoint) { (float) numbers[2 * i], (float) numbers[2 * i + 1] };
      if (!(fabs (numbers[2 * i]) <= MAX_COORDINATE && fabs (numbers[2 * i + 1]) <= MAX_COORDINATE))
        return FALSE;
    }
  if (*n == N_WFLW)
    {
      /* None of them moves up, so none is overwritten before its turn. */
      for (guint i = 0; i < DH_N_LANDMARKS; i++)
        points[i] = points[of_wflw[i]];
      *n = DH_N_LANDMARKS;
    }
  return TRUE;
}

/* From the frame to the mean face's square; FALSE if the points have no extent. */
static gboolean
fit_mean_face (const DhPoint *points, guint n, DhAffine *fit)
{
  const DhPoint *from = n == N_CORNERS ? points : points + FIRST;
  const guint n_fitted = n == N_CORNERS ? N_CORNERS : N_FITTED;
  gboolean differ = FALSE;
  double scale;

  for (guint i = 1; i < n_fitted; i++)
    differ |= from[i].x != from[0].x || from[i].y != from[0].y;
  if (!differ)
    return FALSE;
  *fit = dh_similarity_fit (from, n == N_CORNERS ? corners : mean_face, n_fitted);
  scale = hypot (fit->xx, fit->yx);
  return scale >= LEAST_SCALE && scale <= MOST_SCALE;
}

/* Between the mean face's square and the picture's edge, in whole pixels. */
static double
get_pad (Centring centring, double side)
{
  return rint (side * centrings[centring].margin / 2.0);
}

/* From the mean face's square to the picture, whose middle is at an offset from the square's. */
static DhAffine
place_square (Centring centring, double side, double x, double y)
{
  const double pad = get_pad (centring, side), scale = side - 2.0 * pad;

  return (DhAffine) {
    .xx = scale,
    .x0 = pad - x * scale + 0.5,
    .yy = scale,
    .y0 = pad - y * scale + 0.5,
  };
}

/* Where the middle of the picture is in the mean face's square, from the square's middle. */
static gboolean
find_middle (const DhLandmarks *in_square, Centring centring, double *x, double *y)
{
  *x = *y = 0.0;
  if (centring == CENTRED_LEGACY)
    return TRUE;
  return dh_face_pose_project (in_square, centring == CENTRED_HEAD ? DH_HEAD_MIDDLE : DH_HEAD_FACE,
                               x, y);
}

static gboolean
is_near (const DhLandmarks *landmarks)
{
  for (guint i = 0; i < DH_N_LANDMARKS; i++)
    if (!(fabsf (landmarks->points[i].x) <= MAX_COORDINATE
          && fabsf (landmarks->points[i].y) <= MAX_COORDINATE))
      return FALSE;
  return TRUE;
}

static gboolean
set_landmarks (DhFaceMeta *meta, const DhPoint *points, DhAffine to_square, Centring centring,
               double side, DhAffine *frame_to_picture)
{
  DhLandmarks in_frame, in_square;
  double x, y;

  memcpy (in_frame.points, points, sizeof in_frame.points);
  dh_landmarks_move (&in_frame, to_square, &in_square);
  if (!find_middle (&in_square, centring, &x, &y))
    return FALSE;
  *frame_to_picture = dh_affine_multiply (to_square, place_square (centring, side, x, y));
  dh_landmarks_move (&in_frame, *frame_to_picture, &meta->landmarks);
  meta->has_landmarks = is_near (&meta->landmarks);
  return meta->has_landmarks;
}

/* The crop in which the mean face has its eyes and its mouth in their places. */
static void
set_crop (DhFaceMeta *meta, DhAffine square_to_picture)
{
  DhLandmarks landmarks = { 0 };

  memcpy (landmarks.points + FIRST, mean_face, sizeof mean_face);
  meta->to_crop = dh_affine_multiply (dh_affine_invert (square_to_picture),
                                      dh_landmarks_align (&landmarks));
  meta->has_crop = TRUE;
}

/* ---- masks ---- */

/* (transfer full); NULL if it isn't a zlib stream of so many bytes. */
static guint8 *
unpack (const DhPythonValue *packed, gsize n)
{
  g_autoptr (GConverter) converter = G_CONVERTER (
    g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  g_autofree guint8 *bytes = g_malloc (n + 1);
  gsize n_done = 0, n_used = 0, n_read, n_written;
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (result == G_CONVERTER_CONVERTED && n_done <= n)
    {
      result = g_converter_convert (converter, packed->bytes + n_used, packed->n_bytes - n_used,
                                    bytes + n_done, n + 1 - n_done, G_CONVERTER_INPUT_AT_END,
                                    &n_read, &n_written, NULL);
      if (result == G_CONVERTER_ERROR)
        return NULL;
      n_used += n_read;
      n_done += n_written;
    }
  return result == G_CONVERTER_FINISHED && n_done == n ? g_steal_pointer (&bytes) : NULL;
}

/* Frame → mask, with two or three rows. */
static gboolean
read_matrix (const DhPythonValue *value, DhAffine *affine)
{
  double m[9] = { 0 };
  const guint n_rows = dh_python_value_get_n_rows (value);

  if ((n_rows != 2 && n_rows != 3) || !dh_python_value_get_matrix (value, n_rows, 3, m))
    return FALSE;
  *affine = (DhAffine) { m[0], m[1], m[2], m[3], m[4], m[5] };
  for (int i = 0; i < 6; i++)
    if (fabs (m[i]) > MAX_COORDINATE)
      return FALSE;
  return fabs (m[0] * m[4] - m[1] * m[3]) >= LEAST_SCALE * LEAST_SCALE;
}

static gboolean
set_mask (DhFaceMeta *meta, const DhPythonValue *mask, DhAffine picture_to_frame)
{
  const DhPythonValue *packed = dh_python_value_find (mask, "mask");
  const DhAffine to_corner = { .xx = 1, .x0 = 0.5, .yy = 1, .y0 = 0.5 };
  DhAffine matrix;
  double side;

  if (packed == NULL || packed->kind != DH_PYTHON_BYTES || packed->n_bytes == 0
      || !dh_python_value_get_number (dh_python_value_find (mask, "stored_size"), &side)
      || !(side >= LEAST_MASK && side <= MOST_MASK) || side != floor (side)
      || !read_matrix (dh_python_value_find (mask, "affine_matrix"), &matrix))
    return FALSE;
  meta->mask = unpack (packed, (gsize) side * (gsize) side);
  meta->mask_size = meta->mask != NULL ? (int) side : 0;
  meta->to_mask = dh_affine_multiply (dh_affine_multiply (picture_to_frame, matrix), to_corner);
  return meta->mask != NULL;
}

static void
choose_mask (DhFaceMeta *meta, const DhPythonValue *masks, DhAffine picture_to_frame)
{
  const char *const *names = meta->has_landmarks ? learned_masks : best_masks;

  if (masks == NULL || masks->kind != DH_PYTHON_DICT)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (best_masks); i++)
    for (guint k = 0; k + 1 < masks->items->len; k += 2)
      {
        const char *name = dh_python_value_get_text (masks->items->pdata[k]);

        if (name != NULL && g_str_has_prefix (name, names[i])
            && set_mask (meta, masks->items->pdata[k + 1], picture_to_frame))
          return;
      }
}

/* ---- all of it ---- */

/* Returns what is wrong, or NULL. */
static const char *
use_face (const DhPythonValue *root, double side, DhFaceMeta *meta)
{
  const DhPythonValue *alignments = dh_python_value_find (root, "alignments");
  const DhPythonValue *masks = dh_python_value_find (alignments, "mask");
  const Centring centring = get_centring (dh_python_value_find (root, "source"));
  DhPoint points[N_WFLW];
  DhAffine to_square, to_picture;
  guint n;

  /* In two pixels, the margin leaves none for the face. */
  if (side <= 2.0 * get_pad (centring, side))
    return "the picture is too small";
  if (!read_points (dh_python_value_find (alignments, "landmarks_xy"), points, &n))
    return "not 68, 98 or 4 landmarks";
  if (!fit_mean_face (points, n, &to_square))
    return "the landmarks have no extent";
  if (n == DH_N_LANDMARKS)
    {
      if (!set_landmarks (meta, points, to_square, centring, side, &to_picture))
        return "the landmarks aren’t a head";
      if (meta->wants_mask)
        choose_mask (meta, masks, dh_affine_invert (to_picture));
      return NULL;
    }
  to_picture = place_square (centring, side, 0.0, 0.0);
  set_crop (meta, to_picture);
  choose_mask (meta, masks, dh_affine_invert (dh_affine_multiply (to_square, to_picture)));
  return NULL;
}

gboolean
dh_faceswap_header_read (const char *text, gsize size, guint32 width, guint32 height,
                         DhFaceMeta *meta, char **reason)
{
  const char *why;
  gsize at;
  g_autoptr (DhPythonTree) tree = NULL;

  if (width != height || width == 0)
    {
      *reason = g_strdup ("the picture isn’t square any more");
      return FALSE;
    }
  tree = dh_python_literal_parse (text, size, &at, &why);
  if (tree == NULL)
    {
      *reason = g_strdup_printf ("byte %" G_GSIZE_FORMAT ": %s", at, why);
      return FALSE;
    }
  why = use_face (dh_python_tree_get_root (tree), width, meta);
  *reason = g_strdup (why);
  return why == NULL;
}
