"""Everything the use cases of access need on a real PC, or in the palestra."""

from __future__ import annotations

import os

from wemi_desk.config import Profile
from wemi_desk.gateways.clock import RawClock
from wemi_desk.gateways.common_secrets import ShippedCommonSecrets
from wemi_desk.gateways.derivation import Derivation, HkdfKeys, production_derivation
from wemi_desk.gateways.desk_files import ProfileFiles
from wemi_desk.gateways.grants import Ed25519Grants
from wemi_desk.gateways.keyring_secrets import KeyringSecretStore
from wemi_desk.gateways.practice_secrets import PracticeSecretStore
from wemi_desk.gateways.recovery import X25519Recovery
from wemi_desk.gateways.release_boxes import CentreRelease
from wemi_desk.gateways.slots import FileSlots
from wemi_desk.gateways.state_file import EncryptedStateFile
from wemi_desk.services.access_ports import TimeLimit
from wemi_desk.services.desk_record import AccessPorts


def access_ports(profile: Profile, limit: TimeLimit | None = None, derivation: Derivation | None = None) -> AccessPorts:
    """The profile decides between keyring and practice file; the folder has been prepared before."""
    return AccessPorts(
        clock=RawClock(),
        secrets=PracticeSecretStore(profile) if profile.practice else KeyringSecretStore(limit),
        slots=FileSlots(profile.slots, derivation or production_derivation()),
        derivation=HkdfKeys(),
        state_file=EncryptedStateFile(profile.state, profile.store),
        recovery=X25519Recovery(profile.slots),
        release=CentreRelease(),
        grants=Ed25519Grants(),
        files=ProfileFiles(profile),
        common=ShippedCommonSecrets(),
        random=os.urandom,
        practice=profile.practice,
    )
