"""How a desk comes to a newer version: when, in which order, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from tests.release_desk import NOW, Interposer, Publisher, TrustingDesk, later
from wemi_desk.domain.errors import NoLineError, ReleaseRefusedError
from wemi_desk.domain.outbox_rows import OutboxList, OutboxRow
from wemi_desk.domain.releases import UpdateState, Version
from wemi_desk.services.updates import service as updates
from wemi_desk.services.updates.fitting import ThisProgram
from wemi_desk.services.updates.service import Hint, UpdateParts, UpdateService

PROGRAM = ThisProgram(
    version=Version(0, 1, 0), schema=13, protocol=1, kinds=frozenset({"citizen", "contact"})
)


class Clock:
    def __init__(self):
        self.at, self.ms = NOW, 0

    def now(self):
        return self.at

    def today(self):
        return self.at.date()

    def monotonic_ms(self):
        return self.ms

    def behind(self):
        return timedelta()

    def pass_by(self, seconds):
        self.ms += int(seconds * 1000)


class Outbox:
    def __init__(self):
        self.waiting, self.to_check = [], []

    def page(self, which, offset, limit):
        rows = self.waiting if which is OutboxList.WAITING else self.to_check
        return rows[offset : offset + limit]


class Desk:
    """A desk before its centre, here a folder that somebody may come between."""

    def __init__(self, publisher, folder, **program):
        self.publisher, self.trusting = publisher, TrustingDesk(folder, publisher.first_root)
        self.files, self.clock, self.outbox, self.hint = self.trusting.files, Clock(), Outbox(), Hint()
        self.program = replace(PROGRAM, **program)
        self.carrier, self.error = Interposer(publisher.folder), timedelta()
        self.begin()

    def begin(self, **parts):
        """As after a start."""
        self.service = UpdateService(
            UpdateParts(
                program=self.program, files=self.files, line=self.line,
                stick=lambda folder: self.trusting.source(folder) if folder.exists() else None,
                hint=lambda: self.hint, outbox=self.outbox, clock=self.clock, clock_error=lambda: self.error, **parts,
            )
        )  # fmt: skip
        return self.service

    def line(self):
        return self.trusting.source(self.carrier) if self.carrier is not None else None

    def run(self, most=50):
        """Step by step, until it waits for long or wants the outbox sent; the steps."""
        steps = []
        while len(steps) < most:
            steps.append(self.service.go_on())
            self.clock.pass_by(steps[-1].seconds)
            if steps[-1].send_first or steps[-1].seconds > 60:
                break
        return steps

    @property
    def state(self):
        return self.service.status().state


@pytest.fixture(scope="module")
def publisher(tmp_path_factory):
    made = Publisher(tmp_path_factory.mktemp("publisher"))
    made.add("0.2.0")
    return made


@pytest.fixture
def desk(publisher, tmp_path, monkeypatch):
    monkeypatch.setattr(updates, "TURN_BYTES", 200)
    return Desk(publisher, tmp_path)


def act(kind, number=1):
    return OutboxRow(number, kind, "new", NOW, None, None, None, id=UUID(int=number))


def test_a_release_comes_by_itself_and_waits_for_the_next_start(desk):
    steps = desk.run()
    assert steps[-1].send_first
    assert len(steps) >= 3
    assert desk.files.ready() is None
    status = desk.service.offer()
    assert (status.state, status.version, status.note) == (
        UpdateState.READY, Version(0, 2, 0), "Si scrive più in fretta."
    )
    assert desk.files.ready().version == Version(0, 2, 0)


def test_nothing_is_offered_before_the_outbox_had_its_turn(desk):
    desk.run()
    assert desk.run()[-1].send_first
    assert desk.files.ready() is None


def test_what_cannot_be_sent_is_listed_and_kept_and_does_not_stop_what_can_carry_it(desk):
    desk.outbox.waiting = [act("contact", number) for number in range(450)]
    desk.outbox.to_check = [act("citizen", 900)]
    desk.run()
    assert desk.service.offer().state is UpdateState.READY
    assert len(desk.service.unsent()) == 451


def test_a_release_that_would_lose_an_unsent_act_is_not_offered_until_it_is_sent(publisher, tmp_path):
    desk = Desk(publisher, tmp_path, kinds=frozenset({"citizen", "contact", "voucher"}))
    desk.outbox.waiting = [act("voucher"), act("contact", 2)]
    desk.run()
    status = desk.service.offer()
    assert (status.state, status.reason) == (UpdateState.REFUSED, "carries")
    assert desk.files.ready() is None
    assert [step.seconds for step in desk.run()] == [updates.READY_S]
    desk.outbox.waiting = [act("contact", 2)]
    assert desk.run()[-1].send_first
    assert desk.service.offer().state is UpdateState.READY


def test_an_act_of_a_kind_it_does_not_know_written_later_holds_it_back(publisher, tmp_path):
    desk = Desk(publisher, tmp_path, kinds=frozenset({"voucher"}))
    desk.run()
    assert desk.service.offer().state is UpdateState.READY
    desk.outbox.waiting = [act("voucher")]
    desk.run()
    assert (desk.state, desk.files.ready()) == (UpdateState.REFUSED, None)
    desk.outbox.waiting = []
    desk.clock.pass_by(updates.READY_S)
    desk.run()
    assert desk.service.offer().state is UpdateState.READY


def test_a_restart_in_the_middle_goes_on_where_it_was(desk):
    desk.service.go_on()
    desk.service.go_on()
    here = desk.service.status().done_bytes
    assert 0 < here < desk.service.status().total_bytes
    asked = []
    desk.carrier.spoilt = lambda first, part: asked.append(first) or part
    desk.begin()
    desk.run()
    assert asked[0] == here
    assert desk.service.offer().state is UpdateState.READY


def test_a_restart_between_fetching_and_offering_fetches_nothing_again(desk):
    desk.run()
    asked = []
    desk.carrier.spoilt = lambda first, part: asked.append(first) or part
    desk.begin()
    assert desk.run()[-1].send_first
    assert asked == []


def test_while_somebody_waits_for_an_exchange_nothing_is_fetched(desk):
    desk.service.go_on()
    desk.service.is_busy = lambda: True
    assert {step.seconds for step in desk.run(5)} == {updates.BUSY_S}
    assert desk.service.status().done_bytes == 0
    desk.service.is_busy = lambda: False
    assert desk.run()[-1].send_first


def test_a_pause_keeps_what_came_and_ends_when_it_is_taken_back(desk):
    desk.run(2)
    here = desk.service.status().done_bytes
    desk.service.pause(True)
    desk.run(3)
    assert desk.service.status().done_bytes == here > 0
    assert desk.service.status().paused
    desk.service.pause(False)
    asked = []
    desk.carrier.spoilt = lambda first, part: asked.append(first) or part
    assert desk.run()[-1].send_first
    assert asked[0] == here


def test_a_limited_line_rests_between_two_turns(desk):
    desk.begin(bytes_a_second=100)
    assert max(step.seconds for step in desk.run()[:-1]) >= 1.5


def test_a_line_that_is_down_is_tried_again_and_says_nothing_wrong(desk):
    carrier, desk.carrier = desk.carrier, None
    assert [step.seconds for step in desk.run()] == [updates.LINE_S]
    assert desk.state is UpdateState.NONE
    desk.carrier = carrier
    carrier.spoilt = lambda first, part: part if first < 200 else fall()

    def fall():
        raise NoLineError

    assert desk.run()[-1].seconds == updates.LINE_S
    assert desk.state is UpdateState.DOWNLOADING
    carrier.spoilt = lambda first, part: part
    assert desk.run()[-1].send_first


def test_what_is_refused_is_said_once_and_tried_again_after_a_while(desk):
    desk.clock.at = later(days=40)
    assert [step.seconds for step in desk.run()] == [updates.REFUSED_S]
    status = desk.service.status()
    assert (status.state, status.reason) == (UpdateState.REFUSED, "freeze")
    desk.clock.at = NOW
    assert desk.run()[-1].send_first


def test_with_a_wrong_clock_nothing_is_said_to_have_expired(desk):
    desk.clock.at, desk.error = later(days=4000), timedelta(days=4000)
    desk.run()
    assert desk.service.status().reason == "clock"


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"schema": 14}, "facts"), ({"protocol": 2}, "wire"), ({"is_bad": lambda _version: True}, "")],
)
def test_what_does_not_fit_here_is_not_fetched(publisher, tmp_path, change, reason):
    desk = Desk(publisher, tmp_path, **change)
    desk.run()
    status = desk.service.status()
    assert status.state is (UpdateState.REFUSED if reason else UpdateState.GONE_BACK)
    assert status.reason == reason
    assert not any(desk.files.download.iterdir())


def test_without_room_for_all_of_it_nothing_is_fetched(desk, monkeypatch):
    monkeypatch.setattr(desk.files, "free_bytes", lambda: 1000)
    assert desk.run()[-1].seconds == updates.READY_S
    assert desk.service.status().reason == "space"
    monkeypatch.setattr(desk.files, "free_bytes", lambda: 1 << 40)
    desk.clock.pass_by(updates.REFUSED_S)
    assert desk.run()[-1].send_first


def test_the_same_version_is_nothing_new(publisher, tmp_path):
    desk = Desk(publisher, tmp_path, version=Version(0, 2, 0))
    assert [step.seconds for step in desk.run()] == [updates.READY_S]
    assert desk.state is UpdateState.NONE


def test_the_version_that_waited_and_now_runs_has_arrived(desk):
    desk.run()
    desk.service.offer()
    desk.program = replace(desk.program, version=Version(0, 2, 0))
    desk.begin()
    desk.run()
    assert desk.state is UpdateState.INSTALLED
    assert desk.files.ready() is None


def test_a_version_that_was_given_up_here_is_never_offered_again(desk):
    desk.run()
    desk.service.offer()
    desk.program = replace(desk.program, is_bad=lambda version: version == Version(0, 2, 0))
    desk.begin()
    desk.run()
    assert desk.state is UpdateState.GONE_BACK
    assert desk.files.ready() is None


def test_a_desk_of_packages_only_tells(publisher, tmp_path):
    desk = Desk(publisher, tmp_path, by_package="policy")
    assert (desk.state, desk.service.status().version) == (UpdateState.BY_PACKAGE, None)
    desk.hint = Hint(Version(0, 2, 0), Version(0, 1, 0))
    assert [step.seconds for step in desk.run()] == [updates.LOOK_S]
    status = desk.service.status()
    assert (status.state, status.version, status.reason) == (UpdateState.BY_PACKAGE, Version(0, 2, 0), "policy")
    assert desk.carrier.asked == []
    with pytest.raises(ReleaseRefusedError, match="by_package"):
        desk.service.take_from(publisher.folder)


def test_the_oldest_version_the_centre_accepts_is_told(desk):
    assert desk.service.status().oldest_accepted is None
    desk.hint = Hint(Version(0, 2, 0), Version(0, 1, 5))
    assert desk.service.status().oldest_accepted == Version(0, 1, 5)
    desk.run()
    desk.hint = Hint()
    assert desk.begin().status().oldest_accepted == Version(0, 1, 5)


def test_between_two_looks_nothing_is_asked_unless_the_centre_offers_something_else(publisher, tmp_path):
    desk = Desk(publisher, tmp_path, version=Version(0, 2, 0))
    desk.run()
    asked = len(desk.carrier.asked)
    desk.run()
    desk.run()
    assert len(desk.carrier.asked) == asked
    desk.hint = Hint(Version(0, 3, 0))
    desk.run()
    assert len(desk.carrier.asked) > asked


# --- a stick


def test_a_stick_brings_the_same_release_without_a_line(desk):
    desk.carrier, heard = None, []
    status = desk.service.take_from(desk.publisher.folder, heard.append)
    assert heard[-1] == status.total_bytes
    assert desk.files.ready() is None
    assert desk.run()[-1].send_first
    assert desk.service.offer().state is UpdateState.READY


@pytest.mark.parametrize(("days", "reason"), [(40, "freeze"), (-3, "clock")])
def test_a_stick_is_looked_at_as_closely_as_the_line(desk, days, reason):
    desk.clock.at = later(days=days)
    with pytest.raises(ReleaseRefusedError, match=reason):
        desk.service.take_from(desk.publisher.folder)
    assert desk.files.ready() is None


def test_a_stick_with_nothing_newer_or_without_releases_is_said_to_be_one(publisher, tmp_path):
    desk = Desk(publisher, tmp_path, version=Version(0, 2, 0))
    with pytest.raises(ReleaseRefusedError, match="nothing_newer"):
        desk.service.take_from(publisher.folder)
    with pytest.raises(ReleaseRefusedError, match="no_releases"):
        desk.service.take_from(tmp_path / "nowhere")


def test_a_stick_refused_leaves_what_waits_as_it_is(desk):
    desk.run()
    desk.service.offer()
    desk.clock.at = later(days=40)
    with pytest.raises(ReleaseRefusedError):
        desk.service.take_from(desk.publisher.folder)
    assert desk.files.ready().version == Version(0, 2, 0)
