"""Who may change a file on Windows, out of the text in which Windows itself writes it down (SDDL)."""

from __future__ import annotations

import re
import sys
from functools import reduce
from operator import or_
from pathlib import Path

TRUSTED = frozenset({
    "SY", "BA", "S-1-5-18", "S-1-5-32-544",
    "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",  # TrustedInstaller
})  # fmt: skip
_RIGHTS = {
    "CC": 0x1, "DC": 0x2, "LC": 0x4, "SW": 0x8, "RP": 0x10, "WP": 0x20, "DT": 0x40, "LO": 0x80, "CR": 0x100,
    "SD": 0x1_0000, "RC": 0x2_0000, "WD": 0x4_0000, "WO": 0x8_0000, "GA": 0x1000_0000, "GX": 0x2000_0000,
    "GW": 0x4000_0000, "GR": 0x8000_0000, "FA": 0x1F_01FF, "FR": 0x12_0089, "FW": 0x12_0116, "FX": 0x12_00A0,
    "KA": 0xF_003F, "KR": 0x2_0019, "KW": 0x2_0006, "KX": 0x2_0019,
}  # fmt: skip
_TAKES_OVER = _RIGHTS["SD"] | _RIGHTS["WD"] | _RIGHTS["WO"] | _RIGHTS["GA"] | _RIGHTS["DT"]
WRITES_FILE = _TAKES_OVER | _RIGHTS["GW"] | _RIGHTS["DC"] | _RIGHTS["LC"]
"""Write or append data, delete, give oneself the right to."""
CHANGES_FOLDER = _TAKES_OVER
"""Everybody may put a file of their own into ProgramData: what counts is who may take another's away."""
_ENTRY = re.compile(r"\(([^()]*)\)")


def is_kept(sddl: str, writing: int) -> bool:
    """Whether the owner is an administrator and nobody else has one of the rights *writing*; in doubt it is not."""
    owner = re.match(r"O:(S-[\d-]+|[A-Z]{2})", sddl)
    listed = re.search(r"D:[A-Z]*(\(.*)", sddl)
    if owner is None or owner[1] not in TRUSTED or listed is None or "NO_ACCESS_CONTROL" in sddl:
        return False
    return all(_is_harmless(entry.split(";"), writing) for entry in _ENTRY.findall(listed[1].split("S:")[0]))


def _is_harmless(entry: list[str], writing: int) -> bool:
    if len(entry) < 6:
        return False
    kind, flags, rights, sid = entry[0], entry[1], entry[2], entry[5]
    if kind in {"D", "OD", "XD"} or sid in TRUSTED or "IO" in re.findall("..", flags):
        return True
    return not _mask(rights) & writing


def _mask(rights: str) -> int:
    """What is not understood is every right."""
    try:
        return int(rights, 16 if rights.lower().startswith("0x") else 10)
    except ValueError:
        return reduce(or_, (_RIGHTS.get(two, -1) for two in re.findall("..?", rights)), 0)


def only_administrators_may_change(path: Path) -> bool:
    """Whether the file and the folder it lies in are an administrator's alone. Raises OSError."""
    real = path.resolve(strict=True)
    return is_kept(_descriptor(real), WRITES_FILE) and is_kept(_descriptor(real.parent), CHANGES_FOLDER)


def _descriptor(path: Path) -> str:
    """Owner and rights in Windows' own words; empty elsewhere. Raises OSError."""
    if sys.platform != "win32":
        return ""
    import ctypes
    from ctypes import wintypes

    owner_and_rights, is_file, revision = 0x5, 1, 1
    advapi, kernel = ctypes.WinDLL("advapi32", use_last_error=True), ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.LocalFree.argtypes = [wintypes.LPVOID]
    found, text = wintypes.LPVOID(), wintypes.LPWSTR()
    nothing = [None] * 4
    code = advapi.GetNamedSecurityInfoW(str(path), is_file, owner_and_rights, *nothing, ctypes.byref(found))
    if code:
        raise ctypes.WinError(code)
    try:
        convert = advapi.ConvertSecurityDescriptorToStringSecurityDescriptorW
        if not convert(found, revision, owner_and_rights, ctypes.byref(text), None):
            raise ctypes.WinError(ctypes.get_last_error())
        said = text.value or ""
        kernel.LocalFree(ctypes.cast(text, wintypes.LPVOID))
        return said
    finally:
        kernel.LocalFree(found)
