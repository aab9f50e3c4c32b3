"""The catalogue is published by editions: its parts wait where nobody sees them, the edition shows them all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from wemi_desk.central.exchange.published import REFERENCE
from wemi_desk.central.exchange.turns import DONE, Outcome, Turn, already, refused
from wemi_desk.central.exchange.workspace import Workspace
from wemi_desk.domain.catalogue import (
    EDITION,
    EDITION_ID,
    PROVIDER,
    SERVICE,
    CatalogueEdition,
    CatalogueService,
    Provider,
    provider_id,
    service_id,
)
from wemi_desk.domain.catalogue_publication import MOST_PARTS, PART, part_id
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.sync.merge import Stamp

_BIRTH = Stamp(0, "")
_SHAPES: Mapping[str, type[Any]] = {PROVIDER: Provider, SERVICE: CatalogueService}
_LISTS = {"providers": PROVIDER, "services": SERVICE}
Sheets = Sequence[tuple[str, UUID, Mapping[str, Any]]]
"""Kind, identifier and content of what a part brings."""


def staged(turn: Turn) -> Outcome:
    """A part: looked at now, kept until its edition comes."""
    if _sheets(turn.payload) is None:
        return refused("catalogue", "invalid")
    held = turn.work.find(PART, turn.act.record_id)
    content = {**turn.payload, "at": turn.work.now}
    turn.work.put(PART, turn.act.record_id, content, subject_id=None, birth=None if held else _BIRTH)
    return DONE


def edition_published(turn: Turn) -> Outcome:
    """The edition: everything its parts brought, shown to every desk by one commit; or nothing, and the parts go."""
    said = turn.payload
    try:
        publication, count = UUID(said["publication"]), int(said["parts"])
        edition = msgspec.to_builtins(msgspec.convert(said["edition"], CatalogueEdition))
    except (KeyError, TypeError, ValueError, msgspec.ValidationError):
        return refused("edition", "invalid")
    if edition["id"] != str(EDITION_ID) or not 0 <= count <= MOST_PARTS:
        return refused("edition", "invalid")
    brought = _taken(turn.work, publication, count)
    standing = turn.work.find(EDITION, EDITION_ID)
    if standing is not None and standing.content == edition:
        return already()
    if brought is None:
        return refused("edition", "incomplete")
    if (standing.content["published_at"] if standing else None) != said.get("after"):
        return refused("edition", "moved")
    show(turn.work, brought)
    show(turn.work, [(EDITION, EDITION_ID, edition)])
    return DONE


def show(work: Workspace, sheets: Iterable[tuple[str, UUID, Mapping[str, Any]]]) -> int:
    """Write what is new or other than it was, keeping fields that a later program wrote; how many."""
    wanted = list(sheets)
    work.prefetch((kind, record_id) for kind, record_id, _content in wanted)
    changed = 0
    for kind, record_id, content in wanted:
        held = work.find(kind, record_id)
        whole = {**held.content, **content} if held else dict(content)
        if held is not None and held.content == whole:
            continue
        work.put(kind, record_id, whole, subject_id=None, birth=None if held else _BIRTH)
        work.show(kind, record_id, (REFERENCE,))
        changed += 1
    return changed


def _taken(work: Workspace, publication: UUID, count: int) -> list[tuple[str, UUID, Mapping[str, Any]]] | None:
    """What the parts brought, and nothing of them stays; None when one is missing."""
    ids = [part_id(publication, number) for number in range(1, count + 1)]
    work.prefetch((PART, one) for one in ids)
    brought: list[tuple[str, UUID, Mapping[str, Any]]] = []
    is_whole = True
    for one in ids:
        held = work.find(PART, one)
        sheets = _sheets(held.content) if held and held.content else None
        is_whole = is_whole and sheets is not None
        brought += sheets or []
        if held is not None and held.content:
            work.put(PART, one, {}, subject_id=None)
    return brought if is_whole else None


def _sheets(content: Mapping[str, Any]) -> Sheets | None:
    """None unless every one is a record of its kind, under the identifier of its code."""
    try:
        return list(_read(content))
    except (KeyError, TypeError, ValueError, msgspec.ValidationError, InvalidFieldError):
        return None


def _read(content: Mapping[str, Any]) -> Iterator[tuple[str, UUID, Mapping[str, Any]]]:
    for name, kind in _LISTS.items():
        for one in content.get(name, ()):
            record = msgspec.convert(one, _SHAPES[kind])
            wanted = provider_id(record.code) if kind == PROVIDER else service_id(record.code)
            if not record.code or one["id"] != str(wanted):
                raise ValueError(kind)
            yield kind, wanted, one
