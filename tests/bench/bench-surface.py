#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of a ground, ours against matplotlib's plot_surface, of the same heights and size.

    bench-surface.py BUILD-FOLDER [HILL [TURNS]]

Needs python3-matplotlib and a build.  The heights are those that `downhill-cli landscape --grid`
writes.  matplotlib draws every square of the grid (rcount, ccount), without edges, on its Agg
canvas; timed are a turn of the camera with all that follows until the pixels are there, and the
median is printed beside ours.  Run by hand.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot  # noqa: E402
import numpy  # noqa: E402

SIZES = ((900, 600), (450, 300))
DPI = 100


def read_heights(build, hill):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "grid.npy")
        subprocess.run([os.path.join(build, "app/downhill-cli"), "landscape", "--ground",
                        "hill:" + hill, "--steps", "0", "--grid", path], check=True,
                       stdout=subprocess.DEVNULL)
        return numpy.load(path)


def time_matplotlib(heights, width, height, turns):
    rows, columns = heights.shape
    x, y = numpy.meshgrid(numpy.linspace(0, 1, columns), numpy.linspace(0, 1, rows))
    figure = matplotlib.pyplot.figure(figsize=(width / DPI, height / DPI), dpi=DPI)
    axes = figure.add_subplot(projection="3d")
    axes.plot_surface(x, y, heights, rcount=rows, ccount=columns, cmap="viridis", linewidth=0,
                      antialiased=False)
    times = []
    for turn in range(turns):
        start = time.perf_counter()
        axes.view_init(elev=45, azim=30 + turn)
        figure.canvas.draw()
        times.append(1e3 * (time.perf_counter() - start))
    matplotlib.pyplot.close(figure)
    return statistics.median(times)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build = sys.argv[1]
    hill = sys.argv[2] if len(sys.argv) > 2 else "bumpy"
    turns = int(sys.argv[3]) if len(sys.argv) > 3 else 15
    heights = read_heights(build, hill)
    subprocess.run([os.path.join(build, "tests/bench/bench-surface"), hill], check=True)
    for width, height in SIZES:
        print("%-16s %4d × %-4d %8.1f" % ("matplotlib", width, height,
                                          time_matplotlib(heights, width, height, turns)))


if __name__ == "__main__":
    main()
