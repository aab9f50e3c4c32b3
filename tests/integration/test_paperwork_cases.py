"""Matters of paperwork on the real store: opened, gone through, closed, taken up again; nothing twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.case_desk import CaseDesk
from tests.digital_desk import EMAIL, PHONE, SPID, DigitalDesk
from tests.factories import child
from wemi_desk.domain.errors import (
    ActingRefusedError,
    CaseClosedError,
    CaseOpenAlreadyError,
    InvalidFieldError,
    NotAllowedError,
    RecordMissingError,
)
from wemi_desk.domain.note_watch import HintKind, hints
from wemi_desk.gateways.reference_lists import load_paperwork_catalogue
from wemi_desk.services.paperwork.cases import Closing, NewCase
from wemi_desk.services.paperwork.mandates import MandateSeen
from wemi_desk.services.paperwork.sittings import NewSitting, Present


@pytest.fixture
def giulia(desk):
    return DigitalDesk(desk.giulia)


@pytest.fixture
def marco(desk):
    return DigitalDesk(desk.marco)


@pytest.fixture
def maria(giulia):
    return giulia.register()


def test_a_recovery_with_a_missing_document_is_resumed_weeks_later_exactly_where_it_stood(desk, giulia, marco, maria):
    case = giulia.open(citizen_id=maria.id, autonomy_before=2)
    giulia.paperwork.bring(case.id, PHONE)
    giulia.paperwork.do_step(case.id, 1)
    next_on = giulia.clock.today() + timedelta(days=20)
    closing = Closing(outcome="to_complete", next_on=next_on, next_text="Torna con la e-mail")
    giulia.paperwork.finish(case.id, closing, NewSitting(minutes=18, case_ids=(case.id,)))
    desk.clock.pass_by(days=20)
    assert [one.id for one in marco.paperwork.due()] == [case.id]
    marco.paperwork.resume(case.id)
    guide = marco.paperwork.enter(case.id)
    assert (guide.missing, guide.next_no, guide.minutes) == ((EMAIL,), 2, 18)
    assert (guide.case.done(1).by, guide.case.next_text) == (giulia.session.operator.id, "Torna con la e-mail")
    marco.paperwork.bring(case.id, EMAIL)
    for no in (2, 3):
        marco.paperwork.do_step(case.id, no)
    sitting = NewSitting(minutes=12, case_ids=(case.id,))
    done = marco.paperwork.finish(case.id, Closing(outcome="completed", autonomy_after=3), sitting)
    assert (done.case.is_open, done.case.next_on, done.case.closed_by) == (False, None, marco.session.operator.id)
    assert [line.sitting.minutes for line in marco.sittings.of_case(case.id)] == [18, 12]
    (line,) = [one for one in desk.giulia.citizens.timeline(maria.id) if one.kind == "paperwork"]
    assert (line.state, line.data["outcome"]) == ("done", "completed")


def test_a_second_open_case_of_the_same_person_and_type_is_never_begun_silently(giulia, maria):
    case = giulia.open(citizen_id=maria.id)
    with pytest.raises(CaseOpenAlreadyError) as refused:
        giulia.open(citizen_id=maria.id)
    assert refused.value.case_id == case.id
    assert [one.id for one in giulia.paperwork.open_before(maria.id, SPID)] == [case.id]
    assert giulia.open(citizen_id=maria.id, again=True).id != case.id
    assert giulia.open("FSE", citizen_id=maria.id).type_code == "FSE"


def test_somebody_without_documents_is_helped_without_a_record_of_the_person(giulia):
    case = giulia.open("SPID-NEW")
    with pytest.raises(InvalidFieldError):
        giulia.paperwork.finish(case.id, Closing(outcome="not_possible"))
    closing = Closing(outcome="not_possible", reason="no_valid_document", next_text="Prenotare la CIE")
    done = giulia.paperwork.finish(case.id, closing, NewSitting(minutes=5, case_ids=(case.id,)))
    assert (done.case.citizen_id, done.case.reason) == (None, "no_valid_document")
    (line,) = giulia.sittings.of_case(case.id)
    assert [one.citizen_id for one in line.attendances] == [None]


def test_a_daughter_cannot_renew_her_mothers_spid_and_is_told_of_the_inps_delegation(giulia, maria):
    new = NewCase(type_code=SPID, citizen_id=maria.id, alone=False)
    assert giulia.paperwork.may_begin(new).instead == "INPS-DEL"
    with pytest.raises(ActingRefusedError) as refused:
        giulia.paperwork.open(new)
    assert (refused.value.code, refused.value.instead) == ("strictly_personal", "INPS-DEL")
    assert giulia.paperwork.of(maria.id) == []


def test_a_decree_that_runs_out_warns_and_then_stops_the_next_step(desk, giulia, maria):
    tomorrow = giulia.clock.today() + timedelta(days=1)
    paper = giulia.guardian_of(maria, expires_on=tomorrow)
    case = giulia.open("INPS-AUU", citizen_id=maria.id, alone=False, mandate_id=paper.id)
    answer = giulia.paperwork.guide(case.id).permission
    assert (answer.verdict, answer.code, answer.until) == ("warning", "ends_soon", tomorrow)
    giulia.paperwork.do_step(case.id, 1)
    desk.clock.pass_by(days=2)
    with pytest.raises(ActingRefusedError) as refused:
        giulia.paperwork.do_step(case.id, 2)
    assert (refused.value.code, refused.value.until) == ("expired", tomorrow)
    assert giulia.paperwork.bring(case.id, "SPID o CIE").brought == ("SPID o CIE",)  # looking at papers is no act
    giulia.mandates.prolong(paper.id, tomorrow + timedelta(days=400))
    assert giulia.paperwork.do_step(case.id, 2).done(2)


def test_a_mandate_that_was_taken_off_stays_to_be_read_and_carries_nothing(giulia, maria):
    paper = giulia.guardian_of(maria)
    case = giulia.open("INPS-AUU", citizen_id=maria.id, alone=False, mandate_id=paper.id)
    giulia.mandates.end(paper.id)
    assert giulia.paperwork.guide(case.id).permission.code == "ended"
    assert [one.id for one in giulia.mandates.of(maria.id)] == [paper.id]
    with pytest.raises(InvalidFieldError):
        giulia.mandates.prolong(paper.id, None)


def test_who_acts_may_have_a_card_of_their_own(giulia, maria):
    luca = giulia.register("Bianchi", given_name="Luca")
    paper = giulia.guardian_of(maria, delegate_id=luca.id, delegate_name="")
    assert paper.delegate_name == "Luca Bianchi"
    assert [one.id for one in giulia.mandates.held_by(luca.id)] == [paper.id]


def test_a_mandate_names_what_its_paper_says(giulia, maria):
    with pytest.raises(InvalidFieldError) as refused:
        giulia.mandates.note(MandateSeen(citizen_id=maria.id, kind="guardian", delegate_name="Luca"))
    assert refused.value.field == "act_reference"


def test_a_minor_who_comes_alone_for_school_needs_a_parent(desk, giulia, maria):
    form = child(birth="03/05/2010")
    boy_id = desk.giulia.households.add_minor(maria.id, form).member.citizen_id
    with pytest.raises(ActingRefusedError) as refused:
        giulia.open("SCU-ISC", citizen_id=boy_id)
    assert refused.value.code == "parent_needed"
    parent = giulia.mandates.note(MandateSeen(citizen_id=boy_id, kind="parent", delegate_id=maria.id))
    assert giulia.open("SCU-ISC", citizen_id=boy_id, alone=False, mandate_id=parent.id).mandate_id == parent.id


def test_three_sittings_of_one_isee_are_one_case(giulia, desk, maria):
    case = giulia.open("ISEE", citizen_id=maria.id)
    for minutes in (20, 15, 25):
        giulia.sittings.record(NewSitting(minutes=minutes, case_ids=(case.id,)))
        desk.clock.pass_by(days=7)
    assert giulia.paperwork.guide(case.id).minutes == 60
    assert len({line.sitting.local_number for line in giulia.sittings.of_case(case.id)}) == 3


def test_two_matters_in_one_sitting_share_its_minutes_and_no_minute_counts_twice(giulia, maria):
    spid, fse = (giulia.open(code, citizen_id=maria.id) for code in (SPID, "FSE"))
    sitting = giulia.sittings.record(NewSitting(minutes=30, case_ids=(spid.id, fse.id)))
    assert (sitting.competences, sitting.domains) == (("9", "6"), ("D",))
    assert sitting.title == "Recuperare o rinnovare SPID, Fascicolo sanitario elettronico"
    for case in (spid, fse):
        assert giulia.paperwork.guide(case.id).minutes == 30
    today = giulia.clock.today()
    assert giulia.sittings.minutes_between(today, today) == 30
    (line,) = giulia.sittings.of_day()
    assert [one.citizen_id for one in line.attendances] == [maria.id]


def test_the_operator_may_write_two_sittings_of_one_visit_instead(giulia, maria):
    cases = [giulia.open(code, citizen_id=maria.id) for code in (SPID, "FSE")]
    both = [NewSitting(minutes=minutes, case_ids=(case.id,)) for minutes, case in zip((20, 10), cases, strict=True)]
    giulia.sittings.record_each(both)
    today = giulia.clock.today()
    assert giulia.sittings.minutes_between(today, today) == 30


def test_a_case_without_a_name_gets_its_person_once_with_its_sittings_and_undo_takes_it_back(giulia, maria):
    case = giulia.open()
    closing = Closing(outcome="to_complete", next_on=giulia.clock.today() + timedelta(days=2))
    giulia.paperwork.finish(case.id, closing, NewSitting(minutes=9, case_ids=(case.id,)))
    course = giulia.sittings.record(NewSitting(minutes=30, case_ids=(case.id,), present=(Present(), Present())))
    named = giulia.paperwork.name(case.id, maria.id)
    there = {line.sitting.minutes: [one.citizen_id for one in line.attendances]
             for line in giulia.sittings.of_case(case.id)}  # fmt: skip
    assert (named.case.citizen_id, there) == (maria.id, {9: [maria.id], course.minutes: [None, None]})
    assert [one.id for one in giulia.paperwork.of(maria.id)] == [case.id]
    with pytest.raises(InvalidFieldError):
        giulia.paperwork.name(case.id, giulia.register("Bianchi").id)
    giulia.counter.undo.undo(named.deed.id)
    (short, _long) = sorted(giulia.sittings.of_case(case.id), key=lambda line: line.sitting.minutes)
    assert giulia.paperwork.get(case.id).citizen_id is None
    assert [one.citizen_id for one in short.attendances] == [None]


def test_a_child_alone_gives_no_name_to_what_a_parent_must_do(desk, giulia, maria):
    case = giulia.open("SCU-ISC")
    boy_id = desk.giulia.households.add_minor(maria.id, child(birth="03/05/2010")).member.citizen_id
    with pytest.raises(ActingRefusedError):
        giulia.paperwork.name(case.id, boy_id)
    assert giulia.paperwork.get(case.id).citizen_id is None


def test_a_course_of_ten_is_one_sitting_with_ten_attendances_and_no_case(giulia):
    people = [giulia.register(f"Prova{'abcdefghij'[number]}") for number in range(10)]
    present = tuple(Present(citizen_id=one.id) for one in people)
    new = NewSitting(minutes=90, kind="B", competences=("9",), domains=("S",), title="Corso SPID", present=present)
    sitting = giulia.sittings.record(new)
    with pytest.raises(InvalidFieldError) as refused:
        giulia.sittings.attend(sitting.id, people[3].id)
    assert (refused.value.field, refused.value.reason) == ("citizen_id", "twice")
    (line,) = giulia.sittings.of_day()
    assert len(line.attendances) == 10
    giulia.sittings.leave(line.attendances[0].id)
    assert len(giulia.sittings.of_day()[0].attendances) == 9


def test_somebody_entered_twice_in_a_new_sitting_makes_none_of_it(giulia, maria):
    twice = (Present(citizen_id=maria.id), Present(citizen_id=maria.id))
    with pytest.raises(InvalidFieldError):
        giulia.sittings.record(NewSitting(minutes=9, competences=("9",), title="x", present=twice))
    assert giulia.sittings.of_day() == []


@pytest.mark.parametrize("minutes", [0, -3, 24 * 60])
def test_a_sitting_has_between_one_minute_and_a_day(giulia, maria, minutes):
    case = giulia.open(citizen_id=maria.id)
    with pytest.raises(InvalidFieldError) as refused:
        giulia.paperwork.finish(case.id, Closing(outcome="completed"), NewSitting(minutes=minutes, case_ids=(case.id,)))
    assert refused.value.field == "minutes"
    assert giulia.paperwork.get(case.id).is_open  # the outcome was not written either


def test_a_time_that_was_typed_is_marked_and_none_lies_in_the_future(giulia, maria):
    case = giulia.open(citizen_id=maria.id)
    at = giulia.clock.now() - timedelta(minutes=40)
    assert giulia.paperwork.do_step(case.id, 1, at).done(1).entered_after
    assert not giulia.paperwork.do_step(case.id, 2).done(2).entered_after
    assert giulia.sittings.record(NewSitting(minutes=30, case_ids=(case.id,), starts_at=at)).entered_after
    later = giulia.clock.now() + timedelta(hours=1)
    for write in (
        lambda: giulia.paperwork.do_step(case.id, 3, later),
        lambda: giulia.sittings.record(NewSitting(minutes=1, case_ids=(case.id,), starts_at=later)),
    ):
        with pytest.raises(InvalidFieldError):
            write()


def test_overlapping_sittings_of_one_operator_are_found(giulia, marco, maria):
    case = giulia.open(citizen_id=maria.id)
    giulia.sittings.record(NewSitting(minutes=30, case_ids=(case.id,)))
    begin = giulia.clock.now() - timedelta(minutes=10)
    assert len(giulia.sittings.overlapping(begin, 5)) == 1
    assert giulia.sittings.overlapping(giulia.clock.now(), 5) == []
    assert marco.sittings.overlapping(begin, 5) == []


def test_a_sitting_is_corrected_keeps_its_number_and_says_that_its_time_was_typed(giulia, maria):
    case = giulia.open(citizen_id=maria.id)
    before = giulia.sittings.record(NewSitting(minutes=30, case_ids=(case.id,)))
    after = giulia.sittings.correct(replace(before, minutes=25, local_number="other"))
    assert (after.minutes, after.local_number, after.entered_after) == (25, before.local_number, True)
    giulia.sittings.cancel(before.id)
    assert (giulia.sittings.of_case(case.id), giulia.sittings.of_day()) == ([], [])


def test_the_answers_to_facilitas_questions_are_kept_in_one_order(giulia, maria):
    case = giulia.open(citizen_id=maria.id)
    present = (Present(citizen_id=maria.id, answers={"ES6": ("5",), "ES1": ("L",), "ES2": ()}),)
    giulia.sittings.record(NewSitting(minutes=9, case_ids=(case.id,), present=present))
    (line,) = giulia.sittings.of_case(case.id)
    assert list(line.attendances[0].answers.items()) == [("ES1", ("L",)), ("ES6", ("5",))]
    assert giulia.sittings.answer(line.attendances[0].id, {"ES6": ("4",)}).answers == {"ES6": ("4",)}


def test_two_operators_on_one_case_the_first_word_on_a_step_stands_and_who_is_late_is_told(desk, giulia, marco, maria):
    case = giulia.open(citizen_id=maria.id)
    giulia.paperwork.do_step(case.id, 1)
    desk.clock.pass_by(minutes=2)
    assert marco.paperwork.do_step(case.id, 1).done(1).by == giulia.session.operator.id
    giulia.paperwork.finish(case.id, Closing(outcome="completed"))
    with pytest.raises(CaseClosedError) as late:
        marco.paperwork.finish(case.id, Closing(outcome="not_possible", reason="other"))
    assert (late.value.outcome, late.value.by) == ("completed", giulia.session.operator.id)
    for edit in (lambda: marco.paperwork.bring(case.id, PHONE), lambda: marco.paperwork.change(case.id, reason="x")):
        with pytest.raises(CaseClosedError):
            edit()
    assert marco.paperwork.change(case.id, external_reference="ric 7").external_reference == "ric 7"
    assert marco.paperwork.resume(case.id).is_open


def test_the_outcome_can_be_undone_and_what_was_written_since_stays(giulia, desk, maria):
    case = giulia.open(citizen_id=maria.id)
    giulia.paperwork.finish(case.id, Closing(outcome="referred", destination="caf", note="prima"))
    giulia.paperwork.change(case.id, note="dopo")
    deed, changes = desk.giulia.undo.undo()
    back = giulia.paperwork.get(case.id)
    assert (back.is_open, back.outcome, back.destination, back.note) == (True, "", "", "dopo")
    assert (deed.kind, "paperwork" in changes.kinds) == ("paperwork", True)


def test_a_case_whose_type_is_withdrawn_keeps_its_version_and_its_words(desk, giulia, maria):
    case = giulia.open(citizen_id=maria.id)
    catalogue = load_paperwork_catalogue()
    other = replace(catalogue.newest(SPID), version=2, title="Altro", bring=("Altro",), valid_to=giulia.clock.today())
    later = DigitalDesk(desk.giulia, shipped=lambda: catalogue.with_published([other]))
    desk.clock.pass_by(days=1)
    guide = later.paperwork.guide(case.id)
    assert (guide.kind.title, guide.missing, guide.is_withdrawn) == (case.type_title, (PHONE, EMAIL), True)
    assert later.paperwork.do_step(case.id, 1).done(1)
    with pytest.raises(RecordMissingError):
        later.open(citizen_id=maria.id, again=True)


def test_a_case_of_a_version_this_desk_does_not_have_shows_what_it_says_itself_and_goes_on(desk, giulia, maria):
    case = giulia.open(citizen_id=maria.id)
    catalogue = load_paperwork_catalogue()
    nothing = DigitalDesk(desk.giulia, shipped=lambda: replace(catalogue, types=()))
    guide = nothing.paperwork.guide(case.id)
    assert (guide.kind, guide.case.type_title, guide.missing) == (None, "Recuperare o rinnovare SPID", ())
    done = nothing.paperwork.finish(case.id, Closing(outcome="completed"), NewSitting(
        minutes=5, case_ids=(case.id,), competences=("9",)))  # fmt: skip
    assert (done.case.closed_at, done.sitting.title) == (giulia.clock.now(), case.type_title)


def test_when_the_other_side_is_down_the_case_waits_for_its_day(giulia, maria):
    case = giulia.open(citizen_id=maria.id)
    day = giulia.clock.today() + timedelta(days=1)
    done = giulia.paperwork.finish(case.id, Closing(outcome="to_complete", reason="site_down", next_on=day))
    assert (done.case.waits, done.case.reason) == (True, "site_down")
    with pytest.raises(InvalidFieldError):
        giulia.paperwork.finish(case.id, Closing(outcome="to_complete", next_on=day - timedelta(days=9)))


def test_forgotten_cases_come_up_after_thirty_days(giulia, desk, maria):
    case = giulia.open(citizen_id=maria.id)
    desk.clock.pass_by(days=29)
    assert giulia.paperwork.flagged() == []
    desk.clock.pass_by(days=1)
    assert [one.id for one in giulia.paperwork.flagged()] == [case.id]
    giulia.paperwork.change(case.id, next_on=giulia.clock.today())
    assert giulia.paperwork.flagged() == []


def test_an_iban_in_the_note_is_seen_before_saving_and_never_reaches_a_log(giulia, desk, maria, caplog):
    iban = "IT60X0542811101000000123456"
    assert [one.kind for one in hints(f"conto {iban}")] == [HintKind.IBAN]
    case = giulia.open(citizen_id=maria.id)
    with caplog.at_level("DEBUG"):
        giulia.paperwork.change(case.id, note=f"conto {iban}")
    assert iban not in caplog.text
    assert all(iban not in str(entry) for entry in desk.accesses())


def test_a_document_is_seen_with_its_end_and_without_its_number(giulia, maria):
    case = giulia.open(citizen_id=maria.id)
    ended = giulia.clock.today() - timedelta(days=1)
    giulia.paperwork.see_document(case.id, "paper_card", ended)
    (seen,) = giulia.paperwork.see_document(case.id, "paper_card").documents_seen
    assert (seen.kind, seen.expires_on) == ("paper_card", None)


def test_an_expired_document_and_a_paper_card_warn_and_stop_nothing(giulia, maria):
    case = giulia.open("CIE-APP", citizen_id=maria.id)
    ended = giulia.clock.today() - timedelta(days=1)
    giulia.paperwork.see_document(case.id, "passport", ended)
    giulia.paperwork.see_document(case.id, "paper_card", giulia.clock.today() + timedelta(days=900))
    giulia.paperwork.see_document(case.id, "cie", giulia.clock.today())
    found = giulia.paperwork.guide(case.id).document_warnings
    assert [(one.kind, one.code, one.on.isoformat()) for one in found] == [
        ("passport", "expired", ended.isoformat()), ("paper_card", "in_doubt", "2026-08-03"),
    ]  # fmt: skip
    assert giulia.paperwork.do_step(case.id, 1).done(1)


def test_what_is_no_field_of_the_form_is_refused(giulia, maria):
    case = giulia.open(citizen_id=maria.id)
    for values in ({"password": "x"}, {"closed_at": giulia.clock.now()}, {"citizen_id": None}):
        with pytest.raises(InvalidFieldError):
            giulia.paperwork.change(case.id, **values)
    with pytest.raises(InvalidFieldError):
        giulia.paperwork.change(case.id, next_text="x" * 301)


def test_who_may_only_read_opens_nothing(desk, maria):
    reader = DigitalDesk(desk.reader)
    with pytest.raises(NotAllowedError):
        reader.open(citizen_id=maria.id)


def test_the_cases_of_two_cards_that_became_one_are_read_together(desk, giulia, maria):
    other = giulia.register("Delucca")
    case = giulia.open(citizen_id=other.id)
    desk.giulia.merging.merge(maria.id, other.id)
    assert [one.id for one in giulia.paperwork.of(maria.id)] == [case.id]
    with pytest.raises(CaseOpenAlreadyError):
        giulia.open(citizen_id=maria.id)


def test_what_is_to_be_taken_up_and_what_was_forgotten_stand_among_what_is_to_be_followed(giulia, desk, maria):
    due, forgotten = giulia.open(citizen_id=maria.id), giulia.open("FSE", citizen_id=maria.id)
    giulia.open("CUP")  # nobody's: nobody is called for it
    giulia.paperwork.change(due.id, next_on=giulia.clock.today() + timedelta(days=30))
    lines = CaseDesk(desk.giulia).follow_ups
    assert lines.lines() == []
    desk.clock.pass_by(days=30)
    assert [(one.reason, one.matter.id) for one in lines.lines()] == [
        ("paperwork_due", due.id), ("paperwork_forgotten", forgotten.id),
    ]  # fmt: skip
    assert lines.counts()["paperwork_due"] == 1
