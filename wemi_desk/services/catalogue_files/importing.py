"""A file becomes the next edition of the catalogue: looked at, tried out, published. Nothing is written before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wemi_desk.domain.acts import PUBLISH
from wemi_desk.domain.catalogue import EDITION, EDITION_ID, CatalogueEdition, CatalogueService, Provider
from wemi_desk.domain.catalogue_cells import Cell
from wemi_desk.domain.catalogue_changes import Differences, Incoming, differences
from wemi_desk.domain.catalogue_columns import missing, proposed, shape_of
from wemi_desk.domain.catalogue_publication import PART, part_id, parts
from wemi_desk.domain.catalogue_rows import RowProblem, RowReader, choices_of, looks_of
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.catalogue_files.ports import (
    RIGHT,
    CatalogueFilesStore,
    CatalogueFilesWork,
    OpenedTable,
    SentCatalogue,
    TableFiles,
)
from wemi_desk.services.catalogue_files.words import column_words, problem_words
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("catalogue", "outbox")
Progress = Callable[[int, int], bool]
"""Told how many are done, and of about how many; False stops."""
_EVERY = 250


@dataclass(frozen=True, slots=True)
class Looked:
    """A file, and what its columns seem to be; *is_remembered* when somebody said so before."""

    opened: OpenedTable
    mapping: tuple[str, ...]
    is_remembered: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is before anything is chosen; *services* counts withdrawn ones too."""

    edition: CatalogueEdition | None
    services: int
    sent: tuple[SentCatalogue, ...] = ()

    @property
    def waits(self) -> bool:
        """A publication is on its way: nothing else is published before the centre answers."""
        return any(one.state == "waiting" for one in self.sent)

    @property
    def refused(self) -> str:
        """Why the centre did not take the last one; empty where nothing came back."""
        return next((one.reason for one in self.sent if one.state == "refused"), "")


@dataclass(frozen=True, slots=True)
class DryRun:
    """What publishing would do. *edition_at*: the edition it was compared with."""

    opened: OpenedTable
    mapping: tuple[str, ...]
    is_whole: bool
    differences: Differences
    problems: tuple[RowProblem, ...]
    edition_at: datetime | None
    stopped: bool = False

    @property
    def right_rows(self) -> int:
        """Rows that go in."""
        return self.opened.rows - len({one.row for one in self.problems})


@dataclass(frozen=True, slots=True)
class Published:
    """*waits*: it was handed over to the centre, which has not answered yet; otherwise it stands at this desk."""

    changes: Changes
    waits: bool = False
    stopped: bool = False


class CatalogueImport:
    """For who may publish the catalogue. Reads for seconds: not on the lane of the store."""

    def __init__(
        self, store: CatalogueFilesStore, session: DeskSession, files: TableFiles, lists: PickLists,
        *, has_centre: bool,
    ) -> None:  # fmt: skip
        self._store, self._session, self._files = store, session, files
        self._choices = choices_of(lists)
        self._has_centre = has_centre

    def look(self, path: Path) -> Looked:
        """Open a file and say which column seems to be what. Raises InvalidFieldError("file", why)."""
        self._session.require(RIGHT)
        opened = self._files.open(path)
        with self._store.reading() as work:
            known = work.publications.mapping(shape_of(opened.headers))
        if known is not None and len(known) == len(opened.headers):
            return Looked(opened, known, is_remembered=True)
        return Looked(opened, proposed(opened.headers, opened.samples, looks_of(self._choices)))

    def try_out(
        self, opened: OpenedTable, mapping: Sequence[str], *, whole: bool, progress: Progress | None = None
    ) -> DryRun:
        """Every row read, every difference found; writes nothing. Raises InvalidFieldError.

        *whole*: the file is the whole catalogue, and what is not in it would be withdrawn.
        """
        self._session.require(RIGHT)
        check_mapping(mapping)
        go_on = progress or _always
        with self._store.reading() as work:
            edition, count = work.catalogue.edition(), work.catalogue.count()
            incoming, problems, stopped = self._read(opened, mapping, work.catalogue.providers(), go_on, count)
            found = Differences()
            if not stopped:
                known = work.catalogue.all_services()
                found, stopped = self._compared(incoming, known, whole, go_on, opened.rows, count)
        at = edition.published_at if edition else None
        problems.sort(key=lambda one: one.row)
        return DryRun(opened, tuple(mapping), whole, found, tuple(problems), at, stopped)

    def publish(self, dry: DryRun, progress: Progress | None = None) -> Published:
        """The next edition: to the centre where there is one, which shows it to every desk at once; else here.

        In one transaction, so that stopped half way there is nothing. Raises InvalidFieldError("file", why) when the
        catalogue is another by now, or a publication waits.
        """
        self._session.require(RIGHT)
        if dry.stopped or dry.differences.is_empty:
            raise InvalidFieldError("file", "nothing_to_publish")
        go_on, total = progress or _always, len(dry.differences.services)
        now = self._session.clock.now()
        with self._store.work() as work:
            self._check_standing(work, dry)
            _withdraw_refused(work)
            self._remember(work, dry, now)
            if not go_on(0, total):
                return Published(Changes(), stopped=True)
            self._write(work, dry, now)
            if not go_on(total, total):
                return Published(Changes(), stopped=True)
            work.commit()
        return Published(CHANGED, waits=self._has_centre)

    def standing(self) -> Standing:
        """Of when the catalogue is, and publications that the centre has not taken, newest first."""
        self._session.require(RIGHT)
        with self._store.reading() as work:
            return Standing(work.catalogue.edition(), work.catalogue.count(), tuple(work.publications.sent()))

    def sent(self) -> Sequence[SentCatalogue]:
        """Publications that the centre has not taken, newest first."""
        return list(self.standing().sent)

    def withdraw(self) -> Changes:
        """Refused publications are pursued no more: the file is tried out anew."""
        self._session.require(RIGHT)
        with self._store.work() as work:
            _withdraw_refused(work)
            work.commit()
        return CHANGED

    def save_problems(self, dry: DryRun, path: Path) -> None:
        """The list of what stays out, as a file to mend by."""
        rows: Iterator[Sequence[Cell]] = (
            (one.row, column_words(one.field), one.value, problem_words(one)) for one in dry.problems
        )
        self._files.write(path, ("Riga", "Colonna", "Valore", "Motivo"), rows)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _read(
        self, opened: OpenedTable, mapping: Sequence[str], providers: Sequence[Provider], go_on: Progress, more: int
    ) -> tuple[Incoming, list[RowProblem], bool]:
        incoming, reader = Incoming(providers), RowReader(mapping, self._choices)
        problems: list[RowProblem] = []
        with self._files.rows(opened) as rows:
            for done, (number, row) in enumerate(rows):
                if done % _EVERY == 0 and not go_on(done, opened.rows + more):
                    return incoming, problems, True
                read = reader.read(number, row)
                problem = None if read.problems else incoming.add(read)
                problems += [*read.problems, *([problem] if problem else [])]
        return incoming, problems, False

    def _compared(
        self, incoming: Incoming, known: Iterator[CatalogueService], whole: bool, go_on: Progress, done: int, more: int
    ) -> tuple[Differences, bool]:
        found = Differences()
        today = self._session.clock.today()
        for at, found in enumerate(differences(incoming, known, today, whole=whole)):
            if at % _EVERY == 0 and not go_on(done + at, done + more):
                return found, True
        return found, False

    def _remember(self, work: CatalogueFilesWork, dry: DryRun, now: datetime) -> None:
        who, space = self._session.operator.id, self._session.space.code
        work.publications.remember(shape_of(dry.opened.headers), dry.mapping, now, who, space)

    def _check_standing(self, work: CatalogueFilesWork, dry: DryRun) -> None:
        if any(one.state == "waiting" for one in work.publications.sent()):
            raise InvalidFieldError("file", "publication_waits")
        edition = work.catalogue.edition()
        if (edition.published_at if edition else None) != dry.edition_at:
            raise InvalidFieldError("file", "catalogue_moved")

    def _write(self, work: CatalogueFilesWork, dry: DryRun, now: datetime) -> None:
        found = dry.differences
        providers: Sequence[Provider] = [one for _kind, one in found.providers]
        services = [one.service for one in found.services]
        held = {one.id for one in work.catalogue.providers() if one.withdrawn_on is None}
        edition = CatalogueEdition(
            id=EDITION_ID, published_at=now, source=dry.opened.path.name[:200], services=found.standing,
            providers=len(held | {one.id for one in providers}),
        )  # fmt: skip
        if not self._has_centre:
            work.catalogue.put(providers, services, edition)
            return
        publication, number = self._session.ids(), 0
        for kind, records in (("providers", providers), ("services", services)):
            for part in parts(records):
                number += 1
                work.acts.say(PUBLISH, PART, part_id(publication, number), None, {kind: part})
        content = {"publication": publication, "parts": number, "after": dry.edition_at, "edition": edition}
        work.acts.say(PUBLISH, EDITION, publication, None, content)


def _withdraw_refused(work: CatalogueFilesWork) -> None:
    for act_id in work.publications.refused():
        work.acts.withdraw(act_id, "")


def _always(_done: int, _of: int) -> bool:
    return True


def check_mapping(mapping: Sequence[str]) -> None:
    """Raises InvalidFieldError("mapping", "required" | "twice")."""
    lacking = missing(mapping)
    if lacking:
        raise InvalidFieldError("mapping", "required", column=lacking[0])
    said = [one for one in mapping if one]
    twice = next((one for one in said if said.count(one) > 1), None)
    if twice:
        raise InvalidFieldError("mapping", "twice", column=twice)
