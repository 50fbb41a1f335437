#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A training step, ours against PyTorch's: same network, start values, batch, loss and optimizer.

    bench-step.py BUILD-FOLDER [--preset quick|64|128] [--threads 1|all] [--isa avx2|avx512]
                  [--compile] [--turns N] [--python COMMAND]

Needs a build and python3-torch.  First PyTorch repeats half a step of either side, and losses and
gradients must agree.  Then both take turns, PyTorch in whichever variant is fastest here, and a row
of medians is printed.  On one thread processor time is compared, which other programs disturb
less; on all cores the clock.  Ours makes its batches meanwhile, PyTorch has one for all steps.

--python: the interpreter with another PyTorch, such as “chroot /srv/trixie python3”; it has to find
this folder and the temporary files under the same names.  --compile: torch.compile, from 2.0 on.
"""
import argparse
import statistics

import measure

REPEATS = {"quick": 25, "64": 2, "128": 1}  # a turn
SECONDS = {"quick": 6, "64": 10, "128": 60}


def compare_one_thread(build, torch, preset, turns, instructions):
    shares = []

    def time_ours():
        ms, share = build.step(preset, REPEATS[preset], instructions)
        shares.append(share)
        return ms

    def time_theirs():
        return statistics.median(torch.ask(f"steps {REPEATS[preset]}"))

    ours, theirs = measure.take_turns(turns, time_ours, time_theirs)
    return ours, theirs, statistics.median(shares)


def compare_all_cores(build, torch, preset, turns, instructions):
    def time_ours():
        return 1e3 / build.measure_pace(["mae"], SECONDS[preset], preset, instructions)

    def time_theirs():
        return 1e3 / torch.ask(f"run {SECONDS[preset]}")

    return (*measure.take_turns(turns, time_ours, time_theirs), None)


def compare(build, preset, threads, turns, instructions, compiled=False, python=None):
    """ms of a step: ours, PyTorch's; share of a matrix product in % or None; what PyTorch ran."""
    n_threads = 1 if threads == "1" else len(measure.list_cores())
    compare_them = compare_one_thread if threads == "1" else compare_all_cores
    with measure.make_dump(build, preset) as dump, \
            measure.Torch(dump, n_threads, instructions, compiled, python) as torch:
        errors = torch.check()
        variant = torch.ask("tune")
        measure.say(f"{preset}: {errors['parameters']} parameters each, losses agree to "
                    f"{errors['loss_error']:.0e}, gradients to {errors['gradient_error']:.0e}; "
                    f"PyTorch {variant['version']}, {variant['variant']}")
        return (*compare_them(build, torch, preset, turns, instructions),
                f"{variant['version']} {variant['variant']}")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("build", type=measure.Build)
    parser.add_argument("--preset", default="quick", choices=REPEATS)
    parser.add_argument("--threads", default="1", choices=("1", "all"))
    parser.add_argument("--isa", default=measure.list_instructions()[-1],
                        choices=measure.INSTRUCTIONS)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--python")
    options = parser.parse_args()
    ours, theirs, share, variant = compare(options.build, options.preset, options.threads,
                                           options.turns, options.isa, options.compile,
                                           options.python)
    measure.print_header(("preset, threads, instructions", "ours, ms", "PyTorch, ms", "ratio",
                          "share of sgemm", "PyTorch’s variant"))
    measure.print_row((f"`{options.preset}`, {options.threads}, {options.isa}", f"{ours:.1f}",
                       f"{theirs:.1f}", f"{theirs / ours:.2f}",
                       f"{share:.0f} %" if share else "", variant))


if __name__ == "__main__":
    main()
