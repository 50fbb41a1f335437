/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/landscape/story.h"

G_BEGIN_DECLS

/* What a step is made of, a sentence a part: those that are told, the present one prominent. */
#define DH_TYPE_STORY_BOX (dh_story_box_get_type ())
G_DECLARE_FINAL_TYPE (DhStoryBox, dh_story_box, DH, STORY_BOX, GtkWidget)

GtkWidget *dh_story_box_new (void);
/* story: (nullable), read at once. n_told: parts, from 1 */
void dh_story_box_set (DhStoryBox *self, const DhStory *story, guint n_told);

G_END_DECLS
