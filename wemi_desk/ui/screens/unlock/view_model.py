"""Sblocca: who says to be here, with what secret, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from wemi_desk.domain.access import DeskCondition, LockScreen, OpenedDesk, OperatorTile, SlotKind, TileState
from wemi_desk.domain.errors import GrantExpiredError, SecretError, SecretWaitError, WrongSecretError
from wemi_desk.domain.operators import OperatorId
from wemi_desk.ui.background import Runner
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.pin_offer import PinOffer, SetsPins

MOST_TILES = 8
TYPE_AHEAD_MS = 1_500
SECOND_MS = 1_000


class AccessDoor(SetsPins, Protocol):
    """The part of AccessService that this screen needs; every call blocks and runs on the keys lane."""

    def lock_screen(self) -> LockScreen: ...

    def unlock(self, operator_id: OperatorId, secret: str) -> OpenedDesk: ...


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
    ) -> None:
        super().__init__(parent)
        self._access = access
        self._runner = runner
        self.now = now
        self.screen: LockScreen | None = None
        self.chosen: OperatorTile | None = None
        self.filter_text = ""
        self.network_words = ""
        self.refusal = ""
        self.waiting = 0
        self.busy = False
        self.pin = PinOffer(access, runner, self)
        self.pin.finished.connect(self._hand_over)
        self.pin.expired.connect(lambda: self.lock(self._chosen_id()))
        self._typed_initials = ""
        self._type_ahead = QTimer(self, singleShot=True, interval=TYPE_AHEAD_MS)
        self._type_ahead.timeout.connect(self._forget_initials)
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self.tick)

    # --- what is shown -----------------------------------------------------------------------------------------

    @property
    def tiles(self) -> Sequence[OperatorTile]:
        """Everybody enrolled on this PC."""
        return self.screen.tiles if self.screen is not None else ()

    @property
    def is_ready(self) -> bool:
        """Tiles are known and somebody can enter."""
        return self.screen is not None and self.screen.condition is DeskCondition.READY

    @property
    def needs_filter(self) -> bool:
        """More operators than there is room for."""
        return len(self.tiles) > MOST_TILES

    @property
    def shown_tiles(self) -> Sequence[OperatorTile]:
        """At most eight, by the filter."""
        wanted = self.filter_text.casefold().strip()
        found = (tile for tile in self.tiles if wanted in _name(tile) or wanted == tile.initials.casefold())
        return list(islice(found, MOST_TILES))

    @property
    def accepts_secret(self) -> bool:
        """An operator is chosen whose secret would be looked at."""
        return self.is_ready and self.chosen is not None and self.chosen.state is not TileState.SUSPENDED

    # --- from the outside --------------------------------------------------------------------------------------

    def start(self, operator_id: OperatorId | None = None) -> None:
        """Ask for the tiles; *operator_id* is who worked here until the desk was locked."""
        self._reload(operator_id)

    def lock(self, operator_id: OperatorId | None = None) -> None:
        """The desk was locked: as new, with the same operator chosen."""
        self.pin.drop()
        self.refuse("")
        self._wait(0)
        self._reload(operator_id)

    def set_network_words(self, words: str) -> None:
        """The line about network and unsent work, as the sync state says it."""
        self.network_words = words
        self.network_changed.emit(words)

    def select_badge(self, code: str) -> bool:
        """A scanned badge chooses its operator and is never a secret; False when nobody here has it."""
        found = next((tile for tile in self.tiles if tile.badge and tile.badge == code), None)
        if found is not None:
            self.choose(found.operator_id)
        return found is not None

    # --- choosing ----------------------------------------------------------------------------------------------

    def set_filter(self, text: str) -> None:
        """Narrow the tiles to names that hold *text*."""
        if text != self.filter_text:
            self.filter_text = text
            self.screen_changed.emit()

    def choose(self, operator_id: OperatorId | None) -> None:
        """It is this operator; None: "Non sono io"."""
        known = self.chosen.operator_id if self.chosen is not None else None
        if known == operator_id or self.busy:
            return
        self.refuse("")
        self._take_up(operator_id)

    def type_initial(self, letter: str) -> None:
        """Type-ahead in the tiles: initials first, then names."""
        self._typed_initials += letter.casefold()
        self._type_ahead.start()
        found = self._starting_with(self._typed_initials)
        if found is None:
            self._typed_initials = letter.casefold()
            found = self._starting_with(self._typed_initials)
        if found is None:
            self._forget_initials()
            return
        if found not in self.shown_tiles:
            self.set_filter(found.shown_name)
        self.choose(found.operator_id)

    # --- entering ----------------------------------------------------------------------------------------------

    def enter(self, secret: str) -> None:
        """"Entra": judge *secret*. It is kept nowhere but in the attempt itself."""
        chosen = self.chosen
        if chosen is None or self.busy or self.waiting or not self.accepts_secret or not secret:
            return
        self.refuse("")
        self._set_busy(True)
        self._runner.run(
            lambda: self._access.unlock(chosen.operator_id, secret),
            owner=self,
            done=lambda opened: self._opened(opened, chosen, secret),
            failed=self._refused,
            lane="keys",
        )

    def tick(self) -> None:
        """One second less to wait; at the end the tiles are asked for again."""
        self._wait(max(0, self.waiting - 1))
        if not self.waiting:
            self._reload(self._chosen_id())

    def retry(self) -> None:
        """"Riprova": the keyring may answer by now."""
        self._reload(self._chosen_id())

    # --- inside ------------------------------------------------------------------------------------------------

    def _chosen_id(self) -> OperatorId | None:
        return self.chosen.operator_id if self.chosen is not None else None

    def _reload(self, operator_id: OperatorId | None) -> None:
        self._runner.run(
            self._access.lock_screen,
            owner=self,
            done=lambda screen: self._show(screen, operator_id),
            failed=self._failed,
            lane="keys",
        )

    def _show(self, screen: LockScreen, operator_id: OperatorId | None) -> None:
        self.screen = screen
        self.screen_changed.emit()
        only = screen.tiles[0].operator_id if len(screen.tiles) == 1 else None
        self._take_up(operator_id or self._chosen_id() or only)

    def _take_up(self, operator_id: OperatorId | None) -> None:
        """Choose, and begin to wait where the last failure asks for it."""
        self.chosen = next((tile for tile in self.tiles if tile.operator_id == operator_id), None)
        self._wait(self.chosen.wait_seconds if self.chosen is not None else 0)
        self.chosen_changed.emit()

    def _starting_with(self, typed: str) -> OperatorTile | None:
        by_initials = [tile for tile in self.tiles if tile.initials.casefold().startswith(typed)]
        by_name = [tile for tile in self.tiles if _name(tile).startswith(typed)]
        return next(iter(by_initials + by_name), None)

    def _forget_initials(self) -> None:
        self._typed_initials = ""

    def _opened(self, opened: OpenedDesk, chosen: OperatorTile, secret: str) -> None:
        self._set_busy(False)
        if opened.method is SlotKind.PASSPHRASE and SlotKind.PIN not in chosen.kinds:
            self.pin.begin(opened, secret)
            self.pin_offered.emit()
        else:
            self._hand_over(opened)

    def _hand_over(self, opened: OpenedDesk) -> None:
        self.chosen = None
        self.unlocked.emit(opened)

    def _refused(self, error: Exception) -> None:
        self._set_busy(False)
        self._failed(error)
        if isinstance(error, (WrongSecretError, SecretWaitError)):
            self._wait(error.wait_seconds)
        if not isinstance(error, (SecretWaitError, GrantExpiredError)):
            self._reload(self._chosen_id())

    def _failed(self, error: Exception) -> None:
        """Say it; a wait says itself, second by second."""
        words = "" if isinstance(error, SecretWaitError) else error_text(error)
        if words is None:
            raise error
        self.refuse(words)
        if not isinstance(error, SecretError) and self.screen is None:
            self.screen = LockScreen(DeskCondition.KEYRING_MISSING)
            self.screen_changed.emit()

    def refuse(self, words: str) -> None:
        if words != self.refusal:
            self.refusal = words
            self.refusal_changed.emit(words)

    def _wait(self, seconds: int) -> None:
        if seconds and not self._second.isActive():
            self._second.start()
        elif not seconds:
            self._second.stop()
        if seconds != self.waiting:
            self.waiting = seconds
            self.waiting_changed.emit(seconds)

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)


def _name(tile: OperatorTile) -> str:
    return tile.shown_name.casefold()
