"""The file that says which centre this desk belongs to: its address in clear, everything else under "device-key"."""

from __future__ import annotations

from pathlib import Path

import msgspec

from wemi_desk.domain.access import FORMAT, DeviceId
from wemi_desk.domain.centres import CentrePlace, MetCentre
from wemi_desk.domain.errors import StateDamagedError
from wemi_desk.gateways.boxes import SealBrokenError, seal, unseal
from wemi_desk.gateways.whole_files import write_whole
from wemi_desk.shapes import decoded

_MAGIC = b"WEMI-CENTRE-1\n"


class CentreFile:
    """One per profile. The address is bound to what is sealed: changing it breaks the seal."""

    def __init__(self, path: Path, device_id: DeviceId) -> None:
        self._path = path
        self._context = f"wemi|{FORMAT}|{device_id}|centre|".encode()

    def place(self) -> CentrePlace | None:
        """Readable while locked; None when this desk knows no centre."""
        parts = self._split()
        return None if parts is None else parts[0]

    def read(self, device_key: bytes) -> MetCentre | None:
        """None when there is none yet. Raises StateDamagedError when it is not what this desk wrote."""
        parts = self._split()
        if parts is None:
            return None
        try:
            plain = unseal(device_key, parts[2], self._context + parts[1])
            return decoded(plain, MetCentre)
        except (SealBrokenError, msgspec.MsgspecError):
            raise StateDamagedError from None

    def write(self, met: MetCentre, device_key: bytes) -> None:
        """Whole or not at all. Raises StorageError."""
        clear = msgspec.json.encode(met.place)
        sealed = seal(device_key, msgspec.json.encode(met), self._context + clear)
        write_whole(self._path, _MAGIC + clear + b"\n" + sealed)

    def _split(self) -> tuple[CentrePlace, bytes, bytes] | None:
        try:
            content = self._path.read_bytes()
        except OSError:
            return None
        clear, _line, sealed = content.removeprefix(_MAGIC).partition(b"\n")
        try:
            place = decoded(clear, CentrePlace)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            raise StateDamagedError from None
        return place, clear, sealed
