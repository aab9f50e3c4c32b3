"""What the catalogue, orientations and referrals need of one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from wemi_desk.domain.catalogue import CatalogueEdition, CatalogueService, Provider, ProviderId, ServiceId
from wemi_desk.domain.orientations import Orientation


class CatalogueRecords(Protocol):
    """The copy of the catalogue; written by the centre alone (and at a desk of practice)."""

    def service(self, service_id: ServiceId) -> CatalogueService | None: ...

    def services(self, ids: Collection[ServiceId]) -> Mapping[ServiceId, CatalogueService]:
        """Those that are here, withdrawn ones too."""
        ...

    def all_services(self) -> Iterator[CatalogueService]:
        """Every one, withdrawn ones too, in the order of their codes; a row at a time."""
        ...

    def of_provider(self, provider_id: ProviderId) -> Sequence[CatalogueService]: ...

    def provider(self, provider_id: ProviderId) -> Provider | None: ...

    def providers(self) -> Sequence[Provider]:
        """By name."""
        ...

    def edition(self) -> CatalogueEdition | None:
        """Of when the copy is; None where nobody said."""
        ...

    def count(self) -> int:
        """Services that are here, withdrawn ones too."""
        ...

    def unreadable(self) -> int:
        """Sheets that came and that this program cannot read: a later program wrote them, or they are broken."""
        ...

    def put(
        self,
        providers: Iterable[Provider] = (),
        services: Iterable[CatalogueService] = (),
        edition: CatalogueEdition | None = None,
    ) -> None:
        """At a desk of practice only: as if the centre had sent them."""
        ...


class OrientationRecords(Protocol):
    """What was suggested to whom."""

    def add(self, record: Orientation) -> None: ...

    def replace(self, record: Orientation) -> None: ...

    def get(self, record_id: UUID) -> Orientation:
        """Raises RecordMissingError."""
        ...

    def find(self, record_id: UUID) -> Orientation | None: ...

    def of_citizen(self, citizen_id: UUID) -> Sequence[Orientation]:
        """Newest first, those taken back left out."""
        ...

    def of_space(self, space_code: str, limit: int) -> Sequence[Orientation]:
        """As above, of one space."""
        ...

    def feedback_until(self, day: date) -> Sequence[Orientation]:
        """Those somebody should ask about by *day*, the oldest first."""
        ...


class CatalogueWork(Protocol):
    """The part of a unit of work that this room asks for."""

    @property
    def catalogue(self) -> CatalogueRecords: ...
    @property
    def orientations(self) -> OrientationRecords: ...
