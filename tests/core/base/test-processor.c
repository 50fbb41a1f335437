/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the system says of the processor.
 */
#include "core/base/processor.h"

#include <sched.h>

/* As under taskset, with each number of cores that this machine can give. */
static void
test_fewer_cores (void)
{
  cpu_set_t all, some;
  int n = 0;

  if (sched_getaffinity (0, sizeof all, &all) != 0)
    {
      g_test_skip ("this machine has more cores than a set can name");
      return;
    }
  g_assert_cmpuint (dh_processor_count_cores (), ==, (guint) CPU_COUNT (&all));
  CPU_ZERO (&some);
  for (int core = 0; core < CPU_SETSIZE; core++)
    if (CPU_ISSET (core, &all))
      {
        CPU_SET (core, &some);
        g_assert_cmpint (sched_setaffinity (0, sizeof some, &some), ==, 0);
        g_assert_cmpuint (dh_processor_count_cores (), ==, (guint) ++n);
      }
}

static void
test_name (void)
{
  g_autofree char *name = dh_processor_dup_name ();

  g_assert_cmpstr (name, !=, "");
  g_assert_null (strchr (name, '\n'));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/processor/fewer-cores", test_fewer_cores);
  g_test_add_func ("/processor/name", test_name);
  return g_test_run ();
}
