# no-book.py: files that cannot be opened: the window says why, and nothing is written.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import os

from quire_driver import BUILD, Journey, wait_for


def fingerprint(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else path.stat().st_mode
            for path in sorted(folder.iterdir())}


def make_files(folder):
    """{file: what the message has to say}"""
    folder.mkdir()
    whole = (BUILD / 'data' / 'sample.quire').read_bytes()
    files = {
        'text.quire': b'Once upon a time.\n' * 1000,
        'empty.quire': b'',
        'half.quire': whole[:len(whole) // 2],
        'header.quire': whole[:100],
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / 'folder.quire').mkdir()
    os.mkfifo(folder / 'pipe.quire')
    return {'text.quire': 'not a Quire book', 'empty.quire': 'not a Quire book', 'folder.quire': 'not a Quire book',
            'pipe.quire': 'not a Quire book', 'half.quire': 'missing or damaged', 'header.quire': 'missing or damaged',
            'none.quire': 'no file'}


with Journey('no-book') as journey:
    folder = journey.home.folder / 'files'
    messages = make_files(folder)
    before = fingerprint(folder)
    for name, message in messages.items():
        quire = journey.start(folder / name)
        quire.wait('label', name='The Book Could Not Be Opened')
        journey.check(quire.find('label', like=message), f'{name}: the window does not say “{message}”')
        journey.check(quire.find('label', like=name), f'{name}: the window does not say which file')
        quire.wait_focus('Open Another Book')
        journey.equal(fingerprint(folder), before, f'{name}: the folder')
        if name == 'half.quire':
            quire.find('button', name='Start Page').act()
            quire.wait('list item', name='New Book')
            journey.check(not quire.find('list item', like='half'), 'a book that could not be opened is among the recent ones')
        quire.quit()
        journey.equal(fingerprint(folder), before, f'{name}: the folder after closing')
        journey.note(name)

    # A book of a newer version can be read, and is not touched.
    newer = folder / 'newer.quire'
    book = bytearray((BUILD / 'data' / 'sample.quire').read_bytes())
    book[63] += 1
    newer.write_bytes(book)
    before = fingerprint(folder)
    quire = journey.start(newer)
    quire.wait_book('The Hundredth Sack')
    quire.wait('label', like='written by a newer Quire')
    wait_for('the text', lambda: (quire.prose() or '').startswith('Dunny'))
    journey.equal(quire.save_state(), 'Read only', 'the footer')
    text = quire.prose()
    quire.type('x')
    quire.press('ctrl+2', 'ctrl+1')
    wait_for('the page Write', lambda: quire.find('page tab', name='Write', state='checked'))
    journey.equal(quire.prose(), text, 'the text of a book that is read only')
    quire.quit()
    journey.equal(fingerprint(folder), before, 'the folder with a newer book')
