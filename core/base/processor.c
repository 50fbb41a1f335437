/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The processor's name and its cores.  In /proc/cpuinfo, x86 has "model name", other architectures "Model" or "cpu
 * model"; if none is there, the name of the architecture is used.
 */
#include "core/base/processor.h"

#include <sched.h>
#include <sys/utsname.h>

char *
dh_processor_dup_name (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GRegex) regex =
    g_regex_new ("^(?:model name|cpu model|Model|Hardware)\\s*:\\s*(.+?)\\s*$", G_REGEX_MULTILINE,
                 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  struct utsname names;

  if (g_file_get_contents ("/proc/cpuinfo", &text, NULL, NULL) && g_utf8_validate (text, -1, NULL)
      && g_regex_match (regex, text, 0, &match))
    return g_match_info_fetch (match, 1);
  return g_strdup (uname (&names) == 0 ? names.machine : "unknown");
}

guint
dh_processor_count_cores (void)
{
  cpu_set_t allowed; /* not every GLib asks for it */

  if (sched_getaffinity (0, sizeof allowed, &allowed) == 0)
    return MAX (CPU_COUNT (&allowed), 1);
  return g_get_num_processors (); /* more cores than the set can name */
}
