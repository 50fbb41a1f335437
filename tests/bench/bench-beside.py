#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a training of four lanes keeps beside the window and beside a busy program.

Runs bench-beside in its states in turn, TURNS times, each in a display of its own, and prints the medians, and their
ratios to the training without a window: of the iterations a second, and of the iterations per second of processor time,
which other programs on the machine disturb less.  The neighbour is a program that keeps one processor busy.

usage: bench-beside.py BUILD [TURNS [SECONDS [STATE...]]]   (3 turns, 60 s, alone lanes neighbour)
"""
import os
import re
import statistics
import subprocess
import sys
import tempfile

NEIGHBOUR = [sys.executable, "-c", "while True: pass"]
DISPLAY = ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24", "dbus-run-session", "--"]


def run(build, state, seconds):
    """The iterations a second, and per second of processor time."""
    program = os.path.join(build, "tests", "bench", "bench-beside")
    with tempfile.TemporaryDirectory() as home:
        env = dict(os.environ, GDK_BACKEND="x11", GSK_RENDERER="cairo", GSETTINGS_BACKEND="memory", GTK_A11Y="none",
                   GSETTINGS_SCHEMA_DIR=os.path.join(os.path.abspath(build), "data"), XDG_RUNTIME_DIR=home,
                   XDG_STATE_HOME=os.path.join(home, "state"))
        if state == "neighbour":
            with subprocess.Popen(NEIGHBOUR) as neighbour:
                try:
                    result = subprocess.run([program, "alone", str(seconds)], env=env, capture_output=True, text=True,
                                            check=True)
                finally:
                    neighbour.kill()
        else:
            result = subprocess.run(DISPLAY + [program, state, str(seconds)], env=env, capture_output=True, text=True,
                                    check=True)
    found = re.search(r"([\d.]+) iterations a second, ([\d.]+) per second of processor time", result.stdout)
    if found is None:
        sys.exit(result.stdout + result.stderr)
    return float(found[1]), float(found[2])


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build = sys.argv[1]
    turns = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 60
    states = sys.argv[4:] or ["alone", "lanes", "neighbour"]
    results = {state: [] for state in ["alone", *states]}
    for _ in range(turns):
        for state, values in results.items():
            values.append(run(build, state, seconds))
    alone = [statistics.median(column) for column in zip(*results["alone"])]
    for state, values in results.items():
        pace, thrift = (statistics.median(column) for column in zip(*values))
        print(f"{state:10} {pace:7.2f} iterations a second ({pace / alone[0]:4.0%}), "
              f"{thrift:7.2f} per second of processor time ({thrift / alone[1]:4.0%})", flush=True)


main()
