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


def test_the_timer_really_beats(qapp, qtbot):
    watchdog = Watchdog()
    watchdog.start()
    with qtbot.waitSignal(watchdog._timer.timeout):
        pass
    watchdog.stop()
    assert watchdog.longest_ms > 0
