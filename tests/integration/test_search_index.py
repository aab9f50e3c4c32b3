"""The search index says exactly what the records say, whatever was inserted, changed and taken out before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection, MetaData

from wemi_desk.domain.person_index import IndexedPerson
from wemi_desk.persistence.database import open_engine
from wemi_desk.persistence.search import SqlPersonSearch

TABLES = ("search_person", "search_alias", "search_phone", "search_word", "search_near")
SEEN = datetime(2026, 1, 1, tzinfo=UTC)
names = st.sampled_from(
    ("Rossi", "Rossini", "De Luca", "Luca", "D'Amico", "Niccolò", "Maria", "Maria Grazia", "Grazia", "Fo", "Ng", "")
) | st.text(max_size=12)
persons = st.builds(
    IndexedPerson,
    citizen_id=st.integers(0, 6).map(lambda number: UUID(int=number)),
    surname=names,
    given_name=names,
    birth_date=st.none() | st.dates(date(1920, 1, 1), date(2026, 1, 1)),
    birth_year=st.none() | st.integers(1920, 2026),
    fiscal_code=st.none() | st.sampled_from(("RSSMRA58C52F205N", "RSSMRAR8CR2FN0RA", "12345670017", "x")),
    phones=st.lists(st.sampled_from(("+393331234567", "+390248001122", "+86138001380", "?")), max_size=2).map(tuple),
    seen_at=st.integers(0, 400).map(lambda days: SEEN + timedelta(days=days)),
    is_minor=st.booleans(),
)


def rows(connection: Connection) -> dict[str, set[tuple[object, ...]]]:
    """Everything in the index, people by their identity instead of by the number the store gave them."""
    content = {}
    for table in TABLES:
        people = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT id, citizen_id FROM search_person")}
        result = connection.exec_driver_sql(f"SELECT * FROM {table}").mappings()
        content[table] = {
            tuple(people[value] if name in ("id", "person") else value for name, value in row.items()) for row in result
        }
    return content


class SearchIndex(RuleBasedStateMachine):
    @initialize()
    def open(self):
        self.folder = TemporaryDirectory()
        self.metadata, self.records = MetaData(), {}
        self.search = SqlPersonSearch(self.metadata)
        self.engines = [open_engine(Path(self.folder.name) / name, b"k" * 32) for name in ("store.db", "again.db")]
        self.connections = [engine.connect() for engine in self.engines]
        for connection in self.connections:
            self.metadata.create_all(connection)

    @rule(person=persons)
    def write(self, person):
        self.search.index(self.connections[0], person)
        self.records[person.citizen_id] = person

    @rule(number=st.integers(0, 6))
    def remove(self, number):
        self.search.remove(self.connections[0], UUID(int=number))
        self.records.pop(UUID(int=number), None)

    @rule(text=names)
    def find(self, text):
        for hit in self.search.find(self.connections[0], text, include_minors=True):
            assert hit.citizen_id in self.records

    @invariant()
    def index_equals_records(self):
        self.search.rebuild(self.connections[1], self.records.values())
        assert rows(self.connections[0]) == rows(self.connections[1])

    def teardown(self):
        for connection in self.connections:
            connection.close()
        for engine in self.engines:
            engine.dispose()
        self.folder.cleanup()


TestSearchIndex = SearchIndex.TestCase
TestSearchIndex.settings = settings(
    max_examples=12, stateful_step_count=10, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
