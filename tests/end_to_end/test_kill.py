"""What the screen said is saved survives a kill at any moment (S01, S02, S07)."""

import pytest

from tests.desk import KEY, Desk
from tests.end_to_end.killing import rounds
from wemi_desk.persistence import backup, tables


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_acknowledged_is_lost_and_no_store_is_damaged_by_five_kills(tmp_path, seed):
    losses = rounds(tmp_path, 5, seed)
    assert (losses.lost, losses.corrupt) == ([], [])
    assert losses.acknowledged > 20


def test_work_goes_on_after_a_kill_and_a_backup_of_it_is_whole(tmp_path):
    rounds(tmp_path, 1, 99)
    desk = Desk(tmp_path)
    desk.giulia.contacts.quick("1")
    made = desk.giulia.backups.back_up()
    assert backup.counts(made.place / "store.db", KEY)["contact"] == len(desk.rows(tables.CONTACT))
    desk.close()
