"""Sblocca: who says to be here, with what secret, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.access import DeskCondition, LockScreen, OpenedDesk, OperatorTile, SlotKind, TileState
from wemi_desk.domain.errors import GrantExpiredError, SecretError, SecretWaitError, WrongSecretError
from wemi_desk.domain.operators import OperatorId
from wemi_desk.ui.background import Runner
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.pin_offer import PinOffer, SetsPins
from wemi_desk.ui.screens.unlock.choosing import OperatorRoll, TypeAhead
from wemi_desk.ui.screens.unlock.countdown import Countdown
from wemi_desk.ui.screens.unlock.online_view_model import OnlineDoor, OnlineEntry


class AccessDoor(SetsPins, Protocol):
    """The part of AccessService that this screen needs; every call blocks and runs on the keys lane."""

    def lock_screen(self) -> LockScreen: ...

    def unlock(self, operator_id: OperatorId, secret: str, *, may_renew: bool = False) -> OpenedDesk: ...


class UnlockViewModel(QObject):
    """The tiles come a moment after the first paint: ``start()`` asks for them in the background.

    ``unlocked`` hands over an OpenedDesk; ``waiting_changed`` counts the seconds until the next attempt is judged.
    """

    screen_changed = Signal()
    chosen_changed = Signal()
    refusal_changed = Signal(str)
    waiting_changed = Signal(int)
    busy_changed = Signal(bool)
    network_changed = Signal(str)
    pin_offered = Signal()
    unlocked = Signal(object)
    setup_requested = Signal()
    recovery_requested = Signal()

    def __init__(
        self,
        access: AccessDoor,
        runner: Runner,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QObject | None = None,
        online: Callable[[], OnlineDoor] | None = None,
    ) -> None:
        super().__init__(parent)
        self._access = access
        self._runner = runner
        self.now = now
        self.screen: LockScreen | None = None
        self.roll = OperatorRoll()
        self.chosen: OperatorTile | None = None
        self.network_words = ""
        self.refusal = ""
        self.busy = False
        self.pin = PinOffer(access, runner, self)
        self.pin.finished.connect(self._hand_over)
        self.pin.expired.connect(self.lock)
        self.online = OnlineEntry(online, runner, self)
        self.online.entered.connect(self.pin.begin)  # whatever PIN there was did not come along
        self.online.entered.connect(self.pin_offered)
        self.countdown = Countdown(self)
        self.countdown.changed.connect(self.waiting_changed)
        self.countdown.ended.connect(self.start)
        self._type_ahead = TypeAhead(self)

    # --- what is shown -----------------------------------------------------------------------------------------

    @property
    def is_ready(self) -> bool:
        """Tiles are known and somebody can enter."""
        return self.screen is not None and self.screen.condition is DeskCondition.READY

    @property
    def accepts_secret(self) -> bool:
        """An operator is chosen whose secret would be looked at."""
        return self.is_ready and self.chosen is not None and self.chosen.state is not TileState.SUSPENDED

    @property
    def waiting(self) -> int:
        """Seconds until the next attempt is judged."""
        return self.countdown.seconds

    # --- from the outside --------------------------------------------------------------------------------------

    def start(self, operator_id: OperatorId | None = None) -> None:
        """Ask for the tiles, now or again; *operator_id* is who worked here until the desk was locked."""
        self._runner.run(
            self._access.lock_screen,
            owner=self,
            done=lambda screen: self._show(screen, operator_id),
            failed=self._failed,
            lane="keys",
        )

    def lock(self, operator_id: OperatorId | None = None) -> None:
        """The desk was locked, or did not open: as new, with the same operator chosen."""
        self._set_busy(False)
        self.pin.drop()
        self.online.end()
        self.refuse("")
        self.set_filter("")
        self.countdown.set_seconds(0)
        self.start(operator_id)

    def set_network_words(self, words: str) -> None:
        """The line about network and unsent work, as the sync state says it."""
        self.network_words = words
        self.network_changed.emit(words)

    def refuse(self, words: str) -> None:
        """Say why nobody gets in, or take it back with an empty text."""
        if words != self.refusal:
            self.refusal = words
            self.refusal_changed.emit(words)

    # --- choosing ----------------------------------------------------------------------------------------------

    def set_filter(self, text: str) -> None:
        """Narrow the tiles to names that hold *text*."""
        if text != self.roll.filter_text:
            self.roll = replace(self.roll, filter_text=text)
            self.screen_changed.emit()

    def choose(self, operator_id: OperatorId | None) -> None:
        """It is this operator; None: "Non sono io"."""
        if not self.busy and operator_id != _id_of(self.chosen):
            self.refuse("")
            self._take_up(operator_id)

    def select_badge(self, code: str) -> bool:
        """A scanned badge chooses its operator and is never a secret; False when nobody here has it."""
        found = self.roll.with_badge(code)
        if found is not None:
            self.choose(found.operator_id)
        return found is not None

    def type_initial(self, letter: str) -> None:
        """Type-ahead in the tiles."""
        found = self._type_ahead.take(letter, self.roll)
        if found is None:
            return
        if found not in self.roll.shown:
            self.set_filter(found.shown_name)
        self.choose(found.operator_id)

    # --- entering ----------------------------------------------------------------------------------------------

    def enter(self, secret: str) -> None:
        """"Entra": judge *secret*. It is kept nowhere but in the attempt itself.

        Another data key takes its time, and wants the store closed: after whatever the store still does.
        """
        chosen = self.chosen
        if chosen is None or self.busy or self.waiting or not self.accepts_secret or not secret:
            return
        self.refuse("")
        self._set_busy(True)
        renews = self.screen is not None and self.screen.new_key
        self._runner.run(
            lambda: self._access.unlock(chosen.operator_id, secret, may_renew=renews),
            owner=self,
            done=lambda opened: self._opened(opened, chosen, secret),
            failed=self._refused,
            lane="store" if renews else "keys",
        )

    # --- inside ------------------------------------------------------------------------------------------------

    def _show(self, screen: LockScreen, operator_id: OperatorId | None) -> None:
        self.screen = screen
        self.roll = replace(self.roll, tiles=screen.tiles)
        self.online.allow(screen.online)
        self.screen_changed.emit()
        self._take_up(operator_id or _id_of(self.chosen) or self.roll.only)

    def _take_up(self, operator_id: OperatorId | None) -> None:
        """Choose, and begin to wait where the last failure asks for it."""
        self.chosen = self.roll.find(operator_id)
        self.countdown.set_seconds(self.chosen.wait_seconds if self.chosen is not None else 0)
        self.chosen_changed.emit()

    def _opened(self, opened: OpenedDesk, chosen: OperatorTile, secret: str) -> None:
        if opened.method is SlotKind.PASSPHRASE and SlotKind.PIN not in chosen.kinds:
            self._set_busy(False)
            self.pin.begin(opened, secret)
            self.pin_offered.emit()
        else:
            self._hand_over(opened)

    def _hand_over(self, opened: OpenedDesk) -> None:
        """The store may take seconds to open: nobody is asked for anything until it did, or did not."""
        self.chosen = None
        self._set_busy(True)
        self.unlocked.emit(opened)

    def _refused(self, error: Exception) -> None:
        self._set_busy(False)
        self._failed(error)
        if isinstance(error, (WrongSecretError, SecretWaitError)):
            self.countdown.set_seconds(error.wait_seconds)
        if not isinstance(error, (SecretWaitError, GrantExpiredError)):
            self.start()

    def _failed(self, error: Exception) -> None:
        """Say it; a wait says itself, second by second."""
        words = "" if isinstance(error, SecretWaitError) else error_text(error)
        if words is None:
            raise error
        self.refuse(words)
        if not isinstance(error, SecretError) and self.screen is None:
            self.screen = LockScreen(DeskCondition.KEYRING_MISSING)
            self.screen_changed.emit()

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)


def _id_of(tile: OperatorTile | None) -> OperatorId | None:
    return tile.operator_id if tile is not None else None
