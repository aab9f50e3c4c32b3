"""The lines of a dry run: what would change, what stays out."""

from __future__ import annotations

from collections.abc import Sequence

from wemi_desk.domain.catalogue_changes import BACK, CHANGED, NEW, WITHDRAWN, ServiceChange
from wemi_desk.domain.catalogue_rows import RowProblem
from wemi_desk.services.catalogue_files.importing import DryRun

ALL, WRONG = "all", "wrong"
TryLine = ServiceChange | RowProblem


def counts_of(dry: DryRun | None) -> dict[str, int]:
    """Lines of each kind that has any."""
    if dry is None:
        return {}
    kinds = {kind: dry.differences.count(kind) for kind in (NEW, CHANGED, BACK, WITHDRAWN)}
    return {kind: n for kind, n in ({WRONG: len(dry.problems)} | kinds).items() if n}


def lines_of(dry: DryRun | None, shown: str) -> Sequence[TryLine]:
    """Those of one kind, or all of them: faults first, they are what there is to do."""
    if dry is None:
        return ()
    if shown == WRONG:
        return dry.problems
    changes = dry.differences.services
    return [*dry.problems, *changes] if shown == ALL else [one for one in changes if one.kind == shown]
