/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The marked point of a ground, and its description in words.  A network's landscape has no ground,
 * only names of its axes; numbers on them would mean nothing, so its points aren't described.
 */
#include "ui/ground/ground-note.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/common/text.h"

#define NOTE_TOP   30.0 /* below the chips of a pair */
#define MARK_REACH 3    /* in ball radii: 1.5 times the reach of the mark */

/* What the words are drawn with. */
typedef struct
{
  const char *words;
  const char *font_family;
  double size;
} Words;

/* "x 1.20  y −0.50  loss 0.31" */
static char *
dup_words (const DhGroundAxes *axes, const DhTerrain *terrain, const double at[2])
{
  double loss = dh_terrain_get_height (terrain, at);
  GString *text = g_string_new (NULL);
  char number[32];

  for (guint i = 0; i < axes->n; i++)
    {
      g_autofree char *place = dh_ground_axis_format (&axes->each[i], at[i]);

      g_string_append_printf (text, "%s  ", place);
    }
  if (isfinite (loss))
    {
      dh_ground_number_format (loss, number, sizeof number);
      /* Translators: under the pointer, a number follows */
      g_string_append_printf (text, "%s %s", _ ("loss"), number);
    }
  else
    g_string_append (text, _ ("no ground here"));
  return g_string_free (text, FALSE);
}

static void
draw_mark (cairo_t *cr, double width, double height, gpointer data)
{
  const DhGroundDrawing *drawing = data;

  cairo_translate (cr, -drawing->x, -drawing->y);
  dh_scene_draw_hover (drawing->scene, cr, dh_ground_canvas_is_map (drawing->canvas));
}

/* The values are in a corner, where the pointer doesn't cover them. */
static void
draw_words (cairo_t *cr, double width, double height, gpointer data)
{
  const DhGroundDrawing *drawing = data;
  const Words *words = drawing->data;
  DhText text = {
    .family = words->font_family,
    .size = words->size,
    .color = { 1, 1, 1, 1 },
    .align_y = 0.5,
    .max_width = MAX (width - 2 * DH_GROUND_MARGIN, 1),
  };

  dh_text_draw_on (cr, &text, (DhColor) { 0.1, 0.1, 0.12, 1 }, DH_GROUND_MARGIN, height / 2,
                   words->words);
}

static void
renew (DhGroundNote *self, const DhGroundCanvas *canvas, const DhGroundLayout *layout,
       const DhTerrain *terrain, const char *font_family)
{
  const DhScene *scene = &canvas->scene;
  g_autofree char *text = terrain != NULL ? dup_words (&layout->frame.axes, terrain, scene->hover)
                                          : NULL;
  Words words = { text, font_family, layout->frame.size };
  double line = ceil (2 * layout->frame.size), reach = MARK_REACH * scene->ball_radius, x, y;
  graphene_rect_t part;

  dh_ground_canvas_locate (canvas, scene->hover, &x, &y);
  part = GRAPHENE_RECT_INIT (x - reach, y - reach, 2 * reach, 2 * reach);
  self->mark_node = dh_ground_canvas_new_node (canvas, &part, draw_mark, scene, NULL);
  if (text == NULL)
    return;
  part = GRAPHENE_RECT_INIT (0, y < scene->height - 3 * line ? scene->height - line - 2 : NOTE_TOP,
                             scene->width, line);
  self->words_node = dh_ground_canvas_new_node (canvas, &part, draw_words, scene, &words);
}

void
dh_ground_note_clear (DhGroundNote *self)
{
  g_clear_pointer (&self->mark_node, gsk_render_node_unref);
  g_clear_pointer (&self->words_node, gsk_render_node_unref);
}

void
dh_ground_note_snapshot (DhGroundNote *self, const DhGroundCanvas *canvas,
                         const DhGroundLayout *layout, const DhTerrain *terrain,
                         const char *font_family, GtkSnapshot *snapshot)
{
  if (self->mark_node == NULL && canvas->has_scene && canvas->scene.hover != NULL)
    renew (self, canvas, layout, terrain, font_family);
  if (self->mark_node != NULL)
    gtk_snapshot_append_node (snapshot, self->mark_node);
  if (self->words_node != NULL)
    gtk_snapshot_append_node (snapshot, self->words_node);
}
