"""Digital paperwork of an opened desk: `desk.paperwork().digital` (doors.PaperworkDoors). Every call blocks.

`types` (catalogue.PaperworkTypes): catalogue, offered, search(text), get, find, warnings(kind), unreadable.
`cases` (cases.PaperworkService): may_begin(NewCase) and open(NewCase); bring, do_step, undo_step, see_document,
act_for, change(case_id, field=…); finish(case_id, Closing, NewSitting | None); name; resume; and, to read: get, guide,
enter, of(citizen_id), open_before(citizen_id, type_code), open_here, due, flagged.
`sittings` (sittings.SittingService): record(NewSitting), record_each, attend, answer, leave, correct, cancel; of_case,
of_day, minutes_between, overlapping. A visit's timer is domain.sitting_clock.SittingClock.
`mandates` (mandates.MandateService): note(MandateSeen), get, of, held_by, ending, prolong, end.
Beside it `desk.paperwork().slips` (slips.PaperworkSlips): slip(case_id, language="", notes=()), missing, mandate_form,
each a Paper for session_papers.press_made(partial(slips.slip, case.id), case.id); notes(case_id), languages();
`desk.paperwork().type_drafts` (type_drafts.PaperworkTypeDrafts): the catalogue as the city's staff prepares it.
Errors: CaseOpenAlreadyError (case_id), CaseClosedError (outcome, by, at), ActingRefusedError (code, until, instead),
InvalidFieldError. Words for codes: services.paperwork.words. Collections that change: paperwork, paperwork_types,
sittings, mandates, timeline.
"""
