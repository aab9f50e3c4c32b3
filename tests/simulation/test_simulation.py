"""The simulator itself: the same twice, readable, and not blind."""

import subprocess
import sys
from pathlib import Path

import pytest

from simulation import generate, mutants
from simulation.play import played, shortened
from simulation.script import Fault, Script, Step

HOME = Path(__file__).resolve().parents[2]
FLAVOURS = sorted({one.__name__ for one in (*generate.FLAVOURS, *generate.RARE)})


@pytest.mark.parametrize("seed", [20, 21])
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_histories_of_every_kind_keep_every_invariant(flavour, seed):
    outcome = played(getattr(generate, flavour)(seed))
    assert outcome.violations == []


def test_one_script_played_twice_is_equal_to_the_byte_in_another_process_too():
    trace = played(generate.everything(7)).trace
    assert trace == played(generate.everything(7)).trace
    played_there = "from simulation import generate, play; print(play.played(generate.everything(7)).trace)"
    ran = subprocess.run([sys.executable, "-c", played_there], cwd=HOME, check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == trace


def test_a_script_is_read_as_it_was_written():
    script = Script(seed=3, steps=(Step("sync", 2, 17, (Fault("late", 1), Fault("desk_crash", 9))), Step("erase")))
    assert Script.read(str(script)) == script


@pytest.mark.parametrize("name", [
    "sent_is_shown_when_it_left", "h12_a_weaker_row_ends_limbo", "h14_an_erased_person_is_known_by_id_alone",
])  # fmt: skip
def test_a_fault_put_back_is_seen(name):
    assert mutants.hunted(name).at


def test_a_failing_history_shrinks_to_a_few_steps():
    with mutants.put_back("sent_is_shown_when_it_left"):
        script = generate.everything(7)
        outcome = played(script)
        assert len(shortened(script, outcome.rules, tries=80).steps) < 20
