"""One screen of plain facts about this desk, and what to do about each fault."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from wemi_desk import updating
from wemi_desk.config import Profile
from wemi_desk.domain.access import DeviceId, OpenedDesk
from wemi_desk.domain.centres import CentrePlace
from wemi_desk.domain.errors import (
    KeyringError,
    StateDamagedError,
    StorageError,
    StoreDamagedError,
    StoreMissingError,
    WrongStoreKeyError,
)
from wemi_desk.i18n import _, ngettext

OK, WARNING, FAULT, LOCKED = "ok", "warning", "fault", "locked"
_SIGNS = {OK: "✓", WARNING: "!", FAULT: "✗", LOCKED: "·"}
LITTLE, TOO_LITTLE = 2_000_000_000, 300_000_000
NOBODY = DeviceId(UUID(int=0))
"""Whose file it is matters for what is sealed in it only."""
_RESOURCES = (
    ("reference", "contact_lists.json"), ("reference", "roles.json"), ("reference", "spaces.json"),
    ("reference", "places.tsv"), ("documents", "informativa", "2026-11-bozza", "it.json"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what was looked at, what was found, and what to do when it is not well."""

    name: str
    label: str
    value: str
    state: str = OK
    advice: str = ""


def examine(profile: Profile, opened: OpenedDesk | None = None, environ: Mapping[str, str] | None = None) -> list[Fact]:
    """Every fact about *profile*; those inside the store only with an *opened* desk. Never raises for what it finds."""
    facts = [*_versions(), _folder(profile), _policy(profile), _centre(profile)]
    facts += [_keyring(profile), _disk(profile), _backup(profile)]
    facts += [_resources(), _fonts(), _switches(os.environ if environ is None else environ)]
    return facts + list(_inside(profile, opened))


def as_text(profile: Profile, facts: list[Fact]) -> str:
    """The screen: one fact a line, advice under it."""
    head = _("WeMi Desk · palestra") if profile.practice else _("WeMi Desk · postazione")
    width = max(len(fact.label) for fact in facts)
    lines = [f"{head} · {profile.folder}", ""]
    for fact in facts:
        lines.append(f" {_SIGNS[fact.state]} {fact.label:<{width}}  {fact.value}")
        if fact.advice:
            lines.append(f"   {'':<{width}}  → {fact.advice}")
    return "\n".join([*lines, "", _verdict(facts)])


def exit_status(facts: list[Fact]) -> int:
    """1 when something is broken."""
    return int(any(fact.state == FAULT for fact in facts))


def _verdict(facts: list[Fact]) -> str:
    faults = sum(fact.state in {FAULT, WARNING} for fact in facts)
    if not faults:
        return _("Tutto a posto.")
    return ngettext("{count} cosa da guardare.", "{count} cose da guardare.", faults).format(count=faults)


def built() -> dict[str, str]:
    """What the frozen program was built from; nothing in a checkout."""
    try:
        facts = json.loads(Path(sys.executable).with_name("build.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {"built_from": str(facts.get("built_from", "")), "commit": str(facts.get("commit", ""))[:12]}


def _versions() -> Iterator[Fact]:
    yield Fact("version", _("Versione"), " · ".join((updating.running_version(), *built().values())))
    yield Fact("python", "Python", f"{platform.python_version()} · {platform.system()} {platform.machine()}")
    yield _qt()
    yield _sqlcipher()


def _qt() -> Fact:
    try:
        from PySide6 import __version_info__
    except ImportError as error:
        return Fact("qt", "Qt", _("non si carica"), FAULT, _missing_library(error))
    version = ".".join(str(part) for part in __version_info__[:3])
    if __version_info__[:2] >= (6, 12) and sys.version_info < (3, 12):
        advice = _("Questa versione fa cadere Python 3.11: reinstalla le librerie con dev.py.")
        return Fact("qt", "Qt", version, FAULT, advice)
    return Fact("qt", "Qt", version)


def _sqlcipher() -> Fact:
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        return Fact("sqlcipher", "SQLCipher", _("non si carica"), FAULT, _missing_library(error))
    connection = dbapi2.connect(":memory:")
    try:
        (version,) = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    return Fact("sqlcipher", "SQLCipher", f"{version} · SQLite {dbapi2.sqlite_version}")


def _missing_library(error: ImportError) -> str:
    return _("Reinstalla il programma: manca {name}.").format(name=error.name or "?")


def _folder(profile: Profile) -> Fact:
    from wemi_desk.gateways.file_systems import is_remote

    label = _("Cartella dei dati")
    if not profile.folder.exists():
        return Fact("folder", label, _("non c'è ancora: si crea al primo avvio"))
    if not os.access(profile.folder, os.W_OK | os.X_OK):
        advice = _("Ridai a questo utente i diritti sulla cartella.")
        return Fact("folder", label, _("non si può scrivere"), FAULT, advice)
    if is_remote(profile.folder):
        advice = _("Un archivio su un disco di rete si rovina: porta la postazione su un disco di questo computer.")
        return Fact("folder", label, _("su un disco di rete"), WARNING, advice)
    if os.name != "nt" and profile.folder.stat().st_mode & 0o077:
        advice = _("Chiudila agli altri utenti: chmod 700 sulla cartella.")
        return Fact("folder", label, _("la possono aprire anche altri utenti"), WARNING, advice)
    return Fact("folder", label, _("solo di questo utente"))


def _policy(profile: Profile) -> Fact:
    from wemi_desk.bootstrap import machine_policy
    from wemi_desk.ui.policy_words import fault_text, unknown_text

    label, policy = _("Deciso dall'amministrazione"), machine_policy(profile)
    value = ", ".join(policy.values()) or _("niente")
    advice = " ".join([*(fault_text(fault) for fault in policy.faults), *filter(None, [unknown_text(policy)])])
    return Fact("policy", label, value, WARNING if advice else OK, advice)


def _centre(profile: Profile) -> Fact:
    place = known_centre(profile)
    return Fact("centre", _("Sistema centrale"), place.url if place is not None else _("nessuno"))


def known_centre(profile: Profile) -> CentrePlace | None:
    """How the centre is reached, by what a locked desk may read; None where it knows none, or cannot tell."""
    from wemi_desk.bootstrap import place_in_force
    from wemi_desk.gateways.centre_file import CentreFile

    try:
        place = CentreFile(profile.centre, NOBODY).place()
    except StateDamagedError:
        return None
    return place_in_force(profile, place) if place is not None else None


def _keyring(profile: Profile) -> Fact:
    label = _("Portachiavi")
    if profile.practice:
        return Fact("keyring", label, _("non serve in palestra"))
    from wemi_desk.gateways.keyring_secrets import KeyringSecretStore

    try:
        return Fact("keyring", label, KeyringSecretStore().backend_name)
    except KeyringError:
        advice = _("Accendi il portachiavi di sistema (Linux: Secret Service). Senza, i dati non si aprono.")
        return Fact("keyring", label, _("manca, o non è uno di quelli fidati"), FAULT, advice)


def _disk(profile: Profile) -> Fact:
    there = next(path for path in (profile.folder, *profile.folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    value = _("{size} liberi").format(size=_size(free))
    if free >= LITTLE:
        return Fact("disk", _("Disco"), value)
    advice = _("Libera spazio: senza, non si registra e non si fanno copie.")
    return Fact("disk", _("Disco"), value, WARNING if free >= TOO_LITTLE else FAULT, advice)


def _backup(profile: Profile) -> Fact:
    from wemi_desk.gateways.settings import backup_folder
    from wemi_desk.persistence.backup import listed

    label, folder = _("Ultima copia di sicurezza"), backup_folder(profile)
    try:
        copies = listed(folder)
    except OSError:
        copies = []
    if not copies:
        state = WARNING if profile.store.exists() and not profile.practice else OK
        return Fact("backup", label, _("nessuna"), state, _how_to_back_up() if state == WARNING else "")
    made_at, size = copies[0].made_at, _size(copies[0].size)
    value = _("{day} · {size} · {count} tenute").format(day=_when(made_at), size=size, count=len(copies))
    if datetime.now(UTC) - made_at > timedelta(days=3) and not profile.practice:
        return Fact("backup", label, value, WARNING, _how_to_back_up())
    if folder == profile.backups and not profile.practice:
        advice = _("È sullo stesso disco: scegli un secondo disco con wemi-desk backup --to CARTELLA --remember.")
        return Fact("backup", label, value, WARNING, advice)
    return Fact("backup", label, value)


def _how_to_back_up() -> str:
    return _("Collega il disco delle copie e scrivi: wemi-desk backup")


def _resources() -> Fact:
    from wemi_desk.resources import resource_path

    missing = []
    for parts in _RESOURCES:
        try:
            resource_path(*parts)
        except FileNotFoundError:
            missing.append(parts[-1])
    if missing:
        names = ", ".join(missing)
        return Fact("resources", _("Elenchi e testi"), _("mancano: {names}").format(names=names), FAULT, _reinstall())
    return Fact("resources", _("Elenchi e testi"), _("ci sono tutti"))


def _fonts() -> Fact:
    from wemi_desk.resources import resource_folder

    try:
        count = len([file for file in resource_folder("fonts").rglob("*") if file.suffix in {".ttf", ".otf"}])
    except FileNotFoundError:
        count = 0
    if not count:
        return Fact("fonts", _("Caratteri"), _("mancano"), FAULT, _reinstall())
    return Fact("fonts", _("Caratteri"), _("{count} file").format(count=count))


def _reinstall() -> str:
    return _("Reinstalla il programma.")


def _switches(environ: Mapping[str, str]) -> Fact:
    from wemi_desk.gateways.hardening import opening_switches

    label = _("Interruttori d'ambiente")
    found = list(opening_switches(environ))
    if environ.get("QT_QPA_PLATFORM", "").startswith("vnc"):
        found.append("QT_QPA_PLATFORM=vnc")
    if not found:
        return Fact("switches", label, _("nessuno"))
    advice = _("Toglili: cambiano il programma o mostrano lo schermo ad altri.")
    return Fact("switches", label, ", ".join(found), WARNING, advice)


# What needs the key.

_INSIDE: dict[str, Callable[[], str]] = {
    "store": lambda: _("Archivio"),
    "schema": lambda: _("Schema"),
    "log": lambda: _("Registro degli accessi"),
    "unsent": lambda: _("Da inviare"),
    "clock": lambda: _("Orologio"),
}


def _inside(profile: Profile, opened: OpenedDesk | None) -> Iterator[Fact]:
    if not profile.store.exists():
        yield _no_store(profile)
        return
    if opened is None:
        for name, label in _INSIDE.items():
            yield Fact(name, label(), _("serve l'accesso"), LOCKED)
        return
    yield _store(profile, opened)
    try:
        yield from _opened_store(profile, opened)
    except StorageError:
        yield Fact("schema", _INSIDE["schema"](), _("non si legge"), FAULT, _restore())


def _no_store(profile: Profile) -> Fact:
    from wemi_desk.persistence.opening import refuse_lost

    try:
        refuse_lost(profile.store)
    except StoreMissingError:
        return Fact("store", _INSIDE["store"](), _("non c'è più"), FAULT, _restore())
    return Fact("store", _INSIDE["store"](), _("non c'è ancora"))


def _store(profile: Profile, opened: OpenedDesk) -> Fact:
    from wemi_desk.persistence.copying import check_integrity

    label, size = _INSIDE["store"](), _size(profile.store.stat().st_size)
    try:
        check_integrity(profile.store, bytes(opened.db))
    except StoreDamagedError:
        return Fact("store", label, _("rovinato"), FAULT, _restore())
    except WrongStoreKeyError:
        advice = _("L'archivio è di un'altra postazione: rimetti il suo, o ripristina una copia.")
        return Fact("store", label, _("non si apre con questa chiave"), FAULT, advice)
    except StorageError:
        return Fact("store", label, _("non si legge"), FAULT, _restore())
    return Fact("store", label, _("intero · {size}").format(size=size))


def _opened_store(profile: Profile, opened: OpenedDesk) -> Iterator[Fact]:
    from wemi_desk.gateways.sealing import AesGcmSealer
    from wemi_desk.persistence import upgrade
    from wemi_desk.persistence.database import open_engine
    from wemi_desk.persistence.inspection import inspect

    engine = open_engine(profile.store, bytes(opened.db))
    try:
        yield _schema(upgrade.current(engine))
        found = inspect(engine, AesGcmSealer(bytes(opened.audit_wrap)))
    finally:
        engine.dispose()
    yield _log(found.first_bad_entry, found.entries, found.signed_up_to)
    yield _unsent(found.unsent, found.oldest_unsent_at)
    yield _clock(found.highest_time)


def _schema(revision: str | None) -> Fact:
    from wemi_desk.persistence.migrations import LATEST

    value = revision or "–"
    if revision == LATEST:
        return Fact("schema", _INSIDE["schema"](), value)
    if revision is not None and revision > LATEST:
        return Fact("schema", _INSIDE["schema"](), value, FAULT, _("Aggiorna il programma: l'archivio è più nuovo."))
    advice = _("Si aggiorna da sé alla prossima apertura, dopo una copia.")
    return Fact("schema", _INSIDE["schema"](), value, WARNING, advice)


def _log(first_bad: int | None, entries: int, signed: int) -> Fact:
    label = _INSIDE["log"]()
    if first_bad is not None:
        advice = _("Non continuare: avvisa il coordinamento, qualcuno può averlo toccato.")
        return Fact("log", label, _("non torna alla riga {number}").format(number=first_bad), FAULT, advice)
    value = ngettext("intero · {count} riga", "intero · {count} righe", entries).format(count=entries)
    if signed:
        value = _("{value}, controfirmate fino alla {number}").format(value=value, number=signed)
    return Fact("log", label, value)


def _unsent(count: int, oldest_at: datetime | None) -> Fact:
    label = _INSIDE["unsent"]()
    if oldest_at is None:
        return Fact("unsent", label, _("niente"))
    value = ngettext("{count} atto, dal {day}", "{count} atti, dal {day}", count)
    return Fact("unsent", label, value.format(count=count, day=_when(oldest_at)))


def _clock(highest: datetime) -> Fact:
    behind = highest - datetime.now(UTC)
    if behind < timedelta(minutes=5):
        return Fact("clock", _INSIDE["clock"](), _when(datetime.now(UTC)))
    minutes = int(behind.total_seconds() // 60)
    value = _("indietro di {minutes} minuti").format(minutes=minutes)
    return Fact("clock", _INSIDE["clock"](), value, WARNING, _("Rimetti l'ora giusta nelle impostazioni del computer."))


def _restore() -> str:
    return _("Non continuare a lavorare: scrivi wemi-desk restore CARTELLA con l'ultima copia, o chiama l'assistenza.")


def _when(at: datetime) -> str:
    return at.astimezone(ZoneInfo("Europe/Rome")).strftime("%d/%m/%Y %H:%M")


def _size(count: int) -> str:
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count //= 1000
    return f"{count:.0f} GB"

