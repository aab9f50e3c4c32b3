"""The console: one window, locked or with one operator's session on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, QTimer, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from wemi_desk.i18n import _
from wemi_desk.ui.apply_settings import apply_settings
from wemi_desk.ui.background import Runner
from wemi_desk.ui.desk_input import DeskInput
from wemi_desk.ui.gone_back import GoneBackDoor, tell_gone_back
from wemi_desk.ui.idle import SystemLock
from wemi_desk.ui.late_access import LateAccess
from wemi_desk.ui.locked_inquiry import LockedInquiry
from wemi_desk.ui.manual_door import ManualDoor
from wemi_desk.ui.obeying import Obeying
from wemi_desk.ui.preparing import Preparing
from wemi_desk.ui.public_screen import PublicScreen
from wemi_desk.ui.screens.unlock.view import UnlockView
from wemi_desk.ui.screens.unlock.view_model import UnlockViewModel
from wemi_desk.ui.screens.unlock.words import renewal_words
from wemi_desk.ui.shell.sync_indicator import locked_words
from wemi_desk.ui.shell.window import MainWindow
from wemi_desk.ui.steps import Steps
from wemi_desk.ui.style_sheet import ApplicationLook
from wemi_desk.ui.theme import current_theme

if TYPE_CHECKING:
    from wemi_desk.domain.access import OpenedDesk
    from wemi_desk.domain.box import Query
    from wemi_desk.domain.desk_settings import DeskSettings
    from wemi_desk.domain.operators import OperatorId
    from wemi_desk.domain.releases import Version
    from wemi_desk.services.access import AccessService
    from wemi_desk.services.desk import DeskServices
    from wemi_desk.services.settings import SettingsStore
    from wemi_desk.ui.screens.first_start.view_model import FirstStartDoor
    from wemi_desk.ui.screens.unlock.online_view_model import OnlineDoor
    from wemi_desk.ui.session import WorkSession

UNLOCK_PAGE = "unlock"
SIZE = (1366, 768)
AHEAD_MS = 150


def make_application(arguments: list[str]) -> QApplication:
    """The Qt application with our fonts, look and language; call once."""
    application = QApplication(arguments)
    application.setApplicationName("WeMi Desk")
    QLocale.setDefault(QLocale(QLocale.Language.Italian, QLocale.Country.Italy))
    translator = QTranslator(application)
    if translator.load("qtbase_it", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    ApplicationLook(application, current_theme())
    return application


@dataclass(frozen=True, slots=True)
class Doors:
    """How a desk is opened from here; every call but *hand_over* blocks and runs in a lane.

    *prepare* makes the palestra where there is none yet.
    """

    prepare: Callable[[], None]
    access: LateAccess
    open_desk: Callable[[OpenedDesk], DeskServices]
    hand_over: Callable[[OpenedDesk], bool] | None = None
    is_practice: bool = False
    first_start: Callable[[AccessService], FirstStartDoor] | None = None
    settings: SettingsStore | None = None
    ask_centre: Callable[[], str] | None = None
    """For a locked desk: the kind of an order that waits, or an empty text."""
    online: Callable[[], OnlineDoor] | None = None
    """How an operator enters by the centre."""
    gone_back: GoneBackDoor | None = None
    give_up: Callable[[], None] = lambda: None
    """What *prepare* still makes is not waited for."""


class Console(QObject):
    """Lock screen and sessions, one after the other.

    ``painted``: the lock screen stands on the screen for the first time. ``loaded``: something of what a session needs
    is in memory. ``entering``: an unlocked desk comes. ``entered``: a session is on the window.
    """

    painted = Signal()
    loaded = Signal()
    entering = Signal()
    entered = Signal()
    locked = Signal()

    def __init__(self, runner: Runner, doors: Doors, keys: DeskInput | None = None) -> None:
        super().__init__()
        self.runner = runner
        self.keys = keys or DeskInput(parent=self)
        self.window = MainWindow()
        self.unlock = UnlockViewModel(doors.access, runner, parent=self, online=doors.online)
        self.lock_page = UnlockView(self.unlock)
        self.obeying = Obeying(doors.access, runner, self.lock, self.unlock.refuse, self.unlock.start, self)
        self.inquiry = LockedInquiry(doors.ask_centre, runner, self)
        self.preparing = Preparing(self.unlock, self.window.stage, runner, self._first_start_door)
        self.work: WorkSession | None = None
        self._opening: OpenedDesk | None = None
        self._doors = doors
        self._last_operator: OperatorId | None = None
        self._undone: tuple[Version, str] | None = None
        self._renewed = ""
        self.public = PublicScreen(self.window, self.keys, lambda: self.work, self)
        self.manual = ManualDoor(self.window, self.keys, runner, self)
        self.system_lock = SystemLock(self)
        self._entering = Steps(self)
        self._ahead = Steps(self, AHEAD_MS)  # so that no key ever waits for a screen to be made
        self._bind()

    @property
    def is_building(self) -> bool:
        """The session, or a screen that nobody asked for yet, is being made."""
        return self._opening is not None or self._entering.are_left or self._ahead.are_left

    def start(self) -> None:
        """Paint the lock screen, then ask who is enrolled here."""
        self.keys.install()
        self.window.resize(*SIZE)
        self.window.stage.show_page(UNLOCK_PAGE)
        self.lock_page.installEventFilter(self)
        self.window.show()
        QTimer.singleShot(0, self.window.activateWindow)

    def enter(self, opened: OpenedDesk) -> None:
        """The secret was right: open the store in the background and put the session on the window.

        Another operator than before gets a process of their own: no state passes between operators. One session at a
        time: who comes while another enters is left outside.
        """
        if self.work is not None or self._opening is not None or self._entering.are_left:
            opened.close()
            return
        self.entering.emit()
        self._renewed = renewal_words(opened.renewal)
        changed = self._last_operator not in (None, opened.operator_id)
        if changed and self._doors.hand_over is not None and self._doors.hand_over(opened):
            return
        self._opening = opened
        self.runner.run(
            lambda: self._doors.open_desk(opened),
            owner=self,
            done=lambda desk: self._enter(opened, desk),
            failed=lambda error: self._not_opened(opened, error),
        )

    def lock(self, *, for_the_day: bool = False) -> None:
        """Drafts saved, panes and models emptied, store closed, keys dropped, lock screen: in this order.

        A store that is still being opened is closed when it stands: nobody enters a desk that was locked since.
        """
        if self._opening is not None:
            self._opening = None
            self._show_lock_page()
        self._entering.finish()  # a session is taken down whole
        work, self.work = self.work, None
        if work is None:
            return
        self._ahead.forget()
        self.keys.lock()
        operator = work.desk.session.operator
        self.unlock.set_network_words(locked_words(work.exchange.state))
        work.end()
        close = work.desk.close_for_the_day if for_the_day else work.desk.close
        self.runner.run(close, owner=self, done=lambda _none: None, failed=self._refused)
        work.deleteLater()
        self._last_operator = operator.id
        self.inquiry.start()
        self._show_lock_page()
        self.lock_page.take_focus()  # a stack gives the focus back to where it was when the page went away
        self.locked.emit()

    def close(self) -> None:
        """The program ends: as a lock, with a last backup, and the keys are silent."""
        self._doors.give_up()
        self.lock(for_the_day=True)
        self.inquiry.stop()
        self.public.stop()
        self.keys.remove()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """After the first paint, and not before, the slow part begins."""
        if watched is self.lock_page and event.type() == QEvent.Type.Paint:
            self.lock_page.removeEventFilter(self)
            QTimer.singleShot(0, self._after_first_paint)
        return super().eventFilter(watched, event)

    def _after_first_paint(self) -> None:
        self.painted.emit()
        self.window.activateWindow()
        if self._doors.is_practice:
            self.unlock.set_network_words(_("Preparo la palestra: la prima volta servono alcuni secondi."))
        self.runner.run(self._prepare, owner=self, done=self._prepared, failed=self._refused, lane="network")
        self.public.start()
        self.runner.run(
            _load_session, owner=self, done=lambda _none: self.loaded.emit(), failed=self._refused, lane="network"
        )

    def _prepare(self) -> DeskSettings | None:
        self._doors.prepare()
        self._undone = self._doors.gone_back.undone() if self._doors.gone_back is not None else None
        return self._doors.settings.load() if self._doors.settings is not None else None

    def _prepared(self, settings: DeskSettings | None) -> None:
        self.loaded.emit()
        if settings is not None:
            apply_settings(settings, current_theme(), self.keys)
        self.unlock.set_network_words(locked_words(None))
        self.system_lock.listen()
        if self.work is None:
            self.unlock.start()
            self.inquiry.start()

    def _enter(self, opened: OpenedDesk, desk: DeskServices) -> None:
        from wemi_desk.ui.session import WorkSession

        if self._opening is not opened:
            self.runner.run(desk.close, owner=self, done=lambda _none: None, failed=self._refused)
            return
        self._opening = None
        work = WorkSession(desk, self.window, self.keys, self.runner)
        self._entering.start([*work.to_build(), lambda: self._equip(work), lambda: self._show_session(work)])

    def _equip(self, work: WorkSession) -> None:
        from wemi_desk.ui.session_help import SessionHelp
        from wemi_desk.ui.session_keys import register_keys

        work.lock_requested.connect(self.lock)
        work.cover_requested.connect(self.public.turn_cover)
        work.exchange.ordered.connect(self.obeying.obey)
        register_keys(work)
        if self._doors.settings is not None:
            SessionHelp(work, self._doors.settings)

    def _show_session(self, work: WorkSession) -> None:
        self.work = work
        self.inquiry.stop()
        self.keys.unlock()
        self.window.stage.show_desk()
        if self._doors.is_practice:
            words = _("Palestra: persone inventate, niente esce da questo computer.")
            self.window.standing.show_words(words, "info", closable=False)
        if self._undone is not None and self._doors.gone_back is not None:
            tell_gone_back(self._undone[0], self._doors.gone_back, self.window.standing, self.runner)
            self._undone = None
        if self._renewed:
            self.window.banner.show_words(self._renewed, "info")
        self._ahead.start(work.to_prepare())
        self.entered.emit()

    def _bind(self) -> None:
        window, keys = self.window, self.keys
        window.stage.add_page(UNLOCK_PAGE, self.lock_page)
        self.unlock.unlocked.connect(self.enter)
        self.inquiry.ordered.connect(self.obeying.obey_while_locked)
        self.preparing.prepared.connect(self.enter)
        self.preparing.left.connect(self._show_lock_page)
        keys.scanner.box = window.bar.box
        keys.scanner.scanned.connect(self._badge)
        keys.shortcuts.refused.connect(lambda _shortcut, words: window.status.show_message(words))
        keys.idle.expired.connect(self.lock)
        self.system_lock.locked.connect(self.lock)
        window.place_requested.connect(window.set_place)
        window.place_changed.connect(lambda _place: window.bar.box.hide_results())
        window.bar.quick_contact_requested.connect(lambda: self._do(lambda work: work.quick.open()))
        window.bar.operator_requested.connect(self.lock)
        window.person_bar.close_requested.connect(lambda: self._do(lambda work: work.counter.save_and_close()))
        window.person_bar.notice_requested.connect(lambda: self._do(lambda work: work.notices.hand_over()))
        window.status.undo_requested.connect(lambda: self._do(lambda work: work.undo()))
        window.stage.cover.uncover_requested.connect(lambda: window.stage.set_covered(False))

    def _do(self, verb: Callable[[WorkSession], object]) -> None:
        if self.work is not None:
            verb(self.work)

    def _first_start_door(self) -> FirstStartDoor | None:
        make = self._doors.first_start
        return make(self._doors.access.service) if make is not None else None

    def _show_lock_page(self) -> None:
        self.unlock.lock(self._last_operator)
        self.window.stage.show_page(UNLOCK_PAGE)

    def _badge(self, query: Query) -> None:
        if self.work is None:
            self.unlock.select_badge(query.value)

    def _not_opened(self, opened: OpenedDesk, error: Exception) -> None:
        """No session holds the keys: they go at once."""
        opened.close()
        if self._opening is opened:
            self._opening = None
            self.unlock.lock(opened.operator_id)
        self._refused(error)

    def _refused(self, error: Exception) -> None:
        """The store did not open: the lock screen says why and what to do."""
        from wemi_desk.ui.error_text import error_text

        words = error_text(error)
        if words is None:
            raise error
        self.unlock.refuse(words)


def _load_session() -> None:
    """Load what the session needs while the operator types the secret."""
    import wemi_desk.ui.session
    import wemi_desk.ui.session_help
    import wemi_desk.ui.session_keys  # noqa: F401
