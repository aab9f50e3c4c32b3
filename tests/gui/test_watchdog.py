from wemi_desk.ui.watchdog import Watchdog


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_the_longest_gap_is_kept_and_long_ones_are_counted(qapp):
    clock = Clock()
    watchdog = Watchdog(clock=clock)
    watchdog.start()
    for beat_at in (0.010, 0.021, 0.171, 0.181, 0.481):
        clock.now = beat_at
        watchdog.beat()
    assert round(watchdog.longest_ms) == 300
    assert watchdog.blocked == 2


def test_a_loop_that_is_blocked_when_the_measure_ends_counts(qapp):
    clock = Clock()
    watchdog = Watchdog(clock=clock)
    watchdog.start()
    clock.now = 0.5
    watchdog.stop()
    assert watchdog.blocked == 1


def test_waiting_for_the_machine_is_not_work_of_our_own(qapp):
    wall, work = Clock(), Clock()
    watchdog = Watchdog(clock=wall, work_clock=work)
    watchdog.start()
    wall.now, work.now = 0.4, 0.05
    watchdog.beat()
    wall.now, work.now = 0.6, 0.2
    watchdog.beat()
    assert (watchdog.blocked, watchdog.overworked) == (2, 1)
    assert round(watchdog.longest_work_ms) == 150


def test_a_measure_can_pause(qapp):
    clock = Clock()
    watchdog = Watchdog(clock=clock)
    watchdog.start()
    clock.now = 0.2
    watchdog.stop()
    clock.now = 0.9
    watchdog.resume()
    clock.now = 0.95
    watchdog.stop()
    assert watchdog.blocked == 1
    assert round(watchdog.longest_ms) == 200


def test_the_timer_really_beats(qapp, qtbot):
    watchdog = Watchdog()
    watchdog.start()
    with qtbot.waitSignal(watchdog._timer.timeout):
        pass
    watchdog.stop()
    assert watchdog.longest_ms > 0
