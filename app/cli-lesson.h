/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Checks that many instances of each question, every key by two fresh runs and by theory where the
 * question names it; prints a line for each file.  FALSE: a key was wrong, or a file can't be used. */
gboolean dh_cli_lesson_questions (char **paths, guint n_instances);

G_END_DECLS
