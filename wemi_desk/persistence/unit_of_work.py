"""One transaction over the store, and how it is opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine

from wemi_desk.domain.audit import AuditEntry
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import StorageError
from wemi_desk.domain.timeline import TimelineEntry
from wemi_desk.guards import forbid_on_ui_thread
from wemi_desk.persistence import belongings, tables
from wemi_desk.persistence.acts import SqlActs
from wemi_desk.persistence.audit import SqlAuditLog
from wemi_desk.persistence.citizens import SqlCitizens
from wemi_desk.persistence.contacts import SqlContacts
from wemi_desk.persistence.counter import (
    SqlCallBacks,
    SqlHouseholdMembers,
    SqlPrivacyNotices,
    SqlQueueTickets,
    SqlReferrals,
)
from wemi_desk.persistence.database import cursor_of, reading, settle_log, storage_errors
from wemi_desk.persistence.journal import Author, Journal
from wemi_desk.persistence.local import SqlDeeds, SqlDirectory, SqlDrafts, SqlOutbox
from wemi_desk.persistence.questions import SqlQuestions
from wemi_desk.persistence.records import SqlRecords
from wemi_desk.persistence.special_data import SqlSpecialData
from wemi_desk.persistence.timeline import timeline
from wemi_desk.persistence.turns import turn_of
from wemi_desk.services.ports import Clock, Ids, Sealer
from wemi_desk.sync.identifiers import uuid_of

if TYPE_CHECKING:  # each is loaded when somebody works with it
    from wemi_desk.persistence.agenda import (
        SqlAppointments,
        SqlHandoverNotes,
        SqlLeaves,
        SqlOpeningExceptions,
        SqlOpeningSlots,
        SqlShifts,
    )
    from wemi_desk.persistence.applications import SqlApplications
    from wemi_desk.persistence.attachments import SqlAttachments
    from wemi_desk.persistence.case_papers import SqlCasePapers
    from wemi_desk.persistence.catalogue import SqlCatalogue, SqlOrientations
    from wemi_desk.persistence.catalogue_files import SqlPublications
    from wemi_desk.persistence.courses import (
        SqlActivityDates,
        SqlEnrolments,
        SqlPresences,
        SqlWorkstations,
        SqlWorkstationTurns,
    )
    from wemi_desk.persistence.facilita import SqlFacilita
    from wemi_desk.persistence.isee import SqlIseeCertificates
    from wemi_desk.persistence.measures import SqlMeasures
    from wemi_desk.persistence.paperwork import SqlPaperwork
    from wemi_desk.persistence.shared_services import SqlSharedParticipants, SqlSharedRequests, SqlSharedServices
    from wemi_desk.persistence.volunteers import SqlVolunteerHours, SqlVolunteers
    from wemi_desk.persistence.vouchers import SqlVouchers

T = TypeVar("T")
_TABLES = dict(tables.SYNCHRONISED.values())


class SqlSharedWork:
    """See services.act_ports.SharedWork."""

    _connection: Connection
    _journal: Journal

    @cached_property
    def acts(self) -> SqlActs:
        return SqlActs(self._connection, self._journal)

    @cached_property
    def questions(self) -> SqlQuestions:
        return SqlQuestions(self._connection, self._journal)

    @cached_property
    def applications(self) -> SqlApplications:
        from wemi_desk.persistence.applications import SqlApplications

        return SqlApplications(self._connection, self._journal)

    @cached_property
    def measures(self) -> SqlMeasures:
        from wemi_desk.persistence.measures import SqlMeasures

        return SqlMeasures(self._connection)

    @cached_property
    def isee_certificates(self) -> SqlIseeCertificates:
        from wemi_desk.persistence.isee import SqlIseeCertificates

        return SqlIseeCertificates(self._connection, self._journal)

    @cached_property
    def attachments(self) -> SqlAttachments:
        from wemi_desk.persistence.attachments import SqlAttachments

        return SqlAttachments(self._connection, self._journal)

    @cached_property
    def vouchers(self) -> SqlVouchers:
        from wemi_desk.persistence.vouchers import SqlVouchers

        return SqlVouchers(self._connection, self._journal)

    @cached_property
    def paperwork(self) -> SqlPaperwork:
        from wemi_desk.persistence.paperwork import SqlPaperwork

        return SqlPaperwork(self._connection, self._journal)

    @cached_property
    def facilita(self) -> SqlFacilita:
        from wemi_desk.persistence.facilita import SqlFacilita

        return SqlFacilita(self._connection, self._journal)

    @cached_property
    def case_papers(self) -> SqlCasePapers:
        from wemi_desk.persistence.case_papers import SqlCasePapers

        return SqlCasePapers(self._connection)


class SqlCourseWork:
    """See services.courses.ports.CourseWork."""

    _connection: Connection
    _journal: Journal

    @cached_property
    def activity_dates(self) -> SqlActivityDates:
        from wemi_desk.persistence.courses import SqlActivityDates

        return SqlActivityDates(self._connection, self._journal)

    @cached_property
    def enrolments(self) -> SqlEnrolments:
        from wemi_desk.persistence.courses import SqlEnrolments

        return SqlEnrolments(self._connection, self._journal)

    @cached_property
    def presences(self) -> SqlPresences:
        from wemi_desk.persistence.courses import SqlPresences

        return SqlPresences(self._connection, self._journal)

    @cached_property
    def volunteers(self) -> SqlVolunteers:
        from wemi_desk.persistence.volunteers import SqlVolunteers

        return SqlVolunteers(self._connection, self._journal)

    @cached_property
    def volunteer_hours(self) -> SqlVolunteerHours:
        from wemi_desk.persistence.volunteers import SqlVolunteerHours

        return SqlVolunteerHours(self._connection, self._journal)

    @cached_property
    def workstations(self) -> SqlWorkstations:
        from wemi_desk.persistence.courses import SqlWorkstations

        return SqlWorkstations(self._connection, self._journal)

    @cached_property
    def workstation_turns(self) -> SqlWorkstationTurns:
        from wemi_desk.persistence.courses import SqlWorkstationTurns

        return SqlWorkstationTurns(self._connection, self._journal)


class SqlCatalogueWork:
    """See services.catalogue.ports.CatalogueWork."""

    _connection: Connection
    _journal: Journal

    @cached_property
    def catalogue(self) -> SqlCatalogue:
        from wemi_desk.persistence.catalogue import SqlCatalogue

        return SqlCatalogue(self._connection)

    @cached_property
    def orientations(self) -> SqlOrientations:
        from wemi_desk.persistence.catalogue import SqlOrientations

        return SqlOrientations(self._connection, self._journal)

    @cached_property
    def publications(self) -> SqlPublications:
        from wemi_desk.persistence.catalogue_files import SqlPublications

        return SqlPublications(self._connection)


class SqlAgendaWork:
    """See services.agenda.ports.AgendaWork."""

    _connection: Connection
    _journal: Journal

    @cached_property
    def appointments(self) -> SqlAppointments:
        from wemi_desk.persistence.agenda import SqlAppointments

        return SqlAppointments(self._connection, self._journal)

    @cached_property
    def opening_slots(self) -> SqlOpeningSlots:
        from wemi_desk.persistence.agenda import SqlOpeningSlots

        return SqlOpeningSlots(self._connection, self._journal)

    @cached_property
    def opening_exceptions(self) -> SqlOpeningExceptions:
        from wemi_desk.persistence.agenda import SqlOpeningExceptions

        return SqlOpeningExceptions(self._connection, self._journal)

    @cached_property
    def shifts(self) -> SqlShifts:
        from wemi_desk.persistence.agenda import SqlShifts

        return SqlShifts(self._connection, self._journal)

    @cached_property
    def leaves(self) -> SqlLeaves:
        from wemi_desk.persistence.agenda import SqlLeaves

        return SqlLeaves(self._connection, self._journal)

    @cached_property
    def handover_notes(self) -> SqlHandoverNotes:
        from wemi_desk.persistence.agenda import SqlHandoverNotes

        return SqlHandoverNotes(self._connection, self._journal)


class SqlSharedServiceWork:
    """See services.shared_services.ports.SharedServiceWork."""

    _connection: Connection
    _journal: Journal

    @cached_property
    def shared_requests(self) -> SqlSharedRequests:
        from wemi_desk.persistence.shared_services import SqlSharedRequests

        return SqlSharedRequests(self._connection, self._journal)

    @cached_property
    def shared_services(self) -> SqlSharedServices:
        from wemi_desk.persistence.shared_services import SqlSharedServices

        return SqlSharedServices(self._connection, self._journal)

    @cached_property
    def shared_participants(self) -> SqlSharedParticipants:
        from wemi_desk.persistence.shared_services import SqlSharedParticipants

        return SqlSharedParticipants(self._connection, self._journal)


class SqlUnitOfWork(SqlSharedWork, SqlCourseWork, SqlCatalogueWork, SqlAgendaWork, SqlSharedServiceWork):
    """See services.ports.UnitOfWork; repositories are made when first asked for."""

    def __init__(self, connection: Connection, log: SqlAuditLog, journal: Journal) -> None:
        self._connection = connection
        self._audit = log
        self._journal = journal
        self.log = journal.log
        self.log_past = journal.log_past

    @cached_property
    def citizens(self) -> SqlCitizens:
        return SqlCitizens(self._connection, self._journal)

    @cached_property
    def contacts(self) -> SqlContacts:
        return SqlContacts(self._connection, self._journal)

    @cached_property
    def household_members(self) -> SqlHouseholdMembers:
        return SqlHouseholdMembers(self._connection, self._journal)

    @cached_property
    def call_backs(self) -> SqlCallBacks:
        return SqlCallBacks(self._connection, self._journal)

    @cached_property
    def referrals(self) -> SqlReferrals:
        return SqlReferrals(self._connection, self._journal)

    @cached_property
    def queue(self) -> SqlQueueTickets:
        return SqlQueueTickets(self._connection, self._journal)

    @cached_property
    def notices(self) -> SqlPrivacyNotices:
        return SqlPrivacyNotices(self._connection, self._journal)

    def records(self, record_type: type[T]) -> SqlRecords[T]:
        """Records of a kind that needs no query of its own."""
        table = _TABLES[record_type]
        return SqlRecords(self._connection, table, record_type, self._journal)

    @cached_property
    def drafts(self) -> SqlDrafts:
        return SqlDrafts(self._connection)

    @cached_property
    def deeds(self) -> SqlDeeds:
        return SqlDeeds(self._connection)

    @cached_property
    def special_data(self) -> SqlSpecialData:
        return SqlSpecialData(self._connection)

    @cached_property
    def outbox(self) -> SqlOutbox:
        return SqlOutbox(self._connection)

    @cached_property
    def directory(self) -> SqlDirectory:
        return SqlDirectory(self._connection)

    def timeline(self, citizen_id: UUID, limit: int, kinds: frozenset[str] | None = None) -> Sequence[TimelineEntry]:
        """What happened to this person, newest first."""
        return timeline(self._connection, citizen_id, limit, kinds)

    def move_belongings(self, from_id: CitizenId, to_id: CitizenId) -> tuple[str, ...]:
        """Point what belongs to one person to another."""
        return belongings.moved_ids(self._connection, self._journal, from_id, to_id)

    def move_back(self, moved: Sequence[str], to_id: CitizenId) -> None:
        """Undo move_belongings."""
        belongings.move_back(self._connection, self._journal, moved, to_id)

    def accesses(self, object_id: UUID) -> Sequence[AuditEntry]:
        """Who looked at, or changed, one record."""
        return self._audit.about(object_id)

    def commit(self) -> None:
        """Make everything of this transaction last, fsync included."""
        self._connection.commit()


class SqlStore:
    """See services.ports.Store: opens units of work on one engine, in one author's name."""

    def __init__(self, engine: Engine, sealer: Sealer, author: Author, clock: Clock, ids: Ids) -> None:
        self._engine = engine
        self._sealer = sealer
        self._author = author
        self._clock = clock
        self._ids = ids

    @contextmanager
    def work(self) -> Iterator[SqlUnitOfWork]:
        """A transaction that writes; without commit() nothing happened."""
        forbid_on_ui_thread("store")
        with storage_errors(), turn_of(self._engine).of_a_person(), self._engine.connect() as connection:
            connection.begin()
            yield self._unit(connection)

    @contextmanager
    def reading(self) -> Iterator[SqlUnitOfWork]:
        """A snapshot to read from."""
        forbid_on_ui_thread("store")
        with storage_errors(), reading(self._engine).connect() as connection:
            connection.begin()
            yield self._unit(connection)

    def close(self) -> None:
        """Close every connection; the key goes with them.

        What stands in the log goes into the store before. The last connection would see to it as it closes, but there
        the driver lets no other thread go on, and the window would stand still for as long as the disk takes.
        """
        with suppress(StorageError):  # then it is read from the log
            settle_log(self._engine)
        self._engine.dispose()

    def _unit(self, connection: Connection) -> SqlUnitOfWork:
        log = SqlAuditLog(connection, self._sealer, self._device_id(connection))
        return SqlUnitOfWork(connection, log, Journal(connection, log, self._author, self._clock, self._ids))

    def _device_id(self, connection: Connection) -> UUID:
        return uuid_of(cursor_of(connection).execute("SELECT device_id FROM desk").fetchone()[0])
