"""Misure: what the city's staff does with a measure, by keys, and what the screen says of it."""

from PySide6.QtWidgets import QApplication

from tests.keyboard import show
from tests.measure_desk import NARROWER, REFUSED, drafting, measures_model, place, tried
from tests.measure_documents import document
from wemi_desk.domain.measure_documents import read_measure, write_measure
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.screens.measures.rehearsal_view import RehearsalPane
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shell.window import MainWindow
from wemi_desk.ui.widgets.confirmation import Confirmation


def shown(qtbot, model):
    return show(qtbot, place(model))


def listed(window):
    rows = window.pane.rows
    return [(rows.row_at(row).code, rows.row_at(row).version, rows.row_at(row).state) for row in range(rows.rowCount())]


def confirm(window):
    window.findChild(Confirmation).act_button.click()


def test_every_version_is_listed_and_enter_prepares_the_next_one(qtbot):
    window = shown(qtbot, measures_model())
    assert listed(window) == [("PROVA-2026", 1, "active"), ("ALTRA", 1, "ended")]
    window.pane.table.go_to_row(0)
    window.pane.table.setFocus()
    Typist().press("Return")
    assert window.model.form.version == 2
    assert QApplication.focusWidget() is window.pane.form.fields["code"].editor
    assert window.pane.form.typed.version.text() == "Versione 2"
    assert window.pane.step_back()
    assert listed(window)[0] == ("PROVA-2026", 2, "draft")
    assert window.pane.open_button.text().startswith("Riprendi la bozza")
    assert not window.pane.step_back()


def test_a_fault_stands_under_its_field_while_it_is_typed_and_goes_when_it_is_mended(qtbot):
    window = shown(qtbot, drafting(measures_model()))
    form = window.pane.form
    editor = form.fields["isee_max"].editor
    editor.setText("tanto")
    assert form.fields["isee_max"].error == "Questa non è una somma: scrivila così: 12.345,67."
    form.publish_button.click()
    assert window.findChild(Confirmation) is None
    assert QApplication.focusWidget() is editor
    editor.setText("20.000")
    assert form.fields["bands"].error.startswith("La fascia va oltre il limite ISEE della misura, € 20.000,00")
    form.fields["bands"].editor.setPlainText(NARROWER["bands"])
    assert form.fields["bands"].error == ""
    form.try_button.click()
    assert window.model.rehearsal is not None
    editor.setText("boh")
    assert window.pane.save()
    assert QApplication.focusWidget() is editor


def test_what_the_form_cannot_show_is_told_under_it(qtbot):
    model = measures_model(known=[document(eligibility_tests=[])])
    window = shown(qtbot, model)
    text = write_measure(document(ranking={"criterion": "isee_ascending"}, fund_cents=-5))
    model.at.files["a.json"] = text
    model.import_file("a.json")
    assert window.pane.form.others.words.startswith("fund_cents: È fuori misura")


def test_the_rehearsal_shows_first_what_changes_and_names_nobody(qtbot):
    window = shown(qtbot, drafting(measures_model(), **NARROWER))
    window.pane.form.try_button.click()
    pane = window.findChild(RehearsalPane)
    assert pane.summary.words.startswith("Rispetto alla versione 1 cambiano 2 esiti.")
    first = pane.rows.row_at(0)
    assert (first.name, first.before, first.after) == (
        "ISEE di € 20.000,01",
        "ammissibile, € 100,00",
        "non ammissibile",
    )
    assert pane.chosen.text() == ("ISEE di € 20.000,01: prima ammissibile, € 100,00, con la bozza non ammissibile.")
    assert "Nessuno del Comune l’ha confermata" in pane.faults.words
    window.model.edit(isee_max="19.000")
    assert window.model.rehearsal is None


def test_accepted_outcomes_become_tests_and_then_it_may_be_published(qtbot):
    window = shown(qtbot, tried(drafting(measures_model(), **NARROWER, confirmed=True)))
    pane = window.findChild(RehearsalPane)
    pane.accept_button.click()
    assert pane.faults.words == "Si può pubblicare."
    assert len(window.model.rehearsal.trials) > 15
    window.pane.form.publish_button.click()
    confirm(window)
    ((verb, content),) = window.model.at.store.said
    assert (verb, content["version"], content["isee"]["max_cents"]) == ("publish", 2, 2_000_000)
    assert listed(window)[0] == ("PROVA-2026", 2, "waiting")
    assert window.model.at.said[-1].text == "In coda: è pubblicata quando il sistema centrale l’accetta."
    assert not window.pane.open_button.isVisible()


def test_publishing_says_what_is_missing_and_nothing_is_lost(qtbot):
    window = shown(qtbot, drafting(measures_model()))
    window.pane.form.publish_button.click()
    confirm(window)
    assert window.model.at.said[-1].text.startswith("Nessuno del Comune l’ha confermata")
    assert (window.model.at.store.said, window.model.draft is None) == ([], False)


def test_what_the_centre_refused_says_why(qtbot):
    window = shown(qtbot, measures_model(REFUSED))
    assert window.pane.about.text() == (
        "Codice PROVA-2026. Il sistema centrale non ti conosce come chi pubblica le misure."
    )


def test_a_draft_that_is_thrown_away_is_gone_after_a_question(qtbot):
    window = shown(qtbot, drafting(measures_model()))
    window.pane.form.discard_button.click()
    assert window.model.draft is not None
    confirm(window)
    assert listed(window) == [("PROVA-2026", 1, "active"), ("ALTRA", 1, "ended")]


def test_a_measure_goes_out_to_a_file_and_a_bad_file_is_told_with_its_line(qtbot):
    model = drafting(measures_model(), title="Altro titolo")
    shown(qtbot, model)
    model.export_file("out.json")
    assert read_measure(model.at.files["out.json"]).title == "Altro titolo"
    model.at.files["bad.json"] = '{"code": "A",\n "code": "B"}'
    model.import_file("bad.json")
    assert model.at.said[-1].text == "riga 2, code: È scritto due volte."


def test_the_place_is_offered_to_who_may_publish_and_to_nobody_else(qtbot):
    window = show(qtbot, MainWindow())
    button = window.rail._buttons[Place.MEASURES]
    assert button.isHidden()
    window.offer_place(Place.MEASURES)
    assert not button.isHidden()
    window.clear_places()
    assert button.isHidden()
