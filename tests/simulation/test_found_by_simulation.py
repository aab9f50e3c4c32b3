"""Histories that once broke an invariant, each shortened by the simulator to what it takes."""

from simulation import generate
from simulation.play import played
from simulation.script import Script
from wemi_desk.central.exchange import recovery


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


def test_a_merge_made_since_the_restore_outlives_a_newer_row_of_the_lost_hours():
    assert broken("""
        world seed=9013 desks=4 spaces=2 persons=4 page=50 batch=50 fund=100000
        register desk=5 pick=1181347184
        sync desk=5 pick=57
        edit desk=1 pick=95
        register desk=0 pick=2323015574
        backup_centre desk=5 pick=98
        register desk=5 pick=1649469324
        sync desk=1 pick=47
        sync desk=4 pick=69
        restore_centre desk=1 pick=18
        edit desk=4 pick=81
    """) == []


def test_a_person_given_back_is_known_as_one_with_who_was_registered_again_meanwhile():
    assert broken("""
        world seed=9055 desks=3 spaces=2 persons=1 page=50 batch=50 fund=30000
        register desk=3 pick=867057161
        register desk=4 pick=3909623538
        backup_centre desk=4 pick=44
        sync desk=0 pick=85 !edit_before@5104801
        sync desk=4 pick=26
        restore_centre desk=4 pick=77
        sync desk=4 pick=79
        register desk=1 pick=3525189313
        sync desk=3 pick=90
        sync desk=3 pick=3871458140 !centre_restore@2000
        sync desk=4 pick=81
    """) == []


def test_a_row_that_was_merged_elsewhere_in_the_lost_hours_makes_one_person_of_all_three():
    assert broken("""
        world seed=9102 desks=5 spaces=2 persons=5 page=50 batch=50 fund=100000
        register desk=4 pick=3480285559
        backup_centre desk=1 pick=39
        sync desk=4 pick=66
        register desk=2 pick=2508707262
        register desk=3 pick=1803845242
        sync desk=3 pick=89
        restore_centre desk=1 pick=15
        edit desk=3 pick=49
    """) == []


def test_belongings_given_back_follow_a_redirect_that_was_made_again():
    assert broken("""
        world seed=9067 desks=3 spaces=1 persons=1 page=50 batch=50 fund=100000
        register desk=3 pick=3939735190
        register desk=3 pick=67
        backup_centre desk=1 pick=36
        clone desk=0 pick=82
        household desk=3 pick=37
        sync desk=3 pick=28
        restore_centre desk=2 pick=79
        merge desk=0 pick=10
    """) == []


def test_the_older_life_of_a_moved_record_follows_the_redirect_too():
    assert broken("""
        world seed=9077 desks=4 spaces=1 persons=1 page=50 batch=50 fund=30000
        register desk=5 pick=62
        backup_centre desk=4 pick=51
        register desk=3 pick=16
        sync desk=3 pick=0 !edit_before@6553101
        restore_centre desk=5 pick=89
        register desk=3 pick=98
    """) == []


def test_two_told_apart_in_the_lost_hours_are_each_shown_where_they_belong():
    assert broken("""
        world seed=9007 desks=4 spaces=2 persons=1 page=50 batch=50 fund=100000
        register desk=5 pick=1131383456
        sync desk=5 pick=20
        register desk=2 pick=47776395
        sync desk=2 pick=7
        sync desk=4 pick=84
        backup_centre desk=5 pick=46
        unmerge desk=0 pick=73
        sync desk=4 pick=25
        restore_centre desk=1 pick=29
    """) == []


def test_a_merge_of_somebody_whom_a_desk_that_did_not_know_registered_again_goes_with_the_erasure():
    assert broken("""
        world seed=9049 desks=2 spaces=1 persons=1
        register desk=4 pick=3987873767
        register desk=4 pick=74
        merge desk=4 pick=37
        register desk=5 pick=44
        sync desk=5 pick=56
        erase desk=0 pick=79
    """) == []


def test_an_application_for_somebody_erased_whom_a_desk_that_did_not_know_registered_again_goes_too():
    assert broken("""
        world seed=9076 desks=4 spaces=1 persons=4
        register desk=5 pick=202482943
        sync desk=1 pick=21
        erase desk=3 pick=89
        register desk=3 pick=2634123742
        register desk=3 pick=2560128753
        draft desk=3 pick=2714898135
    """) == []


GRANT_IN_THE_LOST_HOUR = """
    world seed=9066 desks=3 spaces=1 persons=1
    register desk=3 pick=34
    backup_centre desk=1 pick=93
    draft desk=3 pick=77
    submit desk=0 pick=3
    sync desk=3 pick=4
    backup_desk desk=3 pick=99
    decide desk=4 pick=49
    sync desk=3 pick=28
    restore_centre desk=3 pick=52
"""


def test_a_grant_that_a_desk_saw_comes_back_from_there_after_a_restore():
    assert broken(GRANT_IN_THE_LOST_HOUR) == []


def test_a_grant_that_no_store_remembers_after_two_restores_is_nobodys_fault():
    assert broken(GRANT_IN_THE_LOST_HOUR + "restore_desk desk=0 pick=66") == []


def test_a_grant_that_a_desk_holds_and_the_centre_never_takes_back_is_seen(monkeypatch):
    monkeypatch.setattr(recovery, "_take_back", lambda work, row, *_: row.kind != "application")
    assert "grant lost" in "".join(broken(GRANT_IN_THE_LOST_HOUR))


def test_who_took_the_place_before_anybody_noticed_the_restore_and_who_had_it_are_both_asked_about():
    assert broken("""
        world seed=31046 desks=4 spaces=1 persons=6
        register desk=5 pick=4258832592
        backup_centre desk=1 pick=91
        register desk=2 pick=884392487
        draft desk=2 pick=55
        draft desk=1 pick=55
        submit desk=1 pick=3
        submit desk=2 pick=10
        sync desk=1 pick=38
        restore_centre desk=5 pick=2738477544
        draft desk=1 pick=87
        sync desk=2 pick=96
    """) == []


def test_an_application_goes_with_the_erasure_of_whom_it_is_for():
    assert broken("""
        world seed=31083 desks=5 spaces=2 persons=2
        register desk=5 pick=69
        register desk=1 pick=58
        register desk=3 pick=53
        register desk=6 pick=97
        register desk=5 pick=82
        register desk=4 pick=40
        sync desk=3 pick=51
        sync desk=6 pick=48
        sync desk=4 pick=98
        draft desk=6 pick=2969685562
        sync desk=0 pick=62
        sync desk=1 pick=32
        answer_question desk=6 pick=686569726
        sync desk=1 pick=96
        erase desk=2 pick=984494897
    """) == []


def test_a_merge_of_the_lost_hours_stands_where_the_record_that_went_has_lived_on_without_it():
    assert broken("""
        world seed=20 desks=4 spaces=2 persons=4
        register desk=4 pick=74
        register desk=1 pick=97
        register desk=0 pick=76
        backup_centre desk=0 pick=3
        sync desk=0 pick=10
        register desk=4 pick=76
        edit desk=5 pick=653140614
        sync desk=5 pick=37
        sync desk=4 pick=64
        edit desk=4 pick=94
        restore_centre desk=2 pick=48
    """) == []


def test_what_is_given_back_by_another_space_and_known_here_already_is_shown_before_anything_is_called_verified():
    assert broken("""
        world seed=50005 desks=5 spaces=3 persons=4 page=1
        backup_centre desk=1 pick=92
        backup_centre desk=0 pick=11
        backup_centre desk=4 pick=53
        backup_centre desk=1 pick=37
        backup_centre desk=6 pick=63
        register desk=6 pick=719412609
        register desk=3 pick=37
        backup_centre desk=3 pick=87
        sync desk=6 pick=38
        backup_centre desk=4 pick=44
        register desk=3 pick=53
        backup_centre desk=0 pick=47
        backup_centre desk=5 pick=3
        register desk=0 pick=4024322730
        sync desk=5 pick=64
        sync desk=4 pick=99
        backup_centre desk=5 pick=29
        backup_centre desk=6 pick=2
        sync desk=3 pick=13 !too_old@5
        backup_centre desk=2 pick=88
        sync desk=3 pick=16 !centre_restore@3000
    """) == []


def test_what_a_desk_kept_of_somebody_erased_under_another_id_in_the_lost_hours_goes_too():
    assert broken("""
        world seed=52058 desks=4 spaces=3 persons=6
        backup_desk desk=0 pick=34
        backup_centre desk=5 pick=79
        register desk=0 pick=1037419687
        sync desk=0 pick=9
        restore_desk desk=4 pick=4
        register desk=0 pick=1632693616
        sync desk=3 pick=77
        restore_centre desk=1 pick=304948311
        sync desk=0 pick=16
        erase desk=0 pick=73
    """) == []


def test_told_apart_after_a_restore_each_keeps_the_words_that_came_back():
    assert broken("""
        world seed=51105 desks=5 spaces=3 persons=4
        register desk=3 pick=92
        backup_centre desk=1 pick=83
        register desk=0 pick=96
        sync desk=3 pick=18
        sync desk=0 pick=32
        sync desk=3 pick=5
        clone desk=6 pick=45
        restore_centre desk=1 pick=59
        sync desk=3 pick=32
        merge desk=6 pick=22
        sync desk=6 pick=43
        answer_question desk=6 pick=2121812037
        sync desk=3 pick=20
        unmerge desk=3 pick=76
    """) == []


def test_what_moved_with_a_person_goes_back_with_who_was_told_apart_after_a_restore():
    assert broken("""
        world seed=51069 desks=3 spaces=3 persons=7
        register desk=4 pick=3873059410
        backup_centre desk=0 pick=22
        register desk=2 pick=2927977732
        draft desk=2 pick=4
        settle desk=3 pick=66
        restore_centre desk=0 pick=95
        unmerge desk=1 pick=98
    """) == []


def test_a_word_whose_question_was_lost_before_anybody_saw_it_is_kept():
    assert broken("""
        world seed=51011 desks=4 spaces=3 persons=6 page=1
        register desk=4 pick=380760308
        backup_centre desk=0 pick=46
        register desk=4 pick=2280691055
        sync desk=0 pick=64 !cut_request@4
        restore_centre desk=3 pick=74
        sync desk=4 pick=45
        sync desk=3 pick=74 !edit_before@446402
    """) == []


def test_words_of_a_life_that_another_backup_brought_back_are_kept():
    assert broken("""
        world seed=51005 desks=3 spaces=3 persons=6 page=1
        register desk=2 pick=1479465853
        backup_centre desk=3 pick=69
        backup_centre desk=2 pick=52
        register desk=3 pick=26
        sync desk=2 pick=41
        backup_centre desk=1 pick=22
        backup_centre desk=3 pick=4
        edit desk=2 pick=795844582
        sync desk=2 pick=22
        backup_centre desk=1 pick=32
        backup_centre desk=4 pick=39
        sync desk=0 pick=0 !centre_restore@2000
        restore_centre desk=1 pick=49
    """) == []


def test_what_the_office_wrote_beside_an_application_goes_back_with_it_when_two_are_told_apart():
    assert broken("""
        world seed=105 desks=4 spaces=3 persons=3 fund=30000
        register desk=0 pick=3079790209
        register desk=2 pick=322313004
        draft desk=2 pick=43
        sync desk=2 pick=9
        sync desk=0 pick=75
        office desk=5 pick=967495948
        unmerge desk=4 pick=75
    """) == []


def test_who_only_bears_the_code_of_an_erased_person_stands_again_after_a_restore():
    assert broken("""
        world seed=100070 desks=4 spaces=1 persons=1
        register desk=1 pick=1028796531
        register desk=2 pick=23
        register desk=3 pick=20
        register desk=2 pick=24
        sync desk=5 pick=58 !edit_during@6248200
        sync desk=3 pick=78
        merge desk=5 pick=48
        sync desk=2 pick=67
        backup_centre desk=2 pick=67
        erase desk=0 pick=82
        sync desk=1 pick=40
        restore_centre desk=0 pick=76
    """) == []


def test_a_looked_up_person_who_is_erased_leaves_no_feed_of_copies_behind():
    assert broken("""
        world seed=367 desks=3 spaces=3 persons=4 fund=30000
        register desk=3 pick=2510291728
        sync desk=0 pick=38
        look_up desk=2 pick=1594151785
        contact desk=2 pick=6
        erase desk=3 pick=38
        sync desk=2 pick=81 !crash_after_answer@3
    """) == []


def test_who_bore_the_code_of_somebody_erased_as_another_record_outlives_the_repetition_of_the_order():
    assert broken("""
        world seed=70081 desks=5 spaces=3 persons=5
        register desk=2 pick=24
        register desk=1 pick=1950301946
        sync desk=1 pick=63 !edit_before@5959301
        draft desk=6 pick=58
        submit desk=6 pick=33
        sync desk=6 pick=56
        decide desk=3 pick=83
        sync desk=4 pick=77
        backup_centre desk=4 pick=9
        sync desk=2 pick=77
        erase desk=4 pick=2415202041
        restore_centre desk=3 pick=33
    """) == []


def test_a_record_that_only_an_own_merge_gave_to_an_erased_person_stays_as_the_centre_has_it():
    assert broken("""
        world seed=515 desks=4 spaces=3 persons=3
        register desk=3 pick=2122440876
        register desk=0 pick=32
        register desk=4 pick=95
        register desk=5 pick=12
        register desk=5 pick=87
        sync desk=1 pick=16
        sync desk=3 pick=66
        sync desk=0 pick=74
        household desk=0 pick=3661431141
        scope_change desk=2 pick=2223826458
        sync desk=4 pick=10
        sync desk=2 pick=17
        erase desk=1 pick=889900934
        merge desk=2 pick=52
    """) == []


def test_a_word_outlives_two_restores_of_which_the_second_is_in_the_middle_of_an_exchange():
    assert broken("""
        world seed=200017 desks=5 spaces=1 persons=3 fund=30000
        register desk=1 pick=3881937007
        clone desk=6 pick=34
        sync desk=1 pick=29
        edit desk=5 pick=54
        backup_centre desk=1 pick=28
        register desk=3 pick=8
        sync desk=3 pick=7
        sync desk=5 pick=47
        restore_centre desk=1 pick=17
        sync desk=5 pick=96
        sync desk=2 pick=71
        edit desk=2 pick=2186552140
        register desk=2 pick=32
        sync desk=3 pick=78 !centre_restore@3
    """) == []


def test_a_word_that_lost_while_two_were_one_is_asked_about_where_it_was_said_when_they_part():
    assert broken("""
        world seed=80026 desks=4 spaces=2 persons=1 fund=30000
        register desk=3 pick=72
        register desk=0 pick=82
        sync desk=3 pick=83
        sync desk=4 pick=37
        sync desk=2 pick=66
        answer_question desk=2 pick=4091686167
        edit desk=2 pick=66
        edit desk=4 pick=1420193055
        sync desk=2 pick=15
        unmerge desk=2 pick=21
    """) == []


def test_who_is_surely_one_with_somebody_an_order_left_alone_is_not_taken_for_the_erased():
    assert broken("""
        world seed=60107 desks=4 spaces=2 persons=1 fund=30000
        register desk=0 pick=4075549425
        backup_centre desk=3 pick=33
        register desk=4 pick=1583780624
        register desk=1 pick=99
        register desk=0 pick=4198471557
        register desk=5 pick=49
        sync desk=5 pick=33
        merge desk=0 pick=23
        sync desk=0 pick=35
        restore_centre desk=1 pick=45
        sync desk=0 pick=59
        erase desk=5 pick=46
    """) == []


def test_what_was_taken_because_of_a_look_up_and_waits_again_after_a_restore_is_told():
    assert broken("""
        world seed=70191 desks=5 spaces=2 persons=4
        backup_centre desk=5 pick=15
        register desk=5 pick=2875062294
        sync desk=0 pick=78
        look_up desk=1 pick=69
        restore_centre desk=0 pick=49
        edit desk=6 pick=74
        sync desk=1 pick=16
        sync desk=0 pick=55
        backup_centre desk=4 pick=44
        look_up desk=1 pick=998681363
        sync desk=6 pick=51
        restore_centre desk=5 pick=19
    """) == []


def test_who_is_no_more_known_to_have_been_one_with_the_erased_goes_too():
    assert broken("""
        world seed=60107 desks=4 spaces=1 persons=1 fund=30000
        backup_centre desk=3 pick=33
        register desk=5 pick=2541982826
        register desk=1 pick=99
        register desk=0 pick=57
        sync desk=5 pick=44
        merge desk=5 pick=10
        sync desk=4 pick=56
        sync desk=5 pick=33
        restore_centre desk=1 pick=45
        sync desk=0 pick=59
        erase desk=5 pick=46
    """) == []


def test_who_was_erased_twice_is_known_by_the_first_order_too():
    assert broken("""
        world seed=300597 desks=3 spaces=1 persons=1 fund=30000
        register desk=4 pick=14
        sync desk=4 pick=35
        erase desk=1 pick=10
        sync desk=1 pick=5
        register desk=2 pick=1509094951
        register desk=4 pick=84
        register desk=1 pick=9
        sync desk=1 pick=35
        erase desk=4 pick=51
    """) == []


def test_a_word_of_which_nobody_knows_who_said_it_leaves_with_whose_sheet_it_stands_on():
    assert broken("""
        world seed=300638 desks=4 spaces=2 persons=3
        register desk=3 pick=79702057
        register desk=2 pick=1166415986
        sync desk=3 pick=32
        backup_centre desk=4 pick=95
        sync desk=2 pick=99 !edit_during@4611601
        register desk=0 pick=76
        register desk=0 pick=62
        unmerge desk=4 pick=55
        sync desk=5 pick=59
        answer_question desk=1 pick=3030322743
        sync desk=1 pick=14
        sync desk=0 pick=4
        register desk=5 pick=96
        unmerge desk=4 pick=86
        restore_centre desk=4 pick=67
        sync desk=3 pick=78
        sync desk=5 pick=52
        register desk=4 pick=19
        sync desk=0 pick=8
        erase desk=2 pick=3615283607
    """) == []


def test_an_un_merge_takes_the_words_from_every_sheet_that_they_had_reached():
    assert broken("""
        world seed=300597 desks=3 spaces=1 persons=1 fund=30000
        register desk=2 pick=24
        register desk=4 pick=14
        register desk=4 pick=91
        sync desk=1 pick=5
        sync desk=2 pick=4
        unmerge desk=4 pick=50
        sync desk=1 pick=35
        erase desk=4 pick=51
    """) == []


def test_words_of_which_only_rows_are_known_go_to_whose_sheet_they_stand_on():
    assert broken("""
        world seed=300638 desks=4 spaces=1 persons=1
        register desk=2 pick=1166415986
        backup_centre desk=4 pick=95
        sync desk=2 pick=99 !edit_during@4611601
        sync desk=0 pick=91
        unmerge desk=4 pick=55
        restore_centre desk=4 pick=67
        register desk=4 pick=19
        sync desk=0 pick=8
        erase desk=2 pick=7
    """) == []


def test_what_is_kept_to_be_given_back_goes_when_the_centre_has_it():
    assert broken("""
        world seed=300638 desks=4 spaces=1 persons=3
        register desk=3 pick=79702057
        register desk=2 pick=1166415986
        sync desk=3 pick=32
        backup_centre desk=4 pick=319901095
        sync desk=2 pick=4102422099 !edit_during@4611601
        register desk=0 pick=76
        sync desk=0 pick=40
        register desk=0 pick=62
        sync desk=1 pick=74
        unmerge desk=4 pick=55
        answer_question desk=1 pick=3030322743
        sync desk=1 pick=14
        sync desk=0 pick=4
        register desk=5 pick=96
        unmerge desk=4 pick=86
        restore_centre desk=4 pick=67
        sync desk=3 pick=78
        sync desk=5 pick=52
        register desk=4 pick=19
        sync desk=0 pick=8
        erase desk=2 pick=3615283607
    """) == []


def test_a_desk_whose_clock_is_weeks_ahead_does_not_let_go_of_acts_before_their_time():
    assert broken("""
        world seed=301600 desks=1 spaces=1 persons=1 fund=30000
        backup_centre desk=5 pick=55
        register desk=4 pick=74
        settle desk=2 pick=28
        clock_jump desk=4 pick=2892334765
        wait desk=5 pick=490827566
        backup_centre desk=5 pick=4
        sync desk=4 pick=7
        wait desk=3 pick=1664260068
        sync desk=4 pick=42 !centre_restore@12
    """) == []


def test_two_desks_that_say_one_outcome_for_two_reasons_are_both_heard():
    assert broken("""
        world seed=38 desks=2 spaces=1 persons=1
        matter desk=2 pick=21
        sync desk=2 pick=21
        sync desk=3 pick=16
        matter_edit desk=2 pick=1214874799
        matter_edit desk=3 pick=96
    """) == []


def test_when_one_of_two_that_met_in_a_place_ends_the_place_is_the_others():
    assert broken("""
        world seed=10000990 desks=3 spaces=2 persons=3 fund=30000
        register desk=4 pick=31
        draft desk=1 pick=60
        submit desk=4 pick=76
        register desk=3 pick=1522330760
        sync desk=1 pick=1
        backup_centre desk=1 pick=54
        draft desk=1 pick=88
        withdraw_application desk=1 pick=365884134
        sync desk=1 pick=13
        draft desk=0 pick=2
        submit desk=4 pick=22
        submit desk=3 pick=71
        sync desk=0 pick=36
        restore_centre desk=4 pick=31
    """) == []


def test_a_code_that_a_merge_brought_counts_when_its_person_is_erased():
    assert broken("""
        world seed=10000997 desks=3 spaces=1 persons=1 fund=30000
        register desk=3 pick=78
        sync desk=3 pick=62
        erase desk=4 pick=9
        sync desk=0 pick=91
        register desk=4 pick=3271947784
        register desk=4 pick=13
        merge desk=1 pick=26
        sync desk=1 pick=83
        register desk=0 pick=1
        erase desk=2 pick=99
    """) == []


def test_who_was_told_apart_before_the_order_leaves_no_word_when_it_is_repeated():
    assert broken("""
        world seed=10001422 desks=3 spaces=1 persons=3 fund=30000
        register desk=5 pick=564570011
        register desk=2 pick=3658907635
        register desk=2 pick=23
        register desk=4 pick=61
        sync desk=2 pick=68
        register desk=2 pick=82
        backup_centre desk=4 pick=19
        sync desk=4 pick=67
        unmerge desk=2 pick=62
        sync desk=2 pick=96
        erase desk=0 pick=902722388
        restore_centre desk=0 pick=86
    """) == []


def test_who_was_told_apart_stays_apart_when_the_order_to_erase_the_other_is_repeated():
    assert broken("""
        world seed=5019 desks=4 spaces=2 persons=3 page=50 batch=50 ahead=0 fund=100000
        register desk=4 pick=3095960887
        sync desk=4 pick=94
        register desk=5 pick=94
        sync desk=1 pick=37
        unmerge desk=1 pick=19
        backup_centre desk=1 pick=2
        sync desk=5 pick=43
        erase desk=2 pick=3387425110
        restore_centre desk=1 pick=82
    """) == []


def test_a_reason_said_while_another_desk_changed_the_outcome_is_not_lost():
    assert broken("""
        world seed=310114 desks=4 spaces=1 persons=1 fund=100000
        matter desk=4 pick=6
        matter_edit desk=0 pick=3915062070
        sync desk=0 pick=76
        sync desk=2 pick=2
        matter_edit desk=4 pick=1463187559
        matter_edit desk=2 pick=2733970166
    """) == []


def test_a_reason_said_while_another_space_changed_the_outcome_is_not_lost():
    assert broken("""
        world seed=310290 desks=4 spaces=3 persons=1 fund=30000
        matter desk=3 pick=66
        matter_edit desk=3 pick=282095026
        sync desk=3 pick=12
        sync desk=4 pick=81
        matter_edit desk=4 pick=2424631173
        matter_edit desk=3 pick=84
    """) == []


def test_a_row_that_leads_to_somebody_erased_meanwhile_stands_for_itself_again():
    assert broken("""
        world seed=5043 desks=4 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        register desk=1 pick=58
        sync desk=5 pick=75
        register desk=5 pick=2561597781
        call_back desk=5 pick=2670020807
        backup_centre desk=4 pick=68
        merge desk=5 pick=17
        sync desk=5 pick=5
        restore_centre desk=0 pick=18
        erase desk=3 pick=92
        contact desk=5 pick=19
    """) == []


def test_a_word_changed_under_a_look_up_of_the_lost_hours_comes_back_changed_though_the_act_waits():
    assert broken("""
        world seed=310143 desks=3 spaces=2 persons=4 fund=30000
        backup_centre desk=2 pick=40
        register desk=1 pick=2474173170
        sync desk=1 pick=77
        look_up desk=2 pick=748200420
        edit desk=2 pick=58
        sync desk=2 pick=84
        sync desk=4 pick=83
        restore_centre desk=1 pick=7
    """) == []


def test_an_attachment_outlives_a_restore_whose_first_meeting_ends_with_a_late_message():
    assert broken("""
        world seed=899 desks=4 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        backup_centre desk=5 pick=0
        register desk=5 pick=39
        draft desk=1 pick=48
        attach desk=1 pick=33
        sync desk=5 pick=20
        restore_centre desk=5 pick=99
        sync desk=1 pick=88 !late@4
        courier desk=5 pick=71
    """) == []


def test_an_attachment_outlives_a_store_put_back_to_before_it_was_attached():
    assert broken("""
        world seed=899 desks=4 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        register desk=5 pick=39
        draft desk=1 pick=48
        backup_desk desk=1 pick=0
        attach desk=1 pick=33
        sync desk=5 pick=20
        restore_desk desk=1 pick=0
        courier desk=5 pick=71
    """) == []


def test_what_was_moved_with_a_merge_that_was_not_taken_goes_when_its_person_is_erased():
    assert broken("""
        world seed=10000309 desks=4 spaces=1 persons=1 fund=30000
        register desk=5 pick=3628963138
        register desk=0 pick=99
        edit desk=1 pick=1679883944
        register desk=5 pick=8
        sync desk=0 pick=42
        sync desk=5 pick=81
        register desk=0 pick=37
        call_back desk=0 pick=3444761756
        merge desk=4 pick=32
        sync desk=4 pick=51
        erase desk=0 pick=15
    """) == []


def test_a_grant_made_since_a_restore_is_not_undone_by_a_row_from_before():
    assert broken("""
        world seed=10001592 desks=5 spaces=1 persons=1 fund=30000
        backup_centre desk=0 pick=20
        register desk=1 pick=28
        draft desk=6 pick=51
        submit desk=6 pick=44
        draft desk=1 pick=49
        sync desk=6 pick=5
        submit desk=6 pick=57
        sync desk=3 pick=59
        restore_centre desk=6 pick=47
        sync desk=6 pick=17
        restore_centre desk=2 pick=16
        sync desk=3 pick=53
        decide desk=1 pick=84
    """) == []


def test_a_grant_of_the_lost_hours_comes_back_though_the_application_has_changed_more_often_since():
    assert broken("""
        world seed=10000241 desks=4 spaces=2 persons=3 fund=30000
        register desk=4 pick=2626377896
        deliver_late desk=0 pick=1494564680
        submit desk=0 pick=61
        deliver_late desk=2 pick=1
        edit desk=2 pick=78
        register desk=4 pick=3408489461
        sync desk=4 pick=898190318
        register desk=1 pick=2695764836
        sync desk=3 pick=48
        contact desk=0 pick=1058046406
        sync desk=5 pick=81
        sync desk=3 pick=63
        answer_call desk=0 pick=15
        wait desk=1 pick=92
        ready desk=1 pick=30
        unmerge desk=3 pick=0
        sync desk=3 pick=54
        submit desk=1 pick=32
        backup_centre desk=5 pick=71
        register desk=4 pick=909189017
        register desk=1 pick=3490508340
        answer_question desk=5 pick=17
        sync desk=3 pick=30
        sync desk=4 pick=13
        edit desk=5 pick=87
        sync desk=5 pick=8
        edit desk=5 pick=6
        merge desk=5 pick=67
        merge desk=4 pick=1364855416
        sync desk=2 pick=2940780653
        draft desk=2 pick=3276754579
        sync desk=3 pick=81
        register desk=2 pick=1036459417
        sync desk=2 pick=77
        sync desk=0 pick=46
        submit desk=0 pick=89
        settle desk=0 pick=65
        decide desk=1 pick=70
        sync desk=4 pick=84
        contact desk=2 pick=98
        restore_centre desk=0 pick=89
        sync desk=2 pick=73 !lose_request@3
        answer_question desk=5 pick=516666588
        edit desk=0 pick=64
        sync desk=5 pick=37
        sync desk=2 pick=99
    """) == []


def test_who_bears_the_code_of_somebody_the_order_left_alone_is_left_alone_under_another_name_too():
    assert broken("""
        world seed=10001605 desks=4 spaces=2 persons=1 fund=30000
        register desk=5 pick=73
        register desk=1 pick=75
        sync desk=5 pick=59
        unmerge desk=5 pick=72
        register desk=4 pick=52
        sync desk=5 pick=72
        backup_centre desk=4 pick=65
        erase desk=2 pick=95
        merge desk=1 pick=4
        edit desk=5 pick=2415207323
        sync desk=4 pick=7
        restore_centre desk=4 pick=36
        sync desk=5 pick=19
    """) == []


def test_a_word_said_while_the_question_was_lost_is_not_replaced_by_its_answer_unheard():
    assert broken("""
        world seed=400770 desks=5 spaces=1 persons=4
        backup_centre desk=4 pick=63
        register desk=6 pick=2302746995
        register desk=5 pick=209760714
        matter desk=1 pick=36
        sync desk=1 pick=86
        sync desk=5 pick=42
        matter_edit desk=6 pick=32
        answer_question desk=5 pick=89
        restore_centre desk=5 pick=21
        sync desk=1 pick=84 !edit_during@2476203
    """) == []


def test_a_fault_set_for_a_request_that_never_came_does_not_strike_in_the_quiet():
    assert broken("""
        world seed=401700 desks=3 spaces=1 persons=1 fund=30000
        register desk=3 pick=46
        backup_centre desk=0 pick=29
        restore_centre desk=3 pick=13
        sync desk=0 pick=32 !centre_crash@1015 !cut_request@1
        restore_desk desk=2 pick=62
    """) == []


def test_who_comes_before_somebody_the_order_left_alone_is_not_erased_nor_takes_them_along():
    assert broken("""
        world seed=730063 desks=4 spaces=1 persons=4 fund=30000
        register desk=5 pick=59
        register desk=1 pick=3213177090
        backup_centre desk=0 pick=11
        register desk=5 pick=2474769679
        sync desk=1 pick=16
        erase desk=2 pick=32
        register desk=2 pick=2397256895
        sync desk=2 pick=86
        register desk=2 pick=73
        restore_centre desk=0 pick=82
        sync desk=2 pick=27
    """) == []


def test_a_merge_that_the_centre_made_goes_with_who_was_erased_though_it_is_undone():
    assert broken("""
        world seed=5000 desks=3 spaces=2 persons=4
        register desk=2 pick=49
        register desk=0 pick=26980956
        register desk=2 pick=5
        sync desk=4 pick=49
        register desk=1 pick=58
        register desk=1 pick=4013410098
        register desk=2 pick=44
        register desk=1 pick=3118076831
        register desk=3 pick=590372661
        register desk=0 pick=2209062490
        register desk=2 pick=1
        register desk=4 pick=3237651668
        sync desk=4 pick=12
        merge desk=3 pick=34
        sync desk=0 pick=96
        erase desk=2 pick=26
        sync desk=1 pick=14
        unmerge desk=1 pick=1540761106
        register desk=1 pick=7
        register desk=4 pick=51
        sync desk=4 pick=9
        register desk=0 pick=45
        sync desk=2 pick=21
        sync desk=3 pick=45
        erase desk=0 pick=1818902329
    """) == []


def test_an_order_goes_on_from_who_bears_the_code_to_whose_sheet_was_one_with_theirs():
    assert broken("""
        world seed=899027 desks=4 spaces=1 persons=2 fund=30000
        register desk=5 pick=3134008043
        register desk=5 pick=30
        register desk=5 pick=32
        register desk=1 pick=64
        sync desk=5 pick=74
        register desk=1 pick=1166139376
        erase desk=5 pick=48
        merge desk=1 pick=1809146132
        backup_centre desk=2 pick=93
        sync desk=1 pick=73
        restore_centre desk=0 pick=84
        register desk=5 pick=30
        erase desk=0 pick=3595056056
    """) == []


def test_who_a_later_order_left_alone_stands_for_the_earlier_ones_too():
    assert broken("""
        world seed=899050 desks=5 spaces=1 persons=1
        register desk=0 pick=43
        edit desk=0 pick=3410980805
        register desk=2 pick=3
        sync desk=2 pick=78
        sync desk=0 pick=29
        backup_centre desk=5 pick=1
        register desk=6 pick=52
        sync desk=1 pick=47
        erase desk=4 pick=42
        register desk=1 pick=10
        sync desk=5 pick=80
        sync desk=5 pick=60 !edit_during@3203400
        register desk=1 pick=31
        sync desk=1 pick=30
        erase desk=1 pick=60
        restore_centre desk=2 pick=56
    """) == []


def test_who_was_left_alone_stands_for_their_code_also_when_led_by_hand_to_another_sheet():
    assert broken("""
        world seed=730086 desks=4 spaces=3 persons=2 fund=30000
        register desk=0 pick=595136718
        register desk=0 pick=59
        register desk=2 pick=1390127683
        register desk=0 pick=20
        register desk=0 pick=416227285
        sync desk=2 pick=61
        register desk=4 pick=90
        sync desk=4 pick=93
        backup_centre desk=5 pick=84
        erase desk=5 pick=3484882692
        register desk=2 pick=97
        merge desk=4 pick=0
        sync desk=2 pick=20
        restore_centre desk=0 pick=93
    """) == []


def test_what_was_said_of_one_told_apart_leaves_whoever_the_other_is_one_with_now():
    assert broken("""
        world seed=60152 desks=3 spaces=1 persons=1 fund=30000
        register desk=1 pick=60
        register desk=2 pick=1621354487
        register desk=2 pick=52
        merge desk=2 pick=77
        unmerge desk=2 pick=81
        backup_centre desk=1 pick=44
        edit desk=2 pick=1110413063
        sync desk=1 pick=87
        sync desk=2 pick=95
        call_back desk=2 pick=36
        restore_centre desk=1 pick=60
        register desk=3 pick=17
        sync desk=2 pick=42
        sync desk=0 pick=93
        erase desk=2 pick=3789544516
    """) == []


def test_a_question_that_comes_back_brings_no_word_of_somebody_told_apart_and_erased_since():
    assert broken("""
        world seed=116 desks=2 spaces=1 persons=1 fund=30000
        register desk=1 pick=60
        register desk=2 pick=1621354487
        register desk=2 pick=2190053351
        sync desk=2 pick=48
        unmerge desk=2 pick=81
        backup_centre desk=2 pick=44
        sync desk=1 pick=76
        sync desk=2 pick=95
        call_back desk=2 pick=36
        restore_centre desk=2 pick=60
        sync desk=2 pick=25
        erase desk=2 pick=1473003806
    """) == []


def test_two_told_apart_and_made_one_again_share_no_words_with_a_third_who_came_back():
    assert broken("""
        world seed=1029 desks=3 spaces=1 persons=1 fund=30000
        register desk=1 pick=60
        register desk=2 pick=1621354487
        register desk=2 pick=52
        sync desk=5 pick=99
        unmerge desk=2 pick=81
        backup_centre desk=1 pick=44
        merge desk=2 pick=74
        sync desk=1 pick=87
        sync desk=2 pick=95
        call_back desk=2 pick=36
        restore_centre desk=3 pick=60
        register desk=3 pick=17
        sync desk=2 pick=42
        sync desk=0 pick=93
        erase desk=2 pick=3789544516
    """) == []


def test_of_a_restore_nobody_spoke_of_a_row_is_newer_than_what_was_here_before():
    assert broken("""
        world seed=2008 desks=1 spaces=1 persons=1 fund=30000
        register desk=1 pick=50
        register desk=2 pick=51
        register desk=2 pick=1621354487
        sync desk=2 pick=69
        unmerge desk=2 pick=81
        backup_centre desk=2 pick=44
        sync desk=0 pick=52
        restore_centre desk=2 pick=60
        sync desk=2 pick=7
        erase desk=3 pick=1100679374
    """) == []


def test_whose_sheet_says_that_it_was_one_with_somebody_erased_goes_before_it_is_joined_with_another():
    assert broken("""
        world seed=2376 desks=2 spaces=1 persons=1 fund=30000
        register desk=1 pick=60
        register desk=2 pick=1621354487
        register desk=2 pick=2190053351
        sync desk=2 pick=48
        unmerge desk=2 pick=81
        backup_centre desk=2 pick=44
        sync desk=2 pick=56
        sync desk=1 pick=76
        restore_centre desk=2 pick=60
        sync desk=2 pick=25
        erase desk=2 pick=6
    """) == []


def test_a_record_between_two_keeps_its_own_word_when_one_below_is_edited():
    assert broken("""
        world seed=1200712 desks=3 spaces=1 persons=2 fund=30000
        register desk=1 pick=837481092
        register desk=3 pick=77
        register desk=3 pick=75
        sync desk=3 pick=31
        register desk=2 pick=89
        sync desk=2 pick=20
        edit desk=3 pick=2660813322
        sync desk=1 pick=36
        register desk=2 pick=87
        merge desk=0 pick=70
        edit desk=2 pick=3942718056
        sync desk=0 pick=28
        register desk=2 pick=29
        answer_question desk=4 pick=32
        unmerge desk=3 pick=97
        sync desk=1 pick=8
        sync desk=2 pick=22
        sync desk=3 pick=91
        erase desk=2 pick=2597748765
    """) == []


def test_a_repeated_offer_changes_the_centre_though_its_answer_says_that_nothing_was_taken():
    assert broken("""
        world seed=1200432 desks=4 spaces=1 persons=1
        matter desk=0 pick=29
        matter_edit desk=0 pick=41
        backup_centre desk=2 pick=74
        matter desk=2 pick=64
        sync desk=4 pick=86
        matter desk=4 pick=68
        restore_centre desk=4 pick=31
        sync desk=4 pick=83 !too_old@0
        sync desk=0 pick=92
        sync desk=2 pick=35
        matter desk=4 pick=59
        restore_centre desk=3 pick=37
        sync desk=4 pick=32
        sync desk=2 pick=49
        matter_edit desk=2 pick=751346763
        sync desk=2 pick=84 !twice@2
    """) == []


def test_an_answer_about_somebody_erased_does_not_wait_for_a_question_that_never_comes_back():
    assert broken("""
        world seed=1201044 desks=3 spaces=1 persons=1
        backup_centre desk=0 pick=16
        register desk=2 pick=1572360286
        backup_centre desk=1 pick=24
        sync desk=2 pick=25
        register desk=4 pick=33
        backup_centre desk=4 pick=11
        backup_centre desk=0 pick=6
        backup_centre desk=4 pick=33
        register desk=1 pick=21
        sync desk=4 pick=85
        backup_centre desk=3 pick=89
        answer_question desk=4 pick=2500029290
        backup_centre desk=1 pick=89
        restore_centre desk=2 pick=72
        erase desk=2 pick=72
    """) == []


def test_a_recovery_waits_for_what_a_desk_that_compared_has_yet_to_give_back():
    assert broken("""
        world seed=31 desks=1 spaces=1 persons=2 fund=30000
        register desk=0 pick=0
        register desk=0 pick=1
        draft desk=0 pick=9
        draft desk=0 pick=61548
        submit desk=0 pick=0
        submit desk=0 pick=2
        sync desk=0 pick=2
        backup_centre desk=0 pick=1
        decide desk=0 pick=51093
        sync desk=0 pick=2
        restore_centre desk=0 pick=1
        sync desk=0 pick=2 !lose_answer@3
        decide desk=0 pick=56723
        decide desk=0 pick=276
    """) == []


def test_a_recovery_does_not_end_by_a_desk_whose_answered_acts_were_lost_in_a_second_restore():
    assert broken("""
        world seed=587 desks=2 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        backup_centre desk=4 pick=97
        restore_centre desk=4 pick=76
        sync desk=1 pick=85
        sync desk=0 pick=94
        register desk=1 pick=80
        backup_centre desk=1 pick=69
        sync desk=1 pick=14 !crash_after_answer@1
        restore_centre desk=0 pick=3601022805
    """) == []


def test_the_act_of_a_record_that_moved_with_its_person_goes_with_whom_else_it_names():
    assert [str(one) for one in played(generate.matters(1_204_310)).violations] == []


def test_a_code_that_a_merge_brought_after_the_order_leaves_nobody_of_the_erased_alone():
    assert broken("""
        world seed=144 desks=3 spaces=1 persons=1 fund=30000
        register desk=0 pick=22348
        register_briefly desk=0 pick=34023
        register_briefly desk=0 pick=13019
        sync desk=0 pick=1
        sync desk=1 pick=1
        sync desk=2 pick=1
        register desk=2 pick=53314
        erase desk=0 pick=14957
        sync desk=1 pick=1
        register_briefly desk=1 pick=62594
        merge desk=0 pick=52954
        sync desk=0 pick=1
        merge desk=1 pick=7034
        sync desk=1 pick=1
    """) == []


def test_nothing_is_called_verified_when_the_centre_refused_to_tell_what_became_of_an_act_that_had_waited():
    assert broken("""
        world seed=20001644 desks=4 spaces=3 persons=4 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        register desk=2 pick=89
        sync desk=2 pick=79
        scope_change desk=0 pick=1063319585
        sync desk=0 pick=67
        scope_change desk=0 pick=1139645897
        contact desk=0 pick=43
        edit desk=4 pick=65
        register desk=0 pick=11
        sync desk=4 pick=13
        call_back desk=0 pick=15
        scope_change desk=0 pick=2
        sync desk=0 pick=18 !too_old@4
    """) == []


def test_who_led_to_somebody_lost_and_erased_meanwhile_stands_for_themselves():
    assert broken("""
        world seed=20002805 desks=4 spaces=1 persons=1
        register desk=0 pick=78
        backup_centre desk=4 pick=24
        register desk=0 pick=437063329
        merge desk=0 pick=46
        sync desk=0 pick=18
        register desk=1 pick=94
        sync desk=1 pick=89 !centre_restore@1036
        sync desk=5 pick=54
        erase desk=3 pick=36
    """) == []


def test_what_was_said_in_a_matter_stays_with_whose_it_is_again_when_who_was_shown_is_erased():
    assert broken("""
        world seed=20000242 desks=4 spaces=3 persons=4 page=50 batch=50 ahead=0 fund=30000 files=0 skew=0
        answer_question desk=5 pick=56
        register desk=0 pick=42
        wait desk=2 pick=94
        register desk=5 pick=24
        register desk=2 pick=47
        register desk=4 pick=56
        register desk=4 pick=3192030156
        matter desk=0 pick=4112961205
        sync desk=3 pick=32 !edit_during@1065400
        sync desk=2 pick=88
        sync desk=4 pick=48
        sync desk=5 pick=57
        unmerge desk=1 pick=63
        sync desk=3 pick=34
        matter_edit desk=3 pick=85
        sync desk=3 pick=11 !edit_during@1495100
        sync desk=1 pick=31
        erase desk=1 pick=483559495
    """) == []


def test_told_apart_again_the_births_in_the_question_whether_they_are_one_take_nobodys_words_along():
    assert broken("""
        world seed=1411228 desks=3 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        register desk=4 pick=1320773987
        register desk=2 pick=2185349142
        sync desk=2 pick=98
        sync desk=1 pick=13
        register desk=4 pick=1535364146
        edit desk=4 pick=821413887
        register desk=4 pick=6
        register desk=1 pick=16
        merge desk=4 pick=2269391253
        unmerge desk=1 pick=15
        sync desk=1 pick=79
        sync desk=2 pick=93
        unmerge desk=2 pick=64
        register desk=4 pick=20
        sync desk=2 pick=97
        sync desk=1 pick=81
        erase desk=4 pick=77
    """) == []


def test_an_answer_whether_two_are_one_goes_with_either_of_them():
    assert broken("""
        world seed=30001184 desks=3 spaces=1 persons=5 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        sync desk=1 pick=28 !edit_before@3493000
        register desk=3 pick=679353332
        register desk=4 pick=14
        register desk=1 pick=3121287684
        sync desk=0 pick=88
        sync desk=2 pick=83
        edit desk=2 pick=2147943522
        register desk=3 pick=70
        register desk=2 pick=2245285657
        merge desk=2 pick=16
        register desk=0 pick=3038707527
        sync desk=2 pick=2
        sync desk=1 pick=56
        sync desk=3 pick=42
        answer_question desk=4 pick=91
        erase desk=4 pick=3828697525
    """) == []


def test_who_was_one_with_somebody_in_the_lost_hours_is_so_again_where_their_sheet_alone_tells():
    assert broken("""
        world seed=30002747 desks=5 spaces=3 persons=6 page=1 batch=50 ahead=0 fund=100000 files=0 skew=0
        register desk=2 pick=1904700162
        register desk=2 pick=984395935
        register desk=5 pick=915983132
        sync desk=0 pick=28
        backup_centre desk=2 pick=57
        register desk=3 pick=2285449115
        sync desk=2 pick=68 !centre_restore@5000
        edit desk=3 pick=1889530687
        restore_centre desk=0 pick=3
        sync desk=3 pick=76
    """) == []


def test_who_was_one_with_somebody_in_the_lost_hours_is_so_again_where_the_sheet_that_stands_alone_tells():
    assert broken("""
        world seed=30003227 desks=5 spaces=3 persons=3 page=1 batch=50 ahead=0 fund=100000 files=0 skew=0
        register desk=0 pick=2164839601
        backup_centre desk=2 pick=76
        register desk=4 pick=2667966773
        sync desk=5 pick=20 !edit_before@4412400 !lose_answer@3 !centre_restore@2000
        sync desk=4 pick=95
        register desk=1 pick=2570184657
        sync desk=6 pick=62
        sync desk=0 pick=22 !cut_answer@2
        sync desk=6 pick=16 !centre_crash@1038 !late@4 !centre_restore@3000
        edit desk=0 pick=1749046433
    """) == []


def test_a_grant_of_who_took_the_code_of_somebody_erased_later_than_they_were_registered_outlives_a_restore():
    assert broken("""
        world seed=60000558 desks=4 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=30000 files=0 skew=0
        backup_centre desk=1 pick=40
        register desk=3 pick=26
        sync desk=3 pick=3
        erase desk=4 pick=62
        register desk=0 pick=2613735880
        sync desk=4 pick=67
        register desk=0 pick=23
        merge desk=0 pick=46
        draft desk=4 pick=46
        submit desk=4 pick=55
        sync desk=0 pick=16
        decide desk=4 pick=17
        sync desk=0 pick=7
        restore_centre desk=4 pick=76
    """) == []


def test_the_place_of_an_application_goes_with_whom_a_restore_makes_one_again():
    assert broken("""
        world seed=73001798 desks=4 spaces=2 persons=7 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        register desk=5 pick=79
        register desk=5 pick=1031730845
        register desk=0 pick=1469943859
        sync desk=0 pick=8
        sync desk=3 pick=8
        register desk=5 pick=742859137
        register desk=1 pick=961187455
        sync desk=1 pick=68
        draft desk=5 pick=2111387934
        submit desk=5 pick=93
        sync desk=1 pick=82
        backup_centre desk=1 pick=69
        merge desk=5 pick=48
        settle desk=2 pick=45
        restore_centre desk=4 pick=65
    """) == []


def test_a_word_of_somebody_told_apart_and_changed_since_leaves_the_question_about_the_other():
    assert broken("""
        world seed=81000670 desks=4 spaces=3 persons=3 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        register desk=5 pick=421989348
        register desk=4 pick=11
        register desk=3 pick=86
        sync desk=5 pick=25
        edit desk=1 pick=4229663875
        register desk=0 pick=24
        backup_centre desk=3 pick=35
        sync desk=4 pick=41
        sync desk=1 pick=39
        draft desk=0 pick=47
        register desk=5 pick=50
        register desk=1 pick=90
        restore_centre desk=2 pick=9
        register desk=3 pick=1998099524
        register desk=4 pick=86
        settle desk=0 pick=87
        sync desk=5 pick=29 !centre_restore@37
        unmerge desk=4 pick=62
        edit desk=0 pick=1964640972
        register desk=2 pick=79
        register desk=2 pick=43
        sync desk=5 pick=12
        sync desk=4 pick=34
        sync desk=2 pick=53
        erase desk=1 pick=87
    """) == []


def test_what_a_late_request_made_of_a_refused_answer_after_a_restore_is_told():
    assert broken("""
        world seed=30009076 desks=4 spaces=3 persons=4 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        register desk=3 pick=336880376
        sync desk=3 pick=2558413526
        register desk=2 pick=1676680757
        clone desk=2 pick=35
        register desk=4 pick=4076558479
        sync desk=0 pick=41
        sync desk=4 pick=59 !lose_answer@1
        register desk=2 pick=9
        edit desk=2 pick=2967044756
        register desk=2 pick=1314748878
        edit desk=0 pick=2453453317
        sync desk=0 pick=63
        register desk=4 pick=1577140974
        edit desk=4 pick=17508404
        sync desk=2 pick=36
        sync desk=4 pick=62
        sync desk=5 pick=98
        edit desk=2 pick=346635996
        backup_centre desk=2 pick=36
        answer_question desk=0 pick=3739023795
        sync desk=2 pick=43
        sync desk=5 pick=99 !late@0
        sync desk=0 pick=67
        restore_centre desk=3 pick=9
    """) == []


def test_an_attachment_goes_with_whom_its_application_was_for():
    assert broken("""
        world seed=30009699 desks=4 spaces=3 persons=3 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        register desk=0 pick=62
        register desk=2 pick=34
        register desk=5 pick=57
        register desk=4 pick=16551821
        sync desk=4 pick=56
        register desk=4 pick=99
        register desk=2 pick=2195941692
        draft desk=2 pick=75
        attach desk=2 pick=63
        sync desk=2 pick=34
        sync desk=1 pick=96
        sync desk=3 pick=39
        unmerge desk=3 pick=66
        sync desk=3 pick=31
        sync desk=0 pick=47
        erase desk=0 pick=3691063129
    """) == []


def test_what_a_clone_said_in_another_life_of_the_centre_is_told_to_both():
    assert broken("""
        world seed=30014836 desks=4 spaces=1 persons=3 page=50 batch=50 ahead=0 fund=30000 files=0 skew=0
        register desk=2 pick=6
        register desk=0 pick=355614922
        sync desk=0 pick=57
        backup_centre desk=3 pick=92
        register desk=5 pick=89
        edit desk=1 pick=3768607866
        sync desk=1 pick=77
        register desk=0 pick=8
        merge desk=4 pick=24
        edit desk=0 pick=71
        sync desk=0 pick=48
        answer_question desk=4 pick=866617640
        sync desk=0 pick=31
        answer_question desk=0 pick=27
        restore_centre desk=1 pick=35
        clone desk=0 pick=86
    """) == []


def test_who_is_told_apart_keeps_what_was_said_of_their_own_sheet_since():
    assert broken("""
        world seed=30020020 desks=4 spaces=1 persons=7 page=50 batch=50 ahead=0 fund=30000 files=0 skew=0
        register desk=2 pick=206645498
        register desk=0 pick=3409196685
        edit desk=0 pick=1839924060
        sync desk=2 pick=71
        backup_centre desk=5 pick=38
        sync desk=4 pick=89
        edit desk=2 pick=11
        edit desk=0 pick=2
        sync desk=2 pick=29
        restore_centre desk=3 pick=70
        sync desk=4 pick=7
        unmerge desk=0 pick=55
        sync desk=2 pick=27
    """) == []


def test_a_clone_s_word_on_the_sheet_that_stands_is_not_taken_for_the_other_s():
    assert broken("""
        world seed=30023284 desks=4 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=30000 files=0 skew=0
        register desk=1 pick=23
        sync desk=5 pick=26
        register desk=3 pick=17
        backup_centre desk=0 pick=89
        sync desk=3 pick=56
        edit desk=5 pick=53
        clone desk=5 pick=32
        restore_centre desk=5 pick=16
        sync desk=4 pick=97
        sync desk=3 pick=60
        unmerge desk=3 pick=38
    """) == []


def test_who_was_just_answered_does_not_end_the_recovery_of_a_centre_that_forgot_it():
    assert broken("""
        world seed=30022056 desks=4 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=30000 files=0 skew=0
        backup_centre desk=4 pick=5
        restore_centre desk=0 pick=3805733812
        backup_centre desk=4 pick=32
        sync desk=5 pick=6
        sync desk=1 pick=47
        register desk=5 pick=18
        sync desk=1 pick=18 !centre_restore@1053
    """) == []


def test_a_centre_put_back_between_two_questions_is_looked_at_again_before_it_is_called_verified():
    assert broken("""
        world seed=30026184 desks=4 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        sync desk=2 pick=44
        backup_centre desk=3 pick=30
        register desk=0 pick=5
        sync desk=4 pick=15
        draft desk=4 pick=87
        sync desk=2 pick=26
        restore_centre desk=1 pick=4035009506
        sync desk=1 pick=92
        sync desk=5 pick=14
        submit desk=0 pick=5
        sync desk=4 pick=30
        backup_centre desk=4 pick=63
        sync desk=2 pick=71
        sync desk=0 pick=42 !centre_restore@1047
    """) == []


def test_the_own_word_of_a_sheet_that_comes_back_is_not_kept_a_second_time_beside_a_word_of_whom_it_is_one_with():
    assert broken("""
        world seed=30028245 desks=3 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        backup_centre desk=3 pick=37
        register desk=3 pick=2103983527
        contact desk=4 pick=95
        register desk=2 pick=85
        register desk=0 pick=8
        register desk=3 pick=3956284440
        register desk=0 pick=2883134544
        sync desk=0 pick=2
        register desk=3 pick=43
        sync desk=2 pick=46
        unmerge desk=3 pick=32
        sync desk=1 pick=34
        contact desk=4 pick=6
        restore_centre desk=0 pick=12
        merge desk=2 pick=10
        sync desk=2 pick=10
        restore_centre desk=1 pick=48
        sync desk=4 pick=96 !edit_during@5868702
        register desk=1 pick=19
        sync desk=3 pick=2
        register desk=1 pick=59
        sync desk=4 pick=50
        erase desk=0 pick=39
    """) == []


def test_a_sheet_given_back_by_who_had_not_heard_that_two_were_told_apart_says_its_own_words():
    assert broken("""
        world seed=30022501 desks=3 spaces=3 persons=2 page=50 batch=50 ahead=0 fund=30000 files=0 skew=0
        register desk=2 pick=2249494889
        sync desk=0 pick=80
        erase desk=3 pick=98
        register desk=0 pick=3518751518
        register desk=1 pick=26381471
        deliver_late desk=1 pick=3820249310
        edit desk=4 pick=2512008784
        sync desk=1 pick=3436243547
        sync desk=4 pick=3399182717
        sync desk=4 pick=1538289793
        register desk=3 pick=1774364765
        sync desk=4 pick=1453089328
        sync desk=4 pick=99
        deliver_late desk=4 pick=52
        contact desk=1 pick=2398588975
        register desk=0 pick=13520153
        sync desk=1 pick=1966558232
        sync desk=3 pick=8
        backup_centre desk=2 pick=16
        register desk=3 pick=77
        register desk=3 pick=1308962757
        register desk=3 pick=36
        contact desk=1 pick=14
        register desk=2 pick=3930114703
        sync desk=1 pick=3591723782
        draft desk=4 pick=3700151931
        register desk=1 pick=2365117490
        sync desk=2 pick=1387031897
        register desk=0 pick=867816559
        merge desk=0 pick=7
        sync desk=3 pick=168132955
        sync desk=1 pick=2951862138
        erase desk=1 pick=2780326583
        unmerge desk=3 pick=542073661
        sync desk=3 pick=56
        register desk=0 pick=245436560
        restore_centre desk=1 pick=0
        sync desk=0 pick=40
        sync desk=4 pick=1026441969
        erase desk=3 pick=3799413251
    """) == []


def test_what_a_desk_filled_before_the_two_were_told_apart_answers_no_question_and_stands_nowhere_after_a_restore():
    assert broken("""
        world seed=24 desks=4 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=30000 files=0 skew=0
        backup_centre desk=5 pick=32
        register_briefly desk=5 pick=78
        register desk=1 pick=38
        merge desk=1 pick=61
        sync desk=5 pick=33
        sync desk=4 pick=40
        register desk=5 pick=1
        register desk=4 pick=7
        register_briefly desk=4 pick=55
        unmerge desk=4 pick=37
        sync desk=0 pick=3
        restore_centre desk=1 pick=79
        sync desk=4 pick=32
        sync desk=1 pick=7
        erase desk=1 pick=82
    """) == []


def test_a_sheet_that_gives_a_word_back_is_still_a_person():
    assert broken("""
        world seed=2997 desks=4 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=30000 files=0 skew=0
        edit desk=4 pick=2789938673
        backup_centre desk=4 pick=18
        merge desk=0 pick=44
        register desk=4 pick=1619988623
        sync desk=1 pick=677205847
        register_briefly desk=3 pick=37
        register desk=0 pick=34
        sync desk=3 pick=5
        edit desk=4 pick=23
        register desk=2 pick=3219161639
        edit desk=2 pick=8
        register desk=3 pick=2265807156
        edit desk=3 pick=4157605107
        sync desk=4 pick=67
        sync desk=3 pick=41
        unmerge desk=0 pick=69
        sync desk=2 pick=64
        unmerge desk=2 pick=13
        register desk=4 pick=60
        sync desk=0 pick=45
        sync desk=5 pick=51
        sync desk=2 pick=18
        merge desk=0 pick=32
        restore_centre desk=4 pick=0
        sync desk=1 pick=52
    """) == []


def test_an_order_reaches_whom_the_centre_itself_had_made_one_in_the_lost_hours():
    assert broken("""
        world seed=79 desks=3 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        register desk=3 pick=3471836536
        register desk=2 pick=4025247975
        register desk=1 pick=686974551
        sync desk=3 pick=89
        sync desk=2 pick=61
        merge desk=2 pick=91
        backup_centre desk=3 pick=39
        sync desk=1 pick=23
        sync desk=2 pick=79
        restore_centre desk=2 pick=207375513
        erase desk=3 pick=385555676
    """) == []


def test_a_question_that_came_back_before_the_birth_of_who_was_erased_loses_their_words_with_it():
    assert broken("""
        world seed=5469 desks=5 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        register desk=0 pick=2404344337
        sync desk=0 pick=40
        register_briefly desk=2 pick=82
        sync desk=2 pick=21
        erase desk=3 pick=48
        sync desk=6 pick=84
        register desk=2 pick=3446758831
        register desk=1 pick=3318519557
        sync desk=3 pick=53
        sync desk=2 pick=43
        sync desk=1 pick=75
        sync desk=4 pick=80
        register desk=3 pick=48
        backup_centre desk=5 pick=24
        answer_question desk=4 pick=323858092
        sync desk=5 pick=79
        edit desk=5 pick=27
        sync desk=3 pick=75
        merge desk=6 pick=1464783585
        sync desk=4 pick=30
        restore_centre desk=1 pick=84
        erase desk=2 pick=2547817634
        sync desk=1 pick=90
        sync desk=5 pick=45
        sync desk=4 pick=39
    """) == []


def test_a_row_comes_back_without_the_word_of_the_erased_that_a_desk_had_filled_there():
    assert broken("""
        world seed=30038309 desks=4 spaces=1 persons=2 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
        backup_centre desk=4 pick=49
        register desk=1 pick=83
        register desk=1 pick=49
        register desk=1 pick=2685973776
        sync desk=5 pick=86
        erase desk=5 pick=520839376
        sync desk=3 pick=70
        register desk=3 pick=5
        sync desk=1 pick=15
        register desk=5 pick=4168110271
        register desk=1 pick=873083899
        sync desk=3 pick=99
        edit desk=5 pick=188072352
        erase desk=4 pick=69
        merge desk=5 pick=26
        sync desk=1 pick=8
        erase desk=4 pick=1361899396
        restore_centre desk=1 pick=25
    """) == []


def test_nor_does_the_sheets_own_word_or_a_question_bring_it_back():
    assert broken("""
        world seed=1001175 desks=4 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=30000 files=0 skew=0
        register_briefly desk=6 pick=61
        register_briefly desk=4 pick=2145234965
        register desk=1 pick=87
        register desk=0 pick=97
        settle desk=3 pick=24
        unmerge desk=2 pick=62
        register desk=3 pick=61
        backup_centre desk=0 pick=72
        merge desk=0 pick=89
        register desk=3 pick=70
        sync desk=2 pick=66
        sync desk=3 pick=5
        sync desk=0 pick=24
        erase desk=3 pick=793667312
        restore_centre desk=3 pick=95
    """) == []
