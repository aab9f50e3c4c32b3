"""People in the store, with the search index kept in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Text, func, or_, select, text, true, tuple_

from wemi_desk.domain.citizens import Citizen, CitizenMerge
from wemi_desk.domain.listed_people import ListedPerson, Standing, masked
from wemi_desk.persistence.indexing import canonical_form, indexed
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.mapping import RecordMapping, UuidBytes
from wemi_desk.persistence.records import SqlRecords, in_period
from wemi_desk.persistence.search import SqlPersonSearch
from wemi_desk.persistence.sync_people import PeopleIndex
from wemi_desk.persistence.tables import CITIZEN, CITIZEN_MERGE, METADATA, OUTBOX
from wemi_desk.services.ports import Fence, Likeness

_LIVING = CITIZEN.c.merged_into.is_(None) & CITIZEN.c.withdrawn_at.is_(None)
_MERGES = RecordMapping(CitizenMerge)
_LISTED = (
    CITIZEN.c.id, CITIZEN.c.surname, CITIZEN.c.given_name, CITIZEN.c.birth_date, CITIZEN.c.birth_year,
    CITIZEN.c.municipio, CITIZEN.c.fiscal_code, CITIZEN.c.to_verify,
)  # fmt: skip


class SqlCitizens(SqlRecords[Citizen]):
    """See services.ports.CitizenRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, CITIZEN, Citizen, journal)
        self._index = SqlPersonSearch(METADATA)

    def add(self, record: Citizen) -> None:
        """Insert a person and make them findable."""
        super().add(record)
        self._settle(record)

    def replace(self, record: Citizen) -> None:
        """Write a changed person; one who no longer stands for themselves is not found any more."""
        super().replace(record)
        self._settle(record)

    def seen(self, citizen_id: UUID) -> None:
        """Somebody was here again: the search shows them before namesakes who were not."""
        record = self.find(citizen_id)
        if record is not None and record.is_living:
            self._settle(record)

    def _settle(self, record: Citizen) -> None:
        PeopleIndex(self._cursor()).settle([record], ())

    def search(self, text: str, limit: int) -> Sequence[Citizen]:
        """People that *text* may mean, the likeliest first."""
        hits = self._index.find(self._connection, text, limit, include_minors=True)
        return self.by_ids([hit.citizen_id for hit in hits])

    def alike(self, draft: Citizen, limit: int) -> Sequence[Likeness]:
        """People who may be the one in *draft*."""
        found = self._index.candidates(self._connection, indexed(draft), limit + 1)
        people = {citizen.id: citizen for citizen in self.by_ids([one.citizen_id for one in found])}
        return [
            Likeness(people[one.citizen_id], one.score, one.reasons)  # type: ignore[index]
            for one in found
            if one.citizen_id in people and one.citizen_id != draft.id
        ][:limit]

    def by_fiscal_code(self, code: str) -> Sequence[Citizen]:
        """Living people with this code in any omocodia form."""
        canonical = canonical_form(code)
        hits = self._index.find(self._connection, canonical or code, 20, include_minors=True)
        found = self.by_ids([hit.citizen_id for hit in hits])
        return [one for one in found if one.fiscal_code and canonical_form(one.fiscal_code) == canonical]

    def by_ids(self, ids: Sequence[UUID]) -> Sequence[Citizen]:
        """Living people among *ids*, in their order."""
        if not ids:
            return []
        found = {person.id: person for person in self._all(select(CITIZEN).where(CITIZEN.c.id.in_(ids) & _LIVING))}
        return [found[one] for one in ids if one in found]  # type: ignore[index]

    def page(self, offset: int, limit: int, born_by: date | None = None) -> Sequence[Citizen]:
        """A page of the living people in alphabetical order; with *born_by* only those born until that day."""
        order = (CITIZEN.c.sort_key, CITIZEN.c.id)
        ids = select(CITIZEN.c.id).where(_LIVING & _born(born_by)).order_by(*order).offset(offset).limit(limit)
        return self._all(select(CITIZEN).where(CITIZEN.c.id.in_(ids)).order_by(*order))

    def page_after(
        self, fence: Fence | None, skip: int, limit: int, born_by: date | None = None
    ) -> Sequence[ListedPerson]:
        """A page that begins *skip* rows after *fence*: as fast at the end of a million people as at the start."""
        order = (CITIZEN.c.sort_key, CITIZEN.c.id)
        after = _LIVING & _born(born_by) & _behind(fence)
        ids = select(CITIZEN.c.id).where(after).order_by(*order).offset(skip).limit(limit)
        rows = self._connection.execute(select(*_LISTED).where(CITIZEN.c.id.in_(ids)).order_by(*order))
        return _standing(rows, self.standings)

    def waiting_for_check(self, limit: int, born_by: date | None = None) -> Sequence[ListedPerson]:
        """Living people whose data somebody should check, in alphabetical order."""
        wanted = _LIVING & text("to_verify = 1") & _born(born_by)
        query = select(*_LISTED).where(wanted).order_by(CITIZEN.c.sort_key, CITIZEN.c.id).limit(limit)
        return _standing(self._connection.execute(query), self.standings)

    def standings(self, ids: Sequence[UUID]) -> Mapping[UUID, Standing]:
        """Whose record has an act the centre has not taken; one that came back weighs more than one that waits."""
        mine = OUTBOX.c.record_id.in_(ids) & (OUTBOX.c.kind == "citizen")
        untaken = mine & OUTBOX.c.acked_at.is_(None) & OUTBOX.c.withdrawn_at.is_(None)
        query = select(OUTBOX.c.record_id, func.max(func.coalesce(OUTBOX.c.verdict, ""))).where(untaken)
        rows = self._connection.execute(query.group_by(OUTBOX.c.record_id)) if ids else ()
        return {record_id: Standing.TO_CHECK if verdict else Standing.WAITING for record_id, verdict in rows}

    def fences_after(
        self, fence: Fence | None, step: int, most: int, born_by: date | None = None
    ) -> tuple[Sequence[Fence], int]:
        """The last row of each of the next *most* blocks of *step* rows, and how many rows stand behind them.

        The second number counts only when the list ends here, with fewer than *most* blocks.
        """
        found: list[Fence] = []
        keys = select(CITIZEN.c.sort_key, CITIZEN.c.id).where(_LIVING & _born(born_by))
        order = (CITIZEN.c.sort_key, CITIZEN.c.id)
        while len(found) < most:
            end = keys.where(_behind(fence)).order_by(*order).offset(step - 1).limit(1)
            row = self._connection.execute(end).first()
            if row is None:
                rest = keys.where(_behind(fence)).limit(step).subquery()
                return found, int(self._connection.execute(select(func.count()).select_from(rest)).scalar_one())
            fence = (row.sort_key, row.id)
            found.append(fence)
        return found, 0

    def count(self, born_by: date | None = None) -> int:
        """How many living people the desk holds; with *born_by* only those born until that day."""
        return self._counted(_LIVING & _born(born_by))

    def registered_between(self, begin: datetime, end: datetime) -> int:
        """How many people were registered in a period."""
        return self._counted(_LIVING & in_period(CITIZEN.c.created_at, begin, end))

    def to_verify(self) -> int:
        """How many living people wait for somebody to check what was typed."""
        return self._counted(_LIVING & CITIZEN.c.to_verify)

    def merges_of(self, citizen_id: UUID) -> Sequence[CitizenMerge]:
        """Merges this record took part in, newest first."""
        query = (
            select(CITIZEN_MERGE)
            .where(or_(CITIZEN_MERGE.c.kept_id == citizen_id, CITIZEN_MERGE.c.merged_id == citizen_id))
            .order_by(CITIZEN_MERGE.c.merged_at.desc())
        )
        return [_MERGES.to_record(row) for row in self._connection.execute(query).mappings()]

    def _counted(self, condition: Any) -> int:
        query = select(func.count()).select_from(CITIZEN).where(condition)
        return int(self._connection.execute(query).scalar_one())


def _listed(row: Any) -> ListedPerson:
    citizen_id, surname, given_name, born_on, birth_year, municipio, code, to_verify = row
    year = born_on.year if born_on else birth_year
    name = f"{surname} {given_name}".strip()
    return ListedPerson(citizen_id, name, year, municipio, masked(code), to_verify)


def _standing(
    rows: Iterable[Any], known: Callable[[Sequence[UUID]], Mapping[UUID, Standing]]
) -> Sequence[ListedPerson]:
    listed = [_listed(row) for row in rows]
    standings = known([one.id for one in listed])
    return [replace(one, standing=standings.get(one.id, Standing.SENT)) for one in listed]


def _behind(fence: Fence | None) -> ColumnElement[bool]:
    if fence is None:
        return true()
    return tuple_(CITIZEN.c.sort_key, CITIZEN.c.id) > tuple_(*fence, types=[Text(), UuidBytes()])


def _born(by: date | None) -> ColumnElement[bool]:
    """Nobody is left out for a birth date that is not known."""
    return true() if by is None else CITIZEN.c.birth_date.is_(None) | (CITIZEN.c.birth_date <= by)
