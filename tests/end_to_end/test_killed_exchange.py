"""Desks, workers and the centre killed with -9 while they exchange; `dev.py bench --only sync-kill` does 300."""

import sys

import pytest

from benchmarks.sync_kill import killed

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc to find the workers"),
    pytest.mark.timeout(300),
]


def test_nothing_recorded_is_lost_or_doubled_and_nobody_says_sent_wrongly_whoever_is_killed():
    """S01, S03, S29, S109"""
    seen = killed(6, seed=7)
    assert seen["acts recorded"] > 0
    wrong = ("recorded and not at the centre", "at the centre twice", "said sent and was not", "desks unequal at the end")
    assert {name: seen[name] for name in wrong} == dict.fromkeys(wrong, 0)
