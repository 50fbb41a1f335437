/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Add a member to the builder's current object. A number that isn't finite becomes null, because
 * JSON can't express it. */
void dh_json_add_string (JsonBuilder *builder, const char *name, const char *text);
void dh_json_add_number (JsonBuilder *builder, const char *name, double value);
void dh_json_add_count (JsonBuilder *builder, const char *name, guint64 count);

typedef enum
{
  DH_JSON_TALL,  /* each value on a line of its own */
  DH_JSON_SHORT, /* the same, but what fits on one line is on one, for people who edit */
  DH_JSON_DENSE, /* without blanks */
} DhJsonLayout;

/* The built JSON; except for DENSE with a line break at its end; (transfer full) */
char *dh_json_print (JsonBuilder *builder, DhJsonLayout layout);

G_END_DECLS
