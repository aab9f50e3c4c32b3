"""Two judgements, written apart, agree on a hundred thousand families; WEMI_ELIGIBILITY_CASES asks for more."""

import os
import random
from datetime import timedelta

from tests.eligibility_oracle import judge
from tests.random_measures import random_document, random_facts, random_moment
from wemi_desk.domain.eligibility import evaluate
from wemi_desk.domain.measure_documents import read_measure

CASES = int(os.environ.get("WEMI_ELIGIBILITY_CASES", "100000"))
FAMILIES = 34
LATER = (timedelta(seconds=-1), timedelta(minutes=10), timedelta(days=1))
"""Each family is judged at its own instant, and at these ones from it."""


def test_a_naive_judge_says_the_same_of_a_hundred_thousand_families():
    rng, seen, judged = random.Random(20261122), {True: 0, False: 0, None: 0}, 0
    while judged < CASES:
        document = random_document(rng)
        version = read_measure(document)
        for _ in range(FAMILIES):
            at = random_moment(rng, document)
            facts = random_facts(rng, document, at)
            for moment in (at, *(at + later for later in LATER)):
                expected = judge(document, facts, moment)
                assert judged_by_us(evaluate(facts, version, moment)) == expected, (document, facts, moment)
                seen[expected[0]] += 1
                judged += 1
    assert min(seen.values()) > CASES // 200  # every answer was seen often


def judged_by_us(result):
    unsure = {one.code for one in result.criteria if one.verdict == "unknown"}
    return result.is_eligible, result.amount_cents, set(result.failed), unsure
