# draft-scene.py: a draft of an outlined scene comes into the book and survives the death of the program.
#
# SPDX-License-Identifier: GPL-3.0-or-later

from quire_driver import Journey, wait_for

SCENE = '1.2.3'
TITLE = 'Tea at the Counting-House'
STEPS = ['Outline', 'Questions', 'Context', 'Prompt', 'Draft', 'Save']

with Journey('draft-scene', rehearsal_speed=200) as journey:
    quire = journey.start('--sample')
    quire.wait_book('The Hundredth Sack')
    quire.go_to_scene(SCENE)
    journey.equal(quire.scene(), (SCENE, TITLE), 'the open scene')
    journey.equal(quire.prose(), '', 'an outlined scene')
    journey.check(quire.find('label', like='outlined but not written'), 'the empty scene does not say what can be done')

    quire.press('shift+ctrl+d')
    card = quire.wait_card('that drafts', lambda card: card.steps.get('Draft') == 'Running')
    journey.equal(list(card.steps), STEPS, 'the steps of the card')
    journey.check(SCENE in card.title and TITLE in card.title, f'the card is called {card.title!r}')
    journey.check(card.button('Stop, Keep Text') and card.button('Pause'), 'a running draft cannot be stopped and paused')
    streamed = quire.wait_card('with text that comes', lambda card: card.texts)
    wait_for('more text', lambda: quire.card().texts != streamed.texts)
    quire.wait_card('whose steps are all done', lambda card: card.done)
    journey.check_soon('a finished card leads to its scene', lambda: quire.card().button('Open Scene'))
    journey.check_soon('a finished card has a receipt',
                       lambda: quire.card().item.find('button', like=r'^Receipt: \d+ passages used, \d+ left out · rehearsal · no cost$'))

    text = wait_for('the draft in the editor', quire.prose)
    quire.wait_saved()
    words = len(text.split())
    journey.check(300 < words < 900, f'the draft has {words} words where 600 were wanted')
    journey.note(f'{words} words: {text[:60]}…')
    book = journey.home.projects / 'sample.quire'
    quire.kill()

    quire = journey.start(book)
    quire.wait_book()
    quire.wait_scene(SCENE)
    journey.equal(quire.prose(), text, 'the scene after kill -9')
    journey.check(quire.wait_card('of the run before', lambda card: card.steps).done, 'the finished run is not shown as finished')
    rows = [row for row in quire.outline_rows() if TITLE in row]
    journey.check(rows and ', Draft, ' in rows[0], f'the outline says {rows}')
    quire.quit()

    shown = journey.cli('show', book, SCENE)
    journey.equal(shown.get('text'), text, 'the scene by quire-cli')
    journey.equal(shown.get('status'), 'draft', 'its status')
    runs = journey.cli('runs', book).get('runs', [])
    journey.equal([run['status'] for run in runs], ['completed'], 'the runs by quire-cli')
    scenes = [scene for act in journey.cli('outline', book)['acts'] for chapter in act['children'] for scene in chapter['children']]
    journey.equal([scene['point_of_view'] for scene in scenes if scene['number'] == SCENE], ['Hubert Tranter'], 'its point of view')
    journey.equal(journey.cli('check', book), {'sound': True, 'faults': []}, 'the check of the book')
