"""Facilita's files on the disk: under another name until they are whole, with their digests and renditions."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from io import BufferedWriter
from pathlib import Path

from wemi_desk.documents.facilita import read_rows, writer_to
from wemi_desk.domain.errors import DataFolderError, DiskFullError, InvalidFieldError, StorageError
from wemi_desk.domain.facilita import Contract
from wemi_desk.domain.facilita_ledger import FacilitaBatch
from wemi_desk.guards import forbid_on_ui_thread

_PART = ".part"
_MOST_REPORT = 32 * 2**20
_BLOCK = 1 << 16
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a spreadsheet's own files begin."""


class HashedRowFile:
    """See services.facilita.ports.RowFile."""

    def __init__(self, folder: Path, name: str, contract: Contract) -> None:
        self.name, self.count = name, 0
        self._target, self._part = folder / name, folder / (name + _PART)
        self._digest = hashlib.sha256()
        with _disk_errors():
            folder.mkdir(parents=True, exist_ok=True)
            if self._target.exists():
                raise InvalidFieldError("folder", "file_exists", name=name)
            self._stream = _opened(self._part)
            try:
                self._rows = writer_to(self, contract)
            except OSError:
                self.abandon()
                raise

    def write(self, text: str) -> None:
        """What the CSV writer hands over."""
        data = text.encode()
        self._digest.update(data)
        self._stream.write(data)

    def add(self, values: Sequence[str]) -> None:
        with _disk_errors():
            self._rows.writerow(values)
        self.count += 1

    def finish(self) -> str:
        with _disk_errors():
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
        return self._digest.hexdigest()

    def rows(self) -> Iterator[tuple[str, ...]]:
        with _disk_errors():
            yield from read_rows(self._part)

    def publish(self) -> Path:
        with _disk_errors():
            if self._target.exists():
                raise InvalidFieldError("folder", "file_exists", name=self.name)
            self._part.rename(self._target)
        return self._target

    def abandon(self) -> None:
        with suppress(OSError):  # a full disk does not take the rest either
            self._stream.close()
        self._part.unlink(missing_ok=True)


class LocalFacilitaFiles:
    """See services.facilita.ports.FacilitaFiles."""

    def clear_unfinished(self, folder: Path) -> None:
        forbid_on_ui_thread("disk")
        with _disk_errors():
            for left in folder.glob(f"facilita_*{_PART}"):
                left.unlink()

    def begin(self, folder: Path, name: str, contract: Contract) -> HashedRowFile:
        forbid_on_ui_thread("disk")
        return HashedRowFile(folder, name, contract)

    def digest(self, path: Path) -> str:
        forbid_on_ui_thread("disk")
        found = hashlib.sha256()
        with _disk_errors(), path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                found.update(block)
        return found.hexdigest()

    def manifest(self, folder: Path, name: str, files: Sequence[tuple[str, str]]) -> Path:
        target = folder / name
        text = "".join(f"{digest}  {file}\n" for digest, file in files)
        with _disk_errors():
            target.write_text(text, encoding="utf-8", newline="\n")
        return target

    def report(self, path: Path) -> Sequence[str]:
        forbid_on_ui_thread("disk")
        with _disk_errors(), path.open("rb") as stream:
            content = stream.read(_MOST_REPORT + 1)
        if len(content) > _MOST_REPORT:
            raise InvalidFieldError("report", "too_large")
        if content.startswith(_WORKBOOKS):
            raise InvalidFieldError("report", "workbook")
        return _text_of(content).splitlines()

    def rendition(self, csv: Path, batch: FacilitaBatch, made_at: datetime) -> Path:
        forbid_on_ui_thread("paper")
        from wemi_desk.documents.facilita_rendition import render

        if self.digest(csv) != batch.sha256:
            raise InvalidFieldError("upload_file", "changed", name=batch.file_name)
        target = csv.with_suffix(".pdf")
        with _disk_errors(), _opened(target) as stream:
            stream.write(render(csv, batch, made_at))
        return target


def _text_of(content: bytes) -> str:
    """UTF-8, what spreadsheets call Unicode, or what old ones write. Control signs would be nowhere in a report."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise InvalidFieldError("report", "not_a_report")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _opened(path: Path) -> BufferedWriter:
    """Closed to other accounts before anything is in it."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(handle, "wb")


@contextmanager
def _disk_errors() -> Iterator[None]:
    """What the disk says, in our own terms."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
            raise DiskFullError from None
        if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR}:
            raise DataFolderError("read_only") from None
        raise StorageError(type(error).__name__) from None
