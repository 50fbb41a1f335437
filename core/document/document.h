/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/lanes.h"
#include "core/landscape/fit.h"
#include "core/landscape/hill.h"
#include "core/plane/plane.h"
#include "core/train/settings-log.h"

G_BEGIN_DECLS

/* More changes of a lane, longer texts and larger files are refused, written and read. */
#define DH_DOCUMENT_MAX_CHANGES 20000
#define DH_DOCUMENT_MAX_RATES   1024
#define DH_DOCUMENT_MAX_TEXT    4096
#define DH_DOCUMENT_MAX_SIZE    (16 << 20)

/* A bundled person, or a folder with pictures of somebody's face. */
typedef struct
{
  char *id;          /* "alder"; NULL: a folder */
  char *folder;      /* NULL in a document that came without it, as a link: it must be asked for */
  char *fingerprint; /* of the folder's pictures: dh_session_dup_fingerprint(); NULL: unknown */
} DhDocumentPerson;

typedef struct
{
  guint number;      /* 1 … DH_MAX_LANES, a different one for each */
  guint64 iteration; /* that it had reached; changes may lie beyond, as a plan */
  DhSettingsLog *log;
  DhPlaneKind plane_kind;
  DhOptimizerConfig ball_optimizer; /* of DH_OPTIMIZER_USER_BALL */
  DhMix ball_mix;                   /* without parts: the lane's */
  GVariant *ball_rates;             /* dh_lane_dup_ball_rates(); NULL: none */
  gboolean ball_shown;
} DhDocumentLane;

/* The page Hills. */
typedef struct
{
  char *ground;       /* see DhGroundChoice.text */
  char *function;     /* typed last; NULL: none */
  guint n_parameters; /* 0: the hill's defaults */
  double parameters[DH_HILL_MAX_PARAMETERS];
  guint n_points; /* 0: the default points */
  DhFitPoint points[DH_FIT_MAX_POINTS];
  gboolean has_start; /* else the ground's own */
  double start[2];
  double noise, speed;
  gboolean shared, basins;
  gboolean has_camera;             /* else the usual one */
  double azimuth, elevation, zoom; /* see DhCamera */
} DhDocumentHills;

/* What the window shows. */
typedef struct
{
  const char *page;      /* "lanes", "losses" or "hills"; static */
  const char *lane_view; /* "landscape", "faces" or "chart"; static */
  gboolean log_axis, gradient_norms, show_mask, show_landscapes, same_rate;
  DhDocumentHills hills;
} DhDocumentView;

/* A session as a recipe: what it must be made from to become the same again.  Fill a new one, then
 * treat it as a constant.  Main context, because of the catalog's words. */
typedef struct
{
  char *program, *processor, *instructions; /* that wrote it; NULL: unknown */
  char *convolutions;                       /* dh_machine_dup_convolutions(); NULL: unknown */
  DhDocumentPerson people[2];
  char *preset;
  guint64 seed;  /* at most G_MAXINT64, like all iterations: JSON's whole numbers */
  DhStart start; /* of new lanes; a warm one has no path here */
  guint n_lanes;
  DhDocumentLane lanes[DH_MAX_LANES];
  DhDocumentView view;
} DhDocument;

/* The defaults, without lanes. */
DhDocument *dh_document_new (void);
void dh_document_free (DhDocument *self);
/* Adds one with the defaults, without a log; n_lanes < DH_MAX_LANES. */
DhDocumentLane *dh_document_add_lane (DhDocument *self);

/* What a document's file contains, in the order and layout that are always the same.  NULL with
 * DH_ERROR_DOCUMENT if it were too large to be read again.  (transfer full) */
char *dh_document_to_text (const DhDocument *self, GError **error);
/* The same as short as possible, without what wrote it; for links. */
char *dh_document_to_dense_text (const DhDocument *self);
/* name: of the file, for the message; NULL: a link.  NULL with DH_ERROR_DOCUMENT: a sentence with
 * the line, the reason and what to do.  (transfer full) */
DhDocument *dh_document_new_from_text (const char *text, gsize size, const char *name,
                                       GError **error);

/* The end of a document's file name. */
#define DH_DOCUMENT_SUFFIX ".downhill"

/* Whether a path, name or address ends like a document's, in whatever case. */
gboolean dh_document_has_suffix (const char *name);
/* Reads a file; relative folders and weights in it are relative to its own folder. */
DhDocument *dh_document_load (const char *path, GError **error);
gboolean dh_document_save (const DhDocument *self, const char *path, GError **error);

/* The furthest lane's. */
guint64 dh_document_get_iteration (const DhDocument *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhDocument, dh_document_free)

G_END_DECLS
