"""Two threads that meet a class for the first time at once: msgspec alone brings the process down."""

import subprocess
import sys
from dataclasses import dataclass

import msgspec
import pytest

from wemi_desk.shapes import converted, decoded, decoder_of

PROGRAM = """
import msgspec, sys, types
from threading import Barrier, Thread
from wemi_desk.shapes import converted, decoded
sys.setswitchinterval(1e-6)
parts = "".join(
    f"@dataclass(frozen=True)\\nclass Part{n}:\\n    one: int\\n    two: str = ''\\n    three: tuple[int, ...] = ()\\n"
    for n in range(8)
)
fields = "".join(f"    part{n}: Part{n} | None = None\\n" for n in range(8))
whole = "@dataclass(frozen=True)\\nclass Whole:\\n" + fields
said = {f"part{n}": {"one": n, "two": "x", "three": [1]} for n in range(8)}
data, wrong = msgspec.json.encode(said), []
for round in range(60):
    module = sys.modules["made"] = types.ModuleType("made")
    exec("from dataclasses import dataclass\\n" + parts + whole, vars(module))
    start = Barrier(3)
    def read(by):
        start.wait()
        if by().part7.three != (1,):
            wrong.append(round)
    read_it, convert_it = lambda: decoded(data, module.Whole), lambda: converted(said, module.Whole)
    threads = [Thread(target=read, args=(way,)) for way in (read_it, convert_it, read_it)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("alive", wrong)
"""


def test_threads_that_meet_a_class_at_the_same_moment_all_read_it():
    done = subprocess.run([sys.executable, "-c", PROGRAM], check=True, stdout=subprocess.PIPE, text=True)
    assert done.stdout == "alive []\n"


@dataclass(frozen=True)
class _Sheet:
    number: int


def test_what_does_not_fit_is_refused_and_a_decoder_is_made_once():
    assert decoded(b'{"number": 3}', _Sheet) == converted({"number": 3}, _Sheet) == _Sheet(3)
    assert converted({"number": "3"}, _Sheet, strict=False) == _Sheet(3)
    with pytest.raises(msgspec.ValidationError):
        converted({"number": "3"}, _Sheet)
    with pytest.raises(msgspec.DecodeError):
        decoded(b"{", _Sheet)
    assert decoder_of(_Sheet) is decoder_of(_Sheet)
