"""The catalogue as the people who run a centre publish it: from a table, or from a list of entries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import msgspec

from wemi_desk.central.exchange import catalogue
from wemi_desk.central.exchange.ports import Exchanged
from wemi_desk.central.office import Office
from wemi_desk.domain.catalogue import (
    EDITION,
    EDITION_ID,
    PROVIDER,
    SERVICE,
    CatalogueEdition,
    CatalogueService,
    Provider,
    service_id,
)
from wemi_desk.domain.catalogue_changes import Differences, Incoming, differences
from wemi_desk.domain.catalogue_rows import ReadRow, RowProblem
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.shapes import converted

if TYPE_CHECKING:
    from wemi_desk.central.store.workspace import SqlWorkspace

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Sheet = tuple[str, UUID, Mapping[str, Any]]


@dataclass(slots=True)
class TableOutcome:
    """What a table changed, and its rows that stay out."""

    changed: int = 0
    differences: Differences = field(default_factory=Differences)
    problems: list[RowProblem] = field(default_factory=list)


def publish_table(office: Office, rows: Iterable[ReadRow], source: str, *, whole: bool = False) -> TableOutcome:
    """Rows that are right go in, in one transaction; *whole*: what is not among them is withdrawn."""

    def unit(work: Exchanged) -> TableOutcome:
        outcome = TableOutcome()
        incoming = Incoming(_held(work, PROVIDER, Provider))
        for row in rows:
            problem = None if row.problems else incoming.add(row)
            outcome.problems += [*row.problems, *([problem] if problem else [])]
        known = _held(work, SERVICE, CatalogueService)
        *_growing, found = differences(incoming, known, _now(work).date(), whole=whole)
        outcome.differences = found
        sheets = [*_sheets(PROVIDER, [one for _kind, one in found.providers]),
                  *_sheets(SERVICE, [one.service for one in found.services])]  # fmt: skip
        outcome.changed = _published(work, sheets, source)
        return outcome

    return _noted(office, unit)


def publish_entries(office: Office, entries: Collection[Mapping[str, Any]], source: str) -> int:
    """Services as JSON objects with the fields of domain.catalogue.CatalogueService; how many are new or changed.

    Raises InvalidFieldError for the first that is none: then none is published.
    """
    sheets = [_sheet(entry) for entry in entries]
    return _noted(office, lambda work: TableOutcome(_published(work, sheets, source))).changed


def _noted(office: Office, unit: Callable[[Exchanged], TableOutcome]) -> TableOutcome:
    outcome = office.within(unit)
    office.note("published_catalogue", str(outcome.changed))
    return outcome


def _published(work: Exchanged, sheets: Sequence[Sheet], source: str) -> int:
    """Sheets that say something else, and the edition that says of when they are."""
    changed = catalogue.show(work, sheets)
    if changed:
        services = [one for one in _held(work, SERVICE, CatalogueService, sheets) if one.withdrawn_on is None]
        edition = CatalogueEdition(
            id=EDITION_ID, published_at=_now(work), source=source[:200], services=len(services),
            providers=len(_held(work, PROVIDER, Provider, sheets)),
        )  # fmt: skip
        catalogue.show(work, _sheets(EDITION, [edition]))
    return changed


def _held(work: Exchanged, kind: str, shape: type[Any], written: Iterable[Sheet] = ()) -> list[Any]:
    """Every record of a kind that this program can read, with what this transaction has *written*."""
    found: list[Any] = []
    ids = dict.fromkeys(cast("SqlWorkspace", work).of_kind(kind))  # only a command reads them all
    ids |= dict.fromkeys(record_id for of_kind, record_id, _content in written if of_kind == kind)
    work.prefetch((kind, record_id) for record_id in ids)
    for record_id in ids:
        held = work.find(kind, record_id)
        try:
            found += [converted(held.content, shape)] if held else []
        except (msgspec.ValidationError, InvalidFieldError):
            continue
    return sorted(found, key=lambda one: one.code)


def _sheets(kind: str, records: Iterable[Any]) -> list[Sheet]:
    return [(kind, one.id, msgspec.to_builtins(one)) for one in records]


def _sheet(entry: Mapping[str, Any]) -> Sheet:
    code = entry.get("code")
    if not isinstance(code, str) or not code:
        raise InvalidFieldError("code", "required")
    content = {**entry, "id": str(service_id(code))}
    try:
        converted(content, CatalogueService)
    except (msgspec.ValidationError, ValueError):
        raise InvalidFieldError("catalogue", "invalid", code=code) from None
    return SERVICE, service_id(code), content


def _now(work: Exchanged) -> datetime:
    return _EPOCH + timedelta(microseconds=work.now)
