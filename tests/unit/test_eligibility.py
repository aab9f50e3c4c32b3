"""May this family have it? Every edge of the rules, one sentence each."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.measure_documents import measure, rome
from tests.random_measures import attestation
from wemi_desk.domain.eligibility import (
    ExistingApplication,
    Facts,
    GroupFacts,
    Residence,
    evaluate,
    result_from_plain,
    result_to_plain,
)
from wemi_desk.domain.isee import protocol_warnings, valid_until_of
from wemi_desk.domain.measures import MILAN

NOW = rome("2026-11-22T10:00")
HOME = Residence(municipality=MILAN)
FAMILY = Facts(
    applicant_role="parent", beneficiary_birth_date=date(2016, 5, 5), applicant_residence=HOME,
    beneficiary_residence=HOME, isee=attestation(850_000, dsu_on=date(2026, 2, 1)),
)  # fmt: skip


def judged(at=NOW, version=None, **facts):
    return evaluate(replace(FAMILY, **facts), version or measure(), at)


def ahead(result):
    return {one.code: one for one in result.ahead}


def test_a_family_within_all_rules_is_eligible_for_its_band():
    result = judged()
    assert (result.verdict, result.amount_cents, result.missing, result.failed) == ("eligible", 40_000, (), ())


@pytest.mark.parametrize(("cents", "eligible", "amount"), [
    (0, True, 40_000), (900_000, True, 40_000), (900_001, True, 10_000), (2_700_000, True, 10_000),
    (2_700_001, False, None),
])  # fmt: skip
def test_edges_of_bands_are_whole_cents(cents, eligible, amount):
    result = judged(isee=attestation(cents))
    assert (result.is_eligible, result.amount_cents) == (eligible, amount)


def test_a_missing_isee_is_not_known_and_never_no():
    result = judged(isee=None)
    assert (result.verdict, result.missing, result.amount_cents) == ("unknown", ("isee",), None)
    assert result.criterion("isee").next_step == "caf_isee"


def test_something_not_met_outweighs_everything_unknown():
    assert judged(isee=None, applicant_role="other_relative").verdict == "not_eligible"


def test_who_turns_18_between_drafting_and_sending_is_eligible_now_and_not_then():
    result = judged(beneficiary_birth_date=date(2008, 12, 4))
    assert result.is_eligible
    assert (ahead(result)["turns_age"].days, ahead(result)["turns_age"].values) == (12, {"age": 18})
    assert judged(rome("2026-12-03T23:59"), beneficiary_birth_date=date(2008, 12, 4)).is_eligible
    late = judged(rome("2026-12-04T00:00"), beneficiary_birth_date=date(2008, 12, 4))
    assert (late.is_eligible, late.failed) == (False, ("age",))


def test_the_day_is_that_of_rome_and_not_of_greenwich():
    just_after_midnight = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)
    assert not judged(just_after_midnight, beneficiary_birth_date=date(2008, 12, 4)).is_eligible


def test_who_was_born_on_29_february_turns_18_on_the_first_of_march():
    version = measure(window__closes_at="2027-12-31T12:00", spend_until="2028-07-31")
    born = date(2008, 2, 29)
    version_2026 = replace(version, opens_at=rome("2025-11-02T09:00"))
    assert judged(rome("2026-02-28T23:59"), version_2026, beneficiary_birth_date=born,
                  isee=attestation(1, until=date(2026, 12, 31))).is_eligible  # fmt: skip
    result = judged(rome("2026-03-01T00:00"), version_2026, beneficiary_birth_date=born,
                    isee=attestation(1, until=date(2026, 12, 31)))  # fmt: skip
    assert result.failed == ("age",)
    announced = judged(rome("2026-02-01T10:00"), version_2026, beneficiary_birth_date=born)
    assert ahead(announced)["turns_age"].on == date(2026, 3, 1)


def test_a_child_born_today_is_zero_years_old_and_eligible():
    assert judged(beneficiary_birth_date=date(2026, 11, 22)).is_eligible


def test_a_child_that_is_not_born_yet_is_not_eligible_and_says_so():
    result = judged(beneficiary_birth_date=date(2026, 11, 23))
    assert result.criterion("age").reason == "not_born"
    assert not result.is_eligible


def test_an_unknown_birth_date_is_asked_for():
    result = judged(beneficiary_birth_date=None)
    assert (result.verdict, result.missing) == ("unknown", ("age",))


def test_a_codice_fiscale_that_fits_the_measure_in_one_century_is_read_so():
    result = judged(beneficiary_birth_date=None, birth_readings=(date(1924, 3, 1), date(2024, 3, 1)))
    assert (result.verdict, result.warnings) == ("eligible", ("birth_date_read",))
    assert result.criterion("age").facts_used[0].provenance == "fiscal_code"


def test_a_codice_fiscale_that_fits_twice_is_asked_about():
    both = measure(age__min=None, age__max_exclusive=None)
    result = judged(NOW, both, beneficiary_birth_date=None, birth_readings=(date(1924, 3, 1), date(2024, 3, 1)))
    assert result.is_eligible  # without limits both readings say the same
    grown = measure(age__min=1, age__max_exclusive=110)
    result = judged(NOW, grown, beneficiary_birth_date=None, birth_readings=(date(1916, 3, 1), date(2016, 3, 1)))
    assert result.criterion("age").fact("birth_date") == "2016-03-01"
    older = measure(age__min=5, age__max_exclusive=130)
    result = judged(NOW, older, beneficiary_birth_date=None, birth_readings=(date(1921, 3, 1), date(2021, 12, 1)))
    assert result.criterion("age").fact("birth_date") == "1921-03-01"


def test_an_age_at_a_fixed_day_does_not_change_with_the_sending():
    version = measure(age__reference="at_date", age__on="2026-09-01", age__min=3, age__max_exclusive=6)
    assert judged(version=version, beneficiary_birth_date=date(2020, 9, 2)).is_eligible
    assert judged(version=version, beneficiary_birth_date=date(2020, 9, 1)).failed == ("age",)
    assert judged(version=version, beneficiary_birth_date=date(2023, 9, 2)).failed == ("age",)


def test_a_school_year_counts_the_years_reached_in_december():
    version = measure(age__reference="school_year", age__school_year=2026, age__min=3, age__max_exclusive=6)
    assert judged(version=version, beneficiary_birth_date=date(2023, 12, 31)).is_eligible
    assert judged(version=version, beneficiary_birth_date=date(2024, 1, 1)).failed == ("age",)


def test_who_is_too_young_today_is_told_when_not():
    version = measure(age__min=3, age__max_exclusive=18)
    result = judged(version=version, beneficiary_birth_date=date(2023, 12, 1))
    assert (result.failed, ahead(result)["reaches_age"].days) == (("age",), 9)


def test_an_isee_lapses_at_midnight_of_31_december_in_rome():
    isee = attestation(850_000, until=valid_until_of("ordinary", date(2026, 2, 1)))
    assert judged(rome("2026-12-31T23:59"), isee=isee).is_eligible
    assert judged(rome("2027-01-01T00:10"), isee=isee).failed == ("isee_validity",)
    assert judged(datetime(2026, 12, 31, 23, 10, tzinfo=UTC), isee=isee).failed == ("isee_validity",)
    assert ahead(judged(rome("2026-12-20T10:00"), isee=isee))["isee_expires"].on == date(2026, 12, 31)


def test_a_dsu_of_last_year_has_lapsed():
    isee = attestation(1, dsu_on=date(2025, 6, 1), until=valid_until_of("ordinary", date(2025, 6, 1)))
    assert judged(isee=isee).criterion("isee_validity").reason == "expired"


def test_a_dsu_does_not_count_before_its_day():
    isee = attestation(1, dsu_on=date(2026, 11, 23))
    assert judged(isee=isee).criterion("isee_validity").reason == "not_yet"


def test_an_isee_that_must_hold_at_the_closing_is_looked_at_there():
    version = measure(isee__valid_on="closing")
    assert judged(version=version).failed == ("isee_validity",)  # the call closes on 31 January


def test_kinds_of_isee_are_not_interchangeable_and_the_reason_names_the_kind():
    for kind in ("minors", "university", "socio_health", "current"):
        result = judged(isee=attestation(850_000, kind=kind))
        assert (result.failed, result.criterion("isee_kind").fact("isee_kind")) == (("isee_kind",), kind)
    both = measure(isee__kinds=["ordinary", "minors"])
    assert judged(version=both, isee=attestation(850_000, kind="minors")).is_eligible


def test_the_value_of_another_kind_says_nothing_of_the_limits():
    result = judged(isee=attestation(9_000_000, kind="minors"))
    assert (result.failed, result.criterion("isee_max")) == (("isee_kind",), None)


def test_a_corrente_lasts_as_long_as_it_says():
    assert valid_until_of("current", date(2026, 9, 1)) is None
    version = measure(isee__kinds=["current"])
    isee = attestation(1, kind="current", dsu_on=date(2026, 5, 23), until=date(2026, 11, 22))
    assert judged(version=version, isee=isee).is_eligible
    assert judged(rome("2026-11-23T00:00"), version, isee=isee).failed == ("isee_validity",)


@pytest.mark.parametrize(("defects", "verdict"), [
    ("unknown", "unknown"), ("accepted", "eligible"), ("refused", "not_eligible"),
])  # fmt: skip
def test_an_attestation_with_omissions_counts_only_where_the_call_says_so(defects, verdict):
    result = judged(version=measure(isee__defects=defects), isee=attestation(850_000, defects=True))
    assert result.verdict == verdict
    assert "isee_defects" in result.warnings


def test_siblings_share_one_isee_and_are_judged_each_for_themselves():
    isee = FAMILY.isee
    small, grown = (judged(isee=isee, beneficiary_birth_date=born) for born in (date(2020, 1, 1), date(2006, 1, 1)))
    assert (small.is_eligible, grown.failed) == (True, ("age",))
    assert small.criterion("isee").facts_used == grown.criterion("isee").facts_used


def test_twins_do_not_count_as_each_other():
    assert judged(
        existing=(ExistingApplication(measure_code="PROVA-2026", received=True, units=("household",)),)
    ).is_eligible


def test_the_second_application_of_separated_parents_is_warned_of():
    other = ExistingApplication(measure_code="PROVA-2026", received=True)
    result = judged(existing=(other,))
    assert (result.verdict, result.warnings) == ("unknown", ("already_present",))
    assert {one.name for one in result.criterion("per_unit").facts_used} == {"received", "prepared"}  # nobody is named
    sure = measure(unit__confirmed=True)
    assert judged(version=sure, existing=(other,)).failed == ("per_unit",)


def test_one_that_is_only_prepared_somewhere_warns_and_forbids_nothing():
    result = judged(existing=(ExistingApplication(measure_code="PROVA-2026", received=False),))
    assert (result.is_eligible, result.warnings) == (True, ("already_prepared",))


def test_an_application_for_another_measure_does_not_count():
    assert judged(existing=(ExistingApplication(measure_code="ALTRA", received=True),)).warnings == ()


def test_a_household_asks_once_whoever_asks():
    version = measure(unit__kind="household", unit__confirmed=True)
    other = ExistingApplication(measure_code="PROVA-2026", received=True, units=("household",))
    assert judged(version=version, existing=(other,)).failed == ("per_unit",)


def test_a_foster_parent_applies_with_an_act():
    result = judged(applicant_role="foster_parent", representation_act="TM 12/2026")
    assert (result.is_eligible, result.warnings) == (True, ())
    assert judged(applicant_role="foster_parent").warnings == ("representation_act_missing",)


def test_a_guardianship_that_ends_before_the_closing_is_warned_of_with_its_day():
    result = judged(applicant_role="guardian", representation_act="G 7", representation_expires_on=date(2026, 12, 15))
    assert (result.is_eligible, result.warnings) == (True, ("representation_expires",))
    assert ahead(result)["representation_expires"].on == date(2026, 12, 15)


def test_a_guardianship_that_has_ended_does_not_count():
    result = judged(applicant_role="guardian", representation_act="G 7", representation_expires_on=date(2026, 11, 21))
    assert result.failed == ("representation",)
    last_day = date(2026, 11, 22)
    assert judged(applicant_role="guardian", representation_act="G", representation_expires_on=last_day).is_eligible


def test_a_grandparent_is_no_applicant_and_an_unknown_role_is_asked_for():
    assert judged(applicant_role="other_relative").failed == ("applicant_role",)
    assert judged(applicant_role="").missing == ("applicant_role",)


def test_an_unknown_residence_is_not_known_and_never_no():
    result = judged(beneficiary_residence=Residence())
    assert (result.verdict, result.missing) == ("unknown", ("residence",))


def test_a_child_in_care_lives_where_no_rule_says_whether_it_counts():
    result = judged(beneficiary_in_care=True)
    assert (result.verdict, result.criterion("residence").reason) == ("unknown", "in_care")
    parents_home = measure(residence__who="applicant")
    assert judged(version=parents_home, beneficiary_in_care=True).is_eligible


def test_where_nobody_knows_whose_residence_counts_both_must_say_the_same():
    version = measure(residence__who=None)
    away = Residence(municipality="D286")
    assert judged(version=version).is_eligible
    assert judged(version=version, applicant_residence=away, beneficiary_residence=away).failed == ("residence",)
    mixed = judged(version=version, applicant_residence=away)
    assert (mixed.verdict, mixed.criterion("residence").reason) == ("unknown", "rule_unknown")
    assert judged(version=version, applicant_residence=Residence()).verdict == "unknown"


def test_two_years_of_residence_are_two_years_to_the_day():
    version = measure(residence__since_months=24)
    just, short = (Residence(municipality=MILAN, since=date(2024, 11, day)) for day in (22, 23))
    assert judged(version=version, beneficiary_residence=just).is_eligible
    result = judged(version=version, beneficiary_residence=short)
    assert (result.failed, ahead(result)["resident_long_enough"].days) == (("residence",), 1)
    assert judged(version=version).criterion("residence").reason == "since_missing"


def test_residence_since_a_day_holds_on_that_day():
    version = measure(residence__since="2026-01-01")
    assert judged(
        version=version, beneficiary_residence=Residence(municipality=MILAN, since=date(2026, 1, 1))
    ).is_eligible
    late = Residence(municipality=MILAN, since=date(2026, 1, 2))
    assert judged(version=version, beneficiary_residence=late).failed == ("residence",)


def test_who_is_received_at_the_closing_instant_is_late_unless_the_call_says_otherwise():
    isee = attestation(1, until=date(2027, 12, 31))
    noon = rome("2027-01-31T12:00")
    assert judged(rome("2027-01-31T11:59"), isee=isee).is_eligible
    assert judged(noon, isee=isee).criterion("window").reason == "closed"
    kind = measure(window__closes_inclusive=True)
    assert judged(noon, kind, isee=isee).is_eligible
    assert not judged(rome("2027-01-31T12:01"), kind, isee=isee).is_eligible


def test_before_the_opening_it_is_said_when():
    result = judged(rome("2026-11-01T10:00"))
    assert (result.criterion("window").reason, ahead(result)["opens"].days) == ("not_open_yet", 1)


def test_the_deadline_and_the_days_left_are_told():
    result = judged(rome("2027-01-30T23:00"), isee=attestation(1, until=date(2027, 12, 31)))
    assert (result.deadline_at, result.days_left) == (rome("2027-01-31T12:00"), 1)
    assert ahead(result)["closes"].at == rome("2027-01-31T12:00")


def test_what_can_no_longer_be_spent_is_not_given():
    version = measure(window=None)
    isee = attestation(1, until=date(2027, 12, 31))
    assert judged(rome("2027-07-31T23:59"), version, isee=isee).is_eligible
    assert judged(rome("2027-08-01T00:00"), version, isee=isee).criterion("window").reason == "past_spending"


def test_an_application_is_judged_by_the_version_it_carries():
    corrected = measure(
        version=2,
        isee__max_cents=2_000_000,
        amount__bands=[{"from_cents": 0, "to_cents": 2_000_000, "amount_cents": 5_000}],
    )
    isee = attestation(2_500_000)
    assert (judged(isee=isee).amount_cents, judged(version=corrected, isee=isee).failed) == (10_000, ("isee_max",))
    assert (judged().version, judged(version=corrected).version) == (1, 2)


def test_a_fixed_amount_needs_no_isee_and_no_amount_may_be_known():
    free = measure(isee=None, amount={"fixed_cents": 12_300})
    assert judged(version=free, isee=None).amount_cents == 12_300
    result = judged(version=measure(isee=None, amount=None), isee=None)
    assert (result.is_eligible, result.amount_cents) == (True, None)


def test_an_amount_by_household_size_waits_for_the_size():
    version = measure(
        amount={
            "household_sizes": [
                {"from": 1, "to": 3, "amount_cents": 30_000},
                {"from": 4, "to": None, "amount_cents": 70_000},
            ]
        }
    )
    assert judged(version=version).missing == ("household_size",)
    assert [judged(version=version, household_size=n).amount_cents for n in (1, 3, 4, 30)] == [
        30_000,
        30_000,
        70_000,
        70_000,
    ]


GROUP = measure(
    kind="collective_voucher", unit__kind="institution", unit__max=None, holder="institution", isee=None,
    applicants={"roles": ["institution"], "institution_kinds": ["school"]}, residence=None, amount={"fixed_cents": 100},
    declarations=[], eligibility_tests=[],
)  # fmt: skip


def test_a_school_asks_for_a_group_without_an_isee_or_a_name():
    group = GroupFacts(holder_kind="school", participants=25, age_from=6, age_to=10)
    result = judged(version=GROUP, applicant_role="institution", group=group, isee=None, beneficiary_birth_date=None)
    assert (result.verdict, result.amount_cents) == ("eligible", 100)
    assert not {one.code for one in result.criteria} & {"isee", "age", "residence"}


def test_a_group_is_counted_and_its_ages_are_looked_at():
    ask = {"version": GROUP, "applicant_role": "institution"}
    assert judged(**ask).missing == ("institution_kind", "participants", "group_age")
    assert judged(**ask, group=GroupFacts(holder_kind="club", participants=3, age_from=1, age_to=2)).failed == (
        "institution_kind",
    )
    assert judged(**ask, group=GroupFacts(holder_kind="school", participants=0, age_from=1, age_to=2)).failed == (
        "participants",
    )
    assert judged(**ask, group=GroupFacts(holder_kind="school", participants=9, age_from=1, age_to=18)).failed == (
        "group_age",
    )


def test_examples_are_marked_wherever_an_amount_is_shown():
    assert judged(version=measure(amount__bands__0__is_example=True)).amount_is_example
    assert judged(version=measure(is_example=True)).amount_is_example
    assert not judged().amount_is_example


def test_a_result_is_stored_and_read_back_as_it_was():
    for result in (
        judged(),
        judged(isee=None),
        judged(beneficiary_birth_date=date(2008, 12, 4), applicant_role="guardian"),
    ):
        assert result_from_plain(result_to_plain(result)) == result


def test_every_fact_says_where_it_comes_from():
    result = judged(birth_date_provenance="document", isee=attestation(1, provenance="declared"))
    assert result.criterion("age").facts_used[0].provenance == "document"
    assert result.criterion("isee").facts_used[0].provenance == "declared"


@pytest.mark.parametrize(("text", "warnings"), [
    ("INPS-ISEE-2026-01234567A-00", ()), ("INPSISEE202601234567A00", ()), ("inps-isee-2026-01234567a-00", ()),
    ("", ()), ("12345", ("unusual_shape",)), ("INPS-ISEE-2025-01234567A-00", ("other_year",)),
])  # fmt: skip
def test_an_odd_protocol_number_warns(text, warnings):
    assert protocol_warnings(text, date(2026, 3, 1)) == warnings
