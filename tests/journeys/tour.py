# tour.py: shows on a display of its own that the program works: drafts a scene, closes, opens again, takes pictures.
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""tour.py OUT_DIR: the sample book in a fresh home; its first unwritten scene is drafted by the rehearsal provider, the program is closed
and started again, and every page is written as a picture to OUT_DIR, light and dark. Status 1 when anything was not as it should be."""

import pathlib
import sys

import quire_screen
from quire_driver import Journey, wait_for

PAGES = {'write': '1', 'plan': '2', 'codex': '3', 'voices': '4'}
DIALOGS = {'preferences': ('ctrl+comma', 'Preferences'), 'shortcuts': ('ctrl+question', 'Keyboard Shortcuts')}
SIZES = {'medium': (1000, 700), 'narrow': (360, 640)}
SCHEMES = ('light', 'dark')


class Pictures:
    """Takes and names them, and tells light from dark."""

    def __init__(self, journey, folder):
        self.journey = journey
        self.folder = folder
        self.screen = quire_screen.Screen()
        folder.mkdir(parents=True, exist_ok=True)

    @staticmethod
    def brightness(picture):
        colours = picture[2][::97]
        return sum(colours) / len(colours)

    def take(self, quire, name, scheme):
        """Waits until the colours are those of the scheme and nothing moves any more."""
        area = quire.area()
        wait_for(f'{name} to be {scheme}', lambda: (self.brightness(self.screen.capture(area)) < 128) == (scheme == 'dark'))
        path = self.folder / f'{name}-{scheme}.png'
        quire_screen.write_png(path, self.screen.settled(area))
        print(path, flush=True)


def unwritten_scene(journey, book):
    for act in journey.cli('outline', book)['acts']:
        for chapter in act['children']:
            for scene in chapter['children']:
                if scene['words'] == 0:
                    return scene
    return None


def draft(journey):
    """Drafts the first unwritten scene; (book, number, text)."""
    quire = journey.start('--sample')
    quire.wait_book('The Hundredth Sack')
    book = journey.home.projects / 'sample.quire'
    scene = unwritten_scene(journey, book)
    print(f'The Hundredth Sack: the first unwritten scene is {scene["number"]} {scene["title"]}')
    quire.go_to_scene(scene['number'])
    quire.press('shift+ctrl+d')
    quire.wait_card('whose steps are all done', lambda card: card.done, seconds=120)
    text = wait_for('the draft in the editor', quire.prose)
    quire.wait_saved()
    quire.quit()
    return book, scene['number'], text


def report(journey, book, number):
    runs = journey.cli('runs', book)['runs']
    journey.equal([run['status'] for run in runs], ['completed'], 'the runs of the book')
    run = runs[0]
    print(f'workflow {run["workflow_id"]}: {run["title"]}: {run["status"]}, {run["duration"]:.1f} s')
    for step in run['steps']:
        print(f'  {step["started_at"]}  {step["name"]:<16} {step["status"]:<10} {step["summary"]}')
        journey.equal(step['status'], 'completed', f'the step {step["name"]}')
    outputs = run['outputs']
    print(f'  {number}: {outputs["words"]} words, {len(outputs["sources"])} passages used, {len(outputs["left_out"])} left out, '
          f'{outputs["agent"]}, cost {outputs["cost"]["amount"]:g}')


def open_again(journey, book, number, text):
    """After a restart the scene is there, with its text."""
    quire = journey.start(book)
    quire.wait_book()
    quire.wait_scene(number)
    journey.equal(quire.prose(), text, 'the scene after a restart')
    print(f'after a restart, {number} begins: {quire.prose().splitlines()[0]}')
    return quire


def take_pages(journey, pictures, quire):
    for scheme in SCHEMES:
        journey.home.set(color_scheme=scheme)
        for name, key in PAGES.items():
            quire.press(f'ctrl+{key}')
            wait_for(f'the page {name}', lambda name=name: quire.find('page tab', name=name.capitalize(), state='checked'))
            pictures.take(quire, name, scheme)
        for name, (key, title) in DIALOGS.items():
            quire.press(key)
            quire.wait('dialog', name=title)
            pictures.take(quire, name, scheme)
            quire.press('Escape')
            quire.wait_gone('dialog', name=title)
    quire.press('ctrl+1')
    quire.quit()


def take_start_page(journey, pictures):
    quire = journey.start()
    quire.wait('list item', name='New Book')
    quire.wait('list item', name='The Hundredth Sack')
    for scheme in SCHEMES:
        journey.home.set(color_scheme=scheme)
        pictures.take(quire, 'start', scheme)
    quire.quit()


def take_size(journey, pictures, book, name, size):
    """A smaller window: what does not fit beside the text comes over it; on the smallest the pages are chosen below."""
    journey.home.set(window_width=size[0], window_height=size[1])
    quire = journey.start(book)
    quire.wait('text', name='Scene text')
    journey.equal(quire.area()[2:], size, f'the size of the {name} window')
    for scheme in SCHEMES:
        journey.home.set(color_scheme=scheme)
        pictures.take(quire, name, scheme)
        if quire.find('list', name='Outline'):
            continue
        quire.press('F9')
        quire.wait('list', name='Outline')
        pictures.take(quire, f'{name}-outline', scheme)
        quire.press('F9')
        quire.wait_gone('list', name='Outline')
    quire.quit()


def main():
    if len(sys.argv) != 2:
        print('usage: tour.py OUT_DIR', file=sys.stderr)
        sys.exit(2)
    with Journey('tour', rehearsal_speed=150, color_scheme='light') as journey:
        pictures = Pictures(journey, pathlib.Path(sys.argv[1]).resolve())
        book, number, text = draft(journey)
        report(journey, book, number)
        take_pages(journey, pictures, open_again(journey, book, number, text))
        take_start_page(journey, pictures)
        for name, size in SIZES.items():
            take_size(journey, pictures, book, name, size)


if __name__ == '__main__':
    main()
