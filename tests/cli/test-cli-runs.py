# test-cli-runs.py: drafts that are stopped, killed, taken up again; books that somebody else has open.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import signal
import sqlite3
import subprocess

import cli_case

OUTLINE = 'Mara finds the ledger in the lamp room and hides it before her brother comes.'

# An unwritten scene of the sample. Rehearsal writes as fast as it can here, so it takes a long scene to be met on the way.
SCENE = '1.2.3'
LONG = ['--at', SCENE, '--words', '10000']


class Stopped(cli_case.CliCase):
    def stored_text(self, path):
        """As much of the newest draft as is on disk, read beside the program."""
        book = sqlite3.connect(f'file:{path}?mode=ro', uri=True, timeout=10)
        try:
            row = book.execute('SELECT partial_text FROM workflows ORDER BY created DESC, rowid DESC').fetchone()
        finally:
            book.close()
        return row[0] if row else ''

    def start_long_draft(self, path):
        """A draft in the middle of its text, and what was on disk of it."""
        process = self.popen('--json', 'generate', path, *LONG)
        self.addCleanup(self.stop, process)
        text = self.wait_for('the draft to begin', lambda: self.stored_text(path))
        return process, text

    @staticmethod
    def stop(process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    def only_run(self, path):
        runs = self.expect(0, '--json', 'runs', path).json['runs']
        self.assertEqual(len(runs), 1, runs)
        return runs[0]

    def stop_long_draft(self, stop):
        """Ends a draft in the middle of its text by a signal: (book, outline before, text on disk, status, output). A draft that was
        quicker than the signal does not count."""
        for _ in range(8):
            path = self.sample()
            before = self.outline(path)
            process, text = self.start_long_draft(path)
            process.send_signal(stop)
            output = process.communicate(timeout=cli_case.PATIENCE)[0]
            if self.only_run(path)['steps'][4]['status'] != 'completed':
                return path, before, text, process.returncode, output
        self.fail('eight drafts were quicker than the signal that was to stop them')

    def test_interrupted_from_the_keyboard(self):
        path, before, text, status, output = self.stop_long_draft(signal.SIGINT)
        self.assertEqual(status, 130)
        self.assertIn(b'"cancelled"', output)
        self.assertEqual(self.outline(path), before, 'a stopped draft changed something')
        run = self.only_run(path)
        self.assertEqual((run['status'], run['success'], run['outputs']), ('cancelled', False, None))
        self.assertEqual([step['status'] for step in run['steps'][-2:]], ['cancelled', 'skipped'])
        self.assertTrue(run['partial_text'].startswith(text), 'a part of the draft was lost')
        self.assertIn(text[:40], self.expect(0, 'run', 'show', path, run['workflow_id']).output)
        self.assertEqual(self.show(path, SCENE)['text'], '')
        self.expect(0, 'check', path)

    def test_killed(self):
        path, before, text, status, _ = self.stop_long_draft(signal.SIGKILL)
        self.assertEqual(status, -signal.SIGKILL)
        run = self.only_run(path)
        self.assertEqual(run['status'], 'interrupted')
        self.assertTrue(run['partial_text'].startswith(text), 'a part of the draft was lost')
        self.assertEqual(self.outline(path), before)
        self.expect(0, 'check', path)

        resumed = self.expect(0, '--json', 'run', 'resume', path, run['workflow_id']).json
        self.assertEqual((resumed['workflow_id'], resumed['status']), (run['workflow_id'], 'completed'))
        for was, now in zip(run['steps'], resumed['steps'], strict=True):
            if was['status'] == 'completed':
                self.assertEqual(now, was, 'a finished step was done again')
        self.assertEqual(run['steps'][3]['status'], 'completed')
        shown = self.show(path, SCENE)
        self.assertEqual(shown['words'], resumed['outputs']['words'])
        self.assertGreater(shown['words'], 5000)
        self.expect(0, 'check', path)

    def test_killed_again_and_again(self):
        """At whatever moment it dies, the book is sound and the draft is whole or not there."""
        path = self.new_book()
        for milliseconds in (5, 15, 30, 60, 120, 250):
            process = self.popen('--json', 'generate', path, '--at', '1.1.1', '--outline', OUTLINE, '--words', '3000')
            try:
                process.communicate(timeout=milliseconds / 1000)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
            self.expect(0, 'check', path)
            if self.outline(path)['acts']:
                self.assertGreater(self.show(path, '1.1.1')['words'], 1000)
                break

    def test_killed_while_a_book_is_made(self):
        for milliseconds in (2, 5, 10, 20, 40, 80):
            path = self.books / f'{milliseconds}.quire'
            process = self.popen('new', path, '--template', 'beat-sheet')
            try:
                process.communicate(timeout=milliseconds / 1000)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
            if path.exists():
                self.assertEqual(len(self.scenes(path)), 15)
                self.expect(0, 'check', path)


class Shared(cli_case.CliCase):
    def hold(self, path):
        """A process that has the book open for writing until it is ended: it waits for a text that does not come."""
        process = subprocess.Popen([cli_case.PROGRAM, 'write', path, '1.1.1'], env=self.environment, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        lock = path.parent / f'.{path.name}-lock'
        self.wait_for('the lock', lambda: lock.exists() and lock.stat().st_size > 0)
        return process

    def test_a_second_process_reads(self):
        path = self.new_book('book.quire', '--template', 'blank')
        self.expect(0, 'write', path, '1.1.1', data=b'What was there.')
        self.hold(path)
        info = self.expect(0, '--json', 'info', path).json
        self.assertIs(info['read_only'], True)
        self.assertEqual(self.show(path, '1.1.1')['text'].strip(), 'What was there.')
        self.expect_error(1, 'read_only', 'write', path, '1.1.1', data=b'Changed?')
        self.expect_error(1, 'read_only', 'generate', path, '--at', '1.1.2', '--outline', OUTLINE)
        self.assertEqual(self.show(path, '1.1.1')['text'].strip(), 'What was there.')

    def test_a_dead_process_holds_nothing(self):
        path = self.new_book('book.quire', '--template', 'blank')
        process = self.hold(path)
        process.kill()
        process.wait()
        self.expect(0, 'write', path, '1.1.1', data=b'Written.')
        self.assertEqual(self.show(path, '1.1.1')['text'].strip(), 'Written.')

    def test_nothing_is_left_beside_a_closed_book(self):
        path = self.new_book('book.quire', '--template', 'blank')
        self.expect(0, 'write', path, '1.1.1', data=b'Written.')
        self.expect(0, 'info', path)
        self.assertEqual(os.listdir(self.books), ['book.quire'])


if __name__ == '__main__':
    cli_case.main()
