"""What holds for every measure and family: amounts never rise, no one is between two bands, reasons suffice."""

import random
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.random_measures import attestation, random_document, random_facts, random_moment
from wemi_desk.domain.eligibility import Facts, amount_of, evaluate
from wemi_desk.domain.measure_documents import read_measure
from wemi_desk.services.eligibility_words import change_words, criterion_words, result_sentence, warning_words

SEEDS = st.integers(0, 2**32)


def banded(seed, never_rises):
    """A measure that pays by ISEE band."""
    rng = random.Random(seed)
    while True:
        document = random_document(rng, never_rises=never_rises)
        if (document["amount"] or {}).get("bands"):
            return read_measure(document), rng


@given(SEEDS, st.integers(0, 3_500_000), st.integers(0, 3_500_000))
@settings(max_examples=80, deadline=None)
def test_an_amount_never_rises_with_the_isee_where_the_bands_say_so(seed, one, other):
    version, _rng = banded(seed, never_rises=True)
    low, high = (amount_of(Facts(isee=attestation(cents)), version) for cents in sorted((one, other)))
    assert low is None or high is None or high <= low


@given(SEEDS, st.data())
@settings(max_examples=80, deadline=None)
def test_no_family_falls_between_two_bands(seed, data):
    version, _rng = banded(seed, never_rises=False)
    edges = [band.first_cents for band in version.amount.bands]
    edges += [band.last_cents for band in version.amount.bands if band.last_cents is not None]
    cents = max(0, data.draw(st.sampled_from(edges)) + data.draw(st.integers(-2, 2)))
    kind = version.isee.kinds[0]
    result = evaluate(
        Facts(isee=attestation(cents, kind=kind)), version, random_moment(random.Random(seed), {"window": None})
    )
    within = not {"isee_min", "isee_max"} & set(result.failed)
    assert sum(band.holds(cents) for band in version.amount.bands) == within


@given(SEEDS)
@settings(max_examples=120, deadline=None)
def test_the_explanation_suffices_to_judge_again(seed):
    rng = random.Random(seed)
    document = random_document(rng)
    at = random_moment(rng, document)
    result = evaluate(random_facts(rng, document, at), read_measure(document), at)
    for criterion in result.criteria:
        assert AGAIN[criterion.code](criterion) == criterion.verdict, criterion
    verdicts = [criterion.verdict for criterion in result.criteria]
    expected = "not_eligible" if "not_met" in verdicts else "unknown" if "unknown" in verdicts else "eligible"
    assert result.verdict == expected


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_everything_a_judgement_says_has_words(seed):
    rng = random.Random(seed)
    document = random_document(rng)
    at = random_moment(rng, document)
    result = evaluate(random_facts(rng, document, at), read_measure(document), at)
    for criterion in result.criteria:
        words = criterion_words(criterion)
        assert words.rule.endswith(".")
        assert "_" not in words.rule + words.verdict + words.value + words.source + words.next_step
        assert criterion.verdict == "met" or ". " in words.verdict
        assert criterion.verdict == "met" or words.next_step
    assert all("_" not in warning_words(code) for code in result.warnings)
    assert all(change_words(change).endswith(".") for change in result.ahead)
    assert "_" not in result_sentence(result)
    assert "{" not in result_sentence(result)


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_learning_a_fact_never_turns_a_yes_or_no_into_not_known(seed):
    rng = random.Random(seed)
    document = random_document(rng)
    at = random_moment(rng, document)
    version, facts = read_measure(document), random_facts(rng, document, at)
    poorer = replace(facts, isee=None, beneficiary_birth_date=None, birth_readings=(), applicant_role="")
    before, after = evaluate(poorer, version, at), evaluate(facts, version, at)
    for code in ("isee", "age", "applicant_role"):
        if (criterion := before.criterion(code)) is not None:
            assert criterion.verdict == "unknown"
    kept = {one.code: one.verdict for one in before.criteria if one.code not in ("isee", "age", "applicant_role")}
    assert {
        code: verdict for code, verdict in kept.items() if code in {one.code for one in after.criteria}
    }.items() <= {one.code: one.verdict for one in after.criteria}.items()


# Judged from the criterion alone: the facts it used and the values of its rule.


def met(answer):
    return "unknown" if answer is None else "met" if answer else "not_met"


def again_age(one):
    births = [date.fromisoformat(used.value) for used in one.facts_used if used.value]
    on, least, below = date.fromisoformat(one.values["on"]), one.values["min"], one.values["below"]
    answers = set()
    for birth in births:
        age = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
        answers.add(birth <= on and (least is None or age >= least) and (below is None or age < below))
    return met(answers.pop() if len(answers) == 1 else None)


def again_home(one, who):
    place, since, values = one.fact(f"{who}_municipality"), one.fact(f"{who}_since"), one.values
    if who == "child" and one.fact("in_care") and values["who"] in ("", "child", "both"):
        return None
    if place is None:
        return None
    if place != values["municipality"]:
        return False
    if values["since_on"] is None and values["since_months"] is None:
        return True
    if since is None:
        return None
    needed = values["since_on"] or months_before(date.fromisoformat(values["on"]), values["since_months"]).isoformat()
    return since <= needed


def months_before(day, months):
    count = day.year * 12 + day.month - 1 - months
    for number in (day.day, 30, 29, 28):
        try:
            return date(count // 12, count % 12 + 1, min(number, day.day))
        except ValueError:
            continue
    raise AssertionError


def again_residence(one):
    who = one.values["who"]
    if who in ("applicant", "child"):
        return met(again_home(one, who))
    both = [again_home(one, "applicant"), again_home(one, "child")]
    if not who:
        return met(both[0] if both[0] == both[1] else None)
    return met(False if False in both else None if None in both else True)


def again_window(one):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    at = datetime.fromisoformat(one.fact("received_at"))
    opens, closes = (
        one.values[name] and datetime.fromisoformat(one.values[name]) for name in ("opens_at", "closes_at")
    )
    late = bool(closes) and (at > closes if one.values["closes_inclusive"] else at >= closes)
    spent = one.values["spend_until"]
    day = at.astimezone(ZoneInfo("Europe/Rome")).date().isoformat()
    return met(not late and not (opens and at < opens) and not (spent and day > spent))


def again_unit(one):
    full = one.fact("received") >= one.values["most"]
    return met(not full if not full or one.values["confirmed"] else None)


def again_group_age(one):
    low, high, least, below = one.fact("age_from"), one.fact("age_to"), one.values["min"], one.values["below"]
    if low is None or high is None:
        return "unknown"
    return met((least is None or low >= least) and (below is None or high < below))


def again_sizes(one):
    people = one.fact("household_size")
    if people is None:
        return "unknown"
    return met(any(least <= people and (most is None or people <= most) for least, most, _cents in one.values["sizes"]))


def listed(fact, values):
    def again(one):
        found = one.fact(fact)
        return met(None if found is None else found in one.values[values] or not one.values[values])

    return again


def valid(one):
    until, dsu, on = one.fact("isee_valid_until"), one.fact("isee_dsu_on"), one.values["on"]
    return met(on <= until and (dsu is None or dsu <= on))


def least_isee(one):
    cents, limit = one.fact("isee_cents"), one.values["limit_cents"]
    return met(cents > limit if one.values["bounds"][0] == "(" else cents >= limit)


def most_isee(one):
    cents, limit = one.fact("isee_cents"), one.values["limit_cents"]
    return met(cents < limit if one.values["bounds"][1] == ")" else cents <= limit)


def again_act(one):
    last = one.fact("representation_expires_on")
    return met(last is None or last >= one.values["on"])


AGAIN = {
    "applicant_role": listed("applicant_role", "roles"), "representation": again_act, "age": again_age,
    "residence": again_residence, "household_size": again_sizes, "window": again_window, "per_unit": again_unit,
    "institution_kind": listed("institution_kind", "kinds"), "group_age": again_group_age,
    "participants": lambda one: met(None if one.fact("participants") is None else one.fact("participants") > 0),
    "isee": lambda one: met(None if one.fact("isee_cents") is None else True),
    "isee_kind": listed("isee_kind", "kinds"), "isee_validity": valid, "isee_min": least_isee, "isee_max": most_isee,
    "isee_defects": lambda one: {"accepted": "met", "refused": "not_met"}.get(one.values["defects"], "unknown"),
}  # fmt: skip
