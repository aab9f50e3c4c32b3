"""A desk at work, to be killed: records, sends, and says what it has recorded and what it was told is received.

    python -m benchmarks.working_desk BASE_URL FOLDER SEED

``saved <act> <record>`` stands on the pipe only after the store has it, ``sent`` only when nothing waits and the
centre's receipt is here, ``verified`` only when count and digest agreed.
"""

import random
import sys
from itertools import count
from pathlib import Path

from benchmarks.exchange import written
from benchmarks.served import ServedDesk
from wemi_desk.sync.ports import LineError


def main():
    base, folder, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    pick, desk = random.Random(seed), ServedDesk.again(base, folder)
    print("ready", flush=True)
    for _ in count():
        for record, act in written(desk, pick.randint(1, 4), acts=True):
            print("saved", act.hex(), record.hex(), flush=True)
        if pick.random() < 0.7:
            exchange(desk)


def exchange(desk):
    try:
        told = desk.exchange()
    except LineError:
        return
    position, receipt = desk.store.position(), desk.store.last_receipt()
    if position.acked_number == position.last_number and receipt is not None and receipt.last >= position.last_number:
        print("sent", position.last_number, flush=True)
    if told.verified:
        print("verified", flush=True)


if __name__ == "__main__":
    main()
