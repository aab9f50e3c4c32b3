"""What the catalogue's files need from outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from wemi_desk.domain.catalogue_cells import Cell
from wemi_desk.services.act_ports import ActRecords
from wemi_desk.services.catalogue.ports import CatalogueRecords

RIGHT = "publish_catalogue"
MOST_COLUMNS = 120
MOST_ROWS = 30_000


@dataclass(frozen=True, slots=True)
class OpenedTable:
    """A file that was looked at: what it is written in, its header, its first rows. *digest* is of its bytes."""

    path: Path
    digest: str
    encoding: str
    """``utf-8`` … of a text, empty for a workbook."""
    separator: str
    sheet: str
    headers: tuple[str, ...]
    header_row: int
    samples: tuple[tuple[str, ...], ...]
    rows: int
    formulas: int = 0
    merged: int = 0
    other_sheets: tuple[str, ...] = ()


class TableFiles(Protocol):
    """CSV and XLSX on the disk. All block; all raise InvalidFieldError("file", why) and DataFolderError."""

    def open(self, path: Path) -> OpenedTable: ...

    def rows(self, opened: OpenedTable) -> AbstractContextManager[Iterator[tuple[int, Sequence[Cell]]]]:
        """Each row below the header with its number in the file; refused when the file is another by now."""
        ...

    def write(self, path: Path, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        """XLSX or CSV by the name; whole or not at all."""
        ...


@dataclass(frozen=True, slots=True)
class SentCatalogue:
    """A publication that the centre has not taken (*state* waiting) or did not take (refused, with why)."""

    act_id: UUID
    state: str
    reason: str = ""


class PublicationRecords(Protocol):
    """Publications on their way, and what was once said of files of the same shape."""

    def sent(self) -> Sequence[SentCatalogue]:
        """Without the centre's yes, newest first."""
        ...

    def refused(self) -> Sequence[UUID]:
        """Acts of publications that the centre did not take, parts too."""
        ...

    def mapping(self, shape: str) -> tuple[str, ...] | None:
        """The fields of a file whose columns are called so, as somebody said before."""
        ...

    def remember(self, shape: str, mapping: Sequence[str], at: datetime, by: UUID, space_code: str) -> None: ...


class CatalogueFilesWork(Protocol):
    """The part of a unit of work that this room asks for."""

    @property
    def catalogue(self) -> CatalogueRecords: ...
    @property
    def publications(self) -> PublicationRecords: ...
    @property
    def acts(self) -> ActRecords: ...
    def commit(self) -> None: ...


class CatalogueFilesStore(Protocol):
    """The store."""

    def work(self) -> AbstractContextManager[CatalogueFilesWork]: ...

    def reading(self) -> AbstractContextManager[CatalogueFilesWork]: ...
