"""The summary of an application, for the applicant to read and sign."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from reportlab.platypus import Flowable, KeepTogether

from wemi_desk.documents import forms, sheet
from wemi_desk.documents.archive import Properties
from wemi_desk.documents.plain_text import Piece, Strong
from wemi_desk.documents.words import stamp
from wemi_desk.domain.application_papers import ApplicationSummary, CriterionLine, DeclarationLine
from wemi_desk.i18n import _


def render(summary: ApplicationSummary, made_at: datetime, branding: Path | None = None) -> bytes:
    """Return the summary as PDF/A-2b."""
    title = _("Riepilogo della domanda, da firmare")
    story = [*forms.opening(summary.head, title, branding), sheet.gap(8), forms.codes(summary.head.code)]
    for block in summary.blocks:
        story += [*sheet.heading(block.title), *forms.facts(block.rows)]
    story += _declarations(summary.declarations) + _documents(summary.documents) + _result(summary)
    story += [*_signatures(summary), sheet.paragraph(_("Stampato {when}.").format(when=stamp(made_at)))]
    return sheet.build(story, Properties(title, "it-IT", made_at), foot=_foot(summary))


def _foot(summary: ApplicationSummary) -> str:
    return _("Domanda {code}").format(code=summary.head.code)


def _declarations(lines: tuple[DeclarationLine, ...]) -> list[Flowable]:
    if not lines:
        return []
    return [*sheet.heading(_("Dichiarazioni")), *sheet.bullets([_declared(line) for line in lines], numbered=True)]


def _declared(line: DeclarationLine) -> str:
    if line.ticked_at is None:
        return _("{text} — NON ancora dichiarato.").format(text=line.text)
    return _("{text} — Dichiarato {when}.").format(text=line.text, when=stamp(line.ticked_at))


def _documents(documents: tuple[str, ...]) -> list[Flowable]:
    return [*sheet.heading(_("Documenti visti")), *sheet.bullets(documents)] if documents else []


def _result(summary: ApplicationSummary) -> list[Flowable]:
    if not summary.result:
        return []
    when = stamp(summary.judged_at) if summary.judged_at else ""
    story = sheet.heading(_("Che cosa risulta, controllo {when}").format(when=when) if when else _("Che cosa risulta"))
    story.append(sheet.paragraph(Strong(summary.result), look="important"))
    help_only = _("Questo è un aiuto, non una decisione: decide il Comune.")
    story.append(sheet.paragraph(Strong(help_only), look="important"))
    return [*story, *sheet.bullets([_criterion(line) for line in summary.criteria], look="smallitem")]


def _criterion(line: CriterionLine) -> tuple[Piece, ...]:
    value = _("Qui: {value}.").format(value=line.value.rstrip(".")) if line.value else ""
    rule, verdict = line.rule.rstrip("."), line.verdict.rstrip(".")
    return Strong(f"{verdict}."), f" {rule}. {value}"


def _signatures(summary: ApplicationSummary) -> list[Flowable]:
    story: list[Flowable] = [*sheet.heading(_("Firma"))[1:]]
    story.append(sheet.paragraph(_("Ho riletto questi dati e queste dichiarazioni: sono giusti.")))
    story += [forms.SignatureLine(_("Milano, il")), forms.SignatureLine(_("Firma di chi fa la domanda"))]
    if summary.helper:
        helped = _("Compilata con l’aiuto di {name}.").format(name=summary.helper.rstrip("."))
        story += [sheet.gap(8), sheet.paragraph(helped)]
    return [KeepTogether(story)]
