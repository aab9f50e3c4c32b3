"""Which groups together place the most families: HiGHS, by its C interface. Loaded when somebody first asks."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import CDLL, POINTER, Array, byref, c_char_p, c_double, c_int, c_void_p
from functools import cache
from itertools import accumulate
from math import isfinite
from pathlib import Path

from wemi_desk.domain.errors import SolverMissingError
from wemi_desk.domain.shared_grouping import Packed, Packing

_NAMES = {"win32": ("highs.dll", "libhighs.dll"), "darwin": ("libhighs.dylib",)}
_MAXIMISE, _INTEGER, _BY_COLUMN, _OPTIMAL = -1, 1, 1, 7
_STAGES = (600, 1000, 1600)
"""So many groups at a time, those first that the relaxed question likes best: a small question is answered well."""
_NODES = 200
_ALL = 600
"""As few as these are answered at once, and the answer is proved."""


class HighsSolver:
    """See services.shared_services.ports.PackingSolver."""

    def solve(self, packing: Packing, seconds: float) -> Packed:
        """Raises SolverMissingError where there is no library for this computer."""
        library = _library()
        if len(packing.groups) <= _ALL:
            return _Question(library, packing).chosen(seconds)
        bound, liking = _Question(library, packing).relaxed(seconds)
        return _in_stages(library, packing, bound, liking, seconds)


def _in_stages(library: CDLL, packing: Packing, bound: float, liking: list[float], seconds: float) -> Packed:
    order = sorted(range(len(packing.groups)), key=lambda at: (-liking[at], at))
    found = Packed(packing.start, bound, is_proved=False)
    for most in _STAGES:
        kept = sorted({*order[:most], *found.chosen})
        part = _part(packing, kept, found.chosen)
        answer = _Question(library, part).chosen(seconds / len(_STAGES))
        is_all = len(kept) == len(packing.groups)
        bound = min(bound, answer.bound) if is_all else bound
        found = Packed(tuple(kept[at] for at in answer.chosen), bound, is_proved=is_all and answer.is_proved)
        if is_all:
            break
    return found


def _part(packing: Packing, kept: list[int], start: tuple[int, ...]) -> Packing:
    places = {at: place for place, at in enumerate(kept)}
    return Packing(
        tuple(packing.groups[at] for at in kept), tuple(packing.values[at] for at in kept), packing.families,
        tuple(places[at] for at in start),
    )  # fmt: skip


class _Question:
    """One question, from making to letting go of it."""

    def __init__(self, library: CDLL, packing: Packing) -> None:
        self._highs = library
        self._packing = packing
        self._columns = len(packing.groups)

    def chosen(self, seconds: float) -> Packed:
        """Each group is made or not."""
        with self._made(seconds) as made:
            self._begin(made)
            self._highs.Highs_run(made)
            return self._answer(made)

    def relaxed(self, seconds: float) -> tuple[float, list[float]]:
        """Groups may be made in part: no choice is worth more than this; and how far each group is wanted."""
        with self._made(seconds) as made:
            self._highs.Highs_setBoolOptionValue(made, b"solve_relaxation", 1)
            self._highs.Highs_run(made)
            prices = (c_double * self._packing.families)()
            self._highs.Highs_getSolution(made, None, None, None, prices)
            is_known = self._highs.Highs_getModelStatus(made) == _OPTIMAL
            bound = self._number(made, b"objective_function_value") if is_known else float(self._packing.families)
        pairs = zip(self._packing.groups, self._packing.values, strict=True)
        return bound, [value - sum(abs(prices[one]) for one in group) for group, value in pairs]

    @contextmanager
    def _made(self, seconds: float) -> Iterator[c_void_p]:
        made = c_void_p(self._highs.Highs_create())
        try:
            self._set_up(made, seconds)
            self._pass(made)
            yield made
        finally:
            self._highs.Highs_destroy(made)

    def _set_up(self, made: c_void_p, seconds: float) -> None:
        highs = self._highs
        highs.Highs_setBoolOptionValue(made, b"output_flag", 0)
        highs.Highs_setStringOptionValue(made, b"parallel", b"off")
        for name, number in ((b"threads", 1), (b"random_seed", 0), (b"mip_max_nodes", _NODES)):
            highs.Highs_setIntOptionValue(made, name, number)
        for name, limit in ((b"time_limit", seconds), (b"mip_rel_gap", 0.0), (b"mip_abs_gap", 1e-6)):
            highs.Highs_setDoubleOptionValue(made, name, limit)

    def _pass(self, made: c_void_p) -> None:
        groups, columns, rows = self._packing.groups, self._columns, self._packing.families
        places = [one for group in groups for one in group]
        starts = [0, *accumulate(map(len, groups))]
        self._highs.Highs_passMip(
            made, columns, rows, len(places), _BY_COLUMN, _MAXIMISE, 0.0, _doubles(self._packing.values),
            _doubles([0.0] * columns), _doubles([1.0] * columns), _doubles([0.0] * rows), _doubles([1.0] * rows),
            _ints(starts), _ints(places), _doubles([1.0] * len(places)), _ints([_INTEGER] * columns),
        )  # fmt: skip

    def _begin(self, made: c_void_p) -> None:
        """With the answer that is known, so that no other can be worse."""
        values = [0.0] * self._columns
        for at in self._packing.start:
            values[at] = 1.0
        self._highs.Highs_setSolution(made, _doubles(values), None, None, None)

    def _answer(self, made: c_void_p) -> Packed:
        values = _doubles([0.0] * self._columns)
        self._highs.Highs_getSolution(made, values, None, None, None)
        chosen = tuple(at for at in range(self._columns) if values[at] > 0.5)
        if not self._is_apart(chosen) or self._worth(chosen) < self._worth(self._packing.start):
            chosen = self._packing.start
        is_proved = self._highs.Highs_getModelStatus(made) == _OPTIMAL
        return Packed(chosen, self._number(made, b"mip_dual_bound"), is_proved)

    def _number(self, made: c_void_p, name: bytes) -> float:
        number = c_double(0.0)
        self._highs.Highs_getDoubleInfoValue(made, name, byref(number))
        return number.value if isfinite(number.value) else float(self._packing.families)

    def _worth(self, chosen: tuple[int, ...]) -> float:
        return sum(self._packing.values[at] for at in chosen)

    def _is_apart(self, chosen: tuple[int, ...]) -> bool:
        taken = [one for at in chosen for one in self._packing.groups[at]]
        return len(taken) == len(set(taken))


def _doubles(numbers: Sequence[float]) -> Array[c_double]:
    return (c_double * len(numbers))(*numbers)


def _ints(numbers: Sequence[int]) -> Array[c_int]:
    return (c_int * len(numbers))(*numbers)


@cache
def _library() -> CDLL:
    try:
        import highsbox

        folder = Path(highsbox.highs_lib_dir())
        names = _NAMES.get(sys.platform, ("libhighs.so",))
        beside = (folder, folder.parent / "bin")
        path = next(one / name for one in beside for name in names if (one / name).is_file())
        library = CDLL(str(path))
    except (ImportError, OSError, StopIteration) as error:
        raise SolverMissingError from error
    return _typed(library)


def _typed(library: CDLL) -> CDLL:
    doubles, ints = POINTER(c_double), POINTER(c_int)
    library.Highs_create.restype = c_void_p
    library.Highs_destroy.argtypes = (c_void_p,)
    library.Highs_destroy.restype = None
    library.Highs_run.argtypes = (c_void_p,)
    library.Highs_getModelStatus.argtypes = (c_void_p,)
    library.Highs_setBoolOptionValue.argtypes = (c_void_p, c_char_p, c_int)
    library.Highs_setIntOptionValue.argtypes = (c_void_p, c_char_p, c_int)
    library.Highs_setDoubleOptionValue.argtypes = (c_void_p, c_char_p, c_double)
    library.Highs_setStringOptionValue.argtypes = (c_void_p, c_char_p, c_char_p)
    library.Highs_getDoubleInfoValue.argtypes = (c_void_p, c_char_p, doubles)
    library.Highs_getSolution.argtypes = (c_void_p, doubles, doubles, doubles, doubles)
    library.Highs_setSolution.argtypes = (c_void_p, doubles, doubles, doubles, doubles)
    library.Highs_passMip.argtypes = (
        c_void_p, c_int, c_int, c_int, c_int, c_int, c_double, doubles, doubles, doubles, doubles, doubles, ints, ints,
        doubles, ints,
    )  # fmt: skip
    return library
