/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The named areas of a face: masks, eyes, mouth.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Areas of a face that are drawn from its landmarks.  The first two cover the whole face and are
 * masks of a lane; the others can have extra weight. */
typedef enum
{
  DH_AREA_EXTENDED,   /* chin to forehead */
  DH_AREA_COMPONENTS, /* chin to brows */
  DH_AREA_EYES,
  DH_AREA_MOUTH,
  DH_N_AREAS,
  DH_AREA_NONE = DH_N_AREAS /* as a choice of mask: the whole picture */
} DhArea;

G_END_DECLS
