"""The solver's library is there; without it a plain error says so."""

import pytest

from wemi_desk.domain.errors import SolverMissingError
from wemi_desk.domain.shared_grouping import Packing
from wemi_desk.gateways import highs_solver


def test_many_groups_are_answered_in_stages_and_never_worse_than_the_start():
    groups = tuple((one, other) for one in range(60) for other in range(one + 1, 60))
    values = tuple(2.0 for _one in groups)
    start = (0,)
    packed = highs_solver.HighsSolver().solve(Packing(groups, values, 60, start), 1.0)
    taken = [one for at in packed.chosen for one in groups[at]]
    assert sorted(taken) == list(range(60))
    assert packed.bound >= 60.0 - 1e-6


def test_a_computer_without_the_library_is_told(monkeypatch, tmp_path):
    highs_solver._library.cache_clear()
    monkeypatch.setattr("highsbox.highs_lib_dir", lambda: str(tmp_path / "lib"))
    try:
        with pytest.raises(SolverMissingError):
            highs_solver.HighsSolver().solve(Packing(((0, 1),), (2.0,), 2), 1.0)
    finally:
        highs_solver._library.cache_clear()
