"""A type of paperwork is published by versions: one that stands is never edited, only ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wemi_desk.central.exchange.published import REFERENCE, published_id
from wemi_desk.central.exchange.workspace import Workspace
from wemi_desk.domain.errors import PaperworkRefusedError
from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.paperwork import PAPERWORK_TYPE
from wemi_desk.domain.paperwork_documents import read_type
from wemi_desk.sync.merge import Stamp

_MAY_CHANGE = frozenset({"id", "valid_to"})
_BIRTH = Stamp(0, "")


def publish(work: Workspace, document: Mapping[str, Any]) -> bool:
    """Show a version to every desk; False when that is how it stands. Raises PaperworkRefusedError.

    Versions stand beside each other, so that a case keeps the words it began with; of one that stands only the last day
    may change, which withdraws it.
    """
    bare = {name: value for name, value in document.items() if name != "id"}
    kind = read_type(bare)
    record_id = published_id(work.tenant, PAPERWORK_TYPE, kind.code, kind.version)
    content, held = {**bare, "id": str(record_id)}, work.find(PAPERWORK_TYPE, record_id)
    if held is not None and held.content == content:
        return False
    if held is not None and _edited(held.content, content):
        raise PaperworkRefusedError((Problem("version", "version_taken"),))
    work.put(PAPERWORK_TYPE, record_id, content, subject_id=None, birth=None if held else _BIRTH)
    work.show(PAPERWORK_TYPE, record_id, (REFERENCE,))
    return True


def _edited(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return any(before.get(name) != after.get(name) for name in (before.keys() | after.keys()) - _MAY_CHANGE)
