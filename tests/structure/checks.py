#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A check has no effect: what it computes is gone where checks are compiled out.  And no array is
declared with g_autofree or g_autoptr, which would release its first element only.

    tests/structure/checks.py [FOLDER]    names g_assert… and g_return_…_if_fail that assign, or that
                                          have an address filled in, and such arrays, and exits with 1
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
ROOT = ROOT if ROOT.is_dir() else ROOT.parents[2]
CHECK = re.compile(r'\bg_(?:assert|return_(?:val_)?if_fail)[a-z_]*\s*\(')
ASSIGNMENT = re.compile(r'(?<![=!<>])=(?!=)|\+\+|--|[(,]\s*&\w')

RELEASED_ARRAY = re.compile(r'\bg_auto(?:free|ptr\s*\(\w+\))\s[^;={(]*\w\[')


def condition(text, start):
    """What is checked; not the value that g_return_val_if_fail returns."""
    depth = 1
    for end in range(start, len(text)):
        depth += {'(': 1, ')': -1}.get(text[end], 0)
        if depth == 0 or (depth == 1 and text[end] == ','):
            return text[start:end]
    return text[start:]


faults = 0
for path in sorted(path for part in ('core', 'ui', 'app') for path in (ROOT / part).rglob('*.[ch]')):
    text = path.read_text(encoding='utf-8')
    for check in CHECK.finditer(text):
        if ASSIGNMENT.search(condition(text, check.end())):
            line = text.count('\n', 0, check.start()) + 1
            print(f'{path.relative_to(ROOT)}:{line}: this check has an effect; compute it before')
            faults += 1
    for array in RELEASED_ARRAY.finditer(text):
        line = text.count('\n', 0, array.start()) + 1
        print(f'{path.relative_to(ROOT)}:{line}: only the first element of this array is released')
        faults += 1
sys.exit(faults > 0)
