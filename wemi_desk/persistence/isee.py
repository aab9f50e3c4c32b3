"""ISEE attestations, found by person and by family."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, select

from wemi_desk.domain.isee import IseeCertificate
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.records import SqlRecords
from wemi_desk.persistence.tables import ISEE_CERTIFICATE


class SqlIseeCertificates(SqlRecords[IseeCertificate]):
    """See services.act_ports.IseeRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, ISEE_CERTIFICATE, IseeCertificate, journal)

    def of_citizen(self, citizen_id: UUID) -> Sequence[IseeCertificate]:
        """Those recorded for this person."""
        return self._all(select(ISEE_CERTIFICATE).where(ISEE_CERTIFICATE.c.citizen_id == citizen_id))

    def of_household(self, household_id: UUID) -> Sequence[IseeCertificate]:
        """Those recorded for this family."""
        return self._all(select(ISEE_CERTIFICATE).where(ISEE_CERTIFICATE.c.household_id == household_id))
