/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The facade's name for all grounds: ui may include nothing deeper. */
#include "core/landscape/curve.h"
#include "core/landscape/expression.h"
#include "core/landscape/face.h"
#include "core/landscape/fit.h"
#include "core/landscape/ground.h"
#include "core/landscape/hill.h"
#include "core/landscape/profile.h"
