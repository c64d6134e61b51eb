# trash.py: what was thrown away comes back: at once by the toast, and later from Trash.
#
# SPDX-License-Identifier: GPL-3.0-or-later

from quire_driver import Journey, wait_for

TITLE = 'Draught'
CHAPTER = ['The Proving', TITLE, 'Tea at the Counting-House']


def chapter(journey, book):
    outline = journey.cli('outline', book)
    return [scene['title'] for scene in outline['acts'][0]['children'][1]['children']]


def in_outline(quire):
    return any(f' {TITLE}, ' in row for row in quire.outline_rows())


def trash_it(quire):
    quire.focus_outline()
    quire.press('Delete')
    wait_for('the row to leave the outline', lambda: not in_outline(quire))
    quire.wait('button', like='^Trash, 1 item$')


with Journey('trash') as journey:
    quire = journey.start('--sample')
    quire.wait_book()
    book = journey.home.projects / 'sample.quire'
    quire.go_to_scene('1.2.2')
    text = quire.prose()

    trash_it(quire)
    undo = quire.wait('button', name='Undo')
    journey.check(quire.find('label', like=f'“{TITLE}” is in Trash'), 'the toast does not say what happened')
    journey.check((quire.scene() or ('',))[0] != '' and quire.scene()[1] != TITLE, f'the thrown-away scene is still open: {quire.scene()}')
    journey.equal(chapter(journey, book), [CHAPTER[0], CHAPTER[2]], 'the chapter without the scene')
    journey.check(undo.act(), 'Undo cannot be pressed')
    wait_for('the row to come back', lambda: in_outline(quire))
    quire.wait('button', like='^Trash, 0 items$')
    journey.equal(chapter(journey, book), CHAPTER, 'the chapter after Undo')
    quire.go_to_scene('1.2.2')
    journey.equal(quire.prose(), text, 'the text after Undo')
    journey.note('taken back by the toast')

    # In the prose Delete is a key for letters.
    quire.focus_prose()
    quire.press('ctrl+Home', 'Delete')
    wait_for('one letter less', lambda: quire.prose() == text[1:])
    quire.press('ctrl+z')
    wait_for('the letter again', lambda: quire.prose() == text)
    quire.wait_saved()
    journey.check(in_outline(quire), 'Delete in the prose threw the scene away')

    trash_it(quire)
    quire.kill()
    quire = journey.start(book)
    quire.wait_book()
    journey.check(not in_outline(quire), 'after kill -9 the scene is in the outline again')
    quire.wait('button', like='^Trash, 1 item$')
    quire.wait('toggle button', like='^Trash, 1 item$').act()
    item = wait_for('the scene in the list', lambda: (trash := quire.find('list', name='Trash')) and trash.find('list item'))
    journey.check(item.find('label', name=TITLE), f'Trash lists another thing: {item.words()}')
    item.find('button', like='Restore').act()
    wait_for('the row to come back', lambda: in_outline(quire))
    quire.wait('button', like='^Trash, 0 items$')
    quire.go_to_scene('1.2.2')
    journey.equal(quire.scene(), ('1.2.2', TITLE), 'the scene from Trash')
    journey.equal(quire.prose(), text, 'its text')
    quire.quit()

    journey.equal(chapter(journey, book), CHAPTER, 'the chapter at the end')
    journey.equal(journey.cli('show', book, '1.2.2').get('text', '').rstrip(), text, 'the text at the end')
    journey.equal(journey.cli('check', book), {'sound': True, 'faults': []}, 'the check of the book')
