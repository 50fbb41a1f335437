/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/python-value.h"

G_BEGIN_DECLS

/* Reads the data of a pickle, of any protocol up to 5: None, bool, int, float, str, bytes, list,
 * tuple, dict, and NumPy's arrays and scalars of numbers.  Nothing is ever called; what isn't data
 * is refused.  (transfer full); NULL: *at is the byte, counted from 0, of the instruction that
 * can't be followed, and *reason says why: untranslated, a few words, lent.  Any thread. */
DhPythonTree *dh_pickle_parse (const guint8 *data, gsize size, gsize *at, const char **reason);

G_END_DECLS
