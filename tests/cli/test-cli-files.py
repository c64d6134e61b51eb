# test-cli-files.py: quire-cli and files that are no good book: it says what is wrong and changes nothing.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import shutil
import sqlite3
import struct
import subprocess

import cli_case

# Commands that look, and commands that would change something.
COMMANDS = [['info'], ['outline'], ['check'], ['show', '1.1.1'], ['runs'], ['write', '1.1.1'],
            ['generate', '--at', '1.2.3', '--outline', 'A long enough outline for a scene.']]


def call(command, path):
    return [command[0], path, *command[1:]]


class Hostile(cli_case.CliCase):
    def refused(self, path, status, code, commands=None):
        """Every command refuses the file with this code, and leaves it and its folder as they were."""
        before = self.fingerprint()
        messages = set()
        for command in commands or COMMANDS:
            with self.subTest(file=path.name, command=command[0]):
                messages.add(self.expect_error(status, code, *call(command, path), data=b'Changed?'))
                self.assertEqual(self.fingerprint(), before, 'something was written')
        return messages

    def test_not_there(self):
        self.refused(self.books / 'none.quire', 3, 'not_found')
        self.refused(self.books / 'no' / 'folder.quire', 3, 'not_found')

    def test_not_a_book(self):
        other = sqlite3.connect(self.books / 'other.quire')
        other.execute('CREATE TABLE songs (title TEXT)')
        other.commit()
        other.close()
        (self.books / 'text.quire').write_text('Once upon a time.\n' * 400, encoding='utf-8')
        (self.books / 'short.quire').write_bytes(b'x')
        (self.books / 'empty.quire').write_bytes(b'')
        (self.books / 'zeros.quire').write_bytes(bytes(65536))
        (self.books / 'random.quire').write_bytes(os.urandom(65536))
        (self.books / 'folder.quire').mkdir()
        (self.books / 'link.quire').symlink_to(self.books / 'text.quire')
        for path in sorted(self.books.iterdir()):
            self.refused(path, 1, 'not_a_book')

    def test_a_link_to_nothing(self):
        (self.books / 'link.quire').symlink_to(self.books / 'gone.quire')
        before = sorted(path.name for path in self.books.iterdir())
        self.expect_error(3, 'not_found', 'info', self.books / 'link.quire')
        self.assertEqual(sorted(path.name for path in self.books.iterdir()), before)

    def test_pipe_and_device(self):
        path = self.books / 'pipe.quire'
        os.mkfifo(path)
        self.refused(path, 1, 'not_a_book')
        self.assertTrue(path.is_fifo())
        self.expect_error(1, 'not_a_book', 'info', '/dev/null')
        self.expect_error(1, 'not_a_book', 'info', '/dev/zero')

    def test_truncated(self):
        whole = (cli_case.BUILD / 'data' / 'sample.quire').read_bytes()
        page = struct.unpack('>H', whole[16:18])[0]
        for size in (1, 15, 16, 50, 99, 100, 511, page - 1, page, page + 1, 4 * page, len(whole) // 2, len(whole) - page, len(whole) - 1):
            path = self.books / f'cut-{size}.quire'
            path.write_bytes(whole[:size])
            # With no more than its first bytes nobody can tell what it was.
            code = 'not_a_book' if size < 16 else 'corrupt'
            found = self.run_cli('--json', 'info', path)
            if size < 16 and found.json['error']['code'] == 'corrupt':
                code = 'corrupt'
            self.refused(path, 1, code)
            path.unlink()

    def test_damaged_page(self):
        """A page that is overwritten: reading may go on, writing may not, and the file stays as it is."""
        whole = bytearray((cli_case.BUILD / 'data' / 'sample.quire').read_bytes())
        page = struct.unpack('>H', whole[16:18])[0]
        for number in (1, 2, 5, 20, len(whole) // page - 2):
            path = self.books / f'page-{number}.quire'
            damaged = bytearray(whole)
            begin = number * page
            damaged[begin:begin + page] = bytes([0xa5]) * page
            path.write_bytes(damaged)
            before = self.fingerprint()
            with self.subTest(page=number):
                for command in COMMANDS:
                    result = self.run_cli('--json', *call(command, path), data=b'Changed?')
                    if command[0] in ('check', 'write', 'generate'):
                        self.assertEqual(result.status, 1, result)
                    if result.status == 0 and command[0] == 'info':
                        self.assertTrue(result.json['read_only'], result)
                    self.assertEqual(self.fingerprint(), before, result)
            path.unlink()

    def test_newer(self):
        path = self.sample()
        book = bytearray(path.read_bytes())
        book[60:64] = struct.pack('>I', struct.unpack('>I', book[60:64])[0] + 1)
        path.write_bytes(book)
        before = self.fingerprint()
        info = self.expect(0, '--json', 'info', path).json
        self.assertIs(info['read_only'], True)
        self.assertIn('newer', self.expect(0, 'info', path).output)
        self.assertEqual(len(self.scenes(path)), 27)
        self.assertGreater(self.show(path, '1.1.1')['words'], 100)
        self.expect_error(1, 'read_only', 'write', path, '1.1.1', data=b'Changed?')
        self.expect_error(1, 'read_only', 'generate', path, '--at', '1.2.3')
        self.assertEqual(self.fingerprint(), before)

    def test_much_newer(self):
        """A book whose tables this version does not know."""
        path = self.new_book()
        book = sqlite3.connect(path)
        book.execute('PRAGMA user_version = 9000')
        book.execute('ALTER TABLE project RENAME TO projects')
        book.commit()
        book.close()
        self.refused(path, 1, 'too_new')

    def test_closed_log_is_no_obstacle(self):
        """What another process committed and did not live to put into the file is read."""
        path = self.new_book('book.quire', '--template', 'blank')
        self.expect(0, 'write', path, '1.1.1', data=b'A sentence that must stay.')
        writer = subprocess.run(
            ['python3', '-c', 'import os, sqlite3, sys\n'
             'book = sqlite3.connect(sys.argv[1])\n'
             'book.execute("PRAGMA wal_autocheckpoint = 0")\n'
             'book.execute("UPDATE project SET title = ?", ("From the log",))\n'
             'book.commit()\n'
             'os._exit(0)\n', path], check=True)
        self.assertEqual(writer.returncode, 0)
        self.assertTrue((self.books / 'book.quire-wal').stat().st_size > 0)
        self.assertEqual(self.expect(0, '--json', 'info', path).json['title'], 'From the log')
        self.assertEqual(self.show(path, '1.1.1')['text'].strip(), 'A sentence that must stay.')
        self.expect(0, 'check', path)


class Permission(cli_case.CliCase):
    """Who may not read or write gets a sentence, or reads. Root is held to the rules for once."""

    def setUp(self):
        super().setUp()
        self.prefix = ()
        if os.geteuid() == 0:
            self.prefix = cli_case.WITHOUT_POWERS
        probe = self.folder / 'probe'
        probe.write_text('x', encoding='utf-8')
        probe.chmod(0)
        if not shutil.which('setpriv') and self.prefix or \
                subprocess.run([*self.prefix, 'cat', probe], capture_output=True, check=False).returncode == 0:
            self.skipTest('this user may read everything, and its powers cannot be given up here')

    def test_unreadable(self):
        path = self.new_book()
        path.chmod(0)
        before = sorted(file.name for file in self.books.iterdir())
        for command in COMMANDS:
            with self.subTest(command[0]):
                self.expect_error(1, 'permission', *call(command, path), prefix=self.prefix)
        self.assertEqual(sorted(file.name for file in self.books.iterdir()), before)

    def test_write_protected_file(self):
        path = self.sample()
        path.chmod(0o444)
        self.check_readable_only(path)

    def test_write_protected_folder(self):
        path = self.sample()
        self.books.chmod(0o555)
        self.addCleanup(self.books.chmod, 0o755)
        self.check_readable_only(path)

    def check_readable_only(self, path):
        before = self.fingerprint()
        info = self.expect(0, '--json', 'info', path, prefix=self.prefix).json
        self.assertIs(info['read_only'], True)
        self.assertEqual(info['scenes'], 27)
        self.assertIn('write-protected', self.expect(0, 'info', path, prefix=self.prefix).output)
        self.expect(0, 'check', path, prefix=self.prefix)
        self.expect_error(1, 'read_only', 'write', path, '1.1.1', data=b'Changed?', prefix=self.prefix)
        self.expect_error(1, 'read_only', 'generate', path, '--at', '1.2.3', prefix=self.prefix)
        self.assertEqual(self.fingerprint(), before)

    def test_new_where_nothing_may_be_written(self):
        self.books.chmod(0o555)
        self.addCleanup(self.books.chmod, 0o755)
        self.expect_error(1, 'permission', 'new', self.books / 'book.quire', prefix=self.prefix)
        self.assertEqual(self.fingerprint(), {})


if __name__ == '__main__':
    cli_case.main()
