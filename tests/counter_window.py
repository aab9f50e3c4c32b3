"""The real window on a real store, driven by real keys: what an operator sees at the Sportello."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from tests.access_screens import FakeAccess
from wemi_desk import bootstrap
from wemi_desk.config import Profile
from wemi_desk.domain.access import OpenedDesk, SlotKind
from wemi_desk.gateways.clock import SystemClock
from wemi_desk.gateways.settings import FileSettings
from wemi_desk.guards import slow_work_allowed
from wemi_desk.persistence import opening, tables
from wemi_desk.services import practice
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.ui.app import Console, Doors
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.watchdog import Watchdog

KEY = bytes(range(32))


def opened_desk(operator=practice.OPERATORS[0]):
    """What unlocking gives, with keys of our own: nobody has to wait for a derivation."""
    now = datetime.now(UTC)
    keys = {name: bytearray(KEY) for name in ("db", "files", "drafts", "persons", "audit_wrap", "device_key")}
    return OpenedDesk(
        operator_id=operator.id, shown_name=operator.shown_name, roles=frozenset(operator.roles),
        device_id=practice.practice_id("device"), space_code=practice.SPACE.code, method=SlotKind.PIN, opened_at=now,
        session_ends_at=now + timedelta(hours=8), **keys,
    )  # fmt: skip


def found_practice(folder):
    """A palestra, founded and filled once for all tests."""
    profile = Profile(folder, practice=True)
    with slow_work_allowed():
        bootstrap._fill_practice(profile, opened_desk())
    return profile.store


class CounterWindow:
    """The console with an operator at work."""

    def __init__(self, qtbot, runner, store, folder, *, watchdog=None, enter=True):
        self.qtbot, self.runner, self.watchdog = qtbot, runner, watchdog
        self.profile = Profile(folder, practice=True)
        shutil.copy(store, self.profile.store)
        self.profile.practice_mark.touch()  # or nobody would believe that its secrets are a palestra's
        self.acts = Watchdog()
        self.typist = Typist(sent=self.acts.beat)
        self.open_desk = lambda opened: bootstrap.open_desk(self.profile, opened)
        doors = Doors(
            prepare=lambda: None, access=FakeAccess(), open_desk=lambda opened: self.open_desk(opened),
            settings=FileSettings(self.profile),
        )  # fmt: skip
        self.console = Console(runner, doors)
        self.window, self.keys = self.console.window, self.console.keys
        self.window.setParent(None)
        qtbot.addWidget(self.window, before_close_func=lambda _w: self._go())
        self.console.start()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is self.window)
        self.settle()
        if enter:
            self.enter()

    # --- what the operator does --------------------------------------------------------------------------------

    def enter(self, operator=practice.OPERATORS[0]):
        opened = opened_desk(operator)
        with self._act():
            self.console.enter(opened)

    def leave(self):
        with self._act():
            self.console.close()

    def _go(self):
        """At the test's end; the console, held by what its own children call, would stay for all tests to come."""
        self.leave()
        self.console.deleteLater()

    def press(self, *keys):
        for one in keys:
            with self._act():
                self.typist.press(one)

    def type(self, text):
        with self._act():
            self.typist.type_text(text)

    def paste(self, editor, text):
        """Replace what stands in *editor* as one does with Ctrl+A and Ctrl+V."""
        QGuiApplication.clipboard().setText(text)
        editor.setFocus()
        editor.selectAll()
        editor.paste()

    def scan(self, code, **how):
        with self._act():
            self.typist.scan(code, **how)

    @contextmanager
    def _act(self):
        """What is done here, and what the program makes of it, is the program's own work: ``acts`` counts it."""
        self.acts.resume()
        try:
            yield
            self.settle()
        finally:
            self.acts.stop()

    def settle(self):
        """Until nobody has anything left to do: characters held for the reader, work in the background, paints."""
        self.keys.digits.settle()
        QApplication.processEvents()
        for _round in range(2):
            self.qtbot.waitUntil(self._is_quiet, timeout=20_000)
            QApplication.processEvents()

    def _is_quiet(self):
        entering = self.work is None and self.console.is_building
        return not (entering or getattr(self.runner, "busy", False))

    # --- what there is -----------------------------------------------------------------------------------------

    @property
    def work(self):
        return self.console.work

    @property
    def box(self):
        return self.window.bar.box

    @property
    def panes(self):
        return self.work.panes

    @property
    def counter(self):
        return self.work.counter

    @property
    def focus(self):
        return QApplication.focusWidget()

    @contextmanager
    def aside(self):
        """The test itself reads or writes: that is neither forbidden nor counted as a stall."""
        with slow_work_allowed():
            yield
        if self.watchdog is not None:
            self.watchdog.skip()

    def register(self, surname, given_name="", **fields):
        with self.aside():
            form = PersonForm(surname=surname, given_name=given_name, **fields)
            return self.work.desk.citizens.register(RegisterCitizen(form=form)).citizen

    def rows(self, table):
        """Everything in *table*, read by itself; also while the desk is locked."""
        with self.aside():
            engine = opening.open_store(self.profile.store, KEY, self.profile.backups, SystemClock().now())
            try:
                with engine.connect() as connection:
                    return connection.execute(table.select()).all()
            finally:
                engine.dispose()

    def planned(self, table):
        """What was planned, or who was enrolled, here and now: the palestra has activities of its own."""
        written_at = table.c.enrolled_at if "enrolled_at" in table.c else table.c.created_at
        today = datetime.now(UTC) - timedelta(hours=1)
        return [row for row in self.rows(table) if getattr(row, written_at.name) > today]

    def contacts(self):
        """Those of today: the palestra has a past."""
        today = datetime.now(UTC) - timedelta(hours=1)
        return [row for row in self.rows(tables.CONTACT) if row.recorded_at > today]

    def last_contact(self):
        with self.aside():
            return self.work.desk.contacts.of_day(self.work.desk.session.clock.today())[0]

    def drafts(self):
        return [row.content for row in self.rows(tables.DRAFT)]

    # --- what can be seen, heard or found -------------------------------------------------------------------------

    def traces(self, *canaries):
        """Where one of *canaries* can still be found: every widget, hidden ones too, models, title, clipboard."""
        found = []
        for widget in [self.window, *self.window.findChildren(QWidget)]:
            for text in _texts_of(widget):
                found += [f"{type(widget).__name__}: {text[:60]}" for canary in canaries if _has(text, canary)]
        for model in self.window.findChildren(QAbstractItemModel):
            found += [f"model: {text[:60]}" for text in _cells(model) for canary in canaries if _has(text, canary)]
        found += [f"title: {self.window.windowTitle()}" for c in canaries if _has(self.window.windowTitle(), c)]
        clipboard = QGuiApplication.clipboard().text()
        return found + [f"clipboard: {clipboard}" for canary in canaries if _has(clipboard, canary)]

    def shown_as_markup(self):
        """Labels that would read a text of somebody's as HTML."""
        labels = [label for label in self.window.findChildren(QLabel) if label.isVisible()]
        return [label.text()[:60] for label in labels if label.textFormat() != Qt.TextFormat.PlainText
                and Qt.mightBeRichText(label.text())]  # fmt: skip

    def seen(self, *canaries):
        """Where one of *canaries* can be seen or heard."""
        found = []
        for widget in [self.window, *self.window.findChildren(QWidget)]:
            if widget.isVisible():
                texts = _texts_of(widget)
                found += [f"{type(widget).__name__}: {t[:60]}" for t in texts for c in canaries if _has(t, c)]
        for text in _spoken(QAccessible.queryAccessibleInterface(self.window)):
            found += [f"spoken: {text[:60]}" for canary in canaries if _has(text, canary)]
        return found


def _has(text, canary):
    return canary.casefold() in text.casefold()


def _texts_of(widget):
    texts = [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle()]
    if isinstance(widget, (QLineEdit, QLabel, QAbstractButton)):
        texts.append(widget.text())
    if isinstance(widget, QLineEdit):
        texts.append("undo" if widget.isUndoAvailable() and not widget.text() and widget.objectName() else "")
    if isinstance(widget, QPlainTextEdit):
        texts.append(widget.toPlainText())
    if isinstance(widget, QComboBox):
        texts.append(widget.currentText())
    if isinstance(widget, QTabBar):
        texts += [widget.tabText(index) for index in range(widget.count())]
    whole = getattr(widget, "whole", "")
    return [text for text in (*texts, whole if isinstance(whole, str) else "") if text]


def _cells(model):
    for row in range(min(model.rowCount(), 60)):
        for column in range(model.columnCount()):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
                value = model.data(model.index(row, column), role)
                if isinstance(value, str):
                    yield value


def _spoken(interface, depth=0):
    if interface is None or not interface.isValid() or interface.state().invisible or depth > 30:
        return
    for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value):
        yield interface.text(kind)
    for index in range(min(interface.childCount(), 300)):
        yield from _spoken(interface.child(index), depth + 1)


