"""Secrets in the operating system's keyring, through an allow-list of backends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from wemi_desk.domain.errors import KeyringMissingError
from wemi_desk.guards import forbid_on_ui_thread
from wemi_desk.services.access_ports import TimeLimit

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

Answer = TypeVar("Answer")

SERVICE = "wemi-desk"
SECONDS = 5.0  # a call blocks as long as the keyring's own unlock dialog is open
_WINDOWS = "keyring.backends.Windows.WinVaultKeyring"
TRUSTED = frozenset(
    {
        "keyring.backends.SecretService.Keyring",
        _WINDOWS,
        "keyring.backends.macOS.Keyring",
    }
)


class NoTimeLimit:
    """For callers that may wait: tests and command lines."""

    def run(self, call: Callable[[], Answer], seconds: float) -> Answer:  # noqa: ARG002 (the port's shape)
        return call()


class KeyringSecretStore:
    """Hex values under one service name; the backend is chosen on first use and never changes afterwards."""

    def __init__(self, limit: TimeLimit | None = None, seconds: float = SECONDS) -> None:
        self._limit = limit or NoTimeLimit()
        self._seconds = seconds
        self._backend: KeyringBackend | None = None

    @property
    def backend_name(self) -> str:
        return self._ask(lambda: class_name(self._trusted()))

    def find(self, name: str) -> bytes | None:
        text = self._ask(lambda: self._trusted().get_password(SERVICE, name))
        try:
            return None if text is None else bytes.fromhex(text)
        except ValueError:
            return None  # not written by us: as good as missing

    def put(self, name: str, value: bytes) -> None:
        self._ask(lambda: self._trusted().set_password(SERVICE, name, value.hex()))

    def delete(self, name: str) -> None:
        from keyring.errors import PasswordDeleteError

        def delete() -> None:
            try:
                self._trusted().delete_password(SERVICE, name)
            except PasswordDeleteError:
                return

        self._ask(delete)

    def _trusted(self) -> KeyringBackend:
        if self._backend is None:
            self._backend = trusted_backend()
        return self._backend

    def _ask(self, call: Callable[[], Answer]) -> Answer:
        from keyring.errors import KeyringError

        forbid_on_ui_thread("keyring")
        try:
            return self._limit.run(call, self._seconds)
        except (KeyringError, TimeoutError, OSError) as error:
            raise KeyringMissingError(type(error).__name__) from None


def trusted_backend() -> KeyringBackend:
    """The system's keyring; raises KeyringMissingError for anything that is not on the list."""
    import keyring

    chosen = keyring.get_keyring()
    candidates: list[KeyringBackend] = getattr(chosen, "backends", [chosen])  # a chain has several
    for backend in candidates:
        if class_name(backend) in TRUSTED:
            _keep_here(backend)
            return backend  # this object, never the chain: it might ask another one tomorrow
    raise KeyringMissingError(class_name(chosen))


def _keep_here(backend: KeyringBackend) -> None:
    """Windows would let its credentials travel with a roaming profile: this PC's secret is of no use on another."""
    if class_name(backend) == _WINDOWS:
        backend.persist = "local machine"  # type: ignore[attr-defined]


def class_name(backend: object) -> str:
    """The name that is pinned at enrolment."""
    return f"{type(backend).__module__}.{type(backend).__qualname__}"
