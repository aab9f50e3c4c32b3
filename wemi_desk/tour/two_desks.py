"""Two desks of two spaces and a centre on the loopback, whose cable can be pulled."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wemi_desk import bootstrap
from wemi_desk.config import Profile, own_command
from wemi_desk.domain.access import DeviceId
from wemi_desk.domain.first_desk import FirstDesk
from wemi_desk.domain.operators import Operator, OperatorId
from wemi_desk.domain.spaces import Space
from wemi_desk.services import practice
from wemi_desk.services.practice import practice_id
from wemi_desk.tour.stage import Tour
from wemi_desk.ui.app import Console, Doors
from wemi_desk.ui.late_access import LateAccess
from wemi_desk.ui.session import WorkSession

if TYPE_CHECKING:
    from wemi_desk.central.office import Office

TENANT, LOCAL = "prova", "127.0.0.1"
MEASURE_CODE = "NIDO"
_SPACES = {"VEN": "WeMi Venini", "CAP": "WeMi Capuana"}
_WHO = {"VEN": ("Giulia", "Ricci", "OP3001"), "CAP": ("Nadia", "Ferri", "OP3002")}


class Centre:
    """The real one, in a process of its own. *pull* takes the cable away, *plug* puts it back: the port stays."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process: subprocess.Popen[str] | None = None
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://{LOCAL}:{self._port}"

    def found(self) -> None:
        """Keys, tables, two spaces, who works there, and what can be applied for."""
        from wemi_desk.central.auth.keys import new_keys, write_keys
        from wemi_desk.central.office import Office
        from wemi_desk.central.serve import Place
        from wemi_desk.central.store.database import CentreDatabase
        from wemi_desk.central.store.upgrade import upgrade

        self.folder.mkdir(parents=True)
        place = Place(self.folder)
        write_keys(place.keys, new_keys())
        database = CentreDatabase(self._database)
        upgrade(database)
        database.close()
        with_office = Office(self._database, place, TENANT, "tour")
        try:
            with_office.found()
            _fill(with_office)
        finally:
            with_office.close()

    def within(self, act: Callable[[Office], object]) -> None:
        """Do something as the people who run the centre do."""
        from wemi_desk.central.office import Office
        from wemi_desk.central.serve import Place

        office = Office(self._database, Place(self.folder), TENANT, "tour")
        try:
            act(office)
        finally:
            office.close()

    def plug(self) -> None:
        """Serve, on the port of before; blocks until it listens."""
        words = ["central", "serve", "--folder", str(self.folder), "--port", str(self._port), "--leashed"]
        self._process = subprocess.Popen(  # noqa: S603 (our own program)
            [*own_command(), *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        line = self._process.stdout.readline().strip() if self._process.stdout else ""
        if not line.isdecimal():
            raise RuntimeError("the centre did not start")
        self._port = int(line)

    def pull(self) -> None:
        """Nobody answers any more."""
        if self._process is not None:
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process.wait(timeout=20)
            self._process = None

    @property
    def _database(self) -> str:
        return f"sqlite:///{self.folder / 'centre.db'}"


def _fill(office: Office) -> None:
    from wemi_desk.central.places import space_content
    from wemi_desk.central.publications import Publications
    from wemi_desk.central.store.directory import KnownSpace
    from wemi_desk.centre_line import sheets

    for code, name in _SPACES.items():
        space_id = practice_id(f"space {code}")
        content = space_content(space_id, code, name, {"kind": "wemi_space"})
        office.add_space(KnownSpace(code=code, id=space_id, name=name), content)
    for sheet in sheets([_operator(code) for code in _SPACES], [practice.ORGANISATION]):
        office.add_operator(sheet)
    Publications(office).publish("measures", [_measure()])


def _measure() -> dict[str, Any]:
    """The invented measure that ships, under a name of its own."""
    from wemi_desk.gateways.shipped_measures import shipped_measures

    example = next(one for one in shipped_measures(with_examples=True) if one.code == "ESEMPIO-2026")
    return {**example.document, "code": MEASURE_CODE, "short_title": "Bonus nido"}


def _operator(code: str) -> Operator:
    given_name, surname, badge = _WHO[code]
    return Operator(
        id=OperatorId(practice_id(badge)), given_name=given_name, surname=surname, badge_code=badge,
        organisation_id=practice.ORGANISATION.id, space_codes=(code,),
        roles=("operator", "network_coordinator", "city_staff"),
    )  # fmt: skip


@dataclass
class Desk:
    """One desk's window, and its place on the disk."""

    code: str
    profile: Profile
    console: Console

    @property
    def work(self) -> WorkSession:
        if self.console.work is None:
            raise RuntimeError("nobody is at this desk")
        return self.console.work

    @property
    def initials(self) -> str:
        return _WHO[self.code][0][:2].lower()


def make_desk(tour: Tour, folder: Path, code: str, centre: Centre) -> Desk:
    """A desk enrolled at the centre with a code, locked."""
    profile = Profile(folder / code.lower(), practice=True)

    def enrol() -> None:
        _enrol(profile, code, centre)

    tour.in_background(enrol, f"the desk {code}")
    doors = Doors(
        prepare=bootstrap.load_libraries, access=LateAccess(lambda: bootstrap.access_service(profile)),
        open_desk=lambda opened: bootstrap.open_desk(profile, opened), is_practice=True,
    )  # fmt: skip
    return Desk(code, profile, Console(tour.runner, doors))


def _enrol(profile: Profile, code: str, centre: Centre) -> None:
    from wemi_desk.domain.centres import CentrePlace
    from wemi_desk.gateways.data_folder import prepare

    prepare(profile)
    access = bootstrap.access_service(profile)
    space = Space(id=practice_id(f"space {code}"), code=code, name=_SPACES[code], kind="wemi_space")
    first = FirstDesk(space=space, organisation=practice.ORGANISATION, operator=_operator(code))
    opened = access.enrol_standalone(first.enrolment(_device(code)), practice.PASSPHRASE)
    try:
        bootstrap.found_desk(profile, opened, first)
        codes: list[str] = []
        centre.within(lambda office: codes.append(office.make_code(code).code))
        bootstrap.join_centre(profile, opened, CentrePlace(url=centre.url), codes[0])
    finally:
        opened.close()
    access.set_pin(_operator(code).id, practice.PASSPHRASE, practice.PIN)


def _device(code: str) -> DeviceId:
    return DeviceId(UUID(int=practice_id(f"device {code}").int))
