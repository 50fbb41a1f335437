/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawing a ball beyond the map: an arrow at the edge, and how far off it is.
 *
 * A ball off the map waits at its edge, with an arrow pointing outwards and the distance in widths
 * of the map.  Coordinates would be harder to read; they are in the sentence below.
 */
#include "ui/plot/scene/scene-private.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

#include "core/base/number.h"
#include "ui/plot/common/text.h"

#define LEAST_OFF  5e-3 /* widths: at less than that, the ball itself hides the distance */
#define OUTER      0.1  /* widths: for the direction on the screen */
#define ARROW_FROM 1.15 /* radii */
#define ARROW_TO   1.95
#define ARROW_HALF 0.55
#define LETTER     0.62 /* a generous width of a character, as a share of the font size */
#define TEXT_SIZE  1.15 /* radii */
#define LEAST_TEXT 9.5  /* pixels */
#define PADDING    6.0

double
dh_scene_get_distance_off (const DhScene *self, const DhScenePose *pose)
{
  double off = dh_terrain_get_distance_off (self->terrain, pose->at);

  return off > LEAST_OFF ? off : 0;
}

char *
dh_scene_describe_distance_off (double off)
{
  char number[24];

  if (off < 0.095)
    g_snprintf (number, sizeof number, "%.2f", off);
  else if (off < 9.95)
    g_snprintf (number, sizeof number, "%.1f", off);
  else
    g_snprintf (number, sizeof number, off < 1e4 ? "%.0f" : "%.0e", off);
  dh_number_shorten (number);
  /* Translators: how far a ball is from the map: a number, as “0.7” or “12” */
  return g_strdup_printf (_ ("%s widths away"), number);
}

/* The direction outwards, with a length of one pixel. */
static void
find_direction (const DhSceneEye *eye, const double at[2], double direction[2])
{
  const DhTerrain *terrain = eye->scene->terrain;
  double inner[2] = { 0 }, outer[2] = { 0 }, length = 0, x[2], y[2], depth;

  for (guint k = 0; k < (terrain->n_rows > 1 ? 2 : 1); k++)
    {
      double share = (at[k] - terrain->minimum[k]) / (terrain->maximum[k] - terrain->minimum[k]);

      inner[k] = CLAMP (share, 0, 1);
      outer[k] = CLAMP (share - inner[k], -1e6, 1e6);
      length = hypot (length, outer[k]);
    }
  for (guint k = 0; k < 2; k++)
    outer[k] = inner[k] + OUTER * outer[k] / length;
  if (eye->kind == DH_SCENE_SURFACE)
    for (guint i = 0; i < 2; i++)
      dh_projection_apply (&eye->projection, (i == 0 ? inner : outer)[0] - 0.5,
                           (i == 0 ? inner : outer)[1] - 0.5, 0, &x[i], &y[i], &depth);
  else
    for (guint i = 0; i < 2; i++)
      {
        x[i] = (i == 0 ? inner : outer)[0] * eye->scene->width;
        y[i] = -(i == 0 ? inner : outer)[1] * eye->scene->height;
      }
  length = hypot (x[1] - x[0], y[1] - y[0]);
  direction[0] = length > 0 ? (x[1] - x[0]) / length : 0;
  direction[1] = length > 0 ? (y[1] - y[0]) / length : 0;
}

static void
draw_arrow (cairo_t *cr, double x, double y, double radius, const double direction[2],
            DhColor color)
{
  double dx = direction[0] * radius, dy = direction[1] * radius;

  cairo_new_path (cr);
  cairo_move_to (cr, x + ARROW_TO * dx, y + ARROW_TO * dy);
  cairo_line_to (cr, x + ARROW_FROM * dx - ARROW_HALF * dy, y + ARROW_FROM * dy + ARROW_HALF * dx);
  cairo_line_to (cr, x + ARROW_FROM * dx + ARROW_HALF * dy, y + ARROW_FROM * dy - ARROW_HALF * dx);
  cairo_close_path (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, 0.28 * radius);
  cairo_set_source_rgba (cr, 0.04, 0.04, 0.06, 0.9);
  cairo_stroke_preserve (cr);
  dh_color_set_source (cr, color, 1);
  cairo_fill (cr);
}

/* Places the text on the inner side of the ball, entirely within the picture. */
static void
place_words (const DhScene *self, const char *words, double x, double y, double radius,
             const double direction[2], cairo_rectangle_t *box)
{
  double size = MAX (TEXT_SIZE * self->ball_radius, LEAST_TEXT);
  double reach = radius + PADDING;

  box->width = LETTER * size * g_utf8_strlen (words, -1) + 2 * PADDING;
  box->height = 1.8 * size;
  box->x = x - direction[0] * (reach + box->width / 2) - box->width / 2;
  box->y = y - direction[1] * (reach + box->height / 2) - box->height / 2;
  box->x = CLAMP (box->x, 0, MAX (self->width - box->width, 0));
  box->y = CLAMP (box->y, 0, MAX (self->height - box->height, 0));
}

void
dh_scene_draw_edge_mark (const DhSceneEye *eye, cairo_t *cr, guint number, const DhScenePose *pose)
{
  const DhScene *self = eye->scene;
  double off = dh_scene_get_distance_off (self, pose), x, y, radius, direction[2];
  g_autofree char *words = NULL;
  cairo_rectangle_t box;
  DhText text = { .size = MAX (TEXT_SIZE * self->ball_radius, LEAST_TEXT),
                  .color = { 1, 1, 1, 1 },
                  .align_x = 0.5,
                  .align_y = 0.5 };

  if (off <= 0)
    return;
  words = dh_scene_describe_distance_off (off);
  dh_scene_get_disc (eye, pose, &x, &y, &radius);
  find_direction (eye, pose->at, direction);
  draw_arrow (cr, x, y, radius, direction, dh_palette_get_lane (DH_SCHEME_DARK, number));
  place_words (self, words, x, y, radius, direction, &box);
  text.max_width = MAX (MIN (box.width, self->width) - 8, 1);
  dh_text_draw_on (cr, &text, (DhColor) { 0.1, 0.1, 0.12, 1 }, box.x + box.width / 2,
                   box.y + box.height / 2, words);
}

gboolean
dh_scene_get_edge_mark_area (const DhSceneEye *eye, const DhScenePose *pose,
                             cairo_rectangle_t *area)
{
  double off = dh_scene_get_distance_off (eye->scene, pose), x, y, radius, direction[2];
  g_autofree char *words = NULL;
  cairo_rectangle_t box;

  if (off <= 0)
    return FALSE;
  words = dh_scene_describe_distance_off (off);
  dh_scene_get_disc (eye, pose, &x, &y, &radius);
  find_direction (eye, pose->at, direction);
  place_words (eye->scene, words, x, y, radius, direction, &box);
  radius *= ARROW_TO + 0.3;
  area->x = MIN (box.x, x - radius);
  area->y = MIN (box.y, y - radius);
  area->width = MAX (box.x + box.width, x + radius) - area->x;
  area->height = MAX (box.y + box.height, y + radius) - area->y;
  return TRUE;
}
