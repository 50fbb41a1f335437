#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What other instructions change in a document's result.

    tests/bench/document-processors.py _build/app/downhill-cli [ITERATIONS]

Runs a document with changes of loss, rate, optimizer and mask once with the processor's best
instructions and once with AVX2, and prints the difference of each metric; exits with 1 where a PSNR
differs by .3 dB or more.
"""
import json
import os
import subprocess
import sys
import tempfile

BAR = .3  # dB
ITERATIONS = int(sys.argv[2]) if len(sys.argv) > 2 else 500


def make_document():
    at = [ITERATIONS * share // 10 for share in (2, 4, 6, 8)]
    return {'format': 'downhill', 'version': 1, 'seed': 5, 'lanes': [
        {'loss': 'mse', 'iteration': ITERATIONS, 'changes': [
            {'iteration': at[0], 'rate': 5e-4}, {'iteration': at[1], 'loss': 'ssim+50%mae'},
            {'iteration': at[2], 'optimizer': 'rmsprop'}, {'iteration': at[3], 'mask': 'none'}]},
        {'loss': 'mae', 'iteration': ITERATIONS}]}


def run(document, instructions):
    environment = dict(os.environ)
    if instructions:
        environment['ONEDNN_MAX_CPU_ISA'] = instructions
    done = subprocess.run([sys.argv[1], 'run', document, '--json'], env=environment, check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return json.loads(done.stdout)


def main():
    with tempfile.TemporaryDirectory() as folder:
        document = os.path.join(folder, 'a.downhill')
        with open(document, 'w', encoding='utf-8') as file:
            json.dump(make_document(), file)
        best, other = run(document, None), run(document, 'AVX2')
    print(f'{ITERATIONS} iterations, {best["instruction_set"]} and {other["instruction_set"]}')
    worst = 0
    for number, (a, b) in enumerate(zip(best['lanes'], other['lanes']), 1):
        for name, value in a['yardsticks'].items():
            change = b['yardsticks'][name] - value
            print(f'lane {number}  {name:10} {value:9.4f}  {change:+.4f}')
            if name.endswith('psnr'):
                worst = max(worst, abs(change))
    print(f'largest difference of a PSNR: {worst:.3f} dB')
    sys.exit(worst >= BAR)


main()
