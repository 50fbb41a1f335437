#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is faint in resources/style.css isn't where high contrast is asked for: style-hc.css has it.

One line for each fault; exit 1 if there is any.
"""
import pathlib
import re
import sys

RESOURCES = pathlib.Path(__file__).resolve().parents[2] / 'resources'
FAINT = .9


def get_opacities(text):
    """By selector, of the rules that set an opacity."""
    text = re.sub(r'/\*.*?\*/', '', text, flags=re.S)
    return {' '.join(selector.split()): float(opacity[1])
            for selectors, rule in re.findall(r'([^{}]+){([^}]*)}', text)
            for opacity in [re.search(r'opacity:\s*([\d.]+)', rule)] if opacity
            for selector in selectors.split(',')}


def find_faint(normal, high_contrast):
    return [selector for selector, opacity in normal.items()
            if opacity < FAINT and high_contrast.get(selector, 0) < FAINT]


# A comparison that finds nothing must be able to find something.
assert find_faint(get_opacities('a, b { opacity: .7; }'), get_opacities('b { opacity: .9; }')) == ['a']
faint = find_faint(*(get_opacities((RESOURCES / name).read_text(encoding='utf-8'))
                     for name in ('style.css', 'style-hc.css')))
for name in faint:
    print(f'resources/style-hc.css: {name} stays faint')
sys.exit(bool(faint))
