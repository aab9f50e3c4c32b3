"""Files that never cut a group, and are the same bytes from the same rows (facilita.md 6)."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from wemi_desk.domain.facilita import Contract

_ODD_SIGNS = re.compile(r"[^A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A row and where it belongs: *order* sorts by site, day and sitting; rows with one *session* stay together."""

    order: tuple[str, ...]
    session: Hashable
    attendance: Hashable
    values: tuple[str, ...]


def split(rows: Iterable[ExportRow], contract: Contract) -> Iterator[Sequence[ExportRow]]:
    """At most ``max_rows`` a file; only a group larger than a whole file would be cut."""
    part: list[ExportRow] = []
    for _session, together in groupby(sorted(rows, key=_order), key=lambda row: row.session):
        group = list(together)
        if part and len(part) + len(group) > contract.max_rows:
            yield part
            part = []
        while len(group) > contract.max_rows:
            yield group[: contract.max_rows]
            group = group[contract.max_rows :]
        part.extend(group)
    if part:
        yield part


def _order(row: ExportRow) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    return row.order, str(row.session), row.values


def file_name(project: str, first: date, last: date, number: int) -> str:
    """facilita_<project>_<from>_<to>_<n>.csv."""
    return f"facilita_{_ODD_SIGNS.sub('-', project) or 'progetto'}_{first:%Y%m%d}_{last:%Y%m%d}_{number}.csv"
