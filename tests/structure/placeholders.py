#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A translation has the names in braces that its sentence has: {long.mse.psnr} is a measured figure.

    tests/structure/placeholders.py [FILE.po...]    names what differs, and exits with 1
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
STRING = r'((?:\s*"(?:[^"\\\n]|\\.)*")+)'
ENTRY = re.compile(rf'^msgid{STRING}\nmsgstr{STRING}', re.M)


def names(quoted):
    text = ''.join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', quoted))
    return sorted(re.findall(r'\{[^{}]*\}', text)) if text else None


faults = 0
for path in [pathlib.Path(name) for name in sys.argv[1:]] or sorted((ROOT / 'po').glob('*.po')):
    for entry in ENTRY.finditer(path.read_text(encoding='utf-8')):
        wanted, found = names(entry[1]), names(entry[2])
        if wanted and found is not None and set(wanted) != set(found):
            print(f'{path.name}: {" ".join(entry[1].split())}\n'
                  f'  has {" ".join(wanted)}, its translation {" ".join(found)}')
            faults += 1
sys.exit(faults > 0)
