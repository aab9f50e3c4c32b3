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
    """Somebody changed a word of the erased on another's sheet, at a desk that had it not as theirs when it heard of
    the order, or after that, while the other's sheet was on its way: nobody can tell it whose the word was. It goes
    with the act, thirty days after the receipt."""
    heard = oracle.had_words.get((desk, token), 0)
    acts = (act for act in oracle.acts.values() if act.desk == desk and act.told >= heard)
    return any(token in msgspec.json.encode(seen(act)) for act in acts)
