/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kinds of errors of kept sessions.
 */
#include "core/store/store-error.h"

G_DEFINE_QUARK (dh - store - error - quark, dh_store_error)
