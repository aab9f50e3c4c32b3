"""Da richiamare and Bozze: what their view models decide, and their keys."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from tests.counter_store import GIULIA, MORNING
from tests.keyboard import show
from tests.place_screens import call_backs_model, desk, left_open, person, promised
from wemi_desk.domain import audit
from wemi_desk.domain.orientations import Orientation, Suggestion
from wemi_desk.domain.referrals import Referral
from wemi_desk.services.deeds import UndoService
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.screens.call_backs.view import CallBacksView
from wemi_desk.ui.screens.drafts.view import DraftsView

TODAY = MORNING.date()


def whos(model):
    return [line.who for line in model.lines]


def undo(model):
    _deed, changes = UndoService(model.at.store, model.at.session).undo(model.at.said[-1].deed)
    model.at.changes.changed.emit(changes)


def test_promises_come_by_day_and_late_ones_say_so_in_words(qapp):
    model = promised()
    assert [(line.when, line.who, line.is_late) for line in model.lines] == [
        ("in ritardo", "Amina R.", True), ("oggi", "Dario F.", False), ("05/12", "Ng", False),
        ("in ritardo", "CAF", True)]
    assert model.lines[0].about == "Dire quando riapre lo sportello ISEE · in ritardo di 3 giorni"
    assert model.lines[1].about == "Esito SPID · entro il 23/11/2026 · 1 tentativo"


def test_a_telephone_is_seen_on_demand_and_leaves_one_access_record(qapp):
    model = promised()
    model.show_phone(model.lines[0])
    assert model.phone == "333 123 4560"
    assert [(one.action, one.reason) for one in model.at.store.accesses] == [(audit.SHOW_CONTACTS, "call_back")]
    model.hide_phone()
    assert model.phone == ""


@pytest.mark.parametrize(("result", "left"), [("reached", 3), ("closed", 3), ("no_answer", 4)])
def test_what_came_of_a_call_is_written_and_can_be_undone(qapp, result, left):
    model = promised()
    before = [line.when for line in model.lines]
    model.answer(model.lines[0], result)
    assert len(model.lines) == left
    undo(model)
    assert [line.when for line in model.lines] == before


def test_nobody_answered_means_again_tomorrow(qapp):
    model = promised()
    model.answer(model.lines[1], "no_answer")
    assert model.at.said[-1].text == "Dario F. non risponde: torna in elenco domani. Annulla con Ctrl+Z"
    assert next(line for line in model.lines if line.who == "Dario F.").promise.call_back.tries == 2


def test_a_promise_cannot_be_put_off_to_the_past(qapp):
    model, refused = promised(), []
    model.field_failed.connect(lambda name, words: refused.append(words))
    model.answer(model.lines[0], "postponed", TODAY)
    assert refused == ["Scegli un giorno da domani in poi."]


def test_a_service_that_answered_leaves_the_list_and_can_come_back(qapp):
    model = promised()
    model.answer(model.lines[3], "reached")
    assert "CAF" not in whos(model)
    undo(model)
    assert "CAF" in whos(model)


def test_enter_shows_the_telephone_and_another_line_hides_it(qtbot):
    model = promised()
    view = show(qtbot, CallBacksView(model))
    view.table.setFocus()
    typist = Typist()
    typist.press("Return")
    assert view.phone.text() == "333 123 4560"
    typist.press("Down")
    assert (view.phone.text(), view.phone_button.isVisible()) == ("", True)


def test_leaving_the_list_hides_the_telephone(qtbot):
    model = promised()
    view = show(qtbot, CallBacksView(model))
    model.show_phone(model.lines[0])
    view.hide()
    assert (model.phone, view.phone.text()) == ("", "")


def test_by_keys_alone_a_promise_is_put_off(qtbot):
    model = promised()
    view = show(qtbot, CallBacksView(model))
    view.later.editor.setFocus()
    typist = Typist()
    typist.type_text("30/11/26\n")
    assert model.lines[1].promise.call_back.due_on == date(2026, 11, 30)
    view.later.editor.setFocus()
    typist.type_text("boh\n")
    assert view.later.error == "Scrivi il giorno così: 24/11/2026."


def test_a_service_has_no_telephone_and_no_date(qtbot):
    view = show(qtbot, CallBacksView(promised()))
    view.table.go_to_row(3)
    assert not view.phone_button.isVisible()
    assert not view.later.isVisible()
    assert view.answers["reached"].text() == "Ha risposto"


def test_drafts_tell_age_kind_and_initials_only(qapp):
    lines = left_open().lines
    assert [(line.age, line.kind, line.initials) for line in lines] == [
        ("4 minuti", "nota di colloquio", "senza nome"), ("1 ora", "nuovo cittadino", "R. M.")]


def test_a_draft_thrown_away_is_gone_only_after_the_grace(qapp):
    model = left_open()
    model.discard(model.lines[0].draft)
    assert [line.is_going for line in model.lines] == [True, False]
    model.end_grace(model.lines[0].draft)
    assert [line.initials for line in model.lines] == ["R. M."]


def test_a_draft_can_be_kept_after_all(qapp):
    model = left_open()
    model.discard(model.lines[0].draft)
    model.keep_all()
    model.end_grace(model.lines[0].draft)
    assert [line.is_going for line in model.lines] == [False, False]


def test_enter_takes_a_draft_up_again(qtbot):
    model, resumed = left_open(), []
    model.resume_requested.connect(resumed.append)
    view = show(qtbot, DraftsView(model))
    view.table.setFocus()
    typist = Typist()
    typist.press("Down")
    typist.press("Return")
    assert [draft.initials for draft in resumed] == ["R. M."]


def test_a_colleagues_drafts_are_not_listed(qapp):
    model = left_open()
    drafts = model.at.store.tables[type(model.lines[0].draft)]
    for draft in list(drafts.values()):
        drafts[draft.id] = replace(draft, author_id=UUID(int=77))
    model.reload()
    assert model.lines == []




def asked_how_it_went():
    """Somebody was oriented three days ago; somebody without a name was sent on."""
    at = desk()
    model = call_backs_model(at)
    model.at = at
    with model.at.store.work() as work:
        citizen = person(1, "Rossi", "Amina", phone="+393331234560")
        work.citizens.add(citizen)
        work.orientations.add(Orientation(
            id=UUID(int=4000), space_code="VEN", citizen_id=citizen.id, suggested_at=MORNING, suggested_by=GIULIA,
            suggestions=tuple(Suggestion(service_id=UUID(int=n), title=title) for n, title in (
                (1, "Baby-sitter la sera"), (2, "Aiuto compiti"))),
            feedback_due_on=TODAY))
        work.referrals.add(Referral(
            id=UUID(int=4001), space_code="VEN", destination="caf", sent_at=MORNING, feedback_due_on=TODAY))
    model.reload()
    return model


def test_who_was_oriented_is_asked_how_it_went_with_the_telephone_at_hand(qtbot):
    model, followed = asked_how_it_went(), []
    model.follow_requested.connect(followed.append)
    assert [(line.who, line.about) for line in model.lines] == [
        ("Amina R.", "Chiedi com’è andata con Baby-sitter la sera e un altro · entro il 23/11/2026"),
        ("Senza nome", "Chiedi com’è andata con CAF · entro il 23/11/2026")]
    view = show(qtbot, CallBacksView(model))
    view.table.go_to_row(0)
    view.phone_button.click()
    assert view.phone.text() == "333 123 4560"
    assert view.answers["reached"].text() == "Scrivi com’è andata"
    view.answers["reached"].click()
    assert followed == [UUID(int=4000)]
    view.table.go_to_row(1)
    assert not view.phone_button.isVisible()
    assert not view.open_button.isVisible()


@pytest.mark.parametrize(("result", "day"), [("no_answer", date(2026, 11, 24)), ("closed", None)])
def test_asking_how_it_went_can_wait_or_end_and_be_undone(qapp, result, day):
    model = asked_how_it_went()
    model.answer(model.lines[0], result)
    assert whos(model) == ["Senza nome"]
    with model.at.store.reading() as work:
        assert work.orientations.get(UUID(int=4000)).feedback_due_on == day
    undo(model)
    assert whos(model) == ["Amina R.", "Senza nome"]


def test_a_service_that_has_to_answer_first_is_one_line(qapp):
    model = promised()
    with model.at.store.work() as work:
        work.referrals.replace(replace(work.referrals.get(UUID(int=3000)), feedback_due_on=TODAY))
    model.reload()
    assert whos(model).count("CAF") == 1
