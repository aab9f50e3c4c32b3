"""Courses, group facilitation and workstations.

``planning`` (CoursePlanning: plan, replan, add_dates, move_date, cancel_date, week, lesson), ``enrolling``
(EnrolmentService: enrol, leave, told, to_tell), ``attendance`` (AttendanceService: scan, tick, untick, count_unnamed,
hold, reopen), ``workstations`` (WorkstationService: add, retire, sit, book, arrive, finish, missed, cancel, longer,
day), ``attendance_paper`` (AttendancePaper: of). An activity without a Facilita kind needs only the first two and
``attendance``: it is held without a sitting.
"""
