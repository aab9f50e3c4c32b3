"""The life of an application: the desk's until it is submitted, then the centre's; the fund is never overspent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from wemi_desk.central.exchange import credit, membership, questions
from wemi_desk.central.exchange.case_history import note_event
from wemi_desk.central.exchange.contents import UnfitError
from wemi_desk.central.exchange.judging import judgement
from wemi_desk.central.exchange.redirects import canonical_code, code_key, living
from wemi_desk.central.exchange.turns import (
    DONE,
    Outcome,
    Turn,
    already,
    as_text,
    locked,
    refused,
    waiting_for,
)
from wemi_desk.central.exchange.workspace import AFTER_RECOVERY, Held, Workspace
from wemi_desk.domain.application_facts import group_key
from wemi_desk.domain.application_states import Refused, may
from wemi_desk.domain.applications import (
    CANCELLED,
    CENTRES_FIELDS,
    DESK_STATES,
    FROM_CENTRE,
    LIVE_STATES,
    OUR_CHANNEL,
    Group,
)
from wemi_desk.domain.errors import CentreRecoveringError, InvalidFieldError, RecordMissingError
from wemi_desk.domain.questions import ANSWERED, DOUBLE_APPLICATION

APPLICATION = "application"
_UNDECIDED: dict[str, Any] = {
    "receipt_number": None, "submitted_at": None, "granted_cents": 0, "outcome": "", "duplicate_of": None,
}  # fmt: skip
GRANT, RELEASE = "grant", "release"
REVIEWS = "reviews"
"""How often it was examined again; desks do not know the field."""
MOST_CENTS = 10**12


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of an application."""

    state: str
    granted_cents: int = 0


def drafted(content: dict[str, Any]) -> dict[str, Any]:
    """A new application as a desk may make it: a draft, or ready; what the centre decides is not decided yet."""
    _check_state(content.get("state"))
    return {name: value for name, value in content.items() if name not in CENTRES_FIELDS} | _UNDECIDED


def closed_to_desks(application: Held, edits: Mapping[str, list[Any]]) -> Outcome | None:
    """LOCKED once submitted; a desk never says a state that is the centre's."""
    state = application.content["state"]
    if state not in DESK_STATES:
        return locked(state)
    if "state" in edits:
        _check_state(edits["state"][1])
    return None


def _check_state(state: Any) -> None:
    if state not in (*DESK_STATES, CANCELLED):
        raise UnfitError("state", "the_centres")


def submitted(turn: Turn) -> Outcome:
    """The verb ``submit``: received once; a second one for the same measure and beneficiary says which was first."""
    application = membership.find_known(turn, APPLICATION, turn.act.record_id)
    if turn.act.kind != APPLICATION:
        return refused("verb", "unknown")
    if application is None:
        return wait(turn, turn.act.record_id)
    if turn.work.recovering:
        return wait(turn, AFTER_RECOVERY)
    if application.content["state"] not in DESK_STATES:
        return _submitted_before(application)
    return _receive(turn, application)


def wait(turn: Turn, record_id: UUID) -> Outcome:
    turn.work.park(turn.act, record_id, turn.caller)
    return ("parked", "recovering") if record_id == AFTER_RECOVERY else waiting_for(APPLICATION, record_id)


def _submitted_before(application: Held) -> Outcome:
    receipt = application.content.get("receipt_number")
    return already(receipt) if receipt else locked(application.content["state"])


def _receive(turn: Turn, application: Held) -> Outcome:
    work = turn.work
    first = taken_by_another(work, application)
    if first is not None:
        return already(duplicate(work, application, first))
    number, now = work.next_receipt_number(application.content["measure_code"]), as_text(work.now)
    take_place(work, application)
    said = {"receipt_number": number, "submitted_at": now, "received_at": now, "receipt_channel": OUR_CHANNEL}
    received = write(work, application, state="submitted", **said, **judgement(work, application.content, work.now))
    note_event(work, received, "submitted", number=number, evidence=received.content["deadline"])
    return DONE[0], number


def taken_by_another(work: Workspace, application: Held) -> Held | None:
    """The application that has this one's place already."""
    first = _holder(work, application.content["measure_code"], place_of(work, application))
    return first if first is not None and first.id != application.id else None


def take_place(work: Workspace, application: Held) -> None:
    """From now on this one stands."""
    work.set_live_application(application.content["measure_code"], place_of(work, application), application.id)


def duplicate(work: Workspace, application: Held, first: Held, **said: Any) -> str:
    """It came second: kept, with which one was first; the number of that one."""
    number = first.content.get("receipt_number") or first.content.get("protocol_number") or ""
    second = write(work, application, **(said | {"state": "duplicate", "duplicate_of": str(first.id)}))
    note_event(work, second, "duplicate", number=number)
    return number


def withdrawn(turn: Turn) -> Outcome:
    """The verb ``withdraw``: the place becomes free, what was granted goes back to the fund."""
    application = membership.find_known(turn, APPLICATION, turn.act.record_id)
    if turn.act.kind != APPLICATION:
        return refused("verb", "unknown")
    if application is None:
        return wait(turn, turn.act.record_id)
    state = application.content["state"]
    if state not in DESK_STATES and state not in LIVE_STATES:
        return already(state)
    if turn.work.recovering and state in LIVE_STATES:
        return wait(turn, AFTER_RECOVERY)
    end(turn.work, application, "withdrawn", str(turn.payload.get("reason") or ""))
    return DONE


def end(work: Workspace, application: Held, state: str, outcome: str, **said: Any) -> Held:
    """Close an application: its place is free again, its money back in the fund, its credit revoked."""
    ended = _end(work, application, state, outcome)
    credit.revoke_all(work, application.id, outcome)
    if said:
        ended = write(work, ended, **said)
    note_event(work, ended, state, note=outcome, number=said.get("outcome_act"), dated_on=said.get("outcome_on"))
    return ended


def _end(work: Workspace, application: Held, state: str, outcome: str) -> Held:
    measure, granted = application.content["measure_code"], application.content.get("granted_cents") or 0
    if application.content["state"] in LIVE_STATES:
        free_place(work, application)
    if granted and work.fund(measure) is not None:
        work.book(application.id, measure, entry(RELEASE, application), -granted)
    return write(work, application, state=state, outcome=outcome, granted_cents=0)


def entry(kind: str, application: Held) -> str:
    """A line of the fund's ledger: once per application, and once more each time it is examined again."""
    reviews = application.content.get(REVIEWS)
    return f"{kind}:{reviews}" if reviews else kind


def free_place(work: Workspace, application: Held) -> None:
    """Another application of this beneficiary may take the place; one that stands beside it already does."""
    key = place_of(work, application)
    if _free(work, application, key):
        _pass_on(work, application, key)


def _free(work: Workspace, application: Held, key: bytes) -> bool:
    measure = application.content["measure_code"]
    had_place = work.live_application(measure, key) == application.id
    if had_place:
        work.set_live_application(measure, key, None)
    return had_place


def _pass_on(work: Workspace, ended: Held, key: bytes) -> None:
    """Two that met in one place both stand until a person says which: if one ends, the place is the other's."""
    people = {UUID(ended.content["beneficiary_id"]), *work.persons_by_key(key)}
    found = {one.id: one for person in people for one in live_of(work, person)}
    for _, one in sorted(found.items()):
        same = one.content["measure_code"] == ended.content["measure_code"] and place_of(work, one) == key
        if same and one.id != ended.id:
            take_place(work, one)
            return


def decide(work: Workspace, application_id: UUID, grant_cents: int | None, reason: str) -> Decision:
    """Grant (or reject, with None) a received application. What the fund cannot pay whole waits.

    Raises RecordMissingError, CentreRecoveringError, InvalidFieldError.
    """
    if work.recovering:
        raise CentreRecoveringError
    application = work.find(APPLICATION, application_id)
    if application is None:
        raise RecordMissingError
    state = application.content["state"]
    if isinstance(may(state, "granted", FROM_CENTRE), Refused):
        raise InvalidFieldError("application_id", "not_open", state=state)
    if grant_cents is None:
        end(work, application, "rejected", reason)
        return Decision("rejected")
    return _grant(work, application, grant_cents, reason)


def _grant(work: Workspace, application: Held, cents: int, reason: str) -> Decision:
    if not 0 < cents <= MOST_CENTS:
        raise InvalidFieldError("grant_cents", "out_of_range")
    measure = application.content["measure_code"]
    fund = work.fund(measure)
    if fund is None:
        raise InvalidFieldError("measure_code", "no_fund")
    if cents > fund.left_cents:
        note_event(work, write(work, application, state="waiting", outcome=reason), "waiting", note=reason)
        return Decision("waiting")
    if not work.book(application.id, measure, entry(GRANT, application), cents):
        raise InvalidFieldError("application_id", "booked_before")
    granted = write(work, application, state="granted", granted_cents=cents, outcome=reason)
    note_event(work, granted, "granted", note=reason)
    return Decision("granted", cents)


def place_of(work: Workspace, application: Held) -> bytes:
    """Under what an application has its one place: its beneficiary, or the group it is for."""
    group = application.content.get("group")
    if group:
        return work.blind(f"group|{group_key(msgspec.convert(group, Group))}")
    return beneficiary_key(work, UUID(application.content["beneficiary_id"]))


def beneficiary_key(work: Workspace, beneficiary_id: UUID) -> bytes:
    """Under what a person's one place is held: the codice fiscale where there is one, else the record that stands."""
    return person_place(work, living(work, beneficiary_id), beneficiary_id)


def person_place(work: Workspace, person: Held | None, beneficiary_id: UUID) -> bytes:
    """As :func:`beneficiary_key`, of a record that is at hand."""
    code = canonical_code(person.content) if person else ""
    return code_key(work, code) if code else work.blind(f"id|{person.id if person else beneficiary_id}")


def live_of(work: Workspace, beneficiary_id: UUID) -> list[Held]:
    """A beneficiary's applications that stand; one for a group is nobody's."""
    found = work.pointing("beneficiary_id", beneficiary_id, (APPLICATION,))
    return [one for one in found if one.content["state"] in LIVE_STATES and not one.content.get("group")]


def keep_places(turn: Turn, person: Held, old_keys: Collection[bytes]) -> None:
    """After a person's code changed, or two persons became one (or two again): the places go with the person.

    Where two live applications meet in one place nobody loses anything: a person is asked which one stands.
    """
    work, key = turn.work, person_place(turn.work, person, person.id)
    for application in live_of(work, person.id):
        measure = application.content["measure_code"]
        first = _holder(work, measure, key)
        if first is None or first.id == application.id:
            _replace(work, application, [old for old in old_keys if old != key], key)
        else:
            _ask_which(turn, first, application)


def _holder(work: Workspace, measure: str, key: bytes) -> Held | None:
    """The application that has this place and stands."""
    holder = work.live_application(measure, key)
    application = work.find(APPLICATION, holder) if holder else None
    return application if application is not None and application.content["state"] in LIVE_STATES else None


def _replace(work: Workspace, application: Held, old_keys: Iterable[bytes], key: bytes) -> None:
    for old in old_keys:
        _free(work, application, old)
    work.set_live_application(application.content["measure_code"], key, application.id)


def _ask_which(turn: Turn, first: Held, second: Held) -> None:
    work = turn.work
    topic = questions.Topic(first, DOUBLE_APPLICATION, turn.act.id, turn.stamp)
    candidates = [questions.candidate(str(one.id), one.birth) for one in (first, second)]
    question = questions.ask(work, topic, candidates)
    work.show(question.kind, question.id, work.scopes_of(APPLICATION, second.id))


def chosen(turn: Turn, question: Held, value: Any) -> Outcome:
    """The answer to DOUBLE_APPLICATION: one stands, the others end; money granted to them goes back."""
    work = turn.work
    if work.recovering:
        return wait(turn, AFTER_RECOVERY)
    ids = [questions.value_of(one) for one in question.content["values"]]
    if value not in ids:
        raise UnfitError("answer", "not_offered")
    for one in ids:
        application = work.find(APPLICATION, UUID(one))
        if application is not None and one != value and application.content["state"] in LIVE_STATES:
            end(work, application, "withdrawn", DOUBLE_APPLICATION)
    _take_place(work, UUID(value))
    questions.close(work, question, ANSWERED, value, turn.stamp)
    return DONE


def _take_place(work: Workspace, application_id: UUID) -> None:
    application = work.find(APPLICATION, application_id)
    if application is not None and application.content["state"] in LIVE_STATES:
        take_place(work, application)


def restored(turn: Turn, application: Held) -> None:
    """An application given back after a restore: its place and what was granted are known again.

    Who took the place since then, before anybody noticed the restore, keeps it until a person says which one stands.
    """
    work, content = turn.work, application.content
    if content["state"] not in LIVE_STATES:
        return
    measure = content["measure_code"]
    holder = _holder(work, measure, place_of(work, application))
    if holder is None:
        take_place(work, application)
    elif holder.id != application.id:
        _ask_which(turn, holder, application)
    if content.get("granted_cents") and work.fund(measure) is not None:
        work.book(application.id, measure, entry(GRANT, application), content["granted_cents"])


def write(work: Workspace, application: Held, **changes: Any) -> Held:
    """The application with some fields said anew."""
    return work.put(APPLICATION, application.id, application.content | changes, subject_id=application.subject_id)
