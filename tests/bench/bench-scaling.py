#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Training steps a second on 1 … all cores, with one lane and with four.

    bench-scaling.py BUILD-FOLDER [--preset quick|64|128] [--seconds S] [--turns N]
                     [--isa avx2|avx512]

`downhill-cli train` is kept to the first cores with taskset, and steps are counted by the clock, all
lanes together: the machine has to be idle.  A lane has two halves, so one lane has work for two
cores.  The fastest of the turns counts, taken in turn over all numbers of cores.
"""
import argparse

import measure

LANES = {1: ["mae"], 4: ["mse", "mae", "smooth", "ssim"]}


def list_counts(n):
    """1, 2, 4 … and all."""
    counts = [1 << i for i in range(n.bit_length()) if 1 << i <= n]
    return counts if n in counts else counts + [n]


def measure_scaling(build, preset, seconds, turns, instructions):
    """Steps a second by (lanes, cores)."""
    cores = measure.list_cores()
    paces = {}
    for _ in range(turns):
        for n in list_counts(len(cores)):
            for n_lanes, lanes in LANES.items():
                pace = build.measure_pace(lanes, seconds, preset, instructions, cores[:n])
                paces[n_lanes, n] = max(pace, paces.get((n_lanes, n), 0))
    return paces


def print_scaling(paces, preset, instructions):
    measure.print_header(("cores", *(f"{n} lane{'s' * (n > 1)}, steps/s" for n in LANES)))
    for n in sorted({n for _, n in paces}):
        measure.print_row((str(n), *(f"{paces[lanes, n]:.1f} ({paces[lanes, n] / paces[lanes, 1]:.2f}"
                                     " ×)" for lanes in LANES)))
    print(f"\n`{preset}`, {instructions}, {measure.get_processor()}")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build", type=measure.Build)
    parser.add_argument("--preset", default="quick", choices=("quick", "64", "128"))
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--isa", default=measure.list_instructions()[-1],
                        choices=measure.INSTRUCTIONS)
    options = parser.parse_args()
    print_scaling(measure_scaling(options.build, options.preset, options.seconds, options.turns,
                                  options.isa), options.preset, options.isa)


if __name__ == "__main__":
    main()
