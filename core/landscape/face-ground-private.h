/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/face-ground.h"
#include "core/landscape/spline.h"

G_BEGIN_DECLS

/* What pictures are generated from. */
struct _DhFaceSource
{
  int size;
  gsize n;          /* numbers of a picture: 3 size² */
  float *picture;   /* (3, size, size) */
  float *partner;   /* the same; or NULL */
  DhSpline *spline; /* of picture */
};

G_END_DECLS
