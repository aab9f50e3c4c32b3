"""Rows as a desk would export them, and ways to spoil one."""

from datetime import date, timedelta

from wemi_desk.domain.fiscal_code import encode
from wemi_desk.gateways.reference_lists import load_facilita_contract

CONTRACT = load_facilita_contract()
TODAY = date(2026, 4, 20)
FACILITATORS = ("VRDLCU80A01F205J", "Verdi Lucia")
SITES = ("Spazio WeMi Capuana", "WeMi Sant'Ambrogio")
_LETTERS = "BCDFGLMNPRSTVZ"
SPOILERS = (
    "", " ", "A", "B:A", "A:B", "A : B", "A:", "Z", "9", "14", "9:2", "2:9", "10:9", "00:00", "1:30", "01:30", "24:00",
    "23:59", "00:60", "2026-03-14", "2026-3-14", "2026-02-30", "14/03/2026", "46095", "2027-01-01", "2023-05-01",
    "2026-04-30", "2026-05-01", "sì", "D'Angelo, \"Nicolò\"", "uno\ndue", "ore 14:30", "x" * 601, "x" * 600, "😀",
    "RSSMRA80A01F205X", "rssmra80a01f205x", "RSSMRA80A01F205Y", "RSSMRA80AL1F205I", "80001234567", "8.00012E+15",
    "RSSMRA20A01F205J", "RSSMRA08A01F205N", "Spazio WeMi Capuàna", "spaziowemi capuana", "WeMi SantAmbrogio", "E", "S",
    "STP123456789", "NO", "0", "5", "6", "-1", "\u00a0", "A\u00a0:B", "\ufeffA",
)  # fmt: skip


def fiscal_code(dice, born):
    surname = "".join(dice.choice(_LETTERS) for _ in range(3))
    name = "".join(dice.choice(_LETTERS) for _ in range(3))
    return encode(surname, name, born, dice.choice("MF"), "F205").canonical


def valid_row(dice, number):
    """One that nothing is wrong with; *number* keeps the services apart."""
    day = date(2025, 1, 7) + timedelta(days=dice.randrange(420))
    age = dice.randrange(20, 90)
    born = date(day.year - age, 1 + dice.randrange(12), 1 + dice.randrange(28))
    code = fiscal_code(dice, born)
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    competences = [str(one) for one in sorted(dice.sample(range(1, 14), dice.randrange(1, 4)))]
    first = sorted({"AAABBBBBBCDDE"[int(one) - 1] for one in competences})
    minutes = dice.randrange(1, 24 * 60)
    values = {
        "IDFacilitatore": FACILITATORS[0], "NominativoFacilitatore": FACILITATORS[1], "IDSede": "7",
        "NominativoSede": dice.choice(SITES), "AN1": "Nicolò", "AN2": "D'Angelo", "AN3": code, "AN4": "NO",
        "AN7": "A" if int(code[9:11]) > 40 else "B",
        "AN8": "A" if years < 30 else "B" if years < 55 else "C" if years < 75 else "D",
        "AN9": dice.choice("ABCDEFGHIJKL"), "AN10": dice.choice("ABCDEFGH"), "AN11": dice.choice("ABC"),
        "AN12": "Milano", "SE1": day.isoformat(), "SE2": f"{minutes // 60:02}:{minutes % 60:02}",
        "SE3": dice.choice("ABCDE"), "SE4": ":".join(first), "SE5": ":".join(competences),
        "SE6": ":".join(sorted(dice.sample("ABCDEFGHIJKLMNOPQRS", dice.randrange(1, 3)))),
        "SE7": f"SPID; ore 14.30; n. {number}", "ES6": dice.choice(["", "1", "5"]),
    }  # fmt: skip
    return [values.get(name, "") for name in CONTRACT.header]


def spoiled(dice, row):
    """The same with up to three values replaced, or a value too few."""
    changed = list(row)
    for _ in range(dice.randrange(4)):
        changed[dice.randrange(len(changed))] = dice.choice(SPOILERS)
    if dice.random() < 0.01:
        changed.pop()
    return changed
