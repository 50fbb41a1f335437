/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the comparison of two previews shows: the pictures, and how they differ.
 */
#include "ui/lanes/preview-comparison-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/pictures/tile-grid.h"

static guint
get_n_faces (DhPreviewComparison *self)
{
  guint n_faces = G_MAXUINT;

  for (guint side = 0; side < DH_COMPARISON_N_SIDES; side++)
    {
      DhPreview *preview = dh_preview_source_get_preview (self->sides[side].source);

      n_faces = MIN (n_faces, preview != NULL ? (guint) dh_preview_get_n_faces (preview) : 1);
    }
  return MAX (n_faces, 1);
}

static const guint8 *
peek_tile (DhPreviewComparison *self, const DhComparisonSide *side)
{
  DhPreview *preview = dh_preview_source_get_preview (side->source);

  if (preview == NULL || (int) self->face >= dh_preview_get_n_faces (preview))
    return NULL;
  return dh_preview_peek_tile (preview, side->tile / DH_N_TILES, self->face,
                               side->tile % DH_N_TILES);
}

/* Over a side's picture; also read aloud. */
static char *
dup_label (const DhComparisonSide *side)
{
  DhPreview *preview = dh_preview_source_get_preview (side->source);
  const char *heading = dh_tile_get_heading (side->tile / DH_N_TILES, side->tile % DH_N_TILES);

  if (preview == NULL)
    return g_strdup (heading);
  /* Translators: what a compared picture shows, such as “A→B, iteration 500” */
  return g_strdup_printf (_ ("%s, iteration %lu"), heading,
                          (gulong) dh_preview_get_iteration (preview));
}

static char *
dup_difference (DhPreviewComparison *self)
{
  double mae, psnr;

  if (!dh_pair_view_compute_difference (DH_PAIR_VIEW (self->pair), &mae, &psnr))
    return g_strdup (_ ("Not painted yet"));
  if (isinf (psnr))
    return g_strdup (_ ("The pictures are equal"));
  if (dh_pair_view_get_mode (DH_PAIR_VIEW (self->pair)) == DH_PICTURE_PAIR_DIFFERENCE)
    return g_strdup_printf (
      _ ("Right − left, mean of red, green and blue · MAE %.3f · PSNR %.1f dB"), mae, psnr);
  return g_strdup_printf (_ ("Difference: MAE %.3f · PSNR %.1f dB"), mae, psnr);
}

static char *
dup_pixel (DhPreviewComparison *self)
{
  DhPairView *pair = DH_PAIR_VIEW (self->pair);
  int column = self->hovered[0], row = self->hovered[1];
  guint8 bytes[DH_COMPARISON_N_SIDES][3];

  for (guint side = 0; side < DH_COMPARISON_N_SIDES; side++)
    for (guint channel = 0; channel < 3; channel++)
      bytes[side][channel] = dh_pair_view_get_byte (pair, side, column, row, channel);
  /* Translators: a pixel's column and row, and its red, green and blue in both pictures */
  return g_strdup_printf (_ ("Pixel %d, %d · left %u %u %u · right %u %u %u"), column, row,
                          bytes[0][0], bytes[0][1], bytes[0][2], bytes[1][0], bytes[1][1],
                          bytes[1][2]);
}

void
dh_preview_comparison_show_reading (DhPreviewComparison *self)
{
  gboolean both = peek_tile (self, &self->sides[0]) != NULL
                  && peek_tile (self, &self->sides[1]) != NULL;
  g_autofree char *text = self->hovered[0] >= 0 && both ? dup_pixel (self) : dup_difference (self);

  gtk_inscription_set_text (GTK_INSCRIPTION (self->reading), text);
}

/* In words, for screen readers. */
static void
describe (DhPreviewComparison *self)
{
  g_autofree char *left = dup_label (&self->sides[0]), *right = dup_label (&self->sides[1]);
  guint numbers[DH_COMPARISON_N_SIDES];
  g_autofree char *name = NULL, *difference = dup_difference (self);

  for (guint side = 0; side < DH_COMPARISON_N_SIDES; side++)
    {
      DhLane *lane = dh_preview_source_get_lane (self->sides[side].source);

      numbers[side] = lane != NULL ? dh_lane_get_number (lane) : 0;
    }
  /* Translators: read aloud; numbers of lanes, and what they show */
  name = g_strdup_printf (_ ("Left: lane %u, %s. Right: lane %u, %s."), numbers[0], left,
                          numbers[1], right);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pair), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, difference, -1);
}

static void
show_face (DhPreviewComparison *self)
{
  guint n_faces = get_n_faces (self);
  /* Translators: the number of the compared face, and how many there are */
  g_autofree char *text = g_strdup_printf (_ ("Face %u of %u"), self->face + 1, n_faces);

  gtk_label_set_text (GTK_LABEL (self->face_label), text);
  gtk_widget_set_sensitive (self->last_face, self->face > 0);
  gtk_widget_set_sensitive (self->next_face, self->face + 1 < n_faces);
}

void
dh_preview_comparison_show_pictures (DhPreviewComparison *self)
{
  self->face = MIN (self->face, get_n_faces (self) - 1);
  for (guint i = 0; i < DH_COMPARISON_N_SIDES; i++)
    {
      DhComparisonSide *side = &self->sides[i];
      DhPreview *preview = dh_preview_source_get_preview (side->source);
      DhLane *lane = dh_preview_source_get_lane (side->source);
      g_autofree char *label = dup_label (side);

      dh_pair_view_set_picture (DH_PAIR_VIEW (self->pair), i, peek_tile (self, side),
                                preview != NULL ? dh_preview_get_size (preview) : 0,
                                lane != NULL ? dh_lane_get_number (lane) : 1, label);
    }
  show_face (self);
  dh_preview_comparison_show_reading (self);
  describe (self);
}
