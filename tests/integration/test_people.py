"""People at the counter: registered, found, changed, merged, taken back; nobody turned away."""

from datetime import timedelta
from itertools import pairwise

import pytest

from tests.factories import CHILD_CODE, CODE, OMOCODIA, OTHER_CODE, child, person, visit
from wemi_desk.domain.citizens import filled_from
from wemi_desk.domain.errors import InvalidFieldError, NotAllowedError, NothingToUndoError, RecordMissingError
from wemi_desk.persistence import tables
from wemi_desk.services.citizens import RegisterCitizen


def _register(counter, surname="Fumagalli", given_name="Teresa", **values):
    return counter.citizens.register(RegisterCitizen(form=person(surname, given_name, **values))).citizen


def _found(counter, text):
    return [card.citizen.id for card in counter.citizens.search(text)]


def test_somebody_with_a_single_name_and_nothing_else_is_registered(desk):
    citizen = _register(desk.giulia, "Aung", "")
    assert (citizen.surname, citizen.given_name, citizen.to_verify) == ("Aung", "", False)
    assert _found(desk.giulia, "aung") == [citizen.id]


def test_a_code_fills_birth_place_and_sex_and_is_kept_in_the_history(desk):
    citizen = _register(desk.giulia, code=CODE)
    assert (citizen.birth_place_code, citizen.registered_sex) == ("F205", "F")
    assert [row.code for row in desk.rows(tables.FISCAL_CODE_RECORD)] == [CODE]


def test_a_wrong_code_is_refused_once_and_then_kept_to_be_verified(desk):
    wrong = CODE[:-1] + "X"
    with pytest.raises(InvalidFieldError):
        _register(desk.giulia, code=wrong)
    citizen = _register(desk.giulia, code=wrong, accepts_unverified=True)
    assert (citizen.fiscal_code, citizen.unchecked_code, citizen.to_verify) == (None, wrong, True)


def test_a_number_that_is_not_one_is_refused_once_and_then_kept_as_typed(desk):
    with pytest.raises(InvalidFieldError):
        _register(desk.giulia, phone="12")
    citizen = _register(desk.giulia, phone="12", accepts_unverified=True)
    assert (citizen.phone, citizen.phone_typed, citizen.to_verify) == (None, "12", True)


@pytest.mark.parametrize("code", [CODE, OMOCODIA, CODE.lower()])
def test_a_code_that_somebody_has_names_them_and_is_accepted_when_the_operator_insists(desk, code):
    first = _register(desk.giulia, code=CODE)
    with pytest.raises(InvalidFieldError) as caught:
        _register(desk.giulia, "Fumagali", code=code)
    assert (caught.value.field, caught.value.reason) == ("fiscal_code", "taken")
    assert caught.value.data["id"] == str(first.id)
    assert first.surname not in str(caught.value)
    second = _register(desk.giulia, "Fumagali", code=code, accepts_unverified=True)
    assert second.to_verify
    assert {one.id for one in desk.giulia.citizens.by_code(CODE)} == {first.id, second.id}


def test_a_shared_code_does_not_stop_a_later_change_of_the_telephone(desk):
    _register(desk.giulia, code=CODE)
    second = _register(desk.giulia, "Fumagali", code=CODE, accepts_unverified=True)
    changed = desk.giulia.citizens.change(second.id, person("Fumagali", code=CODE, phone="333 1234567")).citizen
    assert (changed.phone, changed.to_verify) == ("+393331234567", True)


def test_a_registration_recorded_twice_is_one_person(desk):  # S06
    draft = desk.giulia.drafts.begin()
    command = RegisterCitizen(form=person(code=CODE), draft_id=draft)
    first, second = desk.giulia.citizens.register(command), desk.giulia.citizens.register(command)
    assert first.citizen == second.citizen
    assert desk.giulia.citizens.count() == 1


def test_the_answer_to_perhaps_already_registered_is_kept_with_what_was_shown(desk):
    first = _register(desk.giulia, birth="01/01/1958")
    likely = desk.giulia.citizens.alike(person("Fumagali", "Teresa", birth="01/01/1958"))
    assert [one.citizen.id for one in likely] == [first.id]
    desk.giulia.citizens.register(
        RegisterCitizen(form=person("Fumagali"), shown_ids=(first.id,), reason="È la sorella")
    )
    (row,) = desk.rows(tables.DUPLICATE_DECISION)
    assert (row.shown_ids, row.answer, row.reason) == ((str(first.id),), "other", "È la sorella")


def test_candidates_are_looked_for_with_the_birth_date_while_the_code_is_half_typed(desk):
    first = _register(desk.giulia, birth="01/01/1958")
    likely = desk.giulia.citizens.alike(person("Fumagali", "Teresa", code="FMGT", birth="01/01/1958"))
    assert likely[0].citizen.id == first.id
    assert "birth_date" in likely[0].reasons


def test_undoing_a_registration_takes_the_person_out_of_every_list_and_deletes_nothing(desk):
    citizen = _register(desk.giulia, code=CODE)
    desk.giulia.undo.undo()
    assert _found(desk.giulia, "fumagalli") == _found(desk.giulia, CODE) == []
    assert desk.giulia.citizens.count() == 0
    assert desk.giulia.citizens.page(0, 10) == []
    assert len(desk.rows(tables.CITIZEN)) == 1
    again = _register(desk.giulia, code=CODE)
    assert again.id != citizen.id


def test_undoing_a_change_gives_the_old_values_back(desk):
    citizen = _register(desk.giulia, code=CODE, birth="01/01/1958", phone="333 1234567")
    desk.giulia.citizens.change(citizen.id, person("Rossi", "Carla", code=OTHER_CODE, birth="1949"))
    assert _found(desk.giulia, "rossi") == [citizen.id]
    desk.giulia.undo.undo()
    assert desk.giulia.citizens.card(citizen.id).citizen == citizen
    assert _found(desk.giulia, "rossi") == []
    assert _found(desk.giulia, CODE) == [citizen.id]


def test_undoing_a_change_leaves_what_a_colleague_wrote_since(desk):
    citizen = _register(desk.giulia, phone="333 1111111", address="via Prima 1")
    desk.giulia.citizens.change(citizen.id, person(phone="333 2222222", address="via Seconda 2"))
    desk.marco.citizens.change(citizen.id, person(phone="333 3333333", address="via Seconda 2"))
    desk.giulia.undo.undo()
    after = desk.giulia.citizens.card(citizen.id).citizen
    assert (after.phone, after.address) == ("+393333333333", "via Prima 1")


def test_among_namesakes_the_one_seen_last_comes_first_also_after_a_change(desk):
    people = []
    for _ in range(3):
        desk.clock.pass_by(hours=1)
        people.append(_register(desk.giulia, "Rossi", "Maria").id)
    assert _found(desk.giulia, "rossi maria") == people[::-1]
    desk.clock.pass_by(hours=1)
    desk.giulia.contacts.record(visit(citizen_id=people[0]))
    assert _found(desk.giulia, "rossi maria") == [people[0], people[2], people[1]]
    desk.giulia.citizens.change(people[0], person("Rossi", "Maria", phone="333 1234567"))
    assert _found(desk.giulia, "rossi maria")[0] == people[0]


def test_opening_a_person_writes_exactly_one_access_and_a_reader_may_not(desk):
    citizen = _register(desk.giulia)
    before = len(desk.accesses())
    desk.marco.citizens.open(citizen.id, reason="at_desk")
    entry = desk.accesses()[-1]
    assert len(desk.accesses()) == before + 1
    assert (entry.action, entry.object_id, entry.operator_id) == ("open_person", citizen.id, desk.marco.operator.id)
    with pytest.raises(NotAllowedError):
        desk.reader.citizens.open(citizen.id)


def test_a_protected_person_shows_no_telephone(desk):
    citizen = _register(desk.giulia, phone="333 1234567", is_protected=True)
    card = desk.giulia.citizens.open(citizen.id)
    assert (card.phone_shown, card.warnings) == ("", ("protected",))


def test_the_list_is_alphabetical_without_accents_and_paged(desk):
    for surname in ("Óscar", "D'Angelo", "Zeta", "Abate", "De Luca", "Ölmez"):
        _register(desk.giulia, surname, "")
    names = [card.citizen.surname for start in (0, 2, 4) for card in desk.giulia.citizens.page(start, 2)]
    assert names == ["Abate", "D'Angelo", "De Luca", "Ölmez", "Óscar", "Zeta"]


# Merging.


@pytest.fixture
def pair(desk):
    kept = _register(desk.giulia, code=CODE)
    other = _register(desk.giulia, "Fumagali", phone="333 1234567", is_protected=True)
    return kept, other


def _a_history(desk, citizen):
    tomorrow = desk.clock.today() + timedelta(days=1)
    desk.giulia.contacts.record(visit(citizen_id=citizen.id, destinations=("caf",), call_back_on=tomorrow))
    desk.giulia.notices.give(citizen.id, "it")


def _kinds(desk, citizen):
    return sorted(entry.kind for entry in desk.giulia.citizens.timeline(citizen.id))


def test_a_merge_fills_what_was_empty_and_keeps_both_histories(desk, pair):
    kept, other = pair
    _a_history(desk, kept)
    _a_history(desk, other)
    desk.giulia.merging.merge(kept.id, other.id)
    card = desk.giulia.citizens.open(other.id)
    assert (card.citizen.id, card.citizen.phone, card.citizen.surname) == (kept.id, other.phone, "Fumagalli")
    assert card.citizen.is_protected
    assert _found(desk.giulia, "fumagali") == [kept.id]
    one = ["call_back", "contact", "notice", "referral", "registration"]
    assert _kinds(desk, kept) == sorted([*one, *one, "merge"])
    assert _kinds(desk, other) == _kinds(desk, kept)


def test_only_the_coordinator_separates_and_both_stand_again_as_they_were(desk, pair):
    kept, other = pair
    _a_history(desk, other)
    merge = desk.giulia.merging.merge(kept.id, other.id)
    with pytest.raises(NotAllowedError):
        desk.giulia.merging.unmerge(merge.id)
    later = desk.giulia.contacts.record(visit(citizen_id=kept.id)).contact
    desk.lead.merging.unmerge(merge.id)
    assert desk.lead.citizens.card(kept.id).citizen == kept
    assert desk.lead.citizens.card(other.id).citizen == other
    assert "call_back" in _kinds(desk, other)
    assert later.id in {entry.object_id for entry in desk.lead.citizens.timeline(kept.id)}
    assert set(_found(desk.lead, "fumagalli")) >= {kept.id, other.id}
    with pytest.raises(InvalidFieldError):
        desk.lead.merging.unmerge(merge.id)


def test_separating_keeps_what_somebody_changed_after_the_merge(desk, pair):
    kept, other = pair
    merge = desk.giulia.merging.merge(kept.id, other.id)
    desk.giulia.citizens.change(kept.id, person(code=CODE, phone="333 9999999", is_protected=True))
    desk.lead.merging.unmerge(merge.id)
    assert desk.lead.citizens.card(kept.id).citizen.phone == "+393339999999"


def test_a_record_is_not_merged_with_itself_however_it_is_named(desk, pair):
    kept, other = pair
    desk.giulia.merging.merge(kept.id, other.id)
    for first, second in ((kept.id, kept.id), (kept.id, other.id), (other.id, kept.id)):
        with pytest.raises(InvalidFieldError):
            desk.giulia.merging.merge(first, second)


def test_a_chain_of_merges_ends_at_the_living_record_with_everything(desk):
    people = [_register(desk.giulia, f"Prova{n}") for n in range(4)]
    for one in people:
        desk.giulia.contacts.record(visit(citizen_id=one.id))
    desk.giulia.notices.give(people[0].id, "it")
    for older, newer in pairwise(people):
        desk.giulia.merging.merge(newer.id, older.id)
    for one in people:
        card = desk.giulia.citizens.open(one.id)
        assert card.citizen.id == people[-1].id
        assert card.notice_state == "given"
        assert _kinds(desk, one).count("contact") == 4
    assert desk.giulia.citizens.count() == 1


def test_what_was_merged_is_not_offered_as_a_candidate(desk, pair):
    kept, other = pair
    form = person("Fumagali", phone="333 1234567")
    assert other.id in {one.citizen.id for one in desk.giulia.citizens.alike(form)}
    desk.giulia.merging.merge(kept.id, other.id)
    assert {one.citizen.id for one in desk.giulia.citizens.alike(form)} == {kept.id}


def test_filling_never_overwrites(desk, pair):
    kept, other = pair
    both = filled_from(kept, other)
    assert (both.surname, both.fiscal_code, both.phone) == (kept.surname, kept.fiscal_code, other.phone)


# Families.


@pytest.fixture
def family(desk):
    mother = _register(desk.giulia, code=CODE)
    member = desk.giulia.households.add_minor(mother.id, child(code=CHILD_CODE)).member
    return mother, member


def test_a_child_is_registered_with_the_adult_who_answers_for_it(desk, family):
    mother, _ = family
    rows = desk.giulia.households.of_citizen(mother.id)
    assert [(row.member.relation, row.is_minor) for row in rows] == [("applicant", False), ("child", True)]
    assert rows[0].member.responsibility == "parental"
    assert desk.giulia.citizens.open(mother.id).minors == 1
    assert {row.code for row in desk.rows(tables.FISCAL_CODE_RECORD)} == {CODE, CHILD_CODE}


def test_a_child_is_not_registered_alone_nor_with_another_child(desk, family):
    _, member = family
    with pytest.raises(InvalidFieldError) as caught:
        _register(desk.giulia, "Solo", "Bimbo", birth="03/05/2019")
    assert (caught.value.field, caught.value.reason) == ("birth", "minor_alone")
    with pytest.raises(InvalidFieldError):
        desk.giulia.households.add_minor(member.citizen_id, child("Leo"))


@pytest.mark.parametrize(
    ("form", "options"),
    [(child(birth=""), {}), (child(birth="03/05/1990"), {}), (child(), {"responsibility": "none"})],
)
def test_a_child_needs_a_birth_date_under_eighteen_and_somebody_responsible(desk, family, form, options):
    with pytest.raises(InvalidFieldError):
        desk.giulia.households.add_minor(family[0].id, form, **options)


def test_the_childs_code_is_noticed_when_it_is_registered_again(desk, family):
    with pytest.raises(InvalidFieldError) as caught:
        desk.giulia.households.add_minor(family[0].id, child(code=CHILD_CODE))
    assert caught.value.reason == "taken"


def test_undoing_a_childs_registration_takes_it_out_of_the_family(desk, family):
    mother, _ = family
    desk.giulia.undo.undo()
    assert desk.giulia.households.of_citizen(mother.id) == []  # it began with the child
    assert desk.giulia.citizens.open(mother.id).minors == 0


def test_the_box_finds_a_child_only_by_its_whole_code_and_only_for_who_may(desk, family):
    _, member = family
    assert _found(desk.lead, CHILD_CODE) == [member.citizen_id]
    for counter, text in ((desk.giulia, CHILD_CODE), (desk.lead, CHILD_CODE[:12]), (desk.lead, "fumagalli nina")):
        assert member.citizen_id not in _found(counter, text)


def test_the_list_and_its_count_show_children_only_to_who_may_look_for_them(desk, family):
    mother, member = family
    assert [card.citizen.id for card in desk.giulia.citizens.page(0, 10)] == [mother.id]
    assert desk.giulia.citizens.count() == 1
    assert member.citizen_id in {card.citizen.id for card in desk.lead.citizens.page(0, 10)}
    assert desk.lead.citizens.count() == 2


def test_a_family_follows_a_merge_of_the_adult(desk, family):
    mother, member = family
    again = _register(desk.giulia, "Fumagali")
    desk.giulia.merging.merge(again.id, mother.id)
    assert {row.card.citizen.id for row in desk.giulia.households.of_citizen(mother.id)} == {
        again.id, member.citizen_id,
    }  # fmt: skip
    desk.giulia.households.add_minor(mother.id, child("Leo", birth="01/02/2021"))
    assert desk.giulia.citizens.open(again.id).minors == 2
    assert len(desk.rows(tables.HOUSEHOLD)) == 1


def test_who_left_the_family_is_not_counted_any_more(desk, family):
    mother, member = family
    desk.giulia.households.leave(member)
    assert len(desk.giulia.households.of_citizen(mother.id)) == 1


def at_home(desk, citizen):
    return {row.card.citizen.id for row in desk.giulia.households.of_citizen(citizen.id)}


def test_an_adult_who_joined_or_left_is_put_back_by_undo(desk, family):
    mother, child_member = family
    everybody = {mother.id, child_member.citizen_id}
    father = _register(desk.giulia, "Brambilla", "Carlo")
    placed = desk.giulia.households.add_adult(mother.id, father.id, "partner")
    assert at_home(desk, mother) == everybody | {father.id}
    assert desk.giulia.undo.undo()[0] == placed.deed
    assert at_home(desk, mother) == everybody
    again = desk.giulia.households.add_adult(mother.id, father.id, "partner")
    desk.giulia.households.leave(again.member)
    assert at_home(desk, mother) == everybody
    assert "households" in desk.giulia.undo.undo()[1].kinds
    assert at_home(desk, mother) == everybody | {father.id}


def test_a_household_that_began_with_an_undone_step_is_gone(desk):
    one, other, third = (_register(desk.giulia, name, "") for name in ("Brambilla", "Colombo", "Ferrario"))
    desk.giulia.households.add_adult(one.id, other.id)
    desk.giulia.undo.undo()
    assert at_home(desk, one) == at_home(desk, other) == set()
    desk.giulia.households.add_minor(one.id, child())
    desk.giulia.undo.undo()
    assert at_home(desk, one) == set()
    desk.giulia.households.add_adult(third.id, one.id)  # nobody is in two families
    assert at_home(desk, one) == {one.id, third.id}


def test_who_began_a_household_stays_while_somebody_else_is_in_it(desk):
    one, other, third = (_register(desk.giulia, name, "") for name in ("Brambilla", "Colombo", "Ferrario"))
    first = desk.giulia.households.add_adult(one.id, other.id)
    desk.giulia.households.add_adult(one.id, third.id)
    desk.giulia.undo.undo(first.deed.id)
    assert at_home(desk, one) == {one.id, third.id}


def test_who_joined_another_family_meanwhile_is_not_taken_back(desk):
    one, other, third = (_register(desk.giulia, name, "") for name in ("Brambilla", "Colombo", "Ferrario"))
    placed = desk.giulia.households.add_adult(one.id, other.id)
    left = desk.giulia.households.leave(placed.member)
    desk.giulia.households.add_adult(third.id, other.id)
    with pytest.raises(NothingToUndoError):
        desk.giulia.undo.undo(left.deed.id)
    assert at_home(desk, other) == {other.id, third.id}


def test_a_child_with_a_health_card_is_registered_and_its_code_stays_sealed(desk, family):
    form = child("Awa", health_code="STP0301511234567", health_code_issued="01/10/2026")
    placed = desk.giulia.households.add_minor(family[0].id, form)
    assert desk.giulia.special.is_kept(placed.member.citizen_id)
    assert [one.id for one in desk.giulia.citizens.by_health_code("STP0301511234567")] == [placed.member.citizen_id]
    with pytest.raises(InvalidFieldError) as caught:
        desk.giulia.households.add_minor(family[0].id, child("Altro", health_code="STP0301511234567"))
    assert (caught.value.field, caught.value.reason) == ("health_code", "taken")


def test_an_adult_belongs_to_one_family_at_a_time(desk, family):
    mother, _ = family
    father = _register(desk.giulia, "Brambilla", "Carlo")
    desk.giulia.households.add_adult(mother.id, father.id, "partner")
    aunt = _register(desk.giulia, "Zia", "")
    with pytest.raises(InvalidFieldError):
        desk.giulia.households.add_adult(aunt.id, father.id)
    with pytest.raises(InvalidFieldError):
        desk.giulia.households.add_adult(mother.id, mother.id)


# Drafts.


def test_a_draft_survives_and_belongs_to_its_author(desk):
    draft = desk.giulia.drafts.begin()
    desk.giulia.drafts.save(draft, "contact", {"note": "a metà"}, initials="T. F.")
    assert [one.id for one in desk.giulia.drafts.mine()] == [draft]
    assert desk.marco.drafts.mine() == []
    for act in (
        lambda: desk.marco.drafts.get(draft),
        lambda: desk.marco.drafts.discard(draft),
        lambda: desk.marco.drafts.save(draft, "contact", {"note": "mia"}),
    ):
        with pytest.raises(RecordMissingError):
            act()
    assert "a metà" in desk.giulia.drafts.get(draft).content


def test_a_draft_keeps_its_beginning_and_the_last_text(desk):
    draft = desk.giulia.drafts.begin()
    first = desk.giulia.drafts.save(draft, "contact", {"note": "a"})
    desk.clock.pass_by(minutes=2)
    second = desk.giulia.drafts.save(draft, "contact", {"note": "ab"})
    assert (second.begun_at, second.saved_at) == (first.begun_at, desk.clock.now())
    assert len(desk.giulia.drafts.mine()) == 1
    desk.giulia.drafts.discard(draft)
    desk.giulia.drafts.discard(draft)
    assert desk.giulia.drafts.mine() == []


def test_a_draft_nobody_touched_for_thirty_days_is_shown_to_the_coordinator(desk):
    desk.giulia.drafts.save(desk.giulia.drafts.begin(), "contact", {})
    desk.clock.pass_by(days=29)
    assert desk.lead.drafts.expired() == []
    desk.clock.pass_by(days=2)
    assert len(desk.lead.drafts.expired()) == 1


def test_there_is_nothing_to_undo_on_a_new_day_at_a_new_desk(desk):
    with pytest.raises(NothingToUndoError):
        desk.giulia.undo.undo()
