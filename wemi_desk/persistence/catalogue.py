"""The copy of the catalogue, and what was suggested out of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from wemi_desk.domain.catalogue import (
    EDITION_ID,
    SERVICE,
    CatalogueEdition,
    CatalogueService,
    Provider,
    ProviderId,
    ServiceId,
)
from wemi_desk.domain.orientations import Orientation
from wemi_desk.persistence.database import cursor_of
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.lineage import lineage
from wemi_desk.persistence.records import SqlRecords
from wemi_desk.persistence.row_forms import RowForm, row_form
from wemi_desk.persistence.sync_sql import compiled
from wemi_desk.persistence.tables import (
    CATALOGUE_EDITION,
    CATALOGUE_PROVIDER,
    CATALOGUE_SERVICE,
    ORIENTATION,
    SHADOW,
)


class SqlCatalogue:
    """See services.catalogue.ports.CatalogueRecords. Nothing here makes an act: the centre writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._services = row_form(CatalogueService, CATALOGUE_SERVICE)
        self._providers = row_form(Provider, CATALOGUE_PROVIDER)
        self._editions = row_form(CatalogueEdition, CATALOGUE_EDITION)

    def service(self, service_id: ServiceId) -> CatalogueService | None:
        """One, withdrawn or not; None where it is not here."""
        found: CatalogueService | None = self._find(self._services, service_id)
        return found

    def services(self, ids: Collection[ServiceId]) -> Mapping[ServiceId, CatalogueService]:
        """Those that are here, withdrawn ones too."""
        found = ((one, self.service(one)) for one in ids)
        return {one: service for one, service in found if service is not None}

    def all_services(self) -> Iterator[CatalogueService]:
        """Every one, withdrawn ones too, in the order of their codes; a row at a time."""
        yield from self._rows(self._services, select(CATALOGUE_SERVICE).order_by(CATALOGUE_SERVICE.c.code))

    def of_provider(self, provider_id: ProviderId) -> Sequence[CatalogueService]:
        """Withdrawn ones too, by title."""
        mine = select(CATALOGUE_SERVICE).where(CATALOGUE_SERVICE.c.provider_id == provider_id.bytes)
        rows = self._cursor().execute(compiled(mine), (provider_id.bytes,))
        return sorted((self._services.record(row) for row in rows), key=lambda one: (one.title, one.code))

    def provider(self, provider_id: ProviderId) -> Provider | None:
        """None where it is not here."""
        found: Provider | None = self._find(self._providers, provider_id)
        return found

    def providers(self) -> Sequence[Provider]:
        """By name."""
        return list(self._rows(self._providers, select(CATALOGUE_PROVIDER).order_by(CATALOGUE_PROVIDER.c.name)))

    def edition(self) -> CatalogueEdition | None:
        """Of when the copy is; None where nobody said."""
        found: CatalogueEdition | None = self._find(self._editions, EDITION_ID)
        return found

    def count(self) -> int:
        """Services that are here, withdrawn ones too."""
        return self._connection.execute(select(func.count()).select_from(CATALOGUE_SERVICE)).scalar_one()

    def unreadable(self) -> int:
        """Sheets that came and that this program cannot read."""
        came = select(func.count(SHADOW.c.id.distinct())).where(SHADOW.c.kind == SERVICE, SHADOW.c.data.is_not(None))
        read = CATALOGUE_SERVICE.c.id == SHADOW.c.id
        return self._connection.execute(came.where(~select(1).where(read).exists())).scalar_one()

    def put(
        self,
        providers: Iterable[Provider] = (),
        services: Iterable[CatalogueService] = (),
        edition: CatalogueEdition | None = None,
    ) -> None:
        """At a desk of practice only: as if the centre had sent them."""
        self._put(self._providers, providers)
        self._put(self._services, services)
        self._put(self._editions, [edition] if edition is not None else [])

    def _put(self, form: RowForm, records: Iterable[Any]) -> None:
        self._cursor().executemany(form.upsert(), [form.row(one) for one in records])

    def _find(self, form: RowForm, record_id: UUID) -> Any:
        row = self._cursor().execute(form.select, (record_id.bytes,)).fetchone()
        return None if row is None else form.record(row)

    def _rows(self, form: RowForm, query: Any) -> Iterator[Any]:
        for row in self._cursor().execute(compiled(query)):
            yield form.record(row)

    def _cursor(self) -> Any:
        return cursor_of(self._connection)


class SqlOrientations(SqlRecords[Orientation]):
    """See services.catalogue.ports.OrientationRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, ORIENTATION, Orientation, journal)

    def of_citizen(self, citizen_id: UUID) -> Sequence[Orientation]:
        """Newest first, those taken back left out."""
        people = lineage(self._connection, citizen_id)
        query = select(ORIENTATION).where(ORIENTATION.c.citizen_id.in_(people), ORIENTATION.c.cancelled_at.is_(None))
        return self._all(query.order_by(ORIENTATION.c.suggested_at.desc()))

    def of_space(self, space_code: str, limit: int) -> Sequence[Orientation]:
        """As above, of one space."""
        mine = select(ORIENTATION).where(ORIENTATION.c.space_code == space_code, ORIENTATION.c.cancelled_at.is_(None))
        return self._all(mine.order_by(ORIENTATION.c.suggested_at.desc()).limit(limit))

    def feedback_until(self, day: date) -> Sequence[Orientation]:
        """Those somebody should ask about by *day*, the oldest first."""
        table = ORIENTATION.c
        due = select(ORIENTATION).where(table.feedback_due_on <= day, table.cancelled_at.is_(None))
        found: Sequence[Orientation] = self._all(due.order_by(table.feedback_due_on, table.id))
        return [one for one in found if one.is_open]
