"""Every screen in every state, built with invented data, so that one test can look at all of them.

A room adds its own with ``@screen("name")``: a function that returns a widget ready to be shown at any size.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import QCheckBox, QWidget

from tests.runners import SlowWorkRunner
from wemi_desk.domain.sync_state import SyncState
from wemi_desk.resources import manual_folder
from wemi_desk.ui.screens.help.manual import read_manual
from wemi_desk.ui.screens.help.manual_view import READING_UNITS, ManualView
from wemi_desk.ui.screens.help.manual_view_model import ManualViewModel
from wemi_desk.ui.shell.pane_host import PaneSpec
from wemi_desk.ui.shell.person_summary import NoticeState, PersonSummary
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shell.search_box import Result
from wemi_desk.ui.shell.window import MainWindow
from wemi_desk.ui.widgets.buttons import button, primary_button
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field, TextArea, TextField
from wemi_desk.ui.widgets.labels import muted
from wemi_desk.ui.widgets.marks import STATE_MARKS
from wemi_desk.ui.widgets.paged_model import Column, PagedTableModel
from wemi_desk.ui.widgets.panes import Pane
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import column, row
from wemi_desk.ui.widgets.strip import Strip
from wemi_desk.ui.widgets.tables import ItemList, Table

Builder = Callable[[], QWidget]
SCREENS: dict[str, Builder] = {}
NOW = datetime(2026, 11, 22, 14, 40, tzinfo=UTC)
MARIA = PersonSummary(
    surname="Rossi", given_name="Maria", born="12/03/1958", age=68, masked_code="RSSMRA********5N",
    phone="333 123 4567", language="italiano", notice=NoticeState.GIVEN)
CROWDED = PersonSummary(
    surname="Della Rovere Montefeltro", given_name="Maria Antonietta Guglielmina", born="12/03/1958", age=68,
    masked_code="DLLMNT********5N", phone="333 123 4567", language="francese", notice=NoticeState.TO_GIVE, minors=2,
    warnings=("Da verificare", "Attesa integrazione entro il 30/11"))
QUICK_REASONS = ("Informazioni", "Aiuto digitale, SPID", "Sanità online", "ISEE e contributi", "Colf, badanti, tate",
                 "Bambini e ragazzi", "Lavoro", "Attività dello spazio", "Altro")
HISTORY = (
    ("oggi 09:41", "Arrivo allo sportello", "Giulia R.", "in corso", "in_progress"),
    ("18/11", "Domanda voucher: bozza salvata", "Marco T.", "bozza", "draft"),
    ("18/11", "Supporto ISEE precompilato", "Marco T.", "fatto", "done"),
    ("02/10", "Orientamento: baby-sitter condivisa", "Giulia R.", "inviato a ente", "referred"),
    ("11/09", "SPID: attivazione assistita", "Sara L.", "fatto", "done"),
    ("30/07", "Contatto telefonico", "Sara L.", "fatto", "done"),
)


def screen(name: str) -> Callable[[Builder], Builder]:
    """Add a screen, or a state of one, to the catalogue."""

    def add(builder: Builder) -> Builder:
        assert name not in SCREENS, name
        SCREENS[name] = builder
        return builder

    return add


def waiting_for_network() -> SyncState:
    return SyncState(NOW, unsent=3, oldest_waiting_at=NOW - timedelta(hours=1))


def frame() -> MainWindow:
    """The window with an operator, a queue, and a place filled with invented work."""
    window = MainWindow()
    window.set_space("WeMi Venini")
    window.bar.set_operator("Giulia R.")
    window.bar.set_queue(3)
    window.bar.set_sync(waiting_for_network())
    panes = (PaneSpec(history_pane(), "Storia"), PaneSpec(note_pane(), "Nota"), PaneSpec(queue_pane(), "Coda 3"))
    window.add_place(Place.COUNTER, panes)
    return window


def history_pane() -> Pane:
    pane = Pane("Storia")
    columns: list[Column[tuple[str, ...]]] = [
        Column("Quando", lambda line: line[0]), Column("Che cosa", lambda line: line[1]),
        Column("Chi", lambda line: line[2]), Column("Stato", lambda line: line[3], lambda line: STATE_MARKS[line[4]])]
    model = PagedTableModel(columns)
    model.show_rows(HISTORY)
    table = Table("Storia del cittadino", model, stretch=1, widths=(90, 80, 140))
    model.setParent(table)
    table.selectRow(1)
    pane.body.addWidget(table, 1)
    return pane


def note_pane() -> Pane:
    pane = Pane("Nuova nota di colloquio")
    form = QWidget()
    box = column(form)
    reason = Field("&Motivo", CodeCombo([(words, words) for words in QUICK_REASONS]))
    reason.editor.set_code("Informazioni")
    box.addWidget(reason)
    box.addWidget(Field("&Ente o servizio indicato", TextField(), reason="Solo se lo indirizzi altrove"))
    box.addWidget(Field("N&ota (solo il necessario)", TextArea(rows=3)))
    box.addWidget(QCheckBox("Da &ricontattare"))
    box.addWidget(muted("Bozza salvata alle 09:45"))
    box.addStretch(1)
    acts = row(spacing=12)
    acts.addWidget(button("Stampa", keys="Ctrl+P"), 1)
    acts.addWidget(primary_button("Registra", keys="Ctrl+S"), 1)
    pane.body.addWidget(ScrollPane(form, "Campi della nota"), 1)
    pane.body.addLayout(acts)
    return pane


def queue_pane() -> Pane:
    pane = Pane("In coda: 3")
    people = ItemList("Persone in coda")
    people.set_items(["A12 · 6 min · Bambini", "A13 · 4 min · SPID", "A14 · 1 min · Info"])
    pane.body.addWidget(people, 1)
    pane.body.addWidget(button("Chiama il prossimo", keys="F11"))
    return pane


@screen("frame, idle")
def idle() -> QWidget:
    return frame()


@screen("frame, citizen at the desk")
def visit() -> QWidget:
    window = frame()
    window.person_bar.show_person(MARIA)
    window.person_bar.set_elapsed(252)
    window.status.show_message("Contatto rapido registrato: Informazioni.", "ok", undoable=True)
    return window


@screen("frame, crowded citizen, results, banner")
def crowded() -> QWidget:
    window = frame()
    window.set_space("WeMi Giambellino Lorenteggio Ospedale San Paolo")
    window.bar.set_operator("Maria Antonietta D.R.")
    window.person_bar.show_person(CROWDED)
    window.person_bar.set_elapsed(3_723)
    window.banner.show_words("Codice letto male: ripassa la tessera")
    return window


@screen("frame, anonymous visit and quick contact")
def quick_contact() -> QWidget:
    window = frame()
    window.person_bar.show_person(PersonSummary())
    strip = Strip()
    window.add_strip(strip)
    strip.open("Contatto rapido:", QUICK_REASONS, enter="come prima")
    return window


@screen("frame, manual open")
def manual_open() -> QWidget:
    window = frame()
    window.panel.open_reading("Manuale", manual("sportello#scrivere-il-colloquio"), READING_UNITS)
    return window


@screen("frame, manual: where a word is")
def manual_searched() -> QWidget:
    window = frame()
    view = manual("tasti")
    window.panel.open_reading("Manuale", view, READING_UNITS)
    view.words.setText("stampante")
    view.model.search("stampante")
    return window


def manual(topic: str) -> ManualView:
    model = ManualViewModel(lambda: read_manual(manual_folder()), SlowWorkRunner())
    model.open(topic)
    return ManualView(model)


@screen("frame, place without work")
def empty_place() -> QWidget:
    window = frame()
    window.set_place(Place.CATALOGUE)
    return window


@screen("frame, covered")
def covered() -> QWidget:
    window = frame()
    window.person_bar.show_person(MARIA)
    window.stage.cover.set_clock("09:45")
    window.stage.cover.set_visit("4 minuti")
    window.stage.set_covered(True)
    return window


def with_results(window: MainWindow) -> None:
    """Type in the box and show an answer."""
    window.focus_box()
    window.bar.box.setText("ros")
    window.bar.box.show_results("ros", [
        Result(1, "Persone", "Rossi Maria", "1958 · Municipio 2 · RSSMRA********5N"),
        Result(2, "Persone", "Rossini Ahmed", "1990 · Municipio 7"),
        Result(3, "Pratiche", "V20241187K", "Voucher nido · bozza", "it-files"),
        Result(4, "Comandi", "Prova lettore", "", "it-settings"),
    ], "Senza rete cerco solo su questo computer.")
