/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far settings can be moved, for the sliders and for documents, which take nothing that a slider
 * couldn't show.
 */
#pragma once

/* The loss over eyes or mouth is added at most this many times. */
#define DH_MULTIPLIER_MAX 40.0

/* Of the page Hills: the balls' noise, and how fast they roll. */
#define DH_NOISE_MAX      2.0
#define DH_RACE_MIN_SPEED 0.1
#define DH_RACE_MAX_SPEED 10.0

/* Of a camera: the lowest elevation in radians (the highest is straight from above), and the
 * zoom. */
#define DH_CAMERA_MIN_ELEVATION 0.15
#define DH_CAMERA_MIN_ZOOM      0.6
#define DH_CAMERA_MAX_ZOOM      5.0
