#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures in what is said of the losses: core/loss/measurements.inc, made anew.

    tests/bench/measure-losses.py BUILD          all of them: trains some minutes
    tests/bench/measure-losses.py BUILD --fast   those that need no training; the others stay

BUILD/tests/bench/measure-losses measures what needs no training.  Trainings are lanes of downhill-cli
on the bundled faces, all with the same seed and at the quick preset's rate, so that whatever differs
comes from the loss.
"""
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILE = ROOT / 'core/loss/measurements.inc'
LINE = re.compile(r'^MEASURED \("([^"]+)", ([-0-9.e]+), (\d)\)$', re.M)

# Steps, and the losses: what is said of them after so many.
SHORT = 500, ('mae', 'broken', 'flip', 'focal_frequency', 'gmsd', 'laplacian_pyramid', 'linf', 'ms_ssim')
LONG = 1869, ('mse', 'mae', 'smooth', 'ssim', 'pixel_grad_diff')
LANES = 6       # at most at once


def measure_pictures(build):
    printed = subprocess.run([build / 'tests/bench/measure-losses'], check=True, capture_output=True,
                             text=True).stdout
    return [(name, float(value), int(digits))
            for name, value, digits in (line.split() for line in printed.splitlines())]


def train(build, losses, steps):
    """The metrics of each loss, and the summary of the run."""
    environment = {**os.environ, 'DOWNHILL_FACES_DIR': str(ROOT / 'data/faces'), 'LC_ALL': 'C.UTF-8'}
    metrics = {}
    for first in range(0, len(losses), LANES):
        part = losses[first:first + LANES]
        lanes = [word for loss in part for word in ('--lane', loss)]
        with tempfile.TemporaryDirectory() as out:
            printed = subprocess.run(
                [build / 'app/downhill-cli', 'train', *lanes, '--iterations', str(steps), '--json',
                 '--out', out],
                check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout
        summary = json.loads(printed)
        for loss, lane in zip(part, summary['lanes']):
            metrics[loss] = lane['yardsticks']
    return metrics, summary


def measure_short(metrics):
    figures = [('short.steps', SHORT[0], 0), ('short.broken.mae', metrics['broken']['mae'], 2)]
    figures += [(f'short.{loss}.mae', metrics[loss]['mae'], 3)
                for loss in ('mae', 'flip', 'focal_frequency', 'gmsd', 'linf')]
    figures += [(f'short.{loss}.ssim', metrics[loss]['ssim'], 2)
                for loss in ('mae', 'gmsd', 'laplacian_pyramid', 'ms_ssim')]
    return figures


def measure_long(metrics):
    def span(name, metric, digits):
        values = [metrics[loss][metric] for loss in ('mse', 'mae', 'smooth')]
        return [(f'long.pixelwise.{name}.least', min(values), digits),
                (f'long.pixelwise.{name}.most', max(values), digits)]

    figures = [('long.steps', LONG[0], 0)]
    figures += [(f'long.{loss}.psnr', metrics[loss]['psnr'], 1) for loss in LONG[1]]
    figures += [(f'long.{loss}.swap', metrics[loss]['swap_psnr'], 1) for loss in LONG[1][:4]]
    figures += [('long.ssim.ssim', metrics['ssim']['ssim'], 2)]
    figures += span('psnr', 'psnr', 1) + span('ssim', 'ssim', 2) + span('swap', 'swap_psnr', 1)
    return figures


def measure_trainings(build):
    short, _ = train(build, SHORT[1], SHORT[0])
    long, summary = train(build, LONG[1], LONG[0])
    made = (f'{datetime.date.today()}, Downhill {summary["version"]}, {summary["processor"]} '
            f'({summary["instruction_set"]}), oneDNN {summary["libraries"]["oneDNN"]}')
    return made, measure_short(short) + measure_long(long)


def read_trainings():
    text = FILE.read_text(encoding='utf-8')
    made = re.search(r'^ \* Trainings: (.*)$', text, re.M)[1]
    return made, [(name, float(value), int(digits)) for name, value, digits in LINE.findall(text)
                  if name.startswith(('short.', 'long.'))]


def write(made, pictures, trainings):
    def lines(figures):
        # A negative zero is a zero.
        return ''.join(f'MEASURED ("{name}", {round(value, digits) + 0:.{digits}f}, {digits})\n'
                       for name, value, digits in figures)

    FILE.write_text('/* SPDX-License-Identifier: GPL-3.0-or-later\n'
                    ' *\n'
                    ' * Made by tests/bench/measure-losses.py: call that instead of editing.\n'
                    f' * Trainings: {made}\n'
                    ' */\n'
                    f'\n/* Pictures and curves. */\n{lines(pictures)}'
                    f'\n/* Trainings. */\n{lines(trainings)}', encoding='utf-8')


if len(sys.argv) < 2:
    sys.exit(__doc__)
folder = pathlib.Path(sys.argv[1]).resolve()
write_from = read_trainings() if '--fast' in sys.argv else measure_trainings(folder)
write(write_from[0], measure_pictures(folder), write_from[1])
