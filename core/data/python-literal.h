/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/python-value.h"

G_BEGIN_DECLS

/* Reads one literal, as Python prints dicts, lists, tuples, texts, bytes, numbers, True, False and
 * None.  (transfer full); NULL: *at is the byte, counted from 0, where it can't be understood, and
 * *reason says why: untranslated, a few words, lent.  Any thread. */
DhPythonTree *dh_python_literal_parse (const char *text, gsize size, gsize *at,
                                       const char **reason);

G_END_DECLS
