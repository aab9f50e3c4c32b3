"""A measure is published once its own tests are green; a version that stands is never edited, only its status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wemi_desk.central.exchange import catalogue, paperwork
from wemi_desk.central.exchange.published import MEASURE, REFERENCE, published_id
from wemi_desk.central.exchange.turns import DONE, Outcome, Turn, already, refused
from wemi_desk.central.exchange.workspace import Workspace
from wemi_desk.domain.catalogue import EDITION
from wemi_desk.domain.catalogue_publication import PART
from wemi_desk.domain.errors import MeasureRefusedError, PaperworkRefusedError
from wemi_desk.domain.measure_documents import read_measure
from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.measure_trials import publication_problems
from wemi_desk.domain.operators import PUBLISHERS
from wemi_desk.domain.paperwork import PAPERWORK_TYPE
from wemi_desk.sync.merge import Stamp

_MAY_CHANGE = frozenset({"id", "status"})
_BIRTH = Stamp(0, "")


def published(turn: Turn) -> Outcome:
    """The verb ``publish``: a document from a desk whose operator may publish. The answer names the first fault."""
    bulk = {PART: catalogue.staged, EDITION: catalogue.edition_published}.get(turn.act.kind)
    publisher = {MEASURE: publish, PAPERWORK_TYPE: paperwork.publish}.get(turn.act.kind)
    if publisher is None and bulk is None:
        return refused("verb", "unknown")
    if not _may_publish(turn.work, turn.act.operator_id, turn.act.space_code):
        return refused("role", "not_allowed")
    if publisher is None:
        return bulk(turn) if bulk else refused("verb", "unknown")
    try:
        is_new = publisher(turn.work, turn.payload)
    except (MeasureRefusedError, PaperworkRefusedError) as faults:
        first = faults.problems[0]
        return refused(first.path or "document", first.code)
    return DONE if is_new else already()


def publish(work: Workspace, document: Mapping[str, Any]) -> bool:
    """Show a version to every desk; False when that is how it stands. Raises MeasureRefusedError."""
    bare = {name: value for name, value in document.items() if name != "id"}
    version = read_measure(bare)
    problems = tuple(publication_problems(version))
    if problems:
        raise MeasureRefusedError(problems)
    record_id = published_id(work.tenant, MEASURE, version.code, version.version)
    content, held = {**bare, "id": str(record_id)}, work.find(MEASURE, record_id)
    if held is not None and held.content == content:
        return False
    if held is not None and _edited(held.content, content):
        raise MeasureRefusedError((Problem("version", "version_taken"),))
    work.put(MEASURE, record_id, content, subject_id=None, birth=None if held else _BIRTH)
    work.show(MEASURE, record_id, (REFERENCE,))
    return True


def _edited(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether anything differs that an application may have been judged by."""
    return any(before.get(name) != after.get(name) for name in (before.keys() | after.keys()) - _MAY_CHANGE)


def _may_publish(work: Workspace, operator_id: UUID, space_code: str) -> bool:
    """As the centre itself knows the operator, not as the desk says."""
    operator = work.find("operator", operator_id)
    if operator is None or operator.content.get("valid_to"):
        return False
    roles, spaces = operator.content.get("roles") or (), operator.content.get("space_codes") or ()
    return space_code in spaces and not PUBLISHERS.isdisjoint(roles)
