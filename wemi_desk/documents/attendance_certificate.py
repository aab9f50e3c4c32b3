"""The certificate of attendance, for the person who was there."""

from __future__ import annotations

from datetime import datetime

from wemi_desk.documents import forms, sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.words import clock_time, long_day, stamp
from wemi_desk.domain.attendance_certificates import AttendanceCertificate, AttendedMeeting
from wemi_desk.domain.days import rome_time
from wemi_desk.i18n import _, ngettext

_SHARES = (0.48, 0.52)


def render(certificate: AttendanceCertificate, made_at: datetime) -> bytes:
    """Return the certificate as PDF/A-2b."""
    title = _("Attestato di presenza")
    was_there = _("Si attesta che {person} ha partecipato a: {title} ({kind}).").format(
        person=sheet.cut(certificate.person, 120), title=certificate.title, kind=certificate.kind
    )
    story = [*forms.speaker(certificate.space), sheet.title(title)]
    story += [sheet.paragraph(was_there, look="important"), sheet.gap(6)]
    rows = [_row(one) for one in certificate.meetings]
    story += [sheet.table((_("Giorno"), _("Orario")), rows, [sheet.WIDTH * one for one in _SHARES], figures=False)]
    story += [sheet.gap(8), sheet.paragraph(_total(certificate)), sheet.gap(8)]
    story.append(sheet.paragraph(_("Si rilascia a richiesta della persona. Dice solo la presenza agli incontri.")))
    story += [sheet.gap(8), forms.SignatureLine(_("Firma e timbro"))]
    story.append(sheet.paragraph(_("Stampato {when}.").format(when=stamp(made_at))))
    return sheet.build(story, Properties(title, "it-IT", made_at), foot=certificate.space.name)


def _row(meeting: AttendedMeeting) -> tuple[str, str]:
    begin, end = rome_time(meeting.arrived_at or meeting.starts_at), rome_time(meeting.ends_at)
    hours = _("dalle {begin} alle {end}").format(begin=clock_time(begin.time()), end=clock_time(end.time()))
    return long_day(begin.date()), hours


def _total(certificate: AttendanceCertificate) -> str:
    here = len(certificate.meetings)
    words = ngettext("{n} incontro su {all}", "{n} incontri su {all}", here).format(n=here, all=certificate.held)
    return _("In tutto {meetings}, {time}.").format(meetings=words, time=_spent(certificate.minutes))


def _spent(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    whole = ngettext("{n} ora", "{n} ore", hours).format(n=hours)
    part = ngettext("{n} minuto", "{n} minuti", rest).format(n=rest)
    if not rest:
        return whole
    return _("{hours} e {minutes}").format(hours=whole, minutes=part) if hours else part
