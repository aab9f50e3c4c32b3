"""Every bad input through every field of the product: shown as it is and kept whole, or refused in words beside it."""

import re

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QLabel, QWidget

import tests.agenda_desk
import tests.catalogue_desk
import tests.course_desk
import tests.facilita_screens
import tests.measure_desk
import tests.shared_screens
import tests.trials_access
import tests.trials_counter
import tests.trials_matters
import tests.trials_paperwork
import tests.trials_places
import tests.types_desk  # noqa: F401 (each adds its fields)
from tests.corpus import bad_inputs
from tests.field_trials import TRIALS, key_of, plain, put, same, text_in
from wemi_desk.ui.widgets.date_field import DateField

CUT = "Qui stanno al massimo"


def assert_is_sentence(words, item):
    """Whole, and with nothing of a program in it."""
    assert words[0].isupper() or not words[0].isalpha(), (words, str(item))
    assert len(words.split()) >= 3, (words, str(item))
    assert not re.search(r"\{\w+\}", words) or "{" in item.text, (words, str(item))


def read_as_markup(window):
    """Labels, tips and cells whose text Qt would take for HTML; a tip that wraps is escaped in a span of ours."""
    labels = [one.text() for one in window.findChildren(QLabel) if one.textFormat() != Qt.TextFormat.PlainText]
    tips = [one.toolTip() for one in window.findChildren(QWidget)]
    for model in window.findChildren(QAbstractItemModel):
        cells = [model.index(row, column) for row in range(min(model.rowCount(), 12))
                 for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount())]
        tips += [str(model.data(cell, Qt.ItemDataRole.ToolTipRole) or "") for cell in cells]
    tips = [tip.removeprefix("<span>").removesuffix("</span>") for tip in tips]
    return [text[:60] for text in (*labels, *tips) if GuiQt.mightBeRichText(text)]


def is_written_out(editor):
    """12/3/58 becomes 12/03/1958."""
    return isinstance(editor, DateField) and editor.typed is not None


def try_out(one, item):
    one.begin()
    put(one.editor, item.text)
    typed = text_in(one.editor)
    if same(typed) != same(item.text) and not is_written_out(one.editor):
        assert same(item.text).startswith(same(typed)), str(item)
        assert one.is_search or one.said().startswith(CUT), str(item)
    one.hand_over()
    if one.said() and not one.said().startswith(CUT):
        assert_is_sentence(one.said(), item)
        assert one.is_secret or text_in(one.editor).casefold().strip() == typed.casefold().strip(), str(item)
        if not one.insist():
            return
        if one.said():
            assert_is_sentence(one.said(), item)
            return
    if plain(typed).strip():
        assert one.kept() == one.wanted(typed), str(item)


@pytest.mark.parametrize("key", TRIALS, ids=" · ".join)
def test_a_field_survives_everything(qtbot, theme, key):
    one = TRIALS[key]()
    qtbot.addWidget(one.window)
    one.begin()
    assert key_of(one.editor) == key  # the trial is about the field it is named after
    for item in bad_inputs():
        try_out(one, item)
        if GuiQt.mightBeRichText(item.text):
            assert read_as_markup(one.window) == [], str(item)
    one.begin()  # nothing half typed is left to be saved
