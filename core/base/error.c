/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kinds of failure that a person is told of.
 */
#include "core/base/error.h"

G_DEFINE_QUARK (dh - error - quark, dh_error)
