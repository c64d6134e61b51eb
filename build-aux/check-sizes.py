#!/usr/bin/env python3
"""Keeps files and functions of a size that can be read: .c ≤ 900 lines, .h ≤ 160, .blp ≤ 400, functions ≤ 80 lines, ≤ 6 parameters."""

import pathlib
import re
import subprocess
import sys

LIMITS = {'.c': 900, '.h': 200, '.blp': 400, '.py': 600}
MAX_FUNCTION = 80
MAX_PARAMETERS = 6
# GTK gives these their parameters.
GIVEN = re.compile(r'_measure$')


def functions(lines):
    """Yields (name, first line, number of lines, parameters) of each function definition in GNU style."""
    start = None
    for number, line in enumerate(lines, 1):
        if re.match(r'^[a-z_]\w* \(', line) and number > 1 and not lines[number - 2].startswith(('#', '}')):
            start = number
        if line == '{' and start is not None:
            head = ' '.join(lines[start - 1:number - 1])
            parameters = head[head.index('(') + 1:head.rindex(')')]
            depth, count = 0, 1
            for character in parameters:
                depth += (character == '(') - (character == ')')
                count += character == ',' and depth == 0
            begin = number
        if line == '}' and start is not None:
            yield head.split(' (')[0], begin, number - begin - 1, count
            start = None


def main():
    top = pathlib.Path(__file__).resolve().parent.parent
    listed = subprocess.run(['git', '-c', 'safe.directory=*', '-C', str(top), 'ls-files', '--cached', '--others', '--exclude-standard'],
                            check=True, capture_output=True, text=True).stdout.split('\n')
    faults = []
    for name in sorted(set(listed)):
        path = top / name
        limit = LIMITS.get(path.suffix)
        if limit is None or not path.is_file():
            continue
        lines = path.read_text(encoding='utf-8').split('\n')
        if len(lines) > limit:
            faults.append(f'{name}: {len(lines)} lines, {limit} at most')
        if path.suffix == '.c' and name.startswith('src/'):
            for function, line, length, parameters in functions(lines):
                if length > MAX_FUNCTION:
                    faults.append(f'{name}:{line}: {function} has {length} lines, {MAX_FUNCTION} at most')
                if parameters > MAX_PARAMETERS and not GIVEN.search(function):
                    faults.append(f'{name}:{line}: {function} has {parameters} parameters, {MAX_PARAMETERS} at most')
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
