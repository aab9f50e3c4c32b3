"""Random measures that are right, and random families that stand on their edges."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from wemi_desk.domain.eligibility import ExistingApplication, Facts, GroupFacts, Residence
from wemi_desk.domain.isee import ISEE_KINDS, IseeCertificate
from wemi_desk.domain.measures import APPLICANT_ROLES, BOUNDS, INSTITUTION_KINDS

NOBODY = UUID(int=0)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ROLES = APPLICANT_ROLES[:-1]
DAYS = (
    date(2026, 11, 22),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 2, 28),
    date(2027, 3, 1),
    date(2028, 2, 29),
)


def attestation(cents=0, *, kind="ordinary", until=date(2026, 12, 31), dsu_on=None, defects=False, provenance="seen"):
    return IseeCertificate(
        id=NOBODY,
        citizen_id=NOBODY,
        space_code="",
        kind=kind,
        value_cents=cents,
        dsu_on=dsu_on,
        valid_until=until,
        has_defects=defects,
        provenance=provenance,
        created_at=EPOCH,
        created_by=NOBODY,
    )


def random_document(rng, code="PROVA", *, never_rises=None):
    """A document that read_measure takes."""
    collective = rng.random() < 0.08
    document = {
        "schema": 1,
        "code": code,
        "version": 1,
        "status": "active",
        "title": "Prova",
        "short_title": "Prova",
        "kind": "collective_voucher" if collective else rng.choice(("voucher", "contribution")),
        "confirmed": rng.random() < 0.5,
        "holder": "institution" if collective else "applicant",
        "channel": {"kind": "municipal_portal"},
        "window": _window(rng),
        "unit": {
            "kind": "institution" if collective else rng.choice(("child", "household", "adult")),
            "max": rng.choice((None, 1, 1, 2)),
            "confirmed": rng.random() < 0.5,
        },
        "applicants": {
            "roles": ["institution"] if collective else rng.sample(ROLES, rng.randint(1, 4)),
            "institution_kinds": rng.sample(INSTITUTION_KINDS, 2) if collective else [],
        },
        "age": _age(rng),
        "residence": _residence(rng),
        "isee": None if collective or rng.random() < 0.15 else _isee(rng),
    }
    if rng.random() < 0.3:
        document["spend_until"] = (_closing(document) + timedelta(days=rng.randint(0, 3))).isoformat()
    document["amount"] = _amount(rng, document["isee"], rng.random() < 0.7 if never_rises is None else never_rises)
    return document


def _closing(document):
    closes = (document["window"] or {}).get("closes_at")
    return date.fromisoformat(closes[:10]) if closes else DAYS[0]


def _window(rng):
    if rng.random() < 0.3:
        return None
    closes = rng.choice(DAYS)
    opens = closes - timedelta(days=rng.randint(1, 40))
    return {
        "opens_at": rng.choice((None, f"{opens}T09:00")),
        "closes_at": rng.choice((None, f"{closes}T12:00")),
        "closes_inclusive": rng.random() < 0.3,
    }


def _age(rng):
    kind = rng.choice((None, "at_submission", "at_submission", "at_date", "school_year"))
    if kind is None:
        return None
    least = rng.choice((None, 0, 3, 6, 18))
    rule = {
        "min": least,
        "max_exclusive": rng.choice((None, 18, 19, 65) if (least or 0) >= 14 else (None, 14, 18)),
        "reference": kind,
    }
    if rule["max_exclusive"] == least:
        rule["max_exclusive"] = None
    if kind == "at_date":
        rule["on"] = rng.choice(DAYS).isoformat()
    if kind == "school_year":
        rule["school_year"] = rng.choice((2026, 2027))
    return rule


def _residence(rng):
    if rng.random() < 0.3:
        return None
    rule = {"who": rng.choice((None, "applicant", "child", "both", "household")), "municipality": "F205"}
    rule |= rng.choice(({}, {}, {"since": "2024-06-30"}, {"since_months": 24}, {"since_months": 1}))
    return rule


def _isee(rng):
    least = rng.choice((None, 0, 0, 1_000_000))
    most = rng.choice((None, 600_000 + (least or 0), 2_700_000))
    return {
        "kinds": rng.sample(ISEE_KINDS, rng.randint(1, 2)),
        "min_cents": least,
        "max_cents": most,
        "bounds": rng.choice(BOUNDS),
        "valid_on": rng.choice(("submission", "closing")),
        "defects": rng.choice(("unknown", "accepted", "refused")),
    }


def _amount(rng, isee, never_rises):
    shape = rng.choice(("none", "fixed", "sizes", "bands", "bands", "bands"))
    if shape == "none":
        return None
    if shape == "sizes":
        edges = sorted(rng.sample(range(1, 8), rng.randint(0, 2)))
        starts = [1, *[edge + 1 for edge in edges]]
        return {
            "household_sizes": [
                {"from": start, "to": end, "amount_cents": 100 * rng.randint(0, 900)}
                for start, end in zip(starts, [*edges, None], strict=True)
            ]
        }
    if shape == "fixed" or isee is None:
        return {"fixed_cents": 100 * rng.randint(0, 2000)}
    return {"bands": random_bands(rng, isee, never_rises), "never_rises": never_rises}


def random_bands(rng, isee, never_rises):
    """Bands that meet, each edge with its own bounds."""
    least = (isee["min_cents"] or 0) + (isee["min_cents"] is not None and isee["bounds"][0] == "(")
    most = None if isee["max_cents"] is None else isee["max_cents"] - (isee["bounds"][1] == ")")
    top = most if most is not None else least + 3_000_000
    cuts = sorted(rng.sample(range(least + 10, top - 10), rng.randint(0, 4)))
    firsts, lasts = [least, *[cut + 1 for cut in cuts]], [*cuts, most]
    amounts = [100 * rng.randint(1, 4000) for _ in firsts]
    bands = []
    for first, last, amount in zip(
        firsts, lasts, sorted(amounts, reverse=True) if never_rises else amounts, strict=True
    ):
        opening = "(" if first > 0 and rng.random() < 0.5 else "["
        closing = ")" if last is not None and rng.random() < 0.5 else "]"
        bands.append(
            {
                "from_cents": first - (opening == "("),
                "to_cents": None if last is None else last + (closing == ")"),
                "bounds": opening + closing,
                "amount_cents": amount,
            }
        )
    return bands


def random_moment(rng, document):
    """Often on an edge of the call or of a day in Rome."""
    window = document["window"] or {}
    edges = [window[name] for name in ("opens_at", "closes_at") if window.get(name)]
    if edges and rng.random() < 0.5:
        local = datetime.fromisoformat(rng.choice(edges))
    else:
        local = datetime.combine(rng.choice(DAYS), datetime.min.time())
    utc = local.replace(tzinfo=UTC) - timedelta(hours=1)  # every edge here is in winter
    return utc + timedelta(seconds=rng.choice((0, -1, 1, 600, -600, 3600, 86_400 * 3, -86_400 * 30)))


def random_facts(rng, document, at):
    """A family near the limits of *document*."""
    group = None
    if document["unit"]["kind"] == "institution" or rng.random() < 0.05:
        group = rng.choice(
            (
                None,
                GroupFacts(
                    holder_kind=rng.choice(("", *INSTITUTION_KINDS, "club")),
                    participants=rng.choice((None, 0, 1, 25)),
                    age_from=rng.choice((None, 0, 6, 14)),
                    age_to=rng.choice((None, 13, 14, 17, 18)),
                ),
            )
        )
    birth, readings = _birth(rng, document, at)
    return Facts(
        applicant_role=rng.choice(("", "other_relative", *APPLICANT_ROLES, *document["applicants"]["roles"] * 3)),
        representation_act=rng.choice(("", "TM 12/2026")),
        representation_expires_on=rng.choice((None, at.date(), at.date() - timedelta(days=1), date(2030, 1, 1))),
        beneficiary_birth_date=birth,
        birth_readings=readings,
        applicant_residence=_home(rng, at),
        beneficiary_residence=_home(rng, at),
        beneficiary_in_care=rng.random() < 0.1,
        isee=_some_isee(rng, document, at),
        household_size=rng.choice((None, 1, 2, 3, 4, 5, 8, 12)),
        group=group,
        existing=rng.choice(
            (
                (),
                (),
                (
                    ExistingApplication(
                        measure_code=rng.choice((document["code"], "ALTRA")),
                        received=rng.random() < 0.6,
                        units=tuple(rng.sample(("child", "household", "adult", "institution"), 2)),
                    ),
                )
                * rng.choice((1, 2)),
            )
        ),
    )


def _birth(rng, document, at):
    rule = document["age"] or {}
    on = date.fromisoformat(rule["on"]) if rule.get("on") else at.date()
    age = rng.choice((0, 3, 5, 6, 13, 14, 17, 18, 19, 64, 65, 90))
    year = on.year - age
    try:
        birth = on.replace(year=year)
    except ValueError:
        birth = date(year, 2, 28)
    birth = rng.choice((birth, birth, birth + timedelta(days=rng.choice((-1, 1, 2))), date(2008, 2, 29)))
    choice = rng.random()
    if choice < 0.1:
        return None, ()
    if choice < 0.25:
        past = date(birth.year - 100, birth.month, 28 if birth.month == 2 else birth.day)
        return None, (past, birth)
    return birth, ()


def _home(rng, at):
    since = rng.choice(
        (
            None,
            None,
            date(2024, 6, 30),
            date(2024, 7, 1),
            at.date() - timedelta(days=rng.choice((29, 30, 31, 730, 731))),
        )
    )
    return Residence(municipality=rng.choice(("F205", "F205", "F205", "D286", "")), since=since)


def _some_isee(rng, document, at):
    rule = document["isee"]
    if rule is None or rng.random() < 0.12:
        return None
    edges = [rule["min_cents"] or 0, rule["max_cents"] or 2_000_000]
    edges += [band["from_cents"] for band in (document["amount"] or {}).get("bands", ())]
    cents = max(0, rng.choice(edges) + rng.choice((0, 0, 1, -1, 5, 100_000)))
    kind = rng.choice((*rule["kinds"] * 4, *ISEE_KINDS))
    until = rng.choice(
        (date(at.year, 12, 31), at.date(), at.date() - timedelta(days=1), date(2026, 12, 31), date(2028, 12, 31))
    )
    dsu = rng.choice((None, None, until - timedelta(days=200), min(until, at.date() + timedelta(days=1))))
    return attestation(cents, kind=kind, until=until, dsu_on=dsu, defects=rng.random() < 0.1)
