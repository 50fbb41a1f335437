/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plot/export/export-view.h"

G_BEGIN_DECLS

/* history.csv as text; (transfer full) */
char *dh_history_to_csv (const DhExportView *view);

G_END_DECLS
