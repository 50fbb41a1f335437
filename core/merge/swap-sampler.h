/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/merge/folder-swap.h"

G_BEGIN_DECLS

/* One picture of a folder, before and after its face is swapped, made small to be looked at. */
typedef struct
{
  guint serial;     /* of the wish */
  guint n_pictures; /* in the folder; 0: none, or it can't be read */
  char *name;       /* of the file; NULL: there is none */
  char *problem;    /* why it can't be swapped, in a sentence, or NULL */
  gboolean is_placed; /* something says where the face is; else the middle was taken for it */
  int width, height;
  guint8 *before, *after; /* R, G, B, 255, row after row; NULL if there is a problem */
} DhSwapSample;

void dh_swap_sample_free (DhSwapSample *self);

/* Swaps single pictures on a thread of its own, the newest wish first.  Owner: one thread. */
typedef struct _DhSwapSampler DhSwapSampler;

/* weights: a file, which is read when it is needed. */
DhSwapSampler *dh_swap_sampler_new (const char *weights);
/* Joins the thread, which finishes the picture. */
void dh_swap_sampler_free (DhSwapSampler *self);
/* what: copied; its weights and out aren't used.  index: of the folder's pictures, which are counted
 * around.  Returns the wish's serial, counted from 1. */
guint dh_swap_sampler_want (DhSwapSampler *self, const DhFolderSwap *what, guint index);
/* NULL when there is nothing new; (transfer full) */
DhSwapSample *dh_swap_sampler_take (DhSwapSampler *self);
/* Readable while a sample waits; see dh_mailbox_get_fd(). */
int dh_swap_sampler_get_fd (DhSwapSampler *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhSwapSample, dh_swap_sample_free)

G_END_DECLS
