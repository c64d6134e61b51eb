#!/usr/bin/env python3
"""Prints the closing line of a test run from meson's JUnit log: N passed, N failed, N skipped."""

import sys
import xml.etree.ElementTree as tree


def main():
    passed = failed = skipped = 0
    try:
        root = tree.parse(sys.argv[1]).getroot()
    except (OSError, tree.ParseError) as error:
        print(f'no test log: {error}', file=sys.stderr)
        return 1
    for case in root.iter('testcase'):
        if case.find('failure') is not None or case.find('error') is not None:
            failed += 1
            print(f'failed: {case.get("classname", "")} {case.get("name")}')
        elif case.find('skipped') is not None:
            skipped += 1
            print(f'skipped: {case.get("classname", "")} {case.get("name")}')
        else:
            passed += 1
    print(f'{passed} passed, {failed} failed, {skipped} skipped')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
