"""The sheets of a shared service, read back as printed: nothing of another family but what nobody is known by."""

from dataclasses import replace

from tests.paper_reader import ink_outside, pages, text, verdict
from tests.paper_samples import NOW, papers
from tests.shared_desk import CANARIES, request, shared_desk
from tests.shared_sheets import GROUP, PROPOSAL
from wemi_desk.domain.shared_services import AGREED


def printed(sheet):
    return papers(NOW).shared_sheet(sheet)


def test_a_proposal_says_what_when_how_much_and_with_whom_without_a_name():
    words = text(printed(PROPOSAL))
    for said in (
        "Una proposta: un servizio condiviso", "lun mar 16-19", "€ 104,00 al mese", "Con chi: 2 altre famiglie",
        "una famiglia del Suo quartiere con un bambino di 4 anni", "È una proposta, non un impegno",
    ):
        assert said in words


def test_the_shares_stand_with_their_total():
    words = text(printed(GROUP))
    for said in ("Łukasz D. 333 123 4567", "famiglia 3", "€ 33,34", "Totale € 100,00", "al centesimo"):
        assert said in words


def test_twenty_families_with_long_names_flow_over_pages():
    rows = tuple((f"Maria Antonietta Guglielmina {at}", "333 123 4567", "6 ore", "€ 1,00") for at in range(60))
    pdf = printed(replace(GROUP, rows=rows))
    assert verdict(pdf) == "pass"
    assert pages(pdf) > 1
    assert not ink_outside(pdf)


def test_no_family_is_on_the_paper_of_another_before_it_agrees():
    """Names, telephones, addresses, school, who is cared for: on paper and on the screen that is turned around."""
    at = shared_desk(3, context="school", context_name="Scuola Segreta", address="via Nascosta 9")
    group = at.doors.forming.form(at.doors.forming.search().proposals[0].offer).group
    secrets = {*CANARIES, "Nascosta", "Segreta", *(f"Ada{one}" for one in range(5)), "333000"}
    for member in group.members:
        words = text(printed(at.doors.papers.proposal(group.service.id, member.participant.id).content))
        assert "un bambino di 4 anni" in words
        assert not [one for one in secrets if one in words]
    for member in group.members:
        at.doors.groups.answer(member.participant.id, AGREED)
    group = at.doors.groups.activate(group.service.id).group
    words = text(printed(at.doors.papers.split(group.service.id, group.members[0].participant.id).content))
    assert not [one for one in secrets - {"Segreta"} if one in words]  # the school is their own, too


def test_the_age_of_who_is_cared_for_is_not_told():
    at = shared_desk()
    with at.store.work() as work:
        for number in range(2):
            carer = request(number, need="carer", children=(), cared_age=97, minutes_wanted=180)
            work.shared_requests.add(carer)
    group = at.doors.forming.form(at.doors.forming.search().proposals[0].offer).group
    words = text(printed(at.doors.papers.proposal(group.service.id, group.members[0].participant.id).content))
    assert "con una persona da assistere" in words
    assert "97" not in words
