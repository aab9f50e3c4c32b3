"""What one exchange with the central system brought to this desk, for those who work at it."""

from __future__ import annotations

from dataclasses import dataclass

LOCK, FLUSH_AND_WIPE, WIPE_NOW, REVOKED = "lock", "flush_and_wipe", "wipe_now", "revoked"
REKEY = "rekey"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeNews:
    """*changed* names the collections whose records are other than before; *order* what the centre demands."""

    changed: frozenset[str] = frozenset()
    order: str = ""
    new_key: int = 0
    """The number of an order to change the data key; the desk works on meanwhile."""
    recovering: bool = False
    """The centre came back from a backup: it takes everything again and decides nothing."""
    erased: int = 0
    """Orders of erasure that were carried out."""
    healed: int = 0
    """Rows that differed from the centre's and were put right."""
    new_identity: bool = False
    """This store was no continuation of what the centre knew (an old copy, a cloned PC): it goes on as a new one."""
