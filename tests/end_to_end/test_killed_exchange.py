"""Desks, workers and the centre killed with -9 while they exchange; `dev.py bench --only sync-kill` does 300."""

import pytest

from benchmarks.sync_kill import LIMITS, killed

pytestmark = pytest.mark.timeout(300)


def test_nothing_recorded_is_lost_or_doubled_and_nobody_says_sent_wrongly_whoever_is_killed():
    """S01, S03, S29, S109"""
    seen = killed(6, seed=7)
    assert seen["acts recorded"] > 0
    assert {name: seen[name] for name in LIMITS} == dict.fromkeys(LIMITS, 0)
