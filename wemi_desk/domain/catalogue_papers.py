"""The paper with one service, or with up to four side by side: plain facts, no layout."""

from __future__ import annotations

from dataclasses import dataclass

from wemi_desk.domain.slips import PaperSpace


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueSheet:
    """*rows*: label, and what each service says to it, in the order of *titles*; empty where a sheet says nothing.

    *notes* stand beneath: of when the copy is, what is not offered any more.
    """

    space: PaperSpace
    titles: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...] = ()

    @property
    def is_comparison(self) -> bool:
        return len(self.titles) > 1
