#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast everything is, as one table: ours, what it is compared with, and the goal.

    table.py BUILD-FOLDER [--long] [--rows ROW,…] [--turns N] [--python COMMAND]

Needs a build, python3-torch, xvfb-run and dbus-run-session, and an idle machine: what is compared
takes turns, and medians are printed.  The rows are step, 64, lanes, window, neighbour, psnr,
landscapes, plane, frames, memory and scaling, together about a quarter of an hour on two cores;
with --long also compile (torch.compile, where PyTorch is 2.0 or newer) and 128 (an hour).  Steps are
measured with each instruction set that the processor has, everything else with the best one.

--python: the interpreter with another PyTorch; see bench-step.py.
"""
import argparse
import contextlib
import importlib
import os
import statistics
import time

import measure

step = importlib.import_module("bench-step")
scaling = importlib.import_module("bench-scaling")

FOUR = scaling.LANES[4]
PLANE_POINTS = 51 * 51
PSNR_TIMES = (30, 120)
SETS = {"avx2": "AVX2", "avx512": "AVX-512"}


def show(what, ours, against="", ratio="", goal=""):
    measure.print_row((what, ours, against, ratio, goal))


# ---- steps ----

def compare_steps(options, preset, threads, instructions, goal, compiled=False):
    ours, theirs, share, variant = step.compare(options.build, preset, threads, options.turns,
                                                instructions, compiled, options.python)
    cores = "one thread" if threads == "1" else f"{len(measure.list_cores())} cores"
    show(f"step of `{preset}`, {cores}, {SETS[instructions]}, ms", f"{ours:.1f}",
         f"{theirs:.1f} (PyTorch {variant})", f"{theirs / ours:.2f} ×", f"≥ {goal} ×")
    if share is not None:
        show(f"share of a matrix product’s speed, `{preset}`, {SETS[instructions]}", f"{share:.0f} %",
             goal={"avx2": "≥ 160 %", "avx512": "≥ 130 %"}[instructions])


def row_step(options):
    for instructions in measure.list_instructions():
        for threads in ("1", "all"):
            compare_steps(options, "quick", threads, instructions, 3.5)


def row_64(options):
    for instructions in measure.list_instructions():
        for threads in ("1", "all"):
            compare_steps(options, "64", threads, instructions, 3)


def row_compile(options):
    for preset, goal in (("quick", 3.5), ("64", 3)):
        compare_steps(options, preset, "1", options.best, goal, compiled=True)


def row_128(options):
    options.turns = 1
    compare_steps(options, "128", "all", options.best, 3)
    for lanes, goal in ((["mae"], "< 3.5 GiB"), (FOUR, "< 9 GiB")):
        _, _, memory = options.build.train(["--preset", "128", "--iterations", "1", "--seconds",
                                            "1000", *name_lanes(lanes)])
        show(f"memory, lanes of `128`: {len(lanes)}", f"{memory / 1024:.2f} GiB", goal=goal)


# ---- lanes ----

def name_lanes(lanes):
    return [word for lane in lanes for word in ("--lane", lane)]


def row_lanes(options):
    seconds = 8
    with contextlib.ExitStack() as stack:
        dump = stack.enter_context(measure.make_dump(options.build, "quick"))
        processes = [stack.enter_context(measure.Torch(dump, 1, python=options.python))
                     for _ in FOUR]
        for process in processes:
            process.ask("tune")  # one after the other: they would disturb each other

        def time_theirs():
            for process in processes:
                process.send(f"run {seconds}")
            return sum(process.receive() for process in processes)

        ours, theirs = measure.take_turns(
            options.turns, lambda: options.build.measure_pace(FOUR, seconds), time_theirs)
    show("four lanes of `quick`, steps/s together", f"{ours:.1f}",
         f"{theirs:.1f} (four PyTorch processes of one thread)", f"{ours / theirs:.2f} ×",
         "≥ 3.5 ×")


def row_window(options):
    """A minute: the first landscapes take a larger share of the time than what follows."""
    beside, alone = measure.take_turns(1, lambda: options.build.train_beside("lanes", 60),
                                       lambda: options.build.train_beside("alone", 60))
    show("four lanes beside the window, the first minute, steps/s each", f"{beside:.2f}", f"{alone:.2f} (without it)",
         f"{100 * beside / alone:.0f} %", "≥ 90 %")


def row_neighbour(options):
    def beside():
        with measure.keep_busy(1):
            return options.build.measure_pace(FOUR, 8)

    busy, idle = measure.take_turns(options.turns, beside,
                                    lambda: options.build.measure_pace(FOUR, 8))
    show("four lanes beside a program that keeps one core busy, steps/s together", f"{busy:.1f}",
         f"{idle:.1f} (without it)", f"{100 * busy / idle:.0f} %", "≥ 45 %")


def row_psnr(options):
    seconds = PSNR_TIMES[-1]
    _, history, _ = options.build.train(["--seconds", str(seconds + 3), *name_lanes(FOUR)], "avx2",
                                        measure.list_cores()[:2])
    seen = [(float(row["seconds"]), float(row["psnr"])) for row in history
            if row["lane"] == str(FOUR.index("mae") + 1) and row["psnr"]]
    for limit, goal in zip(PSNR_TIMES, ("≥ 23.5 dB", "≥ 25.5 dB")):
        values = [psnr for at, psnr in seen if at <= limit]
        show(f"MAE lane of four after {limit} s, two cores, AVX2",
             f"{values[-1]:.1f} dB" if values else "not measured yet", goal=goal)


# ---- landscapes ----

def row_landscapes(options):
    seconds = 40
    for what, time_taken, goal in zip(("first picture", "13×13"),
                                      options.build.watch_landscapes(seconds), ("≤ 5", "≤ 20")):
        show(f"landscapes of four lanes beside the training, the last one’s {what}, s",
             f"{time_taken:.1f}" if time_taken <= seconds else f"more than {seconds}", goal=goal)


def row_plane(options):
    with measure.make_dump(options.build, "quick") as dump, \
            measure.Torch(dump, len(measure.list_cores()), python=options.python) as torch:
        torch.ask("tune")
        theirs = PLANE_POINTS * statistics.median(torch.ask("plane 60"))
        ours = options.build.time_plane()
    show("51×51 of the landscape, s", f"{ours:.1f}",
         f"{theirs:.1f} (PyTorch, the median of 60 points times {PLANE_POINTS})",
         f"{theirs / ours:.2f} ×", "≥ 4 ×")


# ---- window, memory ----

def row_frames(options):
    found = [options.build.open_window(6) for _ in range(options.turns)]

    def median(key):
        return statistics.median(run[key] for run in found)

    show("intervals between frames, four lanes training, p95, ms", f"{median('p95'):.1f}",
         goal="≤ 18")
    show("the same, p99, ms", f"{median('p99'):.1f}", goal="≤ 22")
    show("start to the first frame, ms", f"{median('first frame'):.0f}", goal="< 400")
    show("start to the first step, ms", f"{median('first step'):.0f}", goal="< 1000")
    show("memory of the window with four lanes of `quick`", f"{median('memory'):.0f} MiB")


def row_memory(options):
    _, _, memory = options.build.train(["--seconds", "5", *name_lanes(FOUR)])
    show("memory, four lanes of `quick`, without a window", f"{memory:.0f} MiB", goal="< 400 MiB")


def row_scaling(options):
    paces = scaling.measure_scaling(options.build, "quick", 6, options.turns, options.best)
    for n in sorted({n for _, n in paces}):
        for lanes in scaling.LANES:
            show(f"`quick`, lanes: {lanes}, cores: {n}, steps/s together", f"{paces[lanes, n]:.1f}",
                 f"{paces[lanes, 1]:.1f} (one core)", f"{paces[lanes, n] / paces[lanes, 1]:.2f} ×")


ROWS = {name[4:]: value for name, value in globals().items() if name.startswith("row_")}
LONG = ("compile", "128")


def parse_rows(text):
    rows = text.split(",")
    unknown = [row for row in rows if row not in ROWS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no row {unknown[0]}; there are {', '.join(ROWS)}")
    return rows


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build", type=measure.Build)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--rows", type=parse_rows)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--python")
    options = parser.parse_args()
    options.best = measure.list_instructions()[-1]
    if os.getloadavg()[0] > .5:
        measure.say(f"the machine is busy, a load of {os.getloadavg()[0]:.1f}: only processor times "
                    "can be believed")
    begin = time.monotonic()
    measure.print_header(("what", "ours", "against", "ratio", "goal"))
    for name in options.rows or [row for row in ROWS if options.long or row not in LONG]:
        ROWS[name](options)
        measure.say(f"{name}: {time.monotonic() - begin:.0f} s so far")
    print(f"\n{measure.get_processor()}, {len(measure.list_cores())} cores; "
          f"{options.build.get_versions()}; {time.strftime('%Y-%m-%d')}")


if __name__ == "__main__":
    main()
