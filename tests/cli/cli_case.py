# cli_case.py: what the tests of the command line share.
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the built quire-cli in folders of its own."""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

BUILD = pathlib.Path(os.environ.get('QUIRE_BUILD_DIR', 'build/debug')).resolve()
PROGRAM = BUILD / 'src' / 'quire-cli'
PATIENCE = 100
POLL_SECONDS = 0.01

# Tests of the file system's permissions: root's own powers over them are given up first.
WITHOUT_POWERS = ['setpriv', '--bounding-set', '-dac_override,-dac_read_search,-fowner', '--inh-caps', '-all']


class Result:
    """How one call ended."""

    def __init__(self, arguments, status, output, errors):
        self.call = 'quire-cli ' + ' '.join(map(str, arguments))
        self.status = status
        self.output = output
        self.errors = errors

    def __str__(self):
        return f'{self.call}: status {self.status}\n{self.output}{self.errors}'

    @property
    def json(self):
        lines = self.output.splitlines()
        if len(lines) != 1:
            raise AssertionError(f'not one line of JSON: {self}')
        return json.loads(lines[0])


class CliCase(unittest.TestCase):
    """A test with a folder for books and a home of its own."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='quire-cli-'))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.books = self.folder / 'books'
        self.books.mkdir()
        self.environment = dict(os.environ, LC_ALL='C.UTF-8', HOME=str(self.folder),
                                **{f'XDG_{name}_HOME': str(self.folder / name.lower()) for name in ('DATA', 'CONFIG', 'CACHE', 'STATE')})

    def popen(self, *arguments):
        return subprocess.Popen([PROGRAM, *map(str, arguments)], env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run_cli(self, *arguments, data=b'', prefix=(), folder=None):
        done = subprocess.run([*prefix, PROGRAM, *map(str, arguments)], env=self.environment, input=data, cwd=folder,
                              capture_output=True, timeout=PATIENCE, check=False)
        result = Result(arguments, done.returncode, done.stdout.decode(), done.stderr.decode())
        # A warning or a crash is a fault whatever the command was to do.
        self.assertGreaterEqual(result.status, 0, result)
        self.assertNotRegex(result.errors, r'-(WARNING|CRITICAL) \*\*', result)
        return result

    def expect(self, status, *arguments, **how):
        result = self.run_cli(*arguments, **how)
        self.assertEqual(result.status, status, result)
        return result

    def expect_error(self, status, code, *arguments, **how):
        """The call fails with this status and this code, and with a whole sentence."""
        result = self.expect(status, '--json', *arguments, **how)
        error = result.json['error']
        self.assertEqual(error['code'], code, result)
        self.assertRegex(error['message'], r'(?s)^[“A-Z].+[.!?”:].*', result)
        self.assertEqual(set(error), {'code', 'message', 'field', 'retryable'}, result)
        return error['message']

    def new_book(self, name='book.quire', *options):
        path = self.books / name
        self.expect(0, 'new', path, '--title', 'A Book', *options)
        return path

    def sample(self):
        path = self.books / 'sample.quire'
        shutil.copyfile(BUILD / 'data' / 'sample.quire', path)
        return path

    def outline(self, path):
        return self.expect(0, '--json', 'outline', path).json

    def show(self, path, scene):
        return self.expect(0, '--json', 'show', path, scene).json

    def scenes(self, path):
        return [scene for act in self.outline(path)['acts'] for chapter in act['children'] for scene in chapter['children']]

    def fingerprint(self):
        """Every file of the books' folder with its content."""
        return {str(path.relative_to(self.books)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else 'folder'
                for path in sorted(self.books.rglob('*')) if not path.is_fifo()}

    def wait_for(self, what, condition):
        end = time.monotonic() + PATIENCE
        while not (value := condition()):
            self.assertLess(time.monotonic(), end, f'waited {PATIENCE} s in vain: {what}')
            time.sleep(POLL_SECONDS)
        return value


def main():
    unittest.main(testRunner=unittest.TextTestRunner(stream=sys.stdout, verbosity=2))
