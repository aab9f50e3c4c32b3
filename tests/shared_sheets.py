"""The two sheets of a shared service, filled."""

from datetime import date

from tests.paper_samples import SPACE
from wemi_desk.domain.shared_sheets import SharedGroupSheet, SharedProposalSheet

PROPOSAL = SharedProposalSheet(
    space=SPACE, what="Baby-sitter", when="lun mar 16-19", hours="6 ore la settimana", period="dal 01/12/2026",
    others=("una famiglia del Suo quartiere con un bambino di 4 anni", "una famiglia di un Municipio vicino"),
    share="€ 104,00 al mese", alone="€ 312,00 al mese", total="€ 312,00 al mese", how_split="In base alle ore",
)  # fmt: skip
GROUP = SharedGroupSheet(
    space=SPACE, title="Baby-sitter · Municipio 4", when="lun mar 16-19", professional="Cooperativa di prova",
    from_on=date(2026, 12, 1), how_split="In parti uguali", total="€ 100,00",
    rows=(
        ("la Sua famiglia", "", "6 ore la settimana", "€ 33,34"),
        ("Łukasz D.", "333 123 4567", "6 ore la settimana", "€ 33,33"), ("famiglia 3", "", "3 ore", "€ 33,33"),
    ), for_family=True,
)  # fmt: skip
