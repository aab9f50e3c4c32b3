"""A second, naive judgement on the raw document, written from the description of the rules and nothing else."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")
YES, NO, OPEN = "yes", "no", "open"


def rome_date(instant):
    return instant.astimezone(ROME).date()


def rome_clock(text):
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=ROME)


def day(text):
    return None if text is None else date.fromisoformat(text)


def birthday_in(birth, year):
    """Who was born on 29 February has a birthday on 1 March of a common year."""
    if (birth.month, birth.day) == (2, 29):
        try:
            return date(year, 2, 29)
        except ValueError:
            return date(year, 3, 1)
    return date(year, birth.month, birth.day)


def years_old(birth, on):
    """Birthdays there have been, counted one by one; -1 before the birth."""
    if on < birth:
        return -1
    years = max(0, on.year - birth.year - 2)
    while birthday_in(birth, birth.year + years + 1) <= on:
        years += 1
    return years


def months_back(on, months):
    year, month = on.year, on.month
    for _ in range(months):
        month -= 1
        if month == 0:
            year, month = year - 1, 12
    number = on.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def judge(document, facts, at):
    """(eligible: True, False or None, amount, failed codes, open codes)."""
    said = {}
    today = rome_date(at)
    _people(document, facts, today, said)
    if document["unit"]["kind"] == "institution":
        _group(document, facts, said)
    else:
        _age(document.get("age"), facts, today, said)
        _home(document.get("residence"), facts, today, said)
        _isee(document, facts, today, said)
    _call(document, facts, at, today, said)
    amount = _amount(document, facts, said)
    failed = {code for code, answer in said.items() if answer == NO}
    unsure = {code for code, answer in said.items() if answer == OPEN}
    if failed:
        return False, None, failed, unsure
    return (None if unsure else True), amount, failed, unsure


def _people(document, facts, today, said):
    role = facts.applicant_role
    if role == "":
        said["applicant_role"] = OPEN
    else:
        said["applicant_role"] = YES if role in document["applicants"]["roles"] else NO
    if said["applicant_role"] == YES and role in ("guardian", "foster_parent", "support_administrator"):
        last = facts.representation_expires_on
        said["representation"] = NO if last is not None and today > last else YES


def _age(rule, facts, today, said):
    if rule is None:
        return
    on = {
        "at_submission": today,
        "at_date": day(rule.get("on")),
        "school_year": date(rule.get("school_year") or 2000, 12, 31),
    }[rule["reference"]]

    def fits(birth):
        age = years_old(birth, on)
        return age >= max(rule.get("min") or 0, 0) and (
            rule.get("max_exclusive") is None or age < rule["max_exclusive"]
        )

    births = [facts.beneficiary_birth_date] if facts.beneficiary_birth_date else []
    if not births:
        births = [one for one in facts.birth_readings if one <= on and years_old(one, on) <= 120]
        right = [one for one in births if fits(one)]
        if len(right) == 1:
            births = right
    answers = {fits(one) for one in births}
    said["age"] = OPEN if len(answers) != 1 else YES if answers == {True} else NO


def _home(rule, facts, today, said):
    if rule is None:
        return
    who = rule.get("who")
    applicant, child = (_lives(home, rule, today) for home in (facts.applicant_residence, facts.beneficiary_residence))
    if facts.beneficiary_in_care and who in (None, "child", "both"):
        child = OPEN
    both = NO if NO in (applicant, child) else OPEN if OPEN in (applicant, child) else YES
    whoever = applicant if applicant == child else OPEN
    said["residence"] = {"applicant": applicant, "child": child, "both": both, "household": both, None: whoever}[who]


def _lives(home, rule, today):
    if not home.municipality:
        return OPEN
    if home.municipality != rule["municipality"]:
        return NO
    needed = day(rule.get("since"))
    if rule.get("since_months"):
        needed = months_back(today, rule["since_months"])
    if needed is None:
        return YES
    if home.since is None:
        return OPEN
    return YES if home.since <= needed else NO


def _isee(document, facts, today, said):
    rule, isee = document.get("isee"), facts.isee
    if rule is None:
        return
    if isee is None:
        said["isee"] = OPEN
        return
    said["isee_kind"] = YES if isee.kind in rule["kinds"] else NO
    on = today
    closes = rome_clock((document.get("window") or {}).get("closes_at"))
    if rule.get("valid_on") == "closing" and closes is not None:
        on = closes.date()
    too_early = isee.dsu_on is not None and on < isee.dsu_on
    said["isee_validity"] = NO if on > isee.valid_until or too_early else YES
    if isee.has_defects:
        said["isee_defects"] = {"accepted": YES, "refused": NO}.get(rule.get("defects"), OPEN)
    if said["isee_kind"] == YES:
        opening, closing = rule.get("bounds", "[]")
        cents, least, most = isee.value_cents, rule.get("min_cents"), rule.get("max_cents")
        if least is not None and (cents < least or (cents == least and opening == "(")):
            said["isee_min"] = NO
        if most is not None and (cents > most or (cents == most and closing == ")")):
            said["isee_max"] = NO


def _call(document, facts, at, today, said):
    window = document.get("window") or {}
    opens, closes = rome_clock(window.get("opens_at")), rome_clock(window.get("closes_at"))
    late = closes is not None and (at > closes or (at == closes and not window.get("closes_inclusive")))
    spent = document.get("spend_until") is not None and today > day(document["spend_until"])
    said["window"] = NO if late or spent or (opens is not None and at < opens) else YES
    most = document["unit"].get("max")
    if most is not None:
        mine = [
            one
            for one in facts.existing
            if one.measure_code == document["code"] and document["unit"]["kind"] in one.units
        ]
        if len([one for one in mine if one.received]) >= most:
            said["per_unit"] = NO if document["unit"].get("confirmed") else OPEN


def _group(document, facts, said):
    group = facts.group
    kinds = document["applicants"].get("institution_kinds") or []
    kind = group.holder_kind if group else ""
    said["institution_kind"] = OPEN if not kind else YES if not kinds or kind in kinds else NO
    count = group.participants if group else None
    said["participants"] = OPEN if count is None else YES if count >= 1 else NO
    rule = document.get("age")
    if rule is not None:
        low, high = (group.age_from, group.age_to) if group else (None, None)
        if low is None or high is None:
            said["group_age"] = OPEN
        else:
            below = rule.get("max_exclusive")
            inside = low >= (rule.get("min") or 0) and (below is None or high < below)
            said["group_age"] = YES if inside else NO


def _amount(document, facts, said):
    rule = document.get("amount") or {}
    if rule.get("household_sizes"):
        return _amount_by_size(rule["household_sizes"], facts.household_size, said)
    if rule.get("bands"):
        cents = None if facts.isee is None else facts.isee.value_cents
        paid = [band["amount_cents"] for band in rule["bands"] if cents is not None and _inside(band, cents)]
        return paid[0] if paid else None
    return rule.get("fixed_cents")


def _amount_by_size(sizes, people, said):
    if people is None:
        said["household_size"] = OPEN
        return None
    for step in sizes:
        if step["from"] <= people <= (step["to"] or 10**9):
            return step["amount_cents"]
    said["household_size"] = NO
    return None


def _inside(band, cents):
    opening, closing = band.get("bounds", "[]")
    low, high = band["from_cents"], band["to_cents"]
    above = cents > low or (cents == low and opening == "[")
    return above and (high is None or cents < high or (cents == high and closing == "]"))
