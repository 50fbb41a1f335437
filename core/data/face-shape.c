/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether 68 points are a face, and what is wrong with them if they aren't.  The similarity that
 * maps eyes and mouth to their places always exists, so a network would be trained on whatever it
 * cuts out; faces are recognised by the residual of this fit.  As a fraction of the places' own
 * spread, it is at most .24 for the 496 bundled faces, up to half a profile, and at least .79 for a
 * face with y upwards or with its points in another order.  Three means don't notice an order that
 * keeps the eyes and the mouth together, so all points are also fitted to those of the mean face:
 * that residual is at most .42 for the same faces, and about .87 to 1 for others.
 *
 * If the numbers of the points are off by one or two, the residual is as small as that of a turned
 * head (.50 to .79).  But then the lines through the points of jaw, brows, nose, eyes and mouth
 * jump from one feature to the next.  Of all 68 possible first points, the right one gives the
 * shortest lines: at most .70 of the second shortest, even if the face is squeezed to a profile or
 * each point is off by a tenth of the spread, and at least 1.43 if reading begins one point off.
 *
 * What is wrong is found by undoing it: each known fault is undone in turn, and the one that leaves
 * an upright face is the likely cause.  A reflection alone can't distinguish y upwards from x and y
 * exchanged, but only one of them leaves the face upright.
 */
#include "core/data/face-shape.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Between the residuals of faces and those of other points. */
#define MOST_OF_MEANS 0.5
#define MOST_OF_ALL   0.88
/* The corrected points must clearly be a face, and not be tilted more than a head. */
#define SURE_OF_MEANS 0.3
#define SURE_OF_ALL   0.6
#define MOST_TILT     (G_PI / 4)
/* If all numbers are within these, they are fractions of the picture's size and not pixels. */
#define LEAST_SHARE -0.5
#define MOST_SHARE  1.5

/* The mean of the bundled faces and their mirror images, in the unit square of the crop. */
static const DhPoint mean_face[DH_N_LANDMARKS] = {
  { .140f, .466f }, { .161f, .553f }, { .172f, .612f }, { .184f, .673f }, { .201f, .757f },
  { .239f, .830f }, { .325f, .912f }, { .424f, .968f }, { .500f, .982f }, { .576f, .968f },
  { .675f, .912f }, { .761f, .830f }, { .799f, .757f }, { .816f, .673f }, { .828f, .612f },
  { .839f, .553f }, { .860f, .466f }, { .207f, .333f }, { .257f, .309f }, { .326f, .290f },
  { .387f, .314f }, { .426f, .314f }, { .574f, .314f }, { .613f, .314f }, { .674f, .290f },
  { .743f, .309f }, { .793f, .333f }, { .500f, .351f }, { .500f, .436f }, { .500f, .494f },
  { .500f, .570f }, { .432f, .614f }, { .468f, .630f }, { .500f, .642f }, { .532f, .630f },
  { .568f, .614f }, { .277f, .379f }, { .310f, .358f }, { .367f, .358f }, { .409f, .383f },
  { .380f, .390f }, { .311f, .390f }, { .591f, .383f }, { .633f, .358f }, { .690f, .358f },
  { .723f, .379f }, { .689f, .390f }, { .620f, .390f }, { .381f, .746f }, { .427f, .712f },
  { .474f, .695f }, { .500f, .699f }, { .526f, .695f }, { .573f, .712f }, { .619f, .746f },
  { .568f, .829f }, { .530f, .848f }, { .500f, .851f }, { .470f, .848f }, { .432f, .829f },
  { .399f, .768f }, { .458f, .740f }, { .500f, .740f }, { .542f, .740f }, { .601f, .768f },
  { .527f, .783f }, { .500f, .784f }, { .473f, .783f },
};

/* The residual of a fit, as a fraction of the spread of `to`: 0 … 1. */
static double
get_residual (const DhPoint *from, const DhPoint *to, guint n, double *tilt)
{
  DhAffine fit = dh_similarity_fit (from, to, n);
  double left = 0, all = 0, mean_x = 0, mean_y = 0;

  for (guint i = 0; i < n; i++)
    {
      mean_x += to[i].x / n;
      mean_y += to[i].y / n;
    }
  for (guint i = 0; i < n; i++)
    {
      double x = from[i].x, y = from[i].y;

      dh_affine_apply (fit, &x, &y);
      left += (x - to[i].x) * (x - to[i].x) + (y - to[i].y) * (y - to[i].y);
      all += (to[i].x - mean_x) * (to[i].x - mean_x) + (to[i].y - mean_y) * (to[i].y - mean_y);
    }
  *tilt = atan2 (fit.yx, fit.xx);
  return sqrt (left / all);
}

/* Each feature's first point; eyes and lips are closed lines. */
static const guint8 features[] = { 0, 17, 22, 27, 31, 36, 42, 48, 60, DH_N_LANDMARKS };
#define FIRST_CLOSED 5

static double
get_distance (const DhLandmarks *landmarks, guint a, guint b)
{
  const DhPoint *from = &landmarks->points[a % DH_N_LANDMARKS];
  const DhPoint *to = &landmarks->points[b % DH_N_LANDMARKS];

  return hypot (to->x - from->x, to->y - from->y);
}

/* Length of the lines through the features if iBUG's order begins with the point `start`, minus
 * that of the closed line through all points, which is the same for every start. */
static double
get_length (const DhLandmarks *landmarks, guint start)
{
  double length = 0;

  for (guint k = 0; k + 1 < G_N_ELEMENTS (features); k++)
    {
      guint first = start + features[k], last = start + features[k + 1] - 1;

      length -= get_distance (landmarks, last, last + 1);
      if (k >= FIRST_CLOSED)
        length += get_distance (landmarks, last, first);
    }
  return length;
}

/* The point with which iBUG's order begins; 0 for faces. */
static guint
find_start (const DhLandmarks *landmarks)
{
  double shortest = get_length (landmarks, 0);
  guint start = 0;

  for (guint i = 1; i < DH_N_LANDMARKS; i++)
    {
      double length = get_length (landmarks, i);

      if (length < shortest)
        {
          shortest = length;
          start = i;
        }
    }
  return start;
}

static gboolean
is_one_point (const DhPoint *points, guint n)
{
  for (guint i = 1; i < n; i++)
    if (points[i].x != points[0].x || points[i].y != points[0].y)
      return FALSE;
  return TRUE;
}

/* Whether both residuals are at most these and the points are in order; tilt: of the face. */
static gboolean
is_face (const DhLandmarks *landmarks, double most_of_means, double most_of_all, double *tilt)
{
  DhPoint means[3];
  double ignored;

  dh_landmarks_get_means (landmarks, means);
  return !is_one_point (means, 3)
         && get_residual (means, dh_landmarks_places, 3, tilt) <= most_of_means
         && get_residual (landmarks->points, mean_face, DH_N_LANDMARKS, &ignored) <= most_of_all
         && find_start (landmarks) == 0;
}

/* Undoes the fault that shape stands for. */
static void
put_right (const DhLandmarks *from, DhFaceShape shape, DhLandmarks *to)
{
  const float *numbers = &from->points[0].x;
  guint start = shape == DH_SHAPE_SHIFTED ? find_start (from) : 0;

  for (int i = 0; i < DH_N_LANDMARKS; i++)
    {
      DhPoint point = from->points[i];

      switch (shape)
        {
        case DH_SHAPE_Y_UPWARDS:
          point.y = -point.y;
          break;
        case DH_SHAPE_EXCHANGED:
          point = (DhPoint) { point.y, point.x };
          break;
        case DH_SHAPE_MIRRORED:
          point.x = -point.x;
          break;
        case DH_SHAPE_X_FIRST:
          point = (DhPoint) { numbers[i], numbers[DH_N_LANDMARKS + i] };
          break;
        case DH_SHAPE_REVERSED:
          point = from->points[DH_N_LANDMARKS - 1 - i];
          break;
        case DH_SHAPE_SHIFTED:
          point = from->points[(start + i) % DH_N_LANDMARKS];
          break;
        default:
          break;
        }
      to->points[i] = point;
    }
}

static gboolean
are_shares (const DhLandmarks *landmarks)
{
  const float *numbers = &landmarks->points[0].x;

  for (int i = 0; i < 2 * DH_N_LANDMARKS; i++)
    if (numbers[i] < LEAST_SHARE || numbers[i] > MOST_SHARE)
      return FALSE;
  return TRUE;
}

DhFaceShape
dh_face_shape_judge (const DhLandmarks *landmarks)
{
  double tilt;

  if (is_one_point (landmarks->points, DH_N_LANDMARKS))
    return DH_SHAPE_UNKNOWN;
  if (are_shares (landmarks))
    return DH_SHAPE_SHARES;
  if (is_face (landmarks, MOST_OF_MEANS, MOST_OF_ALL, &tilt))
    return DH_SHAPE_FACE;
  for (DhFaceShape shape = DH_SHAPE_Y_UPWARDS; shape <= DH_SHAPE_SHIFTED; shape++)
    {
      DhLandmarks right;

      put_right (landmarks, shape, &right);
      if (is_face (&right, SURE_OF_MEANS, SURE_OF_ALL, &tilt) && fabs (tilt) <= MOST_TILT)
        return shape;
    }
  return DH_SHAPE_UNKNOWN;
}

const char *
dh_face_shape_describe (DhFaceShape shape)
{
  static const char *const causes[DH_N_SHAPES] = {
    [DH_SHAPE_Y_UPWARDS] = N_ ("In landmarks.csv, y probably counts upwards: it must count from "
                               "the top of the picture."),
    [DH_SHAPE_EXCHANGED] = N_ ("In landmarks.csv, y probably comes before x: write x first."),
    [DH_SHAPE_MIRRORED] = N_ ("The pictures or their landmarks are probably mirrored: mirror both "
                              "or neither."),
    [DH_SHAPE_X_FIRST] = N_ ("In landmarks.csv, all x probably come before all y: write x and y of "
                             "each point together."),
    [DH_SHAPE_REVERSED] = N_ ("In landmarks.csv, the points are probably in reverse order: start "
                              "with the jaw (iBUG’s order)."),
    [DH_SHAPE_SHIFTED] = N_ (
      "In landmarks.csv, the points are probably shifted by one or more: start with the first "
      "point of the jaw (iBUG’s order)."),
    [DH_SHAPE_SHARES] = N_ (
      "The numbers in landmarks.csv are probably fractions of the picture’s size: use pixels."),
    [DH_SHAPE_OUTSIDE] = N_ ("The landmarks probably belong to other pictures or to another "
                             "picture size: use pixels of these pictures."),
  };

  return causes[shape] != NULL ? _ (causes[shape]) : NULL;
}
