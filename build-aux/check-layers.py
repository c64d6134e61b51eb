#!/usr/bin/env python3
"""Proves the floors of src/: a file includes its own floor and lower ones only, and keeps to what its floor may touch.

Also refuses, everywhere in src/: awaits that drop their error, disowned futures and bare fibers outside the files that
explain them, and files of the project that nobody can place. Prints every offence with file and line; exit status 1 when there is one.
"""

import pathlib
import re
import sys

# Floor -> height. A file may include headers of floors that are not higher; two floors of one height do not see each other.
FLOORS = {
    'base': 1, 'manuscript': 2, 'voice': 3, 'store': 4, 'net': 5, 'agents': 6, 'knowledge': 7, 'workflows': 8,
    'assistant': 9, 'exchange': 10, 'workspace': 11, 'service': 12, 'cli': 13, 'ui': 13,
}
# exchange/ reads and writes books; it stands beside the model floors and knows only these.
EXCHANGE_MAY = {'base', 'manuscript', 'store', 'exchange'}

TOOLKIT = r'gtk/|gdk/|gsk/|adwaita\.h|gtksourceview/|libspelling'
# Floor -> pattern of system includes that it must not have.
FORBIDDEN = {
    'base': r'sqlite3\.h|libsoup|' + TOOLKIT,
    'manuscript': r'sqlite3\.h|libsoup|libdex\.h|gio/gunix|' + TOOLKIT,
    'voice': r'sqlite3\.h|libsoup|libdex\.h|' + TOOLKIT,
    'store': r'libsoup|' + TOOLKIT,
    'net': r'sqlite3\.h|' + TOOLKIT,
    'agents': r'sqlite3\.h|' + TOOLKIT,
    'knowledge': r'sqlite3\.h|' + TOOLKIT,
    'workflows': r'sqlite3\.h|' + TOOLKIT,
    'assistant': r'sqlite3\.h|' + TOOLKIT,
    'exchange': r'sqlite3\.h|libsoup|gtk/|gdk/|adwaita\.h|gtksourceview/',
    'workspace': r'sqlite3\.h|' + TOOLKIT,
    'service': r'sqlite3\.h|' + TOOLKIT,
    'cli': r'sqlite3\.h|' + TOOLKIT,
    'ui': r'sqlite3\.h|libsoup|libdex\.h',
}
# Files that start fibers by themselves and say there why that is safe.
SPAWNERS = {'quire-future.c', 'quire-project-turns.c'}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')


def main():
    top = pathlib.Path(__file__).resolve().parent.parent
    source = top / 'src'
    owners = {}
    offences = []
    for path in sorted(source.rglob('*.h')):
        floor = path.relative_to(source).parts[0]
        if path.name in owners:
            offences.append(f'{path.relative_to(top)}: a header of this name stands in {owners[path.name]} too')
        owners[path.name] = floor

    for path in sorted(list(source.rglob('*.c')) + list(source.rglob('*.h'))):
        parts = path.relative_to(source).parts
        if len(parts) == 1:
            continue  # the two files with main()
        floor = parts[0]
        name = path.relative_to(top)
        if floor not in FLOORS:
            offences.append(f'{name}: {floor}/ is no floor')
            continue
        for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
            offences += [f'{name}:{number}: {what}' for what in check_line(floor, path.name, line, owners)]

    for offence in offences:
        print(offence)
    print(f'{len(owners)} headers on {len(set(owners.values()))} floors, {len(offences)} offences')
    return 1 if offences else 0


def check_line(floor, file_name, line, owners):
    include = INCLUDE.match(line)
    if include:
        kind, header = include.groups()
        if re.search(FORBIDDEN[floor], header):
            yield f'{floor}/ must not include {header}'
        owner = owners.get(header.split('/')[-1])
        if kind == '"' and owner is None and header != 'config.h':
            yield f'{header} is nobody’s header'
        if owner is not None and owner != floor:
            if FLOORS[owner] >= FLOORS[floor]:
                yield f'{floor}/ must not look up to {owner}/ ({header})'
            if floor == 'exchange' and owner not in EXCHANGE_MAY:
                yield f'exchange/ must not know {owner}/ ({header})'
        return
    code = line.split('//')[0]
    if floor == 'ui':
        if re.search(r'\bdex_\w+ \(', code):
            yield 'ui/ never touches libdex: use QuireOperation'
        if re.search(r'\bg_\w+_sync \(|\bquire_\w+_sync \(', code):
            yield 'ui/ never blocks'
    if re.search(r'\bdex_future_disown \(', code) and file_name != 'quire-future.c':
        yield 'a future is disowned: use quire_future_report()'
    if re.search(r'\bdex_scheduler_spawn \((NULL|dex_scheduler_get_default)', code) and file_name not in SPAWNERS:
        yield 'a bare fiber: use quire_fiber_spawn()'
    if re.search(r'\bdex_await\w* \(.*, NULL\)', code):
        yield 'an await drops its error'


if __name__ == '__main__':
    sys.exit(main())
