"""The note of how this desk stands, beside its store: numbers and instants in clear, for this account only."""

from __future__ import annotations

from pathlib import Path

from wemi_desk.domain.errors import DataFolderError, StorageError
from wemi_desk.domain.standing import Standing
from wemi_desk.gateways.whole_files import write_whole
from wemi_desk.shapes import decoded

MOST_BYTES = 4_096


def write_standing(path: Path, standing: Standing) -> None:
    """Whole or not at all. Raises StorageError."""
    import msgspec

    try:
        write_whole(path, msgspec.json.encode(standing))
    except DataFolderError as error:
        raise StorageError(error.reason) from None


def read_standing(path: Path) -> Standing | None:
    """What was noted last; None where nothing was, or it cannot be read."""
    import msgspec

    try:
        with path.open("rb") as file:
            return decoded(file.read(MOST_BYTES), Standing)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
