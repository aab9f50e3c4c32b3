"""What shared services ask of the outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from wemi_desk.domain.shared_services import SharedParticipant, SharedRequest, SharedService

if TYPE_CHECKING:  # loaded when somebody looks for groups
    from wemi_desk.domain.shared_grouping import Packed, Packing


class PackingSolver(Protocol):
    """Chooses groups that have no family in common."""

    def solve(self, packing: Packing, seconds: float) -> Packed:
        """The best choice, or the best found in time. Raises SolverMissingError."""
        ...


class SharedRequestRecords(Protocol):
    """What families ask for."""

    def add(self, record: SharedRequest) -> None: ...

    def replace(self, record: SharedRequest) -> None: ...

    def get(self, record_id: UUID) -> SharedRequest:
        """Raises RecordMissingError."""
        ...

    def find(self, record_id: UUID) -> SharedRequest | None: ...

    def open_ones(self) -> Sequence[SharedRequest]:
        """Nobody closed them, the oldest first."""
        ...

    def of_citizen(self, citizen_id: UUID) -> Sequence[SharedRequest]:
        """All of this person, also those of records merged into theirs, the newest first."""
        ...


class SharedServiceRecords(Protocol):
    """The groups."""

    def add(self, record: SharedService) -> None: ...

    def replace(self, record: SharedService) -> None: ...

    def get(self, record_id: UUID) -> SharedService:
        """Raises RecordMissingError."""
        ...

    def find(self, record_id: UUID) -> SharedService | None: ...

    def living(self) -> Sequence[SharedService]:
        """Those that did not end, and those that ended last, at most a hundred."""
        ...


class SharedParticipantRecords(Protocol):
    """Who is in which group."""

    def add(self, record: SharedParticipant) -> None: ...

    def replace(self, record: SharedParticipant) -> None: ...

    def get(self, record_id: UUID) -> SharedParticipant:
        """Raises RecordMissingError."""
        ...

    def find(self, record_id: UUID) -> SharedParticipant | None: ...

    def of(self, service_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[SharedParticipant]]:
        """Per group, everybody who is or was in it."""
        ...

    def of_requests(self, request_ids: Sequence[UUID]) -> Sequence[SharedParticipant]:
        """Every place of these requests, in whatever group."""
        ...


class SharedServiceWork(Protocol):
    """The part of a unit of work that this room asks for."""

    @property
    def shared_requests(self) -> SharedRequestRecords: ...
    @property
    def shared_services(self) -> SharedServiceRecords: ...
    @property
    def shared_participants(self) -> SharedParticipantRecords: ...
