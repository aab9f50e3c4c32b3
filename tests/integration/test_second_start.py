"""How a second start reaches the console that is there, and what it makes of what it finds."""

import os
from threading import Thread

import pytest

from wemi_desk.config import Profile
from wemi_desk.gateways.second_start import Callers, call, call_file

SHORT = 0.1


@pytest.fixture
def profile(tmp_path):
    return Profile(tmp_path)


@pytest.fixture
def callers(profile):
    listening = Callers(profile)
    listening.listen()
    return listening


def called(profile, callers, **environ):
    """(answered, what the console heard): the caller waits while the console looks."""
    answers = []
    caller = Thread(target=lambda: answers.append(call(profile, 10, environ)))
    caller.start()
    while (heard := callers.heard()) is None:
        caller.join(0.01)
    caller.join()
    return answers[0], heard


def test_a_caller_is_heard_and_answered(profile, callers):
    assert callers.heard() is None
    assert called(profile, callers) == (True, "")
    assert called(profile, callers, XDG_ACTIVATION_TOKEN="gnome-shell/1-2_TIME3") == (True, "gnome-shell/1-2_TIME3")
    assert callers.heard() is None


def test_looking_when_nobody_called_leaves_the_file_alone_or_the_watch_on_it_would_never_rest(profile, callers):
    called(profile, callers)
    callers.heard()
    before = call_file(profile).stat()
    assert callers.heard() is None
    after = call_file(profile).stat()
    assert (after.st_size, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_size, before.st_mtime_ns, before.st_ctime_ns,
    )  # fmt: skip


def test_nothing_is_taken_away_that_a_caller_may_have_written_just_now(profile, callers):
    assert not call(profile, SHORT, {"XDG_ACTIVATION_TOKEN": "first"})
    written = call_file(profile).read_bytes()
    assert callers.heard() == "first"
    assert call_file(profile).read_bytes().startswith(written)


def test_of_many_at_once_each_is_answered(profile, callers):
    answers = []
    several = [Thread(target=lambda: answers.append(call(profile, 10, {}))) for _ in range(8)]
    for one in several:
        one.start()
    while any(one.is_alive() for one in several):
        callers.heard()
    assert answers == [True] * 8


@pytest.mark.parametrize("word", ["two words", "x" * 201, "à", "line\nline", "bell\a"])
def test_what_no_system_would_say_is_left_away(profile, callers, word):
    assert called(profile, callers, XDG_ACTIVATION_TOKEN=word) == (True, "")


def test_nobody_answers_where_no_console_is_or_one_is_busy(profile, callers):
    assert not call(profile, SHORT, {})
    assert callers.heard() == ""
    callers.close()
    assert not call(profile, SHORT, {})
    assert not call_file(profile).exists()


def test_calls_of_yesterday_are_forgotten(profile, callers):
    assert not call(profile, SHORT, {})
    next_one = Callers(profile)
    next_one.listen()
    assert next_one.heard() is None


@pytest.mark.parametrize("content", [b"", b"\xff" * 5000, b"0000 x\n" * 9, b"\n\n\n"])
def test_whatever_stands_in_the_file_nobody_falls(profile, callers, content):
    call_file(profile).write_bytes(content)
    assert callers.heard() is None
    assert called(profile, callers) == (True, "")


def test_only_this_account_may_call_and_no_link_leads_elsewhere(profile, tmp_path):
    Callers(profile).listen()
    assert call_file(profile).stat().st_mode & 0o777 == 0o600
    call_file(profile).unlink()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    os.symlink(elsewhere, call_file(profile))
    with pytest.raises(OSError, match="lock"):
        Callers(profile).listen()
    assert not call(profile, SHORT, {})
    assert elsewhere.read_text() == "mine"
