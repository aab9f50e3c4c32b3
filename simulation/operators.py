"""What operators do at a desk, through the real services and the real unit of work."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from simulation.agenda import Agendas
from simulation.lessons import Lessons
from simulation.matters import Matters
from simulation.people import MEASURE, Person, person, telephone, token
from simulation.picks import Picks
from simulation.said import Said, Saved
from simulation.shared import SharedGroups
from wemi_desk.domain.applications import ApplicationId, ReceiptNoted
from wemi_desk.domain.call_backs import CallBack, CallBackId
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.contacts import Contact, ContactId
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.households import Household, HouseholdId, HouseholdMember
from wemi_desk.domain.questions import SAME_PERSON, Question
from wemi_desk.sync.looking_up import CentreLookUp

if TYPE_CHECKING:
    from simulation.desk import SimDesk


class Operators(Matters, Lessons, SharedGroups, Agendas):
    """The operators of one desk; every method is one deed and says what the desk said was saved."""

    def __init__(self, desk: SimDesk) -> None:
        self._desk = desk

    def register(self, picks: Picks) -> Saved:
        """Somebody new; often a person whom another desk has registered too."""
        who = person(picks.number(self._desk.world.script.persons))
        desk, number = self._desk, self._desk.world.next_token()
        citizen = Citizen(
            id=CitizenId(desk.ids()), surname=who.surname, given_name=who.given_name, birth_date=who.birth_date,
            birth_date_provenance="document", registered_sex="F", phone=telephone(number), language="it",
            address=f"via {token(number)} 1", space_code=desk.home, created_at=desk.clock.now(), created_by=desk.author,
            **_identified(who, picks),
        )  # fmt: skip
        with desk.store.work() as work:
            work.citizens.add(citizen)
            work.commit()
        said = {"surname": citizen.surname, "phone": citizen.phone, "address": citizen.address}
        return [Said("citizen", citizen.id, said, who.number)]

    def register_briefly(self, picks: Picks) -> Saved:
        """Somebody new who says neither where they live nor how to be called."""
        who, desk = person(picks.number(self._desk.world.script.persons)), self._desk
        citizen = Citizen(
            id=CitizenId(desk.ids()), surname=who.surname, given_name=who.given_name, birth_date=who.birth_date,
            birth_date_provenance="document", space_code=desk.home, created_at=desk.clock.now(),
            created_by=desk.author, **_identified(who, picks),
        )  # fmt: skip
        with desk.store.work() as work:
            work.citizens.add(citizen)
            work.commit()
        return [Said("citizen", citizen.id, {"surname": citizen.surname}, who.number)]

    def edit(self, picks: Picks) -> Saved:
        """One or two fields of a person, as they are typed now."""
        citizen_id = self._somebody(picks)
        if citizen_id is None:
            return ()
        values = dict(_typed(picks, self._desk.world.next_token()) for _ in range(1 + picks.number(2)))
        with self._desk.store.work() as work:
            before = work.citizens.get(citizen_id)
            work.citizens.replace(replace(before, **values))
            work.commit()
        changed = {name: value for name, value in values.items() if getattr(before, name) != value}
        return [Said("citizen", citizen_id, changed)] if changed else ()

    def contact(self, picks: Picks) -> Saved:
        """A contact with a note, about a person or nobody."""
        citizen_id = self._somebody(picks) if picks.chance(80) else None
        desk, note = self._desk, f"nota {token(self._desk.world.next_token())}"
        contact = Contact(
            id=ContactId(desk.ids()), space_code=desk.home, operator_id=desk.author, started_at=desk.clock.now(),
            recorded_at=desk.clock.now(), needs=("information",), answers=("information",), note=note,
            citizen_id=citizen_id,
        )  # fmt: skip
        with desk.store.work() as work:
            work.contacts.add(contact)
            work.commit()
        return [Said("contact", contact.id, {"note": note})]

    def household(self, picks: Picks) -> Saved:
        """Two people who live together."""
        first, second = self._somebody(picks), self._somebody(picks)
        if first is None or first == second:
            return ()
        desk = self._desk
        home = Household(
            id=HouseholdId(desk.ids()), space_code=desk.home, created_at=desk.clock.now(), created_by=desk.author
        )
        members = [
            HouseholdMember(
                id=desk.ids(), household_id=home.id, citizen_id=one, relation="other",
                joined_on=desk.clock.today(),
            )
            for one in (first, second)
        ]  # fmt: skip
        with desk.store.work() as work:
            work.records(Household).add(home)
            for member in members:
                work.household_members.add(member)
            work.commit()
        return [Said("household", home.id, {}), *(Said("household_member", one.id, {}) for one in members)]

    def call_back(self, picks: Picks) -> Saved:
        """A promise to call somebody."""
        citizen_id = self._somebody(picks)
        if citizen_id is None:
            return ()
        desk, reason = self._desk, f"per {token(self._desk.world.next_token())}"
        promise = CallBack(
            id=CallBackId(desk.ids()), space_code=desk.home, citizen_id=citizen_id, reason=reason,
            due_on=desk.clock.today() + timedelta(days=3), created_at=desk.clock.now(), created_by=desk.author,
        )  # fmt: skip
        with desk.store.work() as work:
            work.call_backs.add(promise)
            work.commit()
        return [Said("call_back", promise.id, {"reason": reason})]

    def answer_call(self, picks: Picks) -> Saved:
        """What came of a call."""
        open_ones = self._desk.ids_of("SELECT id FROM call_back WHERE closed_at IS NULL ORDER BY id")
        if not open_ones:
            return ()
        chosen, desk = CallBackId(picks.one(open_ones)), self._desk
        with desk.store.work() as work:
            before = work.call_backs.get(chosen)
            tried = replace(before, tries=before.tries + 1)
            after = replace(before, result="reached", closed_at=desk.clock.now()) if picks.chance(50) else tried
            work.call_backs.replace(after)
            work.commit()
        return [Said("call_back", chosen, {"result": after.result} if after.result else {"tries": after.tries})]

    def merge(self, picks: Picks) -> Saved:
        """Two sheets of one name become one."""
        pairs = self._desk.twins()
        if not pairs:
            return ()
        kept, other = picks.one(pairs)
        merge = self._desk.merging.merge(CitizenId(kept), CitizenId(other))
        return [Said("citizen_merge", merge.id, {}), Said("citizen", other, {"merged_into": str(kept)})]

    def unmerge(self, picks: Picks) -> Saved:
        """Two people after all."""
        merges = self._desk.ids_of("SELECT id FROM citizen_merge WHERE undone_at IS NULL ORDER BY id")
        if not merges:
            return ()
        undone = self._desk.merging.unmerge(picks.one(merges))
        return [Said("citizen_merge", undone.id, {})]

    def draft(self, picks: Picks) -> Saved:
        """An application for the measure is begun."""
        applicant, beneficiary = self._somebody(picks), self._somebody(picks)
        if applicant is None or beneficiary is None:
            return ()
        begun = self._desk.applications.start(applicant, beneficiary, MEASURE, 1 + picks.number(40_000))
        return [Said("application", begun.id, {"measure_code": MEASURE})]

    def ready(self, picks: Picks) -> Saved:
        """Everything is there; it is not presented yet."""
        chosen = self._application(picks, "state = 'draft'")
        if chosen is None:
            return ()
        self._desk.applications.make_ready(chosen)
        return [Said("application", chosen, {"state": "ready"})]

    def submit(self, picks: Picks) -> Saved:
        """It goes to the centre with the next exchange."""
        chosen = self._application(picks, "state IN ('draft', 'ready')")
        if chosen is None:
            return ()
        self._desk.applications.submit(chosen)
        return [Said("application", chosen, {})]

    def withdraw_application(self, picks: Picks) -> Saved:
        """The family takes it back."""
        chosen = self._application(picks, "state <> 'withdrawn'")
        if chosen is None:
            return ()
        self._desk.applications.withdraw(chosen)
        return [Said("application", chosen, {})]

    def note_paper(self, picks: Picks) -> Saved:
        """What a paper says of an application is copied: a receipt, a protocol number, a letter."""
        chosen = self._application(picks, "state NOT IN ('cancelled', 'duplicate', 'rejected')")
        if chosen is None:
            return ()
        what = picks.one(("submitted", "submitted", "registered", "integration_requested", "integrated", "withdrawn"))
        desk, typed = self._desk, token(self._desk.world.next_token())
        now = desk.clock.now()
        noted = ReceiptNoted(
            what=what, number=f"PG {typed}", at=now if what == "submitted" else None, on=rome_day(now),
            due_on=rome_day(now) + timedelta(days=10), note=f"lettera {typed}",
        )  # fmt: skip
        desk.cases.note_receipt(chosen, noted)
        return [Said("application", chosen, {})]

    def attach(self, picks: Picks) -> Saved:
        """A scan of what the measure asks for."""
        chosen = self._application(picks, "state IN ('draft', 'ready', 'integration_requested')")
        if chosen is None:
            return ()
        with self._desk.store.reading() as work:
            application = work.applications.shown(chosen)
        world = self._desk.world
        made = world.papers.attach(self._desk, application, token(world.next_token()))
        return [Said("attachment", made.id, {})]

    def cancel_application(self, picks: Picks) -> Saved:
        """Given up before it was submitted."""
        chosen = self._application(picks, "state IN ('draft', 'ready')")
        if chosen is None:
            return ()
        self._desk.cases.cancel(chosen, f"rinuncia {token(self._desk.world.next_token())}")
        return [Said("application", chosen, {"state": "cancelled"})]

    def answer_question(self, picks: Picks) -> Saved:
        """The person is here and says which is right."""
        questions = self._desk.questions.open()
        if not questions:
            return ()
        chosen = picks.one(sorted(questions, key=lambda one: one.id))
        places = 2 if chosen.field == SAME_PERSON else len(chosen.values)
        self._desk.questions.answer(chosen.id, picks.number(places))
        return [Said("question", chosen.id, {}, asked_of=_asked_of(chosen))]

    def mend(self, picks: Picks) -> Saved:
        """A refused act is sent again with another value."""
        refused = self._refused("kind = 'citizen' AND verb = 'new'", picks)
        if refused is not None:
            self._desk.mending.mend(refused, "given_name", f"Nome {token(self._desk.world.next_token()).capitalize()}")
        return ()

    def retry(self, picks: Picks) -> Saved:
        """A refused act is sent again as it is."""
        refused = self._refused("1", picks)
        if refused is not None:
            self._desk.mending.retry(refused)
        return ()

    def set_aside(self, picks: Picks) -> Saved:
        """A refused act stays on the list, under somebody's name."""
        refused = self._refused("set_aside_at IS NULL", picks)
        if refused is not None:
            self._desk.mending.set_aside(refused, "più tardi")
        return ()

    def withdraw_act(self, picks: Picks) -> Saved:
        """Nobody pursues a refused act any more."""
        refused = self._refused("1", picks)
        if refused is not None:
            self._desk.mending.withdraw(refused, "non serve")
        return ()

    def look_up(self, picks: Picks) -> Saved:
        """Somebody whom another space may know: the card is read, the sheet opened."""
        desk = self._desk
        elsewhere = CentreLookUp(desk.line, desk.sync_store, desk.clock)
        found = elsewhere.search("at_desk", person(picks.number(desk.world.script.persons)).fiscal_code)
        if found:
            elsewhere.fetch("at_desk", picks.one(found).id)
        return ()

    def newer_record(self, picks: Picks) -> Saved:
        """What a newer version of this program writes: a field, or a kind, that nobody here knows."""
        citizen_id, desk = self._somebody(picks), self._desk
        if citizen_id is None:
            return ()
        text, record_id = token(desk.world.next_token()), desk.ids()
        content = {"id": str(record_id), "citizen_id": str(citizen_id), "text": text}
        with desk.store.work() as work:
            if picks.chance(50):
                work.acts.say("set", "citizen", citizen_id, citizen_id, {"nickname": [None, text]})
            else:
                work.acts.say("new", "of_a_newer_version", record_id, citizen_id, content)
            work.commit()
        return ()

    def newer_code(self, picks: Picks) -> Saved:
        """A newer version of this program writes a code that nobody here knows."""
        citizen_id, desk = self._somebody(picks), self._desk
        if citizen_id is None or not desk.is_newer:
            return ()
        text = token(desk.world.next_token())
        with desk.store.work() as work:
            before = work.citizens.get(citizen_id)
            field, word = picks.one((("language", f"x-{text}"), ("gender", f"of {text}"), ("municipio", text)))
            work.acts.say("set", "citizen", citizen_id, citizen_id, {field: [getattr(before, field), word]})
            work.commit()
        return ()

    def _application(self, picks: Picks, condition: str) -> ApplicationId | None:
        found = self._desk.ids_of(f"SELECT id FROM application WHERE {condition} ORDER BY id")
        return ApplicationId(picks.one(found)) if found else None

    def _refused(self, condition: str, picks: Picks) -> UUID | None:
        found = self._desk.ids_of(
            f"SELECT id FROM outbox WHERE verdict = 'refused' AND withdrawn_at IS NULL AND {condition} ORDER BY id"
        )
        return picks.one(found) if found else None


def _asked_of(question: Question) -> frozenset[UUID]:
    if question.field != SAME_PERSON:
        return frozenset()
    return frozenset(UUID(json.loads(one)["value"]) for one in question.values)


def _identified(who: Person, picks: Picks) -> dict[str, Any]:
    """Mostly the card is read; sometimes the code is told, or nobody knows it."""
    if picks.chance(75):
        return {"fiscal_code": who.fiscal_code, "fiscal_code_provenance": "card_scan"}
    return {"fiscal_code": who.fiscal_code, "fiscal_code_provenance": "declared"} if picks.chance(50) else {}


def _typed(picks: Picks, number: int) -> tuple[str, Any]:
    match picks.number(7):
        case 0 | 1:
            return "phone", telephone(number)
        case 2 | 3:
            return "address", f"via {token(number)} 2"
        case 4:
            return "email", f"{token(number).lower()}@esempio.it"
        case 5:
            return "given_name", f"Nome {token(number)}"
    return "is_protected", picks.chance(50)

