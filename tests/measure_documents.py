"""A measure that is right, to be bent in tests."""

import copy
from datetime import datetime
from zoneinfo import ZoneInfo

from wemi_desk.domain.measure_documents import read_measure

ROME = ZoneInfo("Europe/Rome")
DOCUMENT = {
    "schema": 1, "code": "PROVA-2026", "version": 1, "version_label": "Avviso", "status": "active",
    "title": "Voucher di prova", "short_title": "Prova", "kind": "voucher", "confirmed": True, "holder": "applicant",
    "channel": {"kind": "municipal_portal"},
    "window": {"opens_at": "2026-11-02T09:00", "closes_at": "2027-01-31T12:00"}, "spend_until": "2027-07-31",
    "unit": {"kind": "child", "max": 1}, "applicants": {"roles": ["parent", "guardian", "foster_parent"]},
    "age": {"min": 0, "max_exclusive": 18, "reference": "at_submission", "confirmed": True, "source": "Avviso, art. 3"},
    "residence": {"who": "child", "municipality": "F205"},
    "isee": {"kinds": ["ordinary"], "min_cents": 0, "max_cents": 2_700_000, "bounds": "[]", "defects": "unknown"},
    "amount": {"never_rises": True, "bands": [
        {"from_cents": 0, "to_cents": 900_000, "bounds": "[]", "amount_cents": 40_000},
        {"from_cents": 900_000, "to_cents": 2_700_000, "bounds": "(]", "amount_cents": 10_000},
    ]},
    "declarations": [{"code": "truthful", "text": "Dichiaro che è vero"},
                     {"code": "shared", "text": "Lo sa anche l'altro genitore",
                      "required_when": {"fact": "applicant_role", "in": ["parent"]}}],
    "attachments": [],
    "eligibility_tests": [{
        "name": "tutto in regola",
        "facts": {"submitted_at": "2026-11-22T10:00:00+01:00", "child_born_on": "2016-05-05",
                  "applicant_role": "parent", "isee_cents": 900_000, "isee_kind": "ordinary",
                  "isee_valid_until": "2026-12-31"},
        "expected": {"eligible": True, "amount_cents": 40_000, "failed": []},
    }],
}  # fmt: skip


def document(**changes):
    """The whole document; ``isee__max_cents=5`` changes a part of a part."""
    made = copy.deepcopy(DOCUMENT)
    for path, value in changes.items():
        *outer, name = path.split("__")
        place = made
        for step in outer:
            place = place[int(step) if step.isdecimal() else step]
        place[name] = value
    return made


def measure(**changes):
    return read_measure(document(**changes))


def rome(text):
    """An instant by the clocks of Rome."""
    return datetime.fromisoformat(text).replace(tzinfo=ROME)
