"""Attachments: the real spool and courier at the desk, the centre's real endpoints and files, a line that breaks.

They are on the disk, in a folder of the history: what is put back of a store or of a database leaves them as they are.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from uuid import UUID

from wemi_desk.central.api import attachments as endpoints
from wemi_desk.central.auth.refusals import Refusal
from wemi_desk.central.files import FileStore
from wemi_desk.central.store.file_list import FileList
from wemi_desk.domain.attachments import PDF, Scan
from wemi_desk.gateways.file_spool import SealedSpool
from wemi_desk.persistence.attachments import SqlFileRecords, met_epoch
from wemi_desk.services.attachments import AttachmentService
from wemi_desk.sync import courier
from wemi_desk.sync.admission import FileOffer, FileState
from wemi_desk.sync.ports import LineError

if TYPE_CHECKING:
    from simulation.desk import SimDesk
    from simulation.picks import Picks
    from simulation.world import World
    from wemi_desk.domain.applications import Application

TENANT = "milano"
PART = 48
"""Bytes: so that a file has several parts."""


class DeskSpool(SealedSpool):
    """What a process that is gone still tries does not happen."""

    def __init__(self, folder: Path, desk: SimDesk) -> None:
        super().__init__(folder, _box_key())
        self._desk = desk

    def prepare(self, record_id: UUID, content: bytes) -> Any:
        self._desk.trap.step()
        return super().prepare(record_id, content)

    def release(self, digest: bytes) -> None:
        self._desk.trap.step()
        super().release(digest)

    def delivered(self, digest: bytes) -> None:
        self._desk.trap.step()
        super().delivered(digest)

    def forget(self, digest: bytes) -> None:
        self._desk.trap.step()
        super().forget(digest)


class Papers:
    """Everything of one history that is a file."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._folder = Path(tempfile.mkdtemp(prefix="papers-"))
        self.at_centre = FileStore(self._folder / "centre")
        self.made: dict[UUID, bytes] = {}
        """The sealed file of each record that was attached, by the hash of its content as it lies there."""

    def spool(self, desk: SimDesk) -> DeskSpool:
        return DeskSpool(self._folder / desk.name, desk)

    def attach(self, desk: SimDesk, application: Application, text: str) -> Any:
        """Through the real service, without a measure that says what is asked."""
        nothing: Any = None
        service = AttachmentService(desk.store, desk.session, nothing, nothing, None)
        scan = Scan(content=text.encode() * 9, media_type=PDF, pages=1)
        spool = self.spool(desk)
        made = service._keep(spool, application, "isee", scan)
        self.made[made.id] = next(one.sha256 for one in spool.waiting() if one.record_id == made.id)
        return made

    def carry(self, desk: SimDesk, picks: Picks | None) -> courier.Round:
        """One round of the courier; *picks* say what goes wrong. Raises LineError."""
        line = PaperLine(self._world, desk, self.at_centre, picks)
        with patch.object(courier, "PART_BYTES", PART):
            return courier.FileCourier(
                line, self.spool(desk), lambda: not desk.sync.told.complete, records=SqlFileRecords(desk.engine),
                epoch=met_epoch(desk.engine),
            ).round()  # fmt: skip

    def settle(self, desks: Iterable[SimDesk]) -> None:
        """All is quiet: every file arrives, and the day's upkeep runs."""
        for desk in desks:
            while self.carry(desk, None).parts:
                pass
        self.forget()

    def forget(self) -> None:
        """As the centre does after an order, after a restore and every day (registry.forget_files)."""
        with self.listed() as files:
            for digest in files.of_erased():
                self.at_centre.delete(TENANT, digest)
                files.forget(digest)

    @contextmanager
    def listed(self) -> Iterator[FileList]:
        with self._world.centre.store.access().work() as connection:
            yield FileList(connection, TENANT)

    def faults(self, living: set[UUID], erased: set[UUID]) -> Iterator[tuple[str, str]]:
        """What must not be, when all is quiet."""
        with self.listed() as files:
            for record_id, digest in self.made.items():
                listed, whole = files.find(digest), self.at_centre.is_whole(TENANT, digest)
                if record_id in living and not (whole and listed is not None and listed.whole_at is not None):
                    yield "attachment lost", f"{record_id}: whole {whole}, listed {listed}"
                if record_id in erased and listed is not None:  # without the key in the list nobody opens the bytes
                    yield "erased attachment still there", str(record_id)
                lost = self._world.faults["restore_centre"]  # then they lie there until upkeep finds them unlisted
                if record_id in erased and not lost and self.at_centre.offset(TENANT, digest):
                    yield "erased attachment still there", str(record_id)
        for desk in self._world.desks:
            spool = self.spool(desk)
            waiting = {one.record_id for one in (*spool.waiting(), *spool.kept_files())} & erased
            if waiting and not desk.gone:
                yield "erased attachment still there", f"{desk.name} {sorted(waiting)}"

    def end(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


class PaperLine:
    """See sync.courier.FileLine: the real endpoints, without HTTP."""

    def __init__(self, world: World, desk: SimDesk, files: FileStore, picks: Picks | None) -> None:
        self._world, self._desk, self._files, self._picks = world, desk, files, picks

    def offer_file(self, offer: FileOffer) -> FileState:
        return self._asked(endpoints.offer, message=offer)

    def send_part(self, sha256: bytes, offset: int, part: bytes) -> FileState:
        return self._asked(endpoints.take_part, parameters={"sha256": sha256.hex()}, plain=part, offset=offset)

    def _asked(self, endpoint: Callable[[Any], FileState], **what: Any) -> FileState:
        self._desk.trap.step()
        if self._fails("lose_part"):
            raise LineError("down")
        desk, centre = self._desk, self._world.centre
        front_desk = SimpleNamespace(store=self._world.centre.store.access(), clock=centre.clock)
        device = SimpleNamespace(id=desk.device_id)
        asked: Any = SimpleNamespace(
            centre=SimpleNamespace(front_desk=front_desk, files=self._files),
            desk=SimpleNamespace(tenant=TENANT, caller=desk.caller(), device=device), **what,
        )  # fmt: skip
        try:
            answer = endpoint(asked)
        except Refusal as refusal:
            raise LineError(refusal.error) from None
        if self._fails("lose_part_answer"):
            raise LineError("down")
        return answer

    def _fails(self, kind: str) -> bool:
        fails = self._picks is not None and self._picks.chance(12)
        if fails:
            self._world.count_fault(kind)
        return fails


@cache
def _box_key() -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(bytes(range(32))).public_key().public_bytes_raw()
