/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Selecting one rank out of many numbers: the threshold of the worst one per cent, or a percentile
 * for a scale.  Sorting all of them took longer than the cheap losses themselves.
 */
#include "core/base/select.h"

static float
get_median (float a, float b, float c)
{
  return MAX (MIN (a, b), MIN (MAX (a, b), c));
}

float
dh_select_rank (float *values, gsize n, gsize rank)
{
  gssize low = 0, high = (gssize) n - 1, wanted = (gssize) rank;

  g_assert (rank < n);
  while (low < high)
    {
      float pivot = get_median (values[low], values[low + (high - low) / 2], values[high]);
      gssize i = low, k = high;

      while (i <= k)
        {
          float value;

          while (values[i] < pivot)
            i++;
          while (values[k] > pivot)
            k--;
          if (i > k)
            break;
          value = values[i];
          values[i++] = values[k];
          values[k--] = value;
        }
      if (wanted <= k)
        high = k;
      else if (wanted >= i)
        low = i;
      else
        break;
    }
  return values[wanted];
}
