"""Whatever is done and undone, in any order, by two operators: counts, search, outbox and access log stay true."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.desk import Desk
from tests.end_to_end.killing import inconsistent
from tests.factories import person, visit
from tests.fakes import CountedIds, FakeClock
from wemi_desk.domain.errors import InvalidFieldError, NothingToUndoError
from wemi_desk.persistence import tables
from wemi_desk.services.citizens import RegisterCitizen

WHO = st.sampled_from(["giulia", "marco"])
PICK = st.integers(0, 10**6)


class Counter(RuleBasedStateMachine):
    """*counting*: contacts that count; *people*: who is found; *done*: per operator what Ctrl+Z would take back."""

    template: Path

    @initialize()
    def open(self):
        self.folder = tempfile.TemporaryDirectory()
        shutil.copy(self.template, Path(self.folder.name) / "store.db")
        self.desk = Desk(Path(self.folder.name), clock=FakeClock(), ids=CountedIds(10))
        self.counting, self.people, self.merges = set(), {}, {}
        self.done = {"giulia": [], "marco": []}

    def teardown(self):
        if hasattr(self, "desk"):
            try:
                assert list(inconsistent(self.desk)) == []
            finally:
                self.desk.close()
                self.folder.cleanup()

    @rule(who=WHO, key=st.integers(1, 9))
    def quick(self, who, key):
        self._recorded(who, self._at(who).contacts.quick(str(key)).contact.id)

    @rule(who=WHO, pick=PICK)
    def visit(self, who, pick):
        citizen = self._someone(pick)
        self._recorded(who, self._at(who).contacts.record(visit(citizen_id=citizen)).contact.id)

    @rule(who=WHO, channel=st.sampled_from(["phone", "email"]))
    def other_channel(self, who, channel):
        recorded = self._at(who).contacts.quick("1")
        later = self._at(who).contacts.with_channel(recorded, channel)
        self._recorded(who, later.contact.id)

    @rule(who=WHO, times=st.integers(2, 4))
    def batch(self, who, times):
        recorded = self._at(who).contacts.quick("2")
        self._recorded(who, recorded.contact.id)
        before = self._counted()
        self._at(who).contacts.repeated(recorded.contact.id, times)
        copies = self._counted() - before
        assert len(copies) == times - 1
        self._did(who, lambda: self.counting.difference_update(copies))
        self.counting |= copies

    @rule(who=WHO, pick=PICK)
    def register(self, who, pick):
        citizen = self._at(who).citizens.register(RegisterCitizen(form=person(f"Prova {pick}"))).citizen
        self.people[citizen.id] = citizen.phone
        self._did(who, lambda: self.people.pop(citizen.id), citizen.id)

    @rule(who=WHO, pick=PICK, digits=st.integers(1_000_000, 9_999_999))
    @precondition(lambda self: self.people)
    def change(self, who, pick, digits):
        citizen_id = self._someone(pick)
        known = self._at(who).citizens.card(citizen_id).citizen
        form = person(known.surname, known.given_name, phone=f"333 {digits}")
        after = self._at(who).citizens.change(citizen_id, form).citizen
        self._changed(who, citizen_id, known.phone, after.phone)

    @rule(who=WHO, one=PICK, other=PICK)
    @precondition(lambda self: len(self.people) > 1)
    def merge(self, who, one, other):
        kept, gone = self._someone(one), self._someone(other)
        if kept == gone:
            with pytest.raises(InvalidFieldError):
                self._at(who).merging.merge(kept, gone)
            return
        merge = self._at(who).merging.merge(kept, gone)
        del self.people[gone]
        self.merges[merge.id] = {kept, gone}
        self.people[kept] = self._at(who).citizens.card(kept).citizen.phone

    @rule(pick=PICK)
    @precondition(lambda self: self.merges)
    def unmerge(self, pick):
        merge_id = sorted(self.merges)[pick % len(self.merges)]
        merge = self.desk.lead.merging.unmerge(merge_id)
        del self.merges[merge_id]
        for one in {merge.merged_id} | ({merge.kept_id} & self.people.keys()):
            with self.desk.lead.store.reading() as work:
                self.people[one] = work.citizens.get(one).phone

    @rule(who=WHO)
    def undo(self, who):
        if not self.done[who]:
            with pytest.raises(NothingToUndoError):
                self._at(who).undo.undo()
            return
        back, registered = self.done[who][-1]
        if any(registered in pair for pair in self.merges.values()):
            with pytest.raises(NothingToUndoError):
                self._at(who).undo.undo()
            return
        self._at(who).undo.undo()
        self.done[who].pop()
        back()

    @rule()
    def midday(self):
        self.desk.clock.pass_by(minutes=7)

    @invariant()
    def counts_are_true(self):
        if not hasattr(self, "desk"):
            return
        assert self._counted() == self.counting
        assert self.desk.lead.citizens.count() == len(self.people)
        shown = {card.citizen.id: card.citizen.phone for card in self.desk.lead.citizens.page(0, 100)}
        assert shown == self.people
        assert self.desk.lead.day.summary().contacts == len(self.counting)

    @invariant()
    def the_search_knows_who_is_there(self):
        if hasattr(self, "desk"):
            rows = self.desk.rows(tables.METADATA.tables["search_person"])
            assert {row.citizen_id for row in rows} == {one.bytes for one in self.people}

    def _at(self, who):
        return getattr(self.desk, who)

    def _counted(self):
        return {one.id for one in self.desk.lead.contacts.of_day(self.desk.clock.today(), everybody=True)}

    def _someone(self, pick):
        return sorted(self.people)[pick % len(self.people)] if self.people else None

    def _did(self, who, back, registered=None):
        self.done[who].append((back, registered))

    def _recorded(self, who, contact_id):
        self.counting.add(contact_id)
        self._did(who, lambda: self.counting.discard(contact_id))

    def _changed(self, who, citizen_id, old, new):
        def back():
            if self.people.get(citizen_id) == new:  # a colleague's later number stays
                self.people[citizen_id] = old

        self.people[citizen_id] = new
        self._did(who, back)


def test_whatever_is_done_and_undone_the_desk_stays_true(founded_store):
    Counter.template = founded_store
    run_state_machine_as_test(
        Counter,
        settings=settings(
            max_examples=15, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck),
            phases=(Phase.generate,),
        ),
    )
