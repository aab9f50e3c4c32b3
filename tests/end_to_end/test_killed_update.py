"""The current goes while a version is installed or gone back from: a program starts, every record is there (S82)."""

from tests.end_to_end.update_killing import Killing, Outcome


def test_after_a_kill_a_program_starts_and_no_record_is_missing(tmp_path):
    killing, outcome = Killing(tmp_path, ("", "raises")), Outcome()
    killing.kill("", 0, 1.2, outcome)
    killing.kill("raises", 2, 0.6, outcome)
    assert (outcome.not_started, outcome.missing, outcome.never_newer) == ([], [], [])
    assert outcome.starts == 2
