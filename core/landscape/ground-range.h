/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The visible range of a typed function. */
typedef struct
{
  double minimum[2], maximum[2];
} DhGroundRange;

#define DH_GROUND_RANGE_REACH 4.0
/* Numbers beyond this leave no room for squares, and narrower ranges leave too few doubles for
 * their points. */
#define DH_GROUND_RANGE_MOST  1e100
#define DH_GROUND_RANGE_LEAST 1e-9 /* of the larger end */

/* ±4 in both directions. */
DhGroundRange dh_ground_range_default (void);
gboolean dh_ground_range_equal (const DhGroundRange *a, const DhGroundRange *b);
/* NULL, or a sentence that says what is wrong: ends that are not numbers, not increasing, too
 * close together or too far away. (transfer full) */
char *dh_ground_range_check (const DhGroundRange *self);
/* Reads "-4:4", for x and y alike, or "-4:4, 0:2.5".  DH_ERROR_VALUE with a sentence.  Any thread,
 * as all of these. */
gboolean dh_ground_range_parse (const char *text, DhGroundRange *range, GError **error);
/* In the form that is read, with the fewest digits. (transfer full) */
char *dh_ground_range_print (const DhGroundRange *self);

/* A typed function with its range is one text: "x^2 + 3y^2 @ -4:4, -2:2".  Without the second part
 * the range is the default one. */
#define DH_GROUND_RANGE_SIGN '@'
/* function: the text up to the sign, without trailing blanks; (transfer full).  Returns where the
 * range begins in text, or NULL if there is none. */
const char *dh_ground_range_split (const char *text, char **function);
/* The default range is left out. (transfer full) */
char *dh_ground_range_join (const char *function, const DhGroundRange *range);

G_END_DECLS
