/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/session/session.h"

G_BEGIN_DECLS

/* A dialog that describes a model of a person's own, by controls or as a text, and says what it would
 * cost with the session's lanes.
 *
 * Signal ::chosen (string): the model's text; the dialog closes then. */
#define DH_TYPE_MODEL_DIALOG (dh_model_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DhModelDialog, dh_model_dialog, DH, MODEL_DIALOG, AdwWindow)

/* above: nullable */
GtkWidget *dh_model_dialog_new (GtkWindow *above, DhSession *session);

G_END_DECLS
