"""A morning's work in the palestra, for whoever tries an installation or an update: what was written stays unsent."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from wemi_desk.config import Profile

if TYPE_CHECKING:
    from wemi_desk.services.desk import DeskServices


SURNAME = "Collaudo"


@dataclass(frozen=True, slots=True)
class Found:
    """What the desk holds: people, the last of them written here, and how much the centre has not seen."""

    people: int
    written: int
    unsent: int


def work(profile: Profile, people: int) -> Found:
    """Register *people* and a contact for each; with none, only count. Raises AnotherConsoleError, StorageError.

    The palestra is made where there is none; its central system is not started, so nothing is sent.
    """
    if not profile.practice:
        raise ValueError("only the palestra is worked in for a trial")
    from wemi_desk import bootstrap
    from wemi_desk.services import practice
    from wemi_desk.services.citizens import RegisterCitizen
    from wemi_desk.services.person_forms import PersonForm

    bootstrap.prepare_practice(profile)
    lead = next(one for one in practice.OPERATORS if "network_coordinator" in one.roles)
    opened = bootstrap.access_service(profile).unlock(lead.id, practice.PASSPHRASE)
    desk = bootstrap.open_desk(profile, opened)
    try:
        for number in range(people):
            desk.citizens.register(RegisterCitizen(form=PersonForm(surname=SURNAME, given_name=f"Numero {number + 1}")))
            desk.contacts.quick("1")
        return Found(desk.citizens.count(), _written(desk), desk.outbox.counts().waiting)
    finally:
        desk.close()
        opened.close()


def as_json(found: Found) -> str:
    """For the script that tries an installation."""
    return json.dumps(asdict(found))


def _written(desk: DeskServices) -> int:
    return len(desk.citizens.search(SURNAME, 200))
