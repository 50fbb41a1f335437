/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/error.h" /* the facade's copy: ui may include nothing deeper */
