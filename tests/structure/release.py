#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""release.py CLI: whether all files that name the version, the program or what it needs agree.

    the version       meson.build, NEWS, metainfo, debian/changelog, downhill-cli --version
    the day           of a release in NEWS and metainfo
    the id            desktop file, service file, metainfo, MIME type, icons, Flatpak manifest
    the libraries     meson.build, run, debian/control, Flatpak manifest with its runtime
"""
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parents[2]
ID = 'org.downhill.Downhill'
# What the GNOME runtime brings; all else is a module of the manifest, by this name.
RUNTIME = {'glib-2.0', 'gobject-2.0', 'gio-2.0', 'gio-unix-2.0', 'json-glib-1.0', 'libpng', 'zlib',
           'gdk-pixbuf-2.0', 'libarchive', 'sqlite3', 'cairo', 'pangocairo', 'gtk4',
           'libadwaita-1'}
COMPILER = {'threads', 'openmp', 'm'}
MODULES = {'dnnl': 'onednn', 'fftw3f': 'fftw3f', 'libcmark': 'cmark', 'yaml-0.1': 'libyaml',
           'qrcodegen': 'qrcodegen'}

faults = []


def read(name):
    return (ROOT / name).read_text(encoding='utf-8')


def agree(what, values):
    """values: by where they stand"""
    if len(set(values.values())) != 1:
        faults.append(f'{what} differ: ' + ', '.join(f'{k}: {v}' for k, v in values.items()))


def find(pattern, text, what):
    found = re.search(pattern, text, re.M)
    if found is None:
        faults.append(f'{what} is not there')
    return found[1] if found else ''


def check_versions(cli, metainfo):
    newest = metainfo.find('releases/release')
    said = subprocess.run([cli, '--version'], capture_output=True, text=True, check=True).stdout
    news = re.match(r'(\S+), (\d{4}-\d\d-\d\d|not released yet)\n=+\n', read('NEWS'))

    if news is None:
        faults.append('NEWS begins with neither “VERSION, DAY” nor “VERSION, not released yet”')
        return
    agree('versions', {
        'meson.build': find(r"^  version: '([^']*)'", read('meson.build'), 'the version'),
        'NEWS': news[1],
        'metainfo': newest.get('version'),
        'debian/changelog': find(r'\A\S+ \(([^)-]*)\S*\)', read('debian/changelog'), 'a version'),
        'downhill-cli': said.split()[-1]})
    if news[2][0].isdigit():
        agree('days of the release', {'NEWS': news[2], 'metainfo': newest.get('date')})
    if newest.find('description/p') is None:
        faults.append('metainfo says nothing of the newest release')


def check_names(metainfo):
    desktop, service = read(f'data/{ID}.desktop.in'), read(f'data/{ID}.service.in')
    types = set(find('^MimeType=(.*);$', desktop, 'MimeType').split(';'))
    mime = xml.parse(ROOT / f'data/{ID}.mime.xml').getroot()
    own = {kind.get('type') for kind in mime if kind.tag.endswith('}mime-type')}
    icons = ROOT / 'data/icons/hicolor'

    agree('names', {
        'metainfo': metainfo.findtext('id'),
        'its launchable': metainfo.findtext('launchable').removesuffix('.desktop'),
        'the icon': find('^Icon=(.*)$', desktop, 'Icon'),
        'the Flatpak manifest': json.loads(read(f'data/flatpak/{ID}.json'))['id'],
        'meson.build': find("^app_id = '(.*)'$", read('meson.build'), 'app_id')})
    # With the same name, as the desktop wants it.
    if 'DBusActivatable=true\n' not in desktop or 'Name=@app_id@\n' not in service:
        faults.append('the bus can’t start the program')
    agree('types of documents', {
        'the desktop file': types - {'x-scheme-handler/downhill'} == own,
        'metainfo': {kind.text for kind in metainfo.findall('provides/mediatype')} == own,
        'needed': True})
    for icon in [f'scalable/apps/{ID}.svg', f'symbolic/apps/{ID}-symbolic.svg',
                 *(f'scalable/mimetypes/{kind.replace("/", "-")}.svg' for kind in own)]:
        if not (icons / icon).is_file():
            faults.append(f'there is no icon {icon}')
    for image in metainfo.findall('screenshots/screenshot/image'):
        name = image.text.removeprefix('@site@/')
        # The size stands at the same place in every PNG.
        head = (ROOT / name).read_bytes()[16:24]
        size = [int.from_bytes(head[:4], 'big'), int.from_bytes(head[4:], 'big')]
        if size != [int(image.get('width')), int(image.get('height'))]:
            faults.append(f'{name} has another size than metainfo says')


def check_libraries():
    build = read('meson.build')
    needed = set(re.findall(r"(?:dependency|find_library) ?\('([^']*)'", build)) - COMPILER
    manifest = json.loads(read(f'data/flatpak/{ID}.json'))
    modules = {module['name'] for module in manifest['modules']}
    # The -dev packages of run are those of the Debian package, which has the compiler anyway.
    packages = set(find(r"^build_packages='([^']*)'", read('run'), 'build_packages').split())
    control = set(re.findall(r'^ (\S+?),?(?: .*)?$', read('debian/control').split('\n\n')[0], re.M))

    for name in sorted(needed - RUNTIME - MODULES.keys()):
        faults.append(f'{name} is in no list here: is it in the GNOME runtime, or a module?')
    agree('modules of the Flatpak manifest', {
        'needed': ' '.join(sorted(MODULES[name] for name in needed & MODULES.keys())),
        'there': ' '.join(sorted(modules - {'downhill'}))})
    for module in manifest['modules']:
        for source in module['sources']:
            if source['type'] != 'dir' and not re.fullmatch(
                    '[0-9a-f]{64}|[0-9a-f]{40}', source.get('sha256', source.get('commit', ''))):
                faults.append(f'{module["name"]} is not pinned in the Flatpak manifest')
    ours = {name for name in packages if name.endswith('-dev')} - {'libc6-dev'}
    theirs = {name for name in control if name.endswith('-dev')}
    for name in sorted(ours ^ theirs):
        faults.append(f'{name} stands in only one of run and debian/control')


root = xml.parse(ROOT / f'data/{ID}.metainfo.xml.in').getroot()
check_versions(sys.argv[1], root)
check_names(root)
check_libraries()
print('\n'.join(faults))
sys.exit(len(faults) > 0)
