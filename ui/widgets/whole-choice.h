/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows the choice of a row whole; its title and subtitle give way.  Its model has strings. */
void dh_whole_choice_show (AdwComboRow *row);

G_END_DECLS
