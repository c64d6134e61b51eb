# quire_driver.py: runs the built program as a writer would: real keys, and what the accessibility tree shows.
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""A journey is a script that starts Quire in a home of its own, does things with it and checks what comes of them.

Nothing here sleeps for a time that is hoped to be enough: every wait names a condition and has a deadline, and what was waited for in
vain ends the journey with the tree of what was on the screen and a picture of it. A check that fails is noted and the journey goes on.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

from gi.repository import GLib

import quire_screen
import quire_tree

BUILD = pathlib.Path(os.environ.get('QUIRE_BUILD_DIR', 'build/debug')).resolve()
APPLICATION_ID = 'io.github.quirewriter.Quire'
POLL_SECONDS = 0.02
PATIENCE = 30

class Failure(Exception):
    """The journey cannot go on."""


def wait_for(what, condition, seconds=PATIENCE):
    """The first true value of a condition; a program that is busy with going or coming is asked again."""
    end = time.monotonic() + seconds
    while True:
        try:
            value = condition()
        except GLib.Error:
            value = None
        if value:
            return value
        if time.monotonic() > end:
            raise Failure(f'waited {seconds} s in vain: {what}')
        time.sleep(POLL_SECONDS)


class Home:
    """Folders of its own for data, settings and cache; kept over restarts of the program."""

    def __init__(self, **settings):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='quire-journey-'))
        for name in ('data', 'config', 'cache', 'state'):
            (self.folder / name).mkdir()
        self.projects = self.folder / 'data' / 'quire' / 'projects'
        gtk = self.folder / 'config' / 'gtk-4.0'
        gtk.mkdir()
        # A picture shall not depend on the moment at which it is taken.
        (gtk / 'settings.ini').write_text('[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=false\ngtk-cursor-blink=false\n', encoding='utf-8')
        self._settings = {}
        self.set(**settings)

    def set(self, **settings):
        """Writes settings by name (rehearsal_speed=20); a running program follows, as it does for any other change of them."""
        self._settings.update({name.replace('_', '-'): value for name, value in settings.items()})
        folder = self.folder / 'config' / 'glib-2.0' / 'settings'
        folder.mkdir(parents=True, exist_ok=True)
        lines = [f'[{APPLICATION_ID.replace(".", "/")}]']
        for name, value in self._settings.items():
            if isinstance(value, bool):
                value = 'true' if value else 'false'
            elif isinstance(value, str):
                value = f"'{value}'"
            lines.append(f'{name}={value}')
        part = folder / 'keyfile.part'
        part.write_text('\n'.join(lines) + '\n', encoding='utf-8')
        part.rename(folder / 'keyfile')

    def environment(self):
        environment = dict(os.environ)
        for variable, name in (('XDG_DATA_HOME', 'data'), ('XDG_CONFIG_HOME', 'config'), ('XDG_CACHE_HOME', 'cache'), ('XDG_STATE_HOME', 'state')):
            environment[variable] = str(self.folder / name)
        environment |= {
            'G_DEBUG': 'fatal-criticals',
            'GDK_BACKEND': 'x11',
            'GDK_DEBUG': 'no-portals',
            'GSETTINGS_BACKEND': 'keyfile',
            'GSETTINGS_SCHEMA_DIR': str(BUILD / 'data'),
            'GSK_RENDERER': 'cairo',
            'GTK_A11Y': 'atspi',
            'QUIRE_DATA_DIR': str(BUILD / 'data'),
            'XDG_DATA_DIRS': f'{BUILD}/data/share:{os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share")}',
        }
        return environment

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Card:
    """What the card of a run shows."""

    def __init__(self, item):
        self.item = item
        groups = [group for group in item.find_all('grouping') if group.name]
        self.steps = {group.name: group.description for group in groups}
        self.summaries = {group.name: group.find_all('label')[-1].name for group in groups}
        labels = [label.name for label in item.find_all('label') if label.name and not self._belongs_elsewhere(label)]
        self.title, self.time = (labels + ['', ''])[:2]
        self.texts = labels[2:]

    def _belongs_elsewhere(self, label):
        """A step's label, or what is written on a button."""
        element = label.parent
        while element is not self.item:
            if element.name in self.steps or element.role == 'button':
                return True
            element = element.parent
        return False

    def button(self, name):
        return self.item.find('button', name=name)

    def says(self, pattern):
        return any(re.search(pattern, text) for text in self.texts)

    @property
    def done(self):
        return bool(self.steps) and all(state == 'Completed' for state in self.steps.values())


class Quire:
    """The running program."""

    def __init__(self, journey, *arguments):
        self.journey = journey
        self._process = None
        self._log = tempfile.NamedTemporaryFile('w+', encoding='utf-8', errors='replace', prefix='quire-log-', delete=False)
        self._process = subprocess.Popen([BUILD / 'src' / 'quire', *map(str, arguments)], env=journey.home.environment(),
                                         stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT)
        self._program = None
        self._window = None
        self._kept = {}
        wait_for('the program on the accessibility bus', self._find_program)
        wait_for('a window', lambda: (tree := self.tree()) and tree.find('frame'))

    def _find_program(self):
        if not self.running:
            raise Failure(f'the program ended by itself with status {self._process.returncode}')
        self._program = self.journey.bus.find_program(self._process.pid)
        return self._program

    # -- what is there --

    def tree(self):
        if not self.running:
            raise Failure(f'the program ended by itself with status {self._process.returncode}')
        return quire_tree.read_tree(self.journey.bus, self._program)

    def find(self, role=None, **how):
        """The first element of this description that is shown, or None."""
        tree = self.tree()
        return tree.find(role, **how) if tree else None

    def find_all(self, role=None, **how):
        tree = self.tree()
        return tree.find_all(role, **how) if tree else []

    def wait(self, role=None, seconds=PATIENCE, **how):
        """The element once it is shown."""
        what = ' '.join(str(part) for part in (role or 'anything', *how.values()))
        return wait_for(f'{what} to be shown', lambda: self.find(role, **how), seconds)

    def wait_gone(self, role=None, seconds=PATIENCE, **how):
        what = ' '.join(str(part) for part in (role or 'anything', *how.values()))
        wait_for(f'{what} to go', lambda: not self.find(role, **how), seconds)

    @property
    def running(self):
        return self._process is not None and self._process.poll() is None

    # -- what a hand does --

    def _xdotool(self, *arguments):
        done = subprocess.run(['xdotool', *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False)
        if done.returncode != 0:
            raise Failure(f'xdotool {" ".join(map(str, arguments))}: {done.stderr.strip() or done.returncode}')
        return done.stdout

    def _find_window(self):
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self._process.pid)],
                               capture_output=True, text=True, timeout=60, check=False).stdout.split()
        return found[-1] if found else None

    def window(self):
        """The X window; in front and with the keyboard once it has been asked for."""
        if self._window is None:
            self._window = wait_for('the X window', self._find_window)
            self._xdotool('windowactivate', '--sync', self._window)
            wait_for('the window to be the active one', lambda: self.find('frame', state='active'))
        return self._window

    def area(self):
        """(x, y, width, height) of the window on the screen."""
        lines = dict(line.split('=') for line in self._xdotool('getwindowgeometry', '--shell', self.window()).split())
        return tuple(int(lines[name]) for name in ('X', 'Y', 'WIDTH', 'HEIGHT'))

    def press(self, *keys):
        """Real keys, one after another, as xdotool names them: ctrl+Page_Down."""
        self.window()
        for key in keys:
            self._xdotool('key', '--clearmodifiers', '--delay', 0, key)

    def type(self, text, delay=8):
        """Real keys for a text; it must be of letters that a US keyboard has."""
        self.window()
        for number, line in enumerate(text.split('\n')):
            if number > 0:
                self._xdotool('key', 'Return')
            if line:
                self._xdotool('type', '--delay', delay, '--', line)

    @contextlib.contextmanager
    def typing(self, text, delay):
        """Types while something else is done."""
        self.window()
        process = subprocess.Popen(['xdotool', 'type', '--delay', str(delay), '--', text], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield
        finally:
            process.kill()
            process.wait()

    # -- the parts of the window --

    def focused(self):
        """The element with the keyboard."""
        return self.find(state='focused')

    def wait_book(self, title=None):
        """Until a book is shown."""
        self.wait('list', name='Outline')
        if title:
            self.wait('frame', name=title)

    def scene(self):
        """(number, title) of the open scene on the page Write, as its heading says it."""
        tree = self.tree()
        view = tree and tree.find('text', name='Scene text')
        if not view:
            return None
        heading = view.find('heading')
        number = view.find('label', like=r'^\d+\.\d+\.\d+$')
        return (number.name if number else '', heading.name if heading else '')

    def _text_of(self, place, role, **how):
        """The text of an element that mostly stays, without looking for it anew each time."""
        element = self._kept.get(place)
        if element is not None:
            try:
                return element.text()
            except GLib.Error:
                del self._kept[place]
        element = self._kept[place] = self.find(role, **how)
        return element.text() if element else None

    def prose(self):
        """The text in the editor."""
        return self._text_of('prose', 'text', name='Scene text')

    def save_state(self):
        """What the footer says about saving."""
        return self._text_of('save state', 'status bar')

    def wait_saved(self):
        wait_for('“All changes saved” in the footer', lambda: self.save_state() == 'All changes saved')

    def wait_scene(self, number):
        """Until this scene is open and its text is there."""
        wait_for(f'scene {number} to be open', lambda: (self.scene() or ('',))[0] == number and self.save_state() == 'All changes saved')

    def go_to_scene(self, number):
        """With the keys for the next and the previous scene."""
        wanted = tuple(map(int, number.split('.')))
        for _ in range(200):
            here = tuple(map(int, wait_for('an open scene', self.scene)[0].split('.')))
            if here == wanted:
                return self.wait_scene(number)
            before = self.scene()
            self.press('ctrl+Page_Down' if here < wanted else 'ctrl+Page_Up')
            wait_for(f'another scene than {before}', lambda: (scene := self.scene()) and scene != before)
        raise Failure(f'there is no way to scene {number}')

    def wait_focus(self, name):
        """Until what is called so has the keyboard."""
        return wait_for(f'{name} to have the keyboard', lambda: (here := self.focused()) and here.name == name and here)

    def wait_focus_inside(self, role, name):
        return wait_for(f'something in {name} to have the keyboard', lambda: (here := self.focused()) and here.is_inside(role, name) and here)

    def focus_prose(self):
        """The keyboard to the text, by the key for the page Write."""
        self.press('ctrl+1')
        self.wait_focus('Scene text')

    def focus_outline(self):
        """The keyboard to the outline, by the key for the pane before the text."""
        self.focus_prose()
        self.press('shift+F6')
        self.wait_focus_inside('list', 'Outline')

    def outline_rows(self):
        """The names of the outline's rows that are on the screen, from top to bottom."""
        rows = self.find('list', name='Outline')
        return [row.name for row in rows.children if row.role == 'list item' and row.showing] if rows else []

    def cards(self):
        """The cards of the runs in the agent pane, newest first."""
        tree = self.tree()
        return [Card(item) for item in tree.find_all('list item') if item.find('grouping', name='Save')] if tree else []

    def card(self):
        cards = self.cards()
        return cards[0] if cards else None

    def wait_card(self, what, condition, seconds=PATIENCE):
        """The newest card once it is so."""
        return wait_for(f'a run’s card {what}', lambda: (card := self.card()) and condition(card) and card, seconds)

    # -- its end --

    def kill(self):
        """Ends it as a power cut would."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._finish()

    def wait_end(self, seconds=PATIENCE):
        wait_for('the program to end', lambda: not self.running, seconds)
        if self._process.returncode != 0:
            self.journey.fail(f'the program ended with status {self._process.returncode}')
        self._finish()

    def quit(self):
        self.press('ctrl+q')
        self.wait_end()

    def end(self):
        """For whoever cleans up: ends it whatever it does."""
        if self.running:
            self._process.kill()
            self._process.wait()
        self._finish()

    def _finish(self):
        if self._log is None:
            return
        self._log.flush()
        text = pathlib.Path(self._log.name).read_text(encoding='utf-8', errors='replace')
        os.unlink(self._log.name)
        self._log = None
        for line in text.splitlines():
            if re.search(r'-(WARNING|CRITICAL|ERROR)\b', line):
                self.journey.fail(f'the program complained: {line}')
        self.journey.log.append(text)


class Journey:
    """One story: `with Journey('name') as journey: …`. Leaves the process with status 1 when anything was not as it should be."""

    def __init__(self, name, **settings):
        self.name = name
        self.home = Home(**settings)
        self.bus = quire_tree.Bus()
        self.failures = []
        self.log = []
        self._quires = []
        self._begin = time.monotonic()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is not None and issubclass(kind, (Failure, GLib.Error, OSError, AssertionError)):
            frames = [frame for frame in traceback.extract_tb(trace) if 'quire_driver' not in frame.filename]
            self.fail(f'line {frames[-1].lineno if frames else "?"}: {error}')
        elif kind is not None:
            traceback.print_exception(error)
            self.fail(f'{kind.__name__}: {error}')
        for quire in self._quires:
            quire.end()
        if self.failures:
            for text in self.log:
                sys.stdout.write(text)
        self.home.remove()
        print(f'{self.name}: {len(self.failures)} failed, {time.monotonic() - self._begin:.1f} s')
        sys.exit(1 if self.failures else 0)

    def start(self, *arguments):
        quire = Quire.__new__(Quire)
        self._quires.append(quire)
        quire.__init__(self, *arguments)
        return quire

    def note(self, text):
        print(f'{time.monotonic() - self._begin:6.1f} s  {text}', flush=True)

    def fail(self, message):
        """Notes a failure; the first one also with what was on the screen."""
        self.failures.append(message)
        print(f'{time.monotonic() - self._begin:6.1f} s  FAILED: {message}', flush=True)
        if len(self.failures) == 1:
            self._show_screen()

    def _show_screen(self):
        running = [quire for quire in self._quires if quire.running]
        if not running:
            return
        for quire in running:
            try:
                tree = quire.tree()
                print('\n'.join(tree.describe()) if tree else 'there is no tree', flush=True)
            except GLib.Error as error:
                print(f'the tree could not be read: {error.message}')
        try:
            folder = BUILD / 'journeys'
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f'{self.name}.png'
            quire_screen.write_png(path, quire_screen.Screen().capture())
            print(f'picture: {path}', flush=True)
        except OSError as error:
            print(f'no picture could be taken: {error}')

    def check(self, condition, message):
        """Notes a failure unless the condition holds, and goes on."""
        if not condition:
            self.fail(message)
        return bool(condition)

    def check_soon(self, what, condition, seconds=5):
        """Notes a failure unless the condition comes to hold, and goes on."""
        try:
            return wait_for(what, condition, seconds)
        except Failure:
            return self.check(False, f'not so within {seconds} s: {what}')

    def equal(self, found, wanted, what):
        return self.check(found == wanted, f'{what}: found {found!r}, expected {wanted!r}')

    def cli(self, *arguments, status=0):
        """What quire-cli says, as JSON; its exit status is checked."""
        done = subprocess.run([BUILD / 'src' / 'quire-cli', '--json', *map(str, arguments)], env=self.home.environment(),
                              capture_output=True, text=True, timeout=120, check=False)
        self.check(done.returncode == status,
                   f'quire-cli {" ".join(map(str, arguments))}: status {done.returncode}, expected {status}: {done.stdout}{done.stderr}')
        try:
            return json.loads(done.stdout)
        except ValueError:
            self.fail(f'quire-cli {" ".join(map(str, arguments))} printed no JSON: {done.stdout[:400]!r} {done.stderr[:400]!r}')
            return {}
