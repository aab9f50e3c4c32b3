"""What the services need of the measures that the centre has published."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from wemi_desk.domain.applications import Application

RIGHT = "publish_measures"
"""Of who writes measures and gives them to all desks."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An application as far as it counts for another one; people are those that stand for themselves."""

    application_id: UUID
    measure_code: str
    state: str
    applicant_id: UUID
    beneficiary_id: UUID


@dataclass(frozen=True, slots=True)
class SentMeasure:
    """A version on its way: *state* is waiting, or refused with the centre's *reason* (``path:code``)."""

    act_id: UUID
    code: str
    version: int
    name: str
    state: str
    reason: str = ""


class MeasureFiles(Protocol):
    """Measures in files that people carry; both block."""

    def read(self, path: str) -> str:
        """Raises MeasureRefusedError, StorageError."""
        ...

    def write(self, path: str, text: str) -> None:
        """Raises StorageError, DataFolderError."""
        ...


class MeasureRecords(Protocol):
    """Versions of measures as the centre published them; written by the centre alone."""

    def stamps(self) -> Mapping[UUID, bytes]:
        """What is there, with a mark that differs whenever the content does."""
        ...

    def content(self, record_id: UUID) -> Mapping[str, Any]:
        """The document, with every field that was published. Raises RecordMissingError."""
        ...

    def asked(self, people: Collection[UUID]) -> Sequence[Asked]:
        """Applications of which one of these people (or a record merged into them) is applicant or beneficiary."""
        ...

    def applications(self, code: str, most: int) -> Sequence[Application]:
        """Applications for one measure on this desk, newest first."""
        ...

    def sent(self) -> Sequence[SentMeasure]:
        """What was handed over here to be published and is not yet, or came back."""
        ...
