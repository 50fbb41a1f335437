/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/merge/folder-swap.h"

G_BEGIN_DECLS

/* One picture of a folder before and after its face is swapped, and a button for another one.  A
 * thread paints it; until then, the last one stays. */
#define DH_TYPE_SWAP_SAMPLE_VIEW (dh_swap_sample_view_get_type ())
G_DECLARE_FINAL_TYPE (DhSwapSampleView, dh_swap_sample_view, DH, SWAP_SAMPLE_VIEW, GtkWidget)

GtkWidget *dh_swap_sample_view_new (void);
/* The file of the network that swaps.  NULL: none any more, and the thread ends. */
void dh_swap_sample_view_set_weights (DhSwapSampleView *self, const char *weights);
/* Shows why there is nothing, in a sentence. */
void dh_swap_sample_view_refuse (DhSwapSampleView *self, const char *problem);
/* what: its faces and how they are painted; remembered until there are weights */
void dh_swap_sample_view_show (DhSwapSampleView *self, const DhFolderSwap *what);
/* Whether the newest wish is shown, as pictures or as a problem. */
gboolean dh_swap_sample_view_is_done (DhSwapSampleView *self);
/* What the sentence below the pictures says. */
const char *dh_swap_sample_view_get_words (DhSwapSampleView *self);

G_END_DECLS
