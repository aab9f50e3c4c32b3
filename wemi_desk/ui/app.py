"""The console: one window, locked or with one operator's session on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator, Signal
from PySide6.QtWidgets import QApplication, QWidget

from wemi_desk.domain.access import OpenedDesk
from wemi_desk.i18n import ngettext
from wemi_desk.ui.background import Runner
from wemi_desk.ui.desk import DeskServices
from wemi_desk.ui.desk_input import DeskInput
from wemi_desk.ui.scanner import ScanFault
from wemi_desk.ui.session import WorkSession
from wemi_desk.ui.session_keys import register_keys
from wemi_desk.ui.shell.window import MainWindow
from wemi_desk.ui.style_sheet import ApplicationLook
from wemi_desk.ui.theme import current_theme

UNLOCK_PAGE = "unlock"


def make_application(arguments: list[str]) -> QApplication:
    """The Qt application with our fonts, look and language; call once."""
    application = QApplication(arguments)
    application.setApplicationName("WeMi Desk")
    QLocale.setDefault(QLocale(QLocale.Language.Italian, QLocale.Country.Italy))
    translator = QTranslator(application)
    if translator.load("qtbase_it", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    application.look = ApplicationLook(application, current_theme())  # type: ignore[attr-defined] # kept alive with it
    return application


class Console(QObject):
    """Lock screen and sessions, one after the other. ``entered``: a session is on the window."""

    entered = Signal()
    locked = Signal()
    failed = Signal(object)

    def __init__(
        self,
        runner: Runner,
        open_desk: Callable[[OpenedDesk], DeskServices],
        lock_page: QWidget,
        keys: DeskInput | None = None,
    ) -> None:
        super().__init__()
        self.runner = runner
        self.keys = keys or DeskInput(parent=self)
        self.window = MainWindow()
        self.work: WorkSession | None = None
        self._open_desk = open_desk
        self._bind(lock_page)

    def start(self) -> None:
        """Show the lock screen."""
        self.keys.install()
        self.window.resize(1366, 768)
        self.window.stage.show_page(UNLOCK_PAGE)
        self.window.show()
        QTimer.singleShot(0, self.window.activateWindow)

    def enter(self, opened: OpenedDesk) -> None:
        """The secret was right: open the store in the background and put the session on the window."""
        self.runner.run(
            lambda: self._open_desk(opened), owner=self, done=self._enter, failed=self.failed.emit
        )

    def lock(self) -> None:
        """Drafts saved, panes and models emptied, store closed, keys dropped, lock screen: in this order."""
        work, self.work = self.work, None
        self.keys.lock()
        if work is not None:
            work.end()
            self.runner.run(work.desk.close, owner=self, done=lambda _none: None, failed=self.failed.emit)
            work.deleteLater()
        self.window.stage.show_page(UNLOCK_PAGE)
        self.locked.emit()

    def _enter(self, desk: DeskServices) -> None:
        self.work = WorkSession(desk, self.window, self.keys, self.runner)
        self.work.lock_requested.connect(self.lock)
        register_keys(self.work)
        self.keys.unlock()
        self.window.stage.show_desk()
        self.entered.emit()

    def _bind(self, lock_page: QWidget) -> None:
        window, keys = self.window, self.keys
        window.stage.add_page(UNLOCK_PAGE, lock_page)
        keys.scanner.box = window.bar.box
        keys.scanner.failed.connect(self._scan_failed)
        keys.shortcuts.refused.connect(lambda _shortcut, words: window.status.show_message(words))
        keys.idle.expired.connect(self.lock)
        keys.idle.warned.connect(self._warn_idle)
        window.place_requested.connect(window.set_place)
        window.bar.quick_contact_requested.connect(lambda: self._do(lambda work: work.quick.open()))
        window.bar.operator_requested.connect(self.lock)
        window.person_bar.close_requested.connect(lambda: self._do(lambda work: work.counter.save_and_close()))
        window.person_bar.notice_requested.connect(lambda: self._do(lambda work: work.hand_over_notice()))
        window.status.undo_requested.connect(lambda: self._do(lambda work: work.undo()))
        window.stage.cover.uncover_requested.connect(lambda: window.stage.set_covered(False))

    def _do(self, verb: Callable[[WorkSession], object]) -> None:
        if self.work is not None:
            verb(self.work)

    def _scan_failed(self, fault: ScanFault) -> None:
        if self.work is not None:
            self.window.banner.show_words(fault.text, "err", take_focus=True)

    def _warn_idle(self, seconds: int) -> None:
        text = ngettext("La postazione si blocca tra {n} secondo", "La postazione si blocca tra {n} secondi", seconds)
        self.window.status.show_message(text.format(n=seconds), "warn")
