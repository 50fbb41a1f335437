#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Searches for a better recipe of the quick preset, by successive halving.

    tests/bench/search-recipe.py BUILD [--jobs N] [--short S] [--long S] [RECIPE...]

RECIPE: how it differs from the preset, the keys of bench-recipe in quotes, such as 'batch=2 rate=7e-4';
without any, those of RECIPES below.  The preset itself always takes part.

Each round trains what is left in all its places (pair, seed, instruction set), ranks by PSNR and by SSIM
over the mask of held-out faces at each time, adds the ranks, and keeps the better half.  The rounds use
two pairs; the last three are also trained on the others, which are printed and choose nothing.

S is processor time of one lane, in seconds: 15 and 60 are 30 s and 120 s of four lanes on two cores.
A lane of constant rate bounces, so a figure is the mean of three, at 90, 95 and 100 % of the time.
What a step takes is measured first, per layout and instruction set; then trainings may run side by side
(--jobs) without taking time from each other's budget.
"""
import argparse
import concurrent.futures
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
SETS = 'AVX2', 'AVX512_CORE'
LAYOUT = {'preset', 'encoder', 'dense', 'bridge', 'decoder', 'residual', 'kernel', 'batch', 'loss', 'optimizer'}
FINALISTS = 3
PARTS = .9, .95, 1      # of a time; averaged

RECIPES = (
    'batch=2', 'batch=2 rate=7e-4', 'batch=8 rate=1.5e-3', 'rate=5e-4', 'rate=7e-4', 'rate=2e-3',
    'pose=1', 'pose=.5', 'pose=0', 'warp=.5', 'flip=0', 'mean=1', 'start_output=.3', 'clip=1',
    'optimizer=adam{beta1=0.9,beta2=0.999}', 'optimizer=adam{beta1=0.9,beta2=0.99}', 'optimizer=nadam',
    'optimizer=adam/constant/warm_up=50', 'kernel=3', 'residual=1', 'dense=128', 'decoder=48,32,16',
    'decoder=64,32,32', 'encoder=32,64,128,128')

# (A, B, seed, instruction set)
ONE = [('alder', 'birch', 1, 'AVX2')]
TWO = ONE + [('cedar', 'dogwood', 2, 'AVX512_CORE')]
FOUR = [(*pair, seed, name) for pair, seed in ((('alder', 'birch'), 1), (('cedar', 'dogwood'), 2))
        for name in SETS]
REPORTED = [(*pair, 3, name)
            for pair in (('alder', 'cedar'), ('birch', 'dogwood'), ('alder', 'dogwood'), ('birch', 'cedar'))
            for name in SETS]


class Bench:
    """bench-recipe, and what a step takes."""

    def __init__(self, build):
        self.program = build / 'tests/bench/bench-recipe'
        self.paces = {}

    def call(self, name, words):
        environment = {**os.environ, 'ONEDNN_MAX_CPU_ISA': name, 'LC_ALL': 'C.UTF-8',
                       'DOWNHILL_FACES_DIR': str(ROOT / 'data/faces')}
        return subprocess.run([self.program, *words], check=True, stdout=subprocess.PIPE, text=True,
                              env=environment).stdout

    def get_pace(self, recipe, name):
        """Milliseconds a step; a neighbour only ever adds to them."""
        layout = [word for word in recipe.split() if word.split('=')[0] in LAYOUT]
        key = ' '.join(layout), name
        if key not in self.paces:
            self.paces[key] = min(float(self.call(name, ['--pace', *layout])) for _ in range(3))
        return self.paces[key]

    def train(self, recipe, place, times):
        """{time: (PSNR, SSIM)}; those of a training that ended early are missing."""
        a, b, seed, name = place
        at = [time * part for time in times for part in PARTS]
        printed = self.call(name, [*recipe.split(), f'a={a}', f'b={b}', f'seed={seed}',
                                   'at=' + ','.join(f'{time:g}' for time in at),
                                   f'pace={self.get_pace(recipe, name)}'])
        lines = [line.split() for line in printed.splitlines()]
        found = {}
        for i, time in enumerate(times):
            part = lines[i * len(PARTS):(i + 1) * len(PARTS)]
            if len(part) == len(PARTS):
                found[time] = tuple(sum(float(words[k]) for words in part) / len(part) for k in (5, 7))
        return found


def train_all(bench, recipes, places, times, jobs):
    """{recipe: [{time: (PSNR, SSIM)} of each place]}"""
    for recipe in recipes:          # one after another, before anything runs beside
        for name in {place[3] for place in places}:
            bench.get_pace(recipe, name)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        futures = {recipe: [pool.submit(bench.train, recipe, place, times) for place in places]
                   for recipe in recipes}
        return {recipe: [future.result() for future in row] for recipe, row in futures.items()}


def rank(results, times):
    """Recipes, best first: by the sum of their ranks in all places, times and measures."""
    sums = dict.fromkeys(results, 0)
    for place in range(len(next(iter(results.values())))):
        for time in times:
            for measure in range(2):
                def get(recipe):
                    return results[recipe][place].get(time, (0, 0))[measure]
                for i, recipe in enumerate(sorted(results, key=get, reverse=True)):
                    sums[recipe] += i
    return sorted(results, key=sums.get)


def show(title, bench, order, results, places, times):
    print(f'\n{title}\n')
    print('| recipe | ms a step |' + ''.join(f' {a}–{b} {seed}, {name} |' for a, b, seed, name in places))
    print('|---|---|' + '---|' * len(places))
    for recipe in order:
        pace = ' / '.join(f'{bench.get_pace(recipe, name):.1f}' for name in SETS
                          if any(place[3] == name for place in places))
        cells = [' · '.join('{:.2f} {:.3f}'.format(*row[time]) if time in row else 'ended' for time in times)
                 for row in results[recipe]]
        print(f'| `{recipe or "the preset"}` | {pace} | ' + ' | '.join(cells) + ' |', flush=True)


def search(bench, recipes, short, long, jobs):
    rounds = ((ONE, [short]), (TWO, [short]), (FOUR, [short, long]))
    for i, (places, times) in enumerate(rounds):
        results = train_all(bench, recipes, places, times, jobs)
        order = rank(results, times)
        show(f'Round {i + 1}: PSNR, SSIM at ' + ' · '.join(f'{time:g} s' for time in times), bench, order,
             results, places, times)
        recipes = order[:max(FINALISTS, (len(order) + 1) // 2)]
    recipes = list(dict.fromkeys([*recipes[:FINALISTS], '']))
    times = [short, long]
    show('Other pairs', bench, recipes, train_all(bench, recipes, REPORTED, times, jobs), REPORTED, times)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument('build', type=pathlib.Path)
parser.add_argument('--jobs', type=int, default=os.cpu_count())
parser.add_argument('--short', type=float, default=15)
parser.add_argument('--long', type=float, default=60)
parser.add_argument('recipes', nargs='*', metavar='RECIPE')
options = parser.parse_intermixed_args()
search(Bench(options.build.resolve()), list(dict.fromkeys(['', *(options.recipes or RECIPES)])),
       options.short, options.long, options.jobs)
