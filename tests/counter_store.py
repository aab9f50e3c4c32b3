"""A desk in memory: every service of the counter works on it, nothing is written to a disk."""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID
from zoneinfo import ZoneInfo

from wemi_desk.domain.call_backs import CallBack
from wemi_desk.domain.citizens import Citizen, CitizenMerge
from wemi_desk.domain.contacts import Contact, ContactCancellation
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.drafts import Draft
from wemi_desk.domain.errors import RecordMissingError
from wemi_desk.domain.households import HouseholdMember
from wemi_desk.domain.listed_people import ListedPerson, Standing
from wemi_desk.domain.operators import Operator, OperatorId
from wemi_desk.domain.orientations import Orientation
from wemi_desk.domain.outbox_rows import OutboxCounts, OutboxList
from wemi_desk.domain.privacy_notices import PrivacyNoticeRecord
from wemi_desk.domain.queue import QueueTicket
from wemi_desk.domain.referrals import Referral
from wemi_desk.domain.spaces import Space
from wemi_desk.gateways.reference_lists import load_permissions, load_pick_lists
from wemi_desk.services.session import DeskSession

MORNING = datetime(2026, 11, 23, 8, 41, tzinfo=UTC)  # Monday, 09:41 in Rome
GIULIA, MARCO = UUID(int=1), UUID(int=2)
LISTS = load_pick_lists()
SPACE = Space(id=UUID(int=100), code="VEN", name="WeMi Venini", kind="territorial", address="via Venini 1")


@dataclass
class FakeClock:
    """Stands still until it is told to move."""

    at: datetime = MORNING

    def now(self):
        return self.at

    def today(self) -> date:
        return self.at.astimezone(ZoneInfo("Europe/Rome")).date()

    def monotonic_ms(self):
        return int(self.at.timestamp() * 1000)

    def behind(self):
        return timedelta(0)

    def advance(self, **how):
        self.at += timedelta(**how)


class FakeRecords:
    """Records of one kind in a dict."""

    def __init__(self, store, kind):
        self.store, self.rows = store, store.tables.setdefault(kind, {})

    def add(self, record):
        self.rows[record.id] = record

    def replace(self, record):
        self.get(record.id)
        self.rows[record.id] = record

    def get(self, record_id):
        if record_id not in self.rows:
            raise RecordMissingError(str(record_id))
        return self.rows[record_id]

    def find(self, record_id):
        return self.rows.get(record_id)


class FakeCitizens(FakeRecords):
    def living(self):
        return sorted((one for one in self.rows.values() if one.is_living), key=lambda one: one.display_name.casefold())

    def search(self, text, limit):
        wanted = text.casefold().split()
        found = [one for one in self.living() if all(word in one.display_name.casefold() for word in wanted)]
        return (found or [one for one in self.living() if one.fiscal_code == text.upper()])[:limit]

    def alike(self, draft, limit):
        return []

    def by_fiscal_code(self, code):
        return [one for one in self.living() if one.fiscal_code == code]

    def by_ids(self, ids):
        return [self.rows[one] for one in ids if one in self.rows and self.rows[one].is_living]

    def page(self, offset, limit, born_by=None):
        return self.living()[offset:offset + limit]

    def page_after(self, fence, skip, limit, born_by=None):
        start = 0 if fence is None else 1 + next(i for i, one in enumerate(self.living()) if one.id == fence[1])
        return [self._listed(one) for one in self.living()[start + skip:start + skip + limit]]

    def _listed(self, one):
        return ListedPerson.of(one, self.standings([one.id]).get(one.id, Standing.SENT))

    def fences_after(self, fence, step, most, born_by=None):
        rows = self.page_after(fence, 0, len(self.rows))
        ends = rows[step - 1::step][:most]
        return [(one.name, one.id) for one in ends], len(rows) - step * len(ends) if len(ends) < most else 0

    def waiting_for_check(self, limit, born_by=None):
        return [self._listed(one) for one in self.living() if one.to_verify][:limit]

    def standings(self, ids):
        return {one: standing for one, standing in getattr(self.store, "standings", {}).items() if one in ids}

    def count(self, born_by=None):
        return len(self.living())

    def registered_between(self, begin, end):
        return sum(begin <= one.created_at < end for one in self.living())

    def to_verify(self):
        return sum(one.to_verify for one in self.living())

    def merges_of(self, citizen_id):
        merges = self.store.tables.get(CitizenMerge, {}).values()
        return [one for one in merges if citizen_id in (one.kept_id, one.merged_id)]


class FakeContacts(FakeRecords):
    def between(self, begin, end, operator_id=None):
        gone = {one.contact_id for one in self.store.tables.get(ContactCancellation, {}).values()}
        gone |= {one.corrects for one in self.rows.values() if one.corrects}
        found = [one for one in self.rows.values() if begin <= one.started_at < end and one.id not in gone]
        found = [one for one in found if operator_id in (None, one.operator_id)]
        return sorted(found, key=lambda one: one.started_at, reverse=True)

    def cancellation_of(self, contact_id):
        found = self.store.tables.get(ContactCancellation, {}).values()
        return next((one for one in found if one.contact_id == contact_id), None)


class FakeMembers(FakeRecords):
    def of_citizen(self, citizen_id):
        return [one for one in self.rows.values() if one.citizen_id == citizen_id]

    def of_household(self, household_id):
        return [one for one in self.rows.values() if one.household_id == household_id]


class FakeCallBacks(FakeRecords):
    def open_until(self, day=None):
        found = [one for one in self.rows.values() if one.is_open and (day is None or one.due_on <= day)]
        return sorted(found, key=lambda one: one.due_on)


class FakeReferrals(FakeRecords):
    def waiting_until(self, day):
        found = [one for one in self.rows.values() if one.answered_at is None and one.due_on and one.due_on <= day]
        return sorted(found, key=lambda one: one.due_on)


    def feedback_until(self, day):
        found = [one for one in self.rows.values() if one.feedback_due_on and one.feedback_due_on <= day]
        return sorted(found, key=lambda one: one.feedback_due_on)


class FakeOrientations(FakeRecords):
    feedback_until = FakeReferrals.feedback_until


class FakeQueue(FakeRecords):
    def of_day(self, day):
        return sorted((one for one in self.rows.values() if one.day == day), key=lambda one: one.arrived_at)


class FakeNotices(FakeRecords):
    def of_citizen(self, citizen_id):
        return [one for one in self.rows.values() if one.citizen_id == citizen_id and not one.cancelled_at]

    def between(self, begin, end):
        return [one for one in self.rows.values() if begin <= one.given_at < end]


class FakeDrafts(FakeRecords):
    def put(self, draft):
        self.rows[draft.id] = draft

    def of_space(self, space_code):
        return sorted(self.rows.values(), key=lambda one: one.saved_at, reverse=True)

    def remove(self, draft_id):
        self.rows.pop(draft_id, None)


class FakeDeeds(FakeRecords):
    def since(self, operator_id, since):
        mine = [one for one in self.rows.values() if one.operator_id == operator_id and not one.undone_at]
        return sorted(mine, key=lambda one: (one.done_at, one.id), reverse=True)

    def last(self, operator_id, since):
        return next(iter(self.since(operator_id, since)), None)

    def of_form(self, form_id):
        return next((one for one in self.rows.values() if one.form_id == form_id and not one.undone_at), None)

    def mark_undone(self, deed_id, at):
        from dataclasses import replace

        self.rows[deed_id] = replace(self.rows[deed_id], undone_at=at)


class FakeWork:
    """One unit of work; commit() is counted, nothing is rolled back."""

    def __init__(self, store):
        self.store = store
        self.citizens, self.contacts = FakeCitizens(store, Citizen), FakeContacts(store, Contact)
        self.household_members = FakeMembers(store, HouseholdMember)
        self.call_backs, self.queue = FakeCallBacks(store, CallBack), FakeQueue(store, QueueTicket)
        self.notices, self.drafts = FakeNotices(store, PrivacyNoticeRecord), FakeDrafts(store, Draft)
        self.referrals, self.orientations = FakeReferrals(store, Referral), FakeOrientations(store, Orientation)
        self.deeds, self.outbox = FakeDeeds(store, Deed), store.outbox
        self.appointments = SimpleNamespace(
            of_citizen=lambda citizen_id: [], find=lambda record_id: None, between=lambda *_period: []
        )
        self.activity_dates = SimpleNamespace(between=lambda *_period: [])
        self.presences = SimpleNamespace(of=lambda _ids: {})
        self.volunteer_hours = SimpleNamespace(between=lambda *_period: [])
        self.handover_notes = SimpleNamespace(since=lambda instant, space_code: [])
        self.directory = SimpleNamespace(
            operators=lambda: [operator(GIULIA, "Giulia", "Riva"), operator(MARCO, "Marco", "Testa")],
            spaces=lambda: [SPACE])

    def records(self, kind):
        return FakeRecords(self.store, kind)

    def timeline(self, citizen_id, limit, kinds=None):
        return []

    def move_belongings(self, from_id, to_id):
        return ()

    def move_back(self, moved, to_id):
        pass

    def log(self, action, object_kind="", object_id=None, *, reason="", result="ok"):
        entry = SimpleNamespace(
            at=self.store.clock.now(), operator_id=GIULIA, action=action, object_kind=object_kind,
            object_id=object_id, reason=reason, result=result)
        self.store.accesses.insert(0, entry)

    def accesses(self, object_id):
        return [one for one in self.store.accesses if one.object_id == object_id]

    def commit(self):
        self.store.commits += 1


@dataclass
class FakeStore:
    """See services.ports.Store."""

    clock: FakeClock = field(default_factory=FakeClock)
    tables: dict = field(default_factory=dict)
    accesses: list = field(default_factory=list)
    outbox: object = field(default_factory=lambda: SimpleNamespace(unsent=lambda: 3, oldest_unsent_at=lambda: MORNING))
    commits: int = 0

    @contextmanager
    def work(self):
        yield FakeWork(self)

    reading = work


class FakeDetails:
    """Telephones and addresses as typed."""

    def normalised_phone(self, text):
        digits = "".join(character for character in text if character.isdigit())
        return f"+39{digits}" if len(digits) >= 6 else None

    def shown_phone(self, number):
        return f"{number[3:6]} {number[6:9]} {number[9:]}" if number else ""

    def normalised_email(self, text):
        return text if "@" in text else None


def operator(operator_id=GIULIA, given_name="Giulia", surname="Riva", roles=("operator",)):
    return Operator(
        id=OperatorId(operator_id), given_name=given_name, surname=surname, organisation_id=UUID(int=50),
        space_codes=("VEN",), roles=roles)


def session(store, *, roles=("operator",), space=SPACE):
    numbers = itertools.count(10_000)
    return DeskSession(
        operator(roles=roles), space, load_permissions(), store.clock, lambda: UUID(int=next(numbers)))


class FakeOutbox:
    """Acts at hand."""

    def __init__(self, rows=()):
        self.rows = list(rows)

    def unsent(self):
        return sum(one.acked_at is None for one in self.rows)

    def oldest_unsent_at(self):
        return min((one.made_at for one in self.rows if one.acked_at is None), default=None)

    def counts(self, today):
        lengths = {which: len(self.page(which, today, 0, 10_000)) for which in OutboxList}
        made = sum(one.made_at >= today for one in self.rows)
        return OutboxCounts(
            waiting=lengths[OutboxList.WAITING], to_check=lengths[OutboxList.TO_CHECK],
            sent_today=lengths[OutboxList.SENT_TODAY], made_today=made)

    def page(self, which, today, offset, limit):
        found = [one for one in self.rows if self._where(one, today) is which]
        return sorted(found, key=lambda one: one.number, reverse=True)[offset:offset + limit]

    def _where(self, one, today):
        if one.acked_at:
            return OutboxList.SENT_TODAY if one.acked_at >= today else None
        return OutboxList.TO_CHECK if one.verdict in ("refused", "conflict") else OutboxList.WAITING


class FakeSpecialData:
    """Sealed data of some people; the store's own tests look inside."""

    def __init__(self, kept=()):
        self.kept, self.opened, self.sealed = dict(kept), [], []

    def find_in(self, work, code):
        return [citizen_id for citizen_id, sealed, _issued in self.sealed if sealed == code]

    def keep_in(self, work, citizen_id, code, issued_on=None):
        self.sealed.append((citizen_id, code, issued_on))

    def is_kept(self, citizen_id):
        return citizen_id in self.kept

    def show(self, citizen_id, reason):
        self.opened.append((citizen_id, reason))
        return self.kept[citizen_id]
