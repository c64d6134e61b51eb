# pages.py: the four pages show the book, by keys, and the program comes back to where it was left.
#
# SPDX-License-Identifier: GPL-3.0-or-later

from quire_driver import Journey, wait_for

SCENE = '1.1.3'


def page(quire):
    """The name of the page that is shown."""
    return [tab.name for tab in quire.find_all('page tab', state='checked')]


def wait_page(quire, name):
    wait_for(f'the page {name}', lambda: page(quire) == [name])


def check_shows(journey, quire, name, *wanted):
    """The page has these words on it, and the keyboard."""
    for text in wanted:
        journey.check_soon(f'{name} shows {text!r}', lambda text=text: (page := quire.find('panel', name=name)) and page.find(name=text))
    journey.check_soon(f'{name} has the keyboard', lambda: (here := quire.focused()) and here.is_inside('panel', name))


with Journey('pages') as journey:
    quire = journey.start('--sample')
    quire.wait_book()
    book = journey.home.projects / 'sample.quire'
    quire.go_to_scene(SCENE)
    text = quire.prose()
    journey.check(text and len(text) > 1000, 'the scene’s text is not there')

    quire.press('ctrl+2')
    wait_page(quire, 'Plan')
    check_shows(journey, quire, 'Plan', 'Tare', 'Two Ton Ten', '1.1.1', 'Hubert Tranter', 'Final')
    journey.check(quire.find(like='^Every vehicle Peg knows by heart'), 'Plan shows no synopsis')

    quire.press('ctrl+3')
    wait_page(quire, 'Codex')
    check_shows(journey, quire, 'Codex', 'Characters', 'Places', 'Ada Scobell', 'Barley Quay', 'The twentieth weight', 'Facts')

    quire.press('ctrl+4')
    wait_page(quire, 'Voices')
    check_shows(journey, quire, 'Voices', 'Hubert Tranter', 'Peg Rudd')

    quire.press('ctrl+1')
    wait_page(quire, 'Write')
    quire.wait_focus('Scene text')
    journey.equal(quire.scene(), (SCENE, 'Number Four'), 'the open scene after a walk through the pages')
    journey.equal(quire.prose(), text, 'its text')

    # From the plan into a scene: the arrow keys walk over chapters, and Return opens the row that has the keyboard.
    quire.press('ctrl+2')
    wait_page(quire, 'Plan')
    journey.check_soon('a row of Plan has the keyboard', lambda: (here := quire.focused()) and here.role == 'list item')
    quire.press('End')
    wait_for('the last row of Plan', lambda: (here := quire.focused()) and here.name.startswith('3 The Quince'))
    quire.press('Up', 'Up', 'Up', 'Up')
    journey.check_soon('the arrow keys lead out of the last chapter',
                       lambda: not any(title in quire.focused().name for title in ('The Quince', 'Nothing on the Plate', 'Found Just')))
    row = quire.focused().name
    quire.press('Return')
    wait_page(quire, 'Write')
    journey.check_soon(f'the scene of the row {row!r} is opened', lambda: quire.scene()[1] in row)
    last = quire.scene()[0]

    # Where the writer was: page, scene and caret, after closing and after kill -9.
    for _ in range(7):
        quire.press('Right')
    wait_for('the caret to be moved', lambda: quire.find('text', name='Scene text').caret() == 7)
    quire.press('ctrl+3')
    wait_page(quire, 'Codex')
    quire.quit()
    quire = journey.start(book)
    quire.wait_book()
    wait_page(quire, 'Codex')
    quire.press('ctrl+1')
    quire.wait_scene(last)
    wait_for('the caret where it was', lambda: quire.find('text', name='Scene text').caret() == 7)
    quire.press('ctrl+4')
    wait_page(quire, 'Voices')
    journey.note('closed and opened again')
    quire.kill()
    quire = journey.start(book)
    quire.wait_book()
    wait_page(quire, 'Voices')
    quire.press('ctrl+1')
    quire.wait_scene(last)

    # Panes: hidden by keys, and hidden still after a restart.
    quire.press('shift+F9')
    quire.wait_gone('label', name='Agents')
    quire.quit()
    quire = journey.start(book)
    quire.wait_book()
    quire.wait_gone('label', name='Agents')
    quire.press('shift+F9')
    quire.wait('label', name='Agents')
    quire.press('F9')
    quire.wait_gone('list', name='Outline')
    quire.press('F9')
    quire.wait('list', name='Outline')
    quire.quit()
