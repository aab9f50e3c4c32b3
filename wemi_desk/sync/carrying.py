"""Unsent work leaves by hand: the same requests as on the line, signed by this desk, sealed to the centre."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import msgspec

from wemi_desk.domain.errors import NoCentreError
from wemi_desk.sync.admission import CARRIED_MAGIC, Carried
from wemi_desk.sync.compression import packed
from wemi_desk.sync.ports import SyncStore
from wemi_desk.sync.wire import MOST_ACTS, MOST_BYTES, PushRequest

PURPOSE = b"carried"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who hands over, to whom. *seal* opens with the centre's key alone; *write* replaces a file whole."""

    tenant: str
    device: UUID
    sign: Callable[[bytes], bytes]
    seal: Callable[[bytes, bytes], bytes]
    write: Callable[[Path, bytes], None]


class CarriedWork:
    """See services.exchange_ports.HandOverDoor. The acts stay here too: handed in twice, they have one effect."""

    def __init__(self, store: SyncStore, sender: Sender | None, clock: Callable[[], int]) -> None:
        self._store = store
        self._sender = sender
        self._clock = clock

    def export(self, path: Path) -> int:
        """How many acts the file holds; without any there is no file. Raises NoCentreError, StorageError."""
        if self._sender is None:
            raise NoCentreError
        pushes, count = self._pushes()
        if count:
            self._sender.write(path, self._sealed(self._sender, pushes))
        return count

    def _pushes(self) -> tuple[list[msgspec.Raw], int]:
        position = self._store.position()
        pushes, number = [], position.acked_number
        while number < position.last_number:
            chain, acts = self._store.outgoing(number, MOST_ACTS, MOST_BYTES)
            request = PushRequest(
                incarnation=position.incarnation, first=number + 1, chain=chain, acts=list(acts),
                erase_no=position.erase_no, epoch=position.epoch,
            )  # fmt: skip
            pushes.append(msgspec.Raw(msgspec.json.encode(request)))
            number = acts[-1].number
        return pushes, number - position.acked_number

    def _sealed(self, sender: Sender, pushes: list[msgspec.Raw]) -> bytes:
        file = Carried(tenant=sender.tenant, device=sender.device, made_at=self._clock(), pushes=pushes)
        signed = msgspec.structs.replace(file, signature=sender.sign(file.signed_part()))
        squeezed, _ = packed(msgspec.json.encode(signed), "zstd")  # one act alone is above what is left as it is
        return CARRIED_MAGIC + sender.seal(squeezed, PURPOSE)
