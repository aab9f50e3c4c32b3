"""The application log: event codes and a fixed list of fields, never anything a person said or wrote."""

from __future__ import annotations

import json
import logging
import os
import re
from collections import deque
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import extract_tb
from uuid import UUID

FIELDS = frozenset(
    {
        "bytes",
        "code",
        "count",
        "device",
        "duration_ms",
        "error",
        "kind",
        "limit_ms",
        "location",
        "module",
        "object",
        "operator",
        "platform",
        "result",
        "screen",
        "version",
    }
)
FILE_NAME = "wemi-desk.log"
FILE_BYTES = 10_000_000
FILES = 5
CODE = re.compile(r"[A-Za-z0-9_.:+-]{1,120}")  # no blank, no slash: neither a sentence nor a path
_LOGGER = "wemi_desk.events"
_recent: deque[str] = deque(maxlen=50)
_strict = True


class UnknownFieldError(TypeError):
    """A field that is not on the list, or a value that is not a code, a number or an id."""


def log(event: str, **fields: object) -> None:
    """Write one line; an unknown field or a free text raises under tests and is dropped in production."""
    _recent.append(event)
    kept = {name: value for name, value in fields.items() if is_harmless(name, value)}
    if _strict and (len(kept) != len(fields) or not CODE.fullmatch(event)):
        raise UnknownFieldError(sorted(fields.keys() - kept.keys()))
    logging.getLogger(_LOGGER).info(json.dumps({"event": event, **kept}, default=str))


def log_error(event: str, error: BaseException) -> None:
    """Type and place of *error*; its text may quote a person and is never written."""
    frames = extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"
    log(event, error=type(error).__name__, location=place)


def recent_events() -> tuple[str, ...]:
    """The last event codes, for a crash report."""
    return tuple(_recent)


def configure(folder: Path, *, strict: bool = False) -> None:
    """From now on write to *folder*: JSON lines, 10 MB in each of 5 files, readable by this account only."""
    global _strict
    _strict = strict
    logger = logging.getLogger(_LOGGER)
    close()
    handler = _PrivateFile(folder / FILE_NAME, maxBytes=FILE_BYTES, backupCount=FILES - 1, encoding="utf-8", delay=True)
    handler.setFormatter(_JsonLine())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False


def close() -> None:
    """Let go of the log file."""
    logger = logging.getLogger(_LOGGER)
    for handler in [one for one in logger.handlers if isinstance(one, _PrivateFile)]:
        logger.removeHandler(handler)
        handler.close()


class _PrivateFile(RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        os.close(os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT, 0o600))
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's own name)
        """A full disk must not stop the desk; nothing is printed."""


class _JsonLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return f'{{"at": "{at}", {record.getMessage()[1:]}'


def is_harmless(name: str, value: object) -> bool:
    """A field of the list, with a code, a number or an id in it."""
    if name not in FIELDS:
        return False
    if value is None or isinstance(value, bool | int | float | UUID):
        return True
    return isinstance(value, str) and CODE.fullmatch(value) is not None
