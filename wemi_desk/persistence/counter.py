"""The smaller records of the counter: families, promises, tickets, notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, select

from wemi_desk.domain.call_backs import CallBack
from wemi_desk.domain.households import HouseholdMember
from wemi_desk.domain.privacy_notices import PrivacyNoticeRecord
from wemi_desk.domain.queue import QueueTicket
from wemi_desk.domain.referrals import CLOSED, Referral
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.lineage import lineage
from wemi_desk.persistence.records import SqlRecords, in_period
from wemi_desk.persistence.tables import (
    CALL_BACK,
    CONTACT_CANCELLATION,
    HOUSEHOLD_MEMBER,
    PRIVACY_NOTICE_RECORD,
    QUEUE_TICKET,
    REFERRAL,
)


class SqlHouseholdMembers(SqlRecords[HouseholdMember]):
    """See services.ports.HouseholdMemberRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, HOUSEHOLD_MEMBER, HouseholdMember, journal)

    def of_citizen(self, citizen_id: UUID) -> Sequence[HouseholdMember]:
        """Every place this person has or had in a household."""
        return self._all(select(HOUSEHOLD_MEMBER).where(HOUSEHOLD_MEMBER.c.citizen_id == citizen_id))

    def of_household(self, household_id: UUID) -> Sequence[HouseholdMember]:
        """Everybody who belongs or belonged to it."""
        query = select(HOUSEHOLD_MEMBER).where(HOUSEHOLD_MEMBER.c.household_id == household_id)
        return self._all(query.order_by(HOUSEHOLD_MEMBER.c.joined_on, HOUSEHOLD_MEMBER.c.id))


class SqlCallBacks(SqlRecords[CallBack]):
    """See services.ports.CallBackRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, CALL_BACK, CallBack, journal)

    def open_until(self, day: date | None = None) -> Sequence[CallBack]:
        """Open promises due by *day* (all of them without a day), the oldest first."""
        query = select(CALL_BACK).where(CALL_BACK.c.closed_at.is_(None))
        if day is not None:
            query = query.where(CALL_BACK.c.due_on <= day)
        return self._all(query.order_by(CALL_BACK.c.due_on, CALL_BACK.c.id))

    def of_contact(self, contact_id: UUID) -> Sequence[CallBack]:
        """Promises made with one contact."""
        return self._all(select(CALL_BACK).where(CALL_BACK.c.contact_id == contact_id))


class SqlReferrals(SqlRecords[Referral]):
    """See services.ports.ReferralRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, REFERRAL, Referral, journal)

    def waiting_until(self, day: date) -> Sequence[Referral]:
        """Those without an answer whose day has come, the oldest first."""
        query = select(REFERRAL).where(REFERRAL.c.answered_at.is_(None), REFERRAL.c.due_on <= day)
        return self._all(query.where(REFERRAL.c.cancelled_at.is_(None)).order_by(REFERRAL.c.due_on, REFERRAL.c.id))

    def feedback_until(self, day: date) -> Sequence[Referral]:
        """Those whose person should be asked by *day* how it went, the oldest first."""
        table = REFERRAL.c
        due = select(REFERRAL).where(table.feedback_due_on <= day, table.cancelled_at.is_(None))
        return self._all(due.where(table.status.not_in(CLOSED)).order_by(table.feedback_due_on, table.id))

    def of_space(self, space_code: str, limit: int) -> Sequence[Referral]:
        """Newest first, those taken back left out, and those whose contact was."""
        gone = select(CONTACT_CANCELLATION.c.contact_id)
        mine = select(REFERRAL).where(
            REFERRAL.c.space_code == space_code, REFERRAL.c.cancelled_at.is_(None),
            REFERRAL.c.contact_id.is_(None) | REFERRAL.c.contact_id.not_in(gone),
        )  # fmt: skip
        return self._all(mine.order_by(REFERRAL.c.sent_at.desc()).limit(limit))


class SqlQueueTickets(SqlRecords[QueueTicket]):
    """See services.ports.QueueTicketRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, QUEUE_TICKET, QueueTicket, journal)

    def of_day(self, day: date) -> Sequence[QueueTicket]:
        """Tickets of *day* in order of arrival."""
        return self._all(select(QUEUE_TICKET).where(QUEUE_TICKET.c.day == day).order_by(QUEUE_TICKET.c.arrived_at))


class SqlPrivacyNotices(SqlRecords[PrivacyNoticeRecord]):
    """See services.ports.PrivacyNoticeRecords."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        super().__init__(connection, PRIVACY_NOTICE_RECORD, PrivacyNoticeRecord, journal)

    def of_citizen(self, citizen_id: UUID) -> Sequence[PrivacyNoticeRecord]:
        """Informative given to one person, also under a record merged since, newest first."""
        table = PRIVACY_NOTICE_RECORD
        people = lineage(self._connection, citizen_id)
        query = select(table).where(table.c.citizen_id.in_(people), table.c.cancelled_at.is_(None))
        return self._all(query.order_by(table.c.given_at.desc()))

    def between(self, begin: datetime, end: datetime) -> Sequence[PrivacyNoticeRecord]:
        """Informative given in a period."""
        table = PRIVACY_NOTICE_RECORD
        query = select(table).where(in_period(table.c.given_at, begin, end), table.c.cancelled_at.is_(None))
        return self._all(query.order_by(table.c.given_at.desc()))
