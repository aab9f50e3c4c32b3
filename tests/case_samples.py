"""One application of an invented family, with what its papers are made of."""

from datetime import UTC, date, datetime
from uuid import UUID

from tests.factories import SPACE, make_citizen
from wemi_desk.domain.applications import (
    Application,
    ApplicationId,
    Representation,
    SeenDocument,
    TickedDeclaration,
)
from wemi_desk.domain.eligibility import Facts, Residence, evaluate
from wemi_desk.domain.isee import IseeCertificate
from wemi_desk.gateways.shipped_measures import shipped_measures
from wemi_desk.services.application_paper_contents import Case

NOW = datetime(2026, 11, 18, 9, 42, tzinfo=UTC)
MEASURE = next(one for one in shipped_measures(with_examples=True) if one.code == "ESEMPIO-2026")
MOTHER = make_citizen(
    1, surname="Fumagalli", given_name="Teresa", birth_date=date(1985, 3, 12), address="via delle Prove 12"
)
CHILD = make_citizen(
    2, surname="Fumagalli", given_name="Nina", birth_date=date(2015, 5, 2), address="via delle Prove 12"
)
ISEE = IseeCertificate(
    id=UUID(int=7), citizen_id=MOTHER.id, space_code="VEN", value_cents=1_234_567,
    protocol="INPS-ISEE-2026-01234567A-00", dsu_on=date(2026, 1, 12), valid_until=date(2026, 12, 31), provenance="seen",
    created_at=NOW, created_by=UUID(int=9),
)  # fmt: skip
EVERYTHING = tuple(TickedDeclaration(code=one.code, ticked_at=NOW) for one in MEASURE.declarations_for("parent"))


def application(**values):
    base = {
        "id": ApplicationId(UUID(int=0x0190 << 112)), "space_code": "VEN", "citizen_id": MOTHER.id,
        "beneficiary_id": CHILD.id, "measure_code": MEASURE.code, "measure_version": MEASURE.version,
        "created_at": NOW, "created_by": UUID(int=9), "applicant_role": "parent", "isee_id": ISEE.id,
        "declarations": EVERYTHING[:1], "documents_seen": (SeenDocument(kind="identity_card", seen_at=NOW),),
    }  # fmt: skip
    return Application(**{**base, **values})


def facts(**values):
    home = Residence(municipality="F205", provenance="declared")
    base = {
        "applicant_role": "parent", "beneficiary_birth_date": CHILD.birth_date, "applicant_residence": home,
        "beneficiary_residence": home, "isee": ISEE, "household_size": 3,
    }  # fmt: skip
    return Facts(**{**base, **values})


def case(**values):
    made = values.pop("application", application())
    base = {
        "application": made, "applicant": MOTHER, "beneficiary": CHILD, "space": SPACE, "now": NOW, "saved_at": NOW,
        "measure": MEASURE, "isee": ISEE, "result": evaluate(facts(), MEASURE, NOW), "helper": "Giulia R.",
        "document_kinds": {"identity_card": "Carta d’identità"},
    }  # fmt: skip
    return Case(**{**base, **values})


GUARDIANSHIP = Representation(kind="guardian", act_reference="Trib. Milano 12/2025", expires_on=date(2027, 1, 1))
SENT = {"state": "submitted", "receipt_number": "PORT-7", "submitted_at": NOW}


