# SPDX-License-Identifier: GPL-3.0-or-later
"""What the scripts here share: calling our programs and PyTorch, instruction sets, tables."""
import contextlib
import csv
import json
import os
import platform
import re
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
FACES = os.path.join(SOURCE, "data", "faces")
DISPLAY = ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24", "dbus-run-session", "--", "env",
           "GDK_BACKEND=x11", "GSK_RENDERER=cairo", "GSETTINGS_BACKEND=memory"]
# What keeps every library to an instruction set: oneDNN (ours and PyTorch's), PyTorch, OpenBLAS.
INSTRUCTIONS = {
    "avx2": {"ONEDNN_MAX_CPU_ISA": "AVX2", "ATEN_CPU_CAPABILITY": "avx2",
             "OPENBLAS_CORETYPE": "Haswell"},
    "avx512": {},
}


def get_processor():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()


def has_avx512():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        return " avx512f " in lines.read()


def list_instructions():
    return ["avx2", "avx512"] if has_avx512() else ["avx2"]


def list_cores():
    return sorted(os.sched_getaffinity(0))


def say(text):
    print(text, file=sys.stderr, flush=True)


def print_header(columns):
    print("| " + " | ".join(columns) + " |\n|" + "---|" * len(columns), flush=True)


def print_row(cells):
    print("| " + " | ".join(cells) + " |", flush=True)


class Build:
    """A build folder's programs, kept to an instruction set and some cores."""

    def __init__(self, folder):
        self.folder = os.path.abspath(folder)

    def get_program(self, name):
        path = os.path.join(self.folder, name)
        if not os.path.exists(path):
            sys.exit(f"{path} is missing: build it first")
        return path

    def get_environment(self, instructions=None):
        return {**os.environ, "DOWNHILL_FACES_DIR": FACES, "LC_ALL": "C.UTF-8",
                "GSETTINGS_SCHEMA_DIR": os.path.join(self.folder, "data"),
                **INSTRUCTIONS.get(instructions, {})}

    def call(self, command, instructions=None, cores=None):
        """Standard output of a program, and its largest resident size in MiB."""
        command = [self.get_program(command[0]), *map(str, command[1:])]
        with tempfile.TemporaryFile("w+") as output:
            process = subprocess.Popen(keep_to(cores) + command, stdout=output,
                                       stderr=subprocess.DEVNULL,
                                       env=self.get_environment(instructions))
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = status  # it has been waited for
            if status != 0:
                sys.exit(f"{shlex.join(command)} failed")
            output.seek(0)
            return output.read(), usage.ru_maxrss / 1024

    def step(self, preset, repeats, instructions):
        """ms of a step on one thread, and its share of a matrix product's speed in %."""
        text, _ = self.call(["tests/bench/bench-step", preset, "mae", repeats], instructions)
        return (float(re.search(r"^step +([\d.]+) ms", text, re.M)[1]),
                float(re.search(r"reaches (\d+) %", text)[1]))

    def train(self, options, instructions=None, cores=None):
        """What `downhill-cli train` tells: summary, history, largest resident size in MiB."""
        with tempfile.TemporaryDirectory() as folder:
            _, memory = self.call(["app/downhill-cli", "train", "--out", folder, *options],
                                  instructions, cores)
            with open(os.path.join(folder, "summary.json"), encoding="utf-8") as file:
                summary = json.load(file)
            with open(os.path.join(folder, "history.csv"), encoding="utf-8") as file:
                history = list(csv.DictReader(file))
        return summary, history, memory

    def measure_pace(self, lanes, seconds, preset="quick", instructions=None, cores=None):
        """Steps a second of all lanes together, its first second left out."""
        options = [word for lane in lanes for word in ("--lane", lane)]
        _, history, _ = self.train(["--preset", preset, "--seconds", str(seconds), *options],
                                   instructions, cores)
        return get_pace(history)

    def call_in_window(self, *command):
        """What the program keeps doesn't come among the sessions of the person who measures."""
        with tempfile.TemporaryDirectory() as state:
            return subprocess.run(
                DISPLAY + [self.get_program(command[0]), *map(str, command[1:])], check=True,
                text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env={**self.get_environment(), "XDG_STATE_HOME": state}).stdout

    def open_window(self, seconds):
        """What bench-frames prints about the window with its four lanes."""
        text = self.call_in_window("tests/bench/bench-frames", seconds)
        return {key: find_number(pattern, text) for key, pattern in (
            ("first frame", r"first frame after (\d+) ms"),
            ("first step", r"first step after (\d+) ms"),
            ("p95", r"p95 ([\d.]+) ms"), ("p99", r"p99 ([\d.]+) ms"),
            ("memory", r"(\d+) MiB at most"))}

    def train_beside(self, state, seconds):
        """Steps a second of each of four lanes; state: alone, lanes and others of bench-beside."""
        return find_number(r"([\d.]+) iterations a second",
                           self.call_in_window("tests/bench/bench-beside", state, seconds))

    def watch_landscapes(self, seconds):
        """s until the last of four lanes has its first picture (7×7), and 13×13."""
        text, _ = self.call(["tests/bench/bench-plane", "--beside", "quick", 4, seconds])
        return tuple(max(find_numbers(name + r" ([\d.]+) s", text, 4)) for name in ("7x7", "13x13"))

    def time_plane(self):
        """s that 51×51 points of the landscape of `quick` take."""
        text, _ = self.call(["tests/bench/bench-plane", "quick", "mae", len(list_cores())])
        return find_number(r"51x51: ([\d.]+) s", text)

    def get_versions(self):
        summary, _, _ = self.train(["--lane", "mae", "--iterations", "1"])
        return (f"Downhill {summary['version']}, oneDNN {summary['libraries']['oneDNN']}, "
                f"{summary['instruction_set']}")


def find_numbers(pattern, text, n):
    """n numbers; what a program did not get to counts as infinite."""
    found = [float(number) for number in re.findall(pattern, text)]
    return found + [float("inf")] * (n - len(found))


def find_number(pattern, text):
    return find_numbers(pattern, text, 1)[0]


def get_pace(history):
    """Of the lanes of history.csv together.  Where steps take seconds, the first alone is left
    out."""
    pace = 0
    for lane in {row["lane"] for row in history}:
        ends = [float(row["seconds"]) for row in history if row["lane"] == lane]
        late = [end for end in ends if end > 1] if len(ends) > 20 else ends
        pace += (len(late) - 1) / (late[-1] - late[0]) if len(late) > 1 else 1 / ends[-1]
    return pace


def keep_to(cores):
    return ["taskset", "-c", ",".join(map(str, cores))] if cores else []


@contextlib.contextmanager
def make_dump(build, preset):
    """A folder with half a step of either side for PyTorch to repeat."""
    with tempfile.TemporaryDirectory() as folder:
        text, _ = build.call(["tests/bench/dump-step", preset, folder])
        with open(os.path.join(folder, "table"), "w", encoding="utf-8") as file:
            file.write(text)
        yield folder


class Torch:
    """A process that trains with PyTorch; see network_torch.py."""

    def __init__(self, dump, n_threads, instructions=None, compiled=False, python=None):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "network_torch.py")
        command = shlex.split(python or "/usr/bin/python3") + [script, dump, str(n_threads)]
        environment = {**os.environ, "OMP_NUM_THREADS": str(n_threads),
                       **INSTRUCTIONS.get(instructions, {})}
        self.process = subprocess.Popen(command + ["--compile"] * compiled, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, env=environment)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def send(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def receive(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit("PyTorch's process ended; run network_torch.py by hand to see why")
        return json.loads(line)

    def ask(self, command):
        self.send(command)
        return self.receive()

    def check(self):
        """Is it the same network?"""
        found = self.ask("check")
        if found["loss_error"] > 1e-5 or found["gradient_error"] > 1e-3:
            sys.exit(f"PyTorch computes something else: {found}")
        return found


@contextlib.contextmanager
def keep_busy(n):
    """n processes that do nothing but take time."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(n)]
    try:
        time.sleep(.5)
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def take_turns(n, *measures):
    """n values of each, measured in turn, so that a noisy machine disturbs all alike; medians."""
    values = [[] for _ in measures]
    for _ in range(n):
        for kept, measure in zip(values, measures):
            kept.append(measure())
    return [statistics.median(kept) for kept in values]
