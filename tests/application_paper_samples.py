"""Papers of an application with made-up contents."""

from datetime import UTC, date, datetime
from functools import cache

from tests.paper_samples import NOW, SPACE, papers
from wemi_desk.domain.application_papers import (
    ApplicationReceipt,
    ApplicationSummary,
    CriterionLine,
    DeclarationLine,
    FactBlock,
    Funding,
    MissingList,
    MissingThing,
    PaperHead,
    ProtocolList,
    VoucherLetter,
)

CODE = "A24512345K"
UNSENT = "Pronta, salvata su questa postazione alle 10:42, NON ancora inviata."
HEAD = PaperHead(
    space=SPACE, code=CODE, measure="Voucher digitali Milano 0–18", state=UNSENT, is_example=True,
    edition="Avviso di prova, versione 2 (ESEMPIO-2026)", funding=Funding(("eu", "pn_metro"), "B41J22000000006"),
)  # fmt: skip
DECLARED = DeclarationLine("Dichiaro che i dati sono veri (art. 76 DPR 445/2000)", NOW)
UNDECLARED = DeclarationLine("Ho preso visione dell’informativa", None)
SUMMARY = ApplicationSummary(
    head=HEAD,
    blocks=(
        FactBlock("Chi fa la domanda", (("Nome", "Łukasz D’Àmico"), ("Abita in", "via delle Prove 12, Milano"))),
        FactBlock("Per chi", (("Nome", "Amina Bianchi"), ("Data di nascita", "02/05/2015"))),
        FactBlock("ISEE", (("Valore", "€ 12.345,67"), ("Vale fino al", "31/12/2026"))),
    ),
    declarations=(DECLARED, UNDECLARED),
    documents=("Carta d’identità, scade il 12/03/2030.",),
    result="Se inviata adesso, risulta ammissibile.",
    criteria=(CriterionLine("ISEE fino a € 27.000,00", "sì", "€ 12.345,67, visto sull’attestazione."),),
    judged_at=NOW,
    helper="Giulia R.",
)
MISSING = MissingList(
    HEAD,
    (MissingThing("Attestazione ISEE 2026.", "Si fa gratis al CAF."), MissingThing("Carta d’identità.")),
    datetime(2026, 11, 30, 11, tzinfo=UTC),
    12,
    "A. B.",
)
RECEIPT = ApplicationReceipt(HEAD, (("Preparata", "il 18/11/2026 alle 10:42"),), "Torni allo sportello.", "A. B.")
LETTER = VoucherLetter(
    HEAD, "Łukasz D’Àmico", "via delle Prove 12, Milano",
    (("Numero del voucher", "V-2026/00123"), ("Valore", "€ 250,00"), ("Ne restano", "€ 150,00")),
    (("Prezzo dell’attività", "€ 200,00"), ("Paga il voucher", "€ 150,00"), ("A carico della famiglia", "€ 50,00")),
    (("12/09/2026", "Consumo", "€ 100,00"),), date(2027, 7, 31), "Mancano 30 giorni.",
)  # fmt: skip
LISTED = ProtocolList(SPACE, "Graduatoria", ("Posto", "Protocollo", "Stato"), (("1", "PG/2026/0000001", "ammessa"),))

APPLICATION_PAPERS = {
    "application": lambda: papers().application_summary(SUMMARY),
    "missing": lambda: papers().missing_list(MISSING),
    "receipt": lambda: papers().application_receipt(RECEIPT),
    "letter": lambda: papers().voucher_letter(LETTER),
    "list": lambda: papers().protocol_list(LISTED),
}


@cache
def drawn(paper):
    """One of them, drawn once for all tests."""
    return APPLICATION_PAPERS[paper]()


WITH_CODES = ("application", "missing", "receipt", "letter")
