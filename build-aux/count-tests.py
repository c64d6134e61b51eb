#!/usr/bin/env python3
"""Prints the closing line of a test run from meson's logs: N passed, N failed, N skipped. Argument: the folder meson-logs.

The cases inside a program are counted from the JUnit log. A program that fails although all its cases passed (a leak found at exit, a
crash, a time-out) shows up in the other log alone and counts as one failure."""

import json
import pathlib
import sys
import xml.etree.ElementTree as tree

GOOD = {'OK', 'SKIP', 'EXPECTEDFAIL'}


def main():
    folder = pathlib.Path(sys.argv[1])
    passed = failed = skipped = 0
    failed_programs = set()
    try:
        root = tree.parse(folder / 'testlog.junit.xml').getroot()
        programs = [json.loads(line) for line in (folder / 'testlog.json').read_text(encoding='utf-8').splitlines()]
    except (OSError, ValueError, tree.ParseError) as error:
        print(f'no test log: {error}', file=sys.stderr)
        return 1

    for case in root.iter('testcase'):
        program = case.get('classname', '')
        if case.find('failure') is not None or case.find('error') is not None:
            failed += 1
            failed_programs.update((program, case.get('name', '')))
            print(f'failed: {program} {case.get("name")}')
        elif case.find('skipped') is not None:
            skipped += 1
            print(f'skipped: {program} {case.get("name")}')
        else:
            passed += 1

    for program in programs:
        # "quire:widget / ui/window" here, "quire.quire:widget / ui/window" in the JUnit log; a program without cases is itself the case.
        known = any(name.endswith(program['name']) for name in failed_programs)
        if program['result'] not in GOOD and not known:
            failed += 1
            print(f'failed: {program["name"]}: {program["result"]}')

    print(f'{passed} passed, {failed} failed, {skipped} skipped')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
