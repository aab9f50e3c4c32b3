"""Fill a new store: its directory, and the palestra's invented people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Table, insert, select

from wemi_desk.domain.access import Newcomer
from wemi_desk.domain.acts import NEW
from wemi_desk.domain.catalogue import CatalogueEdition, CatalogueService, Provider
from wemi_desk.domain.first_desk import FirstDesk
from wemi_desk.domain.operators import Operator
from wemi_desk.domain.spaces import Organisation, Space
from wemi_desk.persistence.catalogue import SqlCatalogue
from wemi_desk.persistence.indexing import indexed, sort_key
from wemi_desk.persistence.local import SqlDirectory
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.search import SqlPersonSearch
from wemi_desk.persistence.tables import DIRECTORY, METADATA, ORGANISATION, OUTBOX, SYNCHRONISED
from wemi_desk.services.practice import PracticeWorld


def put_directory(
    engine: Engine, spaces: Iterable[Space], operators: Iterable[Operator], organisations: Iterable[Organisation]
) -> None:
    """Take over who works where."""
    with engine.begin() as connection:
        directory = SqlDirectory(connection)
        for space in spaces:
            directory.put_space(space)
        for operator in operators:
            directory.put_operator(operator)
        _rows(connection, ORGANISATION, organisations)


def put_first_desk(engine: Engine, first: FirstDesk) -> None:
    """The first operator of a desk, and its space unless a recovered store knows it already."""
    with engine.begin() as connection:
        directory = SqlDirectory(connection)
        if first.space.code not in {space.code for space in directory.spaces()}:
            directory.put_space(first.space)
        directory.put_operator(first.operator)
        directory.put_organisation(first.organisation)


def put_newcomer(engine: Engine, newcomer: Newcomer) -> None:
    """Somebody whom the centre lets in before it could say so in a feed; a known one is left as the feed has them."""
    with engine.begin() as connection:
        directory = SqlDirectory(connection)
        if newcomer.operator_id not in {one.id for one in directory.operators()}:
            directory.put_organisation(newcomer.organisation)
            directory.put_operator(newcomer.operator)


def directory_of(engine: Engine) -> tuple[Sequence[Operator], Sequence[Organisation]]:
    """Who works here, and for whom."""
    mapping: RecordMapping[Organisation] = RecordMapping(Organisation)
    with engine.connect() as connection:
        bodies = [mapping.to_record(row) for row in connection.execute(select(ORGANISATION)).mappings()]
        return SqlDirectory(connection).operators(), bodies


def contents(engine: Engine, kind: str) -> list[dict[str, Any]]:
    """Every record of a kind as it would travel, but those that an own act brings to the centre anyway."""
    record_type, table = (SYNCHRONISED | DIRECTORY)[kind]
    mapping: RecordMapping[Any] = RecordMapping(record_type)
    with engine.connect() as connection:
        own = set(connection.execute(select(OUTBOX.c.record_id).where(OUTBOX.c.verb == NEW)).scalars())
        records = [mapping.to_record(row) for row in connection.execute(select(table)).mappings()]
    return [msgspec.to_builtins(record) for record in records if record.id not in own]


def fill(engine: Engine, world: PracticeWorld) -> None:
    """Write the palestra's past in one go; it never leaves this PC, so it has no outbox."""
    with engine.begin() as connection:
        _people(connection, world)
        for kind, records in (
            ("household", world.households), ("household_member", world.members), ("contact", world.contacts),
            ("privacy_notice_record", world.notices), ("call_back", world.call_backs),
            ("shared_request", world.shared_requests),
        ):  # fmt: skip
            _rows(connection, SYNCHRONISED[kind][1], records)


def put_records(engine: Engine, records: Mapping[str, Sequence[Any]]) -> None:
    """More of the palestra's past, by kind: it never leaves this PC either."""
    with engine.begin() as connection:
        for kind, found in records.items():
            _rows(connection, SYNCHRONISED[kind][1], found)


def put_catalogue(
    engine: Engine, providers: Sequence[Provider], services: Sequence[CatalogueService], edition: CatalogueEdition
) -> None:
    """As if a centre had published it."""
    with engine.begin() as connection:
        SqlCatalogue(connection).put(providers, services, edition)


def _people(connection: Connection, world: PracticeWorld) -> None:
    record_type, table = SYNCHRONISED["citizen"]
    mapping: RecordMapping[Any] = RecordMapping(record_type)
    rows = [mapping.to_row(person) | {"sort_key": sort_key(person)} for person in world.people]
    connection.execute(insert(table), rows)
    seen = {one.citizen_id: one.started_at for one in sorted(world.contacts, key=lambda one: one.started_at)}
    SqlPersonSearch(METADATA).rebuild(connection, (indexed(person, seen.get(person.id)) for person in world.people))


def _rows(connection: Connection, table: Table, records: Iterable[Any]) -> None:
    held: Sequence[Any] = list(records)
    if held:
        mapping: RecordMapping[Any] = RecordMapping(type(held[0]))
        connection.execute(insert(table), [mapping.to_row(record) for record in held])
