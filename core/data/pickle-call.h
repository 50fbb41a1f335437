/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/python-value.h"

G_BEGIN_DECLS

/* What a pickle calls by name, if only data are stored in that way.  All return NULL or FALSE if
 * it is anything else; *reason says why, in a few words, untranslated, lent. */

/* A value that stands for the name; module and name may be NULL. */
DhPythonValue *dh_pickle_find_name (DhPythonTree *tree, const char *module, const char *name,
                                    const char **reason);
/* The data that the call stands for. */
DhPythonValue *dh_pickle_call (DhPythonTree *tree, const DhPythonValue *name,
                               const DhPythonValue *arguments, const char **reason);
/* Completes an array or a type of elements. */
gboolean dh_pickle_set_state (DhPythonValue *value, const DhPythonValue *state,
                              const char **reason);

G_END_DECLS
