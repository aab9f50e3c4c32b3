"""Volunteers of the space.

``register`` (VolunteerService: register, change, end, listed, card, add_hours, remove_hours, figures), ``hours`` (what
a held meeting writes), ``forms`` (what is typed), ``ports``.
"""
