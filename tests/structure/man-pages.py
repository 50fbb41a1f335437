#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""man-pages.py CLI WINDOW: whether the manual pages in data/man say what the programs' help says.

Every command and every long option that --help prints is in the page, and the other way round; so
are the words that an option takes, as far as a message lists them.  What mandoc, groff and man
complain about is a mistake, too, where they are installed.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = {name: ROOT / 'data/man' / f'{name}.1' for name in ('downhill-cli', 'downhill')}
ENVIRONMENT = {**os.environ, 'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'C',
               'DOWNHILL_FACES_DIR': str(ROOT / 'data/faces')}
# A wrong word after these is answered with the right ones.
QUESTIONS = {
    'preset': ['train', '--preset', '?'],
    'person': ['train', '--pair', '?,birch'],
    'mask': ['train', '--mask', '?'],
    'start': ['train', '--start', '?'],
    'precision': ['train', '--keep-weights', '?', '--out', '.'],
    'optimizer': ['train', '--optimizer', '?'],
    'schedule': ['train', '--schedule', '?'],
    'ground': ['landscape', '--ground', '?'],
    'view': ['landscape', '--ground', 'hill:bowl', '--view', '?'],
    'exported part': ['export', 'x', '--out', 'x', '--what', '?'],
    'format': ['export', 'x', '--out', 'x', '--format', '?'],
    'spacing': ['export', 'x', '--out', 'x', '--spacing', '?'],
}
LINTERS = [['mandoc', '-T', 'lint', '-W', 'style'],
           ['groff', '-ww', '-z', '-mdoc', '-Tutf8', '-Kutf8'],
           ['man', '--warnings', '-E', 'UTF-8', '-l', '-Tutf8', '-Z']]

faults = []


def run(*command):
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def get_options(text):
    """The long options of a help, and whether each has a value."""
    return {name: bool(value) for name, value in
            re.findall(r'^  (?:-\w, )?--([\w-]+)(=\S+)?', text, re.M)}


def get_documented(text):
    return {name: bool(value) for name, value in
            re.findall(r'^\.It Fl (?:h , )?-([\w-]+)( Ns = .*)?$', text, re.M)}


def compare(where, helped, documented):
    return ([f'{where} lacks --{name}' for name in sorted(helped.keys() - documented.keys())]
            + [f'{where} has --{name}, which no help prints'
               for name in sorted(documented.keys() - helped.keys())]
            + [f'{where}: --{name} has a value in one of page and help only'
               for name in sorted(helped.keys() & documented.keys())
               if helped[name] != documented[name]])


def split(text, macro):
    """The sections that begin with this macro, by name; what is before the first under ''."""
    parts = re.split(rf'^\.{macro} (.*)\n', text, flags=re.M)
    return {'': parts[0], **dict(zip(parts[1::2], parts[2::2]))}


def check_cli(program):
    page = PAGES['downhill-cli'].read_text(encoding='utf-8')
    sections = split(page, 'Sh')
    commands = split(sections['COMMANDS'], 'Ss')
    helped = set(re.findall(r'^  downhill-cli ([a-z]+)', run(program, '--help').stdout, re.M))
    named = set(re.findall(r'^\.Cm ([a-z]+)$', sections['SYNOPSIS'], re.M))

    if not helped:
        faults.append('downhill-cli --help prints no commands')
    for name in sorted(helped ^ (commands.keys() - {''})):
        faults.append(f'downhill-cli.1: {name} is a command in one of page and help only')
    for name in sorted(helped - named):
        faults.append(f'downhill-cli.1: the synopsis lacks {name}')
    for name in sorted(helped & commands.keys()):
        options = get_options(run(program, name, '--help').stdout)
        options.pop('help', None)
        if not options:
            faults.append(f'downhill-cli {name} --help prints no options')
        faults.extend(compare(f'downhill-cli.1, {name}', options, get_documented(commands[name])))
    faults.extend(compare('downhill-cli.1', {'help': False, 'version': False},
                          get_documented(sections['DESCRIPTION'])))
    # A comparison that finds nothing must be able to find something.
    planted = get_documented(commands['train'])
    if not compare('', planted, {**planted, 'planted': False}) or not compare('', planted, {}):
        faults.append('the comparison is blind')
    return page


def check_words(program, page):
    words = set(re.findall(r'[\w:]+', re.sub(r'\\&| Ns ', '', page)))
    for what, command in QUESTIONS.items():
        said = run(program, *command)
        found = re.search(r'(?:choose one of|Available:) (.*?)(?:, or type.*)?\.$', said.stderr)
        if found is None:
            faults.append(f'the message about a wrong {what} lists nothing: {said.stderr}')
            continue
        for word in re.findall(r'[\w:.=]+', found[1]):
            # FILE.npz and warm_up=50 are examples.
            if re.search('[.=]', word) or {word, word.rpartition(':')[2]} & words:
                continue
            faults.append(f'downhill-cli.1 lacks the {what} {word}')


def check_window(program):
    helped = get_options(run(program, '--help-all').stdout)
    documented = get_documented(PAGES['downhill'].read_text(encoding='utf-8'))

    if 'gapplication-service' not in helped:
        faults.append('downhill --help-all prints no options')
    faults.extend(compare('downhill.1', helped, documented))


def lint():
    for linter in LINTERS:
        if shutil.which(linter[0]) is None:
            print(f'{linter[0]} is not installed')
            continue
        for path in PAGES.values():
            done = run(*linter, str(path))
            said = done.stderr + (done.stdout if linter[0] == 'mandoc' else '')
            # mandoc looks for the pages that are referred to among the installed ones.
            said = [line for line in said.splitlines() if 'referenced manual not found' not in line]
            if said or (done.returncode != 0 and linter[0] != 'mandoc'):
                faults.append('\n'.join([f'{" ".join(linter)} {path.name}:', *said]))


cli, window = sys.argv[1:]
check_words(cli, check_cli(cli))
check_window(window)
lint()
print('\n'.join(faults))
sys.exit(len(faults) > 0)
