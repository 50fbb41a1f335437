#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of files in ARCHITECTURE.md, made from the first sentence of each file's own comment.

    tests/structure/list-files.py            writes them anew
    tests/structure/list-files.py --check    says where they are stale, and exits with 1

A heading `### FOLDER: words` stands before each table; a folder that has none is a mistake, so that a
new room gets its words.  A header is only listed where no .c file of the same name says what it is
for, and where it isn't private to its folder.  A path in the text that leads nowhere is a mistake, too.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEXT = ROOT / 'ARCHITECTURE.md'
PATH = re.compile(r'`((?:core|ui|app|data|tests)/[\w./-]+)`')
HEADING = re.compile(r'^### ([a-z/]+): ', re.M)


def first_sentence(path):
    comment = re.match(r'/\*(.*?)\*/', path.read_text(encoding='utf-8'), re.S)
    lines = [line.strip().lstrip('*').strip() for line in comment[1].split('\n')] if comment else []
    text = '\n'.join(line for line in lines if not line.startswith('SPDX-')).strip()
    sentence = re.match(r'.*?[.?](?=  |\n|$| [A-Z])', text, re.S)
    if not sentence:
        sys.exit(f'{path.relative_to(ROOT)}: the comment at its top needs a sentence that says what '
                 'the file is for.')
    return ' '.join(sentence[0].split()).rstrip('.').replace('|', r'\|')


def is_listed(path):
    return path.suffix == '.c' or not (path.with_suffix('.c').exists()
                                       or path.stem.endswith('-private'))


def table(folder):
    files = sorted(path for path in folder.iterdir() if path.suffix in ('.c', '.h'))
    rows = [f'| `{path.name}` | {first_sentence(path)} |' for path in files if is_listed(path)]
    return '\n'.join(['| file | what it is for |', '|---|---|', *rows])


def folders():
    return sorted({path.parent.relative_to(ROOT).as_posix()
                   for part in ('core', 'ui', 'app') for path in (ROOT / part).rglob('*.c')})


def renewed(text):
    headings = HEADING.findall(text)
    for folder in folders():
        if folder not in headings:
            sys.exit(f'{TEXT.name} has no heading “### {folder}: …”.')
    for folder in headings:
        if not (ROOT / folder).is_dir():
            sys.exit(f'{TEXT.name} has a heading for {folder}, which is no folder.')
        text = re.sub(rf'(^### {folder}: [^\n]*\n\n)(?:\|[^\n]*\n)*',
                      lambda match: match[1] + table(ROOT / folder) + '\n', text, flags=re.M)
    return text


def check_paths(text):
    gone = [path for path in PATH.findall(text) if not (ROOT / path).exists()]
    if gone:
        sys.exit(f'{TEXT.name} names what is not there: {", ".join(gone)}')


def main():
    text = TEXT.read_text(encoding='utf-8')
    check_paths(text)
    new = renewed(text)
    if '--check' not in sys.argv[1:]:
        TEXT.write_text(new, encoding='utf-8')
    elif new != text:
        stale = [line for line in new.split('\n') if line not in text.split('\n')]
        sys.exit('\n'.join([f'{TEXT.name} is stale; tests/structure/list-files.py renews it:', *stale]))


main()
