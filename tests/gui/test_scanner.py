import json
import random
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPlainTextEdit

from tests.keyboard import WIDGETS, show, state, window_with
from wemi_desk.domain.box import QueryKind
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.keyboard import Keyboard
from wemi_desk.ui.scanner import ScanFault, Scanner, proposed_gap_ms, read_burst

CODE = "RSSMRA85T10A562S"
OTHER = "BNCLCU90A01F205V"
MISREAD = "RSSMRA85T10A562T"
BADGE = "OP7K3M9Q2"
VECTORS = json.loads((Path(__file__).parents[1] / "data/mrz_vectors.json").read_text(encoding="utf-8"))["vectors"]
ZONES = {v["name"]: v["lines"] for v in VECTORS if len(v["lines"]) in (2, 3)}
ZONE = ZONES["Italian CIE"]


class Ears(QObject):
    """Everything the scanner says."""

    def __init__(self, scanner):
        super().__init__()
        self.codes, self.faults, self.presses = [], [], []
        scanner.scanned.connect(lambda found: self.codes.append(found.value))
        scanner.failed.connect(self.faults.append)
        scanner.taken.connect(self.presses.append)


@pytest.fixture
def scanner(qapp):
    scanner = Scanner()
    keyboard = Keyboard(scanner.take)
    keyboard.install()
    yield scanner
    keyboard.remove()


@pytest.fixture
def ears(scanner):
    return Ears(scanner)


@pytest.fixture
def line(qtbot, scanner):
    line = QLineEdit()
    show(qtbot, window_with(line))
    line.setFocus()
    return line


@pytest.mark.parametrize("kind", WIDGETS)
def test_sixty_scans_of_sixty_are_read_and_the_widget_is_as_before(qtbot, scanner, ears, kind):
    widget = WIDGETS[kind]()
    show(qtbot, window_with(widget))
    widget.setFocus()
    before, gaps, typist = state(widget), random.Random(kind), Typist()
    for number in range(60):
        typist.wait(500)
        for character in CODE:
            typist.wait(gaps.randint(1, 20))
            typist._character(character)
        typist.wait(gaps.randint(1, 20))
        typist._character("\n" if number % 2 else "\t")
        assert state(widget) == before
        assert QApplication.focusWidget() is widget
    assert ears.codes == ([] if kind == "password" else [CODE] * 60)
    assert len(ears.presses) == 60


@pytest.mark.parametrize("kind", WIDGETS)
def test_none_of_sixty_typings_by_a_person_is_taken_for_a_scan(qtbot, scanner, ears, kind):
    widget = WIDGETS[kind]()
    show(qtbot, window_with(widget))
    widget.setFocus()
    pauses, typist = random.Random(kind), Typist()
    for _ in range(60):
        for character in CODE + "\n":
            typist.wait(pauses.randint(70, 120))
            typist._character(character)
    assert ears.codes == ears.faults == ears.presses == []
    if kind in ("line edit", "plain text", "editable combo"):
        assert CODE in state(widget)[0]


def test_a_scan_inside_a_half_typed_note_leaves_the_note_and_its_undo(qtbot, scanner, ears):
    note = QPlainTextEdit()
    show(qtbot, window_with(note))
    note.setFocus()
    typist = Typist()
    typist.type_text("Chiede un rinn")
    typist.scan(CODE)
    typist.type_text("ovo")
    assert note.toPlainText() == "Chiede un rinnovo"
    assert ears.codes == [CODE]
    seen = [note.toPlainText()]
    while note.document().isUndoAvailable():
        note.undo()
        seen.append(note.toPlainText())
    while note.document().isRedoAvailable():
        note.redo()
        seen.append(note.toPlainText())
    assert seen[-1] == "Chiede un rinnovo"
    assert "" in seen
    assert not any("RSS" in text.upper() for text in seen)


def test_a_scan_over_selected_text_brings_the_text_and_the_selection_back(qtbot, scanner, ears):
    line, note = QLineEdit("Bianchi Luca"), QPlainTextEdit("prima e dopo")
    show(qtbot, window_with(line, note))
    line.setFocus()
    line.selectAll()
    Typist().scan(CODE)
    assert (line.text(), line.selectedText()) == ("Bianchi Luca", "Bianchi Luca")
    note.setFocus()
    note.selectAll()
    Typist().scan(CODE)
    assert (note.toPlainText(), note.textCursor().selectedText()) == ("prima e dopo", "prima e dopo")


def test_a_field_that_listens_hears_the_old_text_again(line, ears):
    heard = []
    line.setText("Ros")
    line.textEdited.connect(heard.append)
    Typist().scan(CODE)
    assert heard[-1] == "Ros"


def test_nothing_can_bring_the_code_back_into_the_field(line, ears):
    Typist().scan(CODE)
    line.undo()
    line.redo()
    assert line.text() == ""


def test_two_scans_in_a_row_are_two_codes(line, ears):
    typist = Typist()
    typist.scan(CODE)
    typist.scan(OTHER)
    assert ears.codes == [CODE, OTHER]
    assert line.text() == ""


def test_stars_and_small_letters_are_understood(line, ears):
    Typist().scan(f"*{CODE.lower()}*")
    assert ears.codes == [CODE]


@pytest.mark.parametrize("ending", ["\n\n", "\n\t", "\t\n"])
def test_a_second_ending_key_goes_nowhere(line, ears, ending):
    pressed = []
    line.returnPressed.connect(lambda: pressed.append(1))
    Typist().scan(CODE, ending=ending)
    assert ears.codes == [CODE]
    assert pressed == []


@pytest.mark.parametrize("code", [CODE + CODE, f"*{CODE}**{CODE}*"])
def test_a_code_sent_twice_in_one_breath_is_one_code(line, ears, code):
    Typist().scan(code)
    assert ears.codes == [CODE]


@pytest.mark.parametrize("code", [CODE[:-3], CODE[::-1], CODE[4:], CODE + OTHER])
def test_a_cut_or_reversed_code_in_the_box_is_refused_and_the_box_is_as_before(scanner, line, ears, code):
    scanner.box = line
    line.setText("rossi")
    Typist().scan(code)
    assert ears.faults == [ScanFault.UNKNOWN]
    assert line.text() == "rossi"
    assert ears.codes == []


def test_the_same_elsewhere_stays_where_it_was_written(line, ears):
    Typist().scan(CODE[:-3])
    assert ears.faults == ears.codes == []
    assert line.text() == CODE[:-3]


@pytest.mark.parametrize("kind", ["line edit", "button", "date", "plain text"])
def test_a_wrong_check_letter_is_said_and_nothing_is_damaged(qtbot, scanner, ears, kind):
    widget = WIDGETS[kind]()
    show(qtbot, window_with(widget))
    widget.setFocus()
    before = state(widget)
    Typist().scan(MISREAD)
    assert ears.faults == [ScanFault.MISREAD]
    assert ears.codes == []
    assert state(widget) == before


def test_the_words_of_the_faults():
    assert ScanFault.MISREAD.text == "Codice letto male: ripassa la tessera"
    assert ScanFault.UNKNOWN.text == "Codice non riconosciuto"


@pytest.mark.parametrize("text", ["A12", "OP1", "1234"])
def test_less_than_five_characters_are_never_a_scan(scanner, line, ears, text):
    scanner.box = line
    Typist().scan(text)
    assert ears.codes == ears.faults == []
    assert line.text() == text


@pytest.mark.parametrize("name", ZONES)
def test_an_identity_document_of_several_lines_is_one_scan(qtbot, scanner, name):
    zone = ZONES[name]
    line, found, pressed = QLineEdit("Ros"), [], []
    show(qtbot, window_with(line))
    line.setFocus()
    line.returnPressed.connect(lambda: pressed.append(1))
    scanner.scanned.connect(found.append)
    Typist().scan("\n".join(zone))
    direct = read_burst("\n".join(zone))
    assert direct is not None
    if direct.fault:
        assert found == []
    else:
        assert [query.kind for query in found] == [QueryKind.MRZ]
        assert found[0].value.upper().split() == zone
    assert line.text() == "Ros"
    assert pressed == []


def test_a_document_whose_lines_come_slowly_one_after_the_other_is_still_one_scan(line, scanner, ears):
    typist = Typist()
    for number, text in enumerate(ZONE):
        typist.wait(150 if number else 500)
        for character in text + "\n":
            typist.wait(4)
            typist._character(character)
    assert len(ears.codes) == 1


def test_a_document_cut_after_its_first_line_is_said(qtbot, line, scanner, ears):
    Typist().scan(ZONE[0])
    qtbot.waitUntil(lambda: ears.faults == [ScanFault.MISREAD])
    assert line.text() == ""


def test_a_document_cut_after_its_first_line_does_not_harm_the_next_scan(line, scanner, ears):
    typist = Typist()
    typist.scan(ZONE[0])
    typist.scan(CODE)
    assert ears.faults == [ScanFault.MISREAD]
    assert ears.codes == [CODE]


def test_a_reader_set_to_the_us_layout_reads_documents_and_codes(line, scanner, ears):
    typed = "\n".join(ZONE).replace("<", ";")
    Typist().scan(typed)
    Typist().scan(f"({CODE}(")
    assert len(ears.codes) == 2
    assert ears.codes[1] == CODE


def test_at_the_lock_screen_only_badges_count(qtbot, scanner, ears):
    secret = WIDGETS["password"]()
    show(qtbot, window_with(secret))
    secret.setFocus()
    scanner.locked = True
    typist = Typist()
    typist.scan(CODE)
    typist.scan(MISREAD)
    typist.scan(ZONE[0])
    typist.scan(BADGE)
    assert ears.codes == [BADGE]
    assert ears.faults == []
    assert secret.text() == "123"


def test_a_secret_field_of_an_open_desk_swallows_the_code_and_says_nothing(qtbot, scanner, ears):
    secret = WIDGETS["password"]()
    show(qtbot, window_with(secret))
    secret.setFocus()
    Typist().scan(CODE)
    Typist().scan(MISREAD)
    assert secret.text() == "123"
    assert ears.codes == ears.faults == []


def test_a_pass_phrase_written_by_a_password_program_arrives(qtbot, scanner, ears):
    secret = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
    show(qtbot, window_with(secret))
    secret.setFocus()
    Typist().scan("gatto lampada treno violino", ending="")
    assert secret.text() == "gatto lampada treno violino"


def test_a_focus_that_moves_under_the_reader_harms_neither_field(qtbot, scanner, ears):
    tiles, secret = QLineEdit("Giulia"), QLineEdit("12")
    show(qtbot, window_with(tiles, secret))
    tiles.setFocus()
    tiles.textEdited.connect(lambda text: secret.setFocus() if "8" in text else None)
    Typist().scan(CODE)
    assert (tiles.text(), secret.text()) == ("Giulia", "12")
    assert QApplication.focusWidget() is tiles
    assert ears.codes == [CODE]


def test_a_button_that_passes_keys_on_does_not_double_the_characters(qtbot, scanner, ears):
    box = QCheckBox("Da ricontattare")
    show(qtbot, window_with(box))
    box.setFocus()
    Typist().scan(CODE)
    assert ears.codes == [CODE]


def test_the_field_that_waits_for_a_code_gets_it_first(qtbot, scanner, ears):
    child, window = [], QLineEdit()
    show(qtbot, window_with(window))
    scanner.expect(window, lambda found: found.value == CODE and not child.append(found.value))
    Typist().scan(CODE)
    Typist().scan(OTHER)
    window.hide()
    Typist().scan(CODE)
    assert child == [CODE]
    assert ears.codes == [OTHER, CODE]


def test_a_busy_program_does_not_break_a_burst(line, scanner, ears):
    """Times are the system's own: the keys wait in the queue while the program is busy."""
    scanner._clock = lambda: pytest.fail("the event's own time counts")
    Typist().scan(CODE)
    assert ears.codes == [CODE]


def test_without_a_time_on_the_event_the_clock_counts(line, scanner, ears):
    typist = Typist()
    scanner._clock = lambda: typist.now_ms / 1000
    stamped = typist._send

    def unstamped(*args):
        now, typist.now_ms = typist.now_ms, 0
        scanner._clock = lambda: now / 1000
        stamped(*args)
        typist.now_ms = now

    typist._send = unstamped
    typist.scan(CODE)
    typist.type_text(OTHER + "\n")
    assert ears.codes == [CODE]


def test_the_gap_is_a_setting(line, scanner, ears):
    Typist().scan(CODE, gap_ms=80)
    assert ears.codes == []
    line.setText("")
    scanner.gap_ms = 90
    Typist().scan(CODE, gap_ms=80)
    assert ears.codes == [CODE]


def test_a_slow_reader_can_be_measured(line, scanner, ears):
    longest = []
    scanner.measured.connect(longest.append)
    scanner.measure()
    Typist().scan(CODE, gap_ms=72)
    assert longest == [72]
    assert proposed_gap_ms(longest[0]) == 108
    assert (proposed_gap_ms(5), proposed_gap_ms(110)) == (30, 120)


def test_shift_is_counted_with_the_scan(line, ears):
    Typist().scan(CODE)
    assert ears.presses == [len(CODE) + sum(c.isalpha() for c in CODE) + 1]
