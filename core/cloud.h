/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/cloud.h" /* the facade's name for it: ui may include nothing deeper */
