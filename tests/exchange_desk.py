"""The services of the exchange in memory, for the screens that show it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from tests.counter_store import GIULIA, LISTS, MARCO, MORNING, FakeOutbox
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.day_ledgers import DayLedger, LedgerReceipt
from wemi_desk.domain.deeds import Deed, DeedId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.look_ups import FoundElsewhere
from wemi_desk.domain.outbox_rows import OutboxRow
from wemi_desk.domain.questions import DOUBLE_APPLICATION, SAME_PERSON, Question, QuestionId
from wemi_desk.services.outbox import OutboxService
from wemi_desk.ui.question_words import Around

CHANGED = Changes.of("outbox")
SPACES = {"VEN": "WeMi Venini", "CAP": "WeMi Capuana"}
COLLEAGUES = {GIULIA: "Giulia R.", MARCO: "Marco T."}
MARIA = UUID(int=1001)


class OutboxOfActs(OutboxService):
    """Acts at hand, which can be mended, sent again, set aside and withdrawn."""

    def __init__(self, store, session, rows=()):
        store.outbox = FakeOutbox(rows)
        super().__init__(store, session)
        self.at = store.outbox
        self.clock = store.clock
        self.sent = []

    def _turn(self, act_id, **values):
        self.at.rows = [replace(one, **values) if one.id == act_id else one for one in self.at.rows]
        return CHANGED

    def retry(self, act_id):
        return self._turn(act_id, verdict=None, verdict_reason=None)

    def set_aside(self, act_id, note):
        return self._turn(act_id, set_aside_at=self.clock.now(), set_aside_by=GIULIA, note=note)

    def take_up(self, act_id):
        return self._turn(act_id, set_aside_at=None, set_aside_by=None, note="")

    def withdraw(self, act_id, reason):
        self.sent.append(("withdraw", reason))
        return self._turn(act_id, acked_at=self.clock.now(), withdrawn_at=self.clock.now(), note=reason)

    def mend(self, act_id, field, value):
        if not value:
            raise InvalidFieldError(field, "required")
        self.sent.append((field, value))
        return self.retry(act_id)


def said(value, operator=GIULIA, space="VEN", days=5):
    made = MORNING - timedelta(days=days)
    return json.dumps({"value": value, "operator_id": str(operator), "space_code": space,
                       "made_at": made.isoformat().replace("+00:00", "Z"), "act_id": str(UUID(int=days))})


def question(number=1, field="phone", first="+393331234567", second="+393479876543", **more) -> Question:
    known = Question(
        id=QuestionId(UUID(int=9_000 + number)), subject_id=MARIA, kind="citizen", record_id=MARIA, field=field,
        values=(said(first), said(second, MARCO, "CAP", 2)), space_code="VEN", asked_at=MORNING)
    return replace(known, **more)


SAME = question(2, SAME_PERSON, str(MARIA), str(UUID(int=1002)))
DOUBLE = question(3, DOUBLE_APPLICATION, str(UUID(int=31)), str(UUID(int=32)), kind="application")


class Questions:
    """Open questions; an answer closes one."""

    def __init__(self, *asked):
        self.asked, self.answers = list(asked), []

    def open(self):
        return [one for one in self.asked if one.is_open]

    def about(self, citizen_id):
        return [one for one in self.open() if one.subject_id == citizen_id]

    def answer(self, question_id, position):
        self.answers.append((question_id, position))
        self.asked = [replace(one, state="answered") if one.id == question_id else one for one in self.asked]
        return Deed(
            id=DeedId(UUID(int=77)), kind="answer", operator_id=GIULIA, space_code="VEN", objects=(str(question_id),),
            done_at=MORNING)


class LookUps:
    """The centre's answers to look-ups."""

    def __init__(self, *found, error=None, citizen_id=MARIA, perhaps=None):
        self.found, self.error, self.citizen_id, self.asked = found, error, citizen_id, []
        self.perhaps = perhaps

    def search(self, reason, text):
        self.asked.append((reason, text))
        if self.error is not None:
            raise self.error
        return self.found

    def perhaps_known(self, text):
        return self.perhaps

    def fetch(self, reason, match_id):
        self.asked.append((reason, match_id))
        return self.citizen_id


ELSEWHERE = (
    FoundElsewhere(id=UUID(int=50_001), shown_name="Rossi Maria", birth_year=1958, space_code="CAP"),
    FoundElsewhere(id=UUID(int=50_002), shown_name="Rossi Maria", birth_year=1985, space_code=""))


class Sealed:
    """Where the unsent work went."""

    def __init__(self, count=4, error=None):
        self.count, self.error, self.paths = count, error, []

    def export(self, path):
        if self.error is not None:
            raise self.error
        self.paths.append(path)
        return self.count


class Ledgers:
    """One ledger for every day."""

    def __init__(self, ledger=None):
        self.ledger = ledger or LEDGER

    def of_day(self, day=None):
        return replace(self.ledger, day=day or self.ledger.day)


LEDGER = DayLedger(
    day=MORNING.date(), made=41, received=37, first=120, last=160, chain=bytes(range(32)),
    held=(("refused:foreign_space", 1), ("set_aside", 1), ("waiting", 2)),
    by_kind=(("citizen", 4, 3), ("contact", 30, 28), ("print_record", 7, 6)),
    receipt=LedgerReceipt(at=MORNING, last=158, chain=bytes(range(1, 33)), signature=bytes(range(64))))


def around() -> Around:
    return Around(LISTS, COLLEAGUES, SPACES, MORNING)


def act(number, kind="contact", verb="new", acked=False, verdict=None, reason=None, **more) -> OutboxRow:
    made = MORNING - timedelta(minutes=3 * (20 - number))
    return OutboxRow(number, kind, verb, made, MORNING if acked else None, verdict, reason,
                     id=UUID(int=6_000 + number), operator_id=GIULIA, space_code="VEN", **more)


REFUSED = act(5, "citizen", "set", verdict="refused", reason="phone:invalid", subject_id=MARIA)
ASIDE = act(9, verdict="refused", reason="foreign_space", set_aside_at=MORNING, set_aside_by=MARCO,
            note="Chiedere al coordinamento")
ACTS = (
    act(1, acked=True), act(2, "citizen", acked=True), act(10, acked=True, verdict="parked", reason="citizen:1"),
    act(3, "citizen", "set"), act(4, "privacy_notice_record"), REFUSED,
    act(6, "citizen", "set", verdict="conflict", reason="CAP"), act(7), act(8, "household_member"), ASIDE)
