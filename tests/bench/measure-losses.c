/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The figures of the losses that need no training, one a line: name, value, digits that are shown.
 * measure-losses.py makes core/loss/measurements.inc from them and from those that do.
 */
#include "tests/core/loss/loss-figures.h"

int
main (void)
{
  g_autoptr (GArray) figures = loss_figures_measure ();

  for (guint i = 0; i < figures->len; i++)
    {
      const DhMeasurement *figure = &g_array_index (figures, DhMeasurement, i);

      g_print ("%s %.9g %d\n", figure->name, figure->value, figure->digits);
    }
  return 0;
}
