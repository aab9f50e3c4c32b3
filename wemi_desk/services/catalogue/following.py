"""What was suggested, whom somebody was sent to, and what came of it; nobody who was refused is lost from sight."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from wemi_desk.domain.catalogue import ServiceId
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.contacts import ContactId
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.names import fitting
from wemi_desk.domain.orientations import (
    FEEDBACK_DAYS,
    MISSING,
    MOST_SUGGESTIONS,
    OUTCOMES,
    TEXT_LIMIT,
    Orientation,
    OrientationId,
    suggestion_of,
)
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.referrals import CLOSED, Referral
from wemi_desk.services import deeds
from wemi_desk.services.catalogue.sheets import ServiceSheets, Sheet
from wemi_desk.services.citizens import living
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

ORIENTED, SENT_ON, CAME = "orientation", "referral", "incoming"
OPEN, ALL, HARD = "open", "all", "hard"
"""Which lines: still to follow, all, or refused and unreachable alone."""
MOST_DAYS = 365
LINE_LIMIT = 120
_MOST_LINES = 400
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrientationForm:
    """What is suggested, to whom, and why; *feedback_days* None asks nobody later."""

    service_ids: tuple[ServiceId, ...]
    citizen_id: CitizenId | None = None
    contact_id: ContactId | None = None
    need: str = ""
    reason: str = ""
    handed_over: str = ""
    feedback_days: int | None = FEEDBACK_DAYS
    form_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralForm:
    """Whom somebody is sent to (or came from), and what goes along."""

    destination: str
    direction: str = "out"
    service_id: ServiceId | None = None
    where: str = ""
    reason: str = ""
    handed_over: str = ""
    answer_days: int | None = None
    feedback_days: int | None = FEEDBACK_DAYS
    citizen_id: CitizenId | None = None
    contact_id: ContactId | None = None
    form_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FollowLine:
    """One line of the list. *gone*: services of it that are not offered any more, by title."""

    kind: str
    record: Orientation | Referral
    who: str
    at: datetime
    due_on: date | None
    is_open: bool
    is_late: bool
    gone: tuple[str, ...] = ()

    @property
    def id(self) -> UUID:
        return self.record.id

    @property
    def citizen_id(self) -> CitizenId | None:
        return self.record.citizen_id


class FollowingService:
    """Orientations and referrals of this space. Blocks: use a lane."""

    def __init__(self, store: Store, session: DeskSession, lists: PickLists, sheets: ServiceSheets) -> None:
        self._store = store
        self._session = session
        self._lists = lists
        self._sheets = sheets

    def orient(self, form: OrientationForm) -> tuple[Orientation, Deed]:
        """Write down what was suggested. A form is written once. Raises InvalidFieldError, NotAllowedError."""
        self._session.require("serve")
        if not 1 <= len(form.service_ids) <= MOST_SUGGESTIONS:
            raise InvalidFieldError("suggestions", "out_of_range", low=1, high=MOST_SUGGESTIONS)
        due = self._day_after("feedback_days", form.feedback_days)
        reason = fitting("reason", form.reason.strip(), TEXT_LIMIT)
        handed_over = fitting("handed_over", form.handed_over.strip(), LINE_LIMIT)
        need = self._lists["need"].require("need", form.need) if form.need else ""
        shown = self._sheets.of(form.service_ids, form.citizen_id)
        with self._store.work() as work:
            known = deeds.of_form(work, self._session, form.form_id)
            if known is not None:
                return work.orientations.get(UUID(known.objects[0])), known
            record = Orientation(
                id=OrientationId(self._session.ids()), space_code=self._session.space.code, contact_id=form.contact_id,
                citizen_id=self._person(work, form.citizen_id), need=need, reason=reason,
                suggestions=tuple(suggestion_of(one.service, one.provider, _share(one)) for one in shown),
                handed_over=handed_over, suggested_at=self._session.clock.now(),
                suggested_by=self._session.operator.id, feedback_due_on=due,
            )  # fmt: skip
            work.orientations.add(record)
            deed = deeds.remember(work, self._session, deeds.ORIENTATION, record.id, form_id=form.form_id)
            work.commit()
        return record, deed

    def missing(self, text: str) -> tuple[Orientation, Deed]:
        """Somebody asked for what the catalogue does not have: the centre hears of it, without a name."""
        self._session.require("serve")
        asked = fitting("reason", " ".join(text.split())[:TEXT_LIMIT], TEXT_LIMIT)
        if not asked:
            raise InvalidFieldError("reason", "required")
        with self._store.work() as work:
            record = Orientation(
                id=OrientationId(self._session.ids()), space_code=self._session.space.code, reason=asked,
                outcome=MISSING, suggested_at=self._session.clock.now(), suggested_by=self._session.operator.id,
            )
            work.orientations.add(record)
            deed = deeds.remember(work, self._session, deeds.ORIENTATION, record.id)
            work.commit()
        return record, deed

    def send(self, form: ReferralForm) -> tuple[Referral, Deed]:
        """Write down a referral, out or in. Raises InvalidFieldError, NotAllowedError."""
        self._session.require("serve")
        destination = self._lists["destination"].require("destination", form.destination)
        due = self._day_after("answer_days", form.answer_days)
        feedback = self._day_after("feedback_days", form.feedback_days)
        texts = {
            name: fitting(name, getattr(form, name).strip(), limit)
            for name, limit in (("where", LINE_LIMIT), ("reason", TEXT_LIMIT), ("handed_over", TEXT_LIMIT))
        }
        with self._store.work() as work:
            known = deeds.of_form(work, self._session, form.form_id)
            if known is not None:
                return work.referrals.get(UUID(known.objects[0])), known
            service = work.catalogue.service(form.service_id) if form.service_id else None
            record = Referral(
                id=self._session.ids(), space_code=self._session.space.code, contact_id=form.contact_id,
                citizen_id=self._person(work, form.citizen_id), destination=destination,
                service_text=texts["where"] or (service.title if service else ""), reason=texts["reason"],
                direction=form.direction, due_on=due, sent_at=self._session.clock.now(),
                service_id=service.id if service else None, provider_id=service.provider_id if service else None,
                handed_over=texts["handed_over"], feedback_due_on=feedback if form.direction == "out" else None,
                sent_by=self._session.operator.id,
            )  # fmt: skip
            work.records(Referral).add(record)
            deed = deeds.remember(work, self._session, deeds.SENT_ON, record.id, form_id=form.form_id)
            work.commit()
        return record, deed

    def say(
        self, line_id: UUID, outcome: str, note: str = "", chosen_id: ServiceId | None = None,
        again_in: int | None = None,
    ) -> Deed:  # fmt: skip
        """What came of an orientation: one of OUTCOMES. Who is still undecided is asked again after *again_in* days."""
        self._session.require("serve")
        if outcome not in OUTCOMES:
            raise InvalidFieldError("outcome", "unknown_code", code=outcome)
        said = fitting("note", note.strip(), TEXT_LIMIT)
        due = self._day_after("again_in", again_in)

        def change(before: Orientation) -> Orientation:
            chosen = chosen_id if chosen_id is not None or outcome != before.outcome else before.chosen_id
            return replace(
                before, outcome=outcome, outcome_note=said or before.outcome_note, chosen_id=chosen,
                answered_at=self._session.clock.now(), feedback_due_on=due,
            )  # fmt: skip

        return self._changed_orientation(OrientationId(line_id), change)

    def answered(self, referral_id: UUID, status: str, note: str = "", again_in: int | None = None) -> Deed:
        """What the other service, or the person, said: a code of the list ``referral_status``."""
        self._session.require("serve")
        self._lists["referral_status"].require("status", status)
        said = fitting("note", note.strip(), TEXT_LIMIT)
        due = self._day_after("again_in", again_in)

        def change(before: Referral) -> Referral:
            return replace(
                before, status=status, answer_note=said or before.answer_note, answered_at=self._session.clock.now(),
                feedback_due_on=due,
            )  # fmt: skip

        return self._changed_referral(referral_id, change)

    def ask_again(self, kind: str, record_id: UUID, day: date | None) -> Deed:
        """Another day to hear how it went; None: nobody asks any more."""
        self._session.require("serve")
        if day is not None and not self._session.clock.today() <= day <= self._latest():
            raise InvalidFieldError("postponed_to", "in_past")
        if kind == ORIENTED:
            return self._changed_orientation(
                OrientationId(record_id), lambda before: replace(before, feedback_due_on=day)
            )
        return self._changed_referral(record_id, lambda before: replace(before, feedback_due_on=day))

    def lines(self, which: str = OPEN) -> Sequence[FollowLine]:
        """Of this space: those due first, then the newest."""
        with self._store.reading() as work:
            orientations = work.orientations.of_space(self._session.space.code, _MOST_LINES)
            referrals = work.referrals.of_space(self._session.space.code, _MOST_LINES)
            lines = [self._oriented(one) for one in orientations] + [self._sent(one) for one in referrals]
            wanted = [line for line in lines if _is_wanted(line, which)]
            wanted = self._with_names(work, wanted)
        return sorted(wanted, key=lambda line: (not line.is_late, line.due_on or date.max, -line.at.timestamp()))

    def get(self, kind: str, record_id: UUID) -> FollowLine:
        """One line; raises RecordMissingError."""
        with self._store.reading() as work:
            if kind == ORIENTED:
                line = self._oriented(work.orientations.get(record_id))
            else:
                line = self._sent(work.referrals.get(record_id))
            return self._with_names(work, [line])[0]

    # --- inside ----------------------------------------------------------------------------------------------------

    def _oriented(self, one: Orientation) -> FollowLine:
        due = one.feedback_due_on if one.is_open else None
        return FollowLine(ORIENTED, one, "", one.suggested_at, due, one.is_open, self._is_late(due))

    def _sent(self, one: Referral) -> FollowLine:
        days = [day for day in (one.due_on if one.answered_at is None else None, one.feedback_due_on) if day]
        is_open = one.status not in CLOSED and one.cancelled_at is None
        due = min(days, default=None) if is_open else None
        kind = CAME if one.direction == "in" else SENT_ON
        return FollowLine(kind, one, "", one.sent_at, due, is_open, self._is_late(due))

    def _is_late(self, due: date | None) -> bool:
        return due is not None and due < self._session.clock.today()

    def _with_names(self, work: UnitOfWork, lines: Sequence[FollowLine]) -> list[FollowLine]:
        ids = [line.citizen_id for line in lines if line.citizen_id is not None]
        people: Mapping[UUID, Citizen] = {one.id: one for one in work.citizens.by_ids(ids)} if ids else {}
        return [
            replace(line, who=_shown_name(people.get(line.citizen_id)) if line.citizen_id else "", gone=gone)
            for line, gone in zip(lines, self._gone(work, lines), strict=True)
        ]

    def _gone(self, work: UnitOfWork, lines: Sequence[FollowLine]) -> list[tuple[str, ...]]:
        """Per line, what is not offered any more of what it names."""
        named = [_services_of(line.record) for line in lines]
        found = work.catalogue.services({one for several in named for one in several})
        today = self._session.clock.today()
        return [
            tuple(found[one].title for one in several if one in found and not found[one].is_offered_on(today))
            for several in named
        ]

    def _changed_orientation(self, record_id: OrientationId, change: Callable[[Orientation], Orientation]) -> Deed:
        with self._store.work() as work:
            before = work.orientations.get(record_id)
            after = change(before)
            work.orientations.replace(after)
            deed = deeds.remember(work, self._session, deeds.ORIENTATION, before.id, detail=_values(before, after))
            work.commit()
        return deed

    def _changed_referral(self, record_id: UUID, change: Callable[[Referral], Referral]) -> Deed:
        with self._store.work() as work:
            before = work.referrals.get(record_id)
            after = change(before)
            work.referrals.replace(after)
            deed = deeds.remember(work, self._session, deeds.SENT_ON, before.id, detail=_values(before, after))
            work.commit()
        return deed

    def _person(self, work: UnitOfWork, citizen_id: CitizenId | None) -> CitizenId | None:
        return living(work, citizen_id).id if citizen_id is not None else None

    def _day_after(self, field: str, days: int | None) -> date | None:
        if days is None:
            return None
        if not 0 <= days <= MOST_DAYS:
            raise InvalidFieldError(field, "out_of_range", low=0, high=MOST_DAYS)
        return self._session.clock.today() + timedelta(days=days)

    def _latest(self) -> date:
        return self._session.clock.today() + timedelta(days=MOST_DAYS)


def _is_wanted(line: FollowLine, which: str) -> bool:
    if which == ALL:
        return True
    if which == HARD:
        said = line.record.outcome if isinstance(line.record, Orientation) else line.record.status
        return line.is_open and said in ("refused", "unreachable", "no_answer")
    return line.is_open


def _services_of(record: Orientation | Referral) -> tuple[ServiceId, ...]:
    if isinstance(record, Orientation):
        return tuple(one.service_id for one in record.suggestions)
    return (record.service_id,) if record.service_id is not None else ()


def _share(sheet: Sheet) -> int | None:
    return sheet.parts.share_cents if sheet.parts is not None else None


def _shown_name(citizen: Citizen | None) -> str:
    if citizen is None:
        return "—"
    return f"{citizen.given_name} {citizen.surname[:1]}." if citizen.given_name else citizen.surname


_CHANGING = (
    "outcome", "outcome_note", "chosen_id", "answered_at", "feedback_due_on", "status", "answer_note",
)  # fmt: skip


def _values(before: Orientation | Referral, after: Orientation | Referral) -> str:
    """What undoing needs: ``{field: [before, after]}`` of the changed fields, as JSON."""
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in _CHANGING if hasattr(before, name)}
    return json.dumps({name: pair for name, pair in pairs.items() if pair[0] != pair[1]}, default=str)


def as_before(record: T, detail: str) -> T:
    """The old values, except where somebody has written another one since."""
    back = {
        name: _read(name, old) for name, (old, new) in json.loads(detail).items()
        if getattr(record, name) == _read(name, new)
    }  # fmt: skip
    return replace(record, **back)  # type: ignore[type-var]


def _read(name: str, text: str | None) -> object:
    if text is None or name not in ("chosen_id", "answered_at", "feedback_due_on"):
        return text
    if name == "chosen_id":
        return ServiceId(UUID(text))
    return datetime.fromisoformat(text) if name == "answered_at" else date.fromisoformat(text)
