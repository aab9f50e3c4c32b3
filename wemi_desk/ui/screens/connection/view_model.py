"""A desk that stood alone joins a centre: address, code, at need a certificate; what is recorded here stays here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.errors import CentreNotReachedError, CentreRefusedError, InvalidFieldError
from wemi_desk.domain.machine_policy import NOTHING_DECIDED, MachinePolicy
from wemi_desk.domain.proxies import typed_proxy
from wemi_desk.services.exchange_ports import ConnectionDoor
from wemi_desk.ui.background import Runner
from wemi_desk.ui.centre_view_model import CentreViewModel
from wemi_desk.ui.error_text import error_text

T = TypeVar("T")


class TypedProxy(NamedTuple):
    """The fields of a proxy as they were typed."""

    address: str = ""
    name: str = ""
    word: str = ""

    def __repr__(self) -> str:
        return "TypedProxy()"


class ConnectionViewModel(QObject):
    """``state_changed``: known, busy, joined or kept is different now.

    ``refused(field, words)``, the field may be empty.
    """

    state_changed = Signal()
    refused = Signal(str, str)

    def __init__(self, door: ConnectionDoor, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._runner = runner
        self.centre = CentreViewModel(door, self._run, self)
        self.centre.refused.connect(self.refused)
        self.centre.joined.connect(self._joined)
        self.address = self.proxy = ""
        self.policy: MachinePolicy = NOTHING_DECIDED
        self.is_read = self.busy = self.joined = self.proxy_kept = False

    def reload(self) -> None:
        """Which centre this desk knows, and what the administration decided."""
        self._run(lambda: (self._door.address(), self._door.proxy(), self._door.decided()), self._read)

    def join(self, url: str, code: str, proxy: TypedProxy = TypedProxy()) -> None:  # noqa: B008 (it never changes)
        """Use the code. What was typed stays when it is refused, but for the word of a proxy."""
        if self.busy or not self.is_read or self.address:
            return
        try:
            self.centre.proxy = typed_proxy(*proxy)
        except InvalidFieldError as error:
            self.refused.emit("proxy", error_text(error) or "")
            return
        self.centre.ask(url, code, self._door.join)

    def keep_proxy(self, proxy: TypedProxy) -> None:
        """Of a desk that knows its centre; from the next unlock on."""
        if self.address and not self.policy.decides("proxy"):
            self._run(lambda: self._door.keep_proxy(*proxy), self._kept, field="proxy")

    def _kept(self, _none: object) -> None:
        self.proxy_kept = True
        self.state_changed.emit()

    def _read(self, found: tuple[str, str, MachinePolicy]) -> None:
        self.address, self.proxy, self.policy = found
        self.centre.policy = self.policy
        self.is_read = True
        self.state_changed.emit()

    def _joined(self) -> None:
        self.joined = True
        self.state_changed.emit()

    def _run(self, work: Callable[[], T], done: Callable[[T], None], field: str = "") -> None:
        if self.busy:
            return
        self._set_busy(True)

        def arrived(result: T) -> None:
            self._set_busy(False)
            done(result)

        self._runner.run(work, owner=self, done=arrived, failed=partial(self._fail, field), lane="keys")

    def _fail(self, field: str, error: Exception) -> None:
        self._set_busy(False)
        words = error_text(error)
        if words is None:
            raise error
        if isinstance(error, CentreNotReachedError):
            field = "proxy" if error.reason == "proxy" and not self.policy.decides("proxy") else "centre_url"
        elif isinstance(error, CentreRefusedError):
            field = "code"
        self.refused.emit(field, words)

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.state_changed.emit()
