"""The platform's import checks, said again from the contract (facilita.md 2 to 4) and not from our code."""

import re

HEADER = (
    "IDFacilitatore", "NominativoFacilitatore", "IDSede", "NominativoSede", "AN1", "AN2", "AN3", "AN4", "AN5", "AN6",
    "AN7", "AN8", "AN9", "AN10", "AN11", "AN12", "AN14", "AN17", "PR1", "PR2", "SE1", "SE2", "SE3", "SE4", "SE5", "SE6",
    "SE7", "ES1", "ES2", "ES3", "ES4", "ES5", "ES6",
)  # fmt: skip
MAY_BE_EMPTY = {"AN5", "AN6", "AN14", "AN17", "PR1", "PR2", "SE7", "ES1", "ES2", "ES3", "ES4", "ES5", "ES6"}
DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
ONE_OF = {"AN5": "ABCDE", "AN7": "ABCD", "AN8": "ABCDE", "AN9": "ABCDEFGHIJKL", "AN10": "ABCDEFGH", "AN11": "ABC"}
SOME_OF = {
    "PR2": "ABCDE", "SE3": "ABCDE", "SE4": "ABCDE", "SE6": "ABCDEFGHIJKLMNOPQRS", "ES1": "ABCDEFGHIJKLM",
    "ES2": "ABCDEFGHIJKL", "ES3": "ABCDE", "ES5": "ABCDEFGHIJKLMNO",
}  # fmt: skip
COMPETENCES = {str(number) for number in range(1, 14)}
ODD = dict(zip(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10,
     22, 25, 24, 23],
    strict=True,
))  # fmt: skip


def last_letter(first):
    total = 0
    for place, sign in enumerate(first, start=1):
        if place % 2:
            total += ODD[sign]
        else:
            total += int(sign) if sign.isdigit() else ord(sign) - ord("A")
    return chr(ord("A") + total % 26)


def digits(text):
    return int("".join(sign if sign in "0123456789" else str("LMNPQRSTUV".index(sign)) for sign in text))


class Platform:
    """One import: what it answers to each row. An empty answer means that the row is in."""

    def __init__(self, starts_on, ends_on, last_accepted_on, youngest, facilitators, sites):
        self.starts_on, self.ends_on, self.last_accepted_on = starts_on, ends_on, last_accepted_on
        self.youngest = youngest
        self.facilitators = {one.upper().replace(" ", "") for one in facilitators}
        self.sites = {one.upper().replace(" ", "").replace("'", "") for one in sites}
        self.people_on_services = set()

    def take(self, row):
        if len(row) != 33:
            return ["columns"]
        told = {name: value.strip() for name, value in zip(HEADER, row, strict=True)}
        answers = [*self.page(told), *self.server(told)]
        key = tuple(told[one] for one in ("SE1", "SE2", "SE3", "SE5", "SE6", "SE7", "IDFacilitatore", "NominativoSede"))
        key = (told["AN3"].upper(), *key)
        if told["AN3"] and key in self.people_on_services:
            answers.append("citizen_already_on_service")
        self.people_on_services.add(key)
        return answers

    def page(self, told):
        yield from self.answered(told)
        if told["SE1"] and not re.fullmatch(DAY, told["SE1"]):
            yield "date_malformed"
        elif told["SE1"] > self.last_accepted_on:
            yield "date_after_window"
        if told["SE2"] and not re.fullmatch(r"[0-9]{2}:[0-9]{2}", told["SE2"]):
            yield "duration_malformed"
        if told["AN3"]:
            yield from self.person(told["AN3"].upper(), told["SE1"])

    def answered(self, told):
        if any(told[name] == "" for name in HEADER if name not in MAY_BE_EMPTY):
            yield "mandatory_empty"
        singles = {**{name: set(codes) for name, codes in ONE_OF.items()}, "ES6": set("12345")}
        if any(told[name] not in codes | {""} for name, codes in singles.items()):
            yield "code_invalid"
        for name, codes in {**SOME_OF, "SE5": COMPETENCES}.items():
            if told[name]:
                yield from self.some(told[name], codes)

    def some(self, value, codes):
        if " " in value:
            yield "multi_format"
        elif any(one not in set(codes) for one in value.split(":")):
            yield "code_invalid"

    def person(self, code, day):
        shape = "[A-Z]{6}[0-9L-NP-V]{2}[ABCDEHLMPRST][0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{3}[A-Z]"
        if not re.fullmatch(shape, code) or last_letter(code[:15]) != code[15]:
            yield "fiscal_code_invalid"
        elif re.fullmatch(DAY, day):
            short = digits(code[6:8])
            born = 2000 + short if short <= 23 else 1900 + short
            if int(day[:4]) - born < self.youngest:
                yield "minor"

    def server(self, told):
        names = {told[one].upper().replace(" ", "") for one in ("IDFacilitatore", "NominativoFacilitatore")}
        if not names & self.facilitators:
            yield "facilitator_unknown"
        site = told["NominativoSede"].upper().replace(" ", "").replace("'", "")
        if site and site not in self.sites:
            yield "site_unknown"
        day = told["SE1"]
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) and not self.starts_on <= day <= self.ends_on:
            yield "date_outside_project"
