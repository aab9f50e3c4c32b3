import pytest

from tests.exchange_desk import EVERY_STATE, Applications, application
from tests.keyboard import show
from tests.paper_reader import text
from tests.paper_samples import papers
from tests.place_screens import maria_at_desk
from wemi_desk.guards import slow_work_allowed
from wemi_desk.services.paper_contents import application_slip
from wemi_desk.ui.application_words import application_state
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.field_words import euro_words, read_euro
from wemi_desk.ui.screens.citizens.applications_view import ApplicationsView


def opened(qtbot, *known):
    model = maria_at_desk(applications=Applications(*known))
    view = show(qtbot, ApplicationsView(model.applications))
    view.at, view.papers = model.at, []
    model.applications.print_requested.connect(view.papers.append)
    view.keep = model
    return view


def printed(slip):
    with slow_work_allowed():
        return text(papers().slip(slip))


def pressed(view):
    acts = (view.ready_button, view.submit_button, view.print_button, view.withdraw_button)
    return [act.text().replace("&&", "&") for act in acts if act.isVisible()]


def test_nothing_is_called_presented_before_the_centres_number():
    for one in EVERY_STATE:
        words, _mark, hint = application_state(one)
        if one.receipt_number is None:
            assert "protocollo" not in words
            assert not hint.startswith("Presentata")
    words = {one.state: application_state(one)[0] for one in EVERY_STATE}
    assert words["queued"] == "In coda — non ancora presentata"
    assert words["submitted"] == "Ricevuta, protocollo 2026-000004"
    assert words["ready"] == "Pronta, NON ancora presentata"
    assert application_state(application(state="submitted", receipt_number=None))[0] == words["queued"]


def test_an_application_goes_from_the_draft_to_the_queue_by_keys(qtbot):
    view = opened(qtbot)
    assert view.empty.isVisible()
    view.new_button.setFocus()
    typist = Typist()
    typist.press("Space")
    assert view.measure.editor.hasFocus()
    typist.press("1")
    typist.press("Tab", times=2)
    typist.type_text("250,50")
    typist.press("Tab", times=2)
    typist.press("Space")
    (line,) = view.keep.applications.lines
    assert (line.what, line.for_whom, line.asked) == ("Bonus nido", "Rossi Maria", "250,50 €")
    assert view.at.said[-1].text == "Bozza della domanda salvata: non è ancora presentata."
    view.ready_button.click()
    view.submit_button.click()
    assert view.state.text() == "In coda — non ancora presentata"
    assert view.at.said[-1].text == "Domanda messa in coda: è presentata quando il sistema centrale la riceve."


def test_what_is_missing_is_told_beside_its_field(qtbot):
    view = opened(qtbot)
    view.new_button.click()
    view.begin_button.click()
    assert view.measure.error == "Scegli la misura."
    view.measure.editor.set_code("nido")
    view.asked.editor.setText("tanti")
    view.begin_button.click()
    assert view.asked.error == "Non capisco la somma. Scrivila così: 250,00."
    assert view.step_back()
    assert not view.step_back()


@pytest.mark.parametrize(("state", "acts"), [
    ("draft", ["Segna pronta", "Ritira la domanda"]),
    ("ready", ["Presenta la domanda", "Ritira la domanda"]),
    ("queued", ["Stampa il promemoria"]),
    ("submitted", ["Stampa la ricevuta", "Ritira la domanda"]),
    ("granted", ["Stampa la ricevuta"]), ("duplicate", []), ("withdrawn", [])])
def test_each_state_offers_what_can_be_done_and_nothing_else(qtbot, state, acts):
    assert pressed(opened(qtbot, application(1, state))) == acts


def test_the_receipt_on_paper_has_the_centres_number_and_without_it_says_so(qtbot):
    view = opened(qtbot, application(4, "submitted"))
    view.print_button.click()
    space = view.at.session.space
    received = printed(view.papers[0].content)
    assert "protocollo 2026-000004" in received
    assert "NON ancora" not in received
    waiting = printed(application_slip(application(3, "queued"), "Bonus nido", space))
    assert "Domanda NON ancora inviata." in waiting
    assert "protocollo" not in waiting


def test_nothing_of_a_person_stays_when_somebody_else_comes(qtbot):
    view = opened(qtbot, application())
    view.keep.show_person(None)
    assert view.keep.applications.lines == []


@pytest.mark.parametrize(("typed", "cents"), [("", 0), ("250", 25_000), ("1.234,5", 123_450), ("€ 10,05", 1_005)])
def test_amounts_are_read_as_people_write_them(typed, cents):
    assert read_euro(typed) == cents


@pytest.mark.parametrize("typed", ["tanti", "1,234", "-3", "1,2,3"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValueError, match=typed):
        read_euro(typed)


def test_amounts_are_written_as_people_read_them():
    assert [euro_words(cents) for cents in (0, 5, 123_450)] == ["0,00 €", "0,05 €", "1.234,50 €"]
