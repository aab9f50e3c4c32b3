"""A counter at work, to be killed: saves through the real services and says what it has saved.

    python -m tests.end_to_end.saver FOLDER START

One line a commit: ``quick <contact>``, ``visit <contact> <citizen>``, ``person <citizen>``, ``draft <id> <length>``,
``undo <contact>``. A line stands on the pipe only after the store has it.
"""

import os
import sys
from itertools import count
from pathlib import Path

from tests.desk import Desk
from tests.factories import person, visit
from wemi_desk.gateways.clock import SystemClock, TimeOrderedIds
from wemi_desk.services.citizens import RegisterCitizen

_NAMES = ("Rossi", "De Luca", "D'Amico", "Łukasz", "Fumagalli", "Li")


def say(*words):
    os.write(1, (" ".join(str(word) for word in words) + "\n").encode())


def main(folder, start):
    desk = Desk(Path(folder), clock=SystemClock(), ids=TimeOrderedIds())
    say("ready")
    for number in count(int(start)):
        _one_visit(desk.giulia, number)


def _one_visit(giulia, number):
    draft = giulia.drafts.begin()
    for length in (20, 400):
        giulia.drafts.save(draft, "contact", {"note": "x" * length})
        say("draft", draft, length)
    form = person(_NAMES[number % len(_NAMES)] + f" {number}", phone=f"333 {number:07}")
    citizen = giulia.citizens.register(RegisterCitizen(form=form)).citizen
    say("person", citizen.id)
    contact = giulia.contacts.record(visit(citizen_id=citizen.id, destinations=("caf",), draft_id=draft)).contact
    say("visit", contact.id, citizen.id, draft)
    say("quick", giulia.contacts.quick(str(number % 9 + 1)).contact.id)
    deed, _ = giulia.undo.undo()
    say("undo", deed.objects[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
