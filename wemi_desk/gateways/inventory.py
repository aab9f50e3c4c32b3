"""Every key of the desk: what docs/crypto-inventory.md is written from."""

from __future__ import annotations

from dataclasses import dataclass, fields

from wemi_desk.domain.access import CENTRE_COST, FORMAT, ONLINE_SLOT_LIFE, PIN_LIFE, PURPOSES, Cost
from wemi_desk.gateways.derivation import DEFAULT, FLOOR, SALT_BYTES
from wemi_desk.gateways.keyring_secrets import SERVICE
from wemi_desk.gateways.recovery import SEALED_BYTES
from wemi_desk.gateways.slots import ALGORITHMS

_HKDF, _GCM = ALGORITHMS[1], ALGORITHMS[2]


def _argon(cost: Cost) -> str:
    return f"{ALGORITHMS[0]} t={cost.passes} m={cost.memory_kib // 1024} MiB p={cost.lanes}"


_ARGON, _CENTRE_ARGON = _argon(DEFAULT), _argon(CENTRE_COST)


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One line of the inventory."""

    name: str
    algorithm: str
    purpose: str
    place: str
    life: str
    replacement: str


_USES = {
    "db": ("SQLCipher, AES-256-CBC and HMAC-SHA512 a page", "the store"),
    "files": (_GCM, "files of citizens"),
    "drafts": (_GCM, "drafts"),
    "persons": (_GCM, "wraps one key per citizen: special data and files"),
    "audit-wrap": (_GCM, "wraps the audit epoch key"),
    "device-key": (_GCM, "wraps the PC's signing key"),
}


_UNLOCKED, _UNLOCKING = "memory, while unlocked", "memory, while unlocking"
_PIN_HOURS = int(PIN_LIFE.total_seconds() // 3600)
_FIXED = (
    KeyEntry(
        "D, device secret",
        "random, 256 bit",
        "binds every slot and the state to this PC",
        f"keyring, service {SERVICE}, <device>/device-secret",
        "life of the PC",
        "enrolment or recovery",
    ),
    KeyEntry(
        "P, PIN pepper",
        "random, 256 bit",
        "makes copies of a PIN slot useless",
        f"keyring, service {SERVICE}, <device>/pin/<operator>",
        f"{_PIN_HOURS} hours after a pass-phrase, 5 failures, leaving",
        "at the next pass-phrase",
    ),
    KeyEntry(
        "DK, data key",
        "random, 256 bit",
        "source of the store's keys",
        "nowhere in clear; in slots",
        "life of the store",
        "`wemi-desk rekey`, or by order of the coordination",
    ),
    KeyEntry(
        "k, secret key of an operator",
        f"{_ARGON}, salt {SALT_BYTES * 8} bit",
        "from pass-phrase or PIN",
        _UNLOCKING,
        "one unlock",
        "with the secret, or when the default cost rises",
    ),
    KeyEntry(
        "KEK, wrapping key of a slot",
        f"{_HKDF}, salt D or D and P",
        f"seals DK ({_GCM})",
        _UNLOCKING,
        "one unlock",
        "with the slot",
    ),
    KeyEntry(
        "kept-PIN key",
        f"{_HKDF} of DK",
        f"seals the PIN's k between days ({_GCM})",
        _UNLOCKING,
        "one unlock",
        "with DK",
    ),
    KeyEntry(
        "slot seal",
        f"{_HKDF} of D, HMAC-SHA256",
        "slot files and failure counts are as we wrote them",
        "memory",
        "one use",
        "with D",
    ),
    KeyEntry("state-file key", f"{_HKDF} of D, {_GCM}", "what the lock screen needs", "memory", "one use", "with D"),
    KeyEntry(
        "one-time recovery key",
        "X25519",
        "the answer of the two people of the Comune",
        "keyring: <device>/recovery",
        "until the answer",
        "each request",
    ),
    KeyEntry(
        "recovery slot",
        f"X25519, {_HKDF}, {_GCM}, {SEALED_BYTES} bytes",
        "DK sealed to the Comune",
        "slots/<device>.recovery; private half offline, in shares",
        "life of the store",
        "with DK or the Comune's key",
    ),
    KeyEntry(
        "R, release secret",
        "random, 256 bit",
        "opens the online slot, for an operator who proves at the centre to be that one",
        "the centre, sealed to its box key; this PC forgets it when it is made",
        f"{ONLINE_SLOT_LIFE.days} days of use; gone when the desk is revoked",
        "with the online slot",
    ),
    KeyEntry(
        "online slot",
        f"{_HKDF} of R, salt D, {_GCM}",
        "DK, for who enters by the centre",
        "state file",
        f"{ONLINE_SLOT_LIFE.days} days of use",
        "each month, with DK, or when the centre lost R",
    ),
    KeyEntry(
        "pass-phrase at the centre",
        f"{_CENTRE_ARGON}, salt 128 bit",
        "proves an operator who enters by the centre",
        "the centre's database",
        "until the next code",
        "with a code of the coordination (10 characters, 3 days, once)",
    ),
    KeyEntry(
        "person key, one per citizen with special data",
        "random, 256 bit",
        f"special data of that person ({_GCM})",
        f"store, wrapped by the persons key ({_GCM})",
        "until the person is erased",
        "never: erasing it erases",
    ),
    KeyEntry(
        "special-index key",
        f"{_HKDF} of the persons key, HMAC-SHA256",
        "finds a card by its exact code",
        _UNLOCKED,
        "one session",
        "with DK",
    ),
    KeyEntry(
        "key of the register of Facilita",
        "random, 256 bit, BLAKE2b keyed",
        "hashes of a codice fiscale and of a row, in the ledger of what was sent",
        "store, beside the ledger",
        "life of the store",
        "never: the same person would count twice",
    ),
    KeyEntry(
        "centre's grant key",
        "Ed25519, public half only",
        "verifies grants",
        "state file",
        "life of the desk",
        "by a message signed with the old one, with the grants",
    ),
    KeyEntry(
        "device signing key",
        "Ed25519",
        "signs every request and what leaves by hand",
        f"the centre file, sealed by the device-key key ({_GCM}); public half at the centre",
        "life of the desk",
        "enrolment anew",
    ),
    KeyEntry(
        "check-in key",
        f"Ed25519, from {_HKDF} of D",
        "the question of a locked desk, and nothing else",
        "memory, while asking; public half at the centre",
        "with D",
        "enrolment anew",
    ),
    KeyEntry(
        "parcel key",
        f"X25519 once, {_HKDF}, {_GCM}",
        "unsent work by USB, and keys of files: for the centre alone",
        "in what it seals",
        "one parcel",
        "each parcel",
    ),
    KeyEntry(
        "file key, one per attachment",
        f"random, 256 bit, {_GCM}",
        "an attachment on its way and at the centre",
        "sealed in a parcel; nowhere else on this PC",
        "life of the attachment",
        "never",
    ),
)


def inventory() -> tuple[KeyEntry, ...]:
    """Keys with an entry of their own, then one for each purpose of the data key."""
    derived = (
        KeyEntry(f"{use} key", f"{_HKDF} of DK; {_USES[use][0]}", _USES[use][1], _UNLOCKED, "one session", "with DK")
        for use in PURPOSES
    )
    return (*_FIXED, *derived)


def inventory_page() -> str:
    """The document, in Markdown."""
    names = [field.name for field in fields(KeyEntry)]
    rows = [[str(getattr(entry, name)) for name in names] for entry in inventory()]
    lines = [
        "# Keys of the desk",
        "",
        f"Written by `tools/crypto_inventory.py` from the constants in the code (format {FORMAT}); a test compares.",
        f"Derivations cheaper than t={FLOOR.passes}, m={FLOOR.memory_kib // 1024} MiB are refused.",
        "",
        "| " + " | ".join(names) + " |",
        "|" + "---|" * len(names),
        *("| " + " | ".join(row) + " |" for row in rows),
    ]
    return "\n".join(lines) + "\n"
