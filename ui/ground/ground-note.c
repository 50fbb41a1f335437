/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Describing a point of a ground, in words and on its axes.  A network's landscape has no ground,
 * only names of its axes, which are used instead; numbers on them would mean nothing, so its points
 * aren't described here.
 */
#include "ui/ground/ground-picture-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/common/text.h"
#include "ui/plot/scene/ground-axes.h"

#define NOTE_TOP   30.0 /* below the chips of a pair */
#define MARK_REACH 3    /* radii of a ball: half as far again as the mark goes */

DhGroundAxes
dh_ground_picture_get_axes (DhGroundPicture *self)
{
  if (self->ground != NULL)
    return dh_ground_axes_of_ground (self->ground);
  if (self->terrain != NULL)
    return dh_ground_axes_of_terrain (self->terrain, self->axes[0], self->axes[1]);
  return (DhGroundAxes) { 0 };
}

/* "x 1.20  y −0.50  loss 0.31" */
static char *
dup_note (DhGroundPicture *self, const double at[2])
{
  DhGroundAxes axes = dh_ground_picture_get_axes (self);
  GString *text;
  char number[32];
  double loss = NAN;

  if (self->ground == NULL)
    return NULL;
  if (self->terrain != NULL)
    loss = dh_terrain_get_height (self->terrain, at);
  text = g_string_new (NULL);
  for (guint i = 0; i < axes.n; i++)
    {
      g_autofree char *place = dh_ground_axis_format (&axes.each[i], at[i]);

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

/* ---- the marked place ---- */

static void
draw_hover (cairo_t *cr, double width, double height, gpointer data)
{
  DhGroundDrawing *drawing = data;

  cairo_translate (cr, -drawing->x, -drawing->y);
  dh_scene_draw_hover (drawing->scene, cr, dh_ground_picture_is_map (drawing->picture));
}

/* Values are in a corner, where the pointer doesn't cover them. */
static void
draw_note (cairo_t *cr, double width, double height, gpointer data)
{
  DhGroundDrawing *drawing = data;
  DhGroundPicture *self = drawing->picture;
  DhText text = {
    .family = self->font_family,
    .size = DH_GROUND_FONT_SIZE * self->text_scale,
    .color = { 1, 1, 1, 1 },
    .align_y = 0.5,
    .max_width = MAX (width - 2 * DH_GROUND_MARGIN, 1),
  };

  dh_text_draw_on (cr, &text, (DhColor) { 0.1, 0.1, 0.12, 1 }, DH_GROUND_MARGIN, height / 2,
                   drawing->note);
}

void
dh_ground_picture_update_hover (DhGroundPicture *self)
{
  g_autofree char *note = NULL;
  DhGroundDrawing drawing = { 0 };
  double line = ceil (2 * DH_GROUND_FONT_SIZE * self->text_scale), x, y, reach;
  graphene_rect_t part;
  DhScene scene;

  if (self->hover_node != NULL || !dh_ground_picture_make_scene (self, &scene)
      || scene.hover == NULL)
    return;
  note = dup_note (self, scene.hover);
  drawing.scene = &scene;
  drawing.note = note;
  dh_ground_picture_locate (self, &scene, scene.hover, &x, &y);
  reach = MARK_REACH * scene.ball_radius;
  part = GRAPHENE_RECT_INIT (x - reach, y - reach, 2 * reach, 2 * reach);
  self->hover_node = dh_ground_picture_new_node (self, &drawing, &part, draw_hover);
  if (note == NULL)
    return;
  part = GRAPHENE_RECT_INIT (0, y < scene.height - 3 * line ? scene.height - line - 2 : NOTE_TOP,
                             scene.width, line);
  self->note_node = dh_ground_picture_new_node (self, &drawing, &part, draw_note);
}

void
dh_ground_picture_renew_hover (DhGroundPicture *self)
{
  g_clear_pointer (&self->hover_node, gsk_render_node_unref);
  g_clear_pointer (&self->note_node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
dh_ground_picture_describe (DhGroundPicture *self, const char *name, const char *description)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : "", GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "", -1);
}
