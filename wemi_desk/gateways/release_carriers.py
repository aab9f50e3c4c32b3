"""How the files of releases come here: over the line to the centre, or from a stick. Neither is believed."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Protocol

from wemi_desk.domain.errors import NoLineError
from wemi_desk.gateways.central_api import HttpCentreLine
from wemi_desk.gateways.centre_http import CentreHttp
from wemi_desk.sync.admission import UNKNOWN
from wemi_desk.sync.ports import LineError

_METADATA, _TARGETS = "/v1/releases/metadata/", "/v1/releases/targets/"


class FileNotThereError(Exception):
    """The carrier answers, and has no such file."""


class Carrier(Protocol):
    """Names are made by the client alone: they hold no separators."""

    def metadata(self, name: str, most: int) -> bytes:
        """Raises FileNotThereError, NoLineError. At most one byte more than *most*, which says that there is more."""
        ...

    def part(self, name: str, first: int, most: int) -> bytes:
        """Some bytes from *first* on; none at the end. Raises as metadata."""
        ...

    def close(self) -> None: ...


class CentreCarrier:
    """Over a line of its own: an exchange of records never waits behind an archive."""

    def __init__(self, http: CentreHttp, line: HttpCentreLine) -> None:
        self._http = http
        self._line = line

    def metadata(self, name: str, most: int) -> bytes:
        try:
            return self._line.read(_METADATA + name)[: most + 1]
        except LineError as error:
            raise _translated(error) from None

    def part(self, name: str, first: int, most: int) -> bytes:
        try:
            return self._line.read(_TARGETS + name, f"bytes={first}-{first + most - 1}")
        except LineError as error:
            raise _translated(error) from None

    def close(self) -> None:
        self._http.close()


class FolderCarrier:
    """The publisher's folder as it was copied; a stick that is pulled out is a line that is down."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def metadata(self, name: str, most: int) -> bytes:
        return self._read("metadata", name, 0, most + 1)

    def part(self, name: str, first: int, most: int) -> bytes:
        return self._read("targets", name, first, most)

    def close(self) -> None:
        """Nothing stays open."""

    def _read(self, kind: str, name: str, first: int, most: int) -> bytes:
        try:
            with (self._folder / kind / name).open("rb") as file:
                file.seek(first)
                return file.read(most)
        except FileNotFoundError:
            raise self._missing() from None
        except OSError:
            raise NoLineError from None

    def _missing(self) -> Exception:
        with suppress(OSError):
            if (self._folder / "metadata").is_dir():
                return FileNotThereError()
        return NoLineError()


def repository_in(folder: Path) -> Path | None:
    """Where the releases lie in what somebody chose: the folder itself, or the one called ``wemi-desk`` in it."""
    return next((one for one in (folder, folder / "wemi-desk") if (one / "metadata").is_dir()), None)


def _translated(error: LineError) -> Exception:
    return FileNotThereError() if error.reason == UNKNOWN else NoLineError()
