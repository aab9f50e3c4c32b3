"""Short text files that people carry on a stick or send by mail."""

from __future__ import annotations

from pathlib import Path

from wemi_desk.domain.errors import RecoveryRefusedError
from wemi_desk.gateways.whole_files import translated, write_whole

MOST_BYTES = 10_000


class ShortTextFiles:
    """See services.first_start.TextFiles."""

    def write(self, path: str, text: str) -> None:
        """Raises StorageError, DataFolderError."""
        write_whole(Path(path), text.encode() + b"\n")

    def read(self, path: str) -> str:
        """Raises RecoveryRefusedError for what is no short text, StorageError for what cannot be read."""
        try:
            with Path(path).open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise translated(error) from None
        if len(content) > MOST_BYTES:
            raise RecoveryRefusedError
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise RecoveryRefusedError from None
