#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The help's pages lead everywhere, leave nothing out, and use the words of the window.

    tests/structure/help.py [FOLDER]    FOLDER holds the project

For every language: each page has what it needs, each link has a target, and each page is reached
from index.page.  For the pages in English also:

  - each page of the window, and each topic that its dialogs and app/application.c name, is a page;
  - each entry of a menu is mentioned, as are all keys of the overview of shortcuts;
  - what is marked as <gui> is a text of the window, letter by letter.

One line for each fault; exit 1 if there is any.
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as tree

ROOT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2]
MALLARD = '{http://projectmallard.org/1.0/}'
NEEDED = ('title', 'info/desc', 'info/license')
# Entries that only say why others are not available.
REASONS = re.compile(r'^No |\(|%u')
# Pages of the window with one topic, lessons.page, for both.
LESSONS = {'start', 'lesson'}
# Names of keys in an accelerator, and as a keyboard has them.
KEYS = {'Control': 'Ctrl', 'space': 'Space', 'period': '.', 'comma': ',', 'bracketleft': '[',
        'bracketright': ']', 'question': '?', 'Escape': 'Esc'}
STRING = r'"(?:[^"\\]|\\.)*"'
MARKED = re.compile(r'\b(?:N?_|gettext) ?\(\s*((?:' + STRING + r'\s*)+)\)')

faults = 0


def fault(place, reason):
    global faults
    print(f'{place}: {reason}')
    faults += 1


def find(element, path):
    return element.find('/'.join(MALLARD + part for part in path.split('/')))


def read_pages(folder):
    pages = {}
    for path in sorted(folder.glob('*.page')):
        try:
            page = tree.parse(path).getroot()
        except tree.ParseError as error:
            fault(path.relative_to(ROOT), error)
            continue
        if page.get('id') != path.stem:
            fault(path.relative_to(ROOT), f'its id is “{page.get("id")}”, not its name')
        for needed in NEEDED:
            if find(page, needed) is None:
                fault(path.relative_to(ROOT), f'it has no {needed}')
        pages[path.stem] = page
    return pages


def links_of(page):
    return [link for link in page.iter(MALLARD + 'link') if link.get('xref')]


def check_links(folder, pages):
    """Returns where one gets from each page: a guide leads to its topics and the other way round."""
    ways = {name: set() for name in pages}
    for name, page in pages.items():
        for link in links_of(page):
            target, _, section = link.get('xref').partition('#')
            target = target or name
            sections = {part.get('id') for part in pages[target].iter(MALLARD + 'section')} \
                if target in pages else set()
            if target not in pages or (section and section not in sections):
                fault(folder.relative_to(ROOT) / f'{name}.page', f'there is no “{link.get("xref")}”')
                continue
            ways[name].add(target)
            if link.get('type') == 'guide':
                ways[target].add(name)
    return ways


def check_reached(folder, ways):
    reached, new = set(), {'index'}
    while new:
        reached |= new
        new = {target for name in new for target in ways.get(name, ())} - reached
    for name in sorted(set(ways) - reached):
        fault(folder.relative_to(ROOT) / f'{name}.page', 'no link leads there from index.page')


# ---- the window ----

def sources(*patterns):
    return [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]


def plain(text):
    return text.replace('_', '')


def join(literals):
    return ''.join(part[1:-1] for part in re.findall(STRING, literals)).replace('\\"', '"')


def texts_of_window():
    texts = set()
    for path in sources('resources/*/*.ui'):
        texts |= {plain(part.text) for part in tree.parse(path).iter()
                  if part.get('translatable') == 'yes'}
    for path in sources('ui/**/*.c', 'core/**/*.c', 'app/application.c'):
        texts |= {plain(join(part)) for part in MARKED.findall(path.read_text(encoding='utf-8'))}
    return texts


def entries_of_menus():
    entries = set()
    for path in sources('resources/*/*.ui'):
        entries |= {plain(part.text) for part in tree.parse(path).iter('attribute')
                    if part.get('name') == 'label'}
    for path in sources('ui/**/*.c'):
        calls = re.findall(r'g_menu_append \(([^;]*)\);', path.read_text(encoding='utf-8'))
        entries |= {plain(join(part)) for call in calls for part in MARKED.findall(call)}
    return {entry for entry in entries if not REASONS.search(entry)}


def pages_of_window():
    window = tree.parse(ROOT / 'resources/window/window.ui')
    stack = next(part for part in window.iter('object') if part.get('id') == 'pages')
    names = {part.text for part in stack.findall('child/object[@class="GtkStackPage"]/property')
             if part.get('name') == 'name'}
    application = (ROOT / 'app/application.c').read_text(encoding='utf-8')
    topics = re.search(r'^get_topic .*?^}', application, re.M | re.S).group()
    dialogs = ''.join(path.read_text(encoding='utf-8') for path in sources('ui/**/*.c'))
    return names | set(re.findall(r'return "([a-z-]+)"', topics)) \
        | set(re.findall(r'dh_help_key_add \([^;]*"([a-z-]+)"\);', dialogs))


def squeeze(element):
    return ' '.join(''.join(element.itertext()).split())


def is_text(words, texts):
    if words in texts:
        return True
    formats = (re.sub(r'%%|%[-+\'.0-9]*(?:<PRI\w+>|l*[a-z])', '\0', text) for text in texts
               if '%' in text)
    return any(re.fullmatch('.+'.join(map(re.escape, text.split('\0'))), words)
               for text in formats if len(text.replace('\0', '').strip()) > 2)


def check_window(folder, pages):
    texts = texts_of_window()
    mentioned = set()
    for name, page in pages.items():
        for element in page.iter(MALLARD + 'gui'):
            words = squeeze(element)
            mentioned.add(words)
            if not is_text(words, texts):
                fault(folder.relative_to(ROOT) / f'{name}.page', f'the window says no “{words}”')
    for entry in sorted(entries_of_menus() - mentioned):
        fault(folder.relative_to(ROOT), f'no page mentions the menu entry “{entry}”')
    for name in sorted(pages_of_window() - LESSONS - set(pages)):
        fault(folder.relative_to(ROOT), f'there is no {name}.page, which F1 opens')


def keys_of(page):
    pressed = {'+'.join(squeeze(key) for key in keys) for keys in page.iter(MALLARD + 'keyseq')}
    return pressed | {squeeze(key) for key in page.iter(MALLARD + 'key')}


def check_keys(folder, page):
    pressed = keys_of(page)
    overlay = tree.parse(ROOT / 'resources/window/help-overlay.ui')
    for part in overlay.iter('property'):
        for accelerator in part.text.split() if part.get('name') == 'accelerator' else ():
            *modifiers, key = re.findall(r'[^<>]+', accelerator)
            keys = '+'.join([KEYS.get(word, word) for word in modifiers]
                            + [KEYS.get(key, key.upper() if len(key) == 1 else key)])
            if keys not in pressed:
                fault(folder.relative_to(ROOT) / 'keyboard.page', f'{keys} is missing')


folders = sorted((ROOT / 'data/help').glob('*/downhill'))
if not folders:
    fault('data/help', 'there are no pages')
for folder in folders:
    pages = read_pages(folder)
    check_reached(folder, check_links(folder, pages))
    if folder.parent.name == 'C':
        check_window(folder, pages)
        check_keys(folder, pages['keyboard'])
sys.exit(faults > 0)
