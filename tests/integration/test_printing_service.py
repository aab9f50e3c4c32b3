"""Papers at the counter: what fits, what is true, the record of a print, and the way back from the paper."""

from datetime import date, timedelta

import pytest

from tests.factories import person, visit
from wemi_desk.domain.acts import NEW
from wemi_desk.domain.errors import InvalidFieldError, NotAllowedError
from wemi_desk.domain.papers import NoticePaper, PaperKind
from wemi_desk.domain.slips import NextStep
from wemi_desk.persistence import tables
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.printing import JUST_NOW, AtTheDesk


def registered(counter, surname="Fumagalli"):
    return counter.citizens.register(RegisterCitizen(form=person(surname))).citizen


def recorded(counter, **values):
    return counter.contacts.record(visit(**values)).contact


def slip(counter, **desk):
    (paper,) = counter.printing.fitting(AtTheDesk(**desk))
    return paper


def prints(desk):
    return desk.rows(tables.PRINT_RECORD)


def test_the_contact_of_the_visit_is_the_slip(desk):
    form = desk.ids()
    made = recorded(desk.giulia, draft_id=form)
    paper = slip(desk.giulia, visit_id=form)
    assert (paper.kind, paper.object_id, paper.citizen_id) == (PaperKind.SLIP, made.id, None)
    assert paper.content.recorded_at == made.recorded_at


def test_a_visit_in_which_nothing_was_recorded_has_no_slip(desk):
    recorded(desk.giulia)
    assert desk.giulia.printing.fitting(AtTheDesk(visit_id=desk.ids())) == ()


def test_somebody_who_comes_back_today_gets_the_slip_of_this_morning(desk):
    citizen = registered(desk.giulia)
    made = recorded(desk.marco, citizen_id=citizen.id)
    assert slip(desk.giulia, visit_id=desk.ids(), citizen_id=citizen.id).object_id == made.id


def test_the_slip_of_another_day_is_not_offered(desk, clock):
    citizen = registered(desk.giulia)
    recorded(desk.giulia, citizen_id=citizen.id)
    clock.pass_by(days=1)
    assert desk.giulia.printing.fitting(AtTheDesk(desk.ids(), citizen_id=citizen.id)) == ()


def test_with_nobody_at_the_desk_the_last_contact_fits_for_a_while(desk, clock):
    made = recorded(desk.giulia)
    assert slip(desk.giulia).object_id == made.id
    clock.pass_by(seconds=JUST_NOW.total_seconds() + 1)
    assert desk.giulia.printing.fitting(AtTheDesk()) == ()


def test_the_slip_of_a_colleagues_contact_is_not_offered_to_the_next_person(desk):
    recorded(desk.marco)
    assert desk.giulia.printing.fitting(AtTheDesk()) == ()


def test_an_undone_contact_leaves_nothing_to_print(desk):
    form = desk.ids()
    recorded(desk.giulia, draft_id=form)
    desk.giulia.undo.undo()
    assert desk.giulia.printing.fitting(AtTheDesk(visit_id=form)) == ()


def test_the_slip_says_the_day_of_the_promised_call_and_what_to_bring(desk):
    citizen, due = registered(desk.giulia), date(2026, 11, 23)
    recorded(desk.giulia, citizen_id=citizen.id, call_back_on=due)
    content = slip(desk.giulia, citizen_id=citizen.id).content
    assert content.next_step == NextStep(due, what="la ricontattiamo entro questo giorno.")
    assert content.bring[0] == "Un documento d’identità valido"
    assert content.bring[-1] == "Questo foglio"


def test_a_promise_already_kept_is_not_printed(desk):
    citizen = registered(desk.giulia)
    recorded(desk.giulia, citizen_id=citizen.id, call_back_on=date(2026, 11, 23))
    (row,) = desk.giulia.call_backs.pending()
    desk.giulia.call_backs.answer(row.call_back.id, "reached")
    assert slip(desk.giulia, citizen_id=citizen.id).content.next_step is None


def test_what_is_finished_asks_for_nothing_to_bring(desk):
    recorded(desk.giulia)
    assert slip(desk.giulia).content.bring == ()


def test_where_somebody_in_danger_was_sent_stays_off_the_paper(desk):
    recorded(desk.giulia, needs=("safety",), destinations=("emergency",), service_text="Centro antiviolenza")
    assert "violenza" not in repr(slip(desk.giulia))
    assert "Si rivolga" not in repr(slip(desk.giulia))


def test_the_slip_of_a_protected_person_does_not_say_where_it_was_made(desk):
    form = RegisterCitizen(form=person("Fumagalli", is_protected=True))
    citizen = desk.giulia.citizens.register(form).citizen
    recorded(desk.giulia, citizen_id=citizen.id)
    space = slip(desk.giulia, citizen_id=citizen.id).content.space
    assert (space.name, space.address, space.opening) == ("WeMi, Comune di Milano", "", "")


def test_the_informativa_handed_over_in_this_visit_fits_in_its_language(desk):
    citizen = registered(desk.giulia)
    given, _deed = desk.giulia.notices.give(citizen.id, "en")
    (paper,) = desk.giulia.printing.fitting(AtTheDesk(desk.ids(), citizen_id=citizen.id, notice=given))
    assert (paper.content, paper.object_id) == (NoticePaper("en", "2026-11"), given.id)


def test_an_informativa_still_due_fits_after_the_slip(desk):
    recorded(desk.giulia)
    kinds = [paper.kind for paper in desk.giulia.printing.fitting(AtTheDesk(spoken="en"))]
    assert kinds == [PaperKind.SLIP, PaperKind.PRIVACY_NOTICE]


def test_an_informativa_that_does_not_exist_in_a_language_is_never_replaced_in_silence(desk):
    (paper,) = desk.giulia.printing.fitting(AtTheDesk(desk.ids(), spoken="si"))
    assert paper.content == NoticePaper("it", "2026-11", instead_of="si")


def test_the_last_contact_of_the_visit_is_the_slip(desk):
    form = desk.ids()
    recorded(desk.giulia, draft_id=form)
    second = recorded(desk.giulia, draft_id=desk.ids())
    assert slip(desk.giulia, visit_id=form, contact_id=second.id).object_id == second.id


def test_a_print_is_written_once_with_kind_and_object_and_nothing_else(desk):
    citizen = registered(desk.giulia)
    made = recorded(desk.giulia, citizen_id=citizen.id)
    desk.giulia.printing.printed(slip(desk.giulia, citizen_id=citizen.id))
    (row,) = prints(desk)
    assert (row.kind, row.object_id, row.citizen_id) == ("slip", made.id, citizen.id)
    (act,) = [one for one in desk.acts() if one.kind == "print_record"]
    assert (act.verb, act.record_id, act.subject_id) == (NEW, row.id, citizen.id)
    assert [entry.object_id for entry in desk.accesses() if entry.object_kind == "print_record"] == [row.id]


def test_showing_and_drawing_writes_nothing(desk):
    recorded(desk.giulia)
    before = len(desk.acts())
    paper = slip(desk.giulia)
    assert desk.giulia.printing.render(paper) == f"slip {paper.content.code}".encode()
    assert (len(desk.acts()), prints(desk)) == (before, [])


def test_a_print_stands_in_the_persons_history(desk):
    citizen = registered(desk.giulia)
    recorded(desk.giulia, citizen_id=citizen.id)
    desk.giulia.printing.printed(slip(desk.giulia, citizen_id=citizen.id))
    entries = desk.giulia.citizens.timeline(citizen.id, 50)
    assert [entry.codes for entry in entries if entry.kind == "print"] == [("slip",)]


def test_whoever_only_reads_prints_nothing(desk):
    with pytest.raises(NotAllowedError):
        desk.reader.printing.fitting(AtTheDesk())


# --- back from the paper -------------------------------------------------------------------------------------------


def code_of(desk, **values):
    recorded(desk.giulia, **values)
    return slip(desk.giulia).content.code


def test_the_code_opens_the_person_years_later(desk, clock):
    citizen = registered(desk.giulia)
    made = recorded(desk.giulia, citizen_id=citizen.id)
    code = slip(desk.giulia, citizen_id=citizen.id).content.code
    clock.pass_by(days=1_500)
    state = desk.marco.printing.open_by_code(code)
    assert (state.contact, state.citizen_id, state.cancelled_at, state.is_received) == (made, citizen.id, None, False)


def test_printing_again_gives_the_same_code(desk):
    assert code_of(desk) == slip(desk.giulia).content.code


def test_the_code_of_an_undone_act_says_so(desk):
    code = code_of(desk)
    desk.giulia.undo.undo()
    assert desk.giulia.printing.open_by_code(code).cancelled_at == desk.clock.now()


def test_the_code_of_a_corrected_act_opens_what_is_true_now(desk):
    first = desk.giulia.contacts.quick("1")
    code = slip(desk.giulia).content.code
    later = desk.giulia.contacts.with_channel(first, "phone")
    state = desk.giulia.printing.open_by_code(code)
    assert (state.contact.id, state.is_corrected) == (later.contact.id, True)


def test_the_code_tells_when_the_centre_has_the_act(desk):
    code = code_of(desk)
    desk.execute(tables.OUTBOX.update().values(acked_at=desk.clock.now()))
    assert desk.giulia.printing.open_by_code(code).is_received


def test_a_late_contact_is_found_by_the_day_it_began(desk, clock):
    code = code_of(desk, began_at=clock.now() - timedelta(days=3))
    assert desk.giulia.printing.open_by_code(code).contact.entered_later


def test_a_slip_of_another_desk_is_unknown(desk):
    code = code_of(desk)
    desk.execute(tables.CONTACT.delete())
    with pytest.raises(InvalidFieldError, match="unknown"):
        desk.giulia.printing.open_by_code(code)


def test_two_contacts_with_one_code_open_neither(desk, monkeypatch):
    code = code_of(desk)
    recorded(desk.giulia)
    monkeypatch.setattr("wemi_desk.services.printing.slip_code", lambda *_contact: code)
    with pytest.raises(InvalidFieldError, match="ambiguous"):
        desk.giulia.printing.open_by_code(code)
