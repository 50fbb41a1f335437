/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/number.h" /* the facade's name for it: app and ui may include nothing deeper */
