/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Add a member to the builder's current object. A number that isn't finite becomes null, because
 * JSON can't express it. */
void dh_cli_json_add_string (JsonBuilder *builder, const char *name, const char *text);
void dh_cli_json_add_number (JsonBuilder *builder, const char *name, double value);
void dh_cli_json_add_count (JsonBuilder *builder, const char *name, guint64 count);

/* The built JSON, indented, with a line break at its end; (transfer full) */
char *dh_cli_json_print (JsonBuilder *builder);

G_END_DECLS
