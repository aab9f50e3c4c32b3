"""A newer version of this program: its number, what is known of it, and how far a desk is with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

_NUMBER = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})")
_SYSTEM = re.compile(r"[a-z0-9]+-[a-z0-9_]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ARCHIVE = "wemi-desk-{version}-{system}.tar.zst"
_SHOWN = 40
"""Words of a release are shown on one page: a note is cut before it gets there."""
MOST_NOTE = 400


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """Three numbers, compared as numbers: 0.1.10 comes after 0.1.9."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Version:
        """Raises ValueError for anything but three numbers."""
        found = _NUMBER.fullmatch(text)
        if found is None:
            raise ValueError(text[:_SHOWN])
        return cls(*(int(number) for number in found.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One archive for one system, as its publisher signed it."""

    version: Version
    system: str
    archive: str
    sha256: str
    bytes: int
    unpacked_bytes: int
    schema: int
    """The number of the store's schema that this program works on: no program of a lower one opens it any more."""
    carries: frozenset[str] = frozenset()
    """Kinds of record whose unsent acts this program understands."""
    wire: tuple[int, int] = (0, 0)
    """Oldest and newest protocol it speaks with a centre; zeros when nothing was said."""
    note: str = ""
    """One sentence for the operators, in Italian."""
    note_en: str = ""

    def cannot_carry(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """Those of *kinds* whose acts would be lost in it."""
        return tuple(sorted(set(kinds) - self.carries))

    def can_speak(self, protocol: int) -> bool:
        """Nothing said counts as yes: the centre will say so itself."""
        oldest, newest = self.wire
        return not newest or not protocol or oldest <= protocol <= newest


def archive_name(version: Version, system: str) -> str:
    """The only name an archive may have."""
    return _ARCHIVE.format(version=version, system=system)


def release_from(facts: Mapping[str, object]) -> Release:
    """From signed facts or from ``ready.json``. Raises ValueError, whatever is wrong with them."""
    wire = facts.get("wire") or (0, 0)
    carries = facts.get("carries") or ()
    if not isinstance(wire, list | tuple) or len(wire) != 2 or not isinstance(carries, list | tuple):
        raise ValueError("wire or carries")
    release = Release(
        version=Version.parse(_text(facts, "version")), system=_text(facts, "system"), archive=_text(facts, "archive"),
        sha256=_text(facts, "sha256"), bytes=_number(facts, "bytes"), unpacked_bytes=_number(facts, "unpacked_bytes"),
        schema=_number(facts, "schema"),
        carries=frozenset(str(one) for one in carries), wire=(int(wire[0]), int(wire[1])),
        note=str(facts.get("note", ""))[:MOST_NOTE], note_en=str(facts.get("note_en", ""))[:MOST_NOTE],
    )  # fmt: skip
    if not _SYSTEM.fullmatch(release.system) or not _SHA256.fullmatch(release.sha256):
        raise ValueError("system or sha256")
    if release.archive != archive_name(release.version, release.system):
        raise ValueError("archive")
    return release


def release_facts(release: Release) -> dict[str, object]:
    """What :func:`release_from` reads: plain, for JSON."""
    return {
        "version": str(release.version), "system": release.system, "archive": release.archive,
        "sha256": release.sha256, "bytes": release.bytes, "unpacked_bytes": release.unpacked_bytes,
        "schema": release.schema, "carries": sorted(release.carries),
        "wire": list(release.wire), "note": release.note, "note_en": release.note_en,
    }  # fmt: skip


class UpdateState(StrEnum):
    """How far a desk is with a newer version."""

    NONE = "none"
    ANNOUNCED = "announced"
    """Known and verified; not here yet."""
    DOWNLOADING = "downloading"
    READY = "ready"
    """Whole and verified below ``updates/ready``: the next start installs it."""
    INSTALLING = "installing"
    INSTALLED = "installed"
    REFUSED = "refused"
    """*reason* is one of domain.errors.ReleaseRefusedError, or of the desk itself: space, carries, wire, clock."""
    GONE_BACK = "gone_back"
    """Installed, did not work, and the version before works again; *reason* says what failed."""
    BY_PACKAGE = "by_package"
    """This desk does not update itself: packages do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateStatus:
    """What the screen tells; the content of ``updates/state.json``."""

    state: UpdateState = UpdateState.NONE
    version: Version | None = None
    reason: str = ""
    done_bytes: int = 0
    total_bytes: int = 0
    at: datetime | None = None
    """When this was found out."""
    paused: bool = False
    oldest_accepted: Version | None = None
    """The centre takes nothing from older programs than this one."""
    note: str = ""
    note_en: str = ""

    def about(self, release: Release, state: UpdateState, at: datetime) -> UpdateStatus:
        """The same desk with *release* at *state*."""
        return replace(
            self, state=state, version=release.version, reason="", done_bytes=0, total_bytes=release.bytes, at=at,
            note=release.note, note_en=release.note_en,
        )  # fmt: skip


def status_from(facts: Mapping[str, object]) -> UpdateStatus:
    """From ``state.json``. Raises ValueError."""
    at = str(facts.get("at") or "")
    return UpdateStatus(
        state=UpdateState(_text(facts, "state")), version=_version(facts, "version"),
        reason=str(facts.get("reason", "")), done_bytes=_number(facts, "done_bytes", 0),
        total_bytes=_number(facts, "total_bytes", 0), at=datetime.fromisoformat(at) if at else None,
        paused=facts.get("paused") is True, oldest_accepted=_version(facts, "oldest_accepted"),
        note=str(facts.get("note", ""))[:MOST_NOTE], note_en=str(facts.get("note_en", ""))[:MOST_NOTE],
    )  # fmt: skip


def status_facts(status: UpdateStatus) -> dict[str, object]:
    """What :func:`status_from` reads."""
    return {
        "state": status.state.value, "version": str(status.version or ""), "reason": status.reason,
        "done_bytes": status.done_bytes, "total_bytes": status.total_bytes,
        "at": status.at.isoformat() if status.at else "", "paused": status.paused,
        "oldest_accepted": str(status.oldest_accepted or ""), "note": status.note, "note_en": status.note_en,
    }  # fmt: skip


def _text(facts: Mapping[str, object], name: str) -> str:
    value = facts.get(name)
    if not isinstance(value, str):
        raise ValueError(name)
    return value


def _number(facts: Mapping[str, object], name: str, otherwise: int | None = None) -> int:
    value = facts.get(name, otherwise)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(name)
    return value


def _version(facts: Mapping[str, object], name: str) -> Version | None:
    text = str(facts.get(name) or "")
    return Version.parse(text) if text else None
