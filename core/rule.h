/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/optim/rule.h" /* the facade's name for it: ui may include nothing deeper */
