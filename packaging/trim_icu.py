"""Qt on Linux brings ICU's data for every language on earth, 32 MB: keep what a desk in Italian and English uses.

ICU's own documentation foresees data cut to measure; the format is that of ``udata.h`` ("CmnD", a table of names and
offsets). Needs ``as`` and ``ld`` of binutils, which PyInstaller needs too.
"""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

KEPT = re.compile(
    r"^(?:(?:coll|curr|lang|region|zone)/)?(?:root|pool|res_index|ucadata|it|it_IT|en|en_001|en_150|en_GB|en_US)\.(?:res|icu)$"
    r"|^(?:supplementalData|zoneinfo64|timezoneTypes|metaZones|windowsZones|numberingSystems|keyTypeData|likelySubtags"
    r"|currencyNumericCodes|plurals|pluralRanges|dayPeriods|metadata|icuver|icustd|tzdbNames|langInfo|zone/tzdbNames)\.res$"
    r"|^(?:cnvalias|pnames|uprops|ucase|ubidi|nfc|nfkc|nfkc_cf|ulayout|uemoji)\.(?:icu|nrm)$"
    r"|^(?:supplementalData|curr/supplementalData)\.res$"
    r"|^brkitr/(?:root|char|word|line|sent)\.(?:res|brk)$"
)
ALIGNED = 16


def trim(library: Path) -> tuple[int, int]:
    """Make *library* again with the wanted items only; returns the bytes before and after."""
    before = library.stat().st_size
    symbol, data = _data(library)
    with tempfile.TemporaryDirectory() as folder:
        small, source, made = (Path(folder) / name for name in ("small.dat", "data.s", "data.o"))
        small.write_bytes(cut(data))
        source.write_text(
            f'.section .rodata\n.globl {symbol}\n.balign 16\n.type {symbol}, @object\n{symbol}:\n.incbin "{small}"\n'
            f".size {symbol}, .-{symbol}\n.section .note.GNU-stack,\"\",@progbits\n"
        )
        _run("as", "-o", made, source)
        _run("ld", "-shared", "-s", "--build-id=none", "-soname", library.name, "-o", library, made)
    return before, library.stat().st_size


def cut(data: bytes) -> bytes:
    """The common data file with the wanted items only; raises ValueError where *data* is something else."""
    head, magic = struct.unpack_from("<HH", data)
    if magic != 0x27DA or data[12:16] != b"CmnD":
        raise ValueError("not a common data file of ICU")
    (count,) = struct.unpack_from("<I", data, head)
    table = [struct.unpack_from("<II", data, head + 4 + 8 * place) for place in range(count)]
    ends = [begin for _name, begin in table[1:]] + [len(data) - head]
    items = []
    for (name, begin), end in zip(table, ends, strict=True):
        full = data[head + name : data.index(b"\0", head + name)]
        if KEPT.match(full.decode("ascii").partition("/")[2]):
            items.append((full, data[head + begin : head + end]))
    return data[:head] + _packed(items)


def _packed(items: list[tuple[bytes, bytes]]) -> bytes:
    names, first = b"", 4 + 8 * len(items)
    places = []
    for name, _content in items:
        places.append(first + len(names))
        names += name + b"\0"
    body, begin = b"", -(-(first + len(names)) // ALIGNED) * ALIGNED
    table = struct.pack("<I", len(items))
    for place, (_name, content) in zip(places, items, strict=True):
        table += struct.pack("<II", place, begin + len(body))
        body += content.ljust(-(-len(content) // ALIGNED) * ALIGNED, b"\0")
    return (table + names).ljust(begin, b"\0") + body


def _data(library: Path) -> tuple[str, bytes]:
    """Name and content of the one object that the library holds."""
    words = _run("readelf", "-W", "--dyn-syms", library).split()
    place = next(place for place, word in enumerate(words) if re.fullmatch(r"icudt\d+_dat", word))
    # where it is loaded is where it stands in the file
    symbol, begin, size = words[place], int(words[place - 6], 16), int(words[place - 5], 0)
    return symbol, library.read_bytes()[begin : begin + size]


def _run(*words: object) -> str:
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    print(*trim(Path(sys.argv[1])))
