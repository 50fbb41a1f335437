/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/document/document.h"

G_BEGIN_DECLS

/* What somebody might have done: lanes of usual losses and rates of two figures, changed while they
 * trained; bundled people. */
DhDocument *make_session_document (GRand *rand, guint n_lanes, guint n_changes);
/* Everything that a document can contain, likely or not. */
DhDocument *make_wild_document (GRand *rand);

/* Through text and back gives the same text; through a file as well. */
void assert_same_document (const DhDocument *a, const DhDocument *b);
DhDocument *read_document (const char *text);

G_END_DECLS
