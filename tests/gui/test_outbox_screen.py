from tests.counter_store import MORNING
from tests.keyboard import show
from tests.place_screens import ACTS, act, outbox_model
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.outbox_rows import OutboxList
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.screens.outbox.view import OutboxView


def lines(model):
    found = []
    model.read(0, 100, found.extend)
    return found


def test_each_list_has_its_acts_newest_first_and_its_words(qapp):
    model = outbox_model(ACTS)
    assert [words for _code, words in model.names] == ["Da inviare: 4", "Da controllare: 2", "Inviati oggi: 2"]
    assert [(line.what, line.state) for line in lines(model)] == [
        ("Persona di un nucleo", "Registrato qui · da inviare"), ("Contatto", "Registrato qui · da inviare"),
        ("Informativa consegnata", "Registrato qui · da inviare"),
        ("Scheda di una persona, modifica", "Registrato qui · da inviare")]
    model.turn_to(OutboxList.TO_CHECK)
    assert [line.state for line in lines(model)] == [
        "Da controllare: modificato anche a WeMi Capuana", "Da controllare: manca il motivo"]
    model.turn_to(OutboxList.SENT_TODAY)
    assert {line.state for line in lines(model)} == {"Ricevuto dal sistema centrale, 09:41"}


def test_an_empty_outbox_claims_no_more_than_is_known(qapp):
    assert outbox_model().empty_words == "Niente da inviare. La postazione non si è mai collegata."
    model = outbox_model(confirmed_at=MORNING)
    assert model.empty_words == "Tutto inviato. Ultimo collegamento alle 09:41."


def test_the_list_grows_by_itself(qapp):
    model = outbox_model()
    model.at.store.outbox.rows.append(act(1))
    model.at.changes.changed.emit(Changes.of("outbox"))
    assert model.total == 1
    assert model.summary == "Oggi: 1 fatti, 0 ricevuti dal sistema centrale. In attesa: 1."


def test_by_keys_alone_the_lists_are_turned_and_read(qtbot):
    view = show(qtbot, OutboxView(outbox_model(ACTS)))
    view.which.editor.setFocus()
    typist = Typist()
    typist.press("Down")
    assert view.state.text() == "Da controllare: modificato anche a WeMi Capuana"
    typist.press("Tab")
    typist.press("Down")
    assert view.state.text() == "Da controllare: manca il motivo"


def test_nothing_in_the_view_deletes(qtbot):
    from PySide6.QtWidgets import QPushButton

    view = show(qtbot, OutboxView(outbox_model(ACTS)))
    assert view.findChildren(QPushButton) == []
