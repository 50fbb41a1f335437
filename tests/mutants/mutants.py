#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""mutants.py [--list] [--from N] [--to N] [WORD...]: do the tests notice when the code is broken?

Each entry of list.txt is one change for the worse.  It is made in a copy of the tree, what the
named tests need is built, and the tests are run: "killed" where one fails, "SURVIVED" where none
does.  WORDs choose the entries whose file or tests contain one of them; --from and --to choose by
number, so that a long run can be had in pieces.

An entry is a line with a file and tests, the old text in lines that begin with "- " and the new
text in lines that begin with "+ " (nothing: the text is taken away).  The old text must stand in
the file exactly once, else the list is out of date and the run stops before anything is built.

Exit status: 0 when all were killed, 1 when some survived, 2 when the list is wrong."""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


class Mutation:
    def __init__(self, number, line):
        self.number = number
        self.file, *self.tests = line.split()
        self.old, self.new = [], []

    def __str__(self):
        return f'{self.number:3} {self.file}: {" ".join(self.tests)}'

    def apply(self, text):
        old, new = '\n'.join(self.old), '\n'.join(self.new)
        if not self.old or text.count(old) != 1:
            stop(f'{self}\n  the old text stands there {text.count(old) if old else 0} times, '
                 f'not once:\n  {old}')
        return text.replace(old, new)


def stop(words):
    print(words, file=sys.stderr)
    sys.exit(2)


def read_list():
    mutations = []
    for line in (HERE / 'list.txt').read_text().splitlines():
        if line == '-' or line.startswith('- '):
            mutations[-1].old.append(line[2:])
        elif line == '+' or line.startswith('+ '):
            mutations[-1].new.append(line[2:])
        elif line.strip() and not line.startswith('#'):
            mutations.append(Mutation(len(mutations) + 1, line))
            if not mutations[-1].tests:
                stop(f'{mutations[-1]}\n  names no test')
    return mutations


def choose(mutations, options):
    return [m for m in mutations
            if options.first <= m.number <= options.last
            and (not options.words or any(word in str(m) for word in options.words))]


def copy_tree(to):
    files = subprocess.run(['git', 'ls-files', '-z'], cwd=ROOT, check=True,
                           capture_output=True).stdout.decode().split('\0')
    for name in filter(None, files):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)


def program(tree, test):
    """Where the build puts it: a folder of tests has one list of programs, whatever its rooms."""
    part = 'app' if (tree / f'tests/app/test-{test}.c').exists() else 'core'
    return f'tests/{part}/test-{test}'


def build(tree, tests):
    """The programs of the tests, and the command line, which some of them start."""
    targets = [program(tree, test) for test in tests]
    if any(target.startswith('tests/app/') for target in targets):
        targets.append('app/downhill-cli')
    return subprocess.run(['ninja', '-C', '_build', *targets], cwd=tree, capture_output=True,
                          text=True)


def run(tree, tests):
    """Whether all pass. One that hangs fails by its limit. Windows' tests may have the same names."""
    return subprocess.run(['meson', 'test', '-C', '_build', '--no-rebuild',
                           '--suite', 'core', '--suite', 'app', *tests], cwd=tree,
                          capture_output=True).returncode == 0


def check_base(tree, mutations):
    tests = sorted({test for m in mutations for test in m.tests})
    built = build(tree, tests)
    if built.returncode != 0:
        stop(f'The unchanged tree does not build:\n{built.stdout[-3000:]}')
    if not run(tree, tests):
        stop('The unchanged tree fails its tests; see meson test ' + ' '.join(tests))


def judge(tree, mutation):
    path = tree / mutation.file
    text = path.read_text()
    path.write_text(mutation.apply(text))
    try:
        built = build(tree, mutation.tests)
        if built.returncode != 0:
            stop(f'{mutation}\n  does not build:\n{built.stdout[-3000:]}')
        return not run(tree, mutation.tests)
    finally:
        path.write_text(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--list', action='store_true', help='check the list and print it')
    parser.add_argument('--from', dest='first', type=int, default=1, metavar='N')
    parser.add_argument('--to', dest='last', type=int, default=sys.maxsize, metavar='N')
    parser.add_argument('words', nargs='*', metavar='WORD')
    options = parser.parse_args()

    mutations = read_list()
    for mutation in mutations:
        mutation.apply((ROOT / mutation.file).read_text())
    chosen = choose(mutations, options)
    if options.list:
        print('\n'.join(map(str, chosen)))
        return 0

    survived = []
    with tempfile.TemporaryDirectory(prefix='mutants-') as folder:
        tree = pathlib.Path(folder)
        copy_tree(tree)
        subprocess.run(['meson', 'setup', '_build', '-Doptimization=2'], cwd=tree, check=True,
                       stdout=subprocess.DEVNULL)
        check_base(tree, chosen)
        for mutation in chosen:
            killed = judge(tree, mutation)
            print('killed  ' if killed else 'SURVIVED', mutation, flush=True)
            if not killed:
                survived.append(mutation)
    print(f'{len(chosen) - len(survived)} of {len(chosen)} killed')
    return 1 if survived else 0


if __name__ == '__main__':
    os.environ.setdefault('NINJA_STATUS', '')
    sys.exit(main())
