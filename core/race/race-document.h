/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/document/document.h"
#include "core/race/race.h"

G_BEGIN_DECLS

/* Ground, parameters, points, start, noise, speed, sharing and basins as a document says.  A ground
 * that can't be made leaves the present one: FALSE. */
gboolean dh_race_show_hills (DhRace *self, const DhDocumentHills *hills);
/* Which of a lane's rates its ball has there: the name of the ground, with the loss where that shapes
 * it.  (transfer full) */
char *dh_race_dup_rate_place (const DhDocumentLane *lane, const char *ground);
/* Makes the document's lanes the runners, as a race would that follows the lanes of a session opened
 * from it; on the race's present ground. */
void dh_race_set_document_lanes (DhRace *self, const DhDocument *document);

G_END_DECLS
