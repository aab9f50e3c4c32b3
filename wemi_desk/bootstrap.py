"""The composition root: the one place that knows every concrete class."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from wemi_desk import trees
from wemi_desk.config import Profile
from wemi_desk.domain.access import DeviceId, Enrolment, Newcomer, NewOperator, OpenedDesk
from wemi_desk.domain.errors import NotEnrolledError, RecordMissingError
from wemi_desk.domain.machine_policy import NOTHING_DECIDED
from wemi_desk.domain.operators import Operator
from wemi_desk.domain.proxies import without_who
from wemi_desk.domain.spaces import Space
from wemi_desk.gateways.clock import SystemClock, TimeOrderedIds
from wemi_desk.gateways.reference_lists import load_permissions, load_pick_lists
from wemi_desk.resources import resource_path
from wemi_desk.services.access import AccessService
from wemi_desk.services.ports import Clock, Store
from wemi_desk.services.session import DeskSession

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from wemi_desk.centre_line import Enrol, FirstCentre, LaterCentre
    from wemi_desk.domain.centres import CentrePlace, MetCentre
    from wemi_desk.domain.first_desk import FirstDesk
    from wemi_desk.domain.machine_policy import MachinePolicy
    from wemi_desk.gateways.contact_details import LibraryContactDetails
    from wemi_desk.gateways.proxy_words import ProxyWords
    from wemi_desk.locked_line import LockedLine
    from wemi_desk.persistence.unit_of_work import SqlStore
    from wemi_desk.services.backups import BackupService
    from wemi_desk.services.centre_access import CentreAccess
    from wemi_desk.services.desk import DeskServices
    from wemi_desk.services.first_start import FirstStartService
    from wemi_desk.services.online_access import OnlineAccess
    from wemi_desk.services.outbox import OutboxService
    from wemi_desk.services.updates.service import UpdateService
    from wemi_desk.wiring import CentreDoors


def access_service(profile: Profile) -> AccessService:
    """How this profile is opened: the system's keyring, or the palestra's own file of secrets."""
    from wemi_desk.gateways.desk_access import access_ports

    return AccessService(access_ports(profile), partial(_carry, profile))


def _carry(profile: Profile, old: OpenedDesk, new: OpenedDesk) -> None:
    from wemi_desk.rekeying import carry

    carry(profile, old, new)


def centre_access(profile: Profile) -> CentreAccess:
    """What the centre says about who enters this desk."""
    from wemi_desk.gateways.desk_access import access_ports
    from wemi_desk.services.centre_access import CentreAccess

    return CentreAccess(access_ports(profile))


def open_desk(profile: Profile, opened: OpenedDesk, centre_url: str = "") -> DeskServices:
    """Open the store with the keys of an unlocked desk; raises StorageError. *centre_url* for the one it knows."""
    from wemi_desk.gateways.sealing import AesGcmSealer
    from wemi_desk.gateways.standing_file import write_standing
    from wemi_desk.persistence import opening
    from wemi_desk.persistence.journal import Author
    from wemi_desk.persistence.unit_of_work import SqlStore
    from wemi_desk.services.access_log import enter_events
    from wemi_desk.wiring import OpenedStore, wired

    engine = _ready_store(profile, opened)
    clock, ids = SystemClock(max(opening.highest_time(engine), opened.opened_at)), TimeOrderedIds()
    store = SqlStore(
        engine, AesGcmSealer(bytes(opened.audit_wrap)), Author(opened.operator_id, opened.space_code), clock, ids
    )
    operator, space, colleagues = _who_and_where(store, opened)
    session = DeskSession(operator, space, load_permissions(), clock, ids)
    enter_events(store, opened.events)
    return wired(
        OpenedStore(
            store=store, session=session, lists=load_pick_lists(), colleagues=colleagues, opened=opened,
            backups=backup_service(profile, opened, store, clock),
            settled=lambda: access_service(profile).events_entered(len(opened.events)),
            keep_time=lambda: _keep_time(profile, clock),
            centre=_doors(profile, opened, engine, clock, ids, centre_url), is_practice=profile.practice,
            connection=_connection(profile, opened, engine),
            branding=profile.branding, note=partial(write_standing, profile.standing),
            updates=lambda outbox, centre: _updates(profile, outbox, clock, centre),
            updates_itself=trees.is_frozen() and not profile.practice,
        )
    )  # fmt: skip


def _doors(
    profile: Profile, opened: OpenedDesk, engine: Engine, clock: SystemClock, ids: TimeOrderedIds, url: str
) -> CentreDoors | None:
    """The way to the centre; None for a desk that knows none."""
    from wemi_desk import centre_line
    from wemi_desk.gateways.desk_access import access_ports
    from wemi_desk.persistence.attachments import SqlFileRecords, met_epoch
    from wemi_desk.wiring import doors_to

    met = centre_line.met_centre(profile, opened)
    if met is None:
        return None
    met = replace(met, place=_in_force(profile, opened.device_id, url)(met.place))
    line = centre_line.line_to(met, opened)
    mark = centre_line.marker(profile, opened, access_ports(profile).secrets)
    trust = centre_line.trust_in(profile, met, opened)
    doors = doors_to(centre_line.known(trust, line, opened), engine, clock, ids, mark)
    locked = _locked_line(profile, opened.device_id, url)
    renew = centre_line.renewing(line, lambda: centre_access(profile), trust, locked.report)
    spool = centre_line.spool_of(profile, met)
    waits = lambda: doors.exchange.state().waiting > 0  # noqa: E731
    courier = centre_line.carrying(spool, line, waits, SqlFileRecords(engine), met_epoch(engine))
    heed = lambda number: centre_access(profile).order_new_key(number)  # noqa: E731
    exchange = centre_line.GrantedExchange(doors.exchange, renew, courier.round, heed)
    return replace(
        doors, exchange=exchange, spool=spool, program=lambda: line.tokens.program,
        carrier=lambda: centre_line.release_carrier(met, opened),
    )


def _updates(profile: Profile, outbox: OutboxService, clock: Clock, centre: CentreDoors) -> UpdateService:
    from wemi_desk.update_doors import update_service

    return update_service(
        profile, machine_policy(profile), outbox, clock, carrier=centre.carrier, said=centre.program,
        clock_error=lambda: centre.exchange.state().clock_error or -clock.behind(),
    )


def machine_policy(profile: Profile) -> MachinePolicy:
    """What the administration decided for this PC; about the palestra nobody decides."""
    from wemi_desk.gateways.machine_policy import load_policy

    return NOTHING_DECIDED if profile.practice else load_policy()


def place_in_force(profile: Profile, place: CentrePlace) -> CentrePlace:
    """What was typed, after what the administration decided; what the keyring knows is left out."""
    from wemi_desk import centre_line

    return centre_line.in_force(place, machine_policy(profile))


def _in_force(profile: Profile, device_id: UUID, url: str = "") -> Callable[[CentrePlace], CentrePlace]:
    """How the centre is reached by a line: the palestra's own is wherever it just began to listen."""
    from wemi_desk import centre_line

    policy, words = machine_policy(profile), _proxy_words(profile, device_id)

    def reached(place: CentrePlace) -> CentrePlace:
        place = replace(place, url=url) if url else place
        return centre_line.in_force(place if policy.proxy else centre_line.with_proxy_word(place, words), policy)

    return reached


def _proxy_words(profile: Profile, device_id: UUID) -> ProxyWords:
    from wemi_desk.gateways.desk_access import access_ports
    from wemi_desk.gateways.proxy_words import ProxyWords

    return ProxyWords(access_ports(profile).secrets, device_id)


def join_centre(
    profile: Profile, opened: OpenedDesk, place: CentrePlace, code: str, ask: Enrol | None = None
) -> MetCentre:
    """Make this unlocked desk known to a centre. Raises CentreRefusedError, NoLineError, InvalidFieldError."""
    engine = store_engine(profile, opened)
    try:
        return _join(profile, opened, engine, place, code, ask)
    finally:
        engine.dispose()


def _join(
    profile: Profile, opened: OpenedDesk, engine: Engine, place: CentrePlace, code: str, ask: Enrol | None = None
) -> MetCentre:
    from wemi_desk import centre_line
    from wemi_desk.persistence import seeding

    sheets, policy = centre_line.sheets(*seeding.directory_of(engine)), machine_policy(profile)
    keep_proxy = without_who if policy.proxy else _proxy_words(profile, opened.device_id).keep
    place = centre_line.in_force(place, policy)
    return centre_line.join(profile, centre_access(profile), opened, place, code, sheets, ask, keep_proxy)


def _connection(profile: Profile, opened: OpenedDesk, engine: Engine) -> LaterCentre:
    """For a desk that stood alone: its keys and its store are open already."""
    from wemi_desk import centre_line

    met = centre_line.met_centre(profile, opened)
    join = partial(_join, profile, opened, engine)
    words = _proxy_words(profile, opened.device_id)
    change_proxy = partial(centre_line.change_proxy, profile, opened, words)
    return centre_line.LaterCentre(profile, met, partial(machine_policy, profile), join, change_proxy)


def ask_centre_while_locked(profile: Profile, url: str = "") -> str:
    """The kind of an order that waits for this locked desk; empty without one, without a centre, without a line."""
    from wemi_desk.gateways.desk_access import access_ports
    from wemi_desk.sync.ports import LineError

    header = access_ports(profile).state_file.header()
    if header is None or not profile.centre.exists():
        return ""
    try:
        return _locked_line(profile, header.device_id, url).order()
    except LineError:
        return ""


def online_access(profile: Profile, url: str = "") -> OnlineAccess:
    """How an operator enters by the centre. Raises NotEnrolledError, StateDamagedError."""
    from wemi_desk.gateways.desk_access import access_ports
    from wemi_desk.services.online_access import OnlineAccess

    ports = access_ports(profile)
    header = ports.state_file.header()
    if header is None:
        raise NotEnrolledError
    return OnlineAccess(ports, _locked_line(profile, header.device_id, url), partial(_introduce, profile))


def _introduce(profile: Profile, opened: OpenedDesk, newcomer: Newcomer) -> None:
    from wemi_desk.persistence import seeding

    engine = _ready_store(profile, opened)
    try:
        seeding.put_newcomer(engine, newcomer)
    finally:
        engine.dispose()


def _locked_line(profile: Profile, device_id: DeviceId, url: str) -> LockedLine:
    from wemi_desk.locked_line import LockedLine

    return LockedLine(profile, centre_access(profile), device_id, _in_force(profile, device_id, url))


def store_engine(profile: Profile, opened: OpenedDesk) -> Engine:
    """The store of an unlocked desk, for a short while; dispose of it. Raises StorageError."""
    return _ready_store(profile, opened)


def load_libraries() -> None:
    """Load what opening a desk needs while the operator types the secret."""

    import wemi_desk.persistence.opening
    import wemi_desk.wiring  # noqa: F401

    _details().shown_phone("+390202020")


def backup_service(
    profile: Profile, opened: OpenedDesk, store: Store, clock: Clock, folder: Path | None = None
) -> BackupService:
    """Backups of this desk into *folder*, or where the settings say; slots and state file go along, no key does."""
    from wemi_desk.gateways.settings import backup_folder
    from wemi_desk.persistence.backup import FolderBackups
    from wemi_desk.services.backups import BackupService

    def companions() -> list[Path]:
        places = [
            *profile.slots.glob("*"), *profile.folder.glob(profile.state.name + "*"), profile.centre, profile.authority,
        ]  # fmt: skip
        return sorted(place for place in places if place.exists())

    place = FolderBackups(profile.store, bytes(opened.db), folder or backup_folder(profile), companions)
    return BackupService(place, store, clock)


def first_start(profile: Profile, access: AccessService) -> FirstStartService:
    """How a PC is prepared, once, or brought back."""
    from wemi_desk.gateways.desk_access import access_ports
    from wemi_desk.gateways.reference_lists import load_spaces
    from wemi_desk.gateways.text_files import ShortTextFiles
    from wemi_desk.services.first_start import FirstStartPorts, FirstStartService

    kept, found = access_ports(profile).secrets, partial(found_desk, profile)
    centre = partial(_first_centre, profile)
    policy = partial(machine_policy, profile)
    return FirstStartService(
        FirstStartPorts(access, kept, load_spaces, found, ShortTextFiles(), TimeOrderedIds(), centre, policy)
    )


def _first_centre(profile: Profile) -> FirstCentre:
    from wemi_desk.centre_line import FirstCentre
    from wemi_desk.gateways.reference_lists import load_spaces

    return FirstCentre(profile, load_spaces, partial(join_centre, profile))


def found_desk(profile: Profile, opened: OpenedDesk, first: FirstDesk) -> None:
    """Make the store of a new desk, or open that of a recovered one, and write who works where."""
    from wemi_desk.persistence import seeding

    engine = _ready_store(profile, opened)
    try:
        seeding.put_first_desk(engine, first)
    finally:
        engine.dispose()


def prepare_practice(profile: Profile, go_on: Callable[[], None] = lambda: None) -> None:
    """Make the palestra: three operators with different rights and a space with a past. Takes some seconds, once.

    *go_on*, called between two steps, may raise: then the next start makes it anew.
    """
    from wemi_desk.gateways.data_folder import empty_unfinished, prepare
    from wemi_desk.gateways.whole_files import write_whole
    from wemi_desk.services import practice

    prepare(profile)
    empty_unfinished(profile)
    if profile.state.exists():
        return
    prepare(profile)
    write_whole(profile.practice_unfinished, b"")
    access = access_service(profile)
    first, *others = sorted(practice.OPERATORS, key=lambda one: "network_coordinator" not in one.roles)
    enrolment = Enrolment(
        device_id=practice.practice_id("device"),  # type: ignore[arg-type]
        space_code=practice.SPACE.code,
        space_name=practice.SPACE.name,
        first_operator=_practice_operator(first),
    )
    opened = access.enrol_standalone(enrolment, practice.PASSPHRASE)
    for other in others:
        go_on()
        access.add_operator(first.id, practice.PASSPHRASE, _practice_operator(other), practice.PASSPHRASE)
    for operator in practice.OPERATORS:
        go_on()
        access.set_pin(operator.id, practice.PASSPHRASE, practice.PIN)
    _fill_practice(profile, opened, go_on)
    opened.close()
    profile.practice_unfinished.unlink()


def _practice_operator(operator: Operator) -> NewOperator:
    from wemi_desk.services import practice

    hint = f"{practice.PIN}\n{practice.PASSPHRASE}"
    initials = operator.given_name[:1] + operator.surname[:1]
    return NewOperator(
        operator.id, operator.shown_name, initials, operator.roles, badge=operator.badge_code, practice_hint=hint
    )


def _fill_practice(profile: Profile, opened: OpenedDesk, go_on: Callable[[], None] = lambda: None) -> None:
    from wemi_desk.documents.notice_texts import ShippedPrivacyNotices
    from wemi_desk.gateways.holidays import MilanHolidays
    from wemi_desk.gateways.practice_catalogue import load_practice_catalogue
    from wemi_desk.persistence import seeding
    from wemi_desk.services import practice
    from wemi_desk.services.practice_activities import practice_activities
    from wemi_desk.services.practice_agenda import practice_agenda

    engine = _ready_store(profile, opened)
    clock, ids = SystemClock(), TimeOrderedIds()
    seeding.put_directory(engine, [practice.SPACE], practice.OPERATORS, [practice.ORGANISATION])
    names = json.loads(resource_path("reference", "practice_people.json").read_text(encoding="utf-8"))
    version = ShippedPrivacyNotices().current_version()
    world = practice.PracticeWriter(names, load_pick_lists(), ids, clock.today(), version).world()
    go_on()
    seeding.fill(engine, world)
    go_on()
    seeding.put_records(engine, practice_agenda(ids, clock.today(), world.people))
    holiday = MilanHolidays().name
    seeding.put_records(engine, practice_activities(ids, clock.today(), world.people[300:], holiday))
    go_on()
    seeding.put_catalogue(engine, *load_practice_catalogue(clock.now()))
    engine.dispose()


def _ready_store(profile: Profile, opened: OpenedDesk) -> Engine:
    from wemi_desk import updating
    from wemi_desk.gateways.sealing import AesGcmSealer
    from wemi_desk.persistence import opening

    now = SystemClock().now()
    with updating.opening(profile):
        if next(profile.folder.glob("*.rekey*"), None) is not None:
            from wemi_desk.rekeying import finish

            finish(profile, opened)
        opening.refuse_lost(profile.store)
        engine = opening.open_store(profile.store, bytes(opened.db), profile.backups, now)
    if not opening.is_founded(engine):
        opening.found_store(
            engine, device_id=opened.device_id, incarnation=TimeOrderedIds()(), space_code=opened.space_code,
            is_practice=profile.practice, sealer=AesGcmSealer(bytes(opened.audit_wrap)),
            audit_key=secrets.token_bytes(32), at=now,
        )  # fmt: skip
    opening.remember_made(profile.store)
    try:
        updating.confirm(profile, engine, opened)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _who_and_where(store: SqlStore, opened: OpenedDesk) -> tuple[Operator, Space, dict[UUID, str]]:
    with store.reading() as work:
        operators, spaces = work.directory.operators(), work.directory.spaces()
    operator = next((one for one in operators if one.id == opened.operator_id), None)
    space = next((one for one in spaces if one.code == opened.space_code), None)
    if operator is None or space is None:
        raise RecordMissingError("operator" if operator is None else "space")
    return operator, space, {one.id: one.shown_name for one in operators}


def _keep_time(profile: Profile, clock: Clock) -> None:
    """A clock set back while the desk is closed is noticed by what is kept here (security.md 3.8)."""
    access = access_service(profile)
    try:
        access.note_time(clock.now())
    finally:
        access.lock()


def _details() -> LibraryContactDetails:
    from wemi_desk.gateways.contact_details import LibraryContactDetails

    return LibraryContactDetails()
