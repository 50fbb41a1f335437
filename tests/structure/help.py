#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The help's pages lead everywhere, leave nothing out, and use the words of the window.

    tests/structure/help.py [FOLDER]    FOLDER holds the project

For every language: each page has what it needs, each link has a target, and each page is reached
from index.page.  For the pages in English also:

  - each page of the window, and each topic that its dialogs and app/application.c name, is a page;
  - each entry of a menu is mentioned, as are all keys of the overview of shortcuts;
  - what is marked as <gui> is a text of the window, letter by letter.

For the other languages, each of which has all the pages: they are built as the English ones, element by
element, and what is marked as <gui> is the translation of what is marked there.

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

# What stands within a sentence, where another language may need another order.
INLINE = {MALLARD + name for name in ('gui', 'guiseq', 'link', 'key', 'keyseq', 'em', 'code', 'cmd',
                                      'file', 'input', 'output', 'var', 'app', 'sys', 'span')}

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


def tidy(text):
    """Without marks of direction, and with single spaces."""
    return ' '.join(re.sub('[\u200e\u200f\u2066-\u2069]', '', text).split())


def squeeze(element):
    return tidy(''.join(element.itertext()))


def is_text(words, texts, least=3):
    """Whether it is one of these texts of the window, or one of them with numbers in it, if there are
    so many letters besides: “%s: %s” would fit anything."""
    if words in texts:
        return True
    formats = (re.sub(r'%%|%[-+\'.0-9]*(?:<PRI\w+>|l*[a-z])', '\0', text) for text in texts
               if '%' in text)
    return any(re.fullmatch('.+'.join(map(re.escape, text.split('\0'))), words)
               for text in formats if len(text.replace('\0', '').strip()) >= least)


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


# ---- other languages ----

def unquote(lines):
    return ''.join(re.sub(r'\\(.)', lambda found: {'n': '\n', 't': '\t'}.get(found[1], found[1]),
                          line.strip()[1:-1]) for line in lines)


def read_translations(path):
    """By text in English: its translations, of which there are several if it stands for several
    things.  Both without marks of mnemonics."""
    translations = {}
    for entry in re.split(r'\n\s*\n', path.read_text(encoding='utf-8')):
        lines = [line for line in entry.splitlines() if line[:1] in ('m', '"')]
        parts, name = {}, None
        for line in lines:
            if line[0] == 'm':
                name, _, line = line.partition(' ')
            parts.setdefault(name, []).append(line)
        texts = {name: tidy(plain(unquote(part))) for name, part in parts.items()}
        for name in ('msgid', 'msgid_plural'):
            for other in texts if texts.get(name) else ():
                if other.startswith('msgstr'):
                    translations.setdefault(texts[name], set()).add(texts[other])
    return translations


def get_kind(element):
    return element.tag, tuple(sorted((name, value) for name, value in element.attrib.items()
                                     if not name.endswith('}lang')))


def compare_blocks(place, element, original, translations):
    """The elements in and below a block; inline ones in any order."""
    def split(parent):
        inline = [part for part in parent.iter() if part is not parent and part.tag in INLINE]
        return inline, [part for part in parent if isinstance(part.tag, str) and part.tag not in INLINE]

    inline, blocks = split(element)
    other_inline, other_blocks = split(original)
    if not blocks and sorted(map(get_kind, inline)) != sorted(map(get_kind, other_inline)):
        fault(place, f'other marks than in English: “{squeeze(element)[:60]}”')
    if not blocks and squeeze(original) and not squeeze(element):
        fault(place, f'“{squeeze(original)[:60]}” isn’t translated')
    if list(map(get_kind, blocks)) != list(map(get_kind, other_blocks)):
        fault(place, f'other elements than in English within <{element.tag.removeprefix(MALLARD)}>')
        return
    if not blocks:
        compare_labels(place, inline, other_inline, translations)
    for block, other in zip(blocks, other_blocks):
        compare_blocks(place, block, other, translations)


def translate(words, translations):
    """What a label may be called; one with numbers comes from a text with places for them."""
    if words in translations:
        return translations[words]
    return set().union(*(words_there for text, words_there in translations.items()
                         if '%' in text and is_text(words, {text})))


def compare_labels(place, inline, original, translations):
    said = sorted(squeeze(part) for part in inline if part.tag == MALLARD + 'gui')
    for words in (squeeze(part) for part in original if part.tag == MALLARD + 'gui'):
        known = translate(words, translations)
        found = next((label for label in said if is_text(label, known, 1)), None)
        if found is None:
            fault(place, f'“{words}” is not called “{"” or “".join(said)}” in the window')
            return
        said.remove(found)


def check_translation(folder, pages, originals):
    translations = read_translations(ROOT / 'po' / f'{folder.parent.name}.po')
    for name in sorted(set(originals) ^ set(pages)):
        fault(folder.relative_to(ROOT), f'{name}.page is only in one of this language and English')
    for name in sorted(set(originals) & set(pages)):
        compare_blocks(folder.relative_to(ROOT) / f'{name}.page', pages[name], originals[name],
                       translations)


folders = sorted((ROOT / 'data/help').glob('*/downhill'))
if not folders:
    fault('data/help', 'there are no pages')
for folder in folders:
    pages = read_pages(folder)
    check_reached(folder, check_links(folder, pages))
    if folder.parent.name == 'C':
        originals = pages
        check_window(folder, pages)
        check_keys(folder, pages['keyboard'])
    else:
        check_translation(folder, pages, originals)
languages = {path.stem for path in (ROOT / 'po').glob('*.po')} | {'C'}
for name in sorted(languages ^ {folder.parent.name for folder in folders}):
    fault('data/help', f'{name} is a language of only one of the window and the help')
sys.exit(faults > 0)
