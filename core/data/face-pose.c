/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pose of a head, from 26 of its landmarks: the rotation and the place of a rigid model that
 * projects onto them best.
 *
 * Programs that cut a face out around the middle of its head find that middle in this way; to know
 * where a face lies in such a picture, it must be found again, with the same numbers: the model's
 * points, a pinhole camera with focal length 4 that looks at (.5, .5), and the two points that are
 * the middle.  The model is numbered from its other side and has its y upwards, so the pose that
 * fits lies behind the camera, where a pinhole turns everything upside down: there, the head is
 * upright without any turn, and its nose is nearer than its skull.  In front of the camera, there
 * is a second pose, worse and with the nose behind, which isn't the one that is meant: .4 of the
 * unit square apart.
 *
 * The squared distances are minimised by Levenberg and Marquardt's method over three angles, which
 * turn the rotation found so far, and three coordinates.  It starts with the upright head, at the
 * distance at which it is as large as the face, and is done after about five steps.
 *
 * Source of the numbers: faceswap (lib/align/pose.py, lib/align/constants.py), whose model is that
 * of ISR Coimbra's glAnthropometric3DModel.
 */
#include "core/data/face-pose.h"

#include <math.h>
#include <string.h>

#define N_POINTS   26
#define N_UNKNOWN  6
#define FOCAL      4.0
#define MOST_STEPS 60
/* The head is a dozen units wide, and about 50 away, behind the camera. */
#define LEAST_DISTANCE 1.0
#define MOST_DISTANCE  1e6

typedef struct
{
  double turn[3][3], place[3];
} Pose;

static const struct
{
  guint8 landmark;
  double at[3];
} head[N_POINTS] = {
  { 6, { 4.056931, -11.432347, 1.636229 } },   { 7, { 1.833492, -12.542305, 4.061275 } },
  { 8, { 0.0, -12.901019, 4.070434 } },        { 9, { -1.833492, -12.542305, 4.061275 } },
  { 10, { -4.056931, -11.432347, 1.636229 } }, { 17, { 6.825897, 1.275284, 4.402142 } },
  { 21, { 1.330353, 1.636816, 6.903745 } },    { 22, { -1.330353, 1.636816, 6.903745 } },
  { 26, { -6.825897, 1.275284, 4.402142 } },   { 31, { 1.930245, -5.060977, 5.914376 } },
  { 32, { 0.746313, -5.136947, 6.263227 } },   { 33, { 0.0, -5.485328, 6.76343 } },
  { 34, { -0.746313, -5.136947, 6.263227 } },  { 35, { -1.930245, -5.060977, 5.914376 } },
  { 36, { 5.311432, 0.0, 3.987654 } },         { 39, { 1.78993, -0.091703, 4.413414 } },
  { 42, { -1.78993, -0.091703, 4.413414 } },   { 45, { -5.311432, 0.0, 3.987654 } },
  { 48, { 2.774015, -7.566103, 5.048531 } },   { 50, { 0.509714, -7.056507, 6.566167 } },
  { 51, { 0.0, -7.131772, 6.704956 } },        { 52, { -0.509714, -7.056507, 6.566167 } },
  { 54, { -2.774015, -7.566103, 5.048531 } },  { 56, { -0.589441, -8.443925, 6.109526 } },
  { 57, { 0.0, -8.601736, 6.097667 } },        { 58, { 0.589441, -8.443925, 6.109526 } },
};

static const double middles[2][3] = {
  [DH_HEAD_FACE] = { 0.0, -1.5, 4.2 },
  [DH_HEAD_MIDDLE] = { 0.0, 0.0, -2.3 },
};

/* Turns only. */
static void
turn (const Pose *pose, const double at[3], double turned[3])
{
  for (int i = 0; i < 3; i++)
    turned[i] = pose->turn[i][0] * at[0] + pose->turn[i][1] * at[1] + pose->turn[i][2] * at[2];
}

/* FALSE if the point isn't behind the camera. */
static gboolean
project (const Pose *pose, const double at[3], double *x, double *y)
{
  double point[3];

  turn (pose, at, point);
  for (int i = 0; i < 3; i++)
    point[i] += pose->place[i];
  *x = FOCAL * point[0] / point[2];
  *y = FOCAL * point[1] / point[2];
  return point[2] <= -LEAST_DISTANCE && point[2] >= -MOST_DISTANCE;
}

/* Infinite if the pose isn't possible. */
static double
get_error (const Pose *pose, const DhLandmarks *landmarks)
{
  double error = 0.0;

  for (int i = 0; i < N_POINTS; i++)
    {
      const DhPoint goal = landmarks->points[head[i].landmark];
      double x, y;

      if (!project (pose, head[i].at, &x, &y))
        return INFINITY;
      x -= goal.x - 0.5;
      y -= goal.y - 0.5;
      error += x * x + y * y;
    }
  return error;
}

/* The head upright and straight, as large as the landmarks and on their mean. */
static Pose
guess (const DhLandmarks *landmarks)
{
  Pose pose = { .turn = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } } };
  double of_head[3] = { 0 }, of_face[2] = { 0 }, head_spread = 0.0, face_spread = 0.0;

  for (int i = 0; i < N_POINTS; i++)
    {
      const DhPoint goal = landmarks->points[head[i].landmark];

      for (int k = 0; k < 3; k++)
        of_head[k] += head[i].at[k] / N_POINTS;
      of_face[0] += (goal.x - 0.5) / N_POINTS;
      of_face[1] += (goal.y - 0.5) / N_POINTS;
    }
  for (int i = 0; i < N_POINTS; i++)
    {
      const DhPoint goal = landmarks->points[head[i].landmark];

      for (int k = 0; k < 2; k++)
        head_spread += (head[i].at[k] - of_head[k]) * (head[i].at[k] - of_head[k]);
      face_spread += (goal.x - 0.5 - of_face[0]) * (goal.x - 0.5 - of_face[0])
                     + (goal.y - 0.5 - of_face[1]) * (goal.y - 0.5 - of_face[1]);
    }
  pose.place[2] = -FOCAL * sqrt (head_spread / face_spread);
  for (int k = 0; k < 2; k++)
    pose.place[k] = of_face[k] * pose.place[2] / FOCAL - of_head[k];
  return pose;
}

/* The derivatives of a point's projection by the angles and the place. */
static void
differentiate (const Pose *pose, const double at[3], double by[2][N_UNKNOWN])
{
  double turned[3], x, y, z;

  turn (pose, at, turned);
  x = turned[0] + pose->place[0];
  y = turned[1] + pose->place[1];
  z = turned[2] + pose->place[2];
  for (int row = 0; row < 2; row++)
    {
      const double by_place[3] = { row == 0 ? FOCAL / z : 0.0, row == 1 ? FOCAL / z : 0.0,
                                   -FOCAL * (row == 0 ? x : y) / (z * z) };

      /* A small turn moves the point by (angles) × (turned). */
      by[row][0] = by_place[2] * turned[1] - by_place[1] * turned[2];
      by[row][1] = by_place[0] * turned[2] - by_place[2] * turned[0];
      by[row][2] = by_place[1] * turned[0] - by_place[0] * turned[1];
      memcpy (by[row] + 3, by_place, sizeof by_place);
    }
}

/* The matrix and the right side of the least-squares step. */
static void
sum_up (const Pose *pose, const DhLandmarks *landmarks, double matrix[N_UNKNOWN][N_UNKNOWN],
        double right[N_UNKNOWN])
{
  memset (matrix, 0, N_UNKNOWN * sizeof matrix[0]);
  memset (right, 0, N_UNKNOWN * sizeof right[0]);
  for (int i = 0; i < N_POINTS; i++)
    {
      const DhPoint goal = landmarks->points[head[i].landmark];
      double by[2][N_UNKNOWN], off[2];

      project (pose, head[i].at, &off[0], &off[1]);
      off[0] -= goal.x - 0.5;
      off[1] -= goal.y - 0.5;
      differentiate (pose, head[i].at, by);
      for (int row = 0; row < 2; row++)
        for (int k = 0; k < N_UNKNOWN; k++)
          {
            right[k] -= by[row][k] * off[row];
            for (int l = 0; l < N_UNKNOWN; l++)
              matrix[k][l] += by[row][k] * by[row][l];
          }
    }
}

/* By Cholesky's decomposition; FALSE if the matrix isn't positive.  The matrix is overwritten. */
static gboolean
solve (double matrix[N_UNKNOWN][N_UNKNOWN], const double right[N_UNKNOWN], double step[N_UNKNOWN])
{
  for (int i = 0; i < N_UNKNOWN; i++)
    for (int k = 0; k <= i; k++)
      {
        double sum = matrix[i][k];

        for (int l = 0; l < k; l++)
          sum -= matrix[i][l] * matrix[k][l];
        if (i == k && !(sum > 0.0))
          return FALSE;
        matrix[i][k] = i == k ? sqrt (sum) : sum / matrix[k][k];
      }
  for (int i = 0; i < N_UNKNOWN; i++)
    {
      step[i] = right[i];
      for (int l = 0; l < i; l++)
        step[i] -= matrix[i][l] * step[l];
      step[i] /= matrix[i][i];
    }
  for (int i = N_UNKNOWN - 1; i >= 0; i--)
    {
      for (int l = i + 1; l < N_UNKNOWN; l++)
        step[i] -= matrix[l][i] * step[l];
      step[i] /= matrix[i][i];
    }
  return TRUE;
}

/* Rodrigues' formula, before the rotation so far. */
static Pose
move (const Pose *pose, const double step[N_UNKNOWN])
{
  const double angle = sqrt (step[0] * step[0] + step[1] * step[1] + step[2] * step[2]);
  const double s = angle > 1e-12 ? sin (angle) / angle : 1.0;
  const double c = angle > 1e-12 ? (1.0 - cos (angle)) / (angle * angle) : 0.5;
  const double cross[3][3] = { { 0, -step[2], step[1] },
                               { step[2], 0, -step[0] },
                               { -step[1], step[0], 0 } };
  Pose moved = { 0 };

  for (int i = 0; i < 3; i++)
    for (int k = 0; k < 3; k++)
      {
        double part = (i == k) + s * cross[i][k];

        for (int l = 0; l < 3; l++)
          part += c * cross[i][l] * cross[l][k];
        for (int l = 0; l < 3; l++)
          moved.turn[i][l] += part * pose->turn[k][l];
      }
  for (int i = 0; i < 3; i++)
    moved.place[i] = pose->place[i] + step[3 + i];
  return moved;
}

static double
get_length (const double step[N_UNKNOWN])
{
  double sum = 0.0;

  for (int i = 0; i < N_UNKNOWN; i++)
    sum += step[i] * step[i];
  return sqrt (sum);
}

static void
fit (Pose *pose, const DhLandmarks *landmarks)
{
  double error = get_error (pose, landmarks), damping = 1e-3;

  for (int i = 0; i < MOST_STEPS && damping < 1e12; i++)
    {
      double matrix[N_UNKNOWN][N_UNKNOWN], right[N_UNKNOWN], step[N_UNKNOWN], moved_error;
      Pose moved;

      sum_up (pose, landmarks, matrix, right);
      for (int k = 0; k < N_UNKNOWN; k++)
        matrix[k][k] *= 1.0 + damping;
      if (!solve (matrix, right, step))
        return;
      moved = move (pose, step);
      moved_error = get_error (&moved, landmarks);
      if (!(moved_error <= error))
        {
          damping *= 10.0;
          continue;
        }
      *pose = moved;
      error = moved_error;
      damping = MAX (damping * 0.1, 1e-12);
      if (get_length (step) < 1e-9)
        return;
    }
}

gboolean
dh_face_pose_project (const DhLandmarks *landmarks, DhHeadPoint which, double *x, double *y)
{
  Pose pose = guess (landmarks);

  if (!isfinite (get_error (&pose, landmarks)))
    return FALSE;
  fit (&pose, landmarks);
  return project (&pose, middles[which], x, y) && isfinite (*x) && isfinite (*y);
}
