"""Runners for view-model tests: no threads, no waiting. And one for what meets, with threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from wemi_desk.guards import slow_work_allowed


class ImmediateRunner:
    """Runs everything at once on the calling thread."""

    def run(self, work, *, owner, done, failed, lane="store"):
        try:
            result = work()
        except Exception as error:
            failed(error)
        else:
            done(result)

    def cancel(self, owner):
        pass


class HeldRunner:
    """Keeps jobs until the test releases them, in any order."""

    def __init__(self):
        self.jobs = []

    def run(self, work, *, owner, done, failed, lane="store"):
        self.jobs.append((work, owner, done, failed))

    def cancel(self, owner):
        self.jobs = [job for job in self.jobs if job[1] is not owner]

    def release_all(self):
        while self.jobs:
            self.release()

    def release(self, index=0):
        work, owner, done, failed = self.jobs.pop(index)
        SlowWorkRunner().run(work, owner=owner, done=done, failed=failed)


class SlowWorkRunner(ImmediateRunner):
    """Like ImmediateRunner where the UI thread is guarded: only the work itself may touch the store."""

    def run(self, work, *, owner, done, failed, lane="store"):
        def allowed():
            with slow_work_allowed():
                return work()

        super().run(allowed, owner=owner, done=done, failed=failed, lane=lane)


def at_once(jobs):
    """Run the jobs side by side, begun together; their results."""
    jobs = list(jobs)
    gate = Barrier(len(jobs))

    def run(job):
        gate.wait(20)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [done.result(60) for done in [pool.submit(run, job) for job in jobs]]
