/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/keep/session-keeper.h"
#include "core/race/race.h"
#include "ui/plot/export/session-film.h"

G_BEGIN_DECLS

/* What can be written, in the order of the dialog. */
typedef enum
{
  DH_EXPORT_LANES,
  DH_EXPORT_STRIP,
  DH_EXPORT_ANIMATION,
  DH_EXPORT_LANDSCAPE,
  DH_EXPORT_HILLS,
  DH_EXPORT_HISTORY,
  DH_EXPORT_WEIGHTS,
  DH_N_EXPORTS
} DhExportKind;

/* A dialog that writes a session to files; closes itself when it is done.
 *
 * Signal ::written (string): the path of the file or the folder. */
#define DH_TYPE_EXPORT_DIALOG (dh_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DhExportDialog, dh_export_dialog, DH, EXPORT_DIALOG, AdwWindow)

/* film: lent, as long as the window above is there; keeper: NULL: nothing is kept; race: of the
 * page Hills, NULL: there is none; dark: the background that is suggested.
 * (transfer floating) */
GtkWidget *dh_export_dialog_new (GtkWindow *above, DhSession *session, DhSessionFilm *film,
                                 DhSessionKeeper *keeper, DhRace *race, gboolean dark);
void dh_export_dialog_set_kind (DhExportDialog *self, DhExportKind kind);
/* Writes to a file or, for weights, into a folder, in the background.  A failure is explained in
 * another dialog. */
void dh_export_dialog_write (DhExportDialog *self, const char *path);
/* Whether something is being written. */
gboolean dh_export_dialog_get_busy (DhExportDialog *self);

G_END_DECLS
