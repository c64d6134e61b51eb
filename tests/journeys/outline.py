# outline.py: a scene is renamed and moved in the outline by keys, and stays so.
#
# SPDX-License-Identifier: GPL-3.0-or-later

from quire_driver import Journey, wait_for

OLD = 'The Proving'
NEW = 'Nineteen Weights'


def titles(journey, book):
    """{number: title} of all scenes, from the file."""
    outline = journey.cli('outline', book)
    return {scene['number']: scene['title'] for act in outline.get('acts', []) for chapter in act['children'] for scene in chapter['children']}


def rows(quire):
    """The rows from the chapter of the scene to the next one: their headings."""
    names = [row.split(', ')[0] for row in quire.outline_rows()]
    begin = next((place for place, name in enumerate(names) if name == '2 Nineteen'), None)
    end = next((place for place, name in enumerate(names) if name == '3 The Struck Bushel'), None)
    return names[begin + 1:end] if begin is not None and end is not None else None


def wait_rows(quire, *wanted):
    wait_for(f'the chapter’s rows {wanted}', lambda: rows(quire) == list(wanted))


with Journey('outline') as journey:
    quire = journey.start('--sample')
    quire.wait_book()
    book = journey.home.projects / 'sample.quire'
    quire.go_to_scene('1.2.1')
    wait_rows(quire, f'1 {OLD}', '2 Draught', '3 Tea at the Counting-House')
    text = quire.prose()

    quire.focus_outline()
    quire.press('F2')
    quire.wait_focus('New title')
    quire.press('ctrl+a')
    quire.type(NEW)
    quire.press('Return')
    wait_rows(quire, f'1 {NEW}', '2 Draught', '3 Tea at the Counting-House')
    wait_for('the new title above the text', lambda: quire.scene() == ('1.2.1', NEW))
    quire.wait_focus_inside('list', 'Outline')
    journey.note('renamed')

    quire.press('F2')
    quire.wait_focus('New title')
    quire.type('Never mind')
    quire.press('Escape')
    wait_for('the entry to go', lambda: (here := quire.focused()) and here.name != 'New title')
    wait_rows(quire, f'1 {NEW}', '2 Draught', '3 Tea at the Counting-House')
    journey.note('a rename was given up')

    quire.press('shift+ctrl+Down')
    wait_rows(quire, '1 Draught', f'2 {NEW}', '3 Tea at the Counting-House')
    quire.press('shift+ctrl+Down')
    wait_rows(quire, '1 Draught', '2 Tea at the Counting-House', f'3 {NEW}')
    quire.press('shift+ctrl+Down')
    wait_rows(quire, '1 Draught', '2 Tea at the Counting-House')
    journey.check('1 ' + NEW in [row.split(', ')[0] for row in quire.outline_rows()], 'the scene did not come first in the next chapter')
    quire.press('shift+ctrl+Up')
    wait_rows(quire, '1 Draught', '2 Tea at the Counting-House', f'3 {NEW}')
    quire.press('shift+ctrl+Up')
    wait_rows(quire, '1 Draught', f'2 {NEW}', '3 Tea at the Counting-House')
    wait_for('the new number above the text', lambda: quire.scene() == ('1.2.2', NEW))
    journey.equal(quire.prose(), text, 'the text of the moved scene')
    journey.note('moved')

    quire.press('F6')
    quire.wait_focus('Scene text')
    quire.press('shift+ctrl+Up')
    wait_for('the number to follow', lambda: quire.scene() == ('1.2.1', NEW))
    quire.press('shift+ctrl+Down')
    wait_for('the number to follow', lambda: quire.scene() == ('1.2.2', NEW))
    quire.kill()

    quire = journey.start(book)
    quire.wait_book()
    quire.wait_scene('1.2.2')
    journey.equal(quire.scene(), ('1.2.2', NEW), 'the open scene after kill -9')
    wait_rows(quire, '1 Draught', f'2 {NEW}', '3 Tea at the Counting-House')
    journey.equal(quire.prose(), text, 'its text')
    quire.quit()

    found = titles(journey, book)
    journey.equal([found.get(f'1.2.{scene}') for scene in (1, 2, 3)], ['Draught', NEW, 'Tea at the Counting-House'], 'the chapter in the file')
    journey.equal(len(found), 27, 'the number of scenes')
    journey.equal(journey.cli('check', book), {'sound': True, 'faults': []}, 'the check of the book')
