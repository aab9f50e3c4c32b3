"""Tables of the person search: one narrow row a person, its covering indexes, and the neighbourhood of each name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, PrimaryKeyConstraint, Table, Text


@dataclass(frozen=True, slots=True)
class SearchTables:
    """The search tables, bound to one MetaData."""

    person: Table
    alias: Table
    phone: Table
    word: Table
    near: Table

    @property
    def all(self) -> tuple[Table, ...]:
        return (self.person, self.alias, self.phone, self.word, self.near)


def search_tables(metadata: MetaData) -> SearchTables:
    """The search tables of *metadata*, declared on the first call."""
    if "search_person" not in metadata.tables:
        _person(metadata)
        _alias(metadata)
        _phone(metadata)
        _words(metadata)
    names = ("search_person", "search_alias", "search_phone", "search_word", "search_near")
    return SearchTables(*(metadata.tables[name] for name in names))


def _person(metadata: MetaData) -> None:
    """Names are folded and joined ("deluca"), dates yyyymmdd (mmdd 0 when unknown), seen in minutes.

    Each index covers a whole step of a search: a page that is not read need not be decrypted.
    """
    table = Table(
        "search_person",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("citizen_id", LargeBinary, nullable=False),
        Column("surname", Text, nullable=False),
        Column("given", Text, nullable=False),
        Column("birth", Integer, nullable=False),
        Column("seen", Integer, nullable=False),
        Column("minor", Integer, nullable=False),
        Column("fiscal_code", Text),
        Column("fiscal_tail", Text),
        Column("words", Text),
        Column("phones", Text),
        Column("phone_end", Integer),
        Column("phone_start", Integer),
    )
    c = table.c
    Index("search_person_citizen", c.citizen_id, unique=True)
    Index("search_person_surname", c.surname, c.given, c.seen, c.birth, c.minor)
    Index("search_person_given", c.given, c.surname, c.seen, c.birth, c.minor)
    Index("search_person_seen", c.seen, c.surname, c.given, c.birth, c.minor)
    Index("search_person_birth", c.birth, c.seen, c.surname, c.given, c.minor)
    Index("search_person_fiscal", c.fiscal_code, c.seen, c.minor, sqlite_where=c.fiscal_code.is_not(None))
    Index("search_person_tail", c.fiscal_tail, c.seen, c.minor, sqlite_where=c.fiscal_tail.is_not(None))
    Index("search_person_phone_end", c.phone_end, c.seen, c.minor, sqlite_where=c.phone_end.is_not(None))
    Index("search_person_phone_start", c.phone_start, c.seen, c.minor, sqlite_where=c.phone_start.is_not(None))


def _alias(metadata: MetaData) -> None:
    """The single words of names that have several ("luca" of "De Luca"), beside the other half of the name."""
    Table(
        "search_alias",
        metadata,
        Column("word", Text, nullable=False),
        Column("other", Text, nullable=False),
        Column("person", Integer, nullable=False),
        Column("seen", Integer, nullable=False),
        Column("birth", Integer, nullable=False),
        Column("minor", Integer, nullable=False),
        PrimaryKeyConstraint("word", "other", "person"),
        sqlite_with_rowid=False,
    )


def _phone(metadata: MetaData) -> None:
    """The numbers of a person from the second on, each twice: read from its end and from its beginning."""
    Table(
        "search_phone",
        metadata,
        Column("number", Integer, nullable=False),
        Column("person", Integer, nullable=False),
        Column("seen", Integer, nullable=False),
        Column("minor", Integer, nullable=False),
        PrimaryKeyConstraint("number", "person"),
        sqlite_with_rowid=False,
    )


def _words(metadata: MetaData) -> None:
    """Every distinct name, and the deletion neighbourhood of its beginning in the manner of SymSpell.

    The key is what is left of the beginning after up to two deletions. Names repeat and beginnings more so: a million
    people have some 270,000 names and 120,000 beginnings.
    """
    Table(
        "search_word",
        metadata,
        Column("word", Text, primary_key=True),
        Column("roles", Integer, nullable=False),  # of a surname 1, of a given name 2, one of several words 4
        sqlite_with_rowid=False,
    )
    Table(
        "search_near",
        metadata,
        Column("key", Text, nullable=False),
        Column("start", Text, nullable=False),
        PrimaryKeyConstraint("key", "start"),
        sqlite_with_rowid=False,
    )
