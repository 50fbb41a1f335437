/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/words.h" /* the facade's name for it: app may include nothing deeper */
