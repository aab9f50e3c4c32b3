"""What a line of the history says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from wemi_desk.domain.days import rome_day
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.timeline import TimelineEntry
from wemi_desk.i18n import N_, _
from wemi_desk.ui.application_words import history_words
from wemi_desk.ui.widgets.marks import STATE_MARKS
from wemi_desk.ui.words import clock_words, day_words, hours_words, state_words

_PRINTED = {
    "slip": N_("il foglio per la persona"),
    "privacy_notice": N_("l'informativa"),
    "day": N_("la giornata"),
    "ledger": N_("il registro degli invii"),
    "accesses": N_("l’elenco di chi ha aperto la scheda"),
    "application_summary": N_("il riepilogo della domanda"),
    "missing_list": N_("l’elenco di che cosa manca"),
    "application_receipt": N_("il foglio della domanda"),
    "voucher_letter": N_("la lettera del voucher"),
    "protocol_list": N_("un elenco senza nomi"),
    "attendance_sheet": N_("il foglio delle presenze"),
    "attendance_certificate": N_("l’attestato di presenza"),
    "appointment_card": N_("il biglietto dell’appuntamento"),
    "shared_proposal": N_("la proposta di un servizio condiviso"),
    "shared_group": N_("le quote di un servizio condiviso"),
    "catalogue_sheet": N_("i servizi del catalogo"),
}
_NAMED = {
    "orientation": N_("Orientata a: {title}"), "enrolment": N_("Iscritta a: {title}"),
    "presence": N_("Presente a: {title}"), "shared_place": N_("Servizio condiviso: {title}"),
    "shared_request": N_("Chiesto un servizio condiviso"),
}  # fmt: skip
# as in visual-language.md 6; the whole sentence stands in Invio dati
_HELD = {
    "waiting": (N_("da inviare"), "to_send"),
    "refused": (N_("da controllare"), "to_check"),
    "set_aside": (N_("messo da parte"), "set_aside"),
}


class TimelineWords:
    """Turns entries into cells; knows the lists and the colleagues' names."""

    def __init__(self, lists: PickLists, colleagues: Mapping[UUID, str]) -> None:
        self._lists = lists
        self._colleagues = colleagues

    def what(self, entry: TimelineEntry) -> str:
        """One line; an undone act says by whom and when."""
        text = self._what(entry)
        if entry.cancelled_at is None:
            return text
        if entry.cancelled_by is None:
            return _("{what} · annullato alle {time}").format(what=text, time=clock_words(entry.cancelled_at))
        name = self.who_is(entry.cancelled_by)
        time = clock_words(entry.cancelled_at)
        return _("{what} · annullato da {name} alle {time}").format(what=text, name=name, time=time)

    def who(self, entry: TimelineEntry) -> str:
        """The colleague, as named on a public screen."""
        return self.who_is(entry.operator_id)

    def who_is(self, operator_id: UUID) -> str:
        """A colleague's shown name; nothing for one this desk does not know."""
        return self._colleagues.get(operator_id, "")

    def state(self, entry: TimelineEntry) -> str:
        """The state's word; what the centre does not have yet says that instead."""
        return _(_HELD[entry.held][0]) if entry.held in _HELD else state_words(entry.state)[0]

    def mark(self, entry: TimelineEntry) -> tuple[str, str]:
        """The state's icon and colour token."""
        if entry.held in _HELD:
            return STATE_MARKS[_HELD[entry.held][1]]
        _word, icon, token = state_words(entry.state)
        return icon, token

    def _what(self, entry: TimelineEntry) -> str:
        match entry.kind:
            case "contact":
                return self._contact(entry)
            case "notice":
                return _("Informativa {version} ({language})").format(**entry.data)
            case "print":
                return _("Stampato {what}").format(what=_(_PRINTED.get(entry.codes[0], entry.codes[0])))
            case "referral":
                return self._referral(entry)
            case "call_back":
                due = day_words(date.fromisoformat(entry.data["due_on"]))
                return _("Da richiamare entro il {day}").format(day=due)
            case "application" | "paperwork" | "appointment":
                return self._matter(entry)
            case "volunteer" | "volunteer_hours" | "merge":
                return _about_the_person(entry)
        return _(_NAMED[entry.kind]).format(title=entry.text) if entry.kind in _NAMED else _("Prima registrazione")

    def _referral(self, entry: TimelineEntry) -> str:
        where = self._lists["destination"].label(entry.codes[0])
        came = entry.data.get("direction") == "in"
        what = (_("Arrivata da: {where}") if came else _("Inviato a: {where}")).format(where=where)
        status = entry.data.get("status", "sent")
        if status != "sent":
            what = f"{what} · {self._lists['referral_status'].label(status)}"
        return f"{what}: {entry.text}" if entry.text else what

    def _matter(self, entry: TimelineEntry) -> str:
        if entry.kind == "paperwork":
            return self._paperwork(entry)
        if entry.kind == "appointment":
            return self._appointment(entry)
        return history_words(entry.codes[0], entry.data["state"], entry.data["number"])

    def _paperwork(self, entry: TimelineEntry) -> str:
        outcome, next_on = entry.data["outcome"], entry.data["next_on"]
        what = _("Pratica: {title}").format(title=entry.text)
        if outcome:
            what = f"{what} · {self._lists['paperwork_outcome'].label(outcome)}"
        if next_on and entry.state == "open":
            day = day_words(date.fromisoformat(next_on))
            what = _("{what}, torna il {day}").format(what=what, day=day)
        return what

    def _appointment(self, entry: TimelineEntry) -> str:
        at = datetime.fromisoformat(entry.data["starts_at"])
        what = _("Appuntamento del {day} alle {time}").format(day=day_words(rome_day(at)), time=clock_words(at))
        reason = self._lists["quick_contact"].label(entry.codes[0]) if entry.codes[0] else ""
        if entry.data["status"] == "no_show":
            what = _("{what} · non è venuta").format(what=what)
        return f"{what}: {reason}" if reason else what

    def _contact(self, entry: TimelineEntry) -> str:
        reason = entry.data.get("reason", "")
        text = self._lists["quick_contact"].label(reason) if reason else self._lists["need"].label(entry.codes[0])
        if entry.data.get("channel") not in ("desk", None):
            text = f"{text} · {self._lists['channel'].label(entry.data['channel'])}"
        if entry.data.get("late"):
            text = _("{what} · scritto dopo").format(what=text)
        return f"{text}: {entry.text}" if entry.text else text


def _about_the_person(entry: TimelineEntry) -> str:
    if entry.kind == "merge":
        return _("Unita un'altra scheda della stessa persona")
    if entry.kind == "volunteer_hours":
        day, minutes = day_words(date.fromisoformat(entry.data["on"])), int(entry.data["minutes"])
        words = _("Volontariato il {day}, {hours} ({title})") if entry.text else _("Volontariato il {day}, {hours}")
        return words.format(day=day, hours=hours_words(minutes), title=entry.text)
    if entry.data["until"]:
        return _("Volontario o volontaria fino al {day}").format(
            day=day_words(date.fromisoformat(entry.data["until"]))
        )
    return _("Volontario o volontaria")
