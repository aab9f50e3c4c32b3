"""Measures in files that people carry."""

from __future__ import annotations

from pathlib import Path

from wemi_desk.domain.errors import MeasureRefusedError
from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.measure_text import MOST_CHARACTERS
from wemi_desk.gateways.whole_files import translated, write_whole
from wemi_desk.guards import forbid_on_ui_thread


class LocalMeasureFiles:
    """See services.measure_ports.MeasureFiles."""

    def read(self, path: str) -> str:
        """Raises MeasureRefusedError for what is no text or is far too long, StorageError for what cannot be read."""
        forbid_on_ui_thread("disk")
        try:
            with Path(path).open("rb") as file:
                content = file.read(MOST_CHARACTERS + 1)
        except OSError as error:
            raise translated(error) from None
        if len(content) > MOST_CHARACTERS:
            raise MeasureRefusedError((Problem("", "too_long", values={"most": MOST_CHARACTERS}),))
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise MeasureRefusedError((Problem("", "not_json"),)) from None

    def write(self, path: str, text: str) -> None:
        """Whole or not at all. Raises StorageError, DataFolderError."""
        write_whole(Path(path), text.encode())
