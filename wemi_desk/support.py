"""What support needs to know of a desk, in one file: structure, counts, times and faults, and nobody's data.

Nothing is taken out of a larger whole; each part is made of codes, numbers and instants. What comes from a log line is
read again field by field, and a value that is not a code stays out (see ``logs``).
"""

from __future__ import annotations

import json
import re
import statistics
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from wemi_desk import doctor, fleet_report, logs
from wemi_desk.config import Profile
from wemi_desk.domain.access import OpenedDesk
from wemi_desk.domain.errors import StorageError

MOST_LINES = 20_000
NOT_TAKEN = frozenset({"object", "operator", "device"})
"""Ids of people and of who served them: a support desk needs neither."""
_TELLING = re.compile(r"(?i)[A-Z]{6}\w{2}[A-Z]\w{2}[A-Z]\w{3}[A-Z]|\d{7,}")
"""A codice fiscale, a telephone, a card: no code of ours looks so."""
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?\+00:00")


def write(profile: Profile, path: Path, opened: OpenedDesk | None = None) -> tuple[str, ...]:
    """Write the parts to a new file at *path* and name them; raises OSError. *opened* to count inside the store."""
    parts = dict(_parts(profile, opened))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in parts.items():
            bundle.writestr(name, text)
    return tuple(parts)


def _parts(profile: Profile, opened: OpenedDesk | None) -> Iterator[tuple[str, str]]:
    yield "LEGGIMI.txt", _ABOUT
    yield "facts.json", fleet_report.as_json(profile, doctor.examine(profile, opened))
    yield "files.json", _pretty({"files": dict(_files(profile))})
    lines = list(_log_lines(profile.logs))
    yield "events.jsonl", "".join(json.dumps(one, ensure_ascii=True) + "\n" for one in lines)
    yield "times.json", _pretty(times(lines))
    yield "faults.json", _pretty(faults(lines))
    if opened is not None:
        yield "store.json", _pretty(_inside(profile, opened))


_ABOUT = """Fatti di una postazione WeMi, per l'assistenza. Nessun nome, nessun dato di una persona, nessun segreto.
facts.json: come sta la postazione. files.json: quali file ha, e quanto grandi. events.jsonl: che cosa ha fatto il
programma, per codici. times.json: quanto ci ha messo. faults.json: che cosa è andato storto, e dove nel programma.
store.json (solo con l'accesso): quante righe ha ogni tabella, e che cosa il centro ha risposto, per tipo di atto.
"""


def times(lines: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """Per event and screen with a duration: how often, median, slowest one in twenty, longest; in milliseconds."""
    found: dict[str, list[float]] = defaultdict(list)
    for line in lines:
        if isinstance(line.get("duration_ms"), int | float):
            name = ".".join(str(line[part]) for part in ("event", "screen", "kind") if line.get(part))
            found[name].append(float(line["duration_ms"]))
    return {
        name: {
            "count": len(all_of), "p50": statistics.median(all_of),
            "p95": sorted(all_of)[max(0, -(-len(all_of) * 95 // 100) - 1)], "longest": max(all_of),
        }
        for name, all_of in sorted(found.items())
    }  # fmt: skip


def faults(lines: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How often each error was met, by its type and its place in the program."""
    met = Counter(f"{line['error']} {line.get('location', '')}".strip() for line in lines if line.get("error"))
    return dict(met.most_common())


def _log_lines(folder: Path) -> Iterator[dict[str, Any]]:
    """The last lines of the log, oldest first, each field judged again."""
    kept: list[dict[str, Any]] = []
    for path in (folder / f"{logs.FILE_NAME}{suffix}" for suffix in ("", *(f".{n}" for n in range(1, logs.FILES)))):
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        for line in reversed(text.splitlines()):
            if len(kept) == MOST_LINES:
                break
            kept.append(_safe(line))
    yield from (line for line in reversed(kept) if line)


def _safe(line: str) -> dict[str, Any]:
    """The fields that are what they may be; a line that cannot be read says only that."""
    try:
        said = json.loads(line)
    except ValueError:
        return {"event": "unreadable"}
    if not isinstance(said, dict):
        return {"event": "unreadable"}
    safe = {name: value for name, value in said.items() if name not in NOT_TAKEN and _tells_nobody(name, value)}
    for name in ("at", "event"):
        value = said.get(name)
        if isinstance(value, str) and (_INSTANT if name == "at" else logs.CODE).fullmatch(value):
            safe[name] = value if name == "at" or not _TELLING.search(value) else "unreadable"
    return safe


def _tells_nobody(name: str, value: object) -> bool:
    return logs.is_harmless(name, value) and not (isinstance(value, str) and _TELLING.search(value))


def _files(profile: Profile) -> Iterator[tuple[str, int]]:
    """Sizes of our own files by kind: a slot or a backup is counted, never named."""
    for name in ("store", "state", "settings", "centre", "mark"):
        path: Path = getattr(profile, name)
        if path.is_file():
            yield name, path.stat().st_size
    for name in ("slots", "files", "backups", "logs"):
        inside = [one for one in getattr(profile, name).rglob("*") if one.is_file()]
        yield f"{name}: count", len(inside)
        yield f"{name}: bytes", sum(one.stat().st_size for one in inside)


def _inside(profile: Profile, opened: OpenedDesk) -> dict[str, Any]:
    from wemi_desk.persistence.database import open_engine
    from wemi_desk.persistence.inspection import measure

    engine = open_engine(profile.store, bytes(opened.db))
    try:
        return asdict(measure(engine))
    except StorageError as error:
        return {"error": type(error).__name__}
    finally:
        engine.dispose()


def _pretty(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=True, indent=1, default=str)
