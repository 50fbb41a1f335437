#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Value and gradient of every loss, ours against PyTorch, one thread each.

    bench-losses.py BUILD-FOLDER [TURNS]

Needs python3-torch and a build.  First PyTorch's losses are checked against tests/data/losses.json,
so that the same thing is timed; then both take their turns one after the other on each shape, which
lets a noisy machine disturb both alike, and medians are printed.  Run by hand.
"""
import json
import os
import statistics
import subprocess
import sys
import time

import numpy
import torch

import losses_torch

SHAPES = ((16, 64), (8, 128))
SECONDS = 0.25


def make_pair(case):
    """The pictures of tests/data/losses-images.md, rounded to single precision."""
    n, c, i, j = numpy.meshgrid(*(numpy.arange(case[k]) for k in "nchw"), indexing="ij")
    phase = case["phase"]

    def frac(x):
        return x - numpy.floor(x)

    if case["images"] == "saw":
        t = frac(.137 * i + .291 * j + .411 * c + .173 * n + .05 + phase)
        p = frac(.173 * i + .219 * j + .377 * c + .131 * n + .11 + phase)
    elif case["images"] == "smooth":
        t = .5 + .4 * numpy.sin(.5 * i + .3 * j + 1.1 * c + .7 * n + phase)
        p = .5 + .38 * numpy.sin(.52 * i + .27 * j + 1.0 * c + .8 * n + .1 + phase)
    else:
        t = .5 + .4 * numpy.sin(.23 * i + .19 * j + 1.1 * c + .7 * n + phase)
        p = numpy.clip(t + .004 * numpy.sin(1.7 * i + 2.3 * j + c), 0, 1)
    return [torch.tensor(x.astype(numpy.float32)) for x in (t, p)]


def check(path):
    for case in json.load(open(path, encoding="utf-8"))["cases"]:
        t, p = (x.double() for x in make_pair(case))
        for name, loss in losses_torch.LOSSES.items():
            wanted = case["losses"].get(name)
            if wanted is None:
                continue
            got = loss(t, p).item()
            if abs(got - wanted["value"]) > 1e-4 * abs(wanted["value"]) + 1e-6:
                sys.exit(f"{name}: PyTorch gives {got} instead of {wanted['value']}")


def time_torch(n, size):
    generator = torch.Generator().manual_seed(1)
    t = torch.rand(n, 3, size, size, generator=generator)
    p = torch.rand(n, 3, size, size, generator=generator).requires_grad_()
    times = {}
    for name, loss in losses_torch.LOSSES.items():
        best, spent = 1e30, 0
        while spent < SECONDS or best == 1e30:
            start = time.perf_counter()
            p.grad = None
            loss(t, p).backward()
            took = time.perf_counter() - start
            best, spent = min(best, took), spent + took
        times[name] = best * 1e6
    return times


def time_ours(build, n, size):
    program = os.path.join(build, "tests", "bench", "bench-losses")
    text = subprocess.run([program, str(n), str(size)], check=True, capture_output=True, text=True)
    times = {}
    for line in text.stdout.splitlines():
        words = line.replace("(plain pass)", "(plain)").split()
        if len(words) >= 3 and words[1].replace(".", "").isdigit():
            times[words[0]] = float(words[1])
    return times


def main():
    build, turns = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    here = os.path.dirname(os.path.abspath(__file__))
    torch.set_num_threads(1)
    check(os.path.join(here, "..", "data", "losses.json"))
    for n, size in SHAPES:
        ours, theirs = [], []
        for _ in range(turns):
            ours.append(time_ours(build, n, size))
            theirs.append(time_torch(n, size))
        plain = statistics.median(turn["(plain)"] for turn in ours)
        print(f"\n{n} × 3 × {size} × {size}, µs (medians of {turns}); plain pass {plain:.0f}")
        print(f"{'loss':22} {'ours':>9} {'PyTorch':>9} {'ratio':>7} {'× plain':>8}")
        for name in losses_torch.LOSSES:
            if name not in ours[0]:
                continue
            a = statistics.median(turn[name] for turn in ours)
            b = statistics.median(turn[name] for turn in theirs)
            print(f"{name:22} {a:9.0f} {b:9.0f} {b / a:7.1f} {a / plain:8.2f}")


if __name__ == "__main__":
    main()
