"""A desk and its central system: joining it, the line to it, grants, the question of a locked desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from uuid import UUID

from wemi_desk import updating
from wemi_desk.config import Profile
from wemi_desk.domain.access import OpenedDesk
from wemi_desk.domain.centres import CentrePlace, CodeWelcome, MetCentre, centre_url
from wemi_desk.domain.exchange_news import ExchangeNews
from wemi_desk.domain.machine_policy import MachinePolicy
from wemi_desk.domain.operators import Operator, OperatorId
from wemi_desk.domain.proxies import typed_proxy, who_of, without_who
from wemi_desk.domain.spaces import Organisation, Space
from wemi_desk.domain.sync_state import SyncState
from wemi_desk.gateways.authority_files import keep_authority
from wemi_desk.gateways.central_api import (
    DeskName,
    HttpCentreLine,
    enrol,
    look_at_code,
)
from wemi_desk.gateways.centre_file import CentreFile
from wemi_desk.gateways.centre_http import CentreHttp, LineSettings
from wemi_desk.gateways.device_keys import Ed25519Keys
from wemi_desk.gateways.file_spool import SealedSpool
from wemi_desk.gateways.grants import is_signed
from wemi_desk.gateways.markers import FileMarker, KeyringMarker, TwoMarkers
from wemi_desk.gateways.proxy_words import ProxyWords
from wemi_desk.logs import log
from wemi_desk.services.centre_access import CentreAccess
from wemi_desk.services.exchange_ports import ExchangeDoor
from wemi_desk.sync.admission import EnrolAnswer, EnrolRequest, OperatorSheet
from wemi_desk.sync.courier import FileCourier, FileRecords
from wemi_desk.sync.joining import Joining, not_admitted, renew_grants
from wemi_desk.sync.ports import LineError, Marker
from wemi_desk.sync.trust import CentreTrust
from wemi_desk.wiring import KnownCentre

if TYPE_CHECKING:
    from wemi_desk.gateways.release_carriers import CentreCarrier
    from wemi_desk.services.access_ports import SecretStore

GRANTS_EVERY_SECONDS = 3600.0
UNPROVED_EVERY_SECONDS = 60.0
"""What the centre signs is not believed: perhaps its key was replaced, which it says with the grants."""
Enrol = Callable[[CentrePlace, EnrolRequest], EnrolAnswer]


def met_centre(profile: Profile, opened: OpenedDesk) -> MetCentre | None:
    """The centre of this desk; None before it joined one. Raises StateDamagedError."""
    met = CentreFile(profile.centre, opened.device_id).read(bytes(opened.device_key))
    return met if met is not None and met.centre_key else None


def in_force(place: CentrePlace, policy: MachinePolicy) -> CentrePlace:
    """How the centre is reached from this PC: what the administration decides comes before what was typed."""
    decided = {"url": policy.centre_url, "ca_file": policy.ca_file, "proxy": policy.proxy}
    return replace(place, **{name: value for name, value in decided.items() if value})


def with_proxy_word(place: CentrePlace, words: ProxyWords) -> CentrePlace:
    """What the keyring adds to the address of a proxy that was typed here."""
    return replace(place, proxy=words.whole(place.proxy))


def change_proxy(profile: Profile, opened: OpenedDesk, words: ProxyWords, proxy: str) -> None:
    """From the next unlock on. Raises StorageError, KeyringMissingError, StateDamagedError."""
    kept, device_key = CentreFile(profile.centre, opened.device_id), bytes(opened.device_key)
    met = kept.read(device_key)
    if met is not None:
        kept.write(replace(met, place=replace(met.place, proxy=words.keep(proxy))), device_key)


def line_to(met: MetCentre, opened: OpenedDesk) -> HttpCentreLine:
    """The line, with the desk's own signature."""
    return HttpCentreLine(CentreHttp(settings_of(met.place)), _name(met, opened.device_id))


def release_carrier(met: MetCentre, opened: OpenedDesk) -> CentreCarrier:
    """What brings newer versions of the program, over a line of its own."""
    from wemi_desk.gateways.release_carriers import CentreCarrier

    http = CentreHttp(settings_of(met.place))
    return CentreCarrier(http, HttpCentreLine(http, _name(met, opened.device_id)))


def trust_in(profile: Profile, met: MetCentre, opened: OpenedDesk) -> CentreTrust:
    """What this desk believes of its centre; a new key is written where the old one stands.

    How it is reached stays as the file has it: *met* says how it is reached today, by the administration and a keyring.
    """
    kept, device_key = CentreFile(profile.centre, opened.device_id), bytes(opened.device_key)

    def keep(new: MetCentre) -> None:
        kept.write(replace(new, place=kept.place() or new.place), device_key)

    return CentreTrust(met, keep, is_signed)


def known(trust: CentreTrust, line: HttpCentreLine, opened: OpenedDesk) -> KnownCentre:
    """What the desk's doors to the centre are made of."""
    sign = _name(trust.met, opened.device_id).sign
    return KnownCentre(tenant=trust.met.place.tenant, trust=trust, line=line, sign=sign)


def marker(profile: Profile, opened: OpenedDesk, secrets: SecretStore) -> Marker:
    """How far this desk's log had come, beside its store and in the keyring."""
    return TwoMarkers(FileMarker(profile.mark), KeyringMarker(secrets, f"{opened.device_id}/mark"))


def join(
    profile: Profile, access: CentreAccess, opened: OpenedDesk, place: CentrePlace, code: str,
    operators: Sequence[OperatorSheet], ask: Enrol | None = None, keep_proxy: Callable[[str], str] = without_who,
) -> MetCentre:  # fmt: skip
    """Make this desk known to a centre; *keep_proxy* gives what a file may hold of a proxy.

    Raises CentreRefusedError, NoLineError, InvalidFieldError, StorageError, KeyringMissingError.
    """
    place, asked = replace(place, url=centre_url(place.url)), ask or _enrol
    joining = Joining(
        device=opened.device_id, space_code=opened.space_code, device_key=bytes(opened.device_key),
        check_seed=bytes(access.check_in_seed()),
        keys=Ed25519Keys(), kept=CentreFile(profile.centre, opened.device_id), access=access,
        enrol=lambda _kept, request: asked(place, request), version=updating.running_version(),
    )  # fmt: skip
    return joining.join(replace(place, proxy=keep_proxy(place.proxy)), code, operators)


class FirstCentre:
    """The centre as the first start speaks to it: what a code is for, then the code itself."""

    def __init__(
        self, profile: Profile, spaces: Callable[[], Sequence[Space]],
        join: Callable[[OpenedDesk, CentrePlace, str], object],
    ) -> None:  # fmt: skip
        self._profile = profile
        self._spaces = spaces
        self._join = join

    def keep_authority(self, path: str) -> str:
        """Raises InvalidFieldError, StorageError."""
        return str(keep_authority(Path(path), self._profile.authority))

    def welcome(self, place: CentrePlace, code: str) -> CodeWelcome:
        """Raises CentreRefusedError, CentreNotReachedError, InvalidFieldError."""
        http = CentreHttp(settings_of(replace(place, url=centre_url(place.url))))
        try:
            sheet = look_at_code(http, code)
        except LineError as error:
            raise not_admitted(error) from None
        finally:
            http.close()
        known = next((one for one in self._spaces() if one.id == sheet.space_id), None)
        named = Space(id=sheet.space_id, code=sheet.space_code, name=sheet.space_name, kind="wemi_space")
        return CodeWelcome(
            space=known or named, bodies=_bodies(sheet.operators), colleagues=_colleagues(sheet.operators),
            recovery_key=sheet.recovery_key,
        )  # fmt: skip

    def join(self, opened: OpenedDesk, place: CentrePlace, code: str) -> None:
        """Raises CentreRefusedError, CentreNotReachedError, StorageError."""
        self._join(opened, place, code)


class LaterCentre:
    """See services.exchange_ports.ConnectionDoor."""

    def __init__(
        self, profile: Profile, met: MetCentre | None, policy: Callable[[], MachinePolicy],
        join: Callable[[CentrePlace, str], object], change_proxy: Callable[[str], object],
    ) -> None:  # fmt: skip
        self._profile = profile
        self._met = met
        self._policy = policy
        self._join = join
        self._change_proxy = change_proxy

    def address(self) -> str:
        return in_force(self._met.place, self._policy()).url if self._met is not None else ""

    def decided(self) -> MachinePolicy:
        return self._policy()

    def proxy(self) -> str:
        kept = self._met.place.proxy if self._met is not None else ""
        return without_who(self._policy().proxy or kept)

    def keep_proxy(self, address: str, name: str, word: str) -> None:
        proxy = typed_proxy(address, name, word)
        if who_of(proxy) or proxy != self.proxy():
            self._change_proxy(proxy)
            if self._met is not None:
                self._met = replace(self._met, place=replace(self._met.place, proxy=without_who(proxy)))

    def keep_authority(self, path: str) -> str:
        return str(keep_authority(Path(path), self._profile.authority))

    def join(self, place: CentrePlace, code: str) -> None:
        self._join(place, code)


def _bodies(known: Sequence[OperatorSheet]) -> tuple[Organisation, ...]:
    by_id = {one.organisation_id: one.organisation for one in known if one.organisation}
    return tuple(Organisation(id=body_id, name=name) for body_id, name in by_id.items())


def _colleagues(known: Sequence[OperatorSheet]) -> tuple[Operator, ...]:
    return tuple(operator_of(one) for one in known)


def operator_of(sheet: OperatorSheet) -> Operator:
    """As this desk knows one."""
    return Operator(
        id=OperatorId(sheet.id), given_name=sheet.given_name, surname=sheet.surname,
        badge_code=sheet.badge_code or "", organisation_id=sheet.organisation_id,
        space_codes=tuple(sheet.space_codes), roles=tuple(sheet.roles),
    )  # fmt: skip


def sheets(operators: Sequence[Operator], organisations: Sequence[Organisation]) -> list[OperatorSheet]:
    """Who works at this desk, as the centre is told."""
    names = {one.id: one.name for one in organisations}
    return [
        OperatorSheet(
            id=one.id, given_name=one.given_name, surname=one.surname, badge_code=one.badge_code or None,
            organisation_id=one.organisation_id, organisation=names.get(one.organisation_id, ""),
            space_codes=list(one.space_codes), roles=list(one.roles),
        )
        for one in operators
    ]  # fmt: skip


class GrantedExchange:
    """An exchange that also keeps the operators' grants alive, after the first one and then every hour, carries
    attachments when it has nothing else to do, and writes down at once that another data key is wanted."""

    def __init__(
        self,
        exchange: ExchangeDoor,
        renew: Callable[[], object],
        carry: Callable[[], object],
        heed_new_key: Callable[[int], object],
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._exchange = exchange
        self._heed_new_key = heed_new_key
        self._renew = renew
        self._carry = carry
        self._seconds = seconds
        self._renewed_at: float | None = None

    def state(self) -> SyncState:
        return self._exchange.state()

    def exchange(self) -> ExchangeNews:
        news = self._exchange.exchange()
        if news.new_key:
            self._heed_new_key(news.new_key)
        now = self._seconds()
        state = self._exchange.state()
        if news.order or not state.in_contact:
            return news
        every = UNPROVED_EVERY_SECONDS if state.unacknowledged else GRANTS_EVERY_SECONDS
        if self._renewed_at is None or now - self._renewed_at >= every:
            self._try(self._renew, "grants_not_renewed", now)
        if not state.waiting:
            self._try(self._carry, "files_not_carried")
        return news

    def stop(self) -> None:
        self._exchange.stop()

    def pause_s(self, *, active: bool) -> float:
        return self._exchange.pause_s(active=active)

    def _try(self, deed: Callable[[], object], event: str, now: float | None = None) -> None:
        try:
            deed()
        except LineError as error:
            log(event, code=error.reason)
        else:
            self._renewed_at = self._renewed_at if now is None else now


def renewing(
    line: HttpCentreLine, access: Callable[[], CentreAccess], trust: CentreTrust, report: Callable[[], None]
) -> Callable[[], object]:
    """Renew the grants of this desk's operators, and tell what was ordered and is done; the state file is read anew
    each time."""

    def renew() -> None:
        renew_grants(line, access(), trust)
        report()

    return renew


def spool_of(profile: Profile, met: MetCentre) -> SealedSpool:
    """Where attachments wait to go."""
    return SealedSpool(profile.files / "outgoing", met.box_key)


def carrying(
    spool: SealedSpool, line: HttpCentreLine, waits: Callable[[], bool], records: FileRecords,
    epoch: Callable[[], UUID | None],
) -> FileCourier:  # fmt: skip
    """The courier of this desk's attachments."""
    return FileCourier(line, spool, waits, records=records, epoch=epoch)


def settings_of(place: CentrePlace) -> LineSettings:
    """How this place is called."""
    return LineSettings(url=place.url, ca_file=Path(place.ca_file) if place.ca_file else None, proxy=place.proxy)


def _name(met: MetCentre, device_id: UUID) -> DeskName:
    return DeskName(
        tenant=met.place.tenant, device=device_id, sign=Ed25519Keys().signer(met.sign_seed),
        version=updating.running_version(), told_version=updating.told_version(),
    )


def _enrol(place: CentrePlace, request: EnrolRequest) -> EnrolAnswer:
    http = CentreHttp(settings_of(place))
    try:
        return enrol(http, request)
    finally:
        http.close()
