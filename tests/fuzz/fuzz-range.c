/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Typed functions with a range behind them, as the window remembers them.  If a range can be read,
 * reading its text again gives the same range; the ground shows that range, with a valid start for
 * a ball and a valid learning rate.
 */
#include "core/landscape/hill.h"

#include "core/landscape/ground-range.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static void
check_printed (const DhGroundRange *range)
{
  g_autofree char *text = dh_ground_range_print (range);
  g_autofree char *problem = dh_ground_range_check (range);
  DhGroundRange again;

  g_assert_null (problem);
  g_assert_true (dh_ground_range_parse (text, &again, NULL));
  g_assert_true (dh_ground_range_equal (range, &again));
}

static void
check_joined (const char *function, const DhGroundRange *range)
{
  g_autofree char *text = dh_ground_range_join (function, range);
  g_autofree char *left = NULL;
  const char *right = dh_ground_range_split (text, &left);
  DhGroundRange usual = dh_ground_range_default (), again;

  if (dh_ground_range_equal (range, &usual))
    {
      g_assert_cmpstr (text, ==, function);
      return;
    }
  g_assert_cmpstr (left, ==, function);
  g_assert_nonnull (right);
  g_assert_true (dh_ground_range_parse (right, &again, NULL));
  g_assert_true (dh_ground_range_equal (range, &again));
}

static void
check_ground (const DhGround *ground, const DhGroundRange *range)
{
  for (guint i = 0; i < ground->n_dimensions; i++)
    {
      g_assert_cmpfloat (ground->minimum[i], ==, range->minimum[i]);
      g_assert_cmpfloat (ground->maximum[i], ==, range->maximum[i]);
      g_assert_cmpfloat (ground->start[i], >=, ground->minimum[i]);
      g_assert_cmpfloat (ground->start[i], <=, ground->maximum[i]);
    }
  g_assert_true (isfinite (ground->learning_rate) && ground->learning_rate > 0);
  g_assert_true (g_utf8_validate (ground->name, -1, NULL));
}

/* A function that is refused has an error message and a position inside the text. */
static void
check_typed (const char *text, const DhGroundRange *range)
{
  g_autoptr (GError) error = NULL;
  DhTextSpan fault = { 0 };
  g_autoptr (DhGround) ground = dh_typed_ground_new (text, &fault, &error);

  g_assert_true ((ground != NULL) == (error == NULL));
  if (ground != NULL)
    {
      g_assert_nonnull (range);
      check_ground (ground, range);
      return;
    }
  g_assert_cmpuint (fault.start + fault.length, <=, strlen (text));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size), *function = NULL;
  g_autoptr (GError) error = NULL;
  DhGroundRange range = dh_ground_range_default ();
  const char *part = dh_ground_range_split (text, &function);
  gboolean good = part == NULL || dh_ground_range_parse (part, &range, &error);

  g_assert_true (good == (error == NULL));
  if (good)
    {
      check_printed (&range);
      check_joined (function, &range);
    }
  else
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  check_typed (text, good ? &range : NULL);
  return 0;
}
