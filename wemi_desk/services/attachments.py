"""Files that a measure asks for: made anew, sealed for the centre, bound to their application."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from uuid import UUID

from wemi_desk.domain.applications import Application
from wemi_desk.domain.attachments import Attachment, AttachmentId, Scan
from wemi_desk.domain.errors import InvalidFieldError, NoCentreError
from wemi_desk.services.measures import MeasureService
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession

_TAKES = ("draft", "ready", "integration_requested")
_SUFFIXES = {"application/pdf": ("pdf",), "image/jpeg": ("jpg", "jpeg", "png", "photo", "image")}


class SealedFile(Protocol):
    """A file that waits, by the hash of what is sealed."""

    @property
    def sha256(self) -> bytes: ...


class SealedFiles(Protocol):
    """Keeps files sealed for the centre. Raises StorageError."""

    def prepare(self, record_id: UUID, content: bytes) -> SealedFile:
        """Seal and keep aside until its record is written."""
        ...

    def release(self, digest: bytes) -> None:
        """Its record is written: it may go."""
        ...

    def forget(self, sha256: bytes) -> None:
        """It is not needed here any more."""
        ...


class AttachmentService:
    """See services.application_ports.AttachmentsDoor."""

    def __init__(
        self,
        store: Store,
        session: DeskSession,
        measures: MeasureService,
        remade: Callable[[Path], Scan],
        files: SealedFiles | None,
    ) -> None:
        self._store = store
        self._session = session
        self._measures = measures
        self._remade = remade
        self._files = files

    def of(self, application_id: UUID) -> Sequence[Attachment]:
        """Oldest first."""
        with self._store.reading() as work:
            return work.attachments.of(application_id)

    def attach(self, application_id: UUID, code: str, path: Path) -> Attachment:
        """Make the file anew, keep it sealed. Raises InvalidFieldError("attachment", …), NoCentreError."""
        self._session.require("serve")
        if self._files is None:
            raise NoCentreError
        with self._store.reading() as work:
            application = work.applications.shown(application_id)
        if application.state not in _TAKES:
            raise InvalidFieldError("state", "the_centres", current=application.state)
        self._check_asked(application, code)
        scan = self._remade(path)
        self._check_accepted(application, code, scan)
        return self._keep(self._files, application, code, scan)

    def _keep(self, files: SealedFiles, application: Application, code: str, scan: Scan) -> Attachment:
        attachment = Attachment(
            id=AttachmentId(self._session.ids()), application_id=application.id, citizen_id=application.citizen_id,
            space_code=self._session.space.code, code=code, media_type=scan.media_type, size=len(scan.content),
            pages=scan.pages, sha256=sha256(scan.content).hexdigest(), created_at=self._session.clock.now(),
            created_by=self._session.operator.id,
        )  # fmt: skip
        sealed = files.prepare(attachment.id, scan.content)
        try:
            with self._store.work() as work:
                work.attachments.add(attachment)
                work.commit()
        except BaseException:
            files.forget(sealed.sha256)
            raise
        files.release(sealed.sha256)
        return attachment

    def _check_asked(self, application: Application, code: str) -> None:
        """Only what the measure asks for as a file is kept as one."""
        measure = self._measures.find(application.measure_code, application.measure_version)
        asked = measure.attachments if measure else ()
        if not any(one.code == code and one.as_file for one in asked) and application.state != "integration_requested":
            raise InvalidFieldError("attachment", "not_asked")

    def _check_accepted(self, application: Application, code: str, scan: Scan) -> None:
        measure = self._measures.find(application.measure_code, application.measure_version)
        accepts = [kind for one in (measure.attachments if measure else ()) if one.code == code for kind in one.accepts]
        named = (scan.media_type, *_SUFFIXES.get(scan.media_type, ()))
        if accepts and not any(kind.casefold() in named for kind in accepts):
            raise InvalidFieldError("attachment", "not_accepted")
