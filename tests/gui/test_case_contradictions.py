"""What two lives of the centre said of one application is told in a sentence, in euro."""

from tests.fakes import MORNING
from wemi_desk.domain.applications import Contradiction
from wemi_desk.ui.screens.applications.case_view import _contradiction


def test_another_sum_that_was_granted_is_told_in_euro():
    words = _contradiction(Contradiction(field="granted_cents", typed="25000", stated="10000", at=MORNING))
    assert words == "Qui era scritto l’importo concesso «250,00 €», il sistema centrale dice «100,00 €»: vale quello."
