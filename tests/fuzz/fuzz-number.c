/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers and learning rates as people type them, and the word that was probably meant.
 */
#include "core/base/number.h"
#include "core/base/words.h"
#include "core/catalog/catalog.h"

#include <math.h>
#include <stdint.h>

/* The shortest text for a number is read as the same number. */
static void
check_number (const char *text)
{
  g_autofree char *printed = NULL;
  double number = NAN, again = NAN;

  if (!dh_number_read (text, &number))
    return;
  g_assert_false (isnan (number));
  if (isinf (number))
    return;
  printed = dh_number_print (number, 1);
  g_assert_true (dh_number_read (printed, &again));
  g_assert_true (again == number);
}

static void
check_rate (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *formatted = NULL;
  double rate = NAN;

  if (!dh_rate_parse (text, &rate, &error))
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  g_assert_no_error (error);
  g_assert_true (isfinite (rate) && rate > 0);
  formatted = dh_rate_format (rate);
  g_assert_true (dh_rate_parse (formatted, &rate, NULL));
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const words[] = { "mse", "mae", "ssim_block", "laplacian_pyramid", NULL };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *answer = NULL;

  check_number (text);
  check_rate (text);
  dh_words_find_nearest (text, words);
  return 0;
}
