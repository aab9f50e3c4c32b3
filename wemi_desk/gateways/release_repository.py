"""Releases as The Update Framework has them: what is not signed, fresh and consistent does not exist here."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from wemi_desk.domain.errors import ReleaseRefusedError
from wemi_desk.domain.releases import Release, release_from
from wemi_desk.gateways.release_carriers import Carrier, FileNotThereError
from wemi_desk.gateways.update_files import FolderUpdateFiles
from wemi_desk.gateways.whole_files import sync_folder, translated

if TYPE_CHECKING:
    from tuf.ngclient.fetcher import FetcherInterface
    from tuf.ngclient.updater import Updater

PIECE_BYTES = 256 * 1024
MOST_ARCHIVE = 1 << 30
MOST_METADATA = 5_000_000
MADE_AT = "x-wemi-made-at"
"""In what is signed as timestamp: when that was. A clock before it cannot say what has expired."""
CLOCK_TOLERANCE = timedelta(days=1)
_MOST_ROOTS = 64


def this_system() -> str:
    """As names of archives have it: linux-x86_64, windows-x86_64."""
    kind = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    machine = platform.machine().lower()
    return f"{kind}-{'x86_64' if machine == 'amd64' else machine}"


class SignedReleases:
    """See services.updates.ports.ReleaseSource. *root* is what is trusted from the beginning: bytes of a root.json."""

    def __init__(
        self, carrier: Carrier, files: FolderUpdateFiles, root: bytes, system: str = "", piece: int = PIECE_BYTES
    ) -> None:
        self._carrier = carrier
        self._files = files
        self._root = root
        self._system = system or this_system()
        self._piece = piece
        self._updater: Updater | None = None

    def newest(self, now: datetime) -> Release | None:
        """Raises ReleaseRefusedError, NoLineError, StorageError. *now* is the desk's trusted time."""
        self._files.prepare()
        carried = _Carried(self._carrier)
        with _refusals(carried, self._files):
            self._updater = updater = _updater(self._files, carried.fetcher(), self._root, now)
            updater.refresh()
            self._settle()
            targets = _known(self._files, "targets")
            self._refuse_early_clock(now)
            found = [one for one in map(self._release, targets.signed.targets.values()) if one is not None]
        return max(found, key=lambda one: one.version, default=None)

    def fetch(self, release: Release, told: Callable[[int], None]) -> None:
        """After newest, on the same object: what is fetched is what was signed then."""
        target = self._target(release)
        self._files.prepare()
        self._files.keep_only(release)
        name = f"{release.sha256}.{release.archive}"
        try:
            if self._is_here(target, release):
                told(release.bytes)
                return
            self._fill(release, name, told)
            self._verify(release, target)
        except FileNotThereError:
            raise ReleaseRefusedError("missing") from None
        except OSError as error:
            raise translated(error) from None

    def close(self) -> None:
        self._carrier.close()

    def _fill(self, release: Release, name: str, told: Callable[[int], None]) -> None:
        part = self._files.part(release)
        with part.open("ab") as file:
            here = file.tell()
            if here > release.bytes:  # of another life
                file.truncate(0)
                here = 0
            while here < release.bytes:
                told(here)
                asked = min(self._piece, release.bytes - here)
                piece = self._carrier.part(name, here, asked)
                if not piece:
                    raise ReleaseRefusedError("too_small")
                if len(piece) > asked:
                    raise ReleaseRefusedError("too_large")
                file.write(piece)
                file.flush()
                here += len(piece)
            os.fsync(file.fileno())
        told(here)

    def _is_here(self, target: Any, release: Release) -> bool:
        """Fetched and verified in another session, and still the same."""
        from tuf.api.exceptions import LengthOrHashMismatchError

        path = self._files.archive(release)
        if not path.exists():
            return False
        try:
            with path.open("rb") as file:
                target.verify_length_and_hashes(file)
        except LengthOrHashMismatchError:
            self._files.hold()
            path.unlink()
            return False
        return True

    def _verify(self, release: Release, target: Any) -> None:
        """The whole once more from the disk: only what is right there moves to its place."""
        from tuf.api.exceptions import LengthOrHashMismatchError

        part = self._files.part(release)
        try:
            with part.open("rb") as file:
                target.verify_length_and_hashes(file)
        except LengthOrHashMismatchError:
            part.unlink(missing_ok=True)
            raise ReleaseRefusedError("hash") from None
        part.replace(self._files.archive(release))
        sync_folder(self._files.waiting)

    def _target(self, release: Release) -> Any:
        target = self._updater.get_targetinfo(release.archive) if self._updater is not None else None
        if target is None or self._release(target) != release:
            raise ReleaseRefusedError("missing")
        return target

    def _release(self, target: Any) -> Release | None:
        """None for other systems, and for what a later publisher may put beside programs."""
        custom = target.unrecognized_fields.get("custom")
        if not isinstance(custom, dict) or custom.get("system") != self._system:
            return None
        facts = {**custom, "archive": target.path, "sha256": target.hashes.get("sha256"), "bytes": target.length}
        try:
            release = release_from(facts)
        except ValueError:
            raise ReleaseRefusedError("facts") from None
        if release.bytes > MOST_ARCHIVE:
            raise ReleaseRefusedError("too_large")
        return release

    def _refuse_early_clock(self, now: datetime) -> None:
        said = _known(self._files, "timestamp").signed.unrecognized_fields.get(MADE_AT, "")
        try:
            made_at = datetime.fromisoformat(str(said))
        except ValueError:
            return
        if made_at.tzinfo is not None and now < made_at - CLOCK_TOLERANCE:
            raise ReleaseRefusedError("clock")

    def _settle(self) -> None:
        """What was trusted must outlive a power cut: without it an older edition would be believed again."""
        for one in (self._files.metadata, self._files.metadata / "root_history"):
            for path in one.glob("*.json"):
                with suppress(OSError), path.open("rb") as file:
                    os.fsync(file.fileno())
            sync_folder(one)


class _Carried:
    """The last file that came, for who has to say what was wrong with it."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self.name = ""
        self.content = b""

    def fetcher(self) -> FetcherInterface:
        """Metadata go through the framework's hands alone; nothing of them is written before it was verified."""
        from tuf.api.exceptions import DownloadHTTPError, DownloadLengthMismatchError
        from tuf.ngclient.fetcher import FetcherInterface

        take = self._take

        class Fetcher(FetcherInterface):
            def _fetch(self, url: str) -> Iterator[bytes]:
                return iter((_from(url, MOST_METADATA),))

            @contextmanager
            def download_file(self, url: str, max_length: int) -> Iterator[IO[bytes]]:
                content = _from(url, max_length)
                if len(content) > max_length:
                    raise DownloadLengthMismatchError(url)
                yield BytesIO(content)

        def _from(url: str, most: int) -> bytes:
            name = url.rpartition("/")[2]
            try:
                return take(name, most)
            except FileNotThereError:
                raise DownloadHTTPError(name, 404) from None

        return Fetcher()

    def _take(self, name: str, most: int) -> bytes:
        self.content = self._carrier.metadata(name, most)
        self.name = name
        return self.content


def _updater(files: FolderUpdateFiles, fetcher: FetcherInterface, root: bytes, now: datetime) -> Updater:
    from tuf.ngclient.config import UpdaterConfig
    from tuf.ngclient.updater import Updater

    made = Updater(
        str(files.metadata), "metadata/", fetcher=fetcher, bootstrap=root,
        config=UpdaterConfig(max_root_rotations=_MOST_ROOTS),
    )  # fmt: skip
    made._trusted_set.reference_time = now  # noqa: SLF001 (the framework asks the computer; we trust our own clock more)
    return made


def _known(files: FolderUpdateFiles, role: str) -> Any:
    """What the framework has verified and written a moment ago."""
    from tuf.api.metadata import Metadata

    return Metadata.from_file(str(files.metadata / f"{role}.json"))


@contextmanager
def _refusals(carried: _Carried, files: FolderUpdateFiles) -> Iterator[None]:
    from tuf.api import exceptions

    try:
        yield
    except exceptions.DownloadHTTPError:
        raise ReleaseRefusedError("missing") from None
    except exceptions.DownloadLengthMismatchError:
        raise ReleaseRefusedError("too_large") from None
    except (exceptions.RepositoryError, exceptions.DownloadError) as error:
        raise ReleaseRefusedError(_reason(error, carried, files)) from None
    except OSError as error:
        raise translated(error) from None


def _reason(error: Exception, carried: _Carried, files: FolderUpdateFiles) -> str:
    """In one word: which attack, or which slip of the publisher, it looks like."""
    from tuf.api import exceptions

    role = carried.name.removesuffix(".json").rpartition(".")[2]
    if isinstance(error, exceptions.ExpiredMetadataError):
        return "freeze" if "timestamp" in str(error) else "expired"
    if isinstance(error, exceptions.BadVersionNumberError):
        return "mixed" if role == "targets" or "Expected snapshot" in str(error) else "rollback"
    if isinstance(error, exceptions.LengthOrHashMismatchError):
        return "mixed"
    if isinstance(error, exceptions.UnsignedMetadataError):
        return "wrong_key" if _by_strangers(carried.content, role, files) else "unsigned"
    return "garbled"


def _by_strangers(content: bytes, role: str, files: FolderUpdateFiles) -> bool:
    """Signed, and by nobody who may: too few of the right ones is another matter."""
    from tuf.api.metadata import Metadata

    signers = set(Metadata.from_bytes(content).signatures)
    return bool(signers) and signers.isdisjoint(_known(files, "root").signed.roles[role].keyids)
