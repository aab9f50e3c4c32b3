"""Attività: calendar, one meeting with its people, a new activity, and the workstations."""
