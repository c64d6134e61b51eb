#!/usr/bin/env python3
"""The benchmarks of Quire: bench.py BUILD_DIR [--save] [PART…]

Runs the parts (all, if none is named) on the build in BUILD_DIR and prints a table of figures, beside those of a peer that was measured in the same run and the budgets of the
design. Windows are looked at from outside, in the same way for every program: build-aux/headless gives the display. --save writes the table to FIGURES.md beside this file.

A figure over its budget is no failure: the exit status says only whether everything could be measured.
"""

import argparse
import contextlib
import datetime
import json
import math
import os
import pathlib
import platform
import re
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

MEGA_WORDS = 1000000
KEY_TEXT_WORDS = 100000
START_RUNS = 7
KEY_ROUNDS = 3
KEYS_A_ROUND = 20
SWITCHES = 40
IDLE_DEADLINE = 60
X11_TOOLS = ('key-repaint', 'start-up')
EDITOR = ('gnome-text-editor', '--standalone', '--new-window')
METHOD = (
    'Release build, virtual X display, drawing by cairo, window sizes as each program chooses them. Start-up: from the start of the process to the first painting of half its '
    'window, and to the first such painting after the document’s name is in its title. Keys: XTest key to the next XDamage rectangle wider than a caret or scroll bar, at the end of the text, '
    '0.2–0.3 s apart, the programs in turns. Memory: PSS when idle, each program alone. Commits are synced to the disk of the build folder.'
)
NOT_MEASURED = (
    'longest main-loop stall', 'replace-all of 5,000 hits', 'knowledge query', 'five outputs against a voice profile', 'first token after its bytes', 'exports'
)


class PartFailed(Exception):
    """Something could not be measured; the message says why."""


def quantile(values, share):
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def median(values):
    return quantile(values, 0.5)


def spread(values):
    return f'{median(values):.1f} / {quantile(values, 0.95):.1f} / {max(values):.1f} ms'


class Table:
    """The figures so far. A row's verdict is True, False, or None where there is no budget."""

    def __init__(self):
        self.rows = []

    def add(self, what, figure, peer='', budget='', within=None):
        verdict = {True: 'ok', False: 'OVER', None: ''}[within]
        self.rows.append((what, figure, peer, budget, verdict))
        print(f'  {what}: {figure}' + (f' (peer {peer})' if peer else '') + (f' [{verdict}]' if verdict else ''), flush=True)

    def print(self):
        rows = [('what', 'figure', 'peer', 'budget', '')] + self.rows
        widths = [max(len(row[i]) for row in rows) for i in range(5)]
        for row in rows:
            print('  '.join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())

    def to_markdown(self):
        lines = ['| what | figure | peer | budget | |', '|---|---|---|---|---|']
        lines += ['| ' + ' | '.join(row) + ' |' for row in self.rows]
        return '\n'.join(lines) + '\n'


class Bench:
    def __init__(self, build, scratch):
        self.build = build
        self.scratch = scratch
        self.table = Table()
        self.children = []
        self.made = {}

    # -- processes --

    def environment(self, name, bus=None):
        """Folders of its own for each program, so that neither the reader's settings nor the other runs are in the figures."""
        environment = dict(os.environ)
        home = self.scratch / 'home' / name
        for kind in ('DATA', 'CONFIG', 'CACHE', 'STATE'):
            folder = home / kind.lower()
            folder.mkdir(parents=True, exist_ok=True)
            environment[f'XDG_{kind}_HOME'] = str(folder)
        environment.setdefault('GSETTINGS_SCHEMA_DIR', str(self.build / 'data'))
        environment.setdefault('QUIRE_DATA_DIR', str(self.build / 'data'))
        environment.setdefault('GSETTINGS_BACKEND', 'memory')
        if bus:
            environment['DBUS_SESSION_BUS_ADDRESS'] = bus
        return environment

    def run(self, command, timeout, environment=None):
        """What the command printed; PartFailed with its last words otherwise. It and what it started are gone afterwards."""
        name = pathlib.Path(command[0]).name
        with tempfile.TemporaryFile(dir=self.scratch) as output, tempfile.TemporaryFile(dir=self.scratch) as errors:
            with self.started(command, environment, output, errors, start_new_session=True) as child:
                try:
                    status = child.wait(timeout)
                except subprocess.TimeoutExpired as error:
                    raise PartFailed(f'{name} took longer than {timeout} s') from error
                finally:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(child.pid, signal.SIGKILL)
            if status != 0:
                raise PartFailed(f'{name} failed: {last_words(errors)}')
            output.seek(0)
            return output.read().decode()

    @contextlib.contextmanager
    def started(self, command, environment, output, errors, **options):
        """A running child, ended on leaving."""
        try:
            child = subprocess.Popen([str(word) for word in command], env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, **options)
        except OSError as error:
            raise PartFailed(f'{command[0]}: {error.strerror}') from error
        self.children.append(child)
        try:
            yield child
        finally:
            end(child)
            self.children.remove(child)

    def tool(self, name, *arguments, timeout, environment=None):
        path = self.build / 'tests' / 'perf' / name
        if not path.exists():
            hint = ' (are libxtst-dev and libxdamage-dev installed?)' if name in X11_TOOLS else ''
            raise PartFailed(f'{name} was not built{hint}')
        return self.run([path, *arguments], timeout, environment)

    @contextlib.contextmanager
    def program(self, command, environment):
        """A running program to be looked at. If it ends by itself, that is the reason for whatever failed."""
        with tempfile.TemporaryFile(dir=self.scratch) as log, self.started(command, environment, log, log) as child:
            try:
                yield child
            except PartFailed as error:
                if child.poll() is None:
                    raise
                raise PartFailed(f'{error}; {pathlib.Path(command[0]).name} had ended: {last_words(log)}') from error

    @contextlib.contextmanager
    def bus(self):
        """A session bus of its own: a second Quire would hand its book to the first one."""
        command = ['dbus-daemon', '--session', '--nofork', '--print-address=1']
        with self.started(command, None, subprocess.PIPE, subprocess.DEVNULL) as child, child.stdout:
            if not select.select([child.stdout], [], [], 10)[0]:
                raise PartFailed('the session bus did not start')
            yield child.stdout.readline().decode().strip()

    def end_children(self):
        for child in self.children[:]:
            end(child)

    # -- what is opened --

    def get_book(self, name):
        """A book to be copied, never to be opened itself."""
        if name == 'sample':
            path = self.build / 'data' / 'sample.quire'
            if not path.exists():
                raise PartFailed('the sample book was not built')
            return path
        path = self.scratch / 'mega.quire'
        if name not in self.made:
            self.made[name] = json.loads(self.tool('make-mega', path, MEGA_WORDS, timeout=300))
        return path

    def copy_book(self, name):
        """A fresh copy, so that every run finds the same."""
        target = self.scratch / 'open' / f'{name}.quire'
        target.parent.mkdir(exist_ok=True)
        for old in target.parent.glob(f'*{name}.quire*'):
            old.unlink()
        shutil.copyfile(self.get_book(name), target)
        return target

    def get_text(self, words):
        path = self.scratch / f'words-{words}.txt'
        if not path.exists():
            self.tool('make-mega', path, words, timeout=300)
        return path

    @property
    def quire(self):
        return self.build / 'src' / 'quire'


def last_words(log):
    log.seek(0)
    lines = [line for line in log.read().decode(errors='replace').split('\n') if line.strip()]
    return ' '.join(lines[-3:]) or 'it said nothing'


def end(child):
    if child.poll() is not None:
        return
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait(5)


def read_title(book):
    connection = sqlite3.connect(f'file:{book}?mode=ro&immutable=1', uri=True)
    try:
        return connection.execute('SELECT title FROM project').fetchone()[0]
    finally:
        connection.close()


def cpu_seconds(pid):
    fields = pathlib.Path(f'/proc/{pid}/stat').read_text(encoding='utf-8').rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def wait_until_idle(child):
    """Until the program has used hardly any time for a second and a half: documents are loaded, checked and laid out in the background."""
    deadline = time.monotonic() + IDLE_DEADLINE
    used = cpu_seconds(child.pid)
    calm = 0
    while calm < 3 and time.monotonic() < deadline:
        time.sleep(0.5)
        if child.poll() is not None:
            raise PartFailed('the program ended while it was loading')
        now = cpu_seconds(child.pid)
        calm = calm + 1 if now - used <= 0.03 else 0
        used = now


# -- the parts --

def report_lines(output):
    return {line['name']: line for line in map(json.loads, output.splitlines())}


def times(line):
    return f'{line["median"]:.2f} / {line["p95"]:.2f} / {line["max"]:.2f} ms'


def measure_base(bench):
    for name, line in report_lines(bench.tool('bench-base', timeout=180)).items():
        if line['unit'] == 'ms':
            bench.table.add(name, times(line))
        elif 'stream' in name:
            bench.table.add(name, f'{line["value"]:.0f} MB/s', '', '≥ 200 MB/s', line['value'] >= 200)
        else:
            bench.table.add(name, f'{line["value"]:.0f} MB/s')


def measure_store(bench):
    output = bench.tool('bench-store', bench.scratch / 'store', bench.get_book('sample'), bench.get_book('mega'), timeout=300)
    lines = report_lines(output)
    for name, line in lines.items():
        if 'SQLite alone' in name:
            continue
        if '5,000-word scene' in name:
            alone = next(lines[other] for other in lines if other.startswith(name.split(':')[0]) and 'SQLite alone' in other)
            bench.table.add(name, times(line), f'{times(alone)} (SQLite, one UPDATE)', 'p95 ≤ 10 ms', line['p95'] <= 10)
        elif name.startswith('mega: search'):
            bench.table.add(name, times(line), '', 'p95 ≤ 20 ms', line['p95'] <= 20)
        else:
            bench.table.add(name, times(line))


def measure_startup(bench):
    empty = bench.scratch / 'empty.txt'
    empty.touch()
    titles = {name: read_title(bench.get_book(name)) for name in ('mega', 'sample')}
    figures = {name: [] for name in ('mega', 'sample', 'editor')}

    # The first round fills caches and does not count.
    for turn in range(START_RUNS + 1):
        for name, samples in figures.items():
            if name == 'editor':
                command = [empty.name, *EDITOR, empty]
            else:
                command = [titles[name], bench.quire, bench.copy_book(name)]
            figure = json.loads(bench.tool('start-up', *command, timeout=60, environment=bench.environment('start-' + name)))
            if turn > 0:
                samples.append(figure)

    shown = {name: median([sample['shown'] for sample in samples]) for name, samples in figures.items()}
    first = {name: median([sample['first'] for sample in samples]) for name, samples in figures.items()}
    for name in ('mega', 'sample'):
        bench.table.add(f'start to first painting, {name}', f'{first[name]:.0f} ms', f'{first["editor"]:.0f} ms')
        bench.table.add(f'start to the book in the window, {name}', f'{shown[name]:.0f} ms', f'{shown["editor"]:.0f} ms', '≤ 1.5 × peer and ≤ 700 ms',
                        shown[name] <= 1.5 * shown['editor'] and shown[name] <= 700)


def measure_keys(bench):
    samples = {'mega': [], 'sample': [], 'editor': []}
    lost = dict.fromkeys(samples, 0)
    with contextlib.ExitStack() as stack:
        bus = stack.enter_context(bench.bus())
        children = {
            'mega': stack.enter_context(bench.program([bench.quire, bench.copy_book('mega')], bench.environment('keys-mega', bus))),
            'sample': stack.enter_context(bench.program([bench.quire, bench.copy_book('sample')], bench.environment('keys-sample'))),
            'editor': stack.enter_context(bench.program([*EDITOR, bench.get_text(KEY_TEXT_WORDS)], bench.environment('keys-editor'))),
        }
        for child in children.values():
            wait_until_idle(child)
        for _ in range(KEY_ROUNDS):
            for name, child in children.items():
                figure = json.loads(bench.tool('key-repaint', '--keys', KEYS_A_ROUND, child.pid, timeout=120))
                samples[name] += figure['samples']
                lost[name] += figure['lost']

    for name, values in samples.items():
        if not values:
            raise PartFailed(f'no key painted anything in {name}')
    peer = median(samples['editor'])
    names = {'mega': '5,000-word scene, mega open', 'sample': 'first scene of the sample'}
    for name, what in names.items():
        within = median(samples[name]) <= peer and quantile(samples[name], 0.95) <= 16
        unpainted = f', {lost[name]} keys unpainted' if lost[name] else ''
        bench.table.add(f'key to repaint, {what}', spread(samples[name]) + unpainted, f'{spread(samples["editor"])} (100,000 words)', 'median ≤ peer, p95 ≤ 16 ms', within)


def measure_switch(bench):
    with bench.program([bench.quire, bench.copy_book('mega')], bench.environment('switch')) as child:
        wait_until_idle(child)
        output = bench.tool('key-repaint', '--stay', '--keys', SWITCHES, '--combination', 'Ctrl+Page_Down', '--share', '0.6', child.pid, timeout=180)
    figure = json.loads(output)
    if not figure['samples']:
        raise PartFailed('no other scene was painted')
    unpainted = f', {figure["lost"]} unpainted' if figure['lost'] else ''
    bench.table.add('open the next scene, to first painting', spread(figure['samples']) + unpainted, '', 'p95 ≤ 30 ms', quantile(figure['samples'], 0.95) <= 30)
    bench.table.add('open the next scene, to the last large painting', spread(figure['settled']))


def read_pss(pid):
    """In MB."""
    text = pathlib.Path(f'/proc/{pid}/smaps_rollup').read_text(encoding='utf-8')
    return int(re.search(r'^Pss:\s+(\d+) kB', text, re.MULTILINE).group(1)) / 1000


def measure_memory(bench):
    figures = {}
    commands = {
        'mega': [bench.quire, bench.copy_book('mega')],
        'editor': [*EDITOR, bench.get_text(MEGA_WORDS)],
    }
    for name, command in commands.items():
        with bench.program(command, bench.environment('memory-' + name)) as child:
            time.sleep(1)
            wait_until_idle(child)
            figures[name] = read_pss(child.pid)
    bench.table.add('memory (PSS), mega open', f'{figures["mega"]:.0f} MB', f'{figures["editor"]:.0f} MB (1,000,000 words)', '≤ 1.5 × peer',
                    figures['mega'] <= 1.5 * figures['editor'])


PARTS = {
    'base': measure_base,
    'store': measure_store,
    'startup': measure_startup,
    'keys': measure_keys,
    'switch': measure_switch,
    'memory': measure_memory,
}


# -- the report --

def first_line(command):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=20, check=False).stdout.strip().split('\n')[0]
    except (OSError, subprocess.TimeoutExpired):
        return 'unknown'


def describe_machine():
    try:
        cpu = re.search(r'^model name\s*:\s*(.*)$', pathlib.Path('/proc/cpuinfo').read_text(encoding='utf-8'), re.MULTILINE)
    except OSError:
        cpu = None
    model = cpu.group(1) if cpu else platform.machine()
    return (f'{model}, {os.cpu_count()} cores; GTK {first_line(["pkg-config", "--modversion", "gtk4"])}, SQLite {sqlite3.sqlite_version}; '
            f'peer: {first_line(["gnome-text-editor", "--version"])}')


def is_busy(load):
    return load > os.cpu_count() / 2


def describe_spelling(quire):
    """Figures of keys are only alike when both check what is typed."""
    try:
        return 'on in both' if b'libspelling' in quire.read_bytes() else 'on in the peer, not built into Quire'
    except OSError:
        return 'unknown'


def save(bench, parts, machine, load, failures):
    path = pathlib.Path(__file__).resolve().parent / 'FIGURES.md'
    busy = ' **The machine was busy with other work: it does better than this.**' if is_busy(load) else ''
    lines = [
        '# Figures\n',
        f'{datetime.date.today().isoformat()}. {machine}. Load at the start {load:.1f}.{busy} Times are median / 95th percentile / longest where three are given.\n',
        bench.table.to_markdown(),
        f'How: {METHOD} Spelling: {describe_spelling(bench.quire)}. Parts: {", ".join(parts)}.\n',
        f'Budgets without a benchmark yet: {", ".join(NOT_MEASURED)}.\n',
        *[f'Could not be measured: {failure}\n' for failure in failures],
        'Made by `build-aux/dev bench --save`.\n',
    ]
    path.write_text('\n'.join(lines), encoding='utf-8')
    print(f'written: {path}')


def main():
    parser = argparse.ArgumentParser(description='The benchmarks of Quire.')
    parser.add_argument('build', type=pathlib.Path, metavar='BUILD_DIR')
    parser.add_argument('parts', nargs='*', metavar='PART', help=', '.join(PARTS))
    parser.add_argument('--save', action='store_true', help='write FIGURES.md')
    arguments = parser.parse_intermixed_args()
    parts = arguments.parts or list(PARTS)
    unknown = [name for name in parts if name not in PARTS]
    if unknown:
        parser.error(f'no such part: {", ".join(unknown)} (there are {", ".join(PARTS)})')

    # On the disk of the build, not in memory: commits are to reach a disk.
    scratch = pathlib.Path(tempfile.mkdtemp(prefix='bench-', dir=arguments.build.resolve()))
    bench = Bench(arguments.build.resolve(), scratch)
    failures = []
    machine = describe_machine()
    load = os.getloadavg()[0]
    print(f'{machine}; load {load:.1f}' + (' (busy: the figures will be worse than they should)' if is_busy(load) else ''), flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        for name in parts:
            print(f'{name}', flush=True)
            try:
                PARTS[name](bench)
            except (PartFailed, OSError, ValueError, KeyError, StopIteration, sqlite3.Error) as error:
                failures.append(f'{name}: {error}')
                print(f'  could not be measured: {error}', flush=True)
    finally:
        bench.end_children()
        shutil.rmtree(scratch, ignore_errors=True)

    print()
    bench.table.print()
    for failure in failures:
        print(f'could not be measured: {failure}')
    if arguments.save:
        save(bench, parts, machine, load, failures)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
