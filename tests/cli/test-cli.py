# test-cli.py: every command of quire-cli, what it prints and how it ends.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import fcntl
import os
import pathlib
import re
import signal
import subprocess
import sys
import termios

import cli_case

UUID = r'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
TIME = r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$'
OUTLINE = 'Mara finds the ledger in the lamp room and hides it before her brother comes up the stairs.'


class Usage(cli_case.CliCase):
    def test_help(self):
        for arguments in (['--help'], ['-h'], ['help']):
            with self.subTest(arguments):
                result = self.expect(0, *arguments)
                for command in ('new', 'info', 'outline', 'show', 'write', 'generate', 'runs', 'run show', 'run resume', 'check'):
                    self.assertRegex(result.output, rf'(?m)^  {command} ')
                self.assertEqual(result.errors, '')

    def test_help_of_commands(self):
        for command in ('new', 'info', 'outline', 'show', 'write', 'generate', 'runs', 'run show', 'run resume', 'check'):
            with self.subTest(command):
                result = self.expect(0, *command.split(), '--help')
                self.assertIn(command, result.output)

    def test_version(self):
        self.assertRegex(self.expect(0, '--version').output, r'^quire-cli \d+\.\d+')

    def test_wrong_usage(self):
        for arguments in ([], ['paint'], ['info'], ['info', 'a', 'b'], ['show', 'a'], ['run'], ['run', 'show', 'a'], ['info', 'a', '--colour'],
                          ['runs', 'a', '--limit', 'many']):
            with self.subTest(arguments):
                self.expect(2, *arguments)

    def test_wrong_usage_as_json(self):
        self.expect_error(2, 'invalid', 'paint')

    def test_output_that_cannot_be_written(self):
        with open('/dev/full', 'wb') as full:
            done = subprocess.run([cli_case.PROGRAM, '--help'], env=self.environment, stdout=full, stderr=subprocess.PIPE, timeout=cli_case.PATIENCE, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b'could not be written', done.stderr)

    def test_errors_are_on_standard_error(self):
        result = self.expect(3, 'info', self.books / 'none.quire')
        self.assertEqual(result.output, '')
        self.assertRegex(result.errors, r'(?m)^quire-cli: There is no file ')


class Books(cli_case.CliCase):
    def test_new(self):
        path = self.books / 'The Lamp Room.quire'
        made = self.expect(0, '--json', 'new', path, '--title', 'The Lamp “Room”').json
        self.assertEqual(set(made), {'project_id', 'path', 'title'})
        self.assertRegex(made['project_id'], UUID)
        self.assertEqual(made['title'], 'The Lamp “Room”')
        self.assertEqual(pathlib.Path(made['path']), path)
        self.assertEqual(path.read_bytes()[:15], b'SQLite format 3')
        self.assertEqual(path.read_bytes()[68:72], b'QUIR')
        self.assertEqual(self.outline(path)['acts'], [])

    def test_new_takes_its_title_from_the_name(self):
        self.assertEqual(self.expect(0, '--json', 'new', self.books / 'Low Water.quire').json['title'], 'Low Water')

    def test_new_in_the_current_folder(self):
        self.expect(0, 'new', 'here.quire', folder=self.books)
        self.assertTrue((self.books / 'here.quire').is_file())

    def test_templates(self):
        for template, acts, chapters, scenes in (('empty', 0, 0, 0), ('blank', 1, 1, 1), ('three-acts', 3, 9, 9), ('beat-sheet', 3, None, 15)):
            with self.subTest(template):
                path = self.new_book(f'{template}.quire', '--template', template)
                info = self.expect(0, '--json', 'info', path).json
                self.assertEqual(info['acts'], acts)
                self.assertEqual(info['scenes'], scenes)
                self.assertEqual(info['unwritten'], scenes)
                if chapters is not None:
                    self.assertEqual(info['chapters'], chapters)

    def test_new_refuses(self):
        path = self.new_book()
        before = self.fingerprint()
        self.expect_error(1, 'invalid', 'new', path)
        self.expect_error(1, 'invalid', 'new', self.books / 'other.quire', '--template', 'haiku')
        self.assertNotEqual(self.run_cli('new', self.books / 'no' / 'such' / 'folder.quire').status, 0)
        self.assertEqual(self.fingerprint(), before)

    def test_info(self):
        info = self.expect(0, '--json', 'info', self.sample()).json
        self.assertEqual(set(info), {'project_id', 'path', 'title', 'author', 'language', 'words', 'target_words', 'acts', 'chapters',
                                     'scenes', 'unwritten', 'entries', 'read_only'})
        self.assertEqual(info['title'], 'The Hundredth Sack')
        self.assertEqual((info['acts'], info['chapters'], info['scenes'], info['unwritten']), (3, 9, 27, 6))
        self.assertEqual(info['entries'], 20)
        self.assertGreater(info['words'], 10000)
        self.assertIs(info['read_only'], False)

    def test_info_as_text(self):
        output = self.expect(0, 'info', self.sample()).output
        self.assertIn('The Hundredth Sack\n', output)
        self.assertIn('3 acts, 9 chapters, 27 scenes, 6 of them unwritten\n', output)
        output = self.expect(0, 'info', self.new_book('blank.quire', '--template', 'blank')).output
        self.assertIn('1 act, 1 chapter, 1 scene, 1 of them unwritten\n', output)

    def test_outline(self):
        outline = self.outline(self.sample())
        self.assertEqual(set(outline), {'project_id', 'acts'})
        self.assertEqual([act['title'] for act in outline['acts']], ['Tare', 'Gross', 'Net'])
        fields = {'id', 'number', 'kind', 'title', 'synopsis', 'status', 'point_of_view', 'words'}
        for a, act in enumerate(outline['acts'], 1):
            self.assertEqual(set(act), fields | {'children'})
            self.assertEqual((act['number'], act['kind']), (str(a), 'act'))
            self.assertEqual(act['words'], sum(chapter['words'] for chapter in act['children']))
            for c, chapter in enumerate(act['children'], 1):
                self.assertEqual((chapter['number'], chapter['kind']), (f'{a}.{c}', 'chapter'))
                for s, scene in enumerate(chapter['children'], 1):
                    self.assertEqual(set(scene), fields)
                    self.assertEqual((scene['number'], scene['kind']), (f'{a}.{c}.{s}', 'scene'))
                    self.assertRegex(scene['id'], UUID)
                    self.assertEqual(scene['status'] == 'outlined', scene['words'] == 0, scene)

    def test_outline_as_text(self):
        lines = self.expect(0, 'outline', self.sample()).output.splitlines()
        self.assertEqual(len(lines), 3 + 9 + 27)
        self.assertRegex(lines[0], r'^1 +Tare  [\d,]+$')
        self.assertTrue(any(re.match(r'^1\.2\.3 +Tea at the Counting-House  0  ', line) for line in lines), lines)

    def test_show(self):
        path = self.sample()
        source = pathlib.Path(os.environ['QUIRE_SOURCE_DIR']) / 'data/sample/1-tare/1-the-monday-tares/1-two-ton-ten.md'
        body = source.read_text(encoding='utf-8').split('\n---\n', 1)[1].strip()
        shown = self.show(path, '1.1.1')
        self.assertEqual(set(shown), {'id', 'number', 'title', 'synopsis', 'status', 'words', 'hash', 'text'})
        self.assertEqual(shown['text'].strip(), body)
        self.assertEqual(self.show(path, shown['id']), shown)
        self.assertEqual(self.expect(0, 'show', path, '1.1.1').output.strip(), body)
        self.assertEqual(self.show(path, '1.2.3')['text'], '')

    def test_show_refuses(self):
        path = self.sample()
        for scene, status, code in (('9.9.9', 3, 'not_found'), ('1.1', 3, 'not_found'), ('1', 3, 'not_found'),
                                    ('00000000-0000-4000-8000-000000000000', 3, 'not_found')):
            with self.subTest(scene):
                self.expect_error(status, code, 'show', path, scene)
        for scene in ('0.0.0', 'first', '1.1.1.1', '-1'):
            with self.subTest(scene):
                self.assertNotEqual(self.run_cli('show', path, '--', scene).status, 0)

    def test_check(self):
        found = self.expect(0, '--json', 'check', self.sample()).json
        self.assertEqual(found, {'sound': True, 'faults': []})
        self.assertEqual(self.expect(0, 'check', self.new_book()).output, 'The book is sound.\n')


class Writing(cli_case.CliCase):
    def write(self, data, status=0):
        path = self.new_book('write.quire', '--template', 'blank') if not (self.books / 'write.quire').exists() else self.books / 'write.quire'
        return path, self.expect(status, '--json', 'write', path, '1.1.1', data=data)

    def test_write(self):
        path, result = self.write('She counted the steps. Twice.\n\n*“No,”* he said — once.\n'.encode())
        written = result.json
        self.assertEqual(set(written), {'id', 'number', 'title', 'synopsis', 'status', 'words', 'hash'})
        self.assertEqual((written['words'], written['status']), (9, 'draft'))
        self.assertEqual(self.show(path, '1.1.1')['text'].rstrip('\n'), 'She counted the steps. Twice.\n\n*“No,”* he said — once.')
        self.assertEqual(self.expect(0, '--json', 'info', path).json['words'], 9)
        self.expect(0, 'check', path)

    def test_line_ends(self):
        path, _ = self.write(b'\xef\xbb\xbfOne.\r\nTwo.\rThree.\n')
        self.assertEqual(self.show(path, '1.1.1')['text'].rstrip('\n'), 'One.\nTwo.\nThree.')

    def test_what_is_no_text(self):
        path, _ = self.write(b'Good \xff\xfe bad\x00 \x07end \xc3')
        text = self.show(path, '1.1.1')['text']
        self.assertNotIn('\0', text)
        self.assertNotIn('\a', text)
        self.assertIn('\ufffd', text)
        for word in ('Good', 'bad', 'end'):
            self.assertIn(word, text)
        self.expect(0, 'check', path)

    def test_nothing(self):
        path, _ = self.write(b'Something.')
        path, result = self.write(b'')
        self.assertEqual(result.json['words'], 0)
        self.assertEqual(self.show(path, '1.1.1')['text'], '')

    def test_too_much(self):
        path, _ = self.write(b'What was there.')
        before = self.show(path, '1.1.1')
        message = self.expect_error(1, 'invalid', 'write', path, '1.1.1', data=b'word ' * (9 * 1024 * 1024 // 5))
        self.assertIn('8 MB', message)
        self.assertEqual(self.show(path, '1.1.1'), before)

    def test_long(self):
        text = ('A sentence of seven words stands here. ' * 3000).strip()
        path, result = self.write(text.encode())
        self.assertEqual(result.json['words'], 21000)
        self.assertEqual(self.show(path, '1.1.1')['text'].rstrip('\n'), text)

    def test_interrupted_before_the_text_has_ended(self):
        path, _ = self.write(b'What was there.')
        before = self.show(path, '1.1.1')
        with subprocess.Popen([cli_case.PROGRAM, 'write', path, '1.1.1'], env=self.environment, stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
            program.stdin.write(b'Half a')
            program.stdin.flush()
            # Once it has taken what is there, it waits for more.
            while int.from_bytes(fcntl.ioctl(program.stdin, termios.FIONREAD, bytes(4)), sys.byteorder) > 0:
                self.assertIsNone(program.poll())
            program.send_signal(signal.SIGINT)
            self.assertEqual(program.wait(cli_case.PATIENCE), 130)
        self.assertEqual(self.show(path, '1.1.1'), before)

    def test_no_such_scene(self):
        path, _ = self.write(b'What was there.')
        self.expect_error(3, 'not_found', 'write', path, '4.4.4', data=b'Lost?')


class Generating(cli_case.CliCase):
    def generate(self, path, *options, status=0):
        return self.expect(status, '--json', 'generate', path, '--at', '1.1.1', '--outline', OUTLINE, '--words', '200', *options)

    def test_a_new_scene(self):
        path = self.new_book()
        run = self.generate(path, '--title', 'The ledger', '--seed', '7').json
        self.assertEqual((run['kind'], run['status'], run['success']), ('scene-generation', 'completed', True))
        self.assertEqual([step['name'] for step in run['steps']],
                         ['parse-outline', 'plan-queries', 'gather-context', 'assemble-prompt', 'draft', 'save'])
        for step in run['steps']:
            self.assertEqual(step['status'], 'completed', step)
            self.assertGreaterEqual(step['attempts'], 1)
            self.assertRegex(step['started_at'], TIME)
            self.assertRegex(step['completed_at'], TIME)
        self.assertEqual((run['steps_total'], run['steps_completed'], run['errors']), (6, 6, []))
        for member in ('created_at', 'started_at', 'completed_at'):
            self.assertRegex(run[member], TIME)
        self.assertGreaterEqual(run['duration'], 0)
        self.check_outputs(run['outputs'], path)
        self.expect(0, 'check', path)

    def check_outputs(self, outputs, path):
        for member in ('scene_id', 'number', 'title', 'words', 'agent', 'provider', 'model', 'outline_words', 'act_created',
                       'chapter_created', 'sources', 'left_out', 'receipt_id', 'tokens', 'cost', 'duration_ms', 'stop_reason'):
            self.assertIn(member, outputs)
        self.assertTrue(outputs['act_created'] and outputs['chapter_created'], outputs)
        self.assertEqual((outputs['number'], outputs['title'], outputs['provider']), ('1.1.1', 'The ledger', 'rehearsal'))
        self.assertEqual(outputs['cost']['known'], True)
        self.assertEqual(outputs['cost']['amount'], 0)
        acts = self.outline(path)['acts']
        self.assertEqual([act['title'] for act in acts], ['Act 1'])
        self.assertEqual([chapter['title'] for chapter in acts[0]['children']], ['Chapter 1'])
        scene = acts[0]['children'][0]['children'][0]
        self.assertEqual((scene['id'], scene['synopsis'], scene['status']), (outputs['scene_id'], OUTLINE, 'draft'))
        self.assertEqual(scene['words'], outputs['words'])
        self.assertGreater(scene['words'], 60)

    def test_a_scene_that_is_written(self):
        path = self.new_book()
        self.generate(path)
        before = (self.outline(path), self.show(path, '1.1.1'))
        message = self.expect_error(1, 'scene_exists', 'generate', path, '--at', '1.1.1', '--outline', OUTLINE)
        self.assertIn('1.1.1', message)
        self.assertEqual((self.outline(path), self.show(path, '1.1.1')), before)

    def test_an_outlined_scene_of_the_sample(self):
        path = self.sample()
        before = {scene['number']: scene for scene in self.scenes(path)}
        run = self.expect(0, '--json', 'generate', path, '--at', '1.2.3').json
        self.assertGreater(len(run['outputs']['sources']), 0, 'no passage of the codex was used')
        for source in run['outputs']['sources'] + run['outputs']['left_out']:
            self.assertTrue({'source', 'id', 'title', 'reason'} <= set(source), source)
        shown = self.show(path, '1.2.3')
        self.assertEqual((shown['title'], shown['status']), ('Tea at the Counting-House', 'draft'))
        self.assertGreater(shown['words'], 200)
        after = {scene['number']: scene for scene in self.scenes(path)}
        before['1.2.3'] |= {'status': 'draft', 'words': shown['words']}
        self.assertEqual(after, before, 'a draft changed more than its scene’s text')
        self.expect(0, 'check', path)

    def test_the_same_seed_gives_the_same_draft(self):
        texts = []
        for name, seed in (('a', '1'), ('b', '1'), ('c', '2')):
            path = self.new_book(f'{name}.quire')
            self.generate(path, '--seed', seed)
            texts.append(self.show(path, '1.1.1')['text'])
        self.assertEqual(texts[0], texts[1])
        self.assertNotEqual(texts[0], texts[2])

    def test_agents(self):
        path = self.new_book()
        self.assertEqual(self.generate(path, '--agent', 'rehearsal-terse').json['outputs']['agent'], 'rehearsal-terse')
        message = self.expect_error(3, 'not_found', 'generate', path, '--at', '1.1.2', '--outline', OUTLINE, '--agent', 'gpt-99')
        self.assertIn('gpt-99', message)

    def test_without_context(self):
        path = self.sample()
        run = self.expect(0, '--json', 'generate', path, '--at', '1.2.3', '--no-context').json
        self.assertEqual(run['outputs']['sources'], [])

    def test_progress_is_on_standard_error(self):
        path = self.new_book()
        result = self.expect(0, 'generate', path, '--at', '1.1.1', '--outline', OUTLINE)
        self.assertGreaterEqual(len(result.errors.splitlines()), 6, result)
        self.assertEqual(len(result.output.splitlines()), 1, result)
        self.assertRegex(result.output, r'^1\.1\.1  .*words  run [0-9a-f-]{36}$')

    def test_refusals(self):
        path = self.new_book()
        before = self.outline(path)
        for options, code in ((['--at', '1.1.1', '--outline', 'Too few'], 'invalid'), (['--outline', OUTLINE], 'invalid'),
                              (['--at', '1.1', '--outline', OUTLINE], 'invalid'), (['--at', 'here', '--outline', OUTLINE], 'invalid'),
                              (['--at', '1.1.1'], 'invalid'), (['--at', '1.1.1', '--outline', OUTLINE, '--seed', 'x'], 'invalid'),
                              (['--at', '1.1.1', '--outline', OUTLINE, '--words', '20001'], 'invalid'),
                              (['--at', '1000.1.1', '--outline', OUTLINE], 'invalid')):
            with self.subTest(options):
                self.expect_error(1, code, 'generate', path, *options)
        self.assertEqual(self.outline(path), before)

    def test_runs(self):
        path = self.new_book()
        self.assertEqual(self.expect(0, '--json', 'runs', path).json, {'runs': []})
        first = self.generate(path).json
        second = self.expect(0, '--json', 'generate', path, '--at', '1.1.2', '--outline', OUTLINE).json
        runs = self.expect(0, '--json', 'runs', path).json['runs']
        self.assertEqual([run['workflow_id'] for run in runs], [second['workflow_id'], first['workflow_id']])
        self.assertEqual(len(self.expect(0, '--json', 'runs', path, '--limit', '1').json['runs']), 1)
        self.assertEqual(self.expect(0, '--json', 'run', 'show', path, first['workflow_id']).json, first)
        self.assertEqual(self.expect(0, '--json', 'run', 'show', path, first['workflow_id'][:13]).json, first)
        self.expect_error(3, 'not_found', 'run', 'show', path, 'ffffffff')
        self.expect_error(1, 'invalid', 'run', 'resume', path, first['workflow_id'])
        self.assertIn(first['workflow_id'], self.expect(0, 'runs', path).output)
        self.assertIn(first['title'], self.expect(0, 'run', 'show', path, first['workflow_id']).output)


if __name__ == '__main__':
    cli_case.main()
