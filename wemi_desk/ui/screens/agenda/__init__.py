"""Agenda: appointments of the day and the week, who should be reminded, hours, shifts, notes for the next shift."""
