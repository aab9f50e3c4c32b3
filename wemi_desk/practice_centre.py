"""The palestra's own central system: a process beside the console, on the loopback, with the same invented people."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from wemi_desk.config import Profile, own_command
from wemi_desk.domain.centres import CentrePlace
from wemi_desk.logs import log

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from wemi_desk.central.office import Office
    from wemi_desk.domain.access import OpenedDesk

TENANT = "palestra"
_LOCAL = "http://127.0.0.1"
_FIRST = ("citizen", "household", "household_member", "contact")
_CATALOGUE = ("catalogue_provider", "catalogue_service", "catalogue_edition")
_CHUNK = 500


def is_possible() -> bool:
    """A desk without the centre's libraries practises alone."""
    return find_spec("fastapi") is not None and find_spec("uvicorn") is not None


def prepare(profile: Profile, go_on: Callable[[], None] = lambda: None) -> bool:
    """Make the palestra's centre and join it, once; takes some seconds. False where there is none.

    *go_on*, called between two steps, may raise: then the next start makes it anew.
    """
    if not is_possible():
        return False
    if not profile.centre.exists():
        opened = _unlocked(profile)
        try:
            _make(profile, opened, go_on)
        finally:
            opened.close()
    return True


class PracticeCentre:
    """The process; it ends with the console, whatever happens to that."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._process: subprocess.Popen[str] | None = None
        self._url = ""

    def start(self, go_on: Callable[[], None] = lambda: None) -> None:
        """Begin; without a centre the palestra goes on alone. *go_on*: see ``prepare``."""
        if self._process is not None or not prepare(self._profile, go_on):
            return
        go_on()
        words = ["central", "serve", "--folder", str(self._profile.practice_centre), "--port", "0", "--leashed"]
        self._process = subprocess.Popen(  # noqa: S603 (our own program)
            [*own_command(), *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True,
        )

    @property
    def url(self) -> str:
        """Where it answers; blocks until it does. Empty where there is none."""
        if not self._url and self._process is not None and self._process.stdout is not None:
            port = self._process.stdout.readline().strip()
            if port.isdecimal():
                self._url = f"{_LOCAL}:{port}"
            else:
                log("practice_centre_not_started")
        return self._url

    def stop(self) -> None:
        """Let it go: its standard input closes, and it ends."""
        if self._process is None:
            return
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait(timeout=10)
        self._process, self._url = None, ""


def _unlocked(profile: Profile) -> OpenedDesk:
    from wemi_desk import bootstrap
    from wemi_desk.services import practice

    lead = next(one for one in practice.OPERATORS if "network_coordinator" in one.roles)
    return bootstrap.access_service(profile).unlock(lead.id, practice.PASSPHRASE)


def _make(profile: Profile, opened: OpenedDesk, go_on: Callable[[], None]) -> None:
    """The centre first, then the people, then the desk: half a centre is made anew."""
    import shutil

    from wemi_desk.central.auth.keys import new_keys, write_keys
    from wemi_desk.central.office import Office
    from wemi_desk.central.serve import Place
    from wemi_desk.central.store.database import CentreDatabase
    from wemi_desk.central.store.upgrade import upgrade

    shutil.rmtree(profile.practice_centre, ignore_errors=True)
    profile.practice_centre.mkdir(mode=0o700)
    place = Place(profile.practice_centre)
    write_keys(place.keys, new_keys())
    url = f"sqlite:///{place.database}"
    database = CentreDatabase(url)
    upgrade(database)
    database.close()
    office = Office(url, place, TENANT, "palestra")
    try:
        office.found()
        _fill(office, profile, opened, go_on)
        go_on()
        _join(office, profile, opened)
    finally:
        office.close()


def _fill(office: Office, profile: Profile, opened: OpenedDesk, go_on: Callable[[], None]) -> None:
    from wemi_desk import bootstrap
    from wemi_desk.central.office import REFERENCE
    from wemi_desk.central.places import space_content
    from wemi_desk.central.publications import Publications
    from wemi_desk.central.store.directory import KnownSpace
    from wemi_desk.centre_line import sheets
    from wemi_desk.services import practice

    space = practice.SPACE
    fields = ("kind", "address", "municipio", "opening_text")
    body = {name: getattr(space, name) for name in fields}
    content = space_content(space.id, space.code, space.name, body)
    office.add_space(KnownSpace(code=space.code, id=space.id, name=space.name), content)
    for sheet in sheets(practice.OPERATORS, [practice.ORGANISATION]):
        office.add_operator(sheet)
    engine = bootstrap.store_engine(profile, opened)
    try:
        for kind, contents in _contents(engine):
            go_on()
            Publications(office).bring(kind, contents, REFERENCE if kind in _CATALOGUE else f"space:{space.code}")
    finally:
        engine.dispose()


def _contents(engine: Engine) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What the palestra held before it knew a centre, some at a time; people first.

    All of it: a change of what the centre never saw would wait there for the record, for ever.
    """
    from wemi_desk.persistence.seeding import contents
    from wemi_desk.persistence.tables import SYNCHRONISED

    for kind in dict.fromkeys((*_FIRST, *SYNCHRONISED)):
        found = contents(engine, kind)
        for start in range(0, len(found), _CHUNK):
            yield kind, found[start : start + _CHUNK]


def _join(office: Office, profile: Profile, opened: OpenedDesk) -> None:
    from wemi_desk import bootstrap
    from wemi_desk.central.auth.reception import enrol

    code = office.make_code(opened.space_code).code
    place = CentrePlace(url=_LOCAL)
    bootstrap.join_centre(
        profile, opened, place, code, lambda _place, request: enrol(office.front_desk, request, "127.0.0.1")
    )
