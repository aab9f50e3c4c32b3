"""Typed JSON for a program with several threads.

msgspec notes what a class is made of when it first meets it, and notes it before it is complete: a second thread that
meets the class at that moment reads what is not there yet, and the process is gone. So one thread at a time.
"""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import msgspec

T = TypeVar("T")

_turn = RLock()
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


def decoder_of(kind: type[T]) -> msgspec.json.Decoder[T]:
    """What reads *kind*, a class or a hint; made once."""
    made = _decoders.get(kind)
    if made is None:
        import msgspec  # not on the way to the lock screen

        with _turn:
            made = _decoders.setdefault(kind, msgspec.json.Decoder(kind))
    return made


def decoded(data: bytes | str, kind: type[T]) -> T:
    """Raises msgspec.ValidationError or DecodeError."""
    return decoder_of(kind).decode(data)


def converted(content: object, kind: type[T], *, strict: bool = True) -> T:
    """What is read already, as *kind*; raises msgspec.ValidationError."""
    import msgspec

    decoder_of(kind)
    return msgspec.convert(content, kind, strict=strict)
