"""A desk under another data key: everything is written anew beside what is there, then one file decides."""

from __future__ import annotations

from functools import partial

from wemi_desk.config import Profile
from wemi_desk.domain.access import OpenedDesk
from wemi_desk.domain.errors import StateDamagedError, StorageError
from wemi_desk.domain.operators import OperatorId
from wemi_desk.gateways import store_copies
from wemi_desk.gateways.centre_file import CentreFile
from wemi_desk.gateways.desk_access import access_ports
from wemi_desk.gateways.person_vault import PersonVault
from wemi_desk.gateways.sealing import AesGcmSealer
from wemi_desk.persistence.copying import finish_rekeying
from wemi_desk.persistence.rekeying import rekey_copy, reseal
from wemi_desk.services.desk_rekey import desk_rekey
from wemi_desk.services.special_data import datum_place


def rekey(profile: Profile, acting: OperatorId, passphrase: str) -> OpenedDesk:
    """Nobody has the desk open. Raises NotAllowedError, SecretError, StorageError; then the old key still counts."""
    after = desk_rekey(access_ports(profile)).rekey(acting, passphrase, partial(carry, profile))
    finish(profile, after)
    return after


def carry(profile: Profile, old: OpenedDesk, new: OpenedDesk) -> None:
    """Write everything anew beside what is there. Raises StorageError, also while there is a way back to the store as
    a former version left it: that one would not open under the new key."""
    if store_copies.is_kept(profile):
        raise StorageError("on_trial")
    finish(profile, old)
    _carry_centre(profile, old, new)
    _carry_store(profile, old, new)


def finish(profile: Profile, opened: OpenedDesk) -> None:
    """Put what was written for this key into its place; what was written for another never counted. At every start."""
    finish_rekeying(profile.store, bytes(opened.db))
    profile.centre_rekeyed.with_name(profile.centre_rekeyed.name + ".new").unlink(missing_ok=True)
    if not profile.centre_rekeyed.exists():
        return
    try:
        CentreFile(profile.centre_rekeyed, opened.device_id).read(bytes(opened.device_key))
    except StateDamagedError:
        profile.centre_rekeyed.unlink()
    else:
        profile.centre_rekeyed.replace(profile.centre)


def _carry_centre(profile: Profile, old: OpenedDesk, new: OpenedDesk) -> None:
    met = CentreFile(profile.centre, old.device_id).read(bytes(old.device_key))
    if met is not None:
        CentreFile(profile.centre_rekeyed, new.device_id).write(met, bytes(new.device_key))


def _carry_store(profile: Profile, old: OpenedDesk, new: OpenedDesk) -> None:
    before, after = PersonVault(bytes(old.persons)), PersonVault(bytes(new.persons))
    sealers = AesGcmSealer(bytes(old.audit_wrap)), AesGcmSealer(bytes(new.audit_wrap))
    rekey_copy(
        profile.store, bytes(old.db), bytes(new.db),
        lambda connection: reseal(
            connection, *sealers, rewrap=lambda wrapped, citizen_id: after.take_over(wrapped, citizen_id, before),
            reindex=lambda datum, wrapped: after.blind_index(datum.kind, before.open(
                datum.sealed, wrapped, datum.citizen_id, datum_place(datum.citizen_id, datum.id)).decode()),
        ),
    )  # fmt: skip
