"""Looking after a desk from the command line: first set-up, backup, restore, recovery. Every call blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wemi_desk import bootstrap, updating
from wemi_desk.config import Profile
from wemi_desk.domain import audit
from wemi_desk.domain.access import Newcomer, OpenedDesk
from wemi_desk.domain.errors import (
    BackupMissingError,
    CentreRefusedError,
    InvalidFieldError,
    NotAllowedError,
    StorageError,
)
from wemi_desk.domain.first_desk import FIRST_ROLES, FirstDesk
from wemi_desk.domain.names import folded
from wemi_desk.domain.operators import Operator, OperatorId
from wemi_desk.domain.spaces import Organisation, Space
from wemi_desk.gateways.clock import SystemClock, TimeOrderedIds

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from wemi_desk.domain.centres import CentrePlace, CodeWelcome
    from wemi_desk.persistence.unit_of_work import SqlStore
    from wemi_desk.services.backups import Backup
    from wemi_desk.services.first_start import FirstStartService

MAY_RESTORE = frozenset(("network_coordinator", "organisation_lead"))


@dataclass(frozen=True, slots=True)
class FirstOperator:
    """Who sets up a desk, and where it stands."""

    given_name: str
    surname: str
    organisation: str
    space_code: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: rows now there, and where the replaced store was put."""

    counts: Mapping[str, int]
    replaced: Path | None


def back_up(profile: Profile, opened: OpenedDesk, folder: Path | None = None) -> Backup:
    """A backup now, into *folder* or where the settings say; raises StorageError."""
    desk = bootstrap.open_desk(profile, opened)
    try:
        clock = desk.session.clock
        return bootstrap.backup_service(profile, opened, desk.store, clock, folder).back_up()
    finally:
        desk.close()


def restore(profile: Profile, opened: OpenedDesk, source: Path) -> Restored:
    """Put the backup at *source* (its folder, or the store in it) in the place of the store.

    Only for who leads or coordinates. Nothing changes until the copy is whole and migrated. Raises StorageError.
    """
    from wemi_desk.persistence import backup

    if not MAY_RESTORE & opened.roles:
        raise NotAllowedError("restore")
    updating.settle()
    clock, ids = SystemClock(), TimeOrderedIds()
    after = _brings_over(opened, _directory(profile, opened), clock, ids)
    key = bytes(opened.db)
    replaced = backup.restore(source, profile.store, key, at=clock.now(), incarnation=ids(), after=after)
    return Restored(backup.counts(profile.store, key), replaced)


def rekey(profile: Profile, acting: OperatorId, passphrase: str, folder: Path | None = None) -> Backup:
    """Another data key, and a copy under it: those made before open with the old one only. Raises NotAllowedError."""
    from wemi_desk.rekeying import rekey as rekeyed

    updating.settle()
    return back_up(profile, rekeyed(profile, acting, passphrase), folder)


def welcome(profile: Profile, place: CentrePlace, code: str) -> CodeWelcome:
    """What a code is for; it stays unused. Raises CentreRefusedError, CentreNotReachedError, InvalidFieldError."""
    return _first_start(profile).welcome(place, code)


def decided_space(profile: Profile) -> str:
    """The space the administration wrote down for this PC, or nothing."""
    return bootstrap.machine_policy(profile).space


def enrol(
    profile: Profile, first: FirstOperator, passphrase: str, recovery_key: bytes | None = None,
    code_is_for: CodeWelcome | None = None,
) -> tuple[Operator, OpenedDesk]:  # fmt: skip
    """Set up a desk that has no centre yet; close what it opened. Raises AlreadyEnrolledError, WeakSecretError,
    KeyringError."""
    from wemi_desk.gateways.data_folder import prepare

    prepare(profile)
    desk = _first_desk(first, recovery_key, code_is_for)
    return desk.operator, _first_start(profile).enrol(desk, passphrase)


def let_in(
    profile: Profile, acting: OperatorId, secret: str, given_name: str, surname: str, passphrase: str
) -> Operator:
    """A colleague enters here from now on, or again, because who leads says so; by name a known one is meant.

    Somebody new at a desk with a centre enters alone, by the centre. Raises NotAllowedError (also for oneself),
    SecretError, WeakSecretError, CentreRefusedError, InvalidFieldError, StorageError.
    """
    from wemi_desk.persistence import seeding

    if not surname.strip():
        raise InvalidFieldError("surname", "required")
    access = bootstrap.access_service(profile)
    opened = access.unlock(acting, secret)
    engine = bootstrap.store_engine(profile, opened)
    try:
        newcomer = _newcomer(*seeding.directory_of(engine), opened, given_name.strip(), surname.strip())
        known = {one.operator_id for one in access.operators()}
        if profile.centre.exists() and newcomer.operator_id not in known:
            raise CentreRefusedError("enters_alone")
        access.add_operator(acting, secret, newcomer.entrant(), passphrase)
        seeding.put_newcomer(engine, newcomer)
    finally:
        engine.dispose()
        opened.close()
    return newcomer.operator


def _newcomer(
    operators: Sequence[Operator], bodies: Sequence[Organisation], opened: OpenedDesk, given_name: str, surname: str
) -> Newcomer:
    """Somebody of the same body as who lets them in, with nothing more than everybody's rights."""
    me = next(one for one in operators if one.id == opened.operator_id)
    wanted = (folded(given_name), folded(surname))
    known = next((one for one in operators if (folded(one.given_name), folded(one.surname)) == wanted), None)
    operator = known or Operator(
        id=OperatorId(TimeOrderedIds()()), given_name=given_name, surname=surname, organisation_id=me.organisation_id,
        space_codes=(opened.space_code,), roles=("operator",),
    )  # fmt: skip
    body = next((one for one in bodies if one.id == operator.organisation_id), None)
    return Newcomer(operator, body or Organisation(id=operator.organisation_id, name=""))


def recover(profile: Profile, answer: str, first: FirstOperator, passphrase: str) -> Operator:
    """Open a desk whose keyring is lost, with the Comune's answer; its records stay. Raises RecoveryRefusedError."""
    desk = _first_desk(first, None, None)
    _first_start(profile).recover(answer, desk, passphrase).close()
    return desk.operator


def recovery_request(profile: Profile, backup: Path | None = None) -> str:
    """The line to show to the two people of the Comune; on another PC the recovery slot comes out of a *backup*."""
    from wemi_desk.domain.recovery_text import request_text
    from wemi_desk.gateways.data_folder import prepare

    prepare(profile)
    if backup is not None:
        _bring_recovery_slot(profile, backup)
    return request_text(bootstrap.access_service(profile).recovery_request())


def _bring_recovery_slot(profile: Profile, backup: Path) -> None:
    from wemi_desk.gateways.recovery import SUFFIX
    from wemi_desk.gateways.whole_files import write_whole

    found = sorted((backup / profile.slots.name).glob("*" + SUFFIX))
    if not found:
        raise BackupMissingError
    for slot in found:
        if not (profile.slots / slot.name).exists():
            write_whole(profile.slots / slot.name, slot.read_bytes())


def _first_start(profile: Profile) -> FirstStartService:
    return bootstrap.first_start(profile, bootstrap.access_service(profile))


def _first_desk(first: FirstOperator, recovery_key: bytes | None, code_is_for: CodeWelcome | None) -> FirstDesk:
    """Who is known at the centre already stays the same record there."""
    ids = TimeOrderedIds()
    space = code_is_for.space if code_is_for is not None else _space(first.space_code)
    known_body = code_is_for.body_named(first.organisation) if code_is_for is not None else None
    body = known_body or Organisation(id=ids(), name=first.organisation)
    known = code_is_for.colleague_named(first.given_name, first.surname, body) if code_is_for is not None else None
    operator = known or Operator(
        id=OperatorId(ids()), given_name=first.given_name, surname=first.surname, organisation_id=body.id,
        space_codes=(space.code,), roles=FIRST_ROLES,
    )  # fmt: skip
    return FirstDesk(space=space, organisation=body, operator=operator, recovery_key=recovery_key)


def _space(code: str) -> Space:
    from wemi_desk.gateways.reference_lists import load_spaces

    space = next((one for one in load_spaces() if one.code == code.upper()), None)
    if space is None:
        raise InvalidFieldError("space", "unknown_code", code=code)
    return space


def _directory(profile: Profile, opened: OpenedDesk) -> tuple[Sequence[Space], Sequence[Operator]]:
    """Who works here today: the copy may be older than an operator. A store that cannot be read tells nothing."""
    from wemi_desk.persistence.database import open_engine

    if not profile.store.exists():
        return (), ()
    engine = open_engine(profile.store, bytes(opened.db))
    try:
        with _store(engine, opened, SystemClock(), TimeOrderedIds()).reading() as work:
            return work.directory.spaces(), work.directory.operators()
    except StorageError:
        return (), ()
    finally:
        engine.dispose()


def _brings_over(
    opened: OpenedDesk, directory: tuple[Sequence[Space], Sequence[Operator]], clock: SystemClock, ids: TimeOrderedIds
) -> Callable[[Engine], None]:
    """Take today's operators along; the restored log tells that, when and by whom it was restored."""

    def bring(engine: Engine) -> None:
        with _store(engine, opened, clock, ids).work() as work:
            for space in directory[0]:
                work.directory.put_space(space)
            for operator in directory[1]:
                work.directory.put_operator(operator)
            work.log(audit.RESTORE)
            work.commit()

    return bring


def _store(engine: Engine, opened: OpenedDesk, clock: SystemClock, ids: TimeOrderedIds) -> SqlStore:
    from wemi_desk.gateways.sealing import AesGcmSealer
    from wemi_desk.persistence.journal import Author
    from wemi_desk.persistence.unit_of_work import SqlStore

    author = Author(opened.operator_id, opened.space_code)
    return SqlStore(engine, AesGcmSealer(bytes(opened.audit_wrap)), author, clock, ids)


def remember_backup_folder(profile: Profile, folder: Path) -> None:
    """From now on the backups of every hour go to *folder*."""
    from wemi_desk.gateways.settings import Settings, save_settings

    save_settings(profile, Settings(folder))
