# stop-draft.py: a draft is stopped by button, by key and by the death of the program; what was drafted stays with the run.
#
# SPDX-License-Identifier: GPL-3.0-or-later

from quire_driver import Journey, wait_for

SCENE = '1.2.3'


def start_draft(quire):
    """A draft that has begun to write, and the first words on its card."""
    quire.press('shift+ctrl+d')
    quire.wait_card('that drafts', lambda card: card.steps.get('Draft') == 'Running')
    card = quire.wait_card('with text', lambda card: card.steps.get('Draft') == 'Running' and card.texts and len(card.texts[0].split()) > 12)
    return card.texts[0]


def check_stopped(journey, quire, first):
    card = quire.wait_card('that was stopped', lambda card: card.steps.get('Draft') == 'Cancelled' and card.button('Copy Text'))
    journey.equal(card.steps.get('Save'), 'Skipped', 'the step after the stopped one')
    journey.check(card.says(first[:40]), f'the card has not kept {first[:40]!r}: {card.texts}')
    journey.check(not card.button('Stop, Keep Text'), 'a stopped draft can be stopped')
    journey.equal(quire.prose(), '', 'the scene after a stopped draft')


with Journey('stop-draft', rehearsal_speed=40) as journey:
    quire = journey.start('--sample')
    quire.wait_book()
    book = journey.home.projects / 'sample.quire'
    quire.go_to_scene(SCENE)

    first = start_draft(quire)
    quire.card().button('Stop, Keep Text').act()
    check_stopped(journey, quire, first)
    journey.note('stopped by the button')

    first = start_draft(quire)
    quire.press('Escape')
    check_stopped(journey, quire, first)
    journey.equal(len(quire.cards()), 2, 'the number of cards')
    journey.note('stopped by Escape')

    # Paused between steps, and taken up again.
    quire.press('shift+ctrl+d')
    card = quire.wait_card('that can be paused', lambda card: card.steps.get('Draft') == 'Running' and card.button('Pause'))
    card.button('Pause').act()
    card = quire.wait_card('that waits', lambda card: card.button('Resume'), seconds=60)
    journey.equal((card.steps.get('Draft'), card.steps.get('Save')), ('Completed', 'Waiting'), 'the steps of a paused run')
    journey.equal(quire.prose(), '', 'the scene while the run waits')
    quire.card().button('Stop, Keep Text').act()
    quire.wait_card('that was stopped', lambda card: not card.button('Resume') and card.button('Copy Text'))
    journey.note('paused and stopped')

    first = start_draft(quire)
    quire.kill()
    runs = journey.cli('runs', book)['runs']
    journey.equal([run['status'] for run in runs], ['interrupted', 'cancelled', 'cancelled', 'cancelled'], 'the runs after kill -9')

    journey.home.set(rehearsal_speed=300)
    quire = journey.start(book)
    quire.wait_book()
    quire.wait_scene(SCENE)
    card = quire.wait_card('of the interrupted run', lambda card: card.button('Resume'))
    journey.check(card.says('Quire ended while this was under way'), f'the card does not say that the run was interrupted: {card.texts}')
    journey.check(card.says(first[:20]), f'the card has not kept the text: {card.texts}')
    journey.equal(quire.prose(), '', 'the scene after kill -9')
    card.button('Resume').act()
    quire.wait_card('that was completed', lambda card: card.done, seconds=60)
    text = wait_for('the draft in the editor', quire.prose)
    quire.wait_saved()
    journey.check(len(text.split()) > 300, f'the resumed draft has {len(text.split())} words')
    journey.note('resumed')

    # A scene with text is not drafted over.
    quire.press('shift+ctrl+d')
    journey.check_soon('the window says that the scene is written', lambda: quire.find('label', like='(?i)written|has text|already'))
    journey.equal(quire.prose(), text, 'the written scene')
    journey.equal(len(quire.cards()), 4, 'the number of cards at the end')
    quire.quit()
    journey.equal(journey.cli('show', book, SCENE).get('text'), text, 'the scene by quire-cli')
    journey.equal(journey.cli('check', book), {'sound': True, 'faults': []}, 'the check of the book')
