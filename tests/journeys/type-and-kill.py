# type-and-kill.py: what was typed is there after kill -9: all that had been saved, and all but the last two seconds.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import time

from quire_driver import Journey, wait_for

SCENE = '2.1.2'
# Nothing here is changed by smart quotes or dashes, so that the text can be compared letter by letter.
SENTENCES = [
    'The tallow works stood where the lane gave up.',
    'Hubert counted the chimneys twice and made it three.',
    'There was no wind, and the smoke went straight up and stayed there.',
    'He thought of Muriel, who would have said something about the curtains.',
    'Nobody came to the door; somebody moved behind it.',
]
# A promise of two seconds, and what a busy machine adds to it.
LIMIT_SECONDS = 2.0
SLACK_SECONDS = 1.0


def type_and_save(journey):
    """Typed, reported as saved, killed: every letter is there."""
    quire = journey.start('--sample')
    quire.wait_book()
    quire.go_to_scene(SCENE)
    quire.focus_prose()
    for sentence in SENTENCES:
        quire.type(sentence + '\n')
    typed = ''.join(sentence + '\n' for sentence in SENTENCES)
    wait_for('the last sentence in the editor', lambda: SENTENCES[-1] in (quire.prose() or ''))
    shown = quire.prose().rstrip()
    journey.equal(shown.split(), typed.split(), 'what the editor shows of the typing')
    quire.wait_saved()
    quire.kill()

    quire = journey.start(journey.home.projects / 'sample.quire')
    quire.wait_book()
    quire.wait_scene(SCENE)
    journey.equal(quire.prose(), shown, 'the scene after kill -9')
    return quire, shown


def watch(quire, seconds):
    """[(when, what the editor showed)], for so long."""
    seen = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen.append((time.monotonic(), quire.prose()))
        time.sleep(0.05)
    return seen


def type_and_kill(journey, quire, before):
    """Killed in the middle of a word: at most the last two seconds are missing."""
    quire.focus_prose()
    quire.press('ctrl+End')
    with quire.typing(' ' + ' '.join(SENTENCES * 4), delay=30):
        seen = watch(quire, 7)
        killed = time.monotonic()
        quire.kill()
    kept = journey.cli('show', journey.home.projects / 'sample.quire', SCENE).get('text', '')

    must = [text for moment, text in seen if moment < killed - LIMIT_SECONDS - SLACK_SECONDS][-1]
    last = seen[-1][1]
    journey.note(f'{len(last) - len(before)} letters were on the screen, {len(kept) - len(before)} are kept, {len(must) - len(before)} had to be')
    journey.check(len(last) > len(must) > len(before), 'the typing did not go on until the end')
    journey.check(kept.startswith(must), f'lost: {must[-200:]!r} was on the screen in time, kept was {kept[-200:]!r}')
    journey.check(kept.startswith(last) or last.startswith(kept), f'kept is another text than was typed: {kept[-200:]!r}')
    journey.equal(journey.cli('check', journey.home.projects / 'sample.quire'), {'sound': True, 'faults': []}, 'the check of the book')


with Journey('type-and-kill') as journey:
    type_and_kill(journey, *type_and_save(journey))
