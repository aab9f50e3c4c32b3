"""Aggiorna il catalogo: a file is chosen, its columns said, tried out, published; what goes wrong stays in place."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.catalogue_files_screens import (
    HEADERS,
    REFUSED,
    ROWS,
    WAITING,
    chosen,
    files_model,
    place,
    tried,
)
from tests.keyboard import show
from tests.runners import HeldRunner
from wemi_desk.domain.catalogue import service_id
from wemi_desk.domain.catalogue_publication import PART
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.screens.catalogue_files.trial_lines import ALL, WRONG, counts_of, lines_of
from wemi_desk.ui.widgets.confirmation import Confirmation


def said(model):
    return [one.text for one in model.at.said]


def test_a_file_is_looked_at_and_its_columns_are_proposed():
    model = chosen(files_model())
    assert model.mapping == ("code", "title", "provider_name", "price", "", "municipi")
    assert (model.dry, model.error, model.progress) == (None, "", None)


def test_a_trial_says_every_difference_and_every_fault_and_writes_nothing():
    model = tried(files_model())
    assert counts_of(model.dry) == {"wrong": 2, "new": 1, "changed": 1}
    assert [type(one).__name__ for one in lines_of(model.dry, ALL)] == ["RowProblem"] * 2 + ["ServiceChange"] * 2
    assert len(lines_of(model.dry, WRONG)) == 2
    assert [one.service.code for one in lines_of(model.dry, "new")] == ["NUO-01"]
    assert model.at.store.said == []


def test_what_is_published_goes_to_the_centre_and_the_page_waits_for_its_answer():
    model = tried(files_model())
    assert model.may_publish
    model.publish()
    assert [kind for _verb, kind, _content in model.at.store.said] == [PART, PART, "catalogue_edition"]
    assert (model.looked, model.dry, model.standing.waits) == (None, None, True)
    assert "quando il centro risponde" in said(model)[-1]
    tried(model)
    assert not model.may_publish
    model.publish()
    assert len(model.at.store.said) == 3


def test_a_desk_without_a_centre_keeps_the_catalogue_itself():
    model = tried(files_model(has_centre=False))
    model.publish()
    assert model.at.store.said == []
    assert model.at.store.catalogue.held[service_id("ORE-01")].price_cents == 1250
    assert "su questa postazione" in said(model)[-1]


def test_another_word_for_a_column_undoes_the_trial_and_leaves_no_field_twice():
    model = tried(files_model())
    model.say_column(4, "title")
    assert (model.mapping, model.dry) == (("code", "", "provider_name", "price", "title", "municipi"), None)
    model.say_column(4, "title")
    model.say_column(4, "")
    model.try_out()
    assert model.error == "Manca la colonna «Titolo»: scegli qual è, nell'elenco."
    assert model.looked is not None


def test_a_file_that_does_not_open_says_why_and_leaves_what_was_chosen():
    model = chosen(files_model())
    model.choose(Path("rotto.xlsx"))
    assert model.error == "Il file è rovinato e non si apre. Fattelo mandare di nuovo."
    assert model.mapping[0] == "code"


def test_esc_stops_a_trial_and_everything_is_as_it_was():
    runner = HeldRunner()
    model = files_model(runner=runner)
    runner.release_all()
    model.choose(Path("nuovo.csv"))
    runner.release_all()
    model.try_out()
    assert model.progress is not None
    assert model.stop()
    model.try_out()  # one thing at a time
    runner.release_all()
    assert (model.dry, model.progress) == (None, None)
    assert said(model)[-1] == "Fermato: il catalogo resta com’è."
    assert not model.stop()
    model.try_out()
    runner.release_all()
    model.publish()
    model.stop()
    runner.release_all()
    assert model.at.store.said == []
    assert model.dry is not None  # the trial stays, to be published later


def test_a_refused_publication_is_told_and_let_go():
    model = files_model(REFUSED)
    assert model.standing.refused == "edition:moved"
    model.let_go()
    assert model.standing.refused == ""


def test_lists_and_catalogue_are_written_where_they_are_wanted():
    model = tried(files_model())
    model.save_problems(Path("errori.csv"))
    assert model.at.files.written["errori.csv"][1][:3] == (3, "Prezzo", "dieci")
    model.export(Path("tutto.xlsx"))
    assert len(model.at.files.written["tutto.xlsx"]) == 337
    assert said(model)[-1] == "336 servizi scritti in tutto.xlsx."


@pytest.fixture
def window(qtbot):
    return show(qtbot, place(files_model()))


def test_by_keys_from_the_file_to_the_publication(window, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: ("nuovo.csv", ""))
    window.file.focus_first()
    Typist().press("Space")
    window.file.focus_first()
    Typist().press("Down")
    Typist().press("Return")
    assert window.file.field.editor.hasFocus()
    assert window.file.field.editor.code == "title"
    assert not window.changes.publish_button.isVisible()
    window.file.try_button.click()
    assert window.changes.counts.text() == (
        "Servizi: 1 nuovo, 1 cambiato, 335 restano come sono. Enti nuovi o cambiati: 1. "
        "2 righe con errori restano fuori."
    )
    assert window.changes.detail.text() == "Riga 3, Prezzo\n«dieci»: Non è un prezzo. Scrivi per esempio 12,50."
    window.changes.kinds.editor.set_code("changed")
    window.changes.kinds.editor.code_changed.emit("changed")
    assert "€ 11,50 → € 12,50" in window.changes.detail.text()
    window.changes.publish_button.click()
    window.findChild(Confirmation).act_button.click()
    assert window.model.standing.waits
    assert window.file.sent.words == "Una pubblicazione aspetta la risposta del centro."


def test_the_column_one_is_on_is_said_in_the_list_below(window):
    chosen(window.model)
    window.file.table.go_to_row(4)
    window.file.field.editor.set_code("characteristics")
    window.file.field.editor.code_changed.emit("characteristics")
    assert window.model.mapping[4] == "characteristics"
    assert window.file.table.current_row == 4
    window.file.whole.setChecked(True)
    assert window.model.is_whole


def test_what_is_not_chosen_changes_nothing(window, monkeypatch):
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_words: ("", ""))
    window.file.choose_file()
    window.file.export_button.click()
    tried(window.model)
    window.changes.save_button.click()
    assert window.model.at.files.written == {}
    window.changes.away_button.click()
    assert window.model.looked is None


def test_a_publication_that_waits_is_told(qtbot):
    window = show(qtbot, place(files_model(WAITING)))
    assert window.file.sent.words == "Una pubblicazione aspetta la risposta del centro."
    tried(window.model)
    assert not window.changes.publish_button.isVisible()
    assert (len(HEADERS), len(ROWS)) == (6, 4)
