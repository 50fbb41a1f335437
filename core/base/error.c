/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kinds of errors that are shown to the user.
 */
#include "core/base/error.h"

G_DEFINE_QUARK (dh - error - quark, dh_error)
