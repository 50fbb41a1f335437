#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No more than three files of the program call each other in a circle.

    tests/structure/circles.py [FOLDER]     says which do, and exits with 1
    tests/structure/circles.py --self-test  whether it would find one

Two or three files may be one thing that is easier to read apart; more of them can only be read all at
once.  Functions are found by their names, as they stand in this tree: a definition begins a line, and
the line before it says whether it is static.  Reading text was preferred to asking the linker (nm), which
sees nothing where a build optimises across files.
"""
import pathlib
import re
import sys
import tempfile

MOST = 3
NOISE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
DEFINITION = re.compile(r'^([^\n]*)\n([a-z]\w*) \(', re.M)
NAME = re.compile(r'\b[a-z]\w*\b')


def read(folder):
    """Of each file the functions that others may call, and all names that it uses."""
    files = {}
    for part in ('core', 'ui', 'app'):
        for path in sorted((folder / part).rglob('*.c')):
            text = NOISE.sub(' ', path.read_text(encoding='utf-8'))
            defined = {name for type_, name in DEFINITION.findall(text)
                       if not type_.startswith('static')}
            files[path.relative_to(folder).as_posix()] = (defined, set(NAME.findall(text)))
    return files


def callees(files):
    owner = {name: path for path, (defined, _) in files.items() for name in defined}
    return {path: {owner[name] for name in used if owner.get(name, path) != path}
            for path, (_, used) in files.items()}


def circles(edges):
    """Sets of more than one file, of which each leads to each other: by Tarjan's algorithm."""
    index, low, stack, found = {}, {}, [], []

    def visit(path):
        index[path] = low[path] = len(index)
        stack.append(path)
        for other in edges[path]:
            if other not in index:
                visit(other)
            if other in stack:
                low[path] = min(low[path], low[other])
        if low[path] == index[path]:
            place = stack.index(path)
            found.append(stack[place:])
            del stack[place:]

    for path in edges:
        if path not in index:
            visit(path)
    return [sorted(circle) for circle in found if len(circle) > 1]


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        core = pathlib.Path(folder) / 'core'
        core.mkdir()
        for i in range(5):
            (core / f'{i}.c').write_text(
                f'/* dh_{(i + 2) % 4} () */\nvoid\ndh_{i} (void)\n{{\n  dh_{(i + 1) % 4} ("dh_4 ()");\n}}\n'
                'static void\nhelp (void)\n{\n}\n', encoding='utf-8')
        found = circles(callees(read(pathlib.Path(folder))))
    assert found == [[f'core/{i}.c' for i in range(4)]], found


def main():
    if '--self-test' in sys.argv[1:]:
        self_test()
        return
    root = pathlib.Path(sys.argv[1] if sys.argv[1:] else pathlib.Path(__file__).parents[2])
    files = read(root)
    if len(files) < 100:
        sys.exit(f'{root} has hardly any source files.')
    large = [circle for circle in circles(callees(files)) if len(circle) > MOST]
    if large:
        sys.exit('\n'.join(f'These call each other in a circle: {", ".join(circle)}.'
                           for circle in large))


sys.setrecursionlimit(10000)
main()
