"""What the services need of the measures that the centre has published."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Asked:
    """An application as far as it counts for another one; people are those that stand for themselves."""

    application_id: UUID
    measure_code: str
    state: str
    applicant_id: UUID
    beneficiary_id: UUID


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
