"""Histories that once broke an invariant, each shortened by the simulator to what it takes."""

from simulation.play import played
from simulation.script import Script


def broken(script):
    return [str(one) for one in played(Script.read(script)).violations]


def test_nothing_is_called_verified_that_the_centre_held_back_because_of_an_erasure():
    assert broken("""
        world seed=104 desks=5 spaces=1 persons=1
        contact desk=5 pick=73
        sync desk=4 pick=78
        register desk=0 pick=15
        sync desk=0 pick=97
        erase desk=6 pick=59
    """) == []


def test_a_page_in_which_one_scope_finds_no_room_is_no_end():
    assert broken("""
        world seed=107 desks=2 spaces=2 persons=6 page=3
        register desk=1 pick=1615146402
        register desk=2 pick=4035001894
        scope_change desk=2 pick=37
    """) == []


def test_a_clone_that_only_listens_gets_a_name_of_its_own():
    assert broken("""
        world seed=106 desks=3 spaces=1 persons=1
        register desk=1 pick=67
        backup_centre desk=0 pick=2
        sync desk=1 pick=47
        restore_centre desk=1 pick=15
        sync desk=1 pick=32
        clone desk=1 pick=43
        register desk=1 pick=82
        sync desk=2 pick=70 !centre_restore@57
    """) == []


def test_a_person_told_apart_again_and_erased_leaves_no_word_on_the_other_sheet():
    assert broken("""
        world seed=206 desks=4 spaces=1 persons=1
        register desk=1 pick=23
        register desk=3 pick=0
        sync desk=3 pick=76
        sync desk=1 pick=35
        unmerge desk=5 pick=78
        sync desk=5 pick=67
        erase desk=5 pick=1
    """) == []


def test_what_became_of_a_parked_act_is_told_though_nothing_else_is_new():
    assert broken("""
        world seed=242 desks=4 spaces=1 persons=1
        register desk=2 pick=66
        sync desk=2 pick=72
        sync desk=0 pick=20
        backup_centre desk=3 pick=14
        draft desk=4 pick=32
        sync desk=4 pick=85
        sync desk=2 pick=87
        withdraw_application desk=2 pick=84
        submit desk=4 pick=61
        restore_centre desk=3 pick=24
        sync desk=3 pick=1
        sync desk=2 pick=71
    """) == []


def test_a_grant_that_a_desk_has_seen_outlives_the_centres_lost_hour_though_an_older_row_came_back_first():
    assert broken("""
        world seed=243 desks=5 spaces=3 persons=1
        register desk=4 pick=85
        draft desk=4 pick=26
        backup_centre desk=1 pick=4
        submit desk=4 pick=42
        sync desk=4 pick=20
        sync desk=1 pick=26
        decide desk=4 pick=38
        sync desk=4 pick=88
        restore_centre desk=2 pick=45
    """) == []


def test_an_unmerge_that_arrives_before_its_root_is_back_waits_for_it():
    assert broken("""
        world seed=244 desks=4 spaces=1 persons=1
        register desk=0 pick=89
        sync desk=4 pick=70
        backup_centre desk=2 pick=98
        register desk=1 pick=17
        sync desk=1 pick=84 !cut_answer@1
        sync desk=3 pick=76
        unmerge desk=3 pick=29
        restore_centre desk=1 pick=3813548280
        erase desk=5 pick=74
    """) == []


def test_a_row_given_back_does_not_bring_an_erased_person_back_under_another_id():
    assert broken("""
        world seed=241 desks=2 spaces=1 persons=1
        backup_centre desk=1 pick=92
        register desk=3 pick=81
        register desk=2 pick=96
        sync desk=2 pick=59
        restore_centre desk=1 pick=51
        sync desk=3 pick=44
        erase desk=0 pick=47
    """) == []


def test_a_row_given_back_does_not_undo_what_was_said_since_the_restore():
    assert broken("""
        world seed=248 desks=5 spaces=1 persons=1
        register desk=2 pick=2991502426
        register desk=2 pick=3994610592
        sync desk=2 pick=49
        sync desk=4 pick=98
        merge desk=4 pick=40
        backup_centre desk=2 pick=59
        sync desk=4 pick=15
        edit desk=2 pick=25
        restore_centre desk=0 pick=10
    """) == []
