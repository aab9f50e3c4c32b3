"""What the services need of the measures that the centre has published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID


class MeasureRecords(Protocol):
    """Versions of measures as the centre published them; written by the centre alone."""

    def stamps(self) -> Mapping[UUID, bytes]:
        """What is there, with a mark that differs whenever the content does."""
        ...

    def content(self, record_id: UUID) -> Mapping[str, Any]:
        """The document, with every field that was published. Raises RecordMissingError."""
        ...
