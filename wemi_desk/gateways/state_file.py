"""The little the lock screen needs, encrypted under the device secret."""

from __future__ import annotations

import hmac
from pathlib import Path

from wemi_desk.domain.access import FORMAT, DeskState, DeviceId, StateHeader
from wemi_desk.domain.errors import KeyringChangedError, StateDamagedError, StorageError
from wemi_desk.gateways.boxes import SealBrokenError, seal, unseal
from wemi_desk.gateways.derivation import expand
from wemi_desk.gateways.whole_files import write_whole
from wemi_desk.guards import forbid_on_ui_thread
from wemi_desk.shapes import decoded

_CHECK_BYTES = 8
_MAGIC = b"WEMI-STATE-1\n"


class EncryptedStateFile:
    """The state, and a twin written with each change of operators or slots: a damaged file costs a few events."""

    def __init__(self, path: Path, store: Path) -> None:
        self._path = path
        self._twin = path.with_name(path.name + ".twin")
        self._store = store
        self._twin_generation = -1

    def header(self) -> StateHeader | None:
        forbid_on_ui_thread("disk")
        found = [self._split(path) for path in (self._path, self._twin) if path.exists()]
        if not found:
            return None
        whole = next((parts for parts in found if parts is not None), None)
        if whole is None:
            raise StateDamagedError
        return whole[0]

    def load(self, device_secret: bytes) -> DeskState:
        header = self.header()
        if header is None:
            raise StateDamagedError
        states = [self._open(path, device_secret) for path in (self._path, self._twin)]
        newest = max((state for state in states if state is not None), key=_age, default=None)
        if newest is not None:
            return newest
        if not hmac.compare_digest(header.key_check, _check(device_secret, header.device_id)):
            raise KeyringChangedError("changed")
        raise StateDamagedError

    def save(self, state: DeskState, device_secret: bytes, backend: str) -> None:
        import msgspec

        header = msgspec.json.encode(StateHeader(state.device_id, backend, _check(device_secret, state.device_id)))
        sealed = seal(_key(device_secret, state.device_id), msgspec.json.encode(state), header)
        content = _MAGIC + header + b"\n" + sealed
        write_whole(self._path, content)
        if state.generation != self._twin_generation:
            write_whole(self._twin, content)
            self._twin_generation = state.generation

    def orphaned(self) -> bool:
        return self._store.exists() and not self._path.exists() and not self._twin.exists()

    def _open(self, path: Path, device_secret: bytes) -> DeskState | None:
        import msgspec

        parts = self._split(path)
        if parts is None:
            return None
        header, context, sealed = parts
        try:
            plain = unseal(_key(device_secret, header.device_id), sealed, context)
            return decoded(plain, DeskState)
        except (SealBrokenError, msgspec.MsgspecError):
            return None

    def _split(self, path: Path) -> tuple[StateHeader, bytes, bytes] | None:
        """Header, its bytes, and what is sealed; None when the file is not one of ours."""
        import msgspec

        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StorageError(type(error).__name__) from None
        context, _line, sealed = content.removeprefix(_MAGIC).partition(b"\n")
        try:
            header = decoded(context, StateHeader)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return None
        return (header, context, sealed) if content.startswith(_MAGIC) else None


def _age(state: DeskState) -> tuple[int, float]:
    return state.generation, state.highest_seen_at.timestamp()


def _key(device_secret: bytes, device_id: DeviceId) -> bytes:
    return expand(device_secret, f"wemi|{FORMAT}|{device_id}|state-file".encode())


def _check(device_secret: bytes, device_id: DeviceId) -> bytes:
    return expand(device_secret, f"wemi|{FORMAT}|{device_id}|state-check".encode())[:_CHECK_BYTES]
