/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A modal question above a window, not shown yet: a heading, a body, and “Cancel” or another button
 * that changes nothing, which Escape also activates (response "cancel"). */
AdwMessageDialog *dh_question_new (GtkWindow *above, const char *heading, const char *body,
                                   const char *cancel);

G_END_DECLS
