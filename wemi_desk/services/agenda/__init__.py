"""The agenda of a space: appointments, opening hours, shifts and leave, notes for the next shift."""
