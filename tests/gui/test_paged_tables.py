from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from wemi_desk.ui.widgets.paged_model import PAGE_ROWS, PAGES_KEPT, Column, PagedTableModel
from wemi_desk.ui.widgets.tables import Table

MILLION = 1_000_000
COLUMNS = (Column("Numero", lambda row: str(row)), Column("Nome", lambda row: f"Persona {row}"))


class LateReader:
    """Keeps each request until the test lets it answer."""

    def __init__(self):
        self.pending = []

    def __call__(self, offset, limit, deliver):
        self.pending.append((offset, limit, deliver))

    def answer(self):
        waiting, self.pending = self.pending, []
        for offset, limit, deliver in waiting:
            deliver(range(offset, offset + limit))


def open_table(qtbot, total, reader):
    model = PagedTableModel(COLUMNS)
    model.show(total, reader)
    table = Table("Persone", model, stretch=1, widths=(120,))
    model.setParent(table)
    qtbot.addWidget(table)
    table.resize(800, 600)
    table.show()
    assert QTest.qWaitForWindowExposed(table)
    return table, model


def test_a_million_rows_ask_for_the_first_pages_only(qtbot, theme):
    reader = LateReader()
    _table, model = open_table(qtbot, MILLION, reader)
    assert model.rowCount() == MILLION
    assert [offset for offset, _limit, _deliver in reader.pending] == [0]
    reader.answer()
    assert model.index(3, 1).data() == "Persona 3"


def test_scrolling_through_never_holds_more_than_a_few_pages(qtbot, theme):
    reader = LateReader()
    table, model = open_table(qtbot, MILLION, reader)
    for row in range(0, MILLION, 37_000):
        table.scrollTo(model.index(row, 0))
        table.grab()
        reader.answer()
    assert model.rows_held <= PAGE_ROWS * PAGES_KEPT


def test_an_answer_to_an_older_question_is_dropped(qtbot, theme):
    reader, newer = LateReader(), LateReader()
    _table, model = open_table(qtbot, 500, reader)
    model.show(2, newer)
    reader.answer()
    assert model.rows_held == 0
    model.clear()
    assert model.rowCount() == 0


def test_a_page_that_failed_is_asked_for_again(qtbot):
    model, asked = PagedTableModel(COLUMNS), []
    model.show(10, lambda offset, _limit, deliver: (asked.append(offset), deliver(())))
    assert model.row_at(0) is None
    assert model.row_at(0) is None
    assert asked == [0, 0]


def test_tab_leaves_a_table_and_enter_opens_the_row(qtbot, theme):
    table, model = open_table(qtbot, 5, lambda offset, limit, deliver: deliver(range(offset, offset + limit)))
    opened, marked = [], []
    table.opened.connect(opened.append)
    table.marked.connect(marked.append)
    table.go_to_row(2)
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClick(table, Qt.Key.Key_Space)
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert (opened, marked, table.current_row) == ([2], [2], 2)
    assert model.row_at(2) == 2
