"""Words that were said, and words that were only seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from simulation.oracle import Act, Oracle


def said(act: Act) -> dict[str, Any]:
    """What an act says itself: not what its author had before their eyes."""
    if act.verb != "set":
        return act.payload
    return {name: change[1:] if isinstance(change, list) else change for name, change in act.payload.items()}


def seen(act: Act) -> dict[str, Any]:
    """What its author had before their eyes."""
    changes = act.payload.items() if act.verb == "set" else ()
    return {name: change[0] for name, change in changes if isinstance(change, list)}


def only_seen(oracle: Oracle, desk: int, token: bytes) -> bool:
    """A desk that had not the sheet of the erased saw their word on another's and changed it: nobody can tell it whose
    the word was. It goes with the act, thirty days after the receipt."""
    acts = oracle.acts.values()
    if not any(act.desk == desk and token in msgspec.json.encode(seen(act)) for act in acts):
        return False
    typed = [act for act in acts if token in msgspec.json.encode(said(act)) and oracle.is_erased(act)]
    return not any((desk, act.record_id) in oracle.had_sheet for act in typed)
