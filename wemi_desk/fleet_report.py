"""``wemi-desk doctor --json``: how a desk is, for a program that looks after many. The form is in docs/operations.md.

Numbers, instants, codes and versions: no name of a person, no secret, no path of an account.
"""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from wemi_desk import __version__, bootstrap, doctor
from wemi_desk.config import Profile
from wemi_desk.domain.desk_settings import DeskSettings
from wemi_desk.domain.errors import KeyringError
from wemi_desk.domain.machine_policy import KEYS, MachinePolicy
from wemi_desk.domain.proxies import without_who
from wemi_desk.gateways.settings import FileSettings
from wemi_desk.gateways.standing_file import read_standing

FORMAT = 1


def as_json(profile: Profile, facts: Sequence[doctor.Fact], now: datetime | None = None) -> str:
    """The whole report; *facts* as the doctor found them."""
    return json.dumps(report(profile, facts, now or datetime.now(UTC)), ensure_ascii=False, indent=1)


def report(profile: Profile, facts: Sequence[doctor.Fact], now: datetime) -> dict[str, Any]:
    """By key, as documented. A key never changes its meaning; what cannot be known is null."""
    policy = bootstrap.machine_policy(profile)
    return {
        "format": FORMAT,
        "at": _instant(now),
        "status": _worst(facts),
        "version": __version__,
        "build": doctor.built() or None,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "desk": "practice" if profile.practice else "real",
        "enrolled": profile.state.exists(),
        "policy": _policy(profile, policy),
        "centre": _centre(profile, policy),
        "work": _work(profile, now),
        "disk_free_bytes": _free(profile),
        "keyring": _keyring(profile),
        "update": _update(profile, policy),
        "facts": [asdict(fact) for fact in facts],
    }


def _worst(facts: Sequence[doctor.Fact]) -> str:
    states = {fact.state for fact in facts}
    return next((state for state in (doctor.FAULT, doctor.WARNING) if state in states), doctor.OK)


def _policy(profile: Profile, policy: MachinePolicy) -> dict[str, Any]:
    return {
        "file": policy.file or None,
        "values": {key: _said(profile, policy, key) for key in KEYS},
        "faults": [{"key": fault.key, "reason": fault.reason} for fault in policy.faults],
        "unknown": sorted(policy.unknown),
    }


def _said(profile: Profile, policy: MachinePolicy, key: str) -> dict[str, Any]:
    """What counts, and who says so."""
    if policy.decides(key):
        value = policy.values()[key]
        return {"value": without_who(str(value)) if key == "proxy" else value, "from": "policy"}
    here = _chosen_here(profile).get(key)
    if here:
        return {"value": here, "from": "desk"}
    return {"value": getattr(policy, key) or None, "from": "default"}


def _chosen_here(profile: Profile) -> Mapping[str, Any]:
    """What this desk keeps of the same keys, where it differs from what it does of itself."""
    place, chosen, usual = doctor.known_centre(profile), FileSettings(profile).load(), DeskSettings()
    found: dict[str, Any] = {}
    if place is not None:
        own_authority = "own" if place.ca_file else ""  # its path tells whose account this is
        found |= {"centre_url": place.url, "ca_file": own_authority, "proxy": without_who(place.proxy)}
    if chosen.theme != usual.theme:
        found["theme"] = chosen.theme
    if chosen.idle_s != usual.idle_s:
        found["idle_minutes"] = chosen.idle_s // 60
    return found


def _centre(profile: Profile, policy: MachinePolicy) -> dict[str, Any]:
    place = doctor.known_centre(profile)
    url = place.url if place is not None else policy.centre_url
    return {"url": url or None, "joined": place is not None and bool(place.tenant)}


def _work(profile: Profile, now: datetime) -> dict[str, Any] | None:
    """As the desk noted it after its last exchange or when it was locked; null before anybody worked here."""
    noted = read_standing(profile.standing)
    if noted is None:
        return None
    return {
        "as_of": _instant(noted.as_of),
        "schema": noted.schema,
        "unsent": noted.unsent,
        "refused": noted.refused,
        "oldest_unsent_at": _instant(noted.oldest_unsent_at),
        "last_sync_at": _instant(noted.last_sync_at),
        "clock_off_seconds": noted.clock_off_s,
        "clock_behind_note_seconds": max(0, round((noted.as_of - now).total_seconds())),
        "program_too_old": noted.update_needed,
    }


def _update(profile: Profile, policy: MachinePolicy) -> dict[str, Any]:
    """How far the desk is with a newer version, as its own note says; by package where packages bring it."""
    from wemi_desk.domain.releases import UpdateState, status_facts
    from wemi_desk.gateways.update_files import FolderUpdateFiles
    from wemi_desk.update_doors import this_program

    said = status_facts(FolderUpdateFiles(profile.updates).status())
    by_package = this_program(profile, policy).by_package
    if by_package:
        said |= {"state": UpdateState.BY_PACKAGE.value, "reason": by_package}
    return {name: said[name] or None for name in ("state", "version", "reason", "at", "oldest_accepted")}


def _free(profile: Profile) -> int:
    there = next(path for path in (profile.folder, *profile.folder.parents) if path.exists())
    return shutil.disk_usage(there).free


def _keyring(profile: Profile) -> str | None:
    """The backend's name; null where there is none that may be trusted, or the palestra needs none."""
    if profile.practice:
        return None
    from wemi_desk.gateways.keyring_secrets import KeyringSecretStore

    try:
        return KeyringSecretStore().backend_name
    except KeyringError:
        return None


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at is not None else None
