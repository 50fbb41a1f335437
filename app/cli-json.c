/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON for the files of a run.  json-glib writes numbers in the C locale and
 * with all their digits, so that a reader gets the very value back; what it gets
 * wrong is NaN, and, up to 1.6, round numbers with an exponent: 5e+17 becomes
 * "5e+17.0", which is no JSON.
 */
#include "app/cli-json.h"

#include <math.h>

void
dh_cli_json_add_string (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

void
dh_cli_json_add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
dh_cli_json_add_count (JsonBuilder *builder, const char *name, guint64 count)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) count);
}

/* Each value stands on a line of its own, behind its member's name: a string that looks like such a
 * number is in quotation marks and stays. */
static char *
mend_exponents (const char *text)
{
  g_autoptr (GRegex) regex =
    g_regex_new ("^(\\s*(?:\"(?:[^\"\\\\]|\\\\.)*\" : )?-?\\d+e[-+]?\\d+)\\.0(,?)$",
                 G_REGEX_MULTILINE | G_REGEX_OPTIMIZE, 0, NULL);

  return g_regex_replace (regex, text, -1, 0, "\\1\\2", 0, NULL);
}

char *
dh_cli_json_print (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);
  g_autofree char *mended = mend_exponents (text);

  return g_strconcat (mended, "\n", NULL);
}
