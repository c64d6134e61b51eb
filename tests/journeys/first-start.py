# first-start.py: with no book at all: a new one by keyboard, written in, closed, and found again under Recent.
#
# SPDX-License-Identifier: GPL-3.0-or-later

from quire_driver import Journey, wait_for

TITLE = 'The Salt Road'
PROSE = 'Nobody had walked the salt road since the war.'


def press_until(quire, key, what, condition):
    """Walks with a key until something has the keyboard."""
    for _ in range(30):
        if condition(quire.focused()):
            return
        before = quire.focused()
        quire.press(key)
        wait_for(f'the keyboard to leave {before}', lambda: (here := quire.focused()) and (here.key != before.key or condition(here)), seconds=5)
    raise AssertionError(f'{key} does not lead to {what}')


def open_dialog(quire):
    """The dialog for a new book, by the key on its row."""
    quire.press('Return')
    quire.wait('dialog', name='New Book')
    wait_for('the keyboard in the title', lambda: (here := quire.focused()) and here.role == 'text' and here.is_inside('dialog', 'New Book'))


with Journey('first-start') as journey:
    quire = journey.start()
    for name in ('New Book', 'Open a Book', 'Explore the Sample'):
        quire.wait('list item', name=name)
    journey.check(not quire.find('label', name='Recent Books'), 'there are recent books on a first start')
    quire.wait_focus('New Book')

    open_dialog(quire)
    journey.check('sensitive' not in quire.find('button', name='Create').states, 'a book without a title can be made')
    quire.press('Escape')
    quire.wait_gone('dialog', name='New Book')
    quire.wait_focus('New Book')
    journey.check(not list(journey.home.projects.glob('*')), 'a book was made although the dialog was left')

    open_dialog(quire)
    quire.type(TITLE)
    quire.wait('label', like=f'^Will be kept in .*{TITLE}.quire$')
    quire.press('Return')
    quire.wait_book(TITLE)
    quire.wait_gone('dialog', name='New Book')
    quire.wait_scene('1.1.1')
    quire.wait_focus('Scene text')
    quire.type(PROSE)
    wait_for('the sentence', lambda: quire.prose() == PROSE)
    journey.note('written')
    # Not waiting for the footer: closing stores what is not stored yet.
    quire.quit()

    book = journey.home.projects / f'{TITLE}.quire'
    journey.check(book.is_file(), f'there is no {book.name} among the books')
    journey.equal([path.name for path in journey.home.projects.iterdir()], [book.name], 'the folder of books')
    journey.equal(journey.cli('show', book, '1.1.1').get('text', '').rstrip(), PROSE, 'the sentence in the file')

    quire = journey.start()
    recent = quire.wait('list item', name=TITLE)
    journey.check(recent.find('label', like=r'words? · '), f'the recent book says only: {recent.words()}')
    press_until(quire, 'Tab', 'the recent book', lambda here: here.name == TITLE)
    quire.press('Return')
    quire.wait_book(TITLE)
    quire.wait_scene('1.1.1')
    journey.equal(quire.prose(), PROSE, 'the sentence after opening it again')
    journey.note('found again under Recent')

    # New nodes by keys: a scene gets a name in the outline, and Return leads from there to its text.
    quire.press('ctrl+n')
    quire.wait_focus('New title')
    quire.type('The second mile')
    quire.press('Return')
    wait_for('the new scene', lambda: quire.scene() == ('1.1.2', 'The second mile'))
    quire.wait_focus('Scene text')
    quire.type('It began to rain.')
    wait_for('the second sentence', lambda: quire.prose() == 'It began to rain.')

    # A title that is taken gets a file of its own.
    quire.press('ctrl+w')
    quire.wait_end()
    quire = journey.start()
    quire.wait('list item', name='New Book')
    quire.wait_focus('New Book')
    open_dialog(quire)
    quire.type(TITLE)
    quire.wait('label', like=f'^Will be kept in .*{TITLE} 2.quire$')
    quire.press('Return')
    quire.wait_book(TITLE)
    quire.wait_scene('1.1.1')
    journey.equal(quire.prose(), '', 'the text of the second book')
    quire.quit()
    journey.equal(journey.cli('show', book, '1.1.2').get('text', '').rstrip(), 'It began to rain.', 'the first book')
    journey.equal(len(list(journey.home.projects.glob('*.quire'))), 2, 'the number of books')
