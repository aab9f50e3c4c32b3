from tests.session_screens import MARIA, counter
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.exchange_news import ExchangeNews


def test_a_person_erased_while_at_the_desk_leaves_the_screen_and_nothing_typed_about_them_stays(qtbot):
    opened = []
    window = counter(opened.append)
    qtbot.addWidget(window)
    window.show()
    (work,) = opened
    said = []
    work.messages.posted.connect(lambda notice: said.append(notice.text))
    work.counter.visit.open_person(MARIA)
    work.counter.contact.edit(note="Abita con il fratello")
    del work.desk.store.tables[Citizen][MARIA]
    work.changes.changed.emit(Changes.of("citizens", "timeline"))
    assert work.counter.visit.visit is None
    assert work.counter.task == "idle"
    assert not work.window.person_bar.isVisible()
    assert work.desk.drafts.mine() == []
    assert said == ["Questa scheda non è più su questo computer."]


def test_an_erasure_is_told_without_a_name(qtbot):
    opened = []
    window = counter(opened.append)
    qtbot.addWidget(window)
    window.show()
    (work,) = opened
    work.exchange._take_news(ExchangeNews(erased=1))
    assert work.window.banner.words.startswith("Il coordinamento ha cancellato i dati di 1 persona")
