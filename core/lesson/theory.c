/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What theory says about a question, by which its measured key is checked.
 */
#include "core/lesson/theory.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/base/error.h"
#include "core/landscape/expression.h"

static gboolean
get_value (const char *text, double *value, GError **error)
{
  g_autoptr (DhExpression) expression = dh_expression_new (text, NULL, NULL, error);

  if (expression == NULL)
    return FALSE;
  *value = dh_expression_get_value (expression, NAN, NAN, NULL);
  if (isfinite (*value))
    return TRUE;
  g_set_error (error, DH_ERROR, DH_ERROR_VALUE, _ ("“%s” has no value."), text);
  return FALSE;
}

static gboolean
compare (const char *text, gboolean *holds, GError **error)
{
  const gsize length = strcspn (text, "<>");
  g_autofree char *left = g_strndup (text, length);
  double a, b;

  if (text[length] == '\0')
    {
      g_set_error (error, DH_ERROR, DH_ERROR_VALUE, _ ("“%s” needs < or >."), text);
      return FALSE;
    }
  if (!get_value (left, &a, error) || !get_value (text + length + 1, &b, error))
    return FALSE;
  *holds = text[length] == '<' ? a < b : a > b;
  return TRUE;
}

gboolean
dh_theory_judge (const char *text, gboolean *holds, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, " and ", -1);

  *holds = TRUE;
  for (guint i = 0; parts[i] != NULL; i++)
    {
      gboolean part;

      if (!compare (parts[i], &part, error))
        return FALSE;
      *holds = *holds && part;
    }
  return TRUE;
}
