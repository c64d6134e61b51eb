# quire_tree.py: the accessibility tree of a running program, read over D-Bus.
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on the screen, as a screen reader would learn it.

GTK answers `Cache.GetItems` with what it knows of all elements at once, so that a look at the whole window takes some ten
milliseconds. A tree is a still picture: it is taken anew for every question, and an element of an old one may be gone. The
session's accessibility bus starts by itself when it is asked for.
"""

import re

import gi

gi.require_version('Atspi', '2.0')
gi.require_version('Gio', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ACCESSIBLE = 'org.a11y.atspi.Accessible'
ACTION = 'org.a11y.atspi.Action'
CACHE = 'org.a11y.atspi.Cache'
TEXT = 'org.a11y.atspi.Text'
ROOT = '/org/a11y/atspi/accessible/root'

STATES = {int(value): value.value_nick for value in vars(Atspi.StateType).values() if isinstance(value, Atspi.StateType)}


class Bus:
    """The accessibility bus of the session."""

    def __init__(self):
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None, 0, 10000, None).unpack()[0]
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self._connection = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        self._connection.set_exit_on_close(False)

    def call(self, name, path, interface, method, arguments=None, milliseconds=5000):
        return self._connection.call_sync(name, path, interface, method, arguments, None, 0, milliseconds, None).unpack()

    def get_children(self, keys):
        """{element: its children} for many elements, asked for together; those that have gone have none."""
        found = {}

        def answered(connection, result, key):
            try:
                found[key] = [tuple(child) for child in connection.call_finish(result).unpack()[0] if child[0]]
            except GLib.Error:
                found[key] = []

        for key in keys:
            self._connection.call(*key, ACCESSIBLE, 'GetChildren', None, None, 0, 5000, None, answered, key)
        while len(found) < len(keys):
            GLib.MainContext.default().iteration(True)
        return found

    def find_program(self, process):
        """The bus name of the program with this process id, or None while it is not there."""
        for name, path in self.call('org.a11y.atspi.Registry', ROOT, ACCESSIBLE, 'GetChildren')[0]:
            try:
                owner = self.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                                  'GetConnectionUnixProcessID', GLib.Variant('(s)', (name,)))[0]
            except GLib.Error:
                continue  # it has just gone
            if owner == process:
                return name
        return None


class Element:
    """One widget as it was when the tree was read; its methods act on the widget as it is now."""

    def __init__(self, bus, item):
        (self._name, self._path), _, _, _, _, self.interfaces, self.name, role, self.description, states = item
        self._bus = bus
        self.key = (self._name, self._path)
        self.role = Atspi.role_get_name(Atspi.Role(role))
        bits = states[0] | (states[1] << 32 if len(states) > 1 else 0)
        self.states = {nick for number, nick in STATES.items() if bits >> number & 1}
        self.parent = None
        self.children = []

    def __repr__(self):
        return f'{self.role} “{self.name}”'

    @property
    def showing(self):
        """Mapped, and so is everything around it."""
        element = self
        while element is not None and element.role != 'application':
            if 'showing' not in element.states:
                return False
            element = element.parent
        return True

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()

    def is_inside(self, role, name):
        element = self
        while element is not None and not (element.role == role and element.name == name):
            element = element.parent
        return element is not None

    def find_all(self, role=None, name=None, like=None, state=None, hidden=False):
        """What is shown below this element: of a role, of exactly this name, with a name like a pattern, in a state."""
        return [element for element in self.walk()
                if (role is None or element.role == role) and
                (name is None or element.name == name) and
                (like is None or re.search(like, element.name)) and
                (state is None or state in element.states) and
                (hidden or element.showing)]

    def find(self, role=None, **how):
        found = self.find_all(role, **how)
        return found[0] if found else None

    def words(self):
        """Everything that is written on and in this element, in order."""
        return ' '.join(element.name for element in self.walk() if element.name and (element.showing or element is self))

    def _call(self, interface, method, arguments=None):
        return self._bus.call(self._name, self._path, interface, method, arguments)

    def act(self):
        """The first action: presses a button, activates a row."""
        return self._call(ACTION, 'DoAction', GLib.Variant('(i)', (0,)))[0]

    def text(self):
        return self._call(TEXT, 'GetText', GLib.Variant('(ii)', (0, -1)))[0]

    def caret(self):
        return self._bus.call(self._name, self._path, 'org.freedesktop.DBus.Properties', 'Get',
                              GLib.Variant('(ss)', (TEXT, 'CaretOffset')))[0]

    def describe(self, depth=0):
        """The tree in lines, without the boxes that say nothing."""
        lines = []
        telling = self.name or self.role not in ('filler', 'generic', 'group', 'grouping', 'panel')
        if telling:
            states = ' '.join(sorted(self.states - {'sensitive', 'showing', 'visible', 'focusable', 'vertical', 'horizontal', 'has-tooltip'}))
            text = ''
            if 'editable' in self.states:
                try:
                    text = f' = {self.text()[:200]!r}'
                except GLib.Error as error:
                    text = f' ({error.message})'
            hidden = '' if self.showing else ' (hidden)'
            lines.append(f'{"  " * depth}{self.role} “{self.name}”{text}{" [" + states + "]" if states else ""}{hidden}')
        for child in self.children:
            lines += child.describe(depth + bool(telling))
        return lines


def _get_items(bus, program):
    return {tuple(item[0]): item for item in bus.call(program, '/org/a11y/atspi/cache', CACHE, 'GetItems')[0]}


def read_tree(bus, program):
    """The application's element with all below it, or None while the program gives none.

    The list of all elements holds only those that somebody has asked for as children, and keeps those that are hidden by now. So
    everything in it is asked for its children, all at once, and what is new by that is asked in turn."""
    items = _get_items(bus, program)
    structure = {}
    wanted = set(items)
    while wanted:
        found = bus.get_children(wanted)
        structure |= found
        wanted = {child for children in found.values() for child in children} - set(structure)
    if not set(structure) <= set(items):
        items = _get_items(bus, program)

    elements = {key: Element(bus, item) for key, item in items.items()}
    for key, children in structure.items():
        for child in children:
            if key in elements and child in elements:
                elements[child].parent = elements[key]
                elements[key].children.append(elements[child])
    return elements.get((program, ROOT))
